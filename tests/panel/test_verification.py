"""The queue of names to be confirmed: least certain first, each judged in one step."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from provinces.models import Office, Proposal
from tests.factories import NOW, make_office, make_post, make_term
from tests.panel.forms import errors_of, save

pytestmark = pytest.mark.django_db

QUEUE = "/admin/provinces/office/kepastian/"


def step(office: Office) -> str:
    return reverse("admin:provinces_office_verify", args=[office.pk])


def test_least_certain_names_come_first_with_what_is_known(secretary_client: Client, aceh: Office):
    aceh.verification, aceh.verification_source = "press", "kabarbireuen.com 2021"
    aceh.save()
    unsure = make_office(name="Balai Ragu", verification="press-name-unsure")
    told = make_office(name="Balai Yakin Diri", confirmed_on=date(2026, 1, 5))
    unknown = make_office(name="Balai Sunyi")
    make_office(name="Balai Resmi", verification="official")
    make_term(make_post(office=aceh), name="Syahrul", period=None, seen_on=date(2025, 1, 1))
    for closed_at in (None, None, NOW):
        Proposal.objects.create(office=aceh, origin="office", created_at=NOW, closed_at=closed_at)
    page = secretary_client.get(QUEUE)
    found = [(e.office, e.open_proposals, e.head) for e in page.context["entries"]]
    assert found == [
        (unknown, 0, ""),
        (told, 0, ""),
        (unsure, 0, ""),
        (aceh, 2, "Syahrul (tercatat 1 Januari 2025)"),
    ]
    assert "kabarbireuen.com 2021" in page.text


@pytest.mark.parametrize("offices", [1, 3])
def test_queue_asks_as_much_for_one_office_as_for_three(
    secretary_client: Client, django_assert_num_queries, offices: int
):
    for _ in range(offices):
        make_term(make_post(office=make_office()))
    secretary_client.get("/admin/")
    with django_assert_num_queries(7):
        assert len(secretary_client.get(QUEUE).context["entries"]) == offices


def test_name_is_declared_official_from_the_queue(secretary_client: Client, aceh: Office):
    assert f"{step(aceh)}?sebagai=official" in secretary_client.get(QUEUE).text
    page = secretary_client.get(step(aceh), {"sebagai": "official"})
    assert page.context["form"]["verification"].value() == "official"
    data = {"verification": "official", "source": "Surat Pusdatin"}
    assert secretary_client.post(step(aceh), data).status_code == 302
    aceh.refresh_from_db()
    assert (aceh.verification, aceh.verification_source) == ("official", "Surat Pusdatin")
    assert list(secretary_client.get(QUEUE).context["entries"]) == []


def test_what_the_link_says_stays_a_proposal(secretary_client: Client, aceh: Office):
    page = secretary_client.get(step(aceh), {"sebagai": "apa saja"})
    assert page.context["form"]["verification"].value() == "unverified"
    aceh.refresh_from_db()
    assert aceh.verification == "unverified"


def test_refusal_keeps_what_was_typed(secretary_client: Client, aceh: Office):
    data = {"verification": "press", "source": "Kompas 2024"}
    secretary_client.post(step(aceh), data)
    form = secretary_client.post(step(aceh), data).context["form"]
    assert form.non_field_errors() == [
        f"Nama {aceh} sudah tercatat “Nama dari pers” dengan sumber itu."
    ]
    assert form["source"].value() == "Kompas 2024"


def test_form_of_the_office_does_not_change_the_judgement(secretary_client: Client, aceh: Office):
    address = reverse("admin:provinces_office_change", args=[aceh.pk])
    response = save(secretary_client, address, verification="official", verification_source="x")
    assert response.status_code == 302, errors_of(response)
    aceh.refresh_from_db()
    assert (aceh.verification, aceh.verification_source) == ("unverified", "")
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("client_name", ["note_taker_client", "operator_client"])
def test_judging_is_refused_to_others(
    request: pytest.FixtureRequest, client_name: str, aceh: Office
):
    client = request.getfixturevalue(client_name)
    data = {"verification": "official", "source": "Surat"}
    assert client.get(QUEUE).status_code == 403
    assert client.post(step(aceh), data).status_code == 403
    aceh.refresh_from_db()
    assert aceh.verification == "unverified"
