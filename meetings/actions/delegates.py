"""What is known of a delegate before there is a registration, and how its row is written.

For the actions that register, change and substitute: they hold the lock on the rakor's row. The
constraints of Registration are the last word.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from forum_portal.lib.compiled_queries import compiled_models
from forum_portal.lib.person_names import name_key
from meetings.actions.assignment_letters import LetterGone
from meetings.actions.registration_refusals import AlreadyRegistered
from meetings.models import AskedField, AssignmentLetter, FieldAnswer, Meeting, Registration
from provinces.models import Office

_CONSTRAINT_FIELDS = {
    "registration_once_by_email": "email",
    "registration_once_by_nip": "nip",
    "registration_once_by_name": "full_name",
}
_NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Delegate:
    """What a form knows of a delegate; values are clean (E.164, 18 digits or empty).

    letter: of the same office and rakor, or None to keep what is stored.
    answers: to what the rakor asks of logistics, by AskedField.Kind; "" forgets an answer.
    """

    full_name: str
    role: str
    position: str
    unit: str
    mobile: str
    email: str
    mode: str
    privacy_version: str
    nip: str = ""
    rank: str = ""
    letter: AssignmentLetter | None = None
    answers: Mapping[str, str] = field(default_factory=dict)

    def values(self) -> dict[str, str]:
        """The columns of a registration without the letter."""
        names = {one.name for one in fields(self)} - {"letter", "answers"}
        values = {name: getattr(self, name) for name in names}
        return {**values, "name_key": name_key(self.full_name)}


def check_new_to(
    meeting: Meeting, office: Office | None, delegate: Delegate, but: Registration | None = None
) -> None:
    """Raises AlreadyRegistered: by e-mail, NIP, or name within the office."""
    same = _same(
        meeting=meeting.pk,
        office=office.pk if office else None,
        name=name_key(delegate.full_name),
        email=delegate.email.lower(),
        nip=delegate.nip,
        but=but.pk if but else _NOBODY,
    )
    if not same:
        return
    other = same[0]
    if other.email.casefold() == delegate.email.casefold():
        field = "email"
    else:
        field = "nip" if delegate.nip and other.nip == delegate.nip else "full_name"
    raise AlreadyRegistered(field, other, office)


@contextmanager
def naming_the_other(
    meeting: Meeting, office: Office | None, delegates: Iterable[Delegate]
) -> Iterator[None]:
    """Around a transaction: when it is refused for one of `delegates`, says who is there already.

    To ask each time beforehand would be a statement more for everybody.
    """
    try:
        yield
    except AlreadyRegistered:
        for delegate in delegates:
            check_new_to(meeting, office, delegate)
        raise


@compiled_models
def _same(*, meeting: Any, office: Any, name: Any, email: Any, nip: Any, but: Any) -> QuerySet:
    """As the constraints say it, which are found by their indexes; at most one of each."""
    same = Q(lower_email=email) & ~Q(email="")
    same |= Q(nip=nip) & ~Q(nip="")
    same |= Q(office=office, name_key=name)
    others = Registration.objects.active().filter(meeting=meeting).alias(lower_email=Lower("email"))
    return others.filter(same).exclude(pk=but).order_by("created_at", "pk")


def check_letter(delegate: Delegate) -> None:
    """Raises LetterGone. While the rakor is locked, as whoever removes a letter locks it."""
    letter = delegate.letter
    if letter is not None and not AssignmentLetter.objects.filter(pk=letter.pk).exists():
        raise LetterGone


@contextmanager
def refused_twice() -> Iterator[None]:
    """Raises AlreadyRegistered, which cannot name the other, where a constraint does."""
    try:
        yield
    except IntegrityError as refused:
        name = getattr(getattr(refused.__cause__, "diag", None), "constraint_name", "")
        if name not in _CONSTRAINT_FIELDS:
            raise
        raise AlreadyRegistered(_CONSTRAINT_FIELDS[name], None, None) from refused


def save_answers(registration: Registration, answers: Mapping[str, str]) -> bool:
    """True if an answer differs from what was stored; no statement where nothing is answered."""
    if not answers:
        return False
    asked = AskedField.objects.filter(meeting=registration.meeting_id, purged_at=None)
    fields = {field.kind: field for field in asked.of_logistics()}
    stored = {answer.field_id: answer for answer in registration.field_answers.all()}
    changed = False
    for kind, value in answers.items():
        field = fields.get(kind)
        if field is None:
            continue
        former = stored.get(field.pk)
        if value == (former.value if former else ""):
            continue
        changed = True
        if not value and former:
            former.delete()
        else:
            FieldAnswer.objects.update_or_create(
                registration=registration, field=field, defaults={"value": value}
            )
    return changed
