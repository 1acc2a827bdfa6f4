"""What an office types about a delegate, checked and made clean."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.core.files.base import File
from django.forms import BoundField

from forum_portal.lib.email_words import EMAIL_ERRORS
from forum_portal.lib.kept_file_forms import KeptFile
from forum_portal.lib.nul import NUL
from forum_portal.lib.phones import mobile_number, shown
from forum_portal.lib.signed_pdf import kept_pdf
from meetings.actions.delegates import Delegate
from meetings.actions.registration_refusals import RegistrationRefused
from meetings.delegations import asked as logistics
from meetings.models import AskedField, AssignmentLetter, Meeting, Registration
from meetings.person_form import PersonalForm, only_mode
from meetings.privacy import PRIVACY_VERSION
from meetings.when import day_and_hour

Role = Registration.Role
# The others are given by whoever prepares the rakor.
OFFICE_ROLES = (Role.HEAD, Role.DEPUTY, Role.COMPANION, Role.PARTICIPANT, Role.OBSERVER)
# Columns of a registration that the form shows as they are stored.
COLUMNS = ("full_name", "role", "position", "unit", "email", "nip", "rank", "mode")
_PDF = forms.FileInput(attrs={"accept": "application/pdf,.pdf"})


class DelegateForm(PersonalForm, KeptFile):
    """One delegate of an office at `meeting`.

    asked: what the rakor asks beyond what is needed. letters: of the office, read only where the
    page shows them. registration: whose values are changed. any_role: for the secretariat.
    """

    full_name = forms.CharField(
        label="Nama lengkap",
        max_length=150,
        help_text="Dengan gelar, seperti akan tercetak pada sertifikat.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label="Peran",
        error_messages={"invalid_choice": "“%(value)s” bukan peran yang dapat dipilih."},
        widget=forms.RadioSelect,
    )
    position = forms.CharField(
        label="Jabatan", max_length=150, help_text="Misalnya Kepala Balai atau Pranata Komputer."
    )
    unit = forms.CharField(label="Unit kerja", max_length=200)
    rank = forms.CharField(
        label="Pangkat/golongan", max_length=60, help_text="Misalnya Penata, III/c."
    )
    nip = forms.CharField(
        label="NIP",
        max_length=30,
        help_text="18 angka.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label="Alamat surel",
        max_length=254,
        help_text="Tiket dan kabar pendaftaran dikirim ke alamat ini.",
        error_messages=EMAIL_ERRORS,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    mobile = forms.CharField(
        label="Nomor ponsel (WhatsApp)",
        max_length=30,
        help_text="Misalnya 0812-3456-7890.",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    mode = forms.ChoiceField(
        label="Cara hadir",
        error_messages={"invalid_choice": "“%(value)s” bukan cara hadir rakor ini."},
        widget=forms.RadioSelect,
    )
    letter = forms.ChoiceField(
        label="Surat tugas yang sudah ada",
        required=False,
        help_text="Satu surat tugas dapat berlaku untuk beberapa orang.",
    )
    file = forms.FileField(label="Unggah surat tugas", required=False, widget=_PDF)
    privacy = forms.BooleanField(
        label="Yang bersangkutan sudah membaca pemberitahuan privasi dan setuju didaftarkan.",
        error_messages={
            "required": "Pendaftaran memerlukan persetujuan atas pemberitahuan privasi."
        },
    )

    def __init__(
        self,
        *args: Any,
        meeting: Meeting,
        asked: Iterable[AskedField] = (),
        letters: Callable[[], list[AssignmentLetter]] = list,
        registration: Registration | None = None,
        any_role: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.meeting, self.asked, self.registration = meeting, list(asked), registration
        self._read_letters = letters
        self.fields |= logistics.logistics_fields(self.asked)
        self.ask_own_columns(self.asked)
        self._offer_roles(any_role)
        self.offer_modes(meeting)
        self.fields["letter"].choices = self._letter_choices
        self.fields["file"].help_text = "PDF, paling besar 5 MB. Dapat disusulkan."
        self.word_requirements()
        if registration is not None and registration.privacy_version == PRIVACY_VERSION:
            del self.fields["privacy"]

    @cached_property
    def letters(self) -> list[AssignmentLetter]:
        return self._read_letters()

    @property
    def logistics(self) -> list[BoundField]:
        return [self[name] for name in logistics.logistics_fields(self.asked)]

    def show(self, values: Mapping[str, Any]) -> None:
        """`values` to begin with: of a person, a draft, or what could not be sent."""
        self.initial = {**self.initial, **values}

    def show_typed(self, typed: Mapping[str, Any]) -> None:
        """As show(), of texts as a browser sends them."""
        self.show(
            {
                name: field.widget.value_from_datadict(typed, {}, name)
                for name, field in self.fields.items()
                if name not in ("file", "kept_key")
            }
        )

    def typed(self) -> dict[str, str]:
        """What was typed, right or wrong, by the names of the fields; no files, no NUL."""
        texts = {name: self.data.get(name, "").replace(NUL, "").strip() for name in self.fields}
        return {name: text for name, text in texts.items() if text and name != "kept_key"}

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean_mobile(self) -> str:
        return mobile_number(self.cleaned_data["mobile"])

    def clean_letter(self) -> AssignmentLetter | None:
        chosen = self.cleaned_data["letter"]
        if not chosen:
            return None
        return next((one for one in self.letters if str(one.pk) == chosen), None)

    def clean(self) -> dict[str, Any]:
        for one in logistics.without_consent(self.cleaned_data, self.asked):
            self.add_error(
                logistics.consent_name(one.kind),
                f"{one} hanya dicatat dengan persetujuan: centang, atau kosongkan isiannya.",
            )
        return super().clean()

    def check_file(self, file: File) -> File:
        return kept_pdf(file).file

    def needs_file(self) -> bool:
        return False

    def refuse(self, refused: RegistrationRefused) -> None:
        """The refusal beside the field it is about; the file that was sent stays sent."""
        file = self.cleaned_data.get("file")
        self.add_error(refused.field if refused.field in self.fields else None, str(refused))
        self._keep(file)

    def delegate(self, letter: AssignmentLetter | None) -> Delegate:
        """The clean values; the form is valid. letter: uploaded here, before the chosen one."""
        values = {name: self.cleaned_data[name] for name in COLUMNS if name in self.cleaned_data}
        return Delegate(
            **{**self._unasked(), **values},
            mobile=self.cleaned_data["mobile"],
            privacy_version=PRIVACY_VERSION,
            letter=letter or self.cleaned_data["letter"],
            answers=self._answers(),
        )

    def _answers(self) -> dict[str, str]:
        """Of who is new, what was answered; else also what was taken back."""
        answers = logistics.answers_in(self.cleaned_data, self.asked)
        is_new = self.registration is None
        return {kind: text for kind, text in answers.items() if text or not is_new}

    def _unasked(self) -> dict[str, str]:
        """What has no field here: the only mode there is, and what is stored stays."""
        unasked = {"mode": only_mode(self.meeting)}
        if self.registration is not None:
            unasked |= {"nip": self.registration.nip, "rank": self.registration.rank}
        return unasked

    def _offer_roles(self, any_role: bool) -> None:
        """Those of a delegation, and the one that the secretariat gave this delegate."""
        roles = list(Role) if any_role else list(OFFICE_ROLES)
        if self.registration is not None and self.registration.role not in roles:
            roles.append(Role(self.registration.role))
        self.fields["role"].choices = [(role.value, role.label) for role in roles]

    def _letter_choices(self) -> list[tuple[str, str]]:
        """One that is stored is exchanged, never taken away."""
        choices = [(str(one.pk), letter_words(one)) for one in self.letters]
        has_one = self.registration is not None and self.registration.letter_id is not None
        return choices if has_one else [("", "Belum ada"), *choices]


class SubstituteForm(DelegateForm):
    """Who comes instead, and why."""

    reason = forms.CharField(
        label="Alasan penggantian",
        max_length=300,
        help_text="Dibaca balai, yang digantikan, dan sekretariat; dihapus satu tahun sesudah "
        "rakor. Keadaan kesehatan tidak perlu ditulis.",
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Alasan pembatalan",
        max_length=300,
        help_text="Dikirim kepada yang bersangkutan; dihapus satu tahun sesudah rakor. Keadaan "
        "kesehatan tidak perlu ditulis.",
        error_messages={"required": "Isi alasan pembatalan."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def letter_words(letter: AssignmentLetter) -> str:
    """Such as "090/123/2026 (3 orang)"; without a number with when it came, to tell it from others.

    Needs the letter's `people` annotated, and its meeting.
    """
    since = "" if letter.number else f" dari {day_and_hour(letter.made_at, letter.meeting.zone)}"
    unsigned = "" if letter.file else ", belum diunggah"
    return f"{letter}{since}{unsigned} ({letter.people} orang)"


def values_of(registration: Registration) -> dict[str, Any]:
    """What the form shows of who is registered, the answers to logistics apart."""
    values = {name: getattr(registration, name) for name in COLUMNS}
    letter = str(registration.letter_id) if registration.letter_id else ""
    return {**values, "mobile": shown(registration.mobile), "letter": letter}
