"""What is scanned at the door, and what is given afterwards."""

from typing import ClassVar
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from meetings.models.registration import Registration


class Ticket(models.Model):
    """One issue of a person's ticket; a new one revokes the former.

    Its id stands signed in the QR code (meetings/tickets/signature.py) and opens no page.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    registration = models.ForeignKey(
        Registration, verbose_name="pendaftaran", on_delete=models.PROTECT, related_name="tickets"
    )
    issued_at = models.DateTimeField("diterbitkan pada")
    revoked_at = models.DateTimeField("dicabut pada", null=True, blank=True)
    revoke_reason = models.CharField("alasan pencabutan", max_length=300, blank=True)

    class Meta:
        verbose_name = "tiket"
        verbose_name_plural = "tiket"
        ordering = ("registration", "issued_at")
        constraints = (
            models.UniqueConstraint(
                fields=("registration",), condition=Q(revoked_at=None), name="ticket_one_valid"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revoke_reason=""),
                name="ticket_revoked_with_reason",
            ),
        )

    def __str__(self) -> str:
        return f"Tiket {self.number}"

    @property
    def number(self) -> str:
        """What a person reads out: eight signs of the id."""
        return self.number_of(self.id)

    @staticmethod
    def number_of(key: UUID) -> str:
        """The same of any key that was claimed: enough to tell it apart."""
        return key.hex[:8].upper()


class Certificate(models.Model):
    """Sertifikat: what it says is frozen; anybody who holds its code can check it."""

    registration = models.ForeignKey(
        Registration,
        verbose_name="pendaftaran",
        on_delete=models.PROTECT,
        related_name="certificates",
    )
    code = models.CharField("kode verifikasi", max_length=24, unique=True)
    content = models.JSONField("isi")
    issued_at = models.DateTimeField("diterbitkan pada")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="diterbitkan oleh",
        on_delete=models.PROTECT,
        null=True,
        related_name="certificates_issued",
    )
    revoked_at = models.DateTimeField("dicabut pada", null=True, blank=True)
    revoke_reason = models.CharField("alasan pencabutan", max_length=300, blank=True)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = "sertifikat"
        verbose_name_plural = "sertifikat"
        ordering = ("registration", "issued_at")
        constraints = (
            models.UniqueConstraint(
                fields=("registration",),
                condition=Q(revoked_at=None),
                name="certificate_one_valid",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revoke_reason=""),
                name="certificate_revoked_with_reason",
            ),
        )

    def __str__(self) -> str:
        return f"Sertifikat {self.pk}"


class RegistrationCode(models.Model):
    """A code mailed to somebody who registers for themselves; used once, good for minutes."""

    meeting = models.ForeignKey(
        "meetings.Meeting",
        verbose_name="rakor",
        on_delete=models.CASCADE,
        related_name="registration_codes",
    )
    email = models.EmailField("alamat surel")
    # Never the code itself: who reads the database must not be able to use it.
    code_hash = models.CharField(max_length=128)
    made_at = models.DateTimeField("dibuat pada")
    expires_at = models.DateTimeField("berlaku sampai")
    tries = models.PositiveSmallIntegerField("percobaan", default=0)
    used_at = models.DateTimeField("dipakai pada", null=True, blank=True)
    # Goes with the code: it holds the address of somebody who may never have asked for it.
    mail = models.ForeignKey(
        "post_office.Email",
        verbose_name="surel",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        verbose_name = "kode pendaftaran"
        verbose_name_plural = "kode pendaftaran"
        ordering = ("made_at",)
        indexes = (
            # The newest of an address, and how many it was sent.
            models.Index("meeting", "email", "made_at", name="registration_code_of_email"),
        )

    def __str__(self) -> str:
        return f"Kode pendaftaran {self.pk}"
