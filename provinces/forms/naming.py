"""What the panel asks before it renames an office, moves its address or notes its membership."""

from typing import Any

from django import forms

from forum_portal.lib.dates import Precision
from forum_portal.lib.native_inputs import DateField
from provinces.models import Office

_NAME = Office._meta.get_field("name").max_length
_SHORT_NAME = Office._meta.get_field("short_name").max_length
_PRECISION_HELP = "Pilih bulan atau tahun bila harinya tidak diketahui."


class RenameForm(forms.Form):
    name = forms.CharField(label="Nama resmi baru", max_length=_NAME)
    short_name = forms.CharField(
        label="Singkatannya", max_length=_SHORT_NAME, required=False, help_text="Misalnya BTIKP."
    )
    since = DateField(
        label="Berlaku sejak",
        required=False,
        help_text="Hari pertama nama baru. Kosongkan bila tidak diketahui.",
    )
    precision = forms.ChoiceField(
        label="Ketelitian tanggal",
        choices=Precision.choices,
        initial=Precision.DAY,
        help_text=_PRECISION_HELP,
    )
    source = forms.CharField(
        label="Sumber",
        max_length=300,
        required=False,
        help_text="Misalnya peraturan gubernur yang mengganti nama.",
    )


class SpellingForm(forms.Form):
    name = forms.CharField(label="Nama resmi", max_length=_NAME)
    short_name = forms.CharField(label="Singkatan", max_length=_SHORT_NAME, required=False)


class AddressForm(forms.Form):
    slug = forms.CharField(
        label="Alamat halaman yang baru",
        max_length=50,
        help_text="Bagian akhir alamat, misalnya jawa-barat.",
    )


class MembershipForm(forms.Form):
    JOIN, PAUSE, LEAVE = "join", "pause", "leave"

    what = forms.ChoiceField(
        label="Yang terjadi",
        choices=[
            (JOIN, "Bergabung (lagi) dengan forum"),
            (PAUSE, "Jeda: untuk sementara bukan anggota"),
            (LEAVE, "Keluar dari forum"),
        ],
    )
    on = DateField(
        label="Mulai tanggal",
        required=False,
        help_text="Hari pertama sebagai anggota, atau hari pertama bukan anggota lagi. Boleh "
        "kosong hanya bila tidak diketahui sejak kapan balai bergabung.",
    )
    precision = forms.ChoiceField(
        label="Ketelitian tanggal",
        choices=Precision.choices,
        initial=Precision.DAY,
        help_text=_PRECISION_HELP,
    )
    reason = forms.CharField(
        label="Alasan", max_length=300, required=False, help_text="Dari jeda atau keluarnya balai."
    )
    source = forms.CharField(label="Sumber", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        ends = cleaned.get("what") in {self.PAUSE, self.LEAVE}
        if ends and not cleaned.get("on") and "on" not in self.errors:
            self.add_error("on", "Isi tanggalnya: sejak kapan balai bukan anggota lagi.")
        return cleaned
