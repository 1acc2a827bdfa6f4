"""What an office tells of itself: contacts, other names, services, programmes.

Pictures and the emblem are in provinces/actions/pictures.py, to be had from here, too. Each
locks the office first, so two who keep the same profile follow one another.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction

from accounts import audit
from accounts.models import User
from forum_portal.lib.phones import office_number
from provinces.actions.pictures import (
    ProfileRefused,
    add_picture,
    describe_picture,
    lock_office,
    move_picture,
    remove_picture,
    set_logo,
)
from provinces.models import Office, OfficeAlias, OfficeProgramme, OfficeService

__all__ = [
    "PROFILE_FIELDS",
    "ProfileRefused",
    "add_picture",
    "describe_picture",
    "move_picture",
    "remove_picture",
    "set_aliases",
    "set_logo",
    "set_programmes",
    "set_services",
    "update_profile",
]

# What an office may say anew of itself as plain text; its name and head have their own actions.
PROFILE_FIELDS = (
    "city",
    "address",
    "phone",
    "email",
    "website",
    "parent_agency",
    "description",
    "opening_hours",
)
# Longer than any page of an office; the columns themselves have no end.
LONGEST_TEXT = {"description": 10_000, "opening_hours": 600}
MOST_ROWS = 40

_FIELDS = {field.name: field for field in Office._meta.concrete_fields}


@transaction.atomic
def update_profile(
    *, office: Office, values: Mapping[str, str], by: User | None, at: datetime
) -> list[str]:
    """The names of the fields that have changed; `office` carries the new values, too.

    values: by the names of PROFILE_FIELDS, as typed; a phone of any spelling.
    Raises ValidationError with the reasons by field.
    """
    if unknown := values.keys() - set(PROFILE_FIELDS):
        raise ValueError(f"no fields of the profile: {sorted(unknown)}")
    present = lock_office(office)
    changed = _changed(present, values)
    for name, value in changed.items():
        setattr(present, name, value)
        setattr(office, name, value)
    if changed:
        present.save(update_fields=list(changed))
        audit.record("office.changed", target=office, by=by, at=at, fields=sorted(changed))
    return list(changed)


@transaction.atomic
def set_aliases(*, office: Office, names: Sequence[str], by: User | None, at: datetime) -> None:
    """Exactly these other names, in this order; blank ones and repetitions are left out.

    Raises ProfileRefused.
    """
    present = lock_office(office)
    known = {present.name.casefold()}
    wanted: list[OfficeAlias] = []
    for name in (" ".join(name.split()) for name in names):
        if name and name.casefold() not in known:
            known.add(name.casefold())
            wanted.append(OfficeAlias(office=present, name=name))
    if _replace(present.aliases, wanted, ("name",), "Nama lain"):
        audit.record("office.aliases_set", target=office, by=by, at=at, count=len(wanted))


@transaction.atomic
def set_services(
    *, office: Office, services: Sequence[Mapping[str, str]], by: User | None, at: datetime
) -> None:
    """Exactly these services, in this order.

    services: name, and where known description and url. Raises ProfileRefused.
    """
    present = lock_office(office)
    fields = ("name", "description", "url")
    wanted = [
        OfficeService(office=present, order=order, **_picked(values, fields))
        for order, values in enumerate(services, start=1)
    ]
    if _replace(present.services, wanted, (*fields, "order"), "Layanan"):
        audit.record("office.services_set", target=office, by=by, at=at, count=len(wanted))


@transaction.atomic
def set_programmes(
    *, office: Office, programmes: Sequence[Mapping[str, Any]], by: User | None, at: datetime
) -> None:
    """Exactly these programmes of digital transformation.

    programmes: title, year, state, and where known until_year, reached and source.
    Raises ProfileRefused.
    """
    present = lock_office(office)
    fields = ("title", "year", "until_year", "state", "reached", "source")
    wanted = [OfficeProgramme(office=present, **_picked(row, fields)) for row in programmes]
    if _replace(present.programmes, wanted, fields, "Program"):
        audit.record("office.programmes_set", target=office, by=by, at=at, count=len(wanted))


def _changed(office: Office, values: Mapping[str, str]) -> dict[str, str]:
    """What differs from `office`, as it is stored. Raises ValidationError by field."""
    changed, errors = {}, {}
    for name, typed in values.items():
        value = typed.replace("\r\n", "\n").strip()
        if value == getattr(office, name):
            continue
        try:
            changed[name] = _cleaned(office, name, value)
        except ValidationError as refusal:
            errors[name] = refusal
    if errors:
        raise ValidationError(errors)
    return {name: value for name, value in changed.items() if value != getattr(office, name)}


def _cleaned(office: Office, name: str, value: str) -> str:
    if name == "phone" and value:
        return office_number(value)
    most = LONGEST_TEXT.get(name)
    if most and len(value) > most:
        raise ValidationError(
            f"Isian ini {len(value)} huruf; batasnya {most} huruf.", code="max_length"
        )
    return _FIELDS[name].clean(value, office)


def _picked(values: Mapping[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    """As the columns take them: text without blanks around it, no text for no number."""
    picked = {}
    for name in fields:
        value = values.get(name)
        value = value.strip() if isinstance(value, str) else value
        picked[name] = None if name.endswith("year") and value == "" else value
        if value is None and not name.endswith("year"):
            picked[name] = ""
    return picked


def _replace(
    present: Any, wanted: Sequence[models.Model], fields: tuple[str, ...], word: str
) -> bool:
    """Rows in place of others; False if they are the same. Raises ProfileRefused."""
    if len(wanted) > MOST_ROWS:
        raise ProfileRefused(f"{word}: {len(wanted)} butir; batasnya {MOST_ROWS} butir.")
    before = list(present.values_list(*fields))
    present.all().delete()
    for number, row in enumerate(wanted, start=1):
        try:
            row.clean_fields()
            row.validate_constraints()
        except ValidationError as refusal:
            raise ProfileRefused(
                f"{word} ke-{number}: {' '.join(_reasons(row, refusal))}"
            ) from None
        row.save()
    return before != list(present.values_list(*fields))


def _reasons(row: models.Model, refusal: ValidationError) -> list[str]:
    """Each with the name of its field, unless it speaks of the whole row."""
    labels = {field.name: field.verbose_name for field in row._meta.concrete_fields}
    reasons = []
    for field, said in refusal.message_dict.items():
        label = "" if field == NON_FIELD_ERRORS else f"{labels[field]}: "
        reasons += [f"{label}{sentence}" for sentence in said]
    return reasons
