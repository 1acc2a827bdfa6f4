"""What an office types about a surat tugas, and whom it names."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.files.base import File

from forum_portal.lib.kept_file_forms import KeptFile, KeptFileField
from forum_portal.lib.native_inputs import DateField
from forum_portal.lib.signed_pdf import kept_pdf
from meetings.actions.assignment_letters import Assigned, Wording
from meetings.models import AssignmentLetter, DelegateDraft, Meeting, Registration
from meetings.nip import read_nip
from provinces.models import Office

FILE_HELP = (
    "PDF, paling besar 5 MB dan 200 halaman. Yang bertanda tangan elektronik disimpan sebagai "
    "berkas asli beserta tanda tangannya; yang lain, misalnya hasil pindai, ditulis ulang tanpa "
    "skrip dan lampiran."
)
_OF_REGISTRATION, _OF_DRAFT = "peserta-", "draf-"
_TEXTS = ("number", "basis", "task", "signatory_name", "signatory_position", "signatory_nip")


class PersonsForm(forms.Form):
    """Whom the letter names: of the delegates and drafts of `office`. Two queries."""

    persons = forms.MultipleChoiceField(
        label="Yang ditugaskan",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih paling sedikit satu orang."},
    )

    def __init__(
        self,
        *args: Any,
        meeting: Meeting,
        office: Office,
        letter: AssignmentLetter | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.meeting, self.office = meeting, office
        delegates = meeting.registrations.active().filter(office=office).select_related("letter")
        drafts = meeting.delegate_drafts.filter(office=office).select_related("letter")
        found: list[tuple[str, Registration | DelegateDraft]] = [
            *(
                (f"{_OF_REGISTRATION}{one.pk}", one)
                for one in delegates.order_by("created_at", "full_name", "pk")
            ),
            *((f"{_OF_DRAFT}{one.pk}", one) for one in drafts),
        ]
        self.has_nobody = not found
        self.fields["persons"].choices = [(key, _label(one, letter)) for key, one in found]
        # A new letter is for those who have none.
        self.fields["persons"].initial = [key for key, one in found if one.letter == letter]

    def assigned(self) -> Assigned:
        """The form is valid."""
        chosen = self.cleaned_data["persons"]
        return Assigned(
            registrations=[
                UUID(key.removeprefix(_OF_REGISTRATION))
                for key in chosen
                if key.startswith(_OF_REGISTRATION)
            ],
            drafts=[
                int(key.removeprefix(_OF_DRAFT)) for key in chosen if key.startswith(_OF_DRAFT)
            ],
        )


class NumberedForm(PersonsForm):
    number = forms.CharField(
        label="Nomor surat",
        max_length=100,
        required=False,
        help_text="Kosongkan bila nomornya baru diberikan saat ditandatangani.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    dated_on = DateField(
        label="Tanggal surat",
        required=False,
        help_text="Kosongkan bila tanggalnya baru ditulis saat ditandatangani.",
    )

    def wording(self) -> Wording:
        """The form is valid."""
        cleaned = self.cleaned_data
        texts = {name: cleaned[name].replace("\r\n", "\n") for name in _TEXTS if name in cleaned}
        return Wording(**texts, dated_on=cleaned["dated_on"])


class WordingForm(NumberedForm):
    """A letter that the portal sets."""

    basis = forms.CharField(
        label="Dasar",
        max_length=2000,
        required=False,
        help_text="Satu dasar per baris.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    task = forms.CharField(
        label="Tugas", max_length=300, error_messages={"required": "Isi tugasnya."}
    )
    signatory_position = forms.CharField(
        label="Jabatan penanda tangan",
        max_length=150,
        help_text="Untuk surat tugas kepala balai sendiri biasanya kepala dinas.",
        error_messages={"required": "Isi jabatan penanda tangan."},
    )
    signatory_name = forms.CharField(
        label="Nama penanda tangan",
        max_length=150,
        required=False,
        help_text="Lengkap dengan gelar.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    signatory_nip = forms.CharField(
        label="NIP penanda tangan",
        max_length=30,
        required=False,
        help_text="18 angka. Dihapus dari portal satu tahun sesudah rakor.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    field_order = (
        "persons", "number", "dated_on", "basis", "task",
        "signatory_position", "signatory_name", "signatory_nip",
    )  # fmt: skip

    def clean_signatory_nip(self) -> str:
        return read_nip(self.cleaned_data["signatory_nip"])


class SignedFileForm(KeptFile):
    """A signed paper. is_original: kept byte for byte with its electronic signature."""

    is_original = False
    file = KeptFileField(
        label="Surat tugas bertanda tangan (PDF)",
        help_text=FILE_HELP,
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def check_file(self, file: File) -> File:
        kept = kept_pdf(file)
        self.is_original = kept.is_original
        return kept.file


class UploadedForm(SignedFileForm, NumberedForm):
    """A letter that was written and signed elsewhere."""

    field_order = ("kept_key", "file", "persons", "number", "dated_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].help_text = self.fields["dated_on"].help_text = ""


def wording_of(letter: AssignmentLetter) -> dict[str, Any]:
    """What the form of `letter` begins with."""
    return {name: getattr(letter, name) for name in (*_TEXTS, "dated_on")}


def _label(one: Registration | DelegateDraft, letter: AssignmentLetter | None) -> str:
    """Such as "Ani Lestari, Kepala Balai (draf; sekarang pada 090/2026)"."""
    if isinstance(one, DelegateDraft):
        position, notes = one.data.get("position"), ["draf"]
    else:
        position, notes = one.position, []
    if one.letter and one.letter != letter:
        notes.append(f"sekarang pada {one.letter}")
    name = f"{one}, {position}" if position else str(one)
    return f"{name} ({'; '.join(notes)})" if notes else name
