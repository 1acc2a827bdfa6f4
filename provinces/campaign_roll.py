"""Which offices a campaign asks, and at which addresses."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from provinces.models import Campaign, Membership, Office, OfficeStaff


class Asked(NamedTuple):
    """An office with the addresses that its letter goes to: none if the portal knows none."""

    office: Office
    addresses: list[str]


def roll_on(day: date) -> list[Asked]:
    """The member offices of that day, in the order of their provinces. Two queries."""
    return with_addresses(_members_on(day).order_by("province__code", "slug"))


def latecomers(campaign: Campaign, day: date) -> QuerySet[Office]:
    """Member offices of that day that the campaign has not asked."""
    return _members_on(day).exclude(confirmation_requests__campaign=campaign)


def with_addresses(offices: Iterable[Office]) -> list[Asked]:
    """Each with the address of the office first, then those of its accounts. One query."""
    offices = list(offices)
    accounts = defaultdict(list)
    rows = OfficeStaff.objects.filter(office__in=offices, user__is_active=True)
    for office, email in rows.order_by("pk").values_list("office_id", "user__email"):
        accounts[office].append(email)
    return [Asked(office, _distinct([office.email, *accounts[office.pk]])) for office in offices]


def _members_on(day: date) -> QuerySet[Office]:
    members = Membership.objects.on(day).values("office")
    return Office.objects.filter(pk__in=members).select_related("province")


def _distinct(addresses: Iterable[str]) -> list[str]:
    """Without empty ones; those that differ in their case alone are one."""
    return list({address.casefold(): address for address in addresses if address}.values())
