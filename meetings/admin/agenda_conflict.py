"""Two editors saved the same item: what the other one wrote, beside what was typed."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from accounts.audit_words import FIELDS, WITHOUT_ACCOUNT
from accounts.models import AuditEvent
from forum_portal.lib.dates import clock
from meetings.actions.agenda_refusals import ItemChanged
from meetings.agenda.merging import PartDraft
from meetings.agenda.words import KINDS, ROLES
from meetings.models import AgendaItem

EMPTY = "(kosong)"


def conflict_of(refused: ItemChanged) -> dict[str, Any]:
    """One query, for who saved last and when."""
    who, at = last_save(refused.item, refused.item.meeting.zone)
    return {
        "message": str(refused),
        "who": who,
        "at": at,
        "kept": field_names(refused.merge.theirs_only),
        "clashes": [
            {
                "label": field_name(clash.field),
                "base": _words(clash.field, clash.base),
                "theirs": _words(clash.field, clash.theirs),
                "mine": _words(clash.field, clash.mine),
            }
            for clash in refused.merge.clashes
        ],
    }


def last_save(saved: Model, zone: str) -> tuple[Any, str]:
    """Who saved it last, and at what o'clock. One query."""
    told = AuditEvent.objects.filter(target_type=saved._meta.label_lower, target_id=str(saved.pk))
    event = told.select_related("actor").first()
    if event is None:
        return WITHOUT_ACCOUNT, ""
    return event.actor or WITHOUT_ACCOUNT, clock(event.at, zone)


def field_names(names: Iterable[str]) -> str:
    return ", ".join(map(field_name, names))


def field_name(name: str) -> str:
    return FIELDS["people"] if name == "parts" else str(_field(name).verbose_name)


def _field(name: str) -> Any:
    return AgendaItem._meta.get_field(name)


def _words(field: str, value: Any) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if field == "kind":
        return KINDS[value]
    if field == "starts_at" and value:
        return f"{value:%H.%M}"
    if field == "parts":
        value = "\n".join(map(_part, value))
    return str(value or EMPTY)


def _part(part: PartDraft) -> str:
    named = f"{part.name}, {part.position}" if part.position else part.name
    return f"{ROLES[part.role]}: {named}"
