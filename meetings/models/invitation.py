"""Surat undangan: what all letters of a rakor say, and each office's own with its answer."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from forum_portal.lib.uploads import paper_path
from meetings.models.institution import IssuedNumber, Signatory
from meetings.models.meeting import Meeting
from provinces.models import Office


class InvitationLetter(models.Model):
    """What the letters of a rakor have in common; each letter freezes its own copy."""

    meeting = models.OneToOneField(
        Meeting, verbose_name="rakor", on_delete=models.CASCADE, related_name="invitation_letter"
    )
    signatory = models.ForeignKey(
        Signatory,
        verbose_name="penanda tangan",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
    )
    dated_on = models.DateField("tanggal surat", null=True, blank=True)
    subject = models.CharField("hal", max_length=200, blank=True)
    opening = models.TextField("pembuka", blank=True)
    closing = models.TextField("penutup", blank=True)
    copies = models.TextField("tembusan", blank=True, help_text="Satu penerima per baris.")
    with_agenda = models.BooleanField("lampirkan susunan acara", default=True)

    class Meta:
        verbose_name = "naskah undangan"
        verbose_name_plural = "naskah undangan"

    def __str__(self) -> str:
        return f"Undangan {self.meeting}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def current(self) -> Self:
        return self.filter(withdrawn_at=None)

    def unanswered(self) -> Self:
        return self.current().filter(answer="")


class Invitation(models.Model):
    """One office's letter, its secret link, and the answer. Withdrawn, never deleted."""

    class Answer(models.TextChoices):
        ATTENDS = "hadir", "Hadir"
        REPRESENTED = "diwakilkan", "Diwakilkan"
        ABSENT = "tidak", "Tidak hadir"

    class Channel(models.TextChoices):
        LINK = "tautan", "Tautan pribadi"
        ACCOUNT = "akun", "Akun petugas balai"
        SECRETARIAT = "sekretariat", "Dicatat sekretariat"

    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.PROTECT, related_name="invitations"
    )
    office = models.ForeignKey(
        Office, verbose_name="balai", on_delete=models.PROTECT, related_name="invitations"
    )
    # The secret of the mailed link: whoever holds it answers for the office.
    token = models.CharField("kode tautan", max_length=43, unique=True, editable=False)
    prepared_at = models.DateTimeField("disiapkan pada", editable=False)
    number = models.OneToOneField(
        IssuedNumber,
        verbose_name="nomor surat",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invitation",
    )
    # The letter as issued (meetings/invitations/letter.py); the paper is made from it alone.
    content = models.JSONField("isi surat", null=True, blank=True, editable=False)
    issued_at = models.DateTimeField("diterbitkan pada", null=True, blank=True, editable=False)
    signed_pdf = models.FileField("surat bertanda tangan (PDF)", upload_to=paper_path, blank=True)
    withdrawn_at = models.DateTimeField("ditarik pada", null=True, blank=True, editable=False)
    withdraw_reason = models.CharField("alasan penarikan", max_length=300, blank=True)

    answer = models.CharField("jawaban", max_length=10, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField("dijawab pada", null=True, blank=True, editable=False)
    answered_by = models.CharField("dijawab oleh", max_length=150, blank=True)
    answered_as = models.CharField("jabatan penjawab", max_length=150, blank=True)
    answered_through = models.CharField(
        "dijawab melalui", max_length=11, choices=Channel.choices, blank=True
    )
    representative = models.CharField("diwakili oleh", max_length=150, blank=True)
    representative_position = models.CharField("jabatan wakil", max_length=150, blank=True)
    absence_reason = models.CharField("alasan tidak hadir", max_length=300, blank=True)

    objects: ClassVar = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "undangan"
        verbose_name_plural = "undangan"
        ordering = ("meeting", "office__province__code", "office__slug")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "office"), name="invitation_once_an_office"),
            models.CheckConstraint(condition=~Q(token=""), name="invitation_has_link"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (
                    Q(answer__in=("hadir", "diwakilkan", "tidak"), answered_at__isnull=False)
                    & ~Q(answered_through="")
                ),
                name="invitation_answered_at",
            ),
            models.CheckConstraint(
                condition=Q(answer="diwakilkan") & ~Q(representative="")
                | ~Q(answer="diwakilkan") & Q(representative="", representative_position=""),
                name="invitation_represented_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answer="tidak") & ~Q(absence_reason="")
                | ~Q(answer="tidak") & Q(absence_reason=""),
                name="invitation_absent_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True, content__isnull=True, number__isnull=True)
                | Q(issued_at__isnull=False, content__isnull=False, number__isnull=False),
                name="invitation_issued_whole",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdraw_reason=""),
                name="invitation_withdrawn_with_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.office} ({self.meeting})"

    def get_absolute_url(self) -> str:
        return reverse("meetings:invitation", args=[self.token])
