"""Lists of the panel take as many statements for three rows as for one."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent, User
from provinces.actions.people import merge_persons
from provinces.actions.proposals import Change, propose
from provinces.models import Campaign, Person
from tests.factories import (
    NOW,
    make_comment,
    make_meeting,
    make_minutes,
    make_office,
    make_operator,
    make_post,
    make_practice,
    make_registration,
    make_term,
)

pytestmark = pytest.mark.django_db


def _merge(by: User) -> None:
    kept, gone = Person.objects.create(name="Ana"), Person.objects.create(name="Ana Lestari")
    merge_persons(keep=kept, merged=gone, reason="Orang yang sama", by=by, at=NOW)


def _proposal(by: User) -> None:
    changes = [Change("city", "Kota Baru"), Change("website", "https://balai.example")]
    propose(office=make_office(), changes=changes, origin="office", by=by, at=NOW)


def _event(by: User) -> None:
    AuditEvent.objects.create(
        at=NOW, actor=by, action="office.added", target_type="provinces.office", target_id="1"
    )


MAKERS: dict[str, Callable[[User], object]] = {
    "provinces_office": lambda by: make_office(),
    "provinces_proposal": _proposal,
    "provinces_campaign": lambda by: Campaign.objects.create(title="Data", due_on=date(2027, 1, 1)),
    "provinces_person": lambda by: make_term(make_post(office=make_office())),
    "provinces_post": lambda by: make_post(office=make_office()),
    "provinces_term": lambda by: make_term(make_post(office=make_office())),
    "provinces_personmerge": _merge,
    "practices_practice": lambda by: make_practice(make_office()),
    "practices_comment": lambda by: make_comment(
        make_practice(office := make_office()), make_operator(office), office=office
    ),
    "meetings_meeting": lambda by: make_meeting(),
    "meetings_minutes": lambda by: make_minutes(make_meeting()),
    "meetings_registration": lambda by: make_registration(make_meeting(), make_office()),
    "accounts_user": lambda by: make_operator(make_office()),
    "accounts_auditevent": _event,
}


def statements(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", MAKERS)
def test_list_takes_as_many_statements_for_three_rows_as_for_one(
    secretary_client: Client, secretary: User, name: str
):
    address = reverse(f"admin:{name}_changelist")
    MAKERS[name](secretary)
    # The first answer also fills what is kept for the next ones.
    statements(secretary_client, address)
    once = statements(secretary_client, address)
    for _ in range(2):
        MAKERS[name](secretary)
    assert statements(secretary_client, address) == once


FEW = {"city": "Sabang"}
MORE = {**FEW, "phone": "+6265121234", "address": "Jalan Baru 1"}


@pytest.mark.parametrize("values", [FEW, MORE])
def test_decision_takes_as_many_statements_for_any_number_of_changes(
    secretary_client: Client, values: dict[str, str], django_assert_num_queries
):
    changes = [Change(name, value) for name, value in values.items()]
    proposal = propose(office=make_office(), changes=changes, origin="office", by=None, at=NOW)
    address = reverse("admin:provinces_proposal_change", args=[proposal.pk])
    statements(secretary_client, address)
    with django_assert_num_queries(12):
        page = secretary_client.get(address)
    assert len(page.context["rows"]) == len(values)
