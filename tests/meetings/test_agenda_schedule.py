"""Times from durations: a model of two lines beside the rule, and the cases by hand."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.agenda.schedule import Node, Slot, schedule

DAY = date(2026, 12, 15)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(DAY, time(hour, minute))


def slots(*nodes: Node, begins_at: time | None = time(8)) -> dict[int, Slot]:
    return schedule([(DAY, nodes)], begins_at)


def test_items_follow_each_other_from_the_hour_of_the_rakor():
    assert slots(Node(1, minutes=45), Node(2, minutes=15)) == {
        1: Slot(at(8), at(8, 45)),
        2: Slot(at(8, 45), at(9)),
    }


def test_a_fixed_time_is_kept_and_what_runs_over_it_is_told():
    found = slots(Node(1, minutes=90), Node(2, time(9), minutes=30), Node(3, minutes=10))

    assert found == {
        1: Slot(at(8), at(9, 30)),
        2: Slot(at(9), at(9, 30), overrun_minutes=30),
        3: Slot(at(9, 30), at(9, 40)),
    }


def test_a_fixed_time_after_a_gap_is_no_overrun():
    assert slots(Node(1, minutes=30), Node(2, time(10), minutes=30))[2] == Slot(at(10), at(10, 30))


def test_commissions_begin_together_and_the_block_ends_with_the_last():
    short = Node(2, children=(Node(3, minutes=20), Node(4, minutes=10)))
    long = Node(5, children=(Node(6, minutes=45),))

    found = slots(Node(1, is_parallel=True, children=(short, long)), Node(7, minutes=5))

    assert found == {
        1: Slot(at(8), at(8, 45)),
        2: Slot(at(8), at(8, 30)),
        3: Slot(at(8), at(8, 20)),
        4: Slot(at(8, 20), at(8, 30)),
        5: Slot(at(8), at(8, 45)),
        6: Slot(at(8), at(8, 45)),
        7: Slot(at(8, 45), at(8, 50)),
    }


@pytest.mark.parametrize(("stated", "ends"), [(20, at(8, 30)), (30, at(8, 30)), (45, at(8, 45))])
def test_an_item_with_others_in_it_ends_with_the_later_of_both(stated, ends):
    group = Node(1, minutes=stated, children=(Node(2, minutes=30),))
    assert slots(group, Node(3))[3] == Slot(ends, None)
    assert slots(group)[1] == Slot(at(8), ends)


def test_without_a_duration_the_next_begins_at_the_same_time():
    assert slots(Node(1), Node(2, minutes=10)) == {
        1: Slot(at(8), None),
        2: Slot(at(8), at(8, 10)),
    }


def test_a_group_of_items_without_durations_has_no_end():
    assert slots(Node(1, children=(Node(2), Node(3))))[1] == Slot(at(8), None)


def test_without_an_hour_times_begin_with_the_first_fixed_item():
    found = slots(
        Node(1, minutes=10), Node(2, time(9), minutes=10), Node(3, minutes=5), begins_at=None
    )
    assert found == {1: Slot(), 2: Slot(at(9), at(9, 10)), 3: Slot(at(9, 10), at(9, 15))}


def test_without_a_date_nothing_has_a_time():
    inner = Node(2, time(9), minutes=10)
    assert schedule([(None, [Node(1, children=(inner,))])], time(8)) == {1: Slot(), 2: Slot()}


def test_each_day_begins_anew():
    days = [(DAY, [Node(1, minutes=600)]), (DAY + timedelta(1), [Node(2, minutes=5)])]
    assert schedule(days, time(8))[2].starts == at(8) + timedelta(1)


rows = st.lists(st.tuples(st.integers(1, 300), st.none() | st.times()), max_size=12)


@settings(max_examples=60)
@given(rows)
def test_flat_items_are_as_a_walk_along_the_clock_says(rows):
    nodes = [Node(n, fixed, minutes) for n, (minutes, fixed) in enumerate(rows)]
    found = slots(*nodes)

    clock = at(8)
    for number, (minutes, fixed) in enumerate(rows):
        starts = datetime.combine(DAY, fixed) if fixed else clock
        late = max(timedelta(0), clock - starts) // timedelta(minutes=1)
        assert found[number] == Slot(starts, starts + timedelta(minutes=minutes), late)
        clock = found[number].ends
