"""A delegate of an office at a rakor: a snapshot of the person, a state, a ticket."""

from typing import TYPE_CHECKING, ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from forum_portal.lib.uploads import paper_path
from meetings.models.meeting import Meeting
from provinces.models import Office

if TYPE_CHECKING:
    from accounts.models import User


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def active(self) -> Self:
        return self.filter(withdrawn_at=None)

    def visible_to(self, user: "User") -> Self:
        """Those of the offices that `user` acts for; all to the keepers of registrations."""
        if user.is_staff and user.has_perm("meetings.view_registration"):
            return self
        return self.filter(office__staff__user=user)


class Registration(models.Model):
    """One delegate. Withdrawn, never deleted; the person's data are those of that time."""

    class Role(models.TextChoices):
        HEAD = "kepala", "Kepala balai"
        DEPUTY = "perwakilan", "Perwakilan kepala"
        COMPANION = "pendamping", "Pendamping"
        SPEAKER = "narasumber", "Narasumber"
        COMMITTEE = "panitia", "Panitia"
        GUEST = "undangan", "Undangan"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.PROTECT, related_name="registrations"
    )
    office = models.ForeignKey(
        Office, verbose_name="balai", on_delete=models.PROTECT, related_name="registrations"
    )
    full_name = models.CharField(
        "nama lengkap",
        max_length=150,
        help_text="Dengan gelar, seperti akan tercetak pada sertifikat.",
    )
    # The name without titles, case and punctuation: one person is registered once.
    name_key = models.CharField(max_length=150, editable=False)
    role = models.CharField("peran", max_length=10, choices=Role.choices)
    position = models.CharField("jabatan", max_length=150)
    unit = models.CharField("unit kerja", max_length=200)
    mobile = models.CharField("nomor ponsel (WA)", max_length=20)
    email = models.EmailField("alamat surel")
    nip = models.CharField(
        "NIP",
        max_length=18,
        blank=True,
        validators=[RegexValidator(r"^\d{18}$", "NIP terdiri atas 18 angka.")],
    )
    rank = models.CharField("pangkat/golongan", max_length=60, blank=True)
    mode = models.CharField("cara hadir", max_length=10, choices=Meeting.Mode.choices)
    assignment_letter = models.FileField("surat tugas (PDF)", upload_to=paper_path, blank=True)
    privacy_version = models.CharField("versi pemberitahuan privasi", max_length=20)

    ticket_code = models.CharField("kode tiket", max_length=32, unique=True, editable=False)
    created_at = models.DateTimeField("didaftarkan pada", editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="didaftarkan oleh",
        on_delete=models.PROTECT,
        null=True,
        related_name="registrations_made",
        editable=False,
    )
    changed_at = models.DateTimeField("diubah pada", editable=False)
    withdrawn_at = models.DateTimeField("dibatalkan pada", null=True, blank=True, editable=False)
    withdraw_reason = models.CharField("alasan pembatalan", max_length=300, blank=True)

    objects: ClassVar = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = "pendaftaran"
        verbose_name_plural = "pendaftaran"
        ordering = ("meeting", "office", "created_at")
        constraints = (
            models.UniqueConstraint(
                "meeting",
                Lower("email"),
                condition=Q(withdrawn_at=None),
                name="registration_once_by_email",
            ),
            models.UniqueConstraint(
                fields=("meeting", "nip"),
                condition=Q(withdrawn_at=None) & ~Q(nip=""),
                name="registration_once_by_nip",
            ),
            models.UniqueConstraint(
                fields=("meeting", "office", "name_key"),
                condition=Q(withdrawn_at=None),
                name="registration_once_by_name",
            ),
            models.CheckConstraint(
                condition=Q(mode__in=("luring", "daring")), name="registration_mode_is_one"
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("meetings:ticket", args=[self.ticket_code])

    @property
    def is_active(self) -> bool:
        return self.withdrawn_at is None
