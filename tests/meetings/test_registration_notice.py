"""Why nobody can be registered now: from when, or since when, on the clock of the rakor."""

from datetime import datetime, timedelta

import pytest

from forum_portal.lib.dates import Zone
from meetings.models import Meeting
from meetings.registration_notice import Closed, closed_registration
from meetings.states import over_at
from tests.factories import NOW

BEFORE, AFTER = "Pendaftaran belum dibuka", "Pendaftaran sudah ditutup"
OPENS, CLOSES = NOW, NOW + timedelta(days=2)


def rakor(**fields) -> Meeting:
    """Of one day, a week from now."""
    defaults = {
        "starts_on": (NOW + timedelta(days=7)).date(),
        "zone": "Asia/Makassar",
        "published_at": NOW,
        "registered_by": Meeting.RegisteredBy.OFFICES,
        "registration_opens_at": OPENS,
        "registration_closes_at": CLOSES,
    }
    return Meeting(**{**defaults, **fields})


def told(at: datetime, **fields) -> Closed | None:
    return closed_registration(rakor(**fields), at)


@pytest.mark.parametrize("at", [OPENS, CLOSES - timedelta(microseconds=1)])
def test_nothing_is_told_while_it_is_open(at):
    assert told(at) is None


@pytest.mark.parametrize(
    ("zone", "opens", "closes"),
    [
        (Zone.WIB, "24 November 2026, 10.00 WIB", "26 November 2026, 10.00 WIB"),
        (Zone.WITA, "24 November 2026, 11.00 WITA", "26 November 2026, 11.00 WITA"),
        (Zone.WIT, "24 November 2026, 12.00 WIT", "26 November 2026, 12.00 WIT"),
    ],
)
def test_the_clock_is_that_of_the_rakor(zone, opens, closes):
    earlier = OPENS - timedelta(microseconds=1)
    assert told(earlier, zone=zone) == (
        BEFORE,
        f"Pendaftaran dibuka mulai {opens} sampai {closes}.",
    )
    assert told(CLOSES, zone=zone) == (AFTER, f"Pendaftaran ditutup sejak {closes}.")


def test_its_state_is_told_beside_a_label():
    states = [told(at).state for at in (OPENS - timedelta(microseconds=1), CLOSES)]
    cancelled = told(NOW, cancelled_at=NOW, cancel_reason="Gempa.").state
    assert [*states, cancelled] == ["Belum dibuka", "Sudah ditutup", "Berakhir"]


def test_a_rakor_that_is_over_takes_nobody_whatever_its_window_says():
    late = {"registration_closes_at": NOW + timedelta(days=30)}
    over = over_at(rakor())
    assert told(over - timedelta(microseconds=1), **late) is None
    assert told(over, **late) == (
        AFTER,
        "Rakor ini sudah selesai; pendaftarannya ditutup sejak 2 Desember 2026, 00.00 WITA.",
    )


@pytest.mark.parametrize(
    ("fields", "title", "text"),
    [
        (
            {"cancelled_at": NOW, "cancel_reason": "Gempa."},
            "Pendaftaran berakhir",
            "Rakor ini dibatalkan: Gempa.",
        ),
        (
            {"published_at": None},
            BEFORE,
            "Rakor ini masih draf; pendaftaran menunggu sampai diterbitkan.",
        ),
        (
            {"registered_by": Meeting.RegisteredBy.NOBODY},
            "Tanpa pendaftaran",
            "Rakor ini tidak memakai pendaftaran di portal.",
        ),
    ],
)
def test_what_else_keeps_it_closed(fields, title, text):
    assert told(NOW, **fields) == (title, text)
