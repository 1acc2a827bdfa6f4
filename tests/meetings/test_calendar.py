"""Calendar files of one rakor and of all."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from meetings.models import Institution, Meeting, MeetingMove
from tests.factories import NOW, make_agenda_item, make_meeting, make_province, release

pytestmark = pytest.mark.django_db

WITA = ZoneInfo("Asia/Makassar")


def events(response) -> list[dict]:
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return [
        {
            "uid": str(event["UID"]),
            "title": str(event["SUMMARY"]),
            "starts": event["DTSTART"].dt,
            "ends": event["DTEND"].dt,
            "status": str(event["STATUS"]),
        }
        for event in Calendar.from_ical(response.content).walk("VEVENT")
    ]


def test_file_of_a_rakor_with_a_time_ends_with_its_last_public_item(public_client):
    meeting = make_meeting(slug="rakor-makassar", title="Rakor", starts_at=time(8, 0))
    make_agenda_item(meeting, day=2, starts_at=time(14, 0), duration_minutes=60)
    make_agenda_item(meeting, day=2, starts_at=time(18, 0), is_public=False)
    release(meeting)
    response = public_client.get("/rakor/rakor-makassar/kalender.ics")
    assert events(response) == [
        {
            "uid": f"rakor-{meeting.pk}@forum-btikp",
            "title": "Rakor",
            "starts": datetime(2026, 12, 15, 8, 0, tzinfo=WITA),
            "ends": datetime(2026, 12, 16, 15, 0, tzinfo=WITA),
            "status": "CONFIRMED",
        }
    ]
    assert response["Content-Disposition"] == 'attachment; filename="rakor-makassar.ics"'
    assert b"TZID:Asia/Makassar" in response.content


@pytest.mark.parametrize(
    ("fields", "starts", "ends"),
    [
        ({}, date(2026, 12, 15), date(2026, 12, 17)),
        ({"ends_on": None}, date(2026, 12, 15), date(2026, 12, 16)),
        (
            {"starts_at": time(8, 0)},
            datetime(2026, 12, 15, 8, 0, tzinfo=WITA),
            datetime(2026, 12, 17, 0, 0, tzinfo=WITA),
        ),
    ],
)
def test_without_an_agenda_the_days_say_when(public_client, fields, starts, ends):
    meeting = make_meeting(**fields)
    (event,) = events(public_client.get(f"{meeting.get_absolute_url()}kalender.ics"))
    assert (event["starts"], event["ends"]) == (starts, ends)


def test_file_says_where_what_about_and_that_it_is_a_sample(public_client, settings):
    meeting = make_meeting(
        title="Rakor",
        theme="Digital untuk semua",
        mode="hibrida",
        venue="Hotel Pantai",
        host_province=make_province(name="Sulawesi Selatan"),
        is_sample=True,
    )
    response = public_client.get(f"{meeting.get_absolute_url()}kalender.ics")
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    url = f"{settings.SITE_URL}{meeting.get_absolute_url()}"
    assert (str(event["SUMMARY"]), str(event["LOCATION"]), str(event["DESCRIPTION"])) == (
        "[Contoh] Rakor",
        "Hotel Pantai, Makassar, Sulawesi Selatan",
        f"Tema: Digital untuk semua\nCara hadir: Luring dan daring\n{url}",
    )


def test_cancelled_rakor_is_cancelled_in_the_calendar(public_client):
    meeting = make_meeting(cancelled_at=NOW, cancel_reason="Banjir.")
    response = public_client.get(f"{meeting.get_absolute_url()}kalender.ics")
    assert [event["status"] for event in events(response)] == ["CANCELLED"]
    assert "DIBATALKAN: Banjir." in response.content.decode()


def test_forum_calendar_holds_the_published_rakor_with_known_days(public_client):
    make_meeting(title="Kedua", starts_on=date(2027, 3, 1), ends_on=None)
    make_meeting(title="Pertama", starts_on=date(2024, 5, 28), ends_on=date(2024, 5, 31))
    make_meeting(title="Tahun saja", date_precision="year")
    make_meeting(title="Bulan saja", date_precision="month")
    make_meeting(title="Draf", published_at=None)
    titles = [event["title"] for event in events(public_client.get("/kalender.ics"))]
    assert titles == ["Pertama", "Kedua"]


@pytest.mark.parametrize("fields", [{"date_precision": "year"}, {"published_at": None}])
def test_no_file_without_known_days_or_of_a_draft(public_client, fields):
    meeting = make_meeting(**fields)
    assert public_client.get(f"{meeting.get_absolute_url()}kalender.ics").status_code == 404


def test_secretariat_may_try_the_file_of_a_draft(secretariat_client):
    meeting = make_meeting(published_at=None)
    response = secretariat_client.get(f"{meeting.get_absolute_url()}kalender.ics")
    assert len(events(response)) == 1


def test_file_says_who_calls_which_version_it_is_and_when_it_was_made(public_client, settings):
    settings.DEFAULT_FROM_EMAIL = "Forum <portal@forum.example>"
    issuer = Institution.objects.create(name="Pusdatin", short_name="Pusdatin", city="Jakarta")
    meeting = make_meeting(issuer=issuer, organisers="Panitia")
    make_agenda_item(meeting)
    release(meeting, at=NOW + timedelta(hours=1))
    event = the_event(public_client, meeting)
    assert str(event["ORGANIZER"]) == "mailto:portal@forum.example"
    assert event["ORGANIZER"].params == {"CN": "Pusdatin"}
    assert event["SEQUENCE"] == 1
    assert event["LAST-MODIFIED"].dt == event["DTSTAMP"].dt == NOW + timedelta(hours=1)
    assert event["CATEGORIES"].to_ical() == b"Rakor"
    assert set(event) == {
        "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "STATUS", "SUMMARY", "DTSTART", "DTEND",
        "ORGANIZER", "CATEGORIES", "LOCATION", "DESCRIPTION", "URL",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("organisers", "name"),
    [("BLPT\nPusdatin", "BLPT, Pusdatin"), ("", "Forum Komunikasi BTIKP se\u2011Indonesia")],
)
def test_without_a_letterhead_the_organisers_call(public_client, organisers, name):
    event = the_event(public_client, make_meeting(organisers=organisers))
    assert event["ORGANIZER"].params == {"CN": name}


def test_moved_rakor_is_on_its_new_day_with_the_reason_and_keeps_its_agendas_hours(public_client):
    meeting = make_meeting(starts_at=time(8, 0))
    make_agenda_item(meeting, day=2, starts_at=time(14, 0), duration_minutes=60)
    release(meeting)
    moved = date(2027, 1, 12)
    MeetingMove.objects.create(
        meeting=meeting,
        starts_on=meeting.starts_on,
        zone=meeting.zone,
        reason="Banjir.",
        moved_at=NOW + timedelta(days=1),
    )
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_on=moved, ends_on=moved + timedelta(days=1), calendar_sequence=2
    )
    event = the_event(public_client, meeting)
    assert event["DTSTART"].dt == datetime(2027, 1, 12, 8, 0, tzinfo=WITA)
    assert event["DTEND"].dt == datetime(2027, 1, 13, 15, 0, tzinfo=WITA)
    assert event["SEQUENCE"] == 2
    assert event["LAST-MODIFIED"].dt == NOW + timedelta(days=1)
    assert str(event["DESCRIPTION"]).startswith("DIPINDAHKAN: Banjir.\n")


def test_public_files_hold_no_conference_link(public_client, operator_client, secretariat_client):
    meeting = make_meeting(conference_url="https://temu.example/rahasia")
    for client in (public_client, operator_client, secretariat_client):
        for address in (f"{meeting.get_absolute_url()}kalender.ics", "/kalender.ics"):
            for query in ("", "?acara=1"):
                content = client.get(f"{address}{query}").content
                assert b"BEGIN:VEVENT" in content
                assert b"temu.example" not in content.replace(b"\r\n ", b"")


def test_program_that_has_the_latest_file_is_told_so(public_client, time_machine):
    time_machine.move_to(NOW, tick=False)
    meeting = make_meeting()
    address = f"{meeting.get_absolute_url()}kalender.ics"
    first = public_client.get(address)
    assert first["Last-Modified"] == "Tue, 24 Nov 2026 03:00:00 GMT"
    known = {"if-none-match": first["ETag"]}
    seen = {"if-modified-since": first["Last-Modified"]}
    later = f"{address}?lagi"  # The page kept for a second answers by its tag alone.
    assert public_client.get(later, headers=known).status_code == 304
    assert public_client.get(later, headers=seen).status_code == 304

    time_machine.move_to(NOW + timedelta(minutes=1), tick=False)
    Meeting.objects.filter(pk=meeting.pk).update(venue="Hotel lain")
    assert public_client.get(f"{address}?baru", headers=known).status_code == 200
    assert public_client.get(f"{address}?baru", headers=seen).status_code == 200


@pytest.mark.parametrize("query", ["", "?acara=1"])
@pytest.mark.parametrize("count", [1, 3])
def test_statements_do_not_grow_with_the_rakor_and_are_few_where_nothing_changed(
    public_client, django_assert_num_queries, count, query
):
    for number in range(count):
        meeting = make_meeting(starts_on=date(2026, 12, 1) + timedelta(number), ends_on=None)
        make_agenda_item(meeting, starts_at=time(9, 0))
        release(meeting)
    with django_assert_num_queries(4 if query else 3):
        public_client.get(f"/kalender.ics{query}")
    with django_assert_num_queries(1):
        public_client.get(f"/kalender.ics{query or '?'}&lagi")


def the_event(client, meeting):
    response = client.get(f"{meeting.get_absolute_url()}kalender.ics")
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    return event
