"""A person at a rakor: a snapshot of the person, a seat, what the secretariat says, a ticket.

Most are delegates of an office; at a rakor that is open to anybody, people come for themselves.
"""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from accounts.addresses import proved_addresses
from meetings.models.delegation import AssignmentLetter
from meetings.models.meeting import Meeting
from provinces.models import Office

if TYPE_CHECKING:
    from accounts.models import User

# email__lower: addresses are compared as people do, whatever their capitals.
models.EmailField.register_lookup(Lower)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def active(self) -> Self:
        """Neither withdrawn nor declined; some of them may still wait for a seat."""
        return self.filter(withdrawn_at=None)

    def seated(self) -> Self:
        """Those who come: active, with a seat of their own."""
        return self.filter(withdrawn_at=None, seat=Registration.Seat.CONFIRMED)

    def waiting(self) -> Self:
        """The waiting list, those with an open offer included, first come first."""
        return self.filter(
            withdrawn_at=None, seat__in=(Registration.Seat.WAITING, Registration.Seat.OFFERED)
        ).order_by("waiting_since", "pk")

    def offered(self) -> Self:
        """Those for whom a seat is held until they answer."""
        return self.filter(withdrawn_at=None, seat=Registration.Seat.OFFERED)

    def taking_part(self, user: "User") -> Self:
        """The seats by which `user` takes part: of an office that `user` acts for, or registered
        with an address that the account has proved.
        """
        offices, addresses = Office.objects.operated_by(user), proved_addresses(user)
        return self.seated().filter(Q(office__in=offices) | Q(email__lower__in=addresses))

    def visible_to(self, user: "User") -> Self:
        """Those of the offices that `user` acts for; all to the keepers of registrations."""
        if user.is_staff and user.has_perm("meetings.view_registration"):
            return self
        return self.filter(office__staff__user=user)


class Registration(models.Model):
    """One person. Withdrawn, never deleted; the person's data are those of that time."""

    class Role(models.TextChoices):
        HEAD = "kepala", "Kepala balai"
        DEPUTY = "perwakilan", "Perwakilan kepala"
        COMPANION = "pendamping", "Pendamping"
        SPEAKER = "narasumber", "Narasumber"
        COMMITTEE = "panitia", "Panitia"
        GUEST = "undangan", "Undangan"
        PARTICIPANT = "peserta", "Peserta"
        OBSERVER = "peninjau", "Peninjau"

    class Seat(models.TextChoices):
        CONFIRMED = "terdaftar", "Terdaftar"
        WAITING = "menunggu", "Daftar tunggu"
        # A SeatOffer is open: the seat is held until its deadline.
        OFFERED = "ditawari", "Ditawari kursi"

    class Review(models.TextChoices):
        PENDING = "menunggu", "Belum diperiksa"
        ACCEPTED = "diterima", "Diterima"
        TO_MEND = "perbaikan", "Perlu perbaikan"
        DECLINED = "ditolak", "Ditolak"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.PROTECT, related_name="registrations"
    )
    # None: registered for themselves, where the rakor is open to anybody.
    office = models.ForeignKey(
        Office,
        verbose_name="balai",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
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
    mobile = models.CharField("nomor ponsel (WA)", max_length=20, blank=True)
    # Blank only after it was forgotten, a year after the rakor.
    email = models.EmailField("alamat surel", blank=True)
    nip = models.CharField(
        "NIP",
        max_length=18,
        blank=True,
        validators=[RegexValidator(r"^\d{18}$", "NIP terdiri atas 18 angka.")],
    )
    rank = models.CharField("pangkat/golongan", max_length=60, blank=True)
    mode = models.CharField("cara hadir", max_length=10, choices=Meeting.Mode.choices)
    letter = models.ForeignKey(
        AssignmentLetter,
        verbose_name="surat tugas",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
    )
    privacy_version = models.CharField("versi pemberitahuan privasi", max_length=20)
    # The person's own consent, given on the person's own page and taken back there.
    name_public_at = models.DateTimeField(
        "nama boleh ditampilkan sejak", null=True, blank=True, editable=False
    )

    seat = models.CharField(
        "kursi", max_length=10, choices=Seat.choices, default=Seat.CONFIRMED, editable=False
    )
    # Kept when an offer lapses; the place in the line is that of meetings/waiting_list.py.
    waiting_since = models.DateTimeField("menunggu sejak", null=True, blank=True, editable=False)
    review = models.CharField(
        "verifikasi",
        max_length=10,
        choices=Review.choices,
        default=Review.PENDING,
        editable=False,
    )
    review_note = models.CharField("catatan verifikasi", max_length=500, blank=True)
    mend_by = models.DateField("diperbaiki paling lambat", null=True, blank=True)
    reviewed_at = models.DateTimeField("diperiksa pada", null=True, blank=True, editable=False)
    # Whose seat this person took over.
    replaces = models.OneToOneField(
        "self",
        verbose_name="menggantikan",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        editable=False,
    )

    # The address of the person's own page (/tiket/<code>/); what is scanned is a Ticket.
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
                condition=Q(withdrawn_at=None) & ~Q(email=""),
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
            models.CheckConstraint(
                condition=Q(seat="terdaftar") | Q(waiting_since__isnull=False),
                name="registration_waits_since",
            ),
            models.CheckConstraint(
                condition=~Q(review__in=("perbaikan", "ditolak")) | ~Q(review_note=""),
                name="registration_reviewed_with_reason",
                violation_error_message="Perbaikan dan penolakan memerlukan alasan.",
            ),
            models.CheckConstraint(
                condition=~Q(review="ditolak") | Q(withdrawn_at__isnull=False),
                name="registration_declined_ends",
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("meetings:ticket", args=[self.ticket_code])

    @property
    def is_active(self) -> bool:
        return self.withdrawn_at is None

    @property
    def has_letter(self) -> bool:
        """True if a signed letter is there. One query unless letter is selected."""
        return self.letter is not None and bool(self.letter.file)

    @property
    def has_seat(self) -> bool:
        return is_seated(self.seat, self.withdrawn_at)

    @property
    def comes_from(self) -> str:
        """The office, or where somebody without one works. One query unless office is selected."""
        return self.office.name if self.office else self.unit


def is_seated(seat: str, withdrawn_at: datetime | str | None) -> bool:
    """RegistrationQuerySet.seated() of a row that is read without its model."""
    return withdrawn_at is None and seat == Registration.Seat.CONFIRMED
