"""What is told of an agenda that cannot be meant so: pure, from times that are given."""

from datetime import date, datetime, time, timedelta

import pytest

from meetings.agenda.schedule import Node, Slot, schedule
from meetings.agenda.warnings import MOST_AT_ONCE, Planned, PlannedDay, Warned, warnings

DAY = date(2026, 12, 15)
ANA, BUDI = (7, "Ana Lestari"), (None, "Budi")


def at(clock: str, day: date = DAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock))


def item(number: int, starts: str = "", minutes: int = 0, **fields) -> Planned:
    """Named “Acara <number>”; it ends after `minutes`, or nobody knows when."""
    begins = at(starts) if starts else None
    ends = begins + timedelta(minutes=minutes) if begins and minutes else None
    slot = Slot(begins, ends, fields.pop("overrun", 0))
    return Planned(number, f"Acara {number}", slot, minutes or None, **fields)


def told(*items: Planned, **day) -> list[Warned]:
    return warnings([PlannedDay(items, **{"on": DAY, **day})])


def test_agenda_as_it_should_be_is_not_warned_of():
    commissions = item(
        3, "10:00", 120, place="Aula", people=(ANA,), is_parallel=True,
        within=[
            item(31, "10:00", 120, place="Ruang 1", people=(BUDI,)),
            item(32, "10:00", 120, place="Ruang 2", people=(ANA,)),
        ],
    )  # fmt: skip
    assert told(
        item(1, "06:00", 120, place="Aula", people=(ANA, BUDI)),
        item(2, "08:00", 120, place="Aula", people=(ANA, BUDI)),
        commissions,
        item(4, "12:00", 600, place="Aula"),
    ) == []  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ({"place": "Aula"}, {"place": " aula"}, "aula dipakai"),
        ({"people": (ANA,)}, {"people": ((7, "A. Lestari"),)}, "A. Lestari bertugas"),
        ({"people": (BUDI,)}, {"people": ((9, "BUDI"),)}, "BUDI bertugas"),
    ],
)
def test_overlap_is_told_at_the_later_item(first: dict, second: dict, words: str):
    group = item(
        1, "08:00", 120, is_parallel=True,
        within=[item(11, "08:00", 60, **first), item(12, "08:59", 60, **second)],
    )  # fmt: skip
    text = f"{words} pada waktu yang sama di “Acara 11” dan “Acara 12” (08.59)."
    assert told(group) == [Warned(12, 11, text)]


def test_items_of_the_same_title_are_told_by_what_holds_them():
    def commission(number: int) -> Planned:
        slot = Slot(at("08:00"), at("09:00"))
        inner = Planned(number * 10, "Paparan", slot, people=(ANA,))
        return item(number, "08:00", 60, within=[inner])

    text = "Ana Lestari bertugas pada waktu yang sama di “Paparan” (Acara 1) dan “Paparan” (Acara"
    group = item(9, "08:00", 60, is_parallel=True, within=[commission(1), commission(2)])
    assert told(group) == [Warned(20, 10, f"{text} 2) (08.00).")]


def test_what_begins_when_the_other_ends_does_not_overlap():
    items = [item(1, "08:00", 60, place="Aula"), item(2, "09:00", 60, place="Aula")]
    assert told(*items) == []


def test_two_people_who_are_in_two_places_are_both_told_of():
    within = [item(number, "08:00", 60, people=(ANA, BUDI)) for number in (11, 12)]
    both = told(item(1, "08:00", 60, is_parallel=True, within=within))
    assert [warned.text.partition(" bertugas")[0] for warned in both] == ["Ana Lestari", "Budi"]


def test_fixed_time_before_the_end_of_what_stands_ahead():
    first = item(1, "08:00", 90, place="Aula")
    second = item(2, "09:00", 60, place="Aula", is_fixed=True, overrun=30)
    text = "“Acara 2” tetap mulai 09.00, 30 menit sebelum “Acara 1” selesai."
    assert told(first, second) == [Warned(2, 1, text)]


def test_fixed_time_before_what_holds_it_begins():
    inner = item(11, "07:30", 60, is_fixed=True, overrun=30)
    text = "“Acara 11” tetap mulai 07.30, 30 menit sebelum “Acara 1” mulai."
    assert told(item(1, "08:00", 60, within=[inner])) == [Warned(11, 1, text)]


def test_more_within_than_its_own_duration():
    slot = Slot(at("08:00"), at("09:40"))
    group = Planned(1, "Pleno", slot, 90, within=[item(11, "08:00", 40), item(12, "08:40", 60)])
    text = "Isi “Pleno” sampai dengan “Acara 12” melewati lamanya (1 jam 30 menit) sebanyak"
    assert told(group) == [Warned(1, 12, f"{text} 10 menit.")]


def test_item_without_duration_before_one_that_follows():
    text = "“Acara 1” belum diisi lamanya, sehingga “Acara 2” tertulis mulai pada pukul yang sama."
    floating = [item(1, "08:00"), item(2, "08:00", 60)]
    assert told(*floating) == [Warned(1, 2, text)]
    assert told(item(1, "08:00"), item(2, "09:00", 60, is_fixed=True)) == []
    assert told(item(1), item(2)) == []
    assert told(item(9, "08:00", 60, is_parallel=True, within=floating)) == []


@pytest.mark.parametrize(
    ("starts", "minutes", "text"),
    [
        ("06:00", 960, None),
        ("05:59", 60, "“Acara 1” mulai 05.59, sebelum pukul 06.00."),
        ("21:00", 61, "“Acara 1” selesai 22.01, sesudah pukul 22.00."),
        ("22:30", 120, "“Acara 1” selesai 00.30 hari berikutnya, sesudah pukul 22.00."),
    ],
)
def test_hours_of_the_day(starts: str, minutes: int, text: str | None):
    assert told(item(1, starts, minutes)) == ([Warned(1, None, text)] if text else [])
    assert told(item(1, starts, minutes), on=None) == []


def test_late_evening_is_told_once():
    late = [item(1, "21:30", 60), item(2, "22:30", 60)]
    assert [warned.number for warned in told(*late)] == [1]


def test_day_that_is_not_of_the_rakor():
    text = "“Acara 1” berada di luar hari-hari rakor."
    assert told(item(1, "08:00", 60), is_outside=True) == [Warned(1, None, text)]


def test_warnings_come_in_the_order_of_reading():
    days = [
        PlannedDay([item(1, "05:00", 60), item(2, "08:00"), item(3, "08:00", 60)], DAY),
        PlannedDay([item(4, "05:00", 60)], DAY, is_outside=True),
    ]
    assert [(warned.number, warned.other) for warned in warnings(days)] == [
        (1, None), (2, 3), (4, None), (4, None),
    ]  # fmt: skip


def test_overrun_of_the_schedule_is_the_one_that_is_told():
    nodes = [Node(1, minutes=90), Node(2, fixed_at=time(9), minutes=60)]
    slots = schedule([(DAY, nodes)], time(8))
    items = [
        Planned(node.number, f"Acara {node.number}", slots[node.number], node.minutes)
        for node in nodes
    ]
    text = "“Acara 2” tetap mulai 09.00, 30 menit sebelum “Acara 1” selesai."
    assert told(*items) == [Warned(2, 1, text)]


def test_of_a_day_that_is_all_at_once_no_more_is_told_than_anybody_reads():
    found = told(*(item(number, "08:00", 60, place="Aula", people=(ANA,)) for number in range(50)))
    assert len(found) == 2 * MOST_AT_ONCE
