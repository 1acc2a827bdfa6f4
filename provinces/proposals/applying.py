"""Which action makes a proposed value true, and what a proposed head would do to the succession."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from provinces.actions import pictures, profile
from provinces.actions.names import NameRefused, correct_name, rename_office
from provinces.actions.profile import ProfileRefused
from provinces.actions.terms import TermRefused, appoint
from provinces.models import Office, OfficePicture, Person, Post, ProposedChange, Term
from provinces.proposals.fields import PLAIN_FIELDS, SPELLING
from provinces.rehearsal import effects_on

# What those actions raise, each with a sentence for the reader; ValidationError besides.
REFUSALS = (NameRefused, ProfileRefused, TermRefused)


def apply_to(office: Office, change: ProposedChange, *, by: User | None, at: datetime) -> None:
    """Makes the office say what `change` proposes. Raises REFUSALS, ValidationError."""
    _APPLY[change.field](office, change, by, at)


def effects_of_head(change: ProposedChange, *, by: User | None, at: datetime) -> list[str]:
    """Sentences about the terms that applying a proposed head would open and close.

    Nothing of it is kept. Raises TermRefused.
    """
    # Read anew: what is undone in the database would stay done in the caller's objects.
    change = ProposedChange.objects.select_related("proposal__office").get(pk=change.pk)
    office = change.proposal.office
    with transaction.atomic():
        effects = effects_on(_head_post(office), lambda: _appoint(office, change, by, at))
        known = _known_person(_new(change)["name"]) is not None
        transaction.set_rollback(True)
    name = _new(change)["name"]
    record = (
        f"Catatan {name} yang sudah ada dipakai."
        if known
        else f"{name} dicatat sebagai orang baru; gabungkan bila ternyata sudah tercatat."
    )
    return [*effects, record]


def _update(office: Office, change: ProposedChange, by: User | None, at: datetime) -> None:
    profile.update_profile(office=office, values={change.field: _new(change)}, by=by, at=at)


def _name(office: Office, change: ProposedChange, by: User | None, at: datetime) -> None:
    new = _new(change)
    if new["kind"] == SPELLING:
        correct_name(office=office, name=new["name"], short_name=new["short_name"], by=by, at=at)
        return
    rename_office(
        office=office,
        name=new["name"],
        short_name=new["short_name"],
        since=date.fromisoformat(new["since"]) if new["since"] else None,
        precision=new["precision"],
        source=new["source"],
        by=by,
        at=at,
    )


def _appoint(office: Office, change: ProposedChange, by: User | None, at: datetime) -> None:
    new, decree = _new(change), change.proposal.decree
    term = appoint(
        post=_head_post(office),
        person=_known_person(new["name"]) or Person.objects.create(name=new["name"]),
        from_day=date.fromisoformat(new["from_day"]),
        from_precision=new["precision"],
        acting=new["acting"],
        decree_number=new["decree_number"],
        source=_source_of(change),
        by=by,
        at=at,
    )
    if decree:
        # The file itself moves: the proposal forgets it, the term keeps it.
        Term.objects.filter(pk=term.pk).update(decree=decree.name)
        decree.name = ""
        change.proposal.save(update_fields=["decree"])


def _new(change: ProposedChange) -> Any:
    """JSON of the shape that provinces/proposals/fields.py gives its field."""
    return change.new


def _old(change: ProposedChange) -> Any:
    return change.old


def _head_post(office: Office) -> Post:
    return Post.objects.get_or_create(office=office, slug=Post.HEAD, defaults={"title": "Kepala"})[
        0
    ]


def _known_person(name: str) -> Person | None:
    """The one person of exactly that name, titles included; None where none or several are."""
    found = list(Person.objects.filter(name__iexact=name)[:2])
    return found[0] if len(found) == 1 else None


def _source_of(change: ProposedChange) -> str:
    return f"{change.proposal.get_origin_display()}, {change.proposal.created_at:%d-%m-%Y}"


def _aliases(office: Office, change: ProposedChange, by: User | None, at: datetime) -> None:
    profile.set_aliases(office=office, names=_new(change), by=by, at=at)


def _services(office: Office, change: ProposedChange, by: User | None, at: datetime) -> None:
    profile.set_services(office=office, services=_new(change), by=by, at=at)


def _programmes(office: Office, change: ProposedChange, by: User | None, at: datetime) -> None:
    profile.set_programmes(office=office, programmes=_new(change), by=by, at=at)


def _logo(office: Office, change: ProposedChange, by: User | None, at: datetime) -> None:
    if not change.file:
        pictures.set_logo(office=office, file=None, by=by, at=at)
        return
    with change.file.open() as file:
        pictures.set_logo(office=office, file=file, by=by, at=at)


def _picture(office: Office, change: ProposedChange, by: User | None, at: datetime) -> None:
    if change.file:
        with change.file.open() as file:
            pictures.add_picture(office=office, file=file, alt=_new(change)["alt"], by=by, at=at)
    elif picture := OfficePicture.objects.filter(office=office, pk=_old(change)["picture"]).first():
        pictures.remove_picture(picture=picture, by=by, at=at)


def _report(office: Office, change: ProposedChange, by: User | None, at: datetime) -> None:
    """A report in words is taken up by the secretariat's own hand; here it is only closed."""


_APPLY: dict[str, Callable[[Office, ProposedChange, User | None, datetime], None]] = {
    "name": _name,
    "head": _appoint,
    **dict.fromkeys(PLAIN_FIELDS, _update),
    "aliases": _aliases,
    "services": _services,
    "programmes": _programmes,
    "logo": _logo,
    "picture": _picture,
    "report": _report,
}
