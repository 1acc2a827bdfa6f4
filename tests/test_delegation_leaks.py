"""What is known of people at a rakor stays with their office and the secretariat.

Readers who follow every link: nobody in particular, an operator of another office that takes
part as well, and whoever holds one person's own page. Each secret is one that its own office or
the secretariat does see: a test that found them nowhere would say nothing.
"""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from meetings.models import (
    AskedField,
    CheckinDevice,
    DelegateDraft,
    EvaluationSheet,
    Excuse,
    FieldAnswer,
    Meeting,
    Registration,
    RegistrationEvent,
)
from tests.factories import (
    NOW,
    TODAY,
    make_letter,
    make_meeting,
    make_office,
    make_operator,
    make_registration,
    make_scan,
    make_session,
    make_ticket,
)
from tests.test_meeting_leaks import crawled, found_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

# What the own office and the secretariat see of a person.
OFFICE_ONLY = (
    "rahasianama", "rahasiasurel@dinas.example", "0812-9999-8888", "198503152010012002",
    "rahasiaperbaikan", "rahasiadraf", "rahasiamenu", "rahasiawafat", "rahasiatunggu",
    "rahasiariwayat", "rahasianomor",
)  # fmt: skip
# What nobody but the secretariat sees, on no page of the portal's public side.
STAFF_ONLY = ("rahasiatamu", "rahasiapintu", "rahasiasaran")
KEY = "rahasiakodetiket"
START = (
    "/",
    "/rakor/",
    "/rakor/rakor-ambon/",
    "/rakor/rakor-ambon/peserta/",
    "/rakor/rakor-ambon/daftar/",
    "/rakor/rakor-ambon/daftar/tambah/",
    "/rakor/rakor-ambon/daftar/surat-tugas/",
    "/rakor/rakor-ambon/papan/",
    "/rakor/rakor-ambon/presensi/",
    "/saya/",
    "/verifikasi/",
    "/feed/",
    "/kalender.ics",
)


@pytest.fixture
def rakor() -> Meeting:
    """Two offices take part; all that is private belongs to the first."""
    meeting = make_meeting(slug="rakor-ambon", title="Rakor Ambon", starts_on=TODAY, ends_on=TODAY)
    office = make_office(name="Balai Maluku", slug="maluku")
    make_operator(office, email="maluku@dinas.example")
    other = make_office(name="Balai Papua", slug="papua")
    make_operator(other, email="papua@dinas.example")
    own_page = {"full_name": "Peserta Papua", "ticket_code": "kodepapua"}
    make_ticket(make_registration(meeting, other, **own_page))
    _plant_person(meeting, office)
    _plant_attendance(meeting, office)
    return meeting


def _plant_person(meeting: Meeting, office) -> None:
    person = make_registration(
        meeting, office, full_name="rahasianama", email="rahasiasurel@dinas.example",
        mobile="+6281299998888", nip="198503152010012002", ticket_code=KEY,
        letter=make_letter(meeting, office, number="rahasianomor"),
        review=Registration.Review.TO_MEND, review_note="rahasiaperbaikan",
    )  # fmt: skip
    make_ticket(person)
    for kind in ("nip", "makanan"):
        asked = AskedField.objects.create(
            meeting=meeting, kind=kind, purpose="Konsumsi.", delete_on=TODAY + timedelta(days=30)
        )
    FieldAnswer.objects.create(registration=person, field=asked, value="rahasiamenu")
    make_registration(
        meeting, office, full_name="rahasiatunggu", seat="menunggu", waiting_since=NOW
    )
    RegistrationEvent.objects.create(
        registration=person, at=NOW, kind="diubah", text="rahasiariwayat"
    )
    DelegateDraft.objects.create(
        meeting=meeting, office=office, data={"full_name": "rahasiadraf"}, made_at=NOW,
        changed_at=NOW, changed_by=User.objects.get(email="maluku@dinas.example"),
    )  # fmt: skip
    Excuse.objects.create(
        meeting=meeting, registration=person, kind="izin", note="rahasiawafat",
        recorded_at=NOW, recorded_by=User.objects.get(email="maluku@dinas.example"),
    )  # fmt: skip


def _plant_attendance(meeting: Meeting, office) -> None:
    CheckinDevice.objects.create(meeting=meeting, name="rahasiapintu", made_at=NOW)
    make_scan(make_session(meeting), method="tamu", walk_in_name="rahasiatamu", office=office)
    EvaluationSheet.objects.create(meeting=meeting, answers={"1": "rahasiasaran"})


def signed_in(email: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


def test_nobody_else_finds_any(rakor, public_client):
    for client, start in (
        (public_client, START),
        (signed_in("papua@dinas.example"), START),
        (Client(), (*START, "/tiket/kodepapua/")),
    ):
        pages = dict(crawled(client, start))
        assert {"/", "/rakor/rakor-ambon/", "/rakor/rakor-ambon/peserta/"} <= pages.keys()
        assert found_in(pages, (*OFFICE_ONLY, *STAFF_ONLY, KEY)) == []


def test_no_search_finds_any(rakor, public_client):
    for client in (public_client, signed_in("papua@dinas.example")):
        for word in (*OFFICE_ONLY, *STAFF_ONLY):
            for address in (f"/cari/?q={word}", f"/cari/saran/?q={word}"):
                assert rakor.get_absolute_url() not in client.get(address).text


def test_own_office_finds_what_is_its_own(rakor):
    pages = dict(crawled(signed_in("maluku@dinas.example"), START))
    assert {word for _, word in found_in(pages, OFFICE_ONLY)} == set(OFFICE_ONLY)
    assert found_in(pages, STAFF_ONLY) == []


def test_holder_of_the_own_page_finds_no_more_than_is_theirs(rakor):
    pages = dict(crawled(Client(), (f"/tiket/{KEY}/",)))
    shown = {word for _, word in found_in(pages, (*OFFICE_ONLY, *STAFF_ONLY))}
    # Oneself one reads what is to be mended.
    assert shown == {"rahasianama", "rahasiaperbaikan"}
