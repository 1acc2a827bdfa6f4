"""The rakor in the calendars of those who attend, and what programs read of its page."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from urllib.request import urlopen

import pytest
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from meetings.actions.calendar_address import renew_address
from meetings.actions.meetings import cancel_meeting
from meetings.models import AgendaItem, Meeting
from provinces.models import Office
from tests.factories import make_agenda_item, make_meeting, make_registration, release
from tests.journeys.calendar_program import CalendarProgram
from tests.journeys.conftest import Reader

OPERATOR = "operator.aceh@contoh.example"


@pytest.fixture
def program(browser: Browser) -> Iterator[Callable[[str], CalendarProgram]]:
    opened: list[CalendarProgram] = []

    def in_zone(zone: str) -> CalendarProgram:
        opened.append(CalendarProgram(browser, zone))
        return opened[-1]

    yield in_zone
    for each in opened:
        each.close()


def rakor_in_jakarta() -> Meeting:
    """On 15 December at 08.00 WIB, with two items of its agenda released."""
    on = date(timezone.localdate().year + 1, 12, 15)
    meeting = make_meeting(
        slug="rakor-jakarta", title="Rakor Jakarta", zone="Asia/Jakarta", city="Jakarta",
        starts_on=on, ends_on=on, starts_at=time(8, 0), registered_by="none",
        published_at=timezone.now(),
    )  # fmt: skip
    make_agenda_item(meeting, title="Pembukaan", duration_minutes=30, order=1)
    make_agenda_item(meeting, title="Pleno", duration_minutes=90, order=2)
    release(meeting, at=timezone.now())
    return meeting


def test_two_programs_read_the_same_in_every_file(portal: LiveServer, program):
    meeting = rakor_in_jakarta()
    make_registration(meeting, Office.objects.get(slug="aceh"))
    token = renew_address(by=User.objects.get(email=OPERATOR), at=timezone.now()).token
    for path in ("/kalender.ics", "/rakor/rakor-jakarta/kalender.ics", f"/kalender/{token}.ics"):
        for query in ("", "?acara=1"):
            address = f"{portal.url}{path}{query}"
            shown = program("Asia/Jakarta").subscribe(address)
            with urlopen(address) as answer:
                assert shown_by_icalendar(answer.read()) == {
                    uid: (event["title"], event["starts"], event["ends"], event["sequence"])
                    for uid, event in shown.items()
                }
            assert f"rakor-{meeting.pk}@forum-btikp" in shown


def test_rakor_at_eight_in_wib_is_at_ten_for_a_reader_in_wit(
    portal: LiveServer, program, browser: Browser
):
    meeting = rakor_in_jakarta()
    address = f"{portal.url}/rakor/rakor-jakarta/kalender.ics?acara=1"
    shown = program("Asia/Jayapura").subscribe(address)
    hours = {event["title"]: event["shown"].partition(" ")[2] for event in shown.values()}
    assert hours == {"Rakor Jakarta": "10.00", "Pembukaan": "10.00", "Pleno": "10.30"}
    assert {event["zone"] for event in shown.values()} == {"Asia/Jakarta"}

    # The start of the rakor is told in all three zones of Indonesia anyhow.
    for zone, items, start in (
        ("Asia/Jayapura", ["(10.00\u201310.30 WIT)", "(10.30\u201312.00 WIT)"], []),
        ("Asia/Tokyo", ["(10.00\u201310.30 UTC+9)", "(10.30\u201312.00 UTC+9)"], ["(10.00 UTC+9)"]),
        (
            "America/Bogota",
            [
                "(14 Des, 20.00\u201320.30 UTC\u22125)",
                "(14 Des, 20.30\u201322.00 UTC\u22125)",
            ],
            ["(14 Des, 20.00 UTC\u22125)"],
        ),
        ("Asia/Bangkok", [], []),
        ("Asia/Jakarta", [], []),
    ):
        with browser.new_context(locale="id-ID", timezone_id=zone) as context:
            page = context.new_page()
            page.goto(portal.url + meeting.get_absolute_url())
            agenda = page.locator("section[aria-labelledby=acara]")
            expect(agenda.locator("time .local-time")).to_have_text(items)
            expect(page.locator(".facts .local-time")).to_have_text(start)


def test_cancelled_rakor_disappears_from_a_calendar_that_subscribed(portal: LiveServer, program):
    meeting, other = rakor_in_jakarta(), make_meeting(published_at=timezone.now())
    calendar = program("Asia/Jakarta")
    address = f"{portal.url}/kalender.ics"
    whole, another = (f"rakor-{each.pk}@forum-btikp" for each in (meeting, other))
    before = calendar.subscribe(address)
    assert {whole, another} <= before.keys()

    cancel_meeting(meeting=meeting, reason="Banjir.", by=None, at=timezone.now())
    after = calendar.subscribe(f"{address}?lagi")
    assert before.keys() - after.keys() == {whole}


def test_item_that_left_the_agenda_disappears_and_one_that_moved_moves(portal, program):
    meeting = rakor_in_jakarta()
    calendar = program("Asia/Jakarta")
    address = f"{portal.url}/rakor/rakor-jakarta/kalender.ics?acara=1"
    assert titles(calendar.subscribe(address)) == {
        "Rakor Jakarta": "08.00",
        "Pembukaan": "08.00",
        "Pleno": "08.30",
    }
    AgendaItem.objects.get(meeting=meeting, title="Pembukaan").delete()
    release(meeting, at=timezone.now())
    assert titles(calendar.subscribe(f"{address}&lagi")) == {
        "Rakor Jakarta": "08.00",
        "Pleno": "08.00",
    }


def test_staff_of_an_office_make_copy_renew_and_remove_their_address(reader: Reader):
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.sign_in_with_password(OPERATOR)
    reader.press("Kalender saya")
    reader.press("Buat alamat kalender")
    reader.page.get_by_role("button", name="Salin alamat").first.click()
    expect(reader.page.get_by_role("status").filter(has_text="Sudah disalin.")).to_be_visible()
    first = reader.page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(rf"{reader.address}/kalender/[\w-]{{43}}\.ics", first)
    assert answers(reader, first) == 200

    reader.press("Ganti alamat")
    reader.press("Ganti alamat")
    second = reader.page.get_by_label("Rakor saja").input_value()
    assert (answers(reader, first), answers(reader, second)) == (404, 200)

    reader.press("Hapus alamat")
    reader.press("Hapus alamat")
    expect(reader.page.get_by_role("button", name="Buat alamat kalender")).to_be_visible()
    assert answers(reader, second) == 404


def test_ways_to_a_calendar_open_by_keyboard_and_the_page_keeps_the_policy(reader: Reader):
    """What breaks the content policy would be a message of the console, which fails the test."""
    meeting = rakor_in_jakarta()
    reader.visit(meeting.get_absolute_url())
    reader.page.locator(".menu--start summary").focus()
    reader.page.keyboard.press("Enter")
    links = reader.page.locator(".menu--start a")
    expect(links).to_have_text(
        [
            "Unduh rakor ini (.ics)",
            "Unduh dengan tiap mata acara (.ics)",
            "Berlangganan semua rakor",
            "Kalender saya",
        ]
    )
    reader.check()
    event = json.loads(reader.page.locator('script[type="application/ld+json"]').text_content())
    assert event["name"] == "Rakor Jakarta"
    picture = reader.page.locator('meta[property="og:image"]').get_attribute("content")
    answer = reader.page.request.get(picture)
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")


def answers(reader: Reader, address: str) -> int:
    """As a program without the reader's session asks."""
    context = reader.page.context.browser.new_context()
    try:
        return context.request.get(address).status
    finally:
        context.close()


def titles(shown: dict[str, dict]) -> dict[str, str]:
    return {event["title"]: event["shown"].partition(" ")[2] for event in shown.values()}


def shown_by_icalendar(content: bytes) -> dict[str, tuple[str, str, str, int]]:
    events = Calendar.from_ical(content).walk("VEVENT")
    return {
        str(event["UID"]): (
            str(event["SUMMARY"]),
            moment(event["DTSTART"].dt),
            moment(event["DTEND"].dt),
            int(event["SEQUENCE"]),
        )
        for event in events
        if event["STATUS"] != "CANCELLED"
    }


def moment(at: date) -> str:
    """As JavaScript writes an instant; a day as it is."""
    if not isinstance(at, datetime):
        return at.isoformat()
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
