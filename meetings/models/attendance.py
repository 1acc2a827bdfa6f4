"""Who was there: sessions, and append-only facts about them."""

from typing import ClassVar, Self
from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from meetings.models.checkin_device import CheckinDevice
from meetings.models.meeting import Meeting
from meetings.models.registration import Registration
from meetings.models.ticket import Ticket
from provinces.models import Office


class AttendanceSession(models.Model):
    """What attendance is taken for: a day, or a part of one. Online, by a code in its window."""

    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.CASCADE, related_name="sessions"
    )
    title = models.CharField("sesi", max_length=200)
    held_on = models.DateField("tanggal")
    starts_at = models.TimeField("mulai pukul", null=True, blank=True)
    ends_at = models.TimeField("sampai pukul", null=True, blank=True)
    self_code = models.CharField("kode presensi mandiri", max_length=8, blank=True)
    self_opens_at = models.DateTimeField("presensi mandiri dibuka", null=True, blank=True)
    self_closes_at = models.DateTimeField("presensi mandiri ditutup", null=True, blank=True)

    class Meta:
        verbose_name = "sesi presensi"
        verbose_name_plural = "sesi presensi"
        ordering = ("meeting", "held_on", F("starts_at").asc(nulls_first=True), "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "held_on", "title"), name="session_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True)
                | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="session_ends_after_start",
                violation_error_message="Sesi berakhir sesudah mulai.",
            ),
            models.CheckConstraint(
                condition=Q(self_code="", self_opens_at__isnull=True, self_closes_at__isnull=True)
                | ~Q(self_code="") & Q(self_closes_at__gt=F("self_opens_at")),
                name="session_self_check_in_window",
                violation_error_message="Presensi mandiri memerlukan waktu buka lalu tutup.",
            ),
        )

    def __str__(self) -> str:
        return self.title


class ScanQuerySet(models.QuerySet["Scan"]):
    def refused(self) -> Self:
        return self.filter(flags__overlap=Scan.NOT_COUNTED)

    def counting(self) -> Self:
        """That say that somebody was present; as `meetings.attendance.presence.counts`."""
        is_refused = Q(flags__overlap=Scan.NOT_COUNTED)
        return self.filter(Q(ruling__counts=True) | (Q(ruling=None) & ~is_refused))

    def pending(self) -> Self:
        """Refused, of somebody who is known, and nobody has decided otherwise."""
        is_about_somebody = Q(registration__isnull=False) | Q(method=Scan.Method.WALK_IN)
        return self.refused().filter(is_about_somebody, ruling=None)


class Scan(models.Model):
    """A presence fact, also one that was refused. Append-only; its id comes from the device.

    scanned_at: of the device's clock. What a person decides of a doubtful one is a ScanRuling.
    """

    class Method(models.TextChoices):
        TICKET = "tiket", "Tiket dipindai"
        SEARCH = "cari", "Dicari di daftar"
        WALK_IN = "tamu", "Tanpa pendaftaran"
        SELF = "mandiri", "Presensi mandiri"
        DESK = "panitia", "Dicatat panitia"

    class Direction(models.TextChoices):
        IN = "masuk", "Masuk"
        OUT = "keluar", "Keluar"

    class Flag(models.TextChoices):
        UNKNOWN = "tak-dikenal", "Tiket tidak dikenal"
        FORGED = "palsu", "Tanda tangan tiket tidak sah"
        OTHER_MEETING = "rakor-lain", "Tiket rakor lain"
        REVOKED = "dicabut", "Tiket sudah dicabut"
        CANCELLED = "dibatalkan", "Pendaftaran sudah dibatalkan"
        NO_SEAT = "tanpa-kursi", "Masih di daftar tunggu"
        LOCKED = "terkunci", "Perangkat sudah dikunci"
        TWO_DOORS = "dua-pintu", "Juga dipindai di pintu lain"
        REPEATED = "berulang", "Sudah tercatat sebelumnya"
        CLOCK = "jam", "Jam perangkat tidak wajar"
        WALK_IN_BARRED = "tamu-ditolak", "Perangkat tidak boleh mencatat tamu"

    # With one of these a fact says that somebody stood there, not that they were present.
    NOT_COUNTED: ClassVar = [
        "tak-dikenal", "palsu", "rakor-lain", "dicabut", "dibatalkan", "tanpa-kursi", "terkunci",
        "tamu-ditolak",
    ]  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid4)
    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.PROTECT, related_name="scans"
    )
    session = models.ForeignKey(
        AttendanceSession, verbose_name="sesi", on_delete=models.PROTECT, related_name="scans"
    )
    registration = models.ForeignKey(
        Registration,
        verbose_name="peserta",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="scans",
    )
    ticket = models.ForeignKey(
        Ticket,
        verbose_name="tiket",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="scans",
    )
    device = models.ForeignKey(
        CheckinDevice,
        verbose_name="perangkat",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="scans",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="dicatat oleh",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="scans",
    )
    door = models.CharField("pintu", max_length=100, blank=True)
    method = models.CharField("cara", max_length=10, choices=Method.choices)
    direction = models.CharField(
        "arah", max_length=6, choices=Direction.choices, default=Direction.IN
    )
    scanned_at = models.DateTimeField("waktu")
    received_at = models.DateTimeField("diterima pada")
    was_offline = models.BooleanField("tanpa jaringan", default=False)
    flags = ArrayField(
        models.CharField(max_length=12, choices=Flag.choices), verbose_name="tanda", default=list
    )
    # What was read where no ticket was recognised, cut to what tells it apart.
    code_read = models.CharField("kode terbaca", max_length=60, blank=True)
    walk_in_name = models.CharField("nama tamu", max_length=150, blank=True)
    walk_in_position = models.CharField("jabatan tamu", max_length=150, blank=True)
    office = models.ForeignKey(
        Office,
        verbose_name="balai tamu",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="walk_ins",
    )

    objects: ClassVar = ScanQuerySet.as_manager()

    class Meta:
        verbose_name = "catatan presensi"
        verbose_name_plural = "catatan presensi"
        ordering = ("meeting", "scanned_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(method="tamu", registration__isnull=True) & ~Q(walk_in_name="")
                | ~Q(method="tamu") & Q(walk_in_name="", walk_in_position="", office__isnull=True),
                name="scan_walk_in_has_name",
            ),
        )
        indexes = (
            # The board, the lists and the report read a rakor's facts in their order.
            models.Index("meeting", "scanned_at", name="scan_by_time"),
        )
        triggers = (
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"Presensi {self.pk}"


class ScanRuling(models.Model):
    """What a person decided of a doubtful fact: it counts as presence, or it does not."""

    scan = models.OneToOneField(
        Scan, verbose_name="catatan", on_delete=models.PROTECT, related_name="ruling"
    )
    counts = models.BooleanField("dihitung hadir")
    note = models.CharField("alasan", max_length=300)
    ruled_at = models.DateTimeField("diputuskan pada")
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="diputuskan oleh",
        on_delete=models.PROTECT,
        related_name="scan_rulings",
    )

    class Meta:
        verbose_name = "putusan presensi"
        verbose_name_plural = "putusan presensi"
        constraints = (
            models.CheckConstraint(condition=~Q(note=""), name="scan_ruling_has_reason"),
        )

    def __str__(self) -> str:
        return "Dihitung hadir" if self.counts else "Tidak dihitung hadir"
