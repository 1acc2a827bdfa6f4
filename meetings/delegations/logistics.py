"""What a rakor has to prepare: the answers counted, and by whom for those who may read it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Prefetch

from meetings.delegations.asked import SHIRT_SIZES
from meetings.models import AskedField, FieldAnswer, Meeting, Registration

# What is counted by its values; the others say something else of each person.
_COUNTED = (AskedField.Kind.SHIRT,)


class Need(NamedTuple):
    """A person who comes, with one text a question, "" where nothing was answered."""

    registration: Registration
    answers: tuple[str, ...]


def questions_of(meeting: Meeting) -> list[AskedField]:
    """Of logistics, those whose day of deletion has not come. One statement."""
    return list(meeting.asked_fields.of_logistics().filter(purged_at=None))


def needs_of(meeting: Meeting, questions: Sequence[AskedField]) -> list[Need]:
    """All who come, by office and name; two statements, whatever their number.

    Who still waits for a seat needs no room yet.
    """
    answers = Prefetch("field_answers", FieldAnswer.objects.filter(field__in=questions))
    people = meeting.registrations.seated().select_related("office__province")
    people = people.order_by("office__province__code", "office__slug", "name_key", "pk")
    return [_need(person, questions) for person in people.prefetch_related(answers)]


def counts(questions: Sequence[AskedField], needs: Iterable[Need]) -> list[dict[str, Any]]:
    """How many answered each, and how often each value where there are few of them."""
    columns = list(zip(*(need.answers for need in needs), strict=True))
    rows = []
    for place, question in enumerate(questions):
        given = [value for value in (columns[place] if columns else ()) if value]
        is_counted = question.kind in _COUNTED
        rows.append(
            {
                "label": str(question),
                "count": len(given),
                "values": _by_size(Counter(given)) if is_counted else "",
                "delete_on": question.delete_on,
            }
        )
    return rows


def _need(person: Registration, questions: Sequence[AskedField]) -> Need:
    said = {answer.field_id: answer.value for answer in person.field_answers.all()}
    return Need(person, tuple(said.get(question.pk, "") for question in questions))


def _by_size(sizes: Counter[str]) -> str:
    """Such as "S: 2, M: 12, XL: 1"."""
    known = [size for size in SHIRT_SIZES if size in sizes]
    others = sorted(size for size in sizes if size not in SHIRT_SIZES)
    return ", ".join(f"{size}: {sizes[size]}" for size in (*known, *others))
