"""Seats that are freed: to whom they are offered, until when, and what is told to whom."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.core.management import call_command
from post_office.models import Email

from meetings.actions.registration import change_delegate
from meetings.actions.registration_refusals import NotYourOffice, OfferGone, RegistrationRefused
from meetings.actions.seat_offers import accept_offer, decline_offer, settle_all, settle_seats
from meetings.actions.withdrawal import withdraw_delegate
from meetings.models import SeatOffer, Ticket
from tests.factories import NOW, make_meeting
from tests.meetings.seating import person, register_each, seats_of, story_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_postgres]

HOUR = timedelta(hours=1)
FULL = "Rakor ini menyediakan 1 kursi, sudah terpakai 1."


@pytest.fixture
def rakor(db):
    """One seat, an offer of 24 hours, and an office that may send more than that."""
    return make_meeting(slug="rakor", title="Rakor", capacity=1, seats_per_office=9)


@pytest.fixture
def three(rakor, aceh, operator):
    """One with the seat, two who wait."""
    return register_each(rakor, aceh, operator, [1, 2, 3])


def withdraw(registration, by, at: datetime = NOW + HOUR):
    return withdraw_delegate(registration=registration, reason="Sakit.", by=by, at=at)


def links(mail: Email) -> list[str]:
    """Those of the portal, without the page of the rakor and its calendar."""
    return re.findall(r"https://forum\.example/(?:tiket|rakor/rakor/daftar)/\S+", mail.message)


def test_who_finds_no_seat_waits_and_is_told_why(three):
    seated = three[0]
    assert seats_of(*three) == ["terdaftar", "menunggu", "menunggu"]
    assert [one.waiting_since for one in three] == [
        None, NOW + timedelta(minutes=1), NOW + timedelta(minutes=2)
    ]  # fmt: skip
    assert [story_of(one) for one in three] == [
        [("terdaftar", "")], [("antre", FULL)], [("antre", FULL)]
    ]  # fmt: skip
    assert [ticket.registration for ticket in Ticket.objects.all()] == [seated]
    mail = Email.objects.latest("pk")
    assert (mail.to, mail.subject) == (["orang3@dinas.example"], "Daftar tunggu Rakor")
    assert f"Belum ada kursi untuk Anda: {FULL}" in mail.message


def test_same_moment_is_ordered_by_who_held_the_lock_first(rakor, aceh, operator):
    register_each(rakor, aceh, operator, [1])
    waiting = [register_each(rakor, aceh, operator, [number])[0] for number in (2, 3, 4)]
    assert [one.waiting_since - NOW for one in waiting] == [
        timedelta(microseconds=n) for n in range(3)
    ]


def test_freed_seat_is_held_for_the_first_and_the_others_are_told(three, operator):
    _, first, second = three
    withdraw(three[0], operator)
    assert seats_of(*three) == ["berakhir", "ditawari", "menunggu"]
    offer = SeatOffer.objects.get()
    assert (offer.registration, offer.made_at, offer.expires_at, offer.outcome) == (
        first, NOW + HOUR, NOW + 25 * HOUR, ""
    )  # fmt: skip
    assert story_of(first)[1:] == [
        ("ditawari", "Ada kursi bebas; urutan ke-1 dari 2 sesuai urutan mendaftar. "
         "Berlaku sampai 25 November 2026, 12.00 WITA."),
    ]  # fmt: skip
    assert story_of(second)[1:] == [
        ("dilewati", "Kursi yang bebas ditawarkan kepada urutan sebelumnya.")
    ]


def test_offer_is_mailed_to_person_and_operator_with_their_pages(three, operator, settings):
    settings.SITE_URL = "https://forum.example"
    Email.objects.all().delete()
    withdraw(three[0], operator)
    _, of_person, of_office = Email.objects.order_by("pk")
    assert [mail.to for mail in (of_person, of_office)] == [
        ["orang2@dinas.example"], ["operator.aceh@dinas.example"]
    ]  # fmt: skip
    until = "Tawaran kursi Rakor, berlaku sampai 25 November 2026, 12.00 WITA"
    assert [mail.subject for mail in (of_person, of_office)] == [until, f"{until}: Citra A"]
    page = f"https://forum.example/tiket/{three[1].ticket_code}/"
    answers = f"https://forum.example/rakor/rakor/daftar/{three[1].pk}/tawaran/"
    assert links(of_person)[:2] == [f"{page}terima/", f"{page}tolak/"]
    assert links(of_office)[0] == answers
    assert three[1].ticket_code not in of_office.message


@pytest.mark.parametrize("by_person", [True, False])
def test_accepted_gives_seat_and_ticket_once(three, operator, by_person):
    withdraw(three[0], operator)
    for _ in range(2):
        accept_offer(registration=three[1], by=None if by_person else operator, at=NOW + 2 * HOUR)
    assert seats_of(*three) == ["berakhir", "terdaftar", "menunggu"]
    assert story_of(three[1])[2:] == [("menerima", "")]
    assert Ticket.objects.filter(registration=three[1], revoked_at=None).count() == 1
    assert SeatOffer.objects.get().outcome == "diterima"


def test_declined_ends_the_registration_and_passes_on(three, operator):
    withdraw(three[0], operator)
    for _ in range(2):
        decline_offer(registration=three[1], by=None, at=NOW + 2 * HOUR)
    assert seats_of(*three) == ["berakhir", "berakhir", "ditawari"]
    assert list(SeatOffer.objects.values_list("outcome", flat=True)) == ["ditolak", ""]
    assert story_of(three[1])[2:] == [("menolak", "")]


@pytest.mark.parametrize(
    ("late", "seats"),
    [
        (-timedelta(microseconds=1), ["berakhir", "ditawari", "menunggu"]),
        (timedelta(0), ["berakhir", "menunggu", "ditawari"]),
    ],
)
def test_lapsed_at_its_deadline_passes_on_and_keeps_the_person_in_line(
    three, operator, late, seats
):
    withdraw(three[0], operator)
    assert settle_all(at=NOW + 25 * HOUR + late) == 1
    assert seats_of(*three) == seats


def test_lapsed_is_told_and_comes_round_when_nobody_else_waits(three, operator):
    withdraw(three[0], operator)
    settle_all(at=NOW + 25 * HOUR)
    decline_offer(registration=three[2], by=operator, at=NOW + 26 * HOUR)
    assert seats_of(*three) == ["berakhir", "ditawari", "berakhir"]
    assert [kind for kind, _ in story_of(three[1])] == [
        "antre", "ditawari", "lewat", "dilewati", "ditawari"
    ]  # fmt: skip
    assert story_of(three[1])[2] == (
        "lewat", "Tidak dijawab sampai 25 November 2026, 12.00 WITA."
    )  # fmt: skip


def test_due_offer_cannot_be_accepted_before_the_clock_has_passed_it_on(three, operator):
    withdraw(three[0], operator)
    with pytest.raises(OfferGone) as refused:
        accept_offer(registration=three[1], by=None, at=NOW + 25 * HOUR)
    assert str(refused.value) == (
        "Tawaran kursi untuk Citra A berlaku sampai 25 November 2026, 12.00 WITA."
    )


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (accept_offer, "Tawaran kursi untuk Citra A sudah diterima 24 November 2026, 13.00 WITA."),
        (decline_offer, "Pendaftaran Citra A sudah dibatalkan; "
         "tawaran kursinya tidak berlaku lagi."),
    ],
)  # fmt: skip
def test_what_was_answered_once_is_told_as_such(three, operator, answer, says):
    withdraw(three[0], operator)
    answer(registration=three[1], by=None, at=NOW + 2 * HOUR)
    other = decline_offer if answer is accept_offer else accept_offer
    with pytest.raises(OfferGone) as refused:
        other(registration=three[1], by=None, at=NOW + 3 * HOUR)
    assert str(refused.value) == says


@pytest.mark.parametrize(
    ("fields", "ends"),
    [
        ({"registration_closes_at": NOW + 5 * HOUR}, NOW + 5 * HOUR),
        ({"starts_on": NOW.date(), "starts_at": time(16), "ends_on": None}, NOW + 5 * HOUR),
        ({}, NOW + 25 * HOUR),
    ],
)
def test_offer_ends_with_registration_or_at_the_start(rakor, aceh, operator, fields, ends):
    for name, value in fields.items():
        setattr(rakor, name, value)
    rakor.save()
    seated, _ = register_each(rakor, aceh, operator, [1, 2])
    withdraw(seated, operator)
    assert SeatOffer.objects.get().expires_at == ends


def test_after_closing_no_seat_is_offered_and_the_history_says_so_once(three, secretariat):
    closed = NOW + timedelta(days=14)
    withdraw(three[0], secretariat, at=closed)
    for minute in range(2):
        settle_all(at=closed + timedelta(minutes=minute))
    assert seats_of(*three) == ["berakhir", "menunggu", "menunggu"]
    why = "Pendaftaran ditutup 8 Desember 2026, 11.00 WITA; kursi tidak ditawarkan lagi."
    assert [story_of(one)[1:] for one in three[1:]] == [[("dilewati", why)]] * 2
    assert SeatOffer.objects.count() == 0


def test_accepted_no_more_once_registration_closed_early(three, rakor, operator):
    withdraw(three[0], operator)
    type(rakor).objects.filter(pk=rakor.pk).update(registration_closes_at=NOW + 2 * HOUR)
    with pytest.raises(OfferGone, match="Pendaftaran ditutup"):
        accept_offer(registration=three[1], by=None, at=NOW + 2 * HOUR)
    assert seats_of(three[1]) == ["ditawari"]


def test_seat_goes_past_who_may_not_have_it_and_says_why(aceh, bali, operator, other_operator):
    rakor = make_meeting(capacity=2, seats_per_office=1)
    over_quota = register_each(rakor, aceh, operator, [1, 2])[1]
    seated, waiting = register_each(rakor, bali, other_operator, [3, 4], at=NOW + HOUR)
    withdraw(seated, other_operator, at=NOW + 2 * HOUR)
    assert seats_of(over_quota, waiting) == ["menunggu", "ditawari"]
    assert story_of(over_quota)[1:] == [
        ("dilewati", "Kursi yang bebas ditawarkan kepada urutan berikutnya. "
         "Kuota UPTD Balai Tekkomdik Aceh 1 kursi, sudah terpakai 1.")
    ]  # fmt: skip
    assert "1 orang di urutan sebelumnya belum dapat memakai kursi ini." in story_of(waiting)[1][1]


def test_newcomer_does_not_jump_over_who_waits_and_fits_since(rakor, aceh, operator, three):
    """Nobody settled when the seat was freed: the newcomer's own step does, for the first."""
    type(rakor).objects.filter(pk=rakor.pk).update(capacity=2)
    newcomer = register_each(rakor, aceh, operator, [4], at=NOW + HOUR)[0]
    assert seats_of(*three, newcomer) == ["terdaftar", "ditawari", "menunggu", "menunggu"]


def test_settling_twice_changes_nothing(three, rakor, operator):
    withdraw(three[0], operator)
    before = (SeatOffer.objects.count(), Email.objects.count(), story_of(three[2]))
    settle_seats(meeting=rakor, at=NOW + 2 * HOUR)
    assert (SeatOffer.objects.count(), Email.objects.count(), story_of(three[2])) == before


@pytest.mark.usefixtures("standing_clock")
def test_command_looks_at_each_rakor_where_somebody_waits(three, capsys):
    make_meeting()
    call_command("settle_seats", "--once")
    assert capsys.readouterr().out == "1 rakor diperiksa.\n"


def test_others_answer_no_offer(three, operator, other_operator):
    withdraw(three[0], operator)
    for answer in (accept_offer, decline_offer):
        with pytest.raises(NotYourOffice):
            answer(registration=three[1], by=other_operator, at=NOW + 2 * HOUR)
    assert seats_of(three[1]) == ["ditawari"]


@pytest.mark.parametrize("answer", [accept_offer, decline_offer])
def test_without_an_offer_there_is_nothing_to_answer(three, answer):
    with pytest.raises(RegistrationRefused, match="Tidak ada tawaran kursi untuk Citra A"):
        answer(registration=three[1], by=None, at=NOW + HOUR)


def test_change_of_mode_needs_a_seat_and_frees_the_former_one(aceh, operator):
    rakor = make_meeting(mode="hibrida", onsite_capacity=1, online_capacity=1, seats_per_office=9)
    onsite, waits = register_each(rakor, aceh, operator, [1, 2])
    (online,) = register_each(rakor, aceh, operator, [3], mode="daring")
    with pytest.raises(RegistrationRefused, match="Kursi daring 1, sudah terpakai 1"):
        change_delegate(
            registration=onsite, delegate=person(1, mode="daring"), by=operator, at=NOW + HOUR
        )
    withdraw(online, operator)
    change_delegate(
        registration=onsite, delegate=person(1, mode="daring"), by=operator, at=NOW + 2 * HOUR
    )
    assert seats_of(onsite, waits, online) == ["terdaftar", "ditawari", "berakhir"]
    assert story_of(onsite)[-1] == ("diubah", "Diubah: cara hadir menjadi daring.")
