"""Who is excused: of one person or a whole office, in a session or in all of them."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from meetings.models.attendance import AttendanceSession
from meetings.models.meeting import Meeting
from meetings.models.registration import Registration
from provinces.models import Office


class ExcuseQuerySet(models.QuerySet["Excuse"]):
    def current(self) -> Self:
        """Those that nobody has withdrawn."""
        return self.filter(withdrawn_at=None)

    def of_office(self, office: Office | int) -> Self:
        """What is said of an office as a whole, or of one of its delegates."""
        return self.filter(Q(office=office) | Q(registration__office=office))


class Excuse(models.Model):
    """Tidak hadir with a reason. Withdrawn, never deleted; its note goes then."""

    class Kind(models.TextChoices):
        LEAVE = "izin", "Izin"
        ILL = "sakit", "Sakit"
        OTHER_DUTY = "tugas", "Tugas lain"

    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.PROTECT, related_name="excuses"
    )
    office = models.ForeignKey(
        Office,
        verbose_name="balai",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="excuses",
    )
    registration = models.ForeignKey(
        Registration,
        verbose_name="peserta",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="excuses",
    )
    session = models.ForeignKey(
        AttendanceSession,
        verbose_name="sesi",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="excuses",
        help_text="Kosong: seluruh rakor.",
    )
    kind = models.CharField("keterangan", max_length=5, choices=Kind.choices)
    # May say that somebody is ill: read by the secretariat and the office alone.
    note = models.CharField("catatan", max_length=300, blank=True)
    recorded_at = models.DateTimeField("dicatat pada")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="dicatat oleh",
        on_delete=models.PROTECT,
        related_name="excuses_recorded",
    )
    withdrawn_at = models.DateTimeField("ditarik pada", null=True, blank=True)

    objects: ClassVar = ExcuseQuerySet.as_manager()

    class Meta:
        verbose_name = "keterangan tidak hadir"
        verbose_name_plural = "keterangan tidak hadir"
        ordering = ("meeting", "recorded_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(office__isnull=False, registration__isnull=True)
                | Q(office__isnull=True, registration__isnull=False),
                name="excuse_of_one",
            ),
            models.UniqueConstraint(
                fields=("meeting", "office", "registration", "session"),
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
                name="excuse_once",
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()
