"""What an editor of the agenda fills in, and how a place is written in a form or an address."""

import math
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from forum_portal.lib.native_inputs import TimeInput
from meetings.actions.agenda_items import COMMISSIONS_TITLE, MOST_COMMISSIONS, Commission
from meetings.admin.agenda_people import KnownPeople
from meetings.agenda.merging import ItemDraft, PartDraft, from_json, to_json
from meetings.agenda.tree import AtEnd, Beside, Place, Side
from meetings.models import AgendaItem, AgendaPart

A_DAY = 24 * 60
BLANK_PARTS = 2
LONGEST_NUMBER = 18


def place_code(place: Place) -> str:
    """Such as "sebelum:17", "hari:2", "hari:" for what has no day."""
    if isinstance(place, Beside):
        return f"{place.side}:{place.number}"
    return f"hari:{'' if place.day is None else place.day}"


def place_from(code: str) -> Place:
    """What `place_code` wrote. Raises ValueError."""
    word, _, number = code.partition(":")
    if word == "hari":
        day = int(number) if number else None
        if day is not None and not -60 <= day <= 60:
            raise ValueError("no such day")
        return AtEnd(day)
    return Beside(int(number), Side(word))


def number_in(text: str) -> int | None:
    """The number of a row that a form sent back; None where it is none that a row can have."""
    return int(text) if text.isdecimal() and len(text) < LONGEST_NUMBER else None


def _minutes_field(label: str = "Lama (menit)") -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=A_DAY)


def _time_field(help_text: str = "") -> forms.TimeField:
    return forms.TimeField(
        label="Pukul tetap", required=False, widget=TimeInput, help_text=help_text
    )


class QuickForm(forms.Form):
    """One line below a day or within an item; Enter adds, and the next one is typed."""

    title = forms.CharField(label="Acara", max_length=250)
    kind = forms.ChoiceField(label="Jenis", choices=AgendaItem.Kind.choices)
    duration_minutes = _minutes_field("Menit")
    starts_at = _time_field()

    def __init__(self, code: str, data: Any = None) -> None:
        self.code, self.key = code, code.replace(":", "-")
        initial = {"kind": AgendaItem.Kind.OTHER}
        super().__init__(data, auto_id=f"tambah-{self.key}-%s", initial=initial)
        # The target of the address after an addition takes the focus, without a script.
        self.fields["title"].widget.attrs.update(id=f"tambah-{self.key}", autocomplete="off")

    def draft(self) -> ItemDraft:
        return ItemDraft(**self.cleaned_data)


class ItemForm(forms.Form):
    title = forms.CharField(label="Acara", max_length=250)
    kind = forms.ChoiceField(label="Jenis", choices=AgendaItem.Kind.choices)
    duration_minutes = _minutes_field()
    starts_at = _time_field("Kosong: mulai setelah mata acara sebelumnya selesai.")
    place = forms.CharField(label="Ruang", max_length=100, required=False)
    description = forms.CharField(
        label="Keterangan",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Boleh memakai Markdown.",
    )
    is_parallel = forms.BooleanField(
        label="Isinya berjalan bersamaan, seperti sidang komisi", required=False
    )
    is_public = forms.BooleanField(
        label="Tampil untuk umum",
        required=False,
        help_text="Tanpa centang, mata acara ini dan isinya hanya dibaca sekretariat.",
    )
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, draft: ItemDraft, base: ItemDraft | None = None
    ) -> None:
        """draft: what is filled in; base: what the item says now, where that is something else."""
        initial = {name: getattr(draft, name) for name in self.base_fields if name != "base"}
        super().__init__(data, initial={**initial, "base": to_json(base or draft)})

    def clean_description(self) -> str:
        return self.cleaned_data["description"].replace("\r\n", "\n")

    def clean_base(self) -> ItemDraft:
        try:
            return from_json(self.cleaned_data["base"])
        except ValueError as broken:
            raise ValidationError("Halaman ini tidak utuh. Buka lagi lewat “Ubah”.") from broken

    def draft(self, parts: tuple[PartDraft, ...]) -> ItemDraft:
        own = {name: value for name, value in self.cleaned_data.items() if name != "base"}
        return ItemDraft(**own, parts=parts)


class PartForm(forms.Form):
    """A row of people; without a name it is none."""

    role = forms.ChoiceField(
        label="Peran", choices=AgendaPart.Role.choices, initial=AgendaPart.Role.PRESENTER
    )
    name = forms.CharField(label="Nama", max_length=300, required=False)
    position = forms.CharField(label="Jabatan", max_length=200, required=False)
    # Whose record stands behind the name as it came, so that it stays theirs when neither changed.
    known = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, people: KnownPeople, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["name"].widget.attrs.update(list="orang-dikenal", autocomplete="off")
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label

    @property
    def position_of_the_day(self) -> str:
        """What an empty position will say; empty for who is not known."""
        return self.people.position(self.people.find(self["name"].value() or ""))

    def draft(self) -> PartDraft | None:
        found = self.cleaned_data
        if not found.get("name"):
            return None
        key, _, was = found["known"].partition(" ")
        person = self.people.find(found["name"])
        if person is not None:
            name = self.people.names[person]
        else:
            name = found["name"]
            if name == was and number_in(key) in self.people.names:
                person = number_in(key)
        return PartDraft(name, found["role"], found["position"], person)


class BasePartFormSet(forms.BaseFormSet):
    def drafts(self) -> tuple[PartDraft, ...]:
        """In the order of their numbers; rows without one come last."""
        rows = sorted(self.forms, key=lambda row: row.cleaned_data.get("ORDER") or math.inf)
        return tuple(draft for row in rows if (draft := row.draft()))


PartFormSet = forms.formset_factory(
    PartForm, formset=BasePartFormSet, extra=BLANK_PARTS, can_order=True, max_num=40
)


def part_rows(data: Any, parts: tuple[PartDraft, ...], people: KnownPeople) -> BasePartFormSet:
    initial = [
        {
            "role": part.role,
            "name": people.shown(part.person, part.name),
            "position": part.position,
            "known": f"{part.person or ''} {part.name}",
        }
        for part in parts
    ]
    return PartFormSet(data, initial=initial, prefix="orang", form_kwargs={"people": people})


class PlaceForm(forms.Form):
    to = forms.ChoiceField(label="Tempat baru")

    def __init__(self, data: Any, choices: list[tuple[str, list[tuple[str, str]]]]) -> None:
        super().__init__(data)
        self.fields["to"].choices = choices
        self.fields["to"].widget.attrs["size"] = 12


class CommissionsForm(forms.Form):
    title = forms.CharField(label="Acara", max_length=250, initial=COMMISSIONS_TITLE)
    duration_minutes = _minutes_field()
    starts_at = _time_field("Kosong: mulai setelah mata acara sebelumnya selesai.")
    to = forms.ChoiceField(label="Tempat", help_text="Semua komisi berada di dalam acara ini.")

    def __init__(self, data: Any, *, to: str, choices: list) -> None:
        super().__init__(data, initial={"to": to})
        self.fields["to"].choices = choices


class CommissionForm(forms.Form):
    """One commission; the whole row empty is none."""

    title = forms.CharField(label="Nama", max_length=250, required=False)
    place = forms.CharField(label="Ruang", max_length=100, required=False)
    ketua = forms.CharField(label="Ketua", max_length=300, required=False)
    sekretaris = forms.CharField(label="Sekretaris", max_length=300, required=False)
    perumus = forms.CharField(label="Perumus", max_length=300, required=False)

    def __init__(self, *args: Any, people: KnownPeople, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        for role in ("ketua", "sekretaris", "perumus"):
            self.fields[role].widget.attrs.update(list="orang-dikenal", autocomplete="off")

    def commission(self) -> Commission | None:
        found = self.cleaned_data
        parts = tuple(
            self.people.part(found[role], role)
            for role in ("ketua", "sekretaris", "perumus")
            if found.get(role)
        )
        if not found.get("title"):
            return None
        return Commission(found["title"], found["place"], parts)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if any(found.values()) and not found.get("title"):
            self.add_error("title", "Beri nama komisi ini, atau kosongkan seluruh barisnya.")
        return found


def commission_rows(data: Any, count: int, people: KnownPeople) -> forms.BaseFormSet:
    count = min(max(count, 1), MOST_COMMISSIONS)
    initial = [{"title": f"Komisi {chr(ord('A') + at)}"} for at in range(count)]
    rows = forms.formset_factory(CommissionForm, extra=0, max_num=MOST_COMMISSIONS)
    return rows(data, initial=initial, prefix="komisi", form_kwargs={"people": people})


def more_rows(posted: Any) -> Any:
    """What was posted, with as many rows as `jumlah` asks for; the new ones named in turn."""
    if posted is None or "_rows" not in posted:
        return posted
    data = posted.copy()
    asked = number_in(posted.get("jumlah", ""))
    count = MOST_COMMISSIONS if asked is None else min(max(asked, 1), MOST_COMMISSIONS)
    data["komisi-TOTAL_FORMS"] = str(count)
    data["komisi-INITIAL_FORMS"] = "0"
    for at in range(count):
        data.setdefault(f"komisi-{at}-title", f"Komisi {chr(ord('A') + at)}")
    return data
