"""The offices' side: all is right, this is to be changed, and what counts in the end."""

from datetime import date, timedelta

import pytest

from accounts.models import AuditEvent
from provinces.actions.campaigns import close_campaign, send_again
from provinces.actions.confirmation import (
    CampaignOver,
    DataChanged,
    LinkReplaced,
    NotYourOffice,
    answer_with_proposal,
    confirm_data,
    confirm_own_data,
)
from provinces.actions.proposals import Change, NothingProposed
from provinces.models import ConfirmationRequest, Proposal
from tests.factories import NOW, TODAY
from tests.provinces.campaigns import ANI, BUDI, request_of, seen, started

pytestmark = pytest.mark.django_db

Answer = ConfirmationRequest.Answer
DAY = timedelta(days=1)
NEW_ADDRESS = Change("address", "Jalan Baru 2")


@pytest.fixture
def campaign(aceh, bali, secretariat):
    return started(secretariat)


def confirm(office, answerer=ANI, at=NOW, **details):
    details = {"request": request_of(office), "seen": seen(office), **details}
    return confirm_data(answerer=answerer, by=None, at=at, **details)


def propose(office, answerer=BUDI, at=NOW, changes=(NEW_ADDRESS,)):
    return answer_with_proposal(
        request=request_of(office), answerer=answerer, changes=changes, by=None, at=at
    )


def test_confirmed_is_kept_with_who_and_when(campaign, aceh, bali):
    kept = confirm(aceh)
    assert (kept.replaced, kept.replaced_at) == ("", None)
    request = request_of(aceh)
    answer = (request.answer, request.answered_at, request.answered_by, request.answered_as)
    assert answer == (Answer.CONFIRMED, NOW, "Ani Lestari, S.Kom.", "Pranata Komputer")
    aceh.refresh_from_db()
    bali.refresh_from_db()
    assert (aceh.confirmed_on, bali.confirmed_on) == (TODAY, None)


def test_the_day_is_that_of_the_portal_not_of_utc(campaign, aceh):
    late = NOW.replace(hour=18)  # 01.00 WIB of the next day
    confirm(aceh, at=late, seen=seen(aceh))
    aceh.refresh_from_db()
    assert aceh.confirmed_on == TODAY + DAY


def test_data_that_changed_meanwhile_are_not_confirmed_unseen(campaign, aceh):
    read = seen(aceh)
    aceh.address = "Jalan yang tidak dibaca 1"
    aceh.save()
    with pytest.raises(DataChanged):
        confirm(aceh, seen=read)
    aceh.refresh_from_db()
    assert (aceh.confirmed_on, request_of(aceh).answer) == (None, "")


def test_a_proposal_is_kept_as_the_answer(campaign, aceh):
    propose(aceh)
    request = request_of(aceh)
    assert (request.answer, request.answered_by) == (Answer.PROPOSED, "Budi Santoso")
    proposal = request.proposal
    assert (proposal.origin, proposal.office, proposal.sender_name) == (
        Proposal.Origin.OFFICE, aceh, "Budi Santoso",
    )  # fmt: skip
    changes = proposal.changes.values_list("field", "new")
    assert list(changes) == [("address", "Jalan Baru 2")]
    aceh.refresh_from_db()
    assert (aceh.address, aceh.confirmed_on) == ("", None)


def test_nothing_proposed_is_no_answer(campaign, aceh):
    with pytest.raises(NothingProposed):
        propose(aceh, changes=[Change("address", "")])
    assert (request_of(aceh).answer, Proposal.objects.count()) == ("", 0)


@pytest.mark.parametrize("before", [None, date(2025, 3, 1)])
def test_a_proposal_after_confirming_puts_the_former_day_back(campaign, aceh, before):
    aceh.confirmed_on = before
    aceh.save()
    confirm(aceh)
    confirm(aceh, at=NOW + timedelta(hours=1))
    kept = propose(aceh, at=NOW + timedelta(hours=2))
    assert (kept.replaced, kept.replaced_at) == (Answer.CONFIRMED, NOW + timedelta(hours=1))
    aceh.refresh_from_db()
    assert (aceh.confirmed_on, request_of(aceh).answer) == (before, Answer.PROPOSED)


def test_confirming_after_a_proposal_takes_it_back(campaign, aceh):
    propose(aceh)
    proposal = request_of(aceh).proposal
    kept = confirm(aceh, at=NOW + DAY, seen=seen(aceh))
    proposal.refresh_from_db()
    assert (kept.replaced, proposal.is_withdrawn) == (Answer.PROPOSED, True)
    aceh.refresh_from_db()
    assert aceh.confirmed_on == TODAY + DAY


def test_a_second_proposal_takes_the_place_of_the_first(campaign, aceh):
    propose(aceh)
    first = request_of(aceh).proposal
    propose(aceh, changes=[Change("city", "Banda Aceh")])
    first.refresh_from_db()
    second = request_of(aceh).proposal
    assert (first.is_withdrawn, second.is_withdrawn) == (True, False)
    assert [change.field for change in second.changes.all()] == ["city"]


def test_the_trail_tells_each_answer_without_the_link(campaign, aceh):
    confirm(aceh)
    propose(aceh)
    events = AuditEvent.objects.filter(target_type="provinces.office").order_by("pk")
    title = campaign.title
    assert [(event.action, event.actor, event.details) for event in events] == [
        ("office.confirmed", None, {
            "campaign": title, "answer": "confirmed", "before": "",
            "answered_by": "Ani Lestari, S.Kom., Pranata Komputer",
        }),
        ("office.answered", None, {
            "campaign": title, "answer": "proposed", "before": "confirmed",
            "answered_by": "Budi Santoso, Kepala Tata Usaha",
        }),
    ]  # fmt: skip


def test_a_closed_campaign_takes_no_answer(campaign, aceh, secretariat):
    close_campaign(campaign=campaign, by=secretariat, at=NOW)
    for answer in (confirm, propose):
        with pytest.raises(CampaignOver, match="tidak disimpan"):
            answer(aceh)
    aceh.refresh_from_db()
    assert (aceh.confirmed_on, Proposal.objects.count()) == (None, 0)


def test_a_replaced_link_takes_no_answer(campaign, aceh, secretariat):
    opened = request_of(aceh)
    send_again(
        request=request_of(aceh), address="baru@aceh.example", replace_link=True,
        by=secretariat, at=NOW,
    )  # fmt: skip
    with pytest.raises(LinkReplaced):
        confirm(aceh, request=opened)
    assert request_of(aceh).answer == ""


def test_staff_confirm_at_any_time(aceh, operator):
    kept = confirm_own_data(office=aceh, seen=seen(aceh), by=operator, at=NOW)
    aceh.refresh_from_db()
    assert (kept, aceh.confirmed_on) == (None, TODAY)
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.details) == ("office.confirmed", operator, {})


def test_staff_answer_the_running_campaign_as_well(campaign, aceh, operator):
    confirm_own_data(office=aceh, seen=seen(aceh), by=operator, at=NOW)
    request = request_of(aceh)
    answer = (request.answer, request.answered_by, request.answered_as)
    assert answer == (Answer.CONFIRMED, "Operator Aceh", "Operator")


def test_staff_confirm_after_the_campaign_closed(campaign, aceh, operator, secretariat):
    close_campaign(campaign=campaign, by=secretariat, at=NOW)
    confirm_own_data(office=aceh, seen=seen(aceh), by=operator, at=NOW)
    aceh.refresh_from_db()
    assert (aceh.confirmed_on, request_of(aceh).answer) == (TODAY, "")


@pytest.mark.parametrize("who", ["other_operator", "secretariat"])
def test_nobody_confirms_for_another_office(aceh, who, request):
    with pytest.raises(NotYourOffice, match="UPTD Balai Tekkomdik Aceh"):
        confirm_own_data(office=aceh, seen=seen(aceh), by=request.getfixturevalue(who), at=NOW)
    aceh.refresh_from_db()
    assert aceh.confirmed_on is None
