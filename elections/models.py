"""How the forum chose who leads it."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.urls import reverse

from forum_portal.lib.dates import Precision
from meetings.models import Meeting
from provinces.models import Office, Person, Post, Term


class ElectionQuerySet(models.QuerySet["Election"]):
    def published(self) -> Self:
        return self.filter(result__isnull=False, meeting__published_at__isnull=False)


class Election(models.Model):
    """The election of a post of the forum at a rakor, and the rules it was held under."""

    class Method(models.TextChoices):
        ACCLAMATION = "acclamation", "Aklamasi"

    slug = models.SlugField("alamat halaman", max_length=80, unique=True)
    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.PROTECT, related_name="elections"
    )
    post = models.ForeignKey(
        Post,
        verbose_name="jabatan",
        on_delete=models.PROTECT,
        related_name="elections",
        limit_choices_to={"office": None},
    )
    method = models.CharField(
        "cara", max_length=12, choices=Method.choices, default=Method.ACCLAMATION
    )
    quorum_offices = models.PositiveSmallIntegerField(
        "kuorum (jumlah balai)",
        null=True,
        blank=True,
        help_text="Paling sedikit balai yang harus hadir menurut tata tertib rakor ini.",
    )
    source = models.CharField("sumber", max_length=300, blank=True)

    objects: ClassVar = ElectionQuerySet.as_manager()

    class Meta:
        verbose_name = "pemilihan"
        verbose_name_plural = "pemilihan"
        ordering = ("-meeting__starts_on", "post__order")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "post"),
                name="election_once_a_meeting",
                violation_error_message="Pemilihan jabatan ini pada rakor ini sudah tercatat.",
            ),
        )

    def __str__(self) -> str:
        return f"Pemilihan {self.post.title}, {self.meeting.title}"

    def get_absolute_url(self) -> str:
        return reverse("elections:detail", args=[self.slug])


class Acclamation(models.Model):
    """Who was acclaimed, on whose proposal, before whom; unknown parts stay empty."""

    election = models.OneToOneField(
        Election, verbose_name="pemilihan", on_delete=models.CASCADE, related_name="acclamation"
    )
    candidate = models.ForeignKey(
        Person, verbose_name="calon", on_delete=models.PROTECT, related_name="acclamations"
    )
    office = models.ForeignKey(
        Office,
        verbose_name="mewakili balai",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="acclamations",
    )
    position = models.CharField("jabatan calon waktu itu", max_length=200, blank=True)
    offices_present = models.PositiveSmallIntegerField("balai hadir", null=True, blank=True)
    proposed_by = models.CharField("pengusul", max_length=200, blank=True)
    witnesses = models.TextField("saksi", blank=True, help_text="Satu per baris.")
    acclaimed_at = models.DateTimeField(
        "saat aklamasi", null=True, blank=True, help_text="Menurut zona waktu rakor (WIB)."
    )
    term_until = models.DateField(
        "masa bakti sampai",
        null=True,
        blank=True,
        help_text="Hari pertama yang tidak lagi termasuk masa bakti. Kosong bila tidak ditetapkan.",
    )
    until_precision = models.CharField(
        "ketelitian akhir", max_length=5, choices=Precision.choices, default=Precision.DAY
    )

    class Meta:
        verbose_name = "aklamasi"
        verbose_name_plural = "aklamasi"

    def __str__(self) -> str:
        return f"Aklamasi {self.candidate}"

    @property
    def witness_list(self) -> list[str]:
        return [line.strip() for line in self.witnesses.splitlines() if line.strip()]


class Result(models.Model):
    """The published outcome; it opened `term` and is never published twice."""

    election = models.OneToOneField(
        Election, verbose_name="pemilihan", on_delete=models.PROTECT, related_name="result"
    )
    term = models.OneToOneField(
        Term, verbose_name="masa jabatan", on_delete=models.PROTECT, related_name="election_result"
    )
    published_at = models.DateTimeField("terbit pada")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="diterbitkan oleh",
        on_delete=models.PROTECT,
        null=True,
        related_name="election_results",
        help_text="Kosong bila dimuat dari data acuan.",
    )

    class Meta:
        verbose_name = "hasil pemilihan"
        verbose_name_plural = "hasil pemilihan"
        ordering = (F("published_at").desc(),)

    def __str__(self) -> str:
        return f"Hasil {self.election}"
