"""What a form about a person shares, whether their office fills it in or they do."""

from collections.abc import Iterable

from django import forms

from forum_portal.lib.person_names import as_written, name_key
from meetings.delegations.asked import why_asked
from meetings.models import AskedField, Meeting
from meetings.nip import read_nip


class PersonalForm(forms.Form):
    """For forms with fields of these names; mode, nip and rank go where they are not asked."""

    def clean_full_name(self) -> str:
        name = as_written(self.cleaned_data["full_name"])
        # By its letters it is told from others: signs alone would be everybody's name.
        if not name_key(name):
            raise forms.ValidationError(self.fields["full_name"].error_messages["required"])
        return name

    def clean_nip(self) -> str:
        return read_nip(self.cleaned_data["nip"])

    def ask_own_columns(self, asked: Iterable[AskedField]) -> None:
        """NIP and rank only where the rakor asks them, each with its purpose."""
        by_kind = {one.kind: one for one in asked}
        for kind, name in AskedField.OWN_COLUMN.items():
            if kind not in by_kind:
                del self.fields[name]
                continue
            field = self.fields[name]
            field.required = by_kind[kind].is_required
            field.help_text = f"{field.help_text} {why_asked(by_kind[kind])}"

    def offer_modes(self, meeting: Meeting) -> None:
        """A choice only where the meeting is held in both ways."""
        if meeting.mode != Meeting.Mode.HYBRID:
            del self.fields["mode"]
            return
        modes = (Meeting.Mode.ONSITE, Meeting.Mode.ONLINE)
        self.fields["mode"].choices = [(mode.value, mode.label) for mode in modes]

    def word_requirements(self) -> None:
        """What is required is named as its field is."""
        for field in self.fields.values():
            if not isinstance(field, forms.BooleanField):
                verb = "Pilih" if isinstance(field, forms.ChoiceField) else "Isi"
                name = str(field.label)
                # A field of its own kind: "NIP" keeps its capitals.
                name = name if name.isupper() else f"{name[0].lower()}{name[1:]}"
                field.error_messages["required"] = f"{verb} {name}."


def only_mode(meeting: Meeting) -> str:
    """Where there is no choice of one; hybrid meetings ask."""
    is_online = meeting.mode == Meeting.Mode.ONLINE
    return Meeting.Mode.ONLINE if is_online else Meeting.Mode.ONSITE
