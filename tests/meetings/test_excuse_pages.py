"""Keterangan tidak hadir as an office sees and says it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import Excuse, Meeting, Registration
from tests.factories import NOW, TODAY, make_meeting, make_registration, make_session, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def meeting(db) -> Meeting:
    return make_meeting()


@pytest.fixture
def delegate(meeting, aceh) -> Registration:
    return make_registration(meeting, aceh, full_name="Ana Kepala", role="kepala")


def _address(meeting: Meeting) -> str:
    return reverse("meetings:excuses", args=[meeting.slug])


def _excuse(meeting: Meeting, **of: object) -> Excuse:
    return Excuse.objects.create(
        meeting=meeting, kind="sakit", note="demam tinggi", recorded_at=NOW,
        recorded_by=make_user(full_name="Petugas"), **of,
    )  # fmt: skip


def test_an_office_says_it_of_one_or_of_all_its_people(operator_client, meeting, aceh, delegate):
    session = make_session(meeting, title="Pleno")
    one = {"whose": delegate.pk, "kind": "sakit", "note": "demam", "session": session.pk}
    everybody = {"whose": f"balai-{aceh.pk}", "kind": "tugas"}
    for sent in (one, everybody):
        assert operator_client.post(_address(meeting), sent).status_code == 302
    rows = operator_client.get(_address(meeting)).context["rows"]
    told = "Dicatat Operator Aceh, Selasa, 24 November 2026, 11.00 WITA."
    assert [(r["whose"], r["session"], r["kind"], r["note"], r["told"]) for r in rows] == [
        (f"Seluruh delegasi {aceh}", "Seluruh rakor", "Tugas lain", "", told),
        ("Ana Kepala", "Pleno", "Sakit", "demam", told),
    ]


def test_the_form_offers_the_own_delegation_alone(operator_client, meeting, aceh, bali, delegate):
    make_registration(meeting, bali, full_name="Orang Bali")
    make_registration(meeting, aceh, full_name="Yang Batal", withdrawn_at=NOW)
    whose = operator_client.get(_address(meeting)).context["form"].fields["whose"]
    assert list(whose.choices) == [
        ("", "Pilih"),
        (
            aceh.name,
            [
                (f"balai-{aceh.pk}", f"Seluruh delegasi {aceh}"),
                (str(delegate.pk), "Ana Kepala (Kepala balai)"),
            ],
        ),
    ]


def test_another_office_cannot_be_named(operator_client, meeting, bali, delegate):
    other = make_registration(meeting, bali)
    for whose in (other.pk, f"balai-{bali.pk}"):
        page = operator_client.post(_address(meeting), {"whose": whose, "kind": "izin"})
        assert list(page.context["form"].errors) == ["whose"]
    assert not Excuse.objects.exists()


def test_what_was_typed_stays_where_it_is_refused(operator_client, meeting, delegate):
    _excuse(meeting, registration=delegate)
    sent = {"whose": delegate.pk, "kind": "izin", "note": "acara keluarga"}
    page = operator_client.post(_address(meeting), sent)
    form = page.context["form"]
    assert form.non_field_errors() == [
        "Keterangan tidak hadir Ana Kepala untuk seluruh rakor sudah ada. Tarik dahulu yang lama "
        "untuk mengubahnya."
    ]
    assert form["note"].value() == "acara keluarga"


def test_no_other_office_reads_it(other_operator_client: Client, meeting, bali, delegate):
    make_registration(meeting, bali)
    _excuse(meeting, registration=delegate)
    page = other_operator_client.get(_address(meeting))
    assert (page.context["rows"], page.context["office"]) == ([], bali)
    text = page.content.decode()
    assert [word for word in ("demam tinggi", "Ana Kepala") if word in text] == []


@pytest.mark.parametrize("address", ["/rakor/{}/", "/rakor/{}/daftar/"])
def test_why_is_on_no_other_page(
    other_operator_client, public_client, meeting, bali, aceh, address
):
    make_registration(meeting, bali)
    person = make_registration(meeting, aceh)
    _excuse(meeting, registration=person)
    for client in (other_operator_client, public_client):
        page = client.get(address.format(meeting.slug), follow=True)
        assert "demam tinggi" not in page.content.decode()


def _withdraw(client: Client, excuse: Excuse) -> int:
    address = reverse("meetings:excuse_withdraw", args=[excuse.meeting.slug, excuse.pk])
    return client.post(address).status_code


def test_only_its_office_and_the_secretariat_take_it_back(
    public_client, operator_client, other_operator_client, secretariat_client, meeting, delegate
):
    first = _excuse(meeting, registration=delegate)
    assert _withdraw(public_client, first) == 302
    assert _withdraw(other_operator_client, first) == 404
    first.refresh_from_db()
    assert first.withdrawn_at is None
    assert (_withdraw(operator_client, first), _withdraw(operator_client, first)) == (302, 404)
    second = _excuse(meeting, registration=delegate)
    assert _withdraw(secretariat_client, second) == 302
    assert not Excuse.objects.filter(withdrawn_at=None).exists()


def test_after_the_rakor_the_office_reads_and_no_longer_says(operator_client: Client, aceh):
    meeting = make_meeting(starts_on=TODAY - timedelta(days=2), ends_on=TODAY - timedelta(days=1))
    _excuse(meeting, registration=make_registration(meeting, aceh))
    page = operator_client.get(_address(meeting))
    assert (page.context["form"], len(page.context["rows"])) == (None, 1)
    assert "Rakor sudah selesai" in page.content.decode()


def test_without_people_there_is_nobody_to_excuse(operator_client: Client, meeting):
    page = operator_client.get(_address(meeting))
    assert page.context["form"] is None
    assert "Belum ada yang punya kursi" in page.content.decode()


def test_statements_do_not_grow_with_people(operator_client: Client, meeting, aceh, delegate):
    def statements() -> int:
        with CaptureQueriesContext(connection) as found:
            operator_client.get(_address(meeting))
        return len(found)

    _excuse(meeting, registration=delegate)
    before = statements()
    for _ in range(3):
        _excuse(meeting, registration=make_registration(meeting, aceh))
    assert statements() == before


def test_who_does_not_come_at_all_is_ended_by_whoever_still_can(
    operator_client, secretariat_client, meeting, aceh, delegate
):
    def told(client: Client) -> list[bool]:
        page = client.get(f"{_address(meeting)}?balai={aceh.slug}").text
        return ["ganti atau batalkan pendaftarannya" in page, "mintalah sekretariat" in page]

    assert told(operator_client) == [True, False]
    Meeting.objects.update(registration_closes_at=NOW)
    assert [told(operator_client), told(secretariat_client)] == [[False, True], [True, False]]
