"""The order of those who wait, and what becomes of free seats, without a database."""

from datetime import timedelta
from uuid import UUID

import pytest

from meetings.models import Meeting
from meetings.seat_rules import Place, SeatRules, Taken
from meetings.waiting_list import Waiting, in_order, places_of, settle_line, why_no_more_offers
from tests.factories import NOW, TODAY

ACEH, BALI = 1, 2
RULES = SeatRules(capacity=3, quota=2)


def waiting(number: int, office: int | None = ACEH, role: str = "pendamping", lapses: int = 0):
    place = Place(office, role, "luring", {ACEH: "Balai Aceh", BALI: "Balai Bali"}.get(office, ""))
    return Waiting(UUID(int=number), place, NOW + timedelta(minutes=number), lapses)


def taken_by(*people: Waiting) -> Taken:
    taken = Taken()
    for one in people:
        taken.add(one.place)
    return taken


def numbers(line) -> list[int]:
    return [one.pk.int for one in line]


def test_first_come_stands_first_and_who_let_offers_lapse_last():
    line = [waiting(3), waiting(1, lapses=2), waiting(2), waiting(4, lapses=1)]
    assert numbers(in_order(line, "urut", RULES, Taken())) == [2, 3, 4, 1]


@pytest.mark.parametrize(
    ("used", "order"),
    [
        (0, [1, 2, 4, 5, 3]),
        (1, [1, 4, 5, 2, 3]),
        (2, [4, 5, 1, 2, 3]),
    ],
)
def test_offices_below_their_quota_stand_first_one_seat_at_a_time(used, order):
    """1 to 3 of Aceh, of which `used` have a seat of two; 4 of Bali; 5 has no quota."""
    line = [*map(waiting, (1, 2, 3)), waiting(4, BALI), waiting(5, ACEH, "narasumber")]
    taken = taken_by(*[waiting(9)] * used)
    assert numbers(in_order(line, "kuota", RULES, taken)) == order


ALSO_ACEH = "Kuota Balai Aceh 2 kursi sudah terpakai atau diantre lebih dahulu "


@pytest.mark.parametrize(
    ("order", "there"),
    [
        (
            "urut",
            [
                "Urutan menurut waktu mendaftar.",
                "Urutan menurut waktu mendaftar.",
                "Urutan menurut waktu mendaftar.",
                "Urutan menurut waktu mendaftar.",
                "Urutan menurut waktu mendaftar. 1 tawaran tidak dijawab, karena itu sesudah yang "
                "belum ditawari.",
            ],
        ),
        (
            "kuota",
            [
                "Balai Aceh masih di bawah kuotanya (1 dari 2 kursi), karena itu didahulukan; "
                "di antara yang didahulukan menurut waktu mendaftar.",
                "Tidak memakai kuota balai, karena itu tidak di belakang balai mana pun.",
                f"{ALSO_ACEH}(2), karena itu sesudah balai yang di bawah kuotanya.",
                f"{ALSO_ACEH}(3), karena itu sesudah balai yang di bawah kuotanya.",
                "Balai Bali masih di bawah kuotanya (0 dari 2 kursi), karena itu didahulukan; "
                "di antara yang didahulukan menurut waktu mendaftar. 1 tawaran tidak dijawab, "
                "karena itu sesudah yang belum ditawari.",
            ],
        ),
    ],
)
def test_each_is_told_why_there(order, there):
    people = [*map(waiting, (1, 2, 3)), waiting(4, BALI, lapses=1), waiting(5, None)]
    meeting = Meeting(waiting_order=order, starts_on=TODAY + timedelta(days=1))
    line = places_of(people, meeting, RULES, taken_by(waiting(9)), NOW)
    assert [one.there for one in line] == there


def test_free_seats_go_to_the_first_who_may_have_them_and_no_further():
    line = [waiting(1), waiting(2, BALI), waiting(3, BALI)]
    taken = taken_by(waiting(8), waiting(9))
    settled = settle_line(line, "urut", RULES, taken, NOW)
    assert [(offer.waiting.pk.int, offer.reason) for offer in settled.offers] == [
        (2, "Ada kursi bebas; urutan ke-2 dari 3 sesuai urutan mendaftar. "
            "1 orang di urutan sebelumnya belum dapat memakai kursi ini.")
    ]  # fmt: skip
    assert [(one.waiting.pk.int, one.reason) for one in settled.passed] == [
        (1, "Kursi yang bebas ditawarkan kepada urutan berikutnya. "
            "Kuota Balai Aceh 2 kursi, sudah terpakai 2."),
        (3, "Kursi yang bebas ditawarkan kepada urutan sebelumnya."),
    ]  # fmt: skip
    assert (taken.all.total, taken.held.total) == (3, 1)


def test_who_is_barred_by_a_rule_reads_it_wherever_they_stand():
    rules = SeatRules(capacity=9, quota=2, limits={"peninjau": 0})
    line = [waiting(1), waiting(2, BALI, "peninjau")]
    settled = settle_line(line, "urut", rules, Taken(), NOW)
    assert [offer.waiting.pk.int for offer in settled.offers] == [1]
    assert [one.reason for one in settled.passed] == [
        "Kursi yang bebas ditawarkan kepada urutan sebelumnya. "
        "Kursi untuk peran peninjau 0, jadi tidak ada yang dapat dipakai."
    ]


@pytest.mark.parametrize(
    ("fields", "at", "says"),
    [
        ({}, NOW, ""),
        (
            {"registration_closes_at": NOW},
            NOW,
            "Pendaftaran ditutup 24 November 2026, 10.00 WIB; kursi tidak ditawarkan lagi.",
        ),
        ({"registration_closes_at": NOW}, NOW - timedelta(microseconds=1), ""),
        (
            {},
            NOW + timedelta(days=1),
            "Rakor dimulai 25 November 2026, 00.00 WIB; kursi tidak ditawarkan lagi.",
        ),
        (
            {"cancelled_at": NOW, "cancel_reason": "Banjir."},
            NOW,
            "Rakor ini dibatalkan: Banjir.",
        ),
    ],
)
def test_no_seat_is_offered_after_closing_or_the_start(fields, at, says):
    meeting = Meeting(starts_on=TODAY + timedelta(days=1), zone="Asia/Jakarta", **fields)
    assert why_no_more_offers(meeting, at) == says
