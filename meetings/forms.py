"""What an office types about a delegate, checked and made clean."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File

from forum_portal.lib.email_words import EMAIL_ERRORS
from forum_portal.lib.phones import mobile_number, shown
from forum_portal.lib.uploads import checked_pdf
from meetings.actions.registration import Delegate
from meetings.models import AssignmentLetter, Meeting, Registration
from meetings.privacy import PRIVACY_VERSION

# The others are for whoever prepares the rakor, not for delegations.
OFFICE_ROLES = (Registration.Role.HEAD, Registration.Role.DEPUTY, Registration.Role.COMPANION)
_KEPT = ("full_name", "role", "position", "unit", "email", "nip", "rank", "mode")


class DelegateForm(forms.Form):
    """One delegate of an office at `meeting`; `registration` gives the values to change."""

    full_name = forms.CharField(
        label="Nama lengkap",
        max_length=150,
        help_text="Dengan gelar, seperti akan tercetak pada sertifikat.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label="Peran", widget=forms.RadioSelect)
    position = forms.CharField(
        label="Jabatan", max_length=150, help_text="Misalnya Kepala Balai atau Pranata Komputer."
    )
    unit = forms.CharField(label="Unit kerja", max_length=200)
    rank = forms.CharField(
        label="Pangkat/golongan",
        max_length=60,
        required=False,
        help_text="Misalnya Penata, III/c.",
    )
    nip = forms.CharField(
        label="NIP",
        max_length=30,
        required=False,
        help_text="18 angka. Hanya terlihat oleh balai Anda dan sekretariat.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label="Alamat surel",
        max_length=254,
        help_text="Tiket dan berkas kalender dikirim ke alamat ini.",
        error_messages=EMAIL_ERRORS,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    mobile = forms.CharField(
        label="Nomor ponsel (WhatsApp)",
        max_length=30,
        help_text="Misalnya 0812-3456-7890.",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    mode = forms.ChoiceField(label="Cara hadir", widget=forms.RadioSelect)
    assignment_letter = forms.FileField(
        label="Surat tugas",
        required=False,
        help_text="PDF, paling besar 5 MB. Dapat disusulkan sampai pendaftaran ditutup.",
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )
    privacy = forms.BooleanField(
        label="Yang bersangkutan sudah membaca pemberitahuan privasi dan setuju didaftarkan.",
        error_messages={
            "required": "Pendaftaran memerlukan persetujuan atas pemberitahuan privasi."
        },
    )

    def __init__(
        self, *args: Any, meeting: Meeting, registration: Registration | None = None, **kwargs: Any
    ) -> None:
        if registration is not None:
            kwargs["initial"] = _initial(registration)
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self._word_requirements()
        self._offer_roles(registration)
        self._offer_modes()
        if registration is not None and registration.privacy_version == PRIVACY_VERSION:
            del self.fields["privacy"]
        if registration is not None and registration.has_letter:
            self.fields["assignment_letter"].label = "Ganti surat tugas"

    def _word_requirements(self) -> None:
        for field in self.fields.values():
            if not isinstance(field, forms.BooleanField):
                verb = "Pilih" if isinstance(field, forms.ChoiceField) else "Isi"
                name = str(field.label)
                field.error_messages["required"] = f"{verb} {name[0].lower()}{name[1:]}."

    def _offer_roles(self, registration: Registration | None) -> None:
        """Those of a delegation, and the one that the secretariat gave this delegate."""
        roles = list(OFFICE_ROLES)
        if registration is not None and registration.role not in OFFICE_ROLES:
            roles.append(Registration.Role(registration.role))
        self.fields["role"].choices = [(role.value, role.label) for role in roles]

    def _offer_modes(self) -> None:
        """A choice only where the meeting is held in both ways."""
        if self.meeting.mode != Meeting.Mode.HYBRID:
            del self.fields["mode"]
            return
        modes = (Meeting.Mode.ONSITE, Meeting.Mode.ONLINE)
        self.fields["mode"].choices = [(mode.value, mode.label) for mode in modes]

    def clean_full_name(self) -> str:
        return " ".join(self.cleaned_data["full_name"].split())

    def clean_nip(self) -> str:
        nip = "".join(self.cleaned_data["nip"].split())
        if nip and not (len(nip) == 18 and nip.isascii() and nip.isdigit()):
            raise ValidationError(
                f"NIP terdiri atas 18 angka; yang diisi {len(nip)} karakter.", code="nip"
            )
        return nip

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean_mobile(self) -> str:
        return mobile_number(self.cleaned_data["mobile"])

    def clean_assignment_letter(self) -> File | None:
        letter = self.cleaned_data["assignment_letter"]
        return checked_pdf(letter) if letter else None

    def clean(self) -> None:
        if self.errors:
            self.say_file_is_lost()

    def say_file_is_lost(self) -> None:
        """A browser keeps what was typed but sends no chosen file twice: tell it at the field."""
        if self.files.get("assignment_letter") and not self.has_error("assignment_letter"):
            self.add_error(
                "assignment_letter",
                "Berkas tidak tersimpan karena ada isian yang perlu diperbaiki. "
                "Pilih kembali berkasnya sebelum mengirim.",
            )

    def delegate(self, letter: AssignmentLetter | None) -> Delegate:
        """The clean values; the form is valid."""
        values = {name: self.cleaned_data[name] for name in _KEPT if name in self.cleaned_data}
        only_mode = (
            Meeting.Mode.ONLINE if self.meeting.mode == Meeting.Mode.ONLINE else Meeting.Mode.ONSITE
        )
        return Delegate(
            **{"mode": only_mode, **values},
            mobile=self.cleaned_data["mobile"],
            privacy_version=PRIVACY_VERSION,
            letter=letter,
        )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Alasan pembatalan",
        max_length=300,
        help_text="Dikirim kepada yang bersangkutan bersama pemberitahuan pembatalan.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _initial(registration: Registration) -> dict[str, str]:
    values = {name: getattr(registration, name) for name in _KEPT}
    return {**values, "mobile": shown(registration.mobile)}
