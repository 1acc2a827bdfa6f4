"""Days at the ends of the calendar, where adding a day or a zone has no result."""

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Meeting
from provinces.models import Office
from tests.factories import make_agenda_item, make_meeting, make_post, make_term
from tests.panel.forms import save

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "changes",
    [
        {"ends_on": "9999-12-31"},
        {"starts_on": "0001-01-01"},
        {"registration_closes_at": "9999-12-31T23:59"},
        {"registration_opens_at": "0001-01-01T00:00"},
    ],
)
def test_rakor_at_the_end_of_the_calendar_is_refused(
    secretariat_client: Client, changes: dict[str, str]
):
    meeting = make_meeting(published_at=None)
    address = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    response = save(secretariat_client, address, **changes)
    assert response.status_code == 200
    errors = response.context["adminform"].form.errors
    assert {name: list(found) for name, found in errors.items()} == {
        next(iter(changes)): ["Tahun harus antara 1945 dan 2200."]
    }
    assert Meeting.objects.get() == meeting


@pytest.mark.parametrize(
    "query",
    ["starts_on__year=99999999999999999999", "starts_on__year=9999&starts_on__month=12"],
)
def test_filter_by_a_year_beyond_the_calendar_filters_nothing(
    secretariat_client: Client, query: str
):
    address = reverse("admin:meetings_meeting_changelist")
    response = secretariat_client.get(f"{address}?{query}")
    assert (response.status_code, response.headers.get("Location")) == (302, f"{address}?e=1")


@pytest.mark.parametrize(
    ("model", "field"),
    [("meetings_meeting", "starts_on"), ("provinces_office", "confirmed_on")],
)
def test_every_day_of_the_panel_lies_within_the_calendar(
    secretariat_client: Client, aceh: Office, model: str, field: str
):
    meeting = make_meeting(published_at=None)
    make_agenda_item(meeting)
    pk = meeting.pk if model == "meetings_meeting" else aceh.pk
    response = save(
        secretariat_client, reverse(f"admin:{model}_change", args=[pk]), **{field: "9999-12-31"}
    )
    assert "Tahun harus antara 1945 dan 2200." in response.text


def test_term_beyond_the_calendar_is_refused(secretariat_client: Client):
    term = make_term(make_post())
    page = secretariat_client.post(
        f"/admin/provinces/term/{term.pk}/akhiri/", {"on": "9999-12-31", "precision": "day"}
    )
    assert page.context["form"].errors == {"on": ["Tahun harus antara 1945 dan 2200."]}
