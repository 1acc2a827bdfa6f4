"""What the secretariat does with a campaign: start, remind, send again, add an office, close.

Each locks the campaign first, as the answers do (confirmation.py): whoever has just answered is
not reminded, and nothing is sent for a campaign that has just been closed.
"""

import secrets
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from accounts import audit
from accounts.models import User
from provinces import campaign_emails as emails
from provinces.campaign_roll import latecomers, roll_on, with_addresses
from provinces.models import Campaign, ConfirmationRequest, Office

TOKEN_BYTES = 32
BETWEEN_LETTERS = timedelta(hours=24)
DAYS_BEFORE_DUE = 3


class Sent(NamedTuple):
    """How many offices, and how many letters went to them."""

    offices: int
    letters: int


class CampaignRefused(Exception):
    """It cannot be done; says why, in a sentence for the reader."""


class AlreadyStarted(CampaignRefused):
    def __init__(self, campaign: Campaign) -> None:
        super().__init__(
            f"“{campaign}” sudah dikirim pada {day_and_time(campaign.started_at)}; "
            "setiap balai sudah menerima tautannya."
        )


class OtherRunning(CampaignRefused):
    def __init__(self, other: Campaign) -> None:
        super().__init__(
            f"“{other}” masih berjalan sejak {day_and_time(other.started_at)}. Tutup dahulu, "
            "supaya tidak ada balai yang menerima dua tautan."
        )


class DueInThePast(CampaignRefused):
    def __init__(self, due_on: date, today: date) -> None:
        super().__init__(
            f"Tenggatnya {date_format(due_on, 'l, j F Y')}, hari ini "
            f"{date_format(today, 'l, j F Y')}. Isi tenggat yang belum lewat."
        )


class NobodyToAsk(CampaignRefused):
    def __init__(self, today: date) -> None:
        super().__init__(
            f"Tidak ada balai yang tercatat sebagai anggota pada {date_format(today, 'j F Y')}."
        )


class NotRunning(CampaignRefused):
    def __init__(self, campaign: Campaign) -> None:
        what = "belum dikirim"
        if campaign.closed_at is not None:
            what = f"sudah ditutup pada {day_and_time(campaign.closed_at)}"
        super().__init__(f"“{campaign}” {what}.")


class NobodyToRemind(CampaignRefused):
    def __init__(self) -> None:
        super().__init__(
            "Tidak ada yang perlu diingatkan: semua balai yang beralamat surel sudah menjawab, "
            "atau menerima surel kurang dari 24 jam yang lalu."
        )


class AlreadyAsked(CampaignRefused):
    def __init__(self, office: Office, campaign: Campaign) -> None:
        super().__init__(f"{office} sudah menerima tautan “{campaign}”.")


class NotAMember(CampaignRefused):
    def __init__(self, office: Office, today: date) -> None:
        super().__init__(
            f"{office} tidak tercatat sebagai anggota forum pada {date_format(today, 'j F Y')}."
        )


@transaction.atomic
def start_campaign(*, campaign: Campaign, by: User, at: datetime) -> Sent:
    """Asks every office that is a member today; each gets its own link.

    Raises AlreadyStarted, OtherRunning, DueInThePast, NobodyToAsk.
    """
    today = timezone.localdate(at)
    # Waits for any other start, of this campaign or of another.
    list(Campaign.objects.select_for_update().filter(closed_at=None).order_by("pk"))
    campaign = Campaign.objects.get(pk=campaign.pk)
    if obstacle := obstacle_to_start(campaign, today):
        raise obstacle
    roll = roll_on(today)
    if not roll:
        raise NobodyToAsk(today)
    campaign.started_at = at
    campaign.save(update_fields=["started_at"])
    asked = ConfirmationRequest.objects.bulk_create(
        _request(campaign, office, addresses, at) for office, addresses in roll
    )
    letters = sum(len(request.sent_to) for request in asked)
    audit.record(
        "campaign.started", target=campaign, by=by, at=at, offices=len(asked), letters=letters
    )
    return _send(asked, emails.asked)


@transaction.atomic
def remind(*, campaign: Campaign, by: User | None, at: datetime) -> Sent:
    """A second letter to those who have not answered; not within a day of the former one.

    Raises NotRunning, NobodyToRemind.
    """
    sent = _remind(lock_running(campaign), at - BETWEEN_LETTERS, by=by, at=at)
    if not sent.offices:
        raise NobodyToRemind
    return sent


@transaction.atomic
def remind_before_due(*, at: datetime) -> Sent:
    """The letter that the portal sends by itself, to those who have not answered the running
    campaign when its last three days begin.

    Once: not to whom any letter went in those days. What a day missed, the next makes up for,
    until the day by which an answer was asked.
    """
    today = timezone.localdate(at)
    last_days = (today, today + timedelta(days=DAYS_BEFORE_DUE))
    found = Campaign.objects.select_for_update().running().filter(due_on__range=last_days)
    if (campaign := found.first()) is None:
        return Sent(0, 0)
    began = campaign.due_on - timedelta(days=DAYS_BEFORE_DUE)
    midnight = timezone.make_aware(datetime.combine(began, time.min))
    return _remind(campaign, min(midnight, at - BETWEEN_LETTERS), by=None, at=at)


@transaction.atomic
def send_again(
    *, request: ConfirmationRequest, address: str, replace_link: bool, by: User, at: datetime
) -> ConfirmationRequest:
    """The letter once more, to an address put right; reminders go there too.

    replace_link: whoever got the former link could answer for the office; it then opens nothing,
    and no further letter goes to the addresses that had it. Raises NotRunning.
    """
    lock_running(request.campaign)
    request = locked_request(request)
    if replace_link:
        request.token = secrets.token_urlsafe(TOKEN_BYTES)
        request.sent_to = [address]
    elif address.casefold() not in {known.casefold() for known in request.sent_to}:
        request.sent_to = [*request.sent_to, address]
    request.sent_at = at
    request.save(update_fields=["token", "sent_to", "sent_at"])
    audit.record(
        "campaign.sent_again",
        target=request.campaign,
        by=by,
        at=at,
        office=request.office.slug,
        new_link=replace_link,
    )
    emails.asked(request, [address])
    return request


@transaction.atomic
def add_office(
    *, campaign: Campaign, office: Office, by: User, at: datetime
) -> ConfirmationRequest:
    """Asks an office that joined after the start. Raises NotRunning, AlreadyAsked, NotAMember."""
    campaign = lock_running(campaign)
    if campaign.requests.filter(office=office).exists():
        raise AlreadyAsked(office, campaign)
    today = timezone.localdate(at)
    if not latecomers(campaign, today).filter(pk=office.pk).exists():
        raise NotAMember(office, today)
    ((office, addresses),) = with_addresses([office])
    request = _request(campaign, office, addresses, at)
    request.save()
    audit.record("campaign.office_added", target=campaign, by=by, at=at, office=office.slug)
    emails.asked(request)
    return request


@transaction.atomic
def close_campaign(*, campaign: Campaign, by: User, at: datetime) -> Campaign:
    """Takes no more answers; the links say so from now on. Raises NotRunning."""
    campaign = lock_running(campaign)
    campaign.closed_at = at
    campaign.save(update_fields=["closed_at"])
    unanswered = campaign.requests.unanswered().count()
    audit.record("campaign.closed", target=campaign, by=by, at=at, unanswered=unanswered)
    return campaign


def obstacle_to_start(campaign: Campaign, today: date) -> CampaignRefused | None:
    """What forbids it, if anything does."""
    if campaign.started_at is not None:
        return AlreadyStarted(campaign)
    if other := Campaign.objects.running().first():
        return OtherRunning(other)
    return DueInThePast(campaign.due_on, today) if campaign.due_on < today else None


def lock_running(campaign: Campaign) -> Campaign:
    """The campaign, locked until the transaction ends. Raises NotRunning."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not campaign.is_running:
        raise NotRunning(campaign)
    return campaign


def locked_request(request: ConfirmationRequest) -> ConfirmationRequest:
    rows = ConfirmationRequest.objects.select_for_update(of=("self",))
    return rows.select_related("campaign", "office", "proposal").get(pk=request.pk)


def day_and_time(at: datetime | None) -> str:
    """On the portal's own clock, such as "24 November 2026 pukul 10.05 WIB"."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{date_format(local, 'j F Y')} pukul {local:%H.%M} WIB"


def _request(
    campaign: Campaign, office: Office, addresses: list[str], at: datetime
) -> ConfirmationRequest:
    return ConfirmationRequest(
        campaign=campaign,
        office=office,
        token=secrets.token_urlsafe(TOKEN_BYTES),
        sent_to=addresses,
        sent_at=at if addresses else None,
    )


def _remind(campaign: Campaign, before: datetime, *, by: User | None, at: datetime) -> Sent:
    """To those who have not answered and got no letter since `before`; it is locked."""
    rows = campaign.requests.to_remind(before).select_related("office", "campaign")
    waiting = list(rows.select_for_update(of=("self",)))
    if not waiting:
        return Sent(0, 0)
    for request in waiting:
        request.reminders += 1
        request.reminded_at = at
    ConfirmationRequest.objects.bulk_update(waiting, ["reminders", "reminded_at"])
    letters = sum(len(request.sent_to) for request in waiting)
    audit.record(
        "campaign.reminded", target=campaign, by=by, at=at, offices=len(waiting), letters=letters
    )
    return _send(waiting, emails.reminded)


def _send(requests: Iterable[ConfirmationRequest], letter: emails.Message) -> Sent:
    sent = [letter(request) for request in requests]
    return Sent(len(sent), sum(sent))
