"""Notula: a draft that the secretariat writes, and its frozen publications."""

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.fields.json import KT, KeyTransform
from django.db.models.functions import Cast, Left
from django.urls import reverse

from meetings.models.meeting import Meeting


class Minutes(models.Model):
    """The draft; the public reads its publications only."""

    meeting = models.OneToOneField(
        Meeting, verbose_name="rakor", on_delete=models.PROTECT, related_name="minutes"
    )
    chair = models.CharField("pimpinan rapat", max_length=200)
    chair_position = models.CharField("jabatan pimpinan", max_length=200, blank=True)
    secretary = models.CharField("sekretaris", max_length=200, blank=True)
    note_taker = models.CharField("notulis", max_length=200)
    note_taker_position = models.CharField("jabatan notulis", max_length=200, blank=True)
    invitation_number = models.CharField("nomor undangan", max_length=100, blank=True)
    attendance = models.TextField(
        "peserta", blank=True, help_text="Siapa yang hadir, diwakilkan, dan berhalangan."
    )
    opening = models.TextField("pembukaan", blank=True, help_text="Boleh memakai Markdown.")
    discussion = models.TextField("pembahasan", help_text="Boleh memakai Markdown.")
    closing = models.TextField("penutup", blank=True, help_text="Boleh memakai Markdown.")
    changed_at = models.DateTimeField("diubah pada", auto_now=True)

    class Meta:
        verbose_name = "notula"
        verbose_name_plural = "notula"
        ordering = ("-meeting__starts_on",)

    def __str__(self) -> str:
        return f"Notula {self.meeting.title}"


class Decision(models.Model):
    minutes = models.ForeignKey(
        Minutes, verbose_name="notula", on_delete=models.CASCADE, related_name="decisions"
    )
    order = models.PositiveSmallIntegerField("nomor", default=1)
    text = models.TextField("keputusan")

    class Meta:
        verbose_name = "keputusan"
        verbose_name_plural = "keputusan"
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.text[:80]


class ActionItem(models.Model):
    """Tindak lanjut: what, by whom, until when."""

    minutes = models.ForeignKey(
        Minutes, verbose_name="notula", on_delete=models.CASCADE, related_name="action_items"
    )
    order = models.PositiveSmallIntegerField("nomor", default=1)
    task = models.TextField("yang dikerjakan")
    responsible = models.CharField("penanggung jawab", max_length=200)
    due_on = models.DateField("tenggat", null=True, blank=True)
    # Until then it is offered as an item of the rakor that follow.
    settled_on = models.DateField("tuntas pada", null=True, blank=True)
    settled_note = models.CharField("catatan tuntas", max_length=300, blank=True)

    class Meta:
        verbose_name = "tindak lanjut"
        verbose_name_plural = "tindak lanjut"
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.task[:80]


_HELD_ON = KT("content__meeting__starts_on")


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Title, place and dates are those of the content: what was published, not the draft's."""

    def public(self) -> Self:
        """Of rakor that the public sees."""
        return self.filter(minutes__meeting__published_at__isnull=False)

    def current(self) -> Self:
        """The latest publication of each minutes."""
        return self.filter(corrected_by=None)

    def latest_first(self) -> Self:
        return self.order_by(_HELD_ON.desc(), "-pk")

    def held_in(self, year: int) -> Self:
        return self.annotate(held_on=_HELD_ON).filter(held_on__startswith=f"{year:04d}-")

    def years(self) -> list[int]:
        """The years that have minutes, the latest first."""
        years = self.order_by().annotate(year=Left(_HELD_ON, 4)).values_list("year", flat=True)
        return sorted({int(year) for year in years}, reverse=True)

    def without_texts(self) -> Self:
        """Number, time and fingerprint, and where the page is; neither content nor draft."""
        return self.select_related("minutes__meeting").only(
            "number",
            "sha256",
            "correction_note",
            "published_at",
            "minutes__meeting__slug",
            "minutes__meeting__zone",
        )

    def listed(self) -> Self:
        """With what a list shows of each, without loading the texts: see Publication.title ff."""
        return self.without_texts().annotate(
            title=KT("content__meeting__title"),
            held_on=_HELD_ON,
            dates=KT("content__meeting__dates"),
            place=KT("content__meeting__place"),
            mode=KT("content__meeting__mode"),
            is_sample=Cast(KT("content__is_sample"), models.BooleanField()),
            decision_count=_length("decisions"),
            action_item_count=_length("action_items"),
        )


def _length(key: str) -> models.Func:
    return models.Func(
        KeyTransform(key, "content"),
        function="jsonb_array_length",
        output_field=models.IntegerField(),
    )


class Publication(models.Model):
    """A version of the minutes as the public got it: never changed, only corrected by another.

    content: the whole text as data (meetings/minutes/content.py), from which page and PDF are
    made; sha256: of its canonical JSON.
    """

    minutes = models.ForeignKey(
        Minutes, verbose_name="notula", on_delete=models.PROTECT, related_name="publications"
    )
    number = models.PositiveSmallIntegerField("terbitan ke")
    content = models.JSONField("isi")
    sha256 = models.CharField("sidik jari", max_length=64)
    corrects = models.OneToOneField(
        "self",
        verbose_name="membetulkan terbitan",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
    )
    correction_note = models.CharField("yang dibetulkan", max_length=300, blank=True)
    published_at = models.DateTimeField("terbit pada")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="diterbitkan oleh",
        on_delete=models.PROTECT,
        null=True,
        related_name="publications_made",
    )

    # From the content, in a queryset that is listed(); held_on is an ISO date.
    title: str
    held_on: str
    dates: str
    place: str
    mode: str
    is_sample: bool
    decision_count: int
    action_item_count: int

    objects: ClassVar = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "terbitan notula"
        verbose_name_plural = "terbitan notula"
        ordering = ("minutes", "-number")
        constraints = (
            models.UniqueConstraint(fields=("minutes", "number"), name="publication_number_unique"),
            models.CheckConstraint(
                condition=models.Q(number=1, corrects=None, correction_note="")
                | (models.Q(number__gt=1, corrects__isnull=False) & ~models.Q(correction_note="")),
                name="publication_correction_named",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.minutes} (terbitan ke-{self.number})"

    def get_absolute_url(self) -> str:
        """The page of the minutes, which shows the latest publication."""
        return reverse("meetings:minutes", args=[self.minutes.meeting.slug])
