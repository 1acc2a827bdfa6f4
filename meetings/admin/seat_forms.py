"""The form of a rakor's seats: every limit with what is taken of it now."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError

from forum_portal.lib.dates import ZONE_NAMES
from forum_portal.lib.native_inputs import LocalDateTimeField
from meetings.actions.seat_offers import Seating
from meetings.actions.seat_settings import ReservedSeats, SeatSettings, SeatsRefused
from meetings.models import Meeting, Registration
from provinces.models import Office

Mode, Role = Meeting.Mode, Registration.Role
MOST_SEATS = 100_000
BLANK_ROWS = 2
_NUMBER_ERRORS = {
    "required": "Isi dengan angka.",
    "invalid": "Isi dengan angka bulat, tanpa titik atau koma.",
    "min_value": "Paling sedikit %(limit_value)s.",
    "max_value": "Paling banyak %(limit_value)s.",
}
_PLAIN = (
    "capacity",
    "onsite_capacity",
    "online_capacity",
    "seats_per_office",
    "has_waiting_list",
    "waiting_order",
    "offer_hours",
)


def _seats(label: str, least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=least,
        max_value=MOST_SEATS,
        error_messages=_NUMBER_ERRORS,
    )


class Section(NamedTuple):
    title: str
    lead: str
    fields: list[forms.BoundField]


class ReservedRow(NamedTuple):
    whose: forms.BoundField
    seats: forms.BoundField
    until: forms.BoundField


class SeatsForm(forms.Form):
    capacity = _seats("Kursi seluruhnya")
    onsite_capacity = _seats("Kursi luring")
    online_capacity = _seats("Kursi daring")
    seats_per_office = _seats("Kursi per balai")
    quota_until = LocalDateTimeField(label="Kuota balai berlaku sampai", required=False)
    has_waiting_list = forms.BooleanField(label="Ada daftar tunggu", required=False)
    waiting_order = forms.ChoiceField(
        label="Urutan daftar tunggu", choices=Meeting.WaitingOrder.choices
    )
    offer_hours = forms.IntegerField(
        label="Tawaran kursi berlaku (jam)",
        min_value=1,
        max_value=336,
        error_messages=_NUMBER_ERRORS,
    )

    def __init__(self, *args: Any, seating: Seating, stored: SeatSettings, **kwargs: Any) -> None:
        self.zone = ZoneInfo(seating.meeting.zone)
        super().__init__(*args, initial=_initial(stored, self.zone), **kwargs)
        for role in Role:
            self.fields[f"limit_{role}"] = _seats(role.label)
        self.rows = len(stored.reservations) + BLANK_ROWS
        choices, until = _whose_choices(), f"Sampai ({ZONE_NAMES[seating.meeting.zone]})"
        for row in range(self.rows):
            self.fields[f"whose_{row}"] = forms.ChoiceField(
                label="Untuk", choices=choices, required=False
            )
            self.fields[f"seats_{row}"] = _seats("Kursi")
            self.fields[f"until_{row}"] = LocalDateTimeField(label=until, required=False)
        self._say_what_is_taken(seating)

    def _say_what_is_taken(self, seating: Seating) -> None:
        meeting, taken = seating.meeting, seating.taken
        held = f", {taken.held.total} di antaranya ditawarkan" if taken.held.total else ""
        most = taken.all.delegations.most_common(1)
        of_office = "Terpakai 0 orang."
        if most and most[0][1]:
            of_office = f"Paling banyak terpakai: {most[0][1]} ({taken.offices[most[0][0]]})."
        zone = ZONE_NAMES[meeting.zone]
        notes = {
            "capacity": f"Terpakai {taken.all.total}{held}. Kosong: tanpa batas.",
            "onsite_capacity": f"Terpakai {taken.all.modes[Mode.ONSITE]}. Kosong: tanpa batas.",
            "online_capacity": f"Terpakai {taken.all.modes[Mode.ONLINE]}. Kosong: tanpa batas.",
            "seats_per_office": f"{of_office} Narasumber, panitia, dan undangan tidak dihitung.",
            "quota_until": f"Dalam {zone}. Sesudahnya kursi yang tersisa juga untuk peserta di "
            "atas kuota balainya. Kosong: kuota berlaku terus.",
            "has_waiting_list": f"{taken.waiting.total()} orang menunggu sekarang. Tanpa daftar "
            "tunggu, pendaftar berikutnya ditolak; yang sudah menunggu tetap dilayani.",
            "offer_hours": "Kursi yang bebas ditahan selama itu untuk satu orang, lalu beralih "
            "kepada yang berikutnya. Berakhir juga saat pendaftaran ditutup atau rakor dimulai.",
        }
        notes |= {f"limit_{role}": f"Terpakai {taken.all.roles[role]}." for role in Role}
        for name, note in notes.items():
            self.fields[name].help_text = note

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for row in range(self.rows):
            whose, seats = cleaned.get(f"whose_{row}"), cleaned.get(f"seats_{row}")
            if whose and not seats and f"seats_{row}" not in self.errors:
                self.add_error(f"seats_{row}", ValidationError("Isi berapa kursi yang disisihkan."))
            if seats and not whose and f"whose_{row}" not in self.errors:
                self.add_error(f"whose_{row}", ValidationError("Pilih peran atau balai."))
        return cleaned

    def settings(self) -> SeatSettings:
        """The form is valid."""
        cleaned = self.cleaned_data
        limits = {role.value: cleaned[f"limit_{role}"] for role in Role}
        return SeatSettings(
            **{name: cleaned[name] for name in _PLAIN},
            quota_until=self._moment(cleaned["quota_until"]),
            limits={role: seats for role, seats in limits.items() if seats is not None},
            reservations=tuple(self._reservations()),
        )

    def show(self, refused: SeatsRefused) -> None:
        """Each sentence beside the field that it is about."""
        for name, role, text in refused.problems:
            field = f"limit_{role}" if name == "limits" else name
            self.add_error(field if field in self.fields else None, text)

    def sections(self) -> list[Section]:
        def fields(*names: str) -> list[forms.BoundField]:
            return [self[name] for name in names]

        return [
            Section("Seluruhnya", "", fields("capacity", "onsite_capacity", "online_capacity")),
            Section("Tiap balai", "", fields("seats_per_office", "quota_until")),
            Section(
                "Daftar tunggu", "", fields("has_waiting_list", "waiting_order", "offer_hours")
            ),
            Section(
                "Tiap peran",
                "Paling banyak sekian orang dengan peran itu. Kosong: tanpa batas.",
                fields(*(f"limit_{role}" for role in Role)),
            ),
        ]

    def reserved(self) -> Iterator[ReservedRow]:
        for row in range(self.rows):
            names = (f"whose_{row}", f"seats_{row}", f"until_{row}")
            yield ReservedRow(*(self[name] for name in names))

    def _reservations(self) -> Iterator[ReservedSeats]:
        offices = Office.objects.in_bulk()
        for row in range(self.rows):
            kind, _, key = self.cleaned_data[f"whose_{row}"].partition(":")
            if kind:
                yield ReservedSeats(
                    seats=self.cleaned_data[f"seats_{row}"],
                    role=key if kind == "peran" else "",
                    office=offices[int(key)] if kind == "balai" else None,
                    kept_until=self._moment(self.cleaned_data[f"until_{row}"]),
                )

    def _moment(self, typed: datetime | None) -> datetime | None:
        return typed.replace(tzinfo=self.zone) if typed else None


def _whose_choices() -> list[tuple]:
    offices = Office.objects.order_by("province__code", "slug").values_list("pk", "name")
    return [
        ("", "–"),
        ("Peran", [(f"peran:{role}", role.label) for role in Role]),
        ("Balai", [(f"balai:{pk}", name) for pk, name in offices]),
    ]


def _initial(stored: SeatSettings, zone: ZoneInfo) -> dict[str, Any]:
    def local(moment: datetime | None) -> datetime | None:
        return moment.astimezone(zone).replace(tzinfo=None) if moment else None

    initial: dict[str, Any] = {name: getattr(stored, name) for name in _PLAIN}
    initial["quota_until"] = local(stored.quota_until)
    initial |= {f"limit_{role}": seats for role, seats in stored.limits.items()}
    for row, one in enumerate(stored.reservations):
        whose = f"balai:{one.office.pk}" if one.office else f"peran:{one.role}"
        initial |= {f"whose_{row}": whose, f"seats_{row}": one.seats}
        initial[f"until_{row}"] = local(one.kept_until)
    return initial
