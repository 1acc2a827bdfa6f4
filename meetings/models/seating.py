"""Limits of seats beside those of the rakor itself, offers, and the history of a registration."""

from datetime import datetime
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from meetings.models.delegation import AskedField
from meetings.models.meeting import Meeting
from meetings.models.registration import Registration
from provinces.models import Office


class FieldAnswer(models.Model):
    """What a person answered to a question of logistics; deleted on the day that it named."""

    registration = models.ForeignKey(
        Registration,
        verbose_name="pendaftaran",
        on_delete=models.CASCADE,
        related_name="field_answers",
    )
    field = models.ForeignKey(
        AskedField, verbose_name="isian", on_delete=models.PROTECT, related_name="answers"
    )
    value = models.CharField("jawaban", max_length=300)

    class Meta:
        verbose_name = "jawaban isian tambahan"
        verbose_name_plural = "jawaban isian tambahan"
        ordering = ("registration", "field")
        constraints = (
            models.UniqueConstraint(fields=("registration", "field"), name="field_answer_once"),
            models.CheckConstraint(condition=~Q(value=""), name="field_answer_says_something"),
        )

    def __str__(self) -> str:
        # Without the value: the trail keeps it.
        return f"Jawaban {self.field_id}"


class SeatLimit(models.Model):
    """How many of one role a rakor takes at most."""

    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.CASCADE, related_name="seat_limits"
    )
    role = models.CharField("peran", max_length=10, choices=Registration.Role.choices)
    seats = models.PositiveIntegerField("kursi paling banyak")

    class Meta:
        verbose_name = "batas kursi per peran"
        verbose_name_plural = "batas kursi per peran"
        ordering = ("meeting", "role")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "role"), name="seat_limit_once_a_role"),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.seats}"


class SeatReservation(models.Model):
    """Places of the whole that are kept for a role or for an office, until a moment if named."""

    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.CASCADE, related_name="seat_reservations"
    )
    role = models.CharField("peran", max_length=10, choices=Registration.Role.choices, blank=True)
    office = models.ForeignKey(
        Office,
        verbose_name="balai",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="seat_reservations",
    )
    seats = models.PositiveIntegerField("kursi disisihkan")
    kept_until = models.DateTimeField(
        "disisihkan sampai", null=True, blank=True, help_text="Kosong: disisihkan terus."
    )

    class Meta:
        verbose_name = "kursi yang disisihkan"
        verbose_name_plural = "kursi yang disisihkan"
        ordering = ("meeting", "role", "office")
        constraints = (
            models.CheckConstraint(
                condition=Q(office__isnull=True) & ~Q(role="") | Q(office__isnull=False, role=""),
                name="seat_reservation_for_one",
                violation_error_message="Pilih peran atau balai, salah satu.",
            ),
            models.UniqueConstraint(
                fields=("meeting", "role", "office"),
                nulls_distinct=False,
                name="seat_reservation_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display() if self.role else self.office}: {self.seats}"


class SeatOfferQuerySet(models.QuerySet["SeatOffer"]):
    def open(self) -> Self:
        return self.filter(outcome="")

    def answerable(self, at: datetime | models.Expression) -> Self:
        """SeatOffer.is_answerable() of rows."""
        return self.open().filter(expires_at__gt=at)


class SeatOffer(models.Model):
    """A freed seat held for one person of the waiting list; how it ended, and why it was made."""

    class Outcome(models.TextChoices):
        ACCEPTED = "diterima", "Diterima"
        DECLINED = "ditolak", "Ditolak"
        LAPSED = "lewat", "Lewat batas waktu"
        REVOKED = "ditarik", "Ditarik"

    registration = models.ForeignKey(
        Registration,
        verbose_name="pendaftaran",
        on_delete=models.PROTECT,
        related_name="seat_offers",
    )
    made_at = models.DateTimeField("ditawarkan pada")
    expires_at = models.DateTimeField("berlaku sampai")
    reason = models.CharField("alasan", max_length=500)
    outcome = models.CharField("hasil", max_length=10, choices=Outcome.choices, blank=True)
    ended_at = models.DateTimeField("berakhir pada", null=True, blank=True)

    objects: ClassVar = SeatOfferQuerySet.as_manager()

    class Meta:
        verbose_name = "tawaran kursi"
        verbose_name_plural = "tawaran kursi"
        ordering = ("made_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("registration",), condition=Q(outcome=""), name="seat_offer_one_open"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", ended_at__isnull=True)
                | ~Q(outcome="") & Q(ended_at__isnull=False),
                name="seat_offer_ended",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("made_at")), name="seat_offer_lasts"
            ),
        )
        indexes = (
            # What lapses next.
            models.Index("expires_at", name="seat_offer_due", condition=Q(outcome="")),
        )

    def __str__(self) -> str:
        return f"Tawaran kursi {self.pk}"

    def is_answerable(self, at: datetime) -> bool:
        """False also from its deadline on, while it only waits to lapse."""
        return not self.outcome and at < self.expires_at


class RegistrationEvent(models.Model):
    """What became of a registration, step by step, in a sentence for its office. Append-only.

    Never a NIP, a telephone number, an address, or why somebody does not come: it is read for as
    long as the record is kept.
    """

    class Kind(models.TextChoices):
        REGISTERED = "terdaftar", "Terdaftar"
        QUEUED = "antre", "Masuk daftar tunggu"
        OFFERED = "ditawari", "Ditawari kursi"
        PASSED_OVER = "dilewati", "Belum ditawari kursi"
        ACCEPTED = "menerima", "Tawaran diterima"
        REFUSED = "menolak", "Tawaran ditolak"
        LAPSED = "lewat", "Tawaran lewat"
        REVOKED = "ditarik", "Tawaran ditarik"
        CHANGED = "diubah", "Data diubah"
        SUBSTITUTED = "diganti", "Diganti"
        WITHDRAWN = "dibatalkan", "Dibatalkan"
        REVIEWED = "diperiksa", "Diperiksa sekretariat"
        TICKET = "tiket", "Tiket"
        LETTER = "surat", "Surat tugas"
        CONSENT = "setuju", "Persetujuan"

    registration = models.ForeignKey(
        Registration, verbose_name="pendaftaran", on_delete=models.PROTECT, related_name="events"
    )
    at = models.DateTimeField("waktu")
    kind = models.CharField("peristiwa", max_length=10, choices=Kind.choices)
    text = models.CharField("keterangan", max_length=600, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="oleh",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="registration_events",
    )

    class Meta:
        verbose_name = "riwayat pendaftaran"
        verbose_name_plural = "riwayat pendaftaran"
        ordering = ("registration", "at", "pk")
        triggers = (
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return self.get_kind_display()
