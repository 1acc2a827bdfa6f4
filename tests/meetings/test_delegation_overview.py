"""The delegation of an office as one thing: who leads, comes, waits, and what is to do."""

from datetime import date, timedelta

import pytest
import time_machine

from meetings.actions.history import note
from meetings.actions.seat_offers import settle_seats
from meetings.models import Invitation, Meeting, Registration, RegistrationEvent, SeatOffer
from tests.factories import NOW, make_letter, make_meeting, make_registration
from tests.meetings.letters import invited, make_inviting_meeting
from tests.meetings.seating import register_each

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

URL = "/rakor/rakor-makassar/daftar/"
QUOTA = "Kuota UPTD Balai Tekkomdik Aceh 1 kursi, sudah terpakai 1."


@pytest.fixture
def rakor(db) -> Meeting:
    return make_meeting(slug="rakor-makassar", title="Rakor Makassar", mode="hibrida")


def names(rows) -> list[str]:
    return [row["name"] for row in rows]


def test_shows_who_comes_waits_and_came_to_an_end(operator_client, rakor, aceh, bali):
    letter = make_letter(rakor, aceh)
    one = make_registration(
        rakor, aceh, full_name="Ani", mobile="+6281234567890", letter=letter, role="kepala"
    )
    make_registration(rakor, aceh, full_name="Budi", seat="menunggu", waiting_since=NOW)
    ended = {"withdrawn_at": NOW, "withdraw_reason": "Sakit."}
    make_registration(rakor, aceh, full_name="Citra", **ended)
    declined = {"withdrawn_at": NOW, "review": "ditolak", "review_note": "Bukan ASN."}
    later = NOW + timedelta(minutes=1)
    make_registration(rakor, aceh, full_name="Dewi", created_at=later, **declined)
    make_registration(rakor, bali, full_name="Orang Bali")
    response = operator_client.get(URL)
    shown = response.context
    assert [names(shown[part]) for part in ("seated", "waiting", "ended")] == [
        ["Ani"], ["Budi"], ["Citra", "Dewi"],
    ]  # fmt: skip
    assert [(row["ended"], row["reason"]) for row in shown["ended"]] == [
        ("Dibatalkan", "Sakit."), ("Ditolak", "Bukan ASN."),
    ]  # fmt: skip
    assert [(fact["label"], fact["value"]) for fact in shown["facts"]] == [
        ("Kuota balai", "3 kursi"),
        ("Terdaftar", "1 orang"),
        ("Daftar tunggu", "1 orang"),
        ("Pendaftaran", "Sampai 8 Desember 2026, 11.00 WITA"),
    ]
    html = response.content.decode()
    for act in ("ubah", "ganti", "batal"):
        assert f"{URL}{one.pk}/{act}/" in html
    for text in ("0812-3456-7890", f"{URL}{one.pk}/tiket.pdf", f"{URL}{one.pk}/surat-tugas.pdf"):
        assert text in html
    assert f"{URL}tambah/?balai=aceh" in html
    assert "Orang Bali" not in html


@pytest.mark.parametrize("count", [1, 3])
def test_takes_the_same_statements(
    operator_client, operator, rakor, aceh, django_assert_num_queries, count
):
    rakor.seats_per_office = 1
    rakor.save()
    for _ in range(count):
        make_registration(rakor, aceh)
        offered = make_registration(rakor, aceh, seat="ditawari", waiting_since=NOW)
        SeatOffer.objects.create(
            registration=offered, made_at=NOW, expires_at=NOW + timedelta(hours=1), reason="Bebas."
        )
        make_registration(rakor, aceh, seat="menunggu", waiting_since=NOW)
        rakor.delegate_drafts.create(
            office=aceh, made_at=NOW, changed_at=NOW, changed_by=operator, data={}
        )
    with django_assert_num_queries(13):
        operator_client.get(URL)


@pytest.mark.parametrize(
    ("fields", "title", "text", "can_add"),
    [
        (
            {"registration_closes_at": NOW},
            "Pendaftaran sudah ditutup",
            "Pendaftaran ditutup sejak 24 November 2026, 11.00 WITA. Peserta masih dapat diganti "
            "atau dibatalkan lewat sekretariat sampai rakor selesai.",
            False,
        ),
        (
            {"registration_opens_at": NOW + timedelta(days=1)},
            "Pendaftaran belum dibuka",
            "Pendaftaran dibuka mulai 25 November 2026, 11.00 WITA sampai 8 Desember 2026, "
            "11.00 WITA.",
            False,
        ),
        (
            {"seats_per_office": 1},
            "Peserta berikutnya masuk daftar tunggu",
            f"{QUOTA} Yang sudah terdaftar tetap mempunyai kursi.",
            True,
        ),
        (
            {"seats_per_office": 1, "has_waiting_list": False},
            "Tidak ada kursi lagi",
            f"{QUOTA} Batalkan atau ganti satu peserta untuk mengirim yang lain.",
            False,
        ),
        (
            {"capacity": 1, "has_waiting_list": False},
            "Tidak ada kursi lagi",
            "Rakor ini menyediakan 1 kursi, sudah terpakai 1. Batalkan",
            False,
        ),
        (
            {"onsite_capacity": 1, "has_waiting_list": False},
            "Tidak ada kursi lagi",
            "Kursi luring 1, sudah terpakai 1.",
            False,
        ),
        (
            {"cancelled_at": NOW, "cancel_reason": "Banjir."},
            "Rakor ini dibatalkan",
            "Banjir.",
            False,
        ),
    ],
)
def test_says_why_the_next_one_gets_no_seat(operator_client, aceh, fields, title, text, can_add):
    meeting = make_meeting(slug="rakor-makassar", **fields)
    make_registration(meeting, aceh)
    response = operator_client.get(URL)
    assert response.context["notice"]["title"] == title
    assert text in response.context["notice"]["text"]
    assert (f"{URL}tambah/" in response.content.decode()) is can_add


def test_whoever_has_a_seat_reads_nothing_of_free_ones(operator_client, rakor, aceh):
    rakor.capacity = 50
    rakor.save()
    make_registration(rakor, aceh)
    html = operator_client.get(URL).content.decode()
    assert "50 kursi" not in html
    assert "tersedia" not in html


def test_those_who_came_in_one_moment_stand_by_name(operator_client, rakor, aceh):
    for name in ("Cici", "Ani", "Eka", "Budi", "Dedi"):
        make_registration(rakor, aceh, full_name=name)
    page = operator_client.get(URL)
    assert names(page.context["seated"]) == ["Ani", "Budi", "Cici", "Dedi", "Eka"]


def test_waiting_reads_place_and_reason_and_the_offer_comes_first(
    operator_client, operator, rakor, aceh
):
    rakor.seats_per_office = 1
    rakor.save()
    seated, first, second = register_each(rakor, aceh, operator, range(3))
    page = operator_client.get(URL)
    assert [(row["name"], row["line"].place) for row in page.context["waiting"]] == [
        (first.full_name, "urutan ke-1 dari 2"),
        (second.full_name, "urutan ke-2 dari 2"),
    ]
    assert ["Ke-1 dari 2" in page.text, "Urutan ke-1" in page.text] == [True, False]
    line = page.context["waiting"][0]["line"]
    assert (line.there, line.why) == ("Urutan menurut waktu mendaftar.", QUOTA)
    assert "Tawaran dikirim lewat surel" in page.text
    Registration.objects.filter(pk=seated.pk).update(withdrawn_at=NOW, withdraw_reason="Sakit.")
    settle_seats(meeting=rakor, at=NOW)
    page = operator_client.get(URL)
    assert names(page.context["offers"]) == [first.full_name]
    assert page.context["waiting"][0]["offer"]["until"] == "Rabu, 25 November 2026, 11.00 WITA"
    assert f"{URL}{first.pk}/tawaran/" in page.content.decode()


def test_no_offers_are_promised_once_registration_has_closed(
    operator_client, operator, rakor, aceh
):
    rakor.seats_per_office = 1
    rakor.save()
    register_each(rakor, aceh, operator, range(2))
    rakor.registration_closes_at = NOW - timedelta(minutes=1)
    rakor.save()
    page = operator_client.get(URL)
    (line,) = [row["line"] for row in page.context["waiting"]]
    assert (
        line.why == "Pendaftaran ditutup 24 November 2026, 10.59 WITA; kursi tidak ditawarkan lagi."
    )
    assert [line.why in page.text, "Tawaran dikirim lewat surel" in page.text] == [True, False]


@pytest.fixture
def offered(operator, rakor, aceh) -> Registration:
    rakor.seats_per_office = 1
    rakor.save()
    seated, first = register_each(rakor, aceh, operator, range(2))
    Registration.objects.filter(pk=seated.pk).update(withdrawn_at=NOW, withdraw_reason="Sakit.")
    settle_seats(meeting=rakor, at=NOW)
    return first


@pytest.mark.parametrize(
    ("answer", "seat", "is_active", "then"),
    [
        ("accept", "terdaftar", True, "sudah diterima"),
        ("decline", "ditawari", False, "sudah dibatalkan"),
    ],
)
def test_office_answers_an_offer(operator_client, offered, answer, seat, is_active, then):
    url = f"{URL}{offered.pk}/tawaran/"
    page = operator_client.get(url).content.decode()
    assert ("Terima kursi" in page, "Rabu, 25 November 2026, 11.00 WITA" in page) == (True, True)
    response = operator_client.post(url, {answer: "1"}, follow=True)
    assert response.redirect_chain == [(f"{URL}{offered.pk}/", 302)]
    offered.refresh_from_db()
    assert (offered.seat, offered.is_active) == (seat, is_active)
    html = operator_client.get(url).content.decode()
    assert (then in html, "Terima kursi" in html) == (True, False)


def test_no_answer_is_asked_for_past_the_deadline(operator_client, offered):
    """Until the next settling ends the offer."""
    SeatOffer.objects.update(expires_at=NOW + timedelta(hours=1))
    addresses, ask = (URL, f"{URL}{offered.pk}/"), "Jawab tawaran"
    assert [ask in operator_client.get(address).text for address in addresses] == [True, True]
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        pages = [operator_client.get(address).text for address in addresses]
    assert [(ask in page, "sudah lewat" in page) for page in pages] == [(False, True)] * 2


def test_offer_that_lapsed_is_told_and_gives_no_seat(operator_client, offered):
    url = f"{URL}{offered.pk}/tawaran/"
    SeatOffer.objects.update(expires_at=NOW + timedelta(hours=1))
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        html = operator_client.post(url, {"accept": "1"}).content.decode()
    offered.refresh_from_db()
    assert "berlaku sampai" in html
    assert offered.has_seat is False


def test_what_is_to_mend_stands_on_top_with_its_day(operator_client, rakor, aceh):
    one = make_registration(
        rakor, aceh, full_name="Ani", review="perbaikan", review_note="Unggah surat tugas",
        mend_by=date(2026, 12, 1),
    )  # fmt: skip
    response = operator_client.get(URL)
    assert [(row["name"], row["mend"]) for row in response.context["to_mend"]] == [
        ("Ani", "Unggah surat tugas, paling lambat 1 Desember 2026, 23.59 WITA.")
    ]
    assert "Unggah surat tugas" in operator_client.get(f"{URL}{one.pk}/ubah/").content.decode()


def test_person_page_tells_state_data_and_history(operator_client, operator, rakor, aceh, bali):
    one = make_registration(rakor, aceh, full_name="Ani", nip="198503152010012002")
    other = make_registration(rakor, bali, full_name="Orang Bali")
    kinds = RegistrationEvent.Kind
    note(one, kinds.REGISTERED, "Kursi tersedia.", by=operator, at=NOW)
    note(one, kinds.TICKET, "Diganti: hilang.", by=None, at=NOW + timedelta(hours=1))
    note(other, kinds.REGISTERED, "Rahasia Bali.", by=None, at=NOW)
    response = operator_client.get(f"{URL}{one.pk}/")
    assert response.context["events"] == [
        {
            "when": "Selasa, 24 November 2026, 12.00 WITA",
            "title": "Tiket",
            "note": "Diganti: hilang.",
        },
        {
            "when": "Selasa, 24 November 2026, 11.00 WITA",
            "title": "Terdaftar",
            "note": "Kursi tersedia. Oleh Operator Aceh.",
        },
    ]
    html = response.content.decode()
    assert ("198503152010012002" in html, "Rahasia Bali." in html) == (True, False)


def test_answer_to_the_invitation_stands_beside_who_leads(
    operator_client, secretariat_client, secretariat, aceh
):
    rakor = make_inviting_meeting(slug="rakor-makassar")
    invitation = invited(rakor, aceh, by=secretariat)
    answered = {"answered_at": NOW, "answered_through": "akun"}
    Invitation.objects.update(answer="hadir", **answered)
    make_registration(rakor, aceh, full_name="Budi", name_key="budi", role="perwakilan")
    response = operator_client.get(URL)
    leading = response.context["leading"]
    assert leading["differs"] == (
        "Undangan dijawab kepala hadir sendiri, tetapi yang terdaftar perwakilan, Budi."
    )
    assert leading["items"][0]["value"] == "Diwakili Budi, Pranata Komputer"
    # The secretariat has no page to answer on: it records answers in the panel.
    of_secretariat = secretariat_client.get(f"{URL}?balai=aceh").context["leading"]
    assert [leading["invitation_url"], of_secretariat["invitation_url"]] == [
        f"/saya/undangan/{invitation.pk}/", "",
    ]  # fmt: skip
    Invitation.objects.filter(pk=invitation.pk).update(
        answer="diwakilkan", representative="Dr. Budi, M.Pd."
    )
    assert operator_client.get(URL).context["leading"]["differs"] == ""
