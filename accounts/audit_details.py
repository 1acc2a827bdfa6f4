"""What the trail keeps of an action beside its name, in words for its readers."""

import json
import re
from datetime import date
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.core.exceptions import FieldDoesNotExist
from django.utils.formats import date_format

from accounts.audit_words import DETAILS, FIELDS
from accounts.models import AuditEvent
from forum_portal.lib.dates import BoundPrecision

_ORDER = {name: place for place, name in enumerate(DETAILS)}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def details_in_words(event: AuditEvent) -> list[tuple[str, str]]:
    """Label and value of each detail; what has no words yet comes last, as it is kept."""
    kept = {name: value for name, value in event.details.items() if value not in ("", [], {})}
    return [
        (DETAILS.get(name, name).capitalize(), _value(event, name, kept[name]))
        for name in sorted(kept, key=lambda name: (_ORDER.get(name, len(_ORDER)), name))
    ]


def _value(event: AuditEvent, name: str, value: Any) -> str:
    if name == "changes" and isinstance(value, list):
        return LogEntry(change_message=json.dumps(value)).get_change_message()
    if name in ("fields", "changed", "field"):
        names = [value] if isinstance(value, str) else value
        return ", ".join(_field(event, str(each)) for each in names)
    if name == "precision":
        return str(dict(BoundPrecision.choices).get(value, value))
    return _words(event, value)


def _words(event: AuditEvent, value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, dict):
        pairs = value.items()
        return "; ".join(f"{_field(event, key)}: {_words(event, part)}" for key, part in pairs)
    if isinstance(value, list):
        return ", ".join(_words(event, part) for part in value)
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date_format(date.fromisoformat(value), "j F Y")
    return str(value) or "–"


def _field(event: AuditEvent, name: str) -> str:
    """As its form names it; what a proposal is about is a field of the office."""
    try:
        field = apps.get_model(event.target_type)._meta.get_field(name)
    except (LookupError, FieldDoesNotExist):
        return FIELDS.get(name, name)
    return str(getattr(field, "verbose_name", name))
