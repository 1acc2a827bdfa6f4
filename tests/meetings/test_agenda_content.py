"""The draft as data, and what PostgreSQL keeps of its shape."""

from datetime import date, time

import pytest
from django.db import DatabaseError, connection, transaction

from meetings.agenda.content import all_items, draft_contents
from meetings.models import AgendaItem, AgendaPart, AgendaRelease
from tests.factories import (
    make_agenda_item,
    make_meeting,
    make_office,
    make_post,
    make_term,
    release,
)

pytestmark = [pytest.mark.django_db, pytest.mark.any_postgres]


def test_the_shape_of_an_item():
    meeting = make_meeting(starts_at=time(8))
    item = make_agenda_item(
        meeting,
        title="Pleno I",
        kind="pleno",
        duration_minutes=90,
        place="Aula",
        description="Arah program.",
        presenter="Kepala Pusdatin",
    )

    assert draft_contents(meeting).public == {
        "format": 1,
        "zone": "Asia/Makassar",
        "days": [
            {
                "day": 1,
                "on": "2026-12-15",
                "items": [
                    {
                        "number": item.pk,
                        "kind": "pleno",
                        "title": "Pleno I",
                        "description": "Arah program.",
                        "starts": "2026-12-15T08:00",
                        "ends": "2026-12-15T09:30",
                        "minutes": 90,
                        "is_fixed": False,
                        "place": "Aula",
                        "is_parallel": False,
                        "is_public": True,
                        "parts": [{"role": "pembicara", "name": "Kepala Pusdatin", "position": ""}],
                        "items": [],
                    }
                ],
            }
        ],
    }


def test_what_is_internal_is_left_out_with_all_below_it_but_takes_its_time():
    meeting = make_meeting(starts_at=time(8))
    inner = make_agenda_item(meeting, title="Panitia", is_public=False, duration_minutes=30)
    make_agenda_item(meeting, title="Di dalamnya", parent=inner, presenter="Rahasia")
    make_agenda_item(meeting, title="Pembukaan", duration_minutes=15)
    make_agenda_item(meeting, title="Hari panitia", day=2, is_public=False)

    contents = draft_contents(meeting)

    assert [item["title"] for item in all_items(contents.internal)] == [
        "Panitia", "Di dalamnya", "Pembukaan", "Hari panitia",
    ]  # fmt: skip
    ((day,), (item,)) = contents.public["days"], all_items(contents.public)
    assert (day["day"], item["title"], item["starts"]) == (1, "Pembukaan", "2026-12-15T08:30")
    assert contents.words == "Pembukaan"


def test_a_person_has_the_position_of_the_day():
    meeting = make_meeting(starts_on=date(2026, 12, 15), ends_on=date(2026, 12, 16))
    post = make_post(title="Ketua")
    term = make_term(post, name="Ana Lestari", period=(date(2023, 1, 1), date(2026, 12, 16)))
    for day, position in ((1, ""), (1, "Pembina"), (2, "")):
        item = make_agenda_item(meeting, day=day)
        AgendaPart.objects.create(
            item=item, person=term.person, name="Ana Lestari", position=position
        )

    items = all_items(draft_contents(meeting).public)

    assert [item["parts"][0]["position"] for item in items] == [str(post), "Pembina", ""]


@pytest.mark.parametrize("count", [1, 3])
def test_a_draft_takes_four_statements(django_assert_num_queries, count):
    """Items, parts, persons and their terms."""
    meeting = make_meeting()
    for _ in range(count):
        term = make_term(make_post(office=make_office()))
        item = make_agenda_item(meeting)
        AgendaPart.objects.create(item=item, person=term.person, name="Ana")
    with django_assert_num_queries(4):
        draft_contents(meeting)


def test_a_release_cannot_be_changed_or_deleted():
    meeting = make_meeting()
    make_agenda_item(meeting)
    made = release(meeting)
    for change in (
        "UPDATE meetings_agendarelease SET comment = 'lain'",
        "DELETE FROM meetings_agendarelease",
    ):
        with (
            pytest.raises(DatabaseError, match="Cannot"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)
    assert AgendaRelease.objects.get() == made


def three_levels() -> list[AgendaItem]:
    meeting = make_meeting()
    top = make_agenda_item(meeting)
    middle = make_agenda_item(meeting, parent=top)
    return [top, middle, make_agenda_item(meeting, parent=middle)]


@pytest.mark.parametrize(("moved", "below"), [(0, 1), (0, 2), (1, 2), (0, 0), (1, 1)])
def test_no_item_stands_below_itself(moved, below):
    items = three_levels()
    with pytest.raises(DatabaseError, match=r"agenda_(tree|day)"), transaction.atomic():
        AgendaItem.objects.filter(pk=items[moved].pk).update(parent=items[below], day=None)


def test_there_is_no_fourth_level_and_no_item_of_another_rakor():
    items = three_levels()
    group = make_agenda_item(items[0].meeting)
    make_agenda_item(items[0].meeting, parent=group)
    stranger = make_agenda_item(make_meeting())
    for moved, below in ((group, items[1]), (stranger, items[0]), (stranger, items[2])):
        with pytest.raises(DatabaseError, match="agenda_tree"), transaction.atomic():
            AgendaItem.objects.filter(pk=moved.pk).update(parent=below, day=None)
    AgendaItem.objects.filter(pk=group.pk).update(parent=items[0], day=None)
    assert group.children.count() == 1
