"""Two editors of one draft at the same moment: both hold, or one reads why not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from meetings.actions.agenda_items import add_item, change_item
from meetings.actions.agenda_places import move_item
from meetings.actions.agenda_refusals import AgendaRefused, ItemChanged, ItemGone, MoreWithin
from meetings.actions.agenda_removals import remove_item
from meetings.agenda.merging import ItemDraft, draft_of
from meetings.agenda.tree import AtEnd, Beside, Side, Step
from meetings.models import AgendaItem, Meeting
from tests.factories import NOW, make_agenda_item, make_meeting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_postgres]


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting()


def planted(meeting: Meeting, titles: str = "ABCDE") -> dict[str, int]:
    return {
        title: make_agenda_item(meeting, title=title, order=order).pk
        for order, title in enumerate(titles, start=1)
    }


def titles(meeting: Meeting, **holder) -> str:
    items = meeting.agenda_items.filter(**holder)
    assert len(set(items.values_list("order", flat=True))) == items.count()
    return "".join(item.title for item in items)


def at_once(*attempts: Callable[[], object]) -> list[type[AgendaRefused] | None]:
    """What became of each: None was done, else why it was refused."""
    start = Barrier(len(attempts))

    def run(attempt: Callable[[], object]) -> type[AgendaRefused] | None:
        start.wait()
        try:
            attempt()
        except AgendaRefused as refused:
            return type(refused)
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(run, attempts))


def moving(meeting: Meeting, number: int, to) -> Callable[[], object]:
    return lambda: move_item(meeting=meeting, number=number, to=to, by=None, at=NOW)


def changing(meeting: Meeting, number: int, base: ItemDraft, **fields) -> Callable[[], object]:
    draft = ItemDraft(**{"title": base.title, "place": base.place, **fields})
    return lambda: change_item(
        meeting=meeting, number=number, base=base, draft=draft, by=None, at=NOW
    )


def removing(meeting: Meeting, number: int) -> Callable[[], object]:
    return lambda: remove_item(meeting=meeting, number=number, seen={number}, by=None, at=NOW)


def test_two_moves_both_hold(meeting: Meeting):
    numbers = planted(meeting)
    outcomes = at_once(
        moving(meeting, numbers["A"], Beside(numbers["D"], Side.AFTER)),
        moving(meeting, numbers["E"], Beside(numbers["B"], Side.BEFORE)),
    )
    assert (outcomes, titles(meeting)) == ([None, None], "EBCDA")


def test_many_steps_are_all_taken(meeting: Meeting):
    numbers = planted(meeting)
    outcomes = at_once(*[moving(meeting, numbers["E"], Step.UP)] * 4)
    assert (outcomes, titles(meeting)) == ([None] * 4, "EABCD")


def test_two_items_into_each_other_make_no_circle(meeting: Meeting):
    numbers = planted(meeting, "AB")
    outcomes = at_once(
        moving(meeting, numbers["A"], Beside(numbers["B"], Side.WITHIN)),
        moving(meeting, numbers["B"], Beside(numbers["A"], Side.WITHIN)),
    )
    assert sorted(outcome is None for outcome in outcomes) == [False, True]
    assert meeting.agenda_items.filter(parent=None).count() == 1


def test_additions_at_one_end_stand_behind_each_other(meeting: Meeting):
    planted(meeting, "A")

    def adding(title: str) -> Callable[[], object]:
        draft = ItemDraft(title)
        return lambda: add_item(meeting=meeting, draft=draft, to=AtEnd(1), by=None, at=NOW)

    outcomes = at_once(*map(adding, "BCDE"))
    assert outcomes == [None] * 4
    assert (titles(meeting)[0], sorted(titles(meeting))) == ("A", list("ABCDE"))


def test_what_is_moved_and_removed_is_gone(meeting: Meeting):
    numbers = planted(meeting, "ABC")
    moved, removed = at_once(
        moving(meeting, numbers["A"], Beside(numbers["C"], Side.AFTER)),
        removing(meeting, numbers["A"]),
    )
    assert (moved in (None, ItemGone), removed, titles(meeting)) == (True, None, "BC")


def test_nothing_is_lost_in_what_is_removed_meanwhile(meeting: Meeting):
    numbers = planted(meeting, "AB")
    moved, removed = at_once(
        moving(meeting, numbers["B"], Beside(numbers["A"], Side.WITHIN)),
        removing(meeting, numbers["A"]),
    )
    if moved is None:
        assert (removed, titles(meeting, parent=numbers["A"])) == (MoreWithin, "B")
    else:
        assert (removed, titles(meeting)) == (None, "B")


def test_changes_of_different_fields_both_hold(meeting: Meeting):
    item = make_agenda_item(meeting, title="Pleno", place="Aula")
    base = draft_of(item)
    outcomes = at_once(
        changing(meeting, item.pk, base, title="Pleno I"),
        changing(meeting, item.pk, base, place="Ruang 2"),
    )
    item = AgendaItem.objects.get()
    assert (outcomes, item.revision) == ([None, None], 3)
    assert draft_of(item) == ItemDraft("Pleno I", place="Ruang 2")


def test_of_changes_to_the_same_field_one_is_asked_about(meeting: Meeting):
    item = make_agenda_item(meeting, title="Pleno")
    base = draft_of(item)
    outcomes = at_once(
        changing(meeting, item.pk, base, title="Pleno A"),
        changing(meeting, item.pk, base, title="Pleno B"),
    )
    first = outcomes.index(None)
    assert outcomes[1 - first] is ItemChanged
    item.refresh_from_db()
    assert (item.title, item.revision) == (("Pleno A", "Pleno B")[first], 2)
