"""The delegation of a rakor that is over: who was recorded, certificates, and nothing to do."""

from datetime import timedelta

import pytest
import time_machine

from meetings.actions.certificates import issue_certificates, revoke_certificate
from meetings.models import Meeting, Scan
from tests.factories import NOW, make_registration, make_scan
from tests.meetings.after_rakor import make_past_rakor, make_present

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

URL = "/rakor/rakor-lalu/daftar/"
ACTS = ("tambah/", "unggah/", "/ubah/", "/ganti/", "/batal/", "tiket.pdf", "/ganti-tiket/")


@pytest.fixture
def rakor(db) -> Meeting:
    return make_past_rakor(slug="rakor-lalu")


def shown(client) -> list[tuple[str, str, str, str]]:
    people = client.get(URL).context["people"]
    return [(one["name"], one["afterwards"].presence, *one["afterwards"][2:]) for one in people]


def test_each_is_told_with_sessions_and_certificate(
    operator_client, secretariat, rakor, aceh, bali
):
    ani = make_present(rakor, aceh, sessions=3, full_name="Ani")
    budi = make_present(rakor, aceh, sessions=3, full_name="Budi")
    make_present(rakor, aceh, sessions=2, full_name="Cici")
    make_present(rakor, aceh, sessions=0, full_name="Dedi")
    make_present(rakor, bali, sessions=3, full_name="Orang Bali")
    issue_certificates(meeting=rakor, by=secretariat, at=NOW)
    revoked = budi.certificates.get()
    revoke_certificate(certificate=revoked, reason="Keliru.", by=secretariat, at=NOW)
    assert shown(operator_client) == [
        ("Ani", "3 dari 3 sesi", "Unduh PDF", f"{URL}{ani.pk}/sertifikat.pdf"),
        ("Budi", "3 dari 3 sesi", "Dicabut", f"/verifikasi/{revoked.code}/"),
        ("Cici", "2 dari 3 sesi", "", ""),
        ("Dedi", "0 dari 3 sesi", "", ""),
    ]
    response = operator_client.get(URL)
    facts = [(fact["label"], fact["value"]) for fact in response.context["facts"]]
    assert facts == [
        ("Terdaftar", "4 orang"),
        ("Tercatat hadir", "3 orang"),
        ("Sertifikat", "1 orang"),
    ]
    assert [act for act in (*ACTS, "Orang Bali") if act in response.text] == []
    assert operator_client.get(shown(operator_client)[0][3]).headers["Content-Type"] == (
        "application/pdf"
    )


def test_a_fact_that_does_not_count_is_no_presence(operator_client, rakor, aceh):
    ani = make_present(rakor, aceh, sessions=1, full_name="Ani")
    last = rakor.sessions.last()
    make_scan(last, registration=ani, ticket=ani.tickets.get(), flags=[Scan.NOT_COUNTED[0]])
    assert shown(operator_client) == [("Ani", "1 dari 3 sesi", "", "")]


def test_without_sessions_presence_was_not_recorded(operator_client, aceh):
    make_registration(make_past_rakor(slug="rakor-lalu", sessions=0), aceh, full_name="Ani")
    assert shown(operator_client) == [("Ani", "Tidak dicatat", "", "")]


def test_who_had_no_seat_is_told_why(operator_client, rakor, aceh):
    make_registration(rakor, aceh, full_name="Ani", seat="menunggu", waiting_since=NOW)
    ended = {"withdrawn_at": NOW, "withdraw_reason": "Sakit."}
    make_registration(rakor, aceh, full_name="Budi", **ended)
    make_present(rakor, aceh, sessions=1, full_name="Cici", **ended)
    shown = operator_client.get(URL).context
    assert [(one["name"], one["ended"], one["reason"]) for one in shown["others"]] == [
        ("Ani", "Tanpa kursi", "Di daftar tunggu sampai rakor selesai."),
        ("Budi", "Dibatalkan", "Sakit."),
        ("Cici", "Dibatalkan", "Sakit. · Tercatat hadir 1 dari 3 sesi"),
    ]
    assert [fact["value"] for fact in shown["facts"]] == ["0 orang", "1 orang", "0 orang"]


@pytest.mark.parametrize("count", [1, 3])
def test_takes_the_same_statements(operator_client, rakor, aceh, django_assert_num_queries, count):
    for _ in range(count):
        make_present(rakor, aceh, sessions=2)
        make_registration(rakor, aceh, seat="menunggu", waiting_since=NOW)
    with django_assert_num_queries(9):
        operator_client.get(URL)


def test_page_of_one_offers_nothing_that_has_passed(operator_client, secretariat, rakor, aceh):
    ani = make_present(rakor, aceh, sessions=3, review="perbaikan", review_note="Jabatan.")
    issue_certificates(meeting=rakor, by=secretariat, at=NOW)
    page = operator_client.get(f"{URL}{ani.pk}/")
    assert [act for act in (*ACTS, "Perlu perbaikan</p>") if act in page.text] == []
    assert (page.context["past"].presence, "Rakor ini sudah selesai" in page.text) == (
        "3 dari 3 sesi",
        True,
    )
    assert f'href="{URL}{ani.pk}/sertifikat.pdf"' in page.text


def test_the_day_before_it_is_over_the_tickets_are_there(operator_client, rakor, aceh):
    make_present(rakor, aceh, sessions=1)
    with time_machine.travel(NOW - timedelta(days=1), tick=False):
        assert f"{URL}tiket.pdf" in operator_client.get(URL).text


def test_a_cancelled_rakor_has_no_tickets_and_says_why(operator_client, rakor, aceh):
    make_present(rakor, aceh, sessions=0)
    Meeting.objects.update(cancelled_at=NOW, cancel_reason="Gempa.")
    response = operator_client.get(URL)
    assert response.context["notice"]["text"] == "Gempa."
    assert f"{URL}tiket.pdf" not in response.text


@pytest.mark.parametrize(
    ("client_name", "status"),
    [("public_client", 302), ("secretariat_client", 200), ("other_operator_client", 403)],
)
def test_only_the_office_and_the_secretariat_see_it(request, rakor, aceh, client_name, status):
    make_present(rakor, aceh, sessions=3, full_name="Ani")
    response = request.getfixturevalue(client_name).get(f"{URL}?balai=aceh")
    assert (response.status_code, "Ani" in response.text) == (status, status == 200)
