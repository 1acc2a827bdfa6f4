from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from forum_portal.lib.ical import CalendarEvent, Organizer, calendar_file

STAMP = datetime(2026, 11, 1, tzinfo=UTC)
WITA = ZoneInfo("Asia/Makassar")


def test_timed_event_as_a_whole():
    event = CalendarEvent(
        uid="acara-1@portal",
        title="Rapat, dengan; tanda\\baca",
        starts=datetime(2026, 12, 15, 8, tzinfo=WITA),
        ends=datetime(2026, 12, 16, 17, tzinfo=WITA),
        stamped_at=STAMP,
        sequence=3,
        url="https://portal.example/rakor/x/",
        location="Makassar",
        description="Tema\nBaris kedua",
        categories=("Rakor", "Luring"),
        organizer=Organizer('Balai "A"; B', "portal@portal.example"),
        part_of="rakor-1@portal",
        conference_url="https://temu.example/j?a=1,2",
    )
    assert calendar_file("Rakor", [event]).decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Forum Komunikasi BTIKP se-Indonesia//Portal//ID",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:Rakor",
        "X-WR-CALNAME:Rakor",
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
        "X-PUBLISHED-TTL:PT4H",
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Makassar",
        "COMMENT:This timezone only works from 2000-01-01 to 2038-01-01.",
        "BEGIN:STANDARD",
        "DTSTART:20000101T000000",
        "TZNAME:WITA",
        "TZOFFSETFROM:+0800",
        "TZOFFSETTO:+0800",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "SUMMARY:Rapat\\, dengan\\; tanda\\\\baca",
        "DTSTART;TZID=Asia/Makassar:20261215T080000",
        "DTEND;TZID=Asia/Makassar:20261216T170000",
        "DTSTAMP:20261101T000000Z",
        "UID:acara-1@portal",
        "SEQUENCE:3",
        "CATEGORIES:Rakor,Luring",
        "CONFERENCE;FEATURE=VIDEO;LABEL=Konferensi;VALUE=URI:https://temu.example/j",
        " ?a=1,2",
        "DESCRIPTION:Tema\\nBaris kedua",
        "LAST-MODIFIED:20261101T000000Z",
        "LOCATION:Makassar",
        "ORGANIZER;CN=\"Balai 'A'; B\":mailto:portal@portal.example",
        "RELATED-TO:rakor-1@portal",
        "STATUS:CONFIRMED",
        "URL:https://portal.example/rakor/x/",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_day_event_ends_on_the_first_day_after_and_needs_no_zone():
    event = CalendarEvent("a@b", "Lama", date(2024, 5, 28), date(2024, 6, 1), STAMP)
    text = calendar_file("Rakor", [event]).decode()
    assert "DTSTART;VALUE=DATE:20240528\r\nDTEND;VALUE=DATE:20240601\r\n" in text
    assert "VTIMEZONE" not in text


def test_cancelled_event_says_so_in_the_version_it_is_given():
    event = CalendarEvent(
        "a@b", "Batal", date(2024, 5, 28), date(2024, 5, 29), STAMP, sequence=7, is_cancelled=True
    )
    component = Calendar.from_ical(calendar_file("Rakor", [event])).walk("VEVENT")[0]
    assert (component["STATUS"], component["SEQUENCE"]) == ("CANCELLED", 7)


def test_each_zone_is_written_once():
    events = [
        CalendarEvent(
            f"{number}@b",
            "Rapat",
            datetime(2026, 12, 1, 8, tzinfo=ZoneInfo(zone)),
            datetime(2026, 12, 1, 9, tzinfo=ZoneInfo(zone)),
            STAMP,
        )
        for number, zone in enumerate(("Asia/Jayapura", "Asia/Jakarta", "Asia/Jayapura"))
    ]
    calendar = Calendar.from_ical(calendar_file("Rakor", events))
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == [
        "Asia/Jakarta",
        "Asia/Jayapura",
    ]


@settings(max_examples=50)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_whatever_is_typed_stays_in_its_property(text):
    """No line is longer than the RFC allows, none begins a property of its own."""
    event = CalendarEvent(
        "a@b",
        text,
        date(2024, 5, 28),
        date(2024, 5, 29),
        STAMP,
        description=text,
        location=text,
        organizer=Organizer(text, "portal@portal.example"),
    )
    content = calendar_file(text, [event])
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(byte < 32 and byte != 9 for line in lines for byte in line)
    (component,) = Calendar.from_ical(content).walk("VEVENT")
    assert set(component) - {"LOCATION", "DESCRIPTION"} == {
        "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "STATUS", "SUMMARY", "DTSTART", "DTEND",
        "ORGANIZER",
    }  # fmt: skip
