"""Who may open the panel, and what each finds there."""

import re

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.audit import record
from accounts.models import User
from elections.models import Election
from provinces.models import Office
from tests.factories import (
    NOW,
    make_agenda_item,
    make_meeting,
    make_minutes,
    make_office,
    make_post,
    make_registration,
    make_term,
    make_user,
)

pytestmark = pytest.mark.django_db


def listed(client: Client) -> dict[str, list[str]]:
    """The pages that the first page offers, by section."""
    response = client.get(reverse("admin:index"))
    return {
        app["name"]: [model["name"] for model in app["models"]]
        for app in response.context["app_list"]
    }


def test_stranger_is_asked_to_sign_in_and_comes_back(public_client: Client):
    response = public_client.get("/admin/meetings/meeting/")
    assert (response.status_code, response.url) == (
        302,
        "/akun/masuk/?next=/admin/meetings/meeting/",
    )


def test_djangos_own_sign_in_leads_to_ours(public_client: Client, secretary_client: Client):
    response = public_client.get("/admin/login/?next=/admin/meetings/meeting/")
    assert response.url == "/akun/masuk/?next=/admin/meetings/meeting/"
    assert secretary_client.get("/admin/login/").url == "/admin/"


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/undang-akun/"])
def test_operator_is_refused(operator_client: Client, address: str):
    assert operator_client.get(address).status_code == 403


def test_signing_out_and_password_lead_to_our_pages(secretary_client: Client):
    assert secretary_client.post("/admin/logout/").url == "/akun/keluar/"
    assert secretary_client.get("/admin/password_change/").url == "/akun/kata-sandi/ubah/"


def test_secretary_finds_the_portals_pages_alone(secretary_client: Client):
    assert listed(secretary_client) == {
        "Rakor dan notula": [
            "Rakor", "Pendaftaran", "Kotak keluar", "Notula", "Penerbit surat", "Nomor surat",
        ],
        "Balai dan jabatan": [
            "Balai", "Usulan perubahan", "Konfirmasi data", "Orang", "Jabatan", "Masa jabatan",
            "Penggabungan orang", "Provinsi",
        ],
        "Praktik baik": ["Praktik baik", "Komentar", "Topik"],
        "Pemilihan": ["Pemilihan"],
        "Akun, surel, dan jejak audit": ["Akun", "Antrean surel", "Jejak audit"],
    }  # fmt: skip


def test_note_taker_finds_minutes_and_the_rakor_they_are_of(note_taker_client: Client):
    assert listed(note_taker_client) == {"Rakor dan notula": ["Rakor", "Notula"]}


@pytest.mark.parametrize(
    "name",
    [
        "provinces_office_changelist",
        "provinces_person_changelist",
        "provinces_proposal_changelist",
        "provinces_campaign_changelist",
        "meetings_registration_changelist",
        "elections_election_changelist",
        "accounts_user_changelist",
        "accounts_auditevent_changelist",
        "accounts_queuedmail_changelist",
        "meetings_meeting_add",
        "invite_account",
    ],
)
def test_note_taker_is_refused_elsewhere(note_taker_client: Client, name: str):
    assert note_taker_client.get(reverse(f"admin:{name}")).status_code == 403


def test_no_page_of_a_library_is_registered():
    apps = {model._meta.app_label for model in admin.site._registry}
    assert apps == {"accounts", "provinces", "practices", "meetings", "elections"}


def pages(aceh: Office, secretary: User) -> list[str]:
    """One address of every kind of page that the secretary opens."""
    meeting = make_meeting()
    make_agenda_item(meeting)
    registration = make_registration(meeting, aceh)
    minutes = make_minutes(make_meeting())
    term = make_term(make_post(office=aceh))
    election = Election.objects.create(slug="ketua-2026", meeting=meeting, post=make_post())
    other = make_user()
    objects = [aceh, term, term.person, term.post, meeting, registration, minutes, election, other]
    changes = [reverse(f"admin:{o._meta.label_lower.replace('.', '_')}_change", args=[o.pk])
               for o in objects]  # fmt: skip
    steps = [
        f"/admin/provinces/office/{aceh.pk}/angkat-kepala/",
        f"/admin/meetings/meeting/{meeting.pk}/batalkan/",
        f"/admin/meetings/registration/{registration.pk}/batalkan/",
        f"/admin/meetings/minutes/{minutes.pk}/pratinjau/",
        f"/admin/meetings/minutes/{minutes.pk}/terbitkan/",
        f"/admin/elections/election/{election.pk}/terbitkan/",
        f"/admin/accounts/user/{other.pk}/nonaktifkan/",
        f"/admin/accounts/user/{other.pk}/undang-lagi/",
    ]
    lists = [reverse(f"admin:{m._meta.label_lower.replace('.', '_')}_changelist")
             for m in admin.site._registry]  # fmt: skip
    rest = [
        "/admin/",
        "/admin/undang-akun/",
        "/admin/meetings/",
        "/admin/meetings/meeting/add/",
        "/admin/provinces/office/add/",
        "/admin/elections/election/add/",
        f"/admin/provinces/person/{term.person.pk}/delete/",
        f"/admin/provinces/office/{aceh.pk}/history/",
    ]
    return changes + steps + lists + rest


@pytest.mark.usefixtures("standing_clock")
def test_no_page_carries_what_the_content_policy_forbids(
    secretary_client: Client, secretary: User, aceh: Office
):
    inline = re.compile(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)")
    foreign = re.compile(r"Breadcrumbs|Sidebar|Please|Save and|Add another|Log out|Change password")
    found = {}
    for address in pages(aceh, secretary):
        response = secretary_client.get(address)
        assert response.status_code == 200, address
        page = re.sub(r'<script[^>]*type="application/json".*?</script>', "", response.text)
        if hits := inline.findall(page) + foreign.findall(page):
            found[address] = hits
    assert found == {}


@pytest.mark.parametrize(
    "model",
    ["meeting", "registration", "minutes", "office", "person", "term", "user", "auditevent"],
)
def test_lists_ask_as_often_for_three_rows_as_for_one(secretary_client: Client, model: str):
    app = {"office": "provinces", "person": "provinces", "term": "provinces", "user": "accounts",
           "auditevent": "accounts"}.get(model, "meetings")  # fmt: skip
    address = reverse(f"admin:{app}_{model}_changelist")
    counts = []
    for _ in range(2):
        make_rows(1 + 2 * len(counts))
        with CaptureQueriesContext(connection) as queries:
            secretary_client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def make_rows(count: int) -> None:
    for _ in range(count):
        office = make_office()
        meeting = make_meeting()
        make_registration(meeting, office)
        make_minutes(meeting)
        make_term(make_post(office=office))
        user = make_user()
        office.staff.create(user=user)
        record("account.invited", target=user, by=user, at=NOW)
