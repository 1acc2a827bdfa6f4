"""Campaigns as the tests need them."""

from datetime import date
from typing import Any

from post_office.models import Email

from accounts.models import User
from provinces.actions.campaigns import start_campaign
from provinces.actions.confirmation import Answerer
from provinces.models import Campaign, ConfirmationRequest, Membership, Office
from provinces.office_data import data_of
from tests.factories import NOW, TODAY

ANI = Answerer("Ani Lestari, S.Kom.", "Pranata Komputer")
BUDI = Answerer("Budi Santoso", "Kepala Tata Usaha")
DUE = date(2026, 12, 1)


def make_campaign(**fields: Any) -> Campaign:
    defaults = {"title": "Konfirmasi data menjelang rakor 2026", "due_on": DUE}
    return Campaign.objects.create(**{**defaults, **fields})


def started(by: User, **fields: Any) -> Campaign:
    """A campaign that asked all members at NOW."""
    campaign = make_campaign(**fields)
    start_campaign(campaign=campaign, by=by, at=NOW)
    campaign.refresh_from_db()
    return campaign


def left_on(day: date, office: Office) -> Office:
    """The office, a member until `day`."""
    office.memberships.update(period=(None, day), end=Membership.End.LEFT)
    return office


def request_of(office: Office) -> ConfirmationRequest:
    rows = ConfirmationRequest.objects.select_related("campaign", "office__province", "proposal")
    return rows.get(office=office)


def seen(office: Office) -> str:
    """The fingerprint of the data as the page shows them."""
    return data_of(Office.objects.select_related("province").get(pk=office.pk), TODAY).fingerprint


def letters() -> list[tuple[str, str]]:
    """To whom, and about what, in the order of the queue."""
    return [(email.to[0], email.subject) for email in Email.objects.order_by("pk")]
