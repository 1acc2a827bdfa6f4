"""The devices at the doors of a rakor."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from meetings.models.meeting import Meeting


class CheckinDevice(models.Model):
    """A telephone or tablet at a door. Enrolled once by a code, locked out when it is lost."""

    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.CASCADE, related_name="checkin_devices"
    )
    name = models.CharField("nama perangkat", max_length=100)
    door = models.CharField("pintu", max_length=100, blank=True)
    may_add_walk_ins = models.BooleanField("boleh mencatat tamu tanpa pendaftaran", default=False)
    # Hashes: who reads the database can neither enrol nor send as the device.
    enrol_hash = models.CharField(max_length=64, blank=True, editable=False)
    enrol_until = models.DateTimeField("kode berlaku sampai", null=True, editable=False)
    token_hash = models.CharField(max_length=64, blank=True, editable=False)
    made_at = models.DateTimeField("ditambahkan pada", editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="ditambahkan oleh",
        on_delete=models.PROTECT,
        null=True,
        related_name="checkin_devices_made",
        editable=False,
    )
    enrolled_at = models.DateTimeField("dipasang pada", null=True, blank=True, editable=False)
    seen_at = models.DateTimeField("terakhir terhubung", null=True, blank=True, editable=False)
    # As the device said when it last sent facts; None: it never did.
    unsent_facts = models.PositiveIntegerField(
        "catatan belum terkirim", null=True, blank=True, editable=False
    )
    locked_at = models.DateTimeField("dikunci pada", null=True, blank=True, editable=False)
    lock_reason = models.CharField("alasan penguncian", max_length=300, blank=True)

    class Meta:
        verbose_name = "perangkat presensi"
        verbose_name_plural = "perangkat presensi"
        ordering = ("meeting", "made_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("token_hash",), condition=~Q(token_hash=""), name="checkin_device_token"
            ),
            models.UniqueConstraint(
                fields=("enrol_hash",), condition=~Q(enrol_hash=""), name="checkin_device_enrol"
            ),
            models.CheckConstraint(
                condition=Q(locked_at__isnull=True) | ~Q(lock_reason=""),
                name="checkin_device_locked_with_reason",
            ),
        )

    def __str__(self) -> str:
        return self.name
