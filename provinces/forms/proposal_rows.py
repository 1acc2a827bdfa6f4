"""The rows of a proposal: services, programmes and new pictures, each as a set of small forms."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File

from forum_portal.lib.native_inputs import FIRST_YEAR, LAST_YEAR
from forum_portal.lib.uploads import MAX_PICTURE_BYTES, checked_picture
from provinces.models import OfficeProgramme
from provinces.proposals.fields import PROGRAMME_KEYS, SERVICE_KEYS

PICTURE_INPUT = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
PICTURE_HINT = (
    f"JPEG, PNG, atau WebP, paling besar {MAX_PICTURE_BYTES // 1024**2} MB. "
    "Lokasi dan data kamera dihapus."
)


class Row(forms.Form):
    """One row; what a browser sends back of the first values tells what was changed.

    Not the values of today: those may have changed while the form was open, and would then be
    proposed back to what they were.
    """

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = not isinstance(field, forms.FileField)


class ServiceRow(Row):
    name = forms.CharField(
        label="Layanan", max_length=150, error_messages={"required": "Isi nama layanannya."}
    )
    description = forms.CharField(
        label="Keterangan",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    url = forms.URLField(label="Tautan", required=False, assume_scheme="https")


class ProgrammeRow(Row):
    title = forms.CharField(
        label="Program", max_length=200, error_messages={"required": "Isi nama programnya."}
    )
    year = forms.IntegerField(
        label="Tahun mulai",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={"required": "Isi tahun mulainya."},
    )
    until_year = forms.IntegerField(
        label="Sampai tahun", min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False
    )
    state = forms.ChoiceField(
        label="Keadaan",
        choices=[("", "Pilih keadaan"), *OfficeProgramme.State.choices],
        error_messages={"required": "Pilih keadaan programnya."},
    )
    reached = forms.CharField(
        label="Capaian",
        max_length=1000,
        required=False,
        help_text="Apa yang sudah tercapai, dengan angka.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    source = forms.CharField(label="Sumber", max_length=300, required=False)

    def clean(self) -> None:
        year, until = self.cleaned_data.get("year"), self.cleaned_data.get("until_year")
        if year and until and until < year:
            self.add_error("until_year", "Tahun akhir tidak boleh sebelum tahun awal.")


class PictureRow(Row):
    file = forms.FileField(
        label="Gambar baru",
        help_text=PICTURE_HINT,
        widget=PICTURE_INPUT,
        error_messages={"required": "Pilih berkas gambarnya."},
    )
    alt = forms.CharField(
        label="Uraian gambar",
        max_length=200,
        help_text="Dibacakan bagi pembaca yang tidak melihat gambarnya.",
        error_messages={"required": "Isi uraian gambarnya."},
    )

    def clean_file(self) -> File:
        return checked_picture(self.cleaned_data["file"])


class Rows(forms.BaseFormSet):
    keys: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    repeated = ""

    def clean(self) -> None:
        """Two rows of the same key would be one row in the record."""
        keys = [tuple(_folded(row[key]) for key in self.key) for row in self.values()]
        if self.key and len(set(keys)) < len(keys):
            raise ValidationError(self.repeated)

    def values(self) -> list[dict[str, Any]]:
        """The list that is proposed: rows as typed, without the empty and the struck out."""
        deleted = self.deleted_forms if self.can_delete else []
        kept = [form for form in self.forms if form not in deleted and form.is_valid()]
        return [
            {key: _clean(form.cleaned_data.get(key)) for key in self.keys}
            for form in kept
            if form.cleaned_data
        ]

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Hapus baris ini"


class ServiceRows(Rows):
    keys = SERVICE_KEYS
    key = ("name",)
    repeated = "Ada dua layanan dengan nama yang sama."


class ProgrammeRows(Rows):
    keys = PROGRAMME_KEYS
    key = ("title", "year")
    repeated = "Ada dua program dengan nama dan tahun mulai yang sama."


ServiceFormSet = forms.formset_factory(
    ServiceRow, ServiceRows, extra=2, max_num=40, validate_max=True,
    can_delete=True, can_delete_extra=False,
)  # fmt: skip
ProgrammeFormSet = forms.formset_factory(
    ProgrammeRow, ProgrammeRows, extra=2, max_num=40, validate_max=True,
    can_delete=True, can_delete_extra=False,
)  # fmt: skip
PictureFormSet = forms.formset_factory(PictureRow, Rows, extra=2, max_num=4, validate_max=True)


def _clean(value: Any) -> Any:
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value
