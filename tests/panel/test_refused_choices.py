"""A choice that the page never offered is an error beside its field, not a failure."""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Meeting
from provinces.models import Term
from tests.factories import make_meeting, make_post, make_term
from tests.panel.forms import save

pytestmark = pytest.mark.django_db


def _errors(client: Client, address: str, **changes: str) -> list[str]:
    response = save(client, address, **changes)
    assert response.status_code == 200
    return list(response.context["adminform"].form.errors)


def test_unknown_zone_is_refused_with_all_times_kept_as_they_were(secretariat_client: Client):
    meeting = make_meeting(published_at=None)
    address = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    assert _errors(secretariat_client, address, zone="Eropa/Roma") == ["zone"]
    stored = Meeting.objects.get()
    assert stored.registration_closes_at == meeting.registration_closes_at


def test_unknown_kind_of_acting_is_refused(secretariat_client: Client):
    term = make_term(make_post())
    page = secretariat_client.post(
        f"/admin/provinces/term/{term.pk}/koreksi/",
        {"person": term.person_id, "acting": "plx", "from_day": "2025-01-01",
         "from_precision": "day", "until_precision": "day", "seen_precision": "day"},
    )  # fmt: skip
    assert list(page.context["form"].errors) == ["acting"]
    assert Term.objects.get().acting == ""


@pytest.mark.parametrize(
    ("address", "action", "key"),
    [
        ("meetings/registration", "accept_selected", "bukan-kunci"),
        ("meetings/registration", "print_badges", "9" * 30),
        ("practices/comment", "hide_selected", "bukan-kunci"),
        ("practices/comment", "hide_selected", "9" * 30),
    ],
)
def test_rows_chosen_by_what_is_no_key_are_a_bad_request(
    secretariat_client: Client, address, action, key
):
    """An action wants somebody chosen, whom there may be or not."""
    sent = {"action": action, "_selected_action": key}
    assert secretariat_client.post(f"/admin/{address}/", sent).status_code == 400
    sent["_selected_action"] = "1" if address.endswith("comment") else str(UUID(int=1))
    assert secretariat_client.post(f"/admin/{address}/", sent).status_code < 400
