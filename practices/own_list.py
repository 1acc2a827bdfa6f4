"""An office's own articles, in whatever state, for its staff."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from practices.models import Practice
from practices.states import TONES, PracticeState, state_of


def own_rows(practices: Iterable[Practice], *, several: bool) -> list[dict[str, Any]]:
    """Each with its state and what is asked of the office; several: name the office of each."""
    return [_row(practice, several) for practice in practices]


def _row(practice: Practice, several: bool) -> dict[str, Any]:
    state = state_of(practice)
    notes = [practice.office.name] if several else []
    if state == PracticeState.RETURNED:
        notes.append(f"Catatan sekretariat: {practice.return_reason}")
    elif state == PracticeState.WITHDRAWN:
        notes.append(f"Alasan: {practice.withdraw_reason}")
    elif practice.is_public and state != PracticeState.PUBLISHED:
        notes.append("terbitan sebelumnya tetap dapat dibaca umum")
    return {
        "title": practice.title,
        "url": reverse("practices:preview", args=[practice.slug]),
        "date": date_format(timezone.localtime(practice.edited_at), "j F Y"),
        "datetime": practice.edited_at.isoformat(),
        "note": " · ".join(notes),
        "state": state.label,
        "tone": TONES[state],
    }
