"""The pure modules of the check-in app, each in the browser that runs them."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.templatetags.static import static
from playwright.sync_api import Browser, Route

VECTORS = Path(__file__).parent.parent / "meetings/ticket_vectors.json"
# Safe enough for a browser to compute digests there; nothing answers but the route below.
ORIGIN = "http://localhost"

Run = Callable[..., Any]


@pytest.fixture(scope="module")
def run(browser: Browser) -> Iterator[Run]:
    """run("search", "({ find }, argument) => ...", argument): what the function returns."""
    with browser.new_context(timezone_id="Asia/Jakarta") as context:
        context.route("**/*", _from_disk)
        page = context.new_page()
        page.goto(f"{ORIGIN}/")

        def called(module: str, function: str, argument: Any = None) -> Any:
            address = static(f"js/checkin/{module}.js")
            script = f"async ([address, argument]) => ({function})(await import(address), argument)"
            return page.evaluate(script, [address, argument])

        yield called


def _from_disk(route: Route) -> None:
    """The collected static files, and an empty page; no server and no database."""
    path = route.request.url.removeprefix(f"{ORIGIN}/static/")
    if path == route.request.url:
        route.fulfill(body="<!doctype html>", content_type="text/html")
    else:
        route.fulfill(path=Path(settings.STATIC_ROOT, path))


OFFICES = [{"id": 7, "name": "UPTD Balai Tekkomdik Aceh"}, {"id": 9, "name": "BTIKP Bali"}]
PEOPLE = [
    ["a", "Dra. Ni Made Ayu Lestari, M.Pd.", 1, "Kepala", "luring", "terdaftar", ["0a1b2c3d" * 4]],
    ["b", "José Soares", -1, "Peserta", "luring", "terdaftar", []],
    ["c", "Bali Santoso", 0, "Peserta", "luring", "menunggu", []],
    ["d", "Al-Fatih Rahman", 0, "Peserta", "luring", "terdaftar", []],
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ayu", ["a"]),
        ("lest ni", ["a"]),
        ("jose", ["b"]),
        ("SOÁRES", ["b"]),
        ("al fatih", ["d"]),
        ("tekkomdik", ["c", "d"]),
        # First those who are called so, then those whose office is.
        ("bali", ["c", "a"]),
        ("0A1B2C3D", ["a"]),
        ("0A1B2C3D0A", []),
        ("2C3D", ["a"]),
        ("C3D", []),
        ("aceh ayu", []),
        ("", []),
        (" .,- ", []),
    ],
)
def test_people_are_found_by_any_part(run: Run, text: str, expected: list[str]):
    function = """({ makeIndex, find }, [people, offices, text]) =>
        find(makeIndex(people, offices), text).map(([id]) => id)"""
    assert run("search", function, [PEOPLE, OFFICES, text]) == expected


def test_signatures_are_checked_as_the_portal_writes_them(run: Run):
    vectors = json.loads(VECTORS.read_text())["tickets"]
    function = """async ({ readTicket, isSigned }, vectors) => {
        const check = async ({ text, keys }) => {
            const read = readTicket(` ${text}\\n`);
            const other = { ...read, meeting: read.meeting + 1 };
            return [
                read.meeting,
                read.ticket,
                await isSigned(read, keys),
                await isSigned(read, keys.slice(1)),
                await isSigned(read, []),
                await isSigned(other, keys),
            ];
        };
        return Promise.all(vectors.map(check));
    }"""
    assert run("tickets", function, vectors) == [
        [row["meeting"], row["ticket"].replace("-", ""), True, False, False, False]
        for row in vectors
    ]


def test_what_has_not_the_form_of_a_ticket_is_none(run: Run):
    text = json.loads(VECTORS.read_text())["tickets"][0]["text"]
    prefix, meeting, ticket, signature = text.split(".")
    wrong = [
        "",
        "https://contoh.example/",
        text + "A",
        text[:-1],
        f"BTIKP2.{meeting}.{ticket}.{signature}",
        f"{prefix}.0.{ticket}.{signature}",
        # The last sign has bits to spare: this text would be a second one for the same ticket.
        f"{prefix}.{meeting}.{ticket[:-1]}{chr(ord(ticket[-1]) + 1)}.{signature}",
    ]
    function = "({ readTicket }, all) => all.map((text) => readTicket(text))"
    assert run("tickets", function, wrong) == [None] * len(wrong)


def test_a_portal_that_fails_is_asked_less_and_less_often(run: Run):
    function = """({ pauseAfter }) => [1, 2, 3, 5, 6, 50].map((failures) =>
        [pauseAfter(failures, 0), pauseAfter(failures, 1)])"""
    assert run("network", function) == [
        [1_000, 2_000],
        [2_000, 4_000],
        [4_000, 8_000],
        [16_000, 32_000],
        [30_000, 60_000],
        [30_000, 60_000],
    ]


SESSIONS = [
    {"id": 1, "on": "2026-12-15", "starts": "08:00", "ends": "12:00"},
    {"id": 2, "on": "2026-12-15", "starts": "13:00", "ends": "17:00"},
    {"id": 3, "on": "2026-12-17", "starts": None, "ends": None},
]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-12-14T15:59:00Z", 1),  # 23.59 WITA, of the day before
        ("2026-12-14T23:30:00Z", 1),  # 07.30
        ("2026-12-15T03:59:00Z", 1),  # 11.59
        ("2026-12-15T04:00:00Z", 2),  # 12.00: the first is over, the next is about to begin
        ("2026-12-15T10:00:00Z", 2),  # 18.00: the last of the day
        ("2026-12-15T16:00:00Z", 3),  # 00.00 of a day without sessions: the next
        ("2026-12-17T03:00:00Z", 3),
        ("2026-12-20T03:00:00Z", 3),
    ],
)
def test_the_session_that_runs_is_chosen_by_the_clock_of_the_rakor(
    run: Run, moment: str, expected: int
):
    function = "({ sessionAt }, [all, at]) => sessionAt(all, new Date(at), 'Asia/Makassar').id"
    assert run("sessions", function, [SESSIONS, moment]) == expected
    assert run("sessions", "({ sessionAt }) => sessionAt([], new Date(), 'Asia/Makassar')") is None


def test_a_ticket_held_before_the_camera_is_one_scan(run: Run):
    # Not seen for less than three seconds, or not looked at for longer, it is the same.
    looks = [
        ["a", 0],
        ["a", 120],
        ["", 240],
        ["a", 3_239],
        ["a", 9_000],
        ["b", 9_100],
        ["a", 9_200],
    ]
    looks += [["", 9_320], ["", 12_319], ["a", 12_320]]
    function = """({ Repeats }, looks) => {
        const repeats = new Repeats();
        return looks.map(([text, at]) => repeats.isNew(text, at));
    }"""
    assert run("scanner", function, looks) == [
        True, False, False, False, False, True, True, False, False, True,
    ]  # fmt: skip
