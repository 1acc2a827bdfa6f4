"""Which action makes a proposed value true."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from accounts.models import User
from provinces.actions import pictures, profile
from provinces.actions.names import NameRefused, correct_name, rename_office
from provinces.actions.profile import ProfileRefused
from provinces.actions.terms import TermRefused
from provinces.models import Office, OfficePicture, ProposedChange
from provinces.proposals.fields import PLAIN_FIELDS, SPELLING
from provinces.proposals.heads import apply_head

# What those actions raise, each with a sentence for the reader; ValidationError besides.
REFUSALS = (NameRefused, ProfileRefused, TermRefused)


def apply_to(office: Office, change: ProposedChange, *, by: User | None, at: datetime) -> None:
    """Makes the office say what `change` proposes. Raises REFUSALS, ValidationError."""
    _APPLY[change.field](office, change, by, at)


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


def _new(change: ProposedChange) -> Any:
    """JSON of the shape that provinces/proposals/fields.py gives its field."""
    return change.new


def _old(change: ProposedChange) -> Any:
    return change.old


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
    "head": apply_head,
    **dict.fromkeys(PLAIN_FIELDS, _update),
    "aliases": _aliases,
    "services": _services,
    "programmes": _programmes,
    "logo": _logo,
    "picture": _picture,
    "report": _report,
}
