"""Two people wrote the minutes at once: brought together, or shown side by side.

The form carries what it was opened with. What only one of the two changed holds; where both
changed the same to something different, nothing is saved and both texts are shown. All decisions
are one such thing, and so are all follow-ups: rows are never mixed.
"""

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from meetings.admin.agenda_conflict import EMPTY, last_save
from meetings.models import Minutes

TEXTS = (
    "invitation_number", "chair", "chair_position", "secretary", "note_taker",
    "note_taker_position", "attendance", "opening", "discussion", "closing",
)  # fmt: skip
# By the prefix of their inputs.
ROWS = {
    "decisions": ("order", "text"),
    "action_items": ("order", "task", "responsible", "due_on"),
}
LABELS = {"decisions": "keputusan", "action_items": "tindak lanjut"}
# A form with more rows is refused by Django.
MOST_ROWS = 1000

# By name: a text, or of each row its key (empty where it is new) and its inputs.
Written = dict[str, Any]


class OpenedWith(forms.CharField):
    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        """It tells of the others; what is saved does not depend on it."""
        return False


class MinutesForm(forms.ModelForm):
    opened_with = OpenedWith(required=False)
    # What to show beside the form instead of saving it; set for one request.
    conflict: dict[str, Any] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.is_bound:
            self.initial["opened_with"] = json.dumps(written(self.instance))

    def clean(self) -> dict[str, Any] | None:
        if self.conflict:
            raise forms.ValidationError(
                "Belum disimpan: isian ini juga diubah orang lain sejak formulir Anda dibuka."
            )
        return super().clean()


def written(minutes: Minutes) -> Written:
    """What is saved, as the inputs of the form say it. Two queries."""
    texts = {name: _plain(getattr(minutes, name)) for name in TEXTS}
    rows = {
        prefix: [
            [_plain(str("" if value is None else value)) for value in row]
            for row in getattr(minutes, prefix).values_list("pk", *names)
        ]
        for prefix, names in ROWS.items()
    }
    return {**texts, **rows}


def merged(saved: Minutes, data: QueryDict) -> tuple[QueryDict, dict[str, Any] | None]:
    """What is to be saved of the sent inputs, and the conflict if nothing may be.

    saved: locked. Where rows clash, the inputs hold those saved, and the conflict those sent.
    """
    base, theirs, mine = _base(data), written(saved), _sent(data)
    there = {name for name in theirs if theirs[name] != base.get(name)}
    here = {name for name in theirs if mine[name] != base.get(name)}
    clashes = [name for name in theirs if name in there & here and theirs[name] != mine[name]]
    kept = [name for name in theirs if name in there - here]
    data = data.copy()
    for name in theirs:
        if name in kept and name in TEXTS:
            data[name] = theirs[name]
        elif name in there and name in ROWS:
            _put_rows(data, name, theirs[name], saved)
    data["opened_with"] = json.dumps(theirs)
    if not clashes:
        return data, None
    who, at = last_save(saved, saved.meeting.zone)
    return data, {
        "who": who,
        "at": at,
        "kept": ", ".join(map(_label, kept)),
        "rows": " dan ".join(_label(name) for name in clashes if name in ROWS),
        "clashes": [
            {"label": _label(name), "theirs": _words(theirs[name]), "mine": _words(mine[name])}
            for name in clashes
        ],
    }


def _base(data: QueryDict) -> Written:
    """Empty where a form does not say: then nothing that differs is overwritten unseen."""
    try:
        base = json.loads(data.get("opened_with", ""))
    except (ValueError, RecursionError):
        return {}
    return base if isinstance(base, dict) else {}


def _sent(data: QueryDict) -> Written:
    texts = {name: _plain(data.get(name, "")) for name in TEXTS}
    rows = {prefix: list(_sent_rows(data, prefix, names)) for prefix, names in ROWS.items()}
    return {**texts, **rows}


def _sent_rows(data: QueryDict, prefix: str, names: tuple[str, ...]) -> Iterable[list[str]]:
    """Without those to be deleted, and those that were left empty."""
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    for place in range(min(int(total) if total.isdecimal() else 0, MOST_ROWS)):
        row = [_plain(data.get(f"{prefix}-{place}-{name}", "")) for name in ("id", *names)]
        key, _, *texts = row
        if not data.get(f"{prefix}-{place}-DELETE") and (key or any(texts)):
            yield row


def _put_rows(data: QueryDict, prefix: str, rows: list[list[str]], minutes: Minutes) -> None:
    for name in [name for name in data if name.startswith(f"{prefix}-")]:
        del data[name]
    data[f"{prefix}-TOTAL_FORMS"] = data[f"{prefix}-INITIAL_FORMS"] = str(len(rows))
    for place, row in enumerate(rows):
        data[f"{prefix}-{place}-minutes"] = str(minutes.pk)
        for name, value in zip(("id", *ROWS[prefix]), row, strict=True):
            data[f"{prefix}-{place}-{name}"] = value


def _plain(text: str) -> str:
    """Browsers send other ends of lines than are saved."""
    return "\n".join(text.strip().splitlines())


def _label(name: str) -> str:
    return LABELS.get(name) or str(Minutes._meta.get_field(name).verbose_name)


def _words(value: Any) -> str:
    if isinstance(value, str):
        return value or EMPTY
    rows = ([text for text in texts if text] for _, *texts in value)
    return "\n".join(f"{order}. {', '.join(texts)}" for order, *texts in rows) or EMPTY
