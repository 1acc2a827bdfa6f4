"""Two at the same moment: starting twice, answering twice, answering while it is closed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from post_office.models import Email

from provinces.actions.campaigns import (
    AlreadyStarted,
    CampaignRefused,
    NobodyToRemind,
    OtherRunning,
    close_campaign,
    remind,
    start_campaign,
)
from provinces.actions.confirmation import (
    CampaignOver,
    answer_with_proposal,
    confirm_data,
    confirm_own_data,
)
from provinces.actions.proposals import AlreadyDecided, Change, decline_change
from provinces.models import ConfirmationRequest, Proposal
from tests.factories import NOW, TODAY
from tests.provinces.campaigns import ANI, BUDI, make_campaign, request_of, seen, started

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_postgres]

AT_ONCE = 4
Answer = ConfirmationRequest.Answer


def race(*attempts: Callable[[], object]) -> list[object]:
    """What each gave back, or the class of what refused it."""
    start = Barrier(len(attempts))

    def run(attempt: Callable[[], object]) -> object:
        start.wait()
        try:
            return attempt()
        except CampaignRefused as refused:
            return type(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(run, attempts))


def test_a_campaign_starts_once(aceh, operator, secretariat):
    campaign = make_campaign()
    outcomes = race(*[lambda: start_campaign(campaign=campaign, by=secretariat, at=NOW)] * AT_ONCE)
    assert sorted(map(str, outcomes)) == sorted(
        ["Sent(offices=1, letters=1)", *[str(AlreadyStarted)] * (AT_ONCE - 1)]
    )
    assert (ConfirmationRequest.objects.count(), Email.objects.count()) == (1, 1)


def test_of_two_campaigns_one_starts(aceh, operator, secretariat):
    both = [make_campaign(title="Satu"), make_campaign(title="Dua")]
    outcomes = race(
        *(
            lambda campaign=campaign: start_campaign(campaign=campaign, by=secretariat, at=NOW)
            for campaign in both
        )
    )
    assert OtherRunning in outcomes
    assert Email.objects.count() == 1


def test_a_reminder_goes_out_once(aceh, operator, secretariat):
    campaign = started(secretariat)
    later = NOW.replace(day=26)
    outcomes = race(*[lambda: remind(campaign=campaign, by=secretariat, at=later)] * AT_ONCE)
    assert outcomes.count(NobodyToRemind) == AT_ONCE - 1
    assert Email.objects.count() == 2


def test_two_answers_at_once_are_told_of_each_other(aceh, secretariat):
    started(secretariat)
    request, read = request_of(aceh), seen(aceh)
    outcomes = race(
        lambda: confirm_data(request=request, answerer=ANI, seen=read, by=None, at=NOW),
        lambda: answer_with_proposal(
            request=request, answerer=BUDI, changes=[Change("city", "Sabang")], by=None, at=NOW
        ),
    )
    first, second = sorted(outcomes, key=lambda kept: kept.replaced)
    assert (first.replaced, second.replaced) == ("", first.request.answer)
    kept = request_of(aceh)
    assert kept.answer == second.request.answer
    aceh.refresh_from_db()
    is_confirmed = kept.answer == Answer.CONFIRMED
    assert aceh.confirmed_on == (TODAY if is_confirmed else None)
    assert Proposal.objects.open().count() == (0 if is_confirmed else 1)


def test_the_link_and_the_staff_at_once_do_not_wait_in_a_circle(aceh, operator, secretariat):
    started(secretariat)
    request, read = request_of(aceh), seen(aceh)
    outcomes = race(
        lambda: confirm_data(request=request, answerer=ANI, seen=read, by=None, at=NOW),
        lambda: confirm_own_data(office=aceh, seen=read, by=operator, at=NOW),
    )
    assert sorted(kept.replaced for kept in outcomes) == ["", Answer.CONFIRMED]


def test_an_answer_comes_before_the_close_or_is_refused(aceh, secretariat):
    campaign = started(secretariat)
    request, read = request_of(aceh), seen(aceh)
    answered, _ = race(
        lambda: confirm_data(request=request, answerer=ANI, seen=read, by=None, at=NOW),
        lambda: close_campaign(campaign=campaign, by=secretariat, at=NOW),
    )
    kept = request_of(aceh).answer
    assert kept == ("" if answered is CampaignOver else Answer.CONFIRMED)


def test_benar_while_the_secretariat_decides_the_proposal_is_kept(aceh, secretariat):
    started(secretariat)
    changes = [Change("city", "Sabang")]
    answer_with_proposal(request=request_of(aceh), answerer=BUDI, changes=changes, by=None, at=NOW)
    request, read = request_of(aceh), seen(aceh)
    change = request.proposal.changes.get()

    def decide() -> object:
        try:
            return decline_change(change=change, reason="Bukan Sabang.", by=secretariat, at=NOW)
        except AlreadyDecided:
            return None

    race(
        lambda: confirm_data(request=request, answerer=ANI, seen=read, by=None, at=NOW),
        decide,
    )
    assert request_of(aceh).answer == Answer.CONFIRMED
    assert Proposal.objects.open().count() == 0
