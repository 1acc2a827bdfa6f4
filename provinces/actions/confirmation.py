"""What an office answers when it is asked for its data: all of it is right, or this is not.

By the link of a campaign, or signed in at any time. The last answer counts until the campaign
closes; those before it stand in the trail. Locks go from the campaign over the request and the
proposal to the office, so that nobody waits in a circle.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import NamedTuple

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from provinces.actions.campaigns import (
    CampaignRefused,
    NotRunning,
    day_and_time,
    lock_running,
    locked_request,
)
from provinces.actions.proposals import AlreadyDecided, Change, propose, withdraw_proposal
from provinces.models import Campaign, ConfirmationRequest, Office, OfficeStaff, Proposal
from provinces.office_data import data_of

Answer = ConfirmationRequest.Answer


class Answerer(NamedTuple):
    """Who answers for the office: kept with the request, shown to the secretariat alone."""

    name: str
    position: str


class Answered(NamedTuple):
    """What is kept now, and the answer that it replaced: "" and None if it is the first."""

    request: ConfirmationRequest
    replaced: str
    replaced_at: datetime | None


class CampaignOver(CampaignRefused):
    def __init__(self, campaign: Campaign) -> None:
        super().__init__(
            f"“{campaign}” sudah ditutup pada {day_and_time(campaign.closed_at)}, "
            "sehingga jawaban ini tidak disimpan."
        )


class LinkReplaced(CampaignRefused):
    def __init__(self) -> None:
        super().__init__(
            "Tautan ini baru saja diganti oleh sekretariat, sehingga jawaban ini tidak disimpan. "
            "Pakailah tautan dalam surel yang terakhir."
        )


class DataChanged(CampaignRefused):
    def __init__(self) -> None:
        super().__init__(
            "Data balai berubah sejak halaman ini dibuka, sehingga jawaban belum disimpan. "
            "Periksa data yang sekarang, lalu nyatakan sekali lagi."
        )


class NotYourOffice(CampaignRefused):
    def __init__(self, office: Office) -> None:
        super().__init__(f"Data {office} hanya dapat dikonfirmasi petugas balai itu sendiri.")


@transaction.atomic
def confirm_data(
    *,
    request: ConfirmationRequest,
    answerer: Answerer,
    seen: str,
    by: User | None,
    at: datetime,
) -> Answered:
    """All data of the office are right. seen: the fingerprint of what the answerer has read.

    Raises CampaignOver, LinkReplaced, DataChanged.
    """
    request = _open(request)
    _take_back(request, by, at)
    office = _locked_office(request.office)
    _check_seen(office, seen, at)
    if request.answer != Answer.CONFIRMED:
        request.confirmed_before = office.confirmed_on
    _confirm(office, at)
    return _keep(request, Answer.CONFIRMED, answerer, by=by, at=at)


@transaction.atomic
def answer_with_proposal(
    *,
    request: ConfirmationRequest,
    answerer: Answerer,
    changes: Sequence[Change],
    by: User | None,
    at: datetime,
    message: str = "",
    decree: File | None = None,
) -> Answered:
    """Something is to be changed; the answers of before, "benar" too, no longer count.

    Raises CampaignOver, LinkReplaced, provinces.actions.proposals.ProposalRefused.
    """
    request = _open(request)
    _take_back(request, by, at)
    office = _locked_office(request.office)
    if request.answer == Answer.CONFIRMED and office.confirmed_on == _day_of(request):
        office.confirmed_on = request.confirmed_before
        office.save(update_fields=["confirmed_on"])
    request.confirmed_before = None
    request.proposal = propose(
        office=office,
        changes=changes,
        origin=Proposal.Origin.OFFICE,
        by=by,
        at=at,
        sender_name=answerer.name,
        # Where the decision is told; the portal forgets it with that letter.
        sender_email=request.sent_to[0] if request.sent_to else "",
        message=message,
        decree=decree,
    )
    return _keep(request, Answer.PROPOSED, answerer, by=by, at=at)


@transaction.atomic
def confirm_own_data(*, office: Office, seen: str, by: User, at: datetime) -> Answered | None:
    """A member of the office's staff says that all data are right; answers a running campaign too.

    Raises NotYourOffice, DataChanged.
    """
    staff = OfficeStaff.objects.filter(office=office, user=by).first()
    if staff is None:
        raise NotYourOffice(office)
    asked = open_request_of(office)
    if asked is not None:
        answerer = Answerer(by.full_name, staff.get_role_display())
        try:
            return confirm_data(request=asked, answerer=answerer, seen=seen, by=by, at=at)
        except CampaignOver:
            # Closed a moment ago: what the office says of itself holds without it.
            pass
    office = _locked_office(office)
    _check_seen(office, seen, at)
    _confirm(office, at)
    audit.record("office.confirmed", target=office, by=by, at=at)
    return None


def open_request_of(office: Office) -> ConfirmationRequest | None:
    """What a running campaign asks of the office, answered or not."""
    rows = ConfirmationRequest.objects.running().select_related("campaign", "office", "proposal")
    return rows.filter(office=office).first()


def _open(request: ConfirmationRequest) -> ConfirmationRequest:
    token = request.token
    try:
        lock_running(request.campaign)
    except NotRunning as refused:
        request.campaign.refresh_from_db()
        raise CampaignOver(request.campaign) from refused
    request = locked_request(request)
    if request.token != token:
        raise LinkReplaced
    return request


def _take_back(request: ConfirmationRequest, by: User | None, at: datetime) -> None:
    """The proposal of an earlier answer, as far as nobody has decided it."""
    if request.proposal is None or request.proposal.closed_at is not None:
        return
    # If the secretariat decides it at this moment, what it applies is told as data that changed.
    with suppress(AlreadyDecided):
        withdraw_proposal(proposal=request.proposal, by=by, at=at)


def _locked_office(office: Office) -> Office:
    rows = Office.objects.select_for_update(of=("self",))
    return rows.select_related("province").get(pk=office.pk)


def _check_seen(office: Office, seen: str, at: datetime) -> None:
    if data_of(office, timezone.localdate(at)).fingerprint != seen:
        raise DataChanged


def _confirm(office: Office, at: datetime) -> None:
    office.confirmed_on = timezone.localdate(at)
    office.save(update_fields=["confirmed_on"])


def _day_of(request: ConfirmationRequest) -> date | None:
    return timezone.localdate(request.answered_at) if request.answered_at else None


def _keep(
    request: ConfirmationRequest, answer: str, answerer: Answerer, *, by: User | None, at: datetime
) -> Answered:
    before = Answered(request, request.answer, request.answered_at)
    request.answer, request.answered_at = answer, at
    request.answered_by, request.answered_as = answerer
    request.save(
        update_fields=[
            "answer", "answered_at", "answered_by", "answered_as", "confirmed_before", "proposal",
        ]
    )  # fmt: skip
    verb = "confirmed" if answer == Answer.CONFIRMED else "answered"
    audit.record(
        f"office.{verb}",
        target=request.office,
        by=by,
        at=at,
        campaign=str(request.campaign),
        answer=answer,
        before=before.replaced,
        answered_by=", ".join(answerer),
    )
    return before
