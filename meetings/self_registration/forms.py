"""What somebody types who registers for themselves."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BoundField

from forum_portal.lib.email_words import EMAIL_ERRORS
from forum_portal.lib.phones import mobile_number, shown
from meetings.actions.registration import Delegate
from meetings.delegations.asked import (
    answered_by,
    answers_in,
    consent_name,
    logistics_fields,
    without_consent,
)
from meetings.models import AskedField, Meeting, Registration
from meetings.person_form import PersonalForm, only_mode
from meetings.privacy import PRIVACY_VERSION


def shown_of(registration: Registration) -> dict[str, Any]:
    """What the form of a registration shows at first. One statement."""
    columns = ("full_name", "position", "unit", "rank", "nip", "mode")
    stored = {name: getattr(registration, name) for name in columns}
    return {**stored, "mobile": shown(registration.mobile), **answered_by(registration)}


class EmailForm(forms.Form):
    email = forms.EmailField(
        label="Alamat surel",
        max_length=254,
        help_text="Kode dikirim ke alamat ini. Tiket dan kabar rakor juga.",
        error_messages={**EMAIL_ERRORS, "required": "Isi alamat surel Anda."},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Kode dari surel",
        max_length=20,
        help_text="Delapan huruf dan angka, misalnya AC34-HK7T.",
        error_messages={"required": "Isi kode dari surel."},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )


class PersonForm(PersonalForm):
    """Somebody who comes for themselves; asked: what the rakor asks beyond what is needed.

    registration: whose values are changed.
    """

    full_name = forms.CharField(
        label="Nama lengkap",
        max_length=150,
        help_text="Dengan gelar, seperti akan tercetak pada sertifikat.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    position = forms.CharField(
        label="Jabatan",
        max_length=150,
        help_text="Misalnya Guru, Pranata Komputer, atau Mahasiswa.",
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    unit = forms.CharField(
        label="Instansi atau unit kerja",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    mobile = forms.CharField(
        label="Nomor ponsel (WhatsApp)",
        max_length=30,
        required=False,
        help_text="Misalnya 0812-3456-7890. Dipakai sekretariat bila surel tidak sampai.",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    rank = forms.CharField(
        label="Pangkat/golongan", max_length=60, help_text="Misalnya Penata, III/c."
    )
    nip = forms.CharField(
        label="NIP",
        max_length=30,
        help_text="18 angka. Hanya terlihat oleh sekretariat.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    mode = forms.ChoiceField(label="Cara hadir", widget=forms.RadioSelect)
    privacy = forms.BooleanField(
        label="Saya sudah membaca pemberitahuan privasi dan setuju data ini dipakai untuk "
        "pendaftaran.",
        error_messages={
            "required": "Pendaftaran memerlukan persetujuan atas pemberitahuan privasi."
        },
    )

    def __init__(
        self,
        *args: Any,
        meeting: Meeting,
        asked: Iterable[AskedField],
        registration: Registration | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.meeting, self.asked, self.registration = meeting, list(asked), registration
        self.ask_own_columns(self.asked)
        self.offer_modes(meeting)
        extra = logistics_fields(self.asked)
        self.logistics_names = list(extra)
        self.fields |= extra
        self._word_consents()
        self.word_requirements()
        if registration is not None and registration.privacy_version == PRIVACY_VERSION:
            del self.fields["privacy"]

    def logistics(self) -> list[BoundField]:
        return [self[name] for name in self.logistics_names]

    def _word_consents(self) -> None:
        """As one speaks of oneself."""
        for one in self.asked:
            if one.kind in AskedField.OPT_IN:
                label = f"Saya setuju {str(one).lower()} saya dicatat untuk rakor ini."
                self.fields[consent_name(one.kind)].label = label

    def clean_mobile(self) -> str:
        typed = self.cleaned_data["mobile"]
        return mobile_number(typed) if typed else ""

    def clean(self) -> None:
        for one in without_consent(self.cleaned_data, self.asked):
            self.add_error(
                consent_name(one.kind),
                f"{one} hanya dicatat dengan persetujuan Anda: beri tanda, atau kosongkan.",
            )

    def delegate(self, email: str) -> Delegate:
        """The clean values with the address that was proved; the form is valid. What is not asked
        stays as it is.
        """
        cleaned, before = self.cleaned_data, self.registration
        return Delegate(
            full_name=cleaned["full_name"],
            role=before.role if before else Registration.Role.PARTICIPANT,
            position=cleaned["position"],
            unit=cleaned["unit"],
            mobile=cleaned["mobile"],
            email=email,
            mode=cleaned.get("mode") or only_mode(self.meeting),
            privacy_version=PRIVACY_VERSION,
            nip=cleaned.get("nip", before.nip if before else ""),
            rank=cleaned.get("rank", before.rank if before else ""),
            answers=answers_in(cleaned, self.asked),
        )
