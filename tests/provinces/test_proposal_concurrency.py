"""Two secretaries at one proposal, and what PostgreSQL refuses whoever asks."""

import pytest
from django.db import IntegrityError, connection, transaction
from post_office.models import Email

from provinces.actions.proposals import apply_change, decline_change, withdraw_proposal
from provinces.models import Office, Proposal, ProposedChange
from tests.factories import NOW, make_office, make_operator, make_user
from tests.provinces.proposals import PHONE, change_of, propose_values
from tests.provinces.test_term_concurrency import at_once

pytestmark = pytest.mark.any_postgres


@pytest.fixture
def office(transactional_db: None) -> Office:
    return make_office(name="Balai TIK Contoh")


def test_of_two_who_apply_one_change_the_second_is_told(office):
    operator, first, second = make_operator(office), make_user(), make_user()
    change = propose_values(office, operator, phone=PHONE).changes.get()

    outcomes = at_once(
        *(
            lambda by=by: apply_change(
                change=ProposedChange.objects.get(pk=change.pk), by=by, at=NOW
            )
            for by in (first, second)
        )
    )

    change.refresh_from_db()
    told = f"Telepon kantor sudah diputus oleh {change.decided_by.full_name}: diterapkan."
    assert outcomes == [told, "done"]
    assert Email.objects.count() == 1


def test_of_two_last_decisions_at_once_one_closes_and_one_mail_goes_out(office):
    operator = make_operator(office)
    proposal = propose_values(office, operator, phone=PHONE, city="Sabang")
    phone, city = change_of(proposal, "phone"), change_of(proposal, "city")

    outcomes = at_once(
        lambda: apply_change(change=phone, by=None, at=NOW),
        lambda: decline_change(change=city, reason="Keliru.", by=None, at=NOW),
    )

    proposal.refresh_from_db()
    assert (outcomes, proposal.closed_at) == (["done", "done"], NOW)
    assert Email.objects.count() == 1


def test_of_deciding_and_withdrawing_at_once_neither_is_half_done(office):
    operator = make_operator(office)
    proposal = propose_values(office, operator, phone=PHONE)

    outcomes = at_once(
        lambda: apply_change(change=proposal.changes.get(), by=None, at=NOW),
        lambda: withdraw_proposal(proposal=proposal, by=operator, at=NOW),
    )

    office.refresh_from_db()
    proposal = Proposal.objects.get()
    assert "done" in outcomes
    assert len(set(outcomes)) == 2
    assert (office.phone == PHONE) is not proposal.is_withdrawn


@pytest.mark.parametrize(
    ("update", "constraint"),
    [
        ("provinces_proposal SET is_withdrawn = true", "proposal_withdrawn_is_closed"),
        ("provinces_proposedchange SET outcome = 'applied'", "proposed_change_decided_at"),
        (
            "provinces_proposedchange SET outcome = 'declined', decided_at = now()",
            "proposed_change_declined_with_reason",
        ),
        ("provinces_proposedchange SET field = 'phone'", "proposed_change_once_a_field"),
    ],
)
def test_postgresql_refuses(office, update, constraint):
    propose_values(office, phone=PHONE, city="Sabang")

    with (
        pytest.raises(IntegrityError, match=constraint),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE {update}")
