"""Why somebody does not come may tell of their health: it stands in one place, and is forgotten."""

import json
from datetime import timedelta

import pytest

from accounts.models import AuditEvent
from meetings.actions.forgetting import forget_personal_data
from meetings.actions.reviews import decline_registration
from meetings.actions.substitution import substitute_delegate
from meetings.actions.withdrawal import withdraw_delegate
from meetings.models import Registration, RegistrationEvent, Ticket
from tests.factories import NOW, make_meeting
from tests.meetings.seating import person, register_each

pytestmark = pytest.mark.django_db
WHY = "Dirawat karena tifus."
LATER = NOW + timedelta(hours=1)
A_YEAR_LATER = NOW + timedelta(days=800)


@pytest.fixture
def budi(aceh, operator) -> Registration:
    rakor = make_meeting(title="Rakor Makassar", capacity=None, seats_per_office=3)
    (registration,) = register_each(rakor, aceh, operator, [1])
    return registration


def withdrawn(registration, by):
    withdraw_delegate(registration=registration, reason=WHY, by=by, at=LATER)


def substituted(registration, by):
    substitute_delegate(registration=registration, delegate=person(2), reason=WHY, by=by, at=LATER)


def declined(registration, by):
    decline_registration(registration=registration, reason=WHY, read_at=LATER, by=by, at=LATER)


ENDINGS = pytest.mark.parametrize("end", [withdrawn, substituted, declined])


def kept_for_good() -> str:
    return json.dumps(
        [
            *RegistrationEvent.objects.values_list("kind", "text"),
            *AuditEvent.objects.values_list("action", "target", "details"),
            *Ticket.objects.values_list("revoke_reason"),
        ]
    )


@ENDINGS
def test_reason_reaches_nothing_that_is_kept_for_good(budi, operator, end):
    end(budi, operator)
    budi.refresh_from_db()
    assert (budi.is_active, budi.withdraw_reason) == (False, WHY)
    assert WHY not in kept_for_good()


@ENDINGS
def test_office_reads_it_beside_the_step_until_it_is_forgotten(
    budi, operator, operator_client, end
):
    end(budi, operator)
    url = f"/rakor/{budi.meeting.slug}/daftar/{budi.pk}/"
    assert operator_client.get(url).context["events"][0]["note"].count(WHY) == 1
    forget_personal_data(at=A_YEAR_LATER)
    page = operator_client.get(url)
    assert page.status_code == 200
    assert "tifus" not in page.content.decode()


@ENDINGS
def test_secretariat_reads_it_beside_the_step(budi, secretariat_client, secretariat, end):
    end(budi, secretariat)
    page = secretariat_client.get(f"/admin/meetings/registration/{budi.pk}/change/")
    # As a column, of the checking too where it was declined, and in the history.
    assert page.content.decode().count(WHY) == (3 if end is declined else 2)
