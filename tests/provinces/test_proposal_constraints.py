"""What PostgreSQL refuses of proposals, campaigns and answers, whoever writes past the actions."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from provinces.actions.campaigns import close_campaign
from provinces.actions.proposals import apply_change, decline_change
from provinces.models import Campaign, ConfirmationRequest, Office, Proposal, ProposedChange
from tests.factories import NOW, make_office
from tests.provinces.campaigns import make_campaign, request_of, started
from tests.provinces.proposals import change_of, propose_values

pytestmark = [pytest.mark.django_db, pytest.mark.any_postgres]


def refuses(name: str, write: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        write()


def test_a_proposal_is_not_closed_while_a_change_is_undecided(aceh):
    proposal = propose_values(aceh, city="Sabang", address="Jalan Perdana 1")
    decline_change(change=change_of(proposal, "city"), reason="Bukan.", by=None, at=NOW)
    rows = Proposal.objects.filter(pk=proposal.pk)
    refuses("proposal_closed_once_decided", lambda: rows.update(closed_at=NOW))
    apply_change(change=change_of(proposal, "address"), by=None, at=NOW)
    refuses("proposal_closed_without_address", lambda: rows.update(sender_email="a@contoh.example"))
    assert rows.get().closed_at == NOW


def test_a_closed_proposal_takes_no_further_change_and_no_other_decision(aceh):
    proposal = propose_values(aceh, city="Sabang")
    apply_change(change=change_of(proposal, "city"), by=None, at=NOW)
    rows = proposal.changes.all()
    name = "proposed_change_decided_while_open"
    refuses(name, lambda: rows.update(outcome="declined", reason="Tidak jadi."))
    refuses(name, lambda: ProposedChange.objects.create(proposal=proposal, field="phone", new=""))


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"new": None}, "proposed_change_says_what"),
        ({"outcome": "mungkin", "decided_at": NOW}, "proposed_change_outcome_known"),
    ],
    ids=["nothing", "unknown-decision"],
)
def test_a_change_says_what_and_is_decided_one_way_or_the_other(aceh, values, name):
    proposal = propose_values(aceh, city="Sabang")
    refuses(name, lambda: proposal.changes.update(**values))


def test_a_proposal_is_an_offices_or_a_readers(aceh):
    proposal = propose_values(aceh, city="Sabang")
    refuses(
        "proposal_origin_known", lambda: Proposal.objects.filter(pk=proposal.pk).update(origin="x")
    )


def test_one_campaign_runs_at_a_time(aceh, secretariat):
    started(secretariat)
    other = make_campaign(title="Lain")
    refuses(
        "campaign_one_running",
        lambda: Campaign.objects.filter(pk=other.pk).update(started_at=NOW),
    )


def test_nobody_is_asked_or_answers_but_in_a_running_campaign(aceh, secretariat):
    draft = make_campaign(title="Draf")
    refuses(
        "confirmation_while_running",
        lambda: ConfirmationRequest.objects.create(campaign=draft, office=aceh, token="abc"),
    )
    campaign = started(secretariat)
    rows = ConfirmationRequest.objects.filter(office=aceh)
    refuses("confirmation_has_link", lambda: rows.update(token=""))
    refuses(
        "confirmation_proposed_something",
        lambda: rows.update(answer="proposed", answered_at=NOW),
    )
    close_campaign(campaign=campaign, by=secretariat, at=NOW)
    refuses(
        "confirmation_while_running",
        lambda: rows.update(answer="confirmed", answered_at=NOW),
    )


def test_an_answer_holds_no_proposal_of_another_office(aceh, secretariat):
    started(secretariat)
    other = make_office()
    proposal = propose_values(other, city="Denpasar")
    asked = request_of(aceh)
    refuses(
        "confirmation_proposal_is_own",
        lambda: ConfirmationRequest.objects.filter(pk=asked.pk).update(proposal=proposal),
    )


@pytest.mark.parametrize("slug", ["konfirmasi", "program-transformasi-digital"])
def test_no_office_takes_an_address_of_the_portal(aceh, slug):
    refuses(
        "office_slug_not_reserved",
        lambda: Office.objects.filter(pk=aceh.pk).update(slug=slug),
    )
