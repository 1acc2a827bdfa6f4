"""?acara=1: the items of an agenda as events of their own."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from meetings.models import AgendaItem, AgendaPart, Meeting
from tests.factories import NOW, make_agenda_item, make_meeting, release

pytestmark = pytest.mark.django_db

WITA = ZoneInfo("Asia/Makassar")


def item_events(client, meeting: Meeting) -> dict[str, dict]:
    """What the file tells of each item, by its uid; the rakor's own event left out."""
    response = client.get(f"{meeting.get_absolute_url()}kalender.ics?acara=1&{_asked()}")
    assert response.status_code == 200
    found = Calendar.from_ical(response.content).walk("VEVENT")
    whole, items = found[0], found[1:]
    assert str(whole["UID"]) == f"rakor-{meeting.pk}@forum-btikp"
    assert [str(event["RELATED-TO"]) for event in items] == [str(whole["UID"])] * len(items)
    return {
        str(event["UID"]): {
            "title": str(event["SUMMARY"]),
            "starts": event["DTSTART"].dt,
            "ends": event["DTEND"].dt if "DTEND" in event else None,
            "where": str(event.get("LOCATION", "")),
            "status": str(event["STATUS"]),
            "sequence": int(event["SEQUENCE"]),
        }
        for event in items
    }


def _asked(numbers=iter(range(10_000))) -> int:  # noqa: B008
    """Another address each time, past the page that is kept for a second."""
    return next(numbers)


def uid(item: AgendaItem) -> str:
    return f"acara-{item.pk}@forum-btikp"


def test_each_released_item_has_its_own_event(public_client):
    meeting = make_meeting(starts_at=time(8, 0), venue="Hotel Pantai")
    opening = make_agenda_item(meeting, title="Pembukaan", duration_minutes=30, order=1)
    groups = make_agenda_item(
        meeting, title="Sidang komisi", is_parallel=True, kind="komisi", order=2
    )
    group = make_agenda_item(
        meeting, title="Komisi A", parent=groups, place="Ruang A", duration_minutes=60
    )
    end = make_agenda_item(meeting, title="Penutup", day=2, starts_at=time(11, 0))
    release(meeting)
    make_agenda_item(meeting, title="Baru di draf")
    place = "Hotel Pantai, Makassar"
    confirmed = {"status": "CONFIRMED", "sequence": 1}
    assert item_events(public_client, meeting) == {
        uid(opening): {
            "title": "Pembukaan",
            "starts": datetime(2026, 12, 15, 8, 0, tzinfo=WITA),
            "ends": datetime(2026, 12, 15, 8, 30, tzinfo=WITA),
            "where": place,
            **confirmed,
        },
        uid(groups): {
            "title": "Sidang komisi",
            "starts": datetime(2026, 12, 15, 8, 30, tzinfo=WITA),
            "ends": datetime(2026, 12, 15, 9, 30, tzinfo=WITA),
            "where": place,
            **confirmed,
        },
        uid(group): {
            "title": "Komisi A",
            "starts": datetime(2026, 12, 15, 8, 30, tzinfo=WITA),
            "ends": datetime(2026, 12, 15, 9, 30, tzinfo=WITA),
            "where": f"Ruang A, {place}",
            **confirmed,
        },
        uid(end): {
            "title": "Penutup",
            "starts": datetime(2026, 12, 16, 11, 0, tzinfo=WITA),
            "ends": None,
            "where": place,
            **confirmed,
        },
    }


def test_item_without_a_time_takes_its_day_and_without_a_day_has_no_event(public_client):
    meeting = make_meeting()
    on_a_day = make_agenda_item(meeting, day=2)
    make_agenda_item(meeting, day=None)
    release(meeting)
    (event,) = item_events(public_client, meeting).items()
    assert (event[0], event[1]["starts"], event[1]["ends"]) == (
        uid(on_a_day),
        date(2026, 12, 16),
        date(2026, 12, 17),
    )


def test_item_tells_who_has_a_part_in_it(public_client, settings):
    meeting = make_meeting(title="Rakor", is_sample=True)
    item = make_agenda_item(meeting, title="Arahan", description="Tentang data.")
    AgendaPart.objects.create(item=item, name="Siti Aminah", position="Kepala")
    AgendaPart.objects.create(item=item, name="Budi", role=AgendaPart.Role.MODERATOR)
    release(meeting)
    response = public_client.get(f"{meeting.get_absolute_url()}kalender.ics?acara=1")
    event = Calendar.from_ical(response.content).walk("VEVENT")[1]
    assert str(event["SUMMARY"]) == "[Contoh] Arahan"
    assert str(event["DESCRIPTION"]).split("\n") == [
        "Pembicara: Siti Aminah, Kepala",
        "Moderator: Budi",
        "Tentang data.",
        "[Contoh] Rakor",
        f"{settings.SITE_URL}{meeting.get_absolute_url()}",
    ]


def test_internal_item_is_in_no_public_file_even_for_staff(public_client, secretariat_client):
    meeting = make_meeting()
    open_item = make_agenda_item(meeting)
    make_agenda_item(meeting, title="Rapat panitia", is_public=False)
    release(meeting)
    for client in (public_client, secretariat_client):
        assert item_events(client, meeting).keys() == {uid(open_item)}


def test_item_that_left_the_agenda_is_cancelled_for_good_in_a_later_version(public_client):
    meeting = make_meeting(starts_at=time(8, 0))
    stays = make_agenda_item(meeting, duration_minutes=30, order=1)
    leaves = make_agenda_item(meeting, title="Paparan", duration_minutes=30, order=2)
    becomes_internal = make_agenda_item(meeting, title="Diskusi", duration_minutes=30, order=3)
    release(meeting)
    gone = uid(leaves)
    leaves.delete()
    AgendaItem.objects.filter(pk=becomes_internal.pk).update(is_public=False, title="Rahasia")
    release(meeting)
    AgendaItem.objects.filter(pk=stays.pk).update(title="Nama baru")
    release(meeting)
    found = item_events(public_client, meeting)
    told = {key: (row["title"], row["status"], row["sequence"]) for key, row in found.items()}
    assert told == {
        uid(stays): ("Nama baru", "CONFIRMED", 3),
        gone: ("Paparan", "CANCELLED", 3),
        uid(becomes_internal): ("Diskusi", "CANCELLED", 3),
    }


def test_items_move_with_the_rakor(public_client):
    meeting = make_meeting()
    item = make_agenda_item(meeting, starts_at=time(9, 0), duration_minutes=30)
    release(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_on=meeting.starts_on + timedelta(days=7), ends_on=None
    )
    starts = item_events(public_client, meeting)[uid(item)]["starts"]
    assert starts == datetime(2026, 12, 22, 9, 0, tzinfo=WITA)


def test_items_of_a_cancelled_rakor_are_cancelled(public_client):
    meeting = make_meeting()
    item = make_agenda_item(meeting)
    release(meeting)
    Meeting.objects.update(cancelled_at=NOW, cancel_reason="Banjir.")
    assert item_events(public_client, meeting)[uid(item)]["status"] == "CANCELLED"
