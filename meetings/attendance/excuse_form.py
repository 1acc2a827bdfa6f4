"""The form by which an office, or the secretariat, says who is not there and why."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django import forms

from meetings.models import AttendanceSession, Excuse, Meeting, Registration
from provinces.models import Office

NOTE_HELP = (
    "Hanya dibaca petugas balai itu dan sekretariat. Tulis seperlunya: tidak perlu nama penyakit."
)


class ExcuseForm(forms.Form):
    """people: with seats, of whom it may be said, with their offices selected."""

    whose = forms.ChoiceField(
        label="Siapa yang tidak hadir", error_messages={"required": "Pilih siapa yang tidak hadir."}
    )
    session = forms.ModelChoiceField(
        AttendanceSession.objects.none(),
        label="Sesi",
        required=False,
        empty_label="Seluruh rakor",
    )
    kind = forms.ChoiceField(
        label="Keterangan",
        choices=Excuse.Kind.choices,
        error_messages={"required": "Pilih izin, sakit, atau tugas lain."},
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Catatan", max_length=300, required=False, help_text=NOTE_HELP)

    def __init__(
        self, *args: Any, meeting: Meeting, people: Iterable[Registration], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._known: dict[str, Office | Registration] = {}
        choices: Any = self.fields["session"]
        choices.queryset = meeting.sessions.all()
        whose: Any = self.fields["whose"]
        whose.choices = [("", "Pilih"), *self._groups(people)]

    @property
    def of(self) -> Office | Registration:
        """Whom the valid form names."""
        return self._known[self.cleaned_data["whose"]]

    def said(self) -> dict[str, Any]:
        """What record_excuse takes of a valid form."""
        cleaned = self.cleaned_data
        return {"of": self.of, **{name: cleaned[name] for name in ("session", "kind", "note")}}

    def _groups(self, people: Iterable[Registration]) -> list[tuple[str, list[tuple[str, str]]]]:
        """By office: the delegation as a whole first, then each of it."""
        groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for person in people:
            group = groups[person.comes_from]
            if person.office is not None and not group:
                self._known[f"balai-{person.office.pk}"] = person.office
                group.append((f"balai-{person.office.pk}", f"Seluruh delegasi {person.office}"))
            self._known[str(person.pk)] = person
            group.append((str(person.pk), f"{person.full_name} ({person.get_role_display()})"))
        return list(groups.items())
