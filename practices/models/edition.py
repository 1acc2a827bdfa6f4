"""What was published: an article as the public gets it."""

import pgtrigger
from django.conf import settings
from django.db import models

from practices.models.practice import Practice
from practices.models.topic import Topic


class Edition(models.Model):
    """An article as the secretariat published it: never changed, only followed by another.

    pictures: [{"stem", "widths", "width", "height", "alt"}]; attachments: [{"key", "title",
    "file", "size_bytes"}]: copies, because the working text may lose or rename its own.
    """

    practice = models.ForeignKey(
        Practice, verbose_name="praktik baik", on_delete=models.PROTECT, related_name="editions"
    )
    number = models.PositiveSmallIntegerField("terbitan ke")
    title = models.CharField("judul", max_length=150)
    summary = models.TextField("ringkasan", max_length=500)
    body = models.TextField("isi", max_length=40_000)
    topics = models.ManyToManyField(
        Topic, verbose_name="topik", through="EditionTopic", related_name="editions"
    )
    pictures = models.JSONField("gambar", default=list)
    attachments = models.JSONField("lampiran", default=list)
    published_at = models.DateTimeField("terbit pada")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="diterbitkan oleh",
        on_delete=models.PROTECT,
        null=True,
        related_name="practice_editions",
    )

    class Meta:
        verbose_name = "terbitan praktik baik"
        verbose_name_plural = "terbitan praktik baik"
        ordering = ("practice", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=("practice", "number"), name="practice_edition_number_unique"
            ),
        )
        triggers = (
            pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.title} (terbitan ke-{self.number})"

    def get_absolute_url(self) -> str:
        """The page of the article, which shows the current edition."""
        return self.practice.get_absolute_url()


class EditionTopic(models.Model):
    """That an edition is about a topic: as frozen as the edition."""

    edition = models.ForeignKey(
        Edition, verbose_name="terbitan", on_delete=models.PROTECT, related_name="topic_rows"
    )
    topic = models.ForeignKey(
        Topic, verbose_name="topik", on_delete=models.PROTECT, related_name="edition_rows"
    )

    class Meta:
        verbose_name = "topik terbitan"
        verbose_name_plural = "topik terbitan"
        constraints = (
            models.UniqueConstraint(fields=("edition", "topic"), name="edition_topic_unique"),
        )
        triggers = (
            pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.topic}: {self.edition}"
