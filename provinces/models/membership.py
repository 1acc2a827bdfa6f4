"""Since when an office belongs to the forum, when it paused, when it left."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from forum_portal.lib.dates import BoundPrecision, period_in_words
from provinces.models.office import Office


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: date) -> Self:
        """Memberships in force on `day`; one whose beginning nobody knows counts from ever."""
        return self.filter(period__contains=day)


class Membership(models.Model):
    """A time during which an office was a member; a pause lies between two of them.

    period: half-open; without a first day where no source tells when the office joined.
    """

    class End(models.TextChoices):
        PAUSED = "paused", "Jeda"
        LEFT = "left", "Keluar"

    office = models.ForeignKey(
        Office, verbose_name="balai", on_delete=models.CASCADE, related_name="memberships"
    )
    period = DateRangeField("masa keanggotaan")
    from_precision = models.CharField(
        "ketelitian mulai",
        max_length=7,
        choices=BoundPrecision.choices,
        default=BoundPrecision.DAY,
    )
    until_precision = models.CharField(
        "ketelitian akhir",
        max_length=7,
        choices=BoundPrecision.choices,
        default=BoundPrecision.DAY,
    )
    end = models.CharField("berakhir karena", max_length=6, choices=End.choices, blank=True)
    reason = models.CharField("alasan", max_length=300, blank=True)
    source = models.CharField("sumber", max_length=300, blank=True)

    objects: ClassVar = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "keanggotaan"
        verbose_name_plural = "keanggotaan"
        ordering = ("office", F("period__startswith").asc(nulls_first=True))
        constraints = (
            ExclusionConstraint(
                name="membership_no_overlap",
                expressions=[
                    ("office", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Balai ini sudah tercatat sebagai anggota pada masa itu.",
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False),
                name="membership_not_empty",
                violation_error_message="Akhir keanggotaan harus sesudah awalnya.",
            ),
            models.CheckConstraint(
                condition=Q(period__endswith__isnull=True, end="")
                | (Q(period__endswith__isnull=False) & ~Q(end="")),
                name="membership_end_has_kind",
                violation_error_message="Keanggotaan yang berakhir memerlukan sebab: jeda, keluar.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.office} ({self.when})"

    @property
    def when(self) -> str:
        """In words; tells when the beginning is not known."""
        words = period_in_words(
            self.period.lower, self.period.upper, self.from_precision, self.until_precision
        )
        return words or "sejak kapan belum diketahui"
