"""What the secretariat says of a term: appointed, ended, extended, corrected, removed."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django import forms
from django.core.files import File
from django.db.backends.postgresql.psycopg_any import DateRange

from forum_portal.lib.dates import BoundPrecision, Precision
from forum_portal.lib.kept_file_forms import KEPT_HELP
from forum_portal.lib.kept_uploads import keep, kept
from forum_portal.lib.native_inputs import DateField
from forum_portal.lib.uploads import checked_pdf
from provinces.doubles import named_like
from provinces.models import Office, Person, Post, Term

STANDINGS = [("", "Definitif"), *Term.Acting.choices]
# A longer list is not read: who is on it is then found by the name that is typed.
MOST_LISTED = 200
FIND_HELP = (
    "Ketik nama, atau sebagiannya, pada isian berikut lalu tekan “Periksa dahulu”: yang namanya "
    "serupa dapat dipilih di sini."
)
UNTIL_HELP = "Hari pertama yang tidak lagi termasuk masa jabatan: hari pertama penggantinya."


class RehearsedForm(forms.Form):
    """A form that is answered twice: first to see what it would do, then to have it done."""

    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def own_effects(self) -> list[str]:
        """What the rehearsal does not tell."""
        return []

    def was_shown(self, effects: Sequence[str]) -> bool:
        """True if the reader consents to these very effects."""
        return self.cleaned_data["shown"] == _fingerprint(effects)

    def show(self, effects: Sequence[str]) -> None:
        self.put("shown", _fingerprint(effects))

    def put(self, name: str, value: str) -> None:
        """`value` as if it had been sent, for the page that shows the form again."""
        self.data = self.data.copy()
        self.data[self.add_prefix(name)] = value


class DecreeForm(RehearsedForm):
    """With the decree's number and file; a file that was sent once need not be sent again."""

    decree_number = forms.CharField(label="Nomor SK", max_length=100, required=False)
    decree = forms.FileField(
        label="Berkas SK",
        required=False,
        help_text="PDF, paling besar 5 MB. Hanya untuk sekretariat; tidak pernah tampil di portal.",
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )
    decree_kept = forms.CharField(required=False, widget=forms.HiddenInput)
    source = forms.CharField(label="Sumber", max_length=300, required=False)

    def clean_decree(self) -> File | None:
        decree = self.cleaned_data["decree"]
        return checked_pdf(decree) if decree else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        key = cleaned.get("decree_kept")
        if decree := cleaned.get("decree"):
            key = keep(decree)
            self.put("decree_kept", key)
        elif key:
            cleaned["decree"] = kept(key)
        if key and not cleaned.get("decree"):
            self.put("decree_kept", "")
            self.add_error("decree", "Berkas SK tidak lagi tersimpan; pilih sekali lagi.")
        elif key:
            # Of the bound field: it has taken its hint from the form's already.
            self["decree"].help_text = KEPT_HELP
        return cleaned

    def own_effects(self) -> list[str]:
        return ["Berkas SK disimpan."] if self.cleaned_data.get("decree") else []


class AppointmentForm(DecreeForm):
    person = forms.ModelChoiceField(
        Person.objects.all(), label="Orang yang sudah tercatat", required=False
    )
    new_name = forms.CharField(
        label="Atau nama baru", max_length=150, required=False, help_text="Lengkap dengan gelar."
    )
    # Offered once the name is like another.
    is_other = forms.BooleanField(
        label="Ini orang lain, meskipun namanya mirip", required=False, widget=forms.HiddenInput
    )
    acting = forms.ChoiceField(
        label="Kedudukan",
        required=False,
        choices=STANDINGS,
        help_text="Plt. dan Plh. tidak mengakhiri masa jabatan pejabat definitif.",
    )
    on_behalf_of = forms.ModelChoiceField(
        Office.objects.all(),
        label="Mewakili balai",
        required=False,
    )
    from_day = DateField(
        label="Mulai menjabat",
        help_text="Hari pertama; pejabat sebelumnya berakhir pada hari yang sama.",
    )
    from_precision = forms.ChoiceField(
        label="Ketelitian tanggal",
        choices=BoundPrecision.choices,
        initial=BoundPrecision.DAY,
        help_text="Bila tidak diketahui, tanggal di atas ialah hari paling awal yang disebut "
        "sumber; akhir pejabat sebelumnya menjadi tidak diketahui juga.",
    )
    until = DateField(
        label="Sampai", required=False, help_text=f"{UNTIL_HELP} Kosong bila tidak ditetapkan."
    )
    until_precision = forms.ChoiceField(
        label="Ketelitian akhir", choices=BoundPrecision.choices, initial=BoundPrecision.DAY
    )
    field_order = (
        "person", "new_name", "is_other", "acting", "on_behalf_of", "from_day",
        "from_precision", "until", "until_precision", "decree_number", "decree", "source",
    )  # fmt: skip

    def __init__(self, *args: Any, post: Post | None, **kwargs: Any) -> None:
        """post: None while an office has no post of its head yet."""
        super().__init__(*args, **kwargs)
        if post is None or post.office_id:
            # Whose head it is says the post.
            del self.fields["on_behalf_of"]
        self.is_searched = Person.objects.count() > MOST_LISTED
        if self.is_searched:
            self.fields["person"].help_text = FIND_HELP
            self._offer([])

    def clean_new_name(self) -> str:
        return " ".join(self.cleaned_data["new_name"].split())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen, new_name = cleaned.get("person"), cleaned.get("new_name")
        if self.is_searched and chosen:
            # What was typed has found whom to choose.
            self._offer([chosen])
            new_name = cleaned["new_name"] = ""
        if bool(chosen) == bool(new_name):
            self.add_error("person", "Pilih orang yang sudah tercatat, atau isi satu nama baru.")
        elif new_name:
            self._refuse_double(new_name)
        return cleaned

    def _refuse_double(self, name: str) -> None:
        """One person under two records would have half a history each."""
        similar = named_like(name, Person.objects.all())
        if self.is_searched:
            similar += Person.objects.filter(name__icontains=name).exclude(
                pk__in=[person.pk for person in similar]
            )[:MOST_LISTED]
            self._offer(similar)
        if not similar:
            return
        self.fields["is_other"].widget = forms.CheckboxInput()
        if not self.cleaned_data.get("is_other"):
            names = ", ".join(f"“{person}”" for person in similar[:3])
            self.add_error(
                "new_name",
                f"Mirip dengan yang sudah tercatat: {names}. Bila orangnya sama, pilih dari daftar "
                "di atas; bila lain, beri tanda di bawah ini.",
            )

    def _offer(self, people: Sequence[Person]) -> None:
        """Of the many whom the field accepts, those that its list shows."""
        field = self.fields["person"]
        field.choices = [("", field.empty_label), *((person.pk, str(person)) for person in people)]


class EndForm(RehearsedForm):
    on = DateField(label="Hari pertama tidak menjabat lagi")
    precision = forms.ChoiceField(
        label="Ketelitian tanggal",
        choices=BoundPrecision.choices,
        initial=BoundPrecision.DAY,
        help_text="Bila tidak diketahui, isi hari sesudah hari terakhir yang disebut sumber.",
    )


class ExtensionForm(RehearsedForm):
    until = DateField(
        label="Sampai", required=False, help_text=f"{UNTIL_HELP} Kosong: terbuka tanpa akhir."
    )
    precision = forms.ChoiceField(
        label="Ketelitian tanggal", choices=BoundPrecision.choices, initial=BoundPrecision.DAY
    )


class CorrectionForm(DecreeForm):
    person = forms.ModelChoiceField(
        Person.objects.all(),
        label="Orang",
        help_text="Bila hanya ejaan namanya keliru, betulkan pada halaman orang itu.",
    )
    acting = forms.ChoiceField(label="Kedudukan", required=False, choices=STANDINGS)
    on_behalf_of = forms.ModelChoiceField(
        Office.objects.all(), label="Mewakili balai", required=False
    )
    from_day = DateField(
        label="Mulai menjabat",
        required=False,
        help_text="Kosong bersama “Sampai” bila orang ini hanya tercatat menjabat.",
    )
    from_precision = forms.ChoiceField(label="Ketelitian awal", choices=BoundPrecision.choices)
    until = DateField(
        label="Sampai", required=False, help_text=f"{UNTIL_HELP} Kosong bila masih menjabat."
    )
    until_precision = forms.ChoiceField(label="Ketelitian akhir", choices=BoundPrecision.choices)
    seen_on = DateField(
        label="Tercatat menjabat pada",
        required=False,
        help_text="Kapan sumber menyebutnya, bila awal masa jabatan tidak diketahui.",
    )
    seen_precision = forms.ChoiceField(label="Ketelitian catatan", choices=Precision.choices)
    without_decree = forms.BooleanField(label="Lepas berkas SK yang tersimpan", required=False)
    field_order = (
        "person", "acting", "on_behalf_of", "from_day", "from_precision", "until",
        "until_precision", "seen_on", "seen_precision", "decree_number", "decree",
        "without_decree", "source",
    )  # fmt: skip

    PLAIN = (
        "person", "acting", "on_behalf_of", "from_precision", "until_precision", "seen_on",
        "seen_precision", "decree_number", "source",
    )  # fmt: skip

    def __init__(self, *args: Any, term: Term, **kwargs: Any) -> None:
        period = term.period or DateRange()
        initial = {name: getattr(term, name) for name in self.PLAIN}
        bounds = {"from_day": period.lower, "until": period.upper}
        super().__init__(*args, initial={**initial, **bounds}, **kwargs)
        if term.post.office_id and not term.on_behalf_of:
            del self.fields["on_behalf_of"]
        if not term.decree:
            del self.fields["without_decree"]

    def values(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """What correct_term() takes; of the decree only what is to change."""
        values = {name: cleaned[name] for name in self.PLAIN if name in cleaned}
        first, until = cleaned["from_day"], cleaned["until"]
        values["period"] = DateRange(first, until) if first or until else None
        if cleaned.get("decree") or cleaned.get("without_decree"):
            values["decree"] = cleaned.get("decree")
        return values

    def own_effects(self) -> list[str]:
        goes = self.cleaned_data.get("without_decree") and not self.cleaned_data.get("decree")
        return ["Berkas SK dilepas."] if goes else super().own_effects()


class RemovalForm(RehearsedForm):
    reason = forms.CharField(
        label="Alasan",
        max_length=300,
        help_text="Misalnya: orang ini tidak pernah menjabat. Tersimpan dalam jejak.",
    )


def _fingerprint(effects: Sequence[str]) -> str:
    return sha256("\n".join(effects).encode()).hexdigest()
