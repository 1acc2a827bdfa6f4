"""An office that the portal did not know, and whether one is a balai or part of a dinas."""

from datetime import date, datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from forum_portal.lib.dates import Precision, first_day
from provinces.actions.names import address_obstacle
from provinces.models import Office, Post, Province


class OfficeRefused(Exception):
    """An office that cannot be; says why, in a sentence for the reader."""


@transaction.atomic
def create_office(
    *,
    province: Province,
    slug: str,
    name: str,
    by: User | None,
    at: datetime,
    kind: str = Office.Kind.BALAI,
    short_name: str = "",
    name_since: date | None = None,
    precision: str = Precision.DAY,
) -> Office:
    """With the post of its head; a member of the forum only once it joins.

    Raises OfficeRefused, and ValidationError by field.
    """
    if obstacle := address_obstacle(slug):
        raise OfficeRefused(obstacle)
    office = Office(
        province=province,
        slug=slug,
        name=name.strip(),
        kind=kind,
        short_name=short_name.strip(),
        name_since=first_day(name_since, precision) if name_since else None,
        name_since_precision=precision if name_since else Precision.DAY,
    )
    office.full_clean()
    office.save()
    Post.objects.create(office=office, slug=Post.HEAD, title="Kepala")
    audit.record("office.added", target=office, by=by, at=at)
    return office


@transaction.atomic
def set_kind(*, office: Office, kind: str, by: User | None, at: datetime) -> Office:
    office = Office.objects.select_for_update().get(pk=office.pk)
    before, office.kind = office.kind, Office.Kind(kind)
    if before != office.kind:
        office.save(update_fields=["kind"])
        audit.record(
            "office.changed", target=office, by=by, at=at,
            fields=["kind"], before=before, after=office.kind.value,
        )  # fmt: skip
    return office
