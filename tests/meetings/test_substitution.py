"""Another person comes instead: with the seat, the offer, or the place in the line."""

from datetime import timedelta

import pytest
from post_office.models import Email

from meetings.actions.registration_refusals import AlreadyWithdrawn, NoSeat, WindowClosed
from meetings.actions.seat_offers import accept_offer, settle_seats
from meetings.actions.substitution import substitute_delegate
from meetings.actions.withdrawal import withdraw_delegate
from meetings.models import SeatOffer, Ticket
from tests.factories import NOW, make_meeting
from tests.meetings.seating import person, register_each, seats_of, story_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_postgres]

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def rakor(db):
    return make_meeting(capacity=1, seats_per_office=9)


@pytest.fixture
def three(rakor, aceh, operator):
    return register_each(rakor, aceh, operator, [1, 2, 3])


def substitute(registration, by, number=7, at=LATER, **fields):
    return substitute_delegate(
        registration=registration, delegate=person(number, **fields), reason="Sakit.", by=by, at=at
    )


def test_seat_stays_with_the_office_and_the_ticket_changes(three, operator):
    successor = substitute(three[0], operator)
    assert seats_of(three[0], successor, *three[1:]) == [
        "berakhir", "terdaftar", "menunggu", "menunggu"
    ]  # fmt: skip
    assert successor.replaces == three[0]
    assert story_of(three[0])[-1] == ("diganti", "Diganti oleh Hadi A.")
    assert story_of(successor) == [("terdaftar", "Menggantikan Budi A, dengan kursinya.")]
    valid = Ticket.objects.filter(revoked_at=None)
    assert [ticket.registration for ticket in valid] == [successor]
    former, new = Email.objects.order_by("-pk")[:2][::-1]
    assert [former.to, new.to] == [["orang1@dinas.example"], ["orang7@dinas.example"]]
    assert "Balai Anda menunjuk orang lain untuk menggantikan Anda" in former.message


def test_place_in_the_line_is_kept(three, operator):
    successor = substitute(three[1], operator)
    assert successor.waiting_since == three[1].waiting_since
    withdraw_delegate(registration=three[0], reason="Sakit.", by=operator, at=LATER)
    assert seats_of(successor, three[2]) == ["ditawari", "menunggu"]


def test_offer_passes_to_the_successor_until_the_same_deadline(three, operator):
    withdraw_delegate(registration=three[0], reason="Sakit.", by=operator, at=NOW)
    successor = substitute(three[1], operator)
    offers = list(SeatOffer.objects.values_list("outcome", "expires_at"))
    assert offers == [("ditarik", NOW + timedelta(hours=24)), ("", NOW + timedelta(hours=24))]
    accept_offer(registration=successor, by=None, at=LATER)
    assert seats_of(three[1], successor, three[2]) == ["berakhir", "terdaftar", "menunggu"]


def test_who_let_an_offer_lapse_comes_no_nearer_to_a_seat_by_another_name(three, rakor, operator):
    withdraw_delegate(registration=three[0], reason="Sakit.", by=operator, at=NOW)
    settle_seats(meeting=rakor, at=NOW + timedelta(hours=24))
    assert seats_of(*three) == ["berakhir", "menunggu", "ditawari"]
    later = NOW + timedelta(hours=25)
    successor = substitute(three[1], operator, at=later)
    (third,) = register_each(rakor, successor.office, operator, [4], at=later)
    withdraw_delegate(registration=three[2], reason="Sakit.", by=operator, at=later)
    assert seats_of(successor, third) == ["menunggu", "ditawari"]


def test_another_way_of_attending_is_counted_anew(aceh, operator):
    rakor = make_meeting(mode="hibrida", onsite_capacity=1, online_capacity=1)
    (onsite,) = register_each(rakor, aceh, operator, [1])
    register_each(rakor, aceh, operator, [2], mode="daring")
    with pytest.raises(NoSeat, match="Kursi daring 1, sudah terpakai 1"):
        substitute(onsite, operator, mode="daring")
    assert seats_of(onsite) == ["terdaftar"]


def test_who_is_gone_is_not_substituted(three, operator):
    withdraw_delegate(registration=three[2], reason="Sakit.", by=operator, at=NOW)
    with pytest.raises(AlreadyWithdrawn):
        substitute(three[2], operator)


def test_after_closing_the_secretariat_substitutes_until_the_rakor_is_over(
    three, rakor, operator, secretariat
):
    closed = rakor.registration_closes_at
    with pytest.raises(WindowClosed):
        substitute(three[0], operator, at=closed)
    successor = substitute(three[0], secretariat, at=closed)
    assert seats_of(successor, three[1]) == ["terdaftar", "menunggu"]
    with pytest.raises(WindowClosed):
        substitute(successor, secretariat, number=8, at=NOW + timedelta(days=23))
