"""What belongs to the delegation of an office as a whole: its letters, drafts, what is asked."""

from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from forum_portal.lib.uploads import paper_path
from meetings.models.meeting import Meeting
from provinces.models import Office


class AssignmentLetter(models.Model):
    """Surat tugas of an office for one or several of its delegates.

    Made by the portal from `content` for the head's signature, or written elsewhere; `file` is
    the signed paper, empty until it is uploaded.
    """

    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.PROTECT, related_name="assignment_letters"
    )
    office = models.ForeignKey(
        Office, verbose_name="balai", on_delete=models.PROTECT, related_name="assignment_letters"
    )
    number = models.CharField("nomor surat tugas", max_length=100, blank=True)
    dated_on = models.DateField("tanggal surat", null=True, blank=True)
    basis = models.TextField("dasar", blank=True, help_text="Satu dasar per baris.")
    task = models.CharField("tugas", max_length=300, blank=True)
    signatory_name = models.CharField("nama penanda tangan", max_length=150, blank=True)
    signatory_position = models.CharField("jabatan penanda tangan", max_length=150, blank=True)
    signatory_nip = models.CharField(
        "NIP penanda tangan",
        max_length=18,
        blank=True,
        validators=[RegexValidator(r"^\d{18}$", "NIP terdiri atas 18 angka.")],
    )
    file = models.FileField("surat tugas (PDF)", upload_to=paper_path, blank=True)
    size_bytes = models.PositiveIntegerField(default=0, editable=False)
    made_at = models.DateTimeField("dibuat pada", editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="dibuat oleh",
        on_delete=models.PROTECT,
        null=True,
        related_name="assignment_letters_made",
        editable=False,
    )
    changed_at = models.DateTimeField("diubah pada", editable=False)

    class Meta:
        verbose_name = "surat tugas"
        verbose_name_plural = "surat tugas"
        ordering = ("meeting", "office", "made_at", "pk")

    def __str__(self) -> str:
        return self.number or "Surat tugas tanpa nomor"


class DelegateDraft(models.Model):
    """A delegate as far as typed, however incomplete: the names of the form's fields and texts.

    Gone when the delegate is registered or the draft is discarded, and with the rakor's contacts.
    """

    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.CASCADE, related_name="delegate_drafts"
    )
    office = models.ForeignKey(
        Office, verbose_name="balai", on_delete=models.CASCADE, related_name="delegate_drafts"
    )
    data = models.JSONField("isian", default=dict)
    letter = models.ForeignKey(
        AssignmentLetter,
        verbose_name="surat tugas",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="drafts",
    )
    made_at = models.DateTimeField("dibuat pada", editable=False)
    changed_at = models.DateTimeField("disimpan pada", editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="disimpan oleh",
        on_delete=models.PROTECT,
        related_name="delegate_drafts_saved",
        editable=False,
    )

    class Meta:
        verbose_name = "draf peserta"
        verbose_name_plural = "draf peserta"
        ordering = ("meeting", "office", "made_at", "pk")

    def __str__(self) -> str:
        return self.data.get("full_name") or "Draf tanpa nama"


class AskedFieldQuerySet(models.QuerySet["AskedField"]):
    def of_logistics(self) -> Self:
        return self.exclude(kind__in=AskedField.OWN_COLUMN)


class AskedField(models.Model):
    """What a rakor asks beyond what is needed: for which purpose, and until when it is kept."""

    class Kind(models.TextChoices):
        NIP = "nip", "NIP"
        RANK = "pangkat", "Pangkat/golongan"
        ARRIVAL = "kedatangan", "Waktu dan cara kedatangan"
        ROOM = "kamar", "Berbagi kamar"
        DIET = "makanan", "Kebutuhan makanan"
        ACCESS = "akses", "Kebutuhan akses"
        SHIRT = "kaus", "Ukuran kaus"

    # Stored with the registration itself, in these columns; the others are FieldAnswer.
    OWN_COLUMN: ClassVar[dict[str, str]] = {Kind.NIP: "nip", Kind.RANK: "rank"}
    # Of health or belief: each person decides anew, never required (UU 27/2022).
    OPT_IN: ClassVar = (Kind.DIET, Kind.ACCESS)

    meeting = models.ForeignKey(
        Meeting, verbose_name="rakor", on_delete=models.CASCADE, related_name="asked_fields"
    )
    kind = models.CharField("isian", max_length=10, choices=Kind.choices)
    purpose = models.CharField("kegunaan", max_length=200)
    delete_on = models.DateField("dihapus pada")
    is_required = models.BooleanField("wajib diisi", default=False)
    purged_at = models.DateTimeField("sudah dihapus pada", null=True, blank=True, editable=False)

    objects: ClassVar = AskedFieldQuerySet.as_manager()

    class Meta:
        verbose_name = "isian tambahan"
        verbose_name_plural = "isian tambahan"
        ordering = ("meeting", "pk")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "kind"), name="asked_field_once"),
            models.CheckConstraint(
                condition=Q(is_required=False) | ~Q(kind__in=("makanan", "akses")),
                name="asked_field_opt_in",
                violation_error_message=("Kebutuhan makanan dan akses tidak pernah wajib diisi."),
            ),
            models.CheckConstraint(condition=~Q(purpose=""), name="asked_field_has_purpose"),
        )

    def __str__(self) -> str:
        return self.get_kind_display()
