"""The camera of the check-in app in browsers that ask for it, and without a loudspeaker."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.journeys.door import Door, add, film, make_rakor, telephone

# As Firefox does where a machine has no loudspeaker.
NO_LOUDSPEAKER = "AudioContext.prototype.resume = () => new Promise(() => {})"
# The camera is given when the journey says so; `given` are the streams that were.
ASKS = """
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    window.given = [];
    window.asked = [];
    navigator.mediaDevices.getUserMedia = async (wish) => {
        const place = window.asked.length;
        await new Promise((allow) => window.asked.push(allow));
        return (window.given[place] = await ask(wish));
    };
"""


def allow(page: Page, *, asked: int) -> None:
    """Answers all that was asked, and waits until each camera was given."""
    page.wait_for_function("asked => window.asked.length === asked", arg=asked)
    page.evaluate("window.asked.forEach((allow) => allow())")
    page.wait_for_function("asked => Object.keys(window.given).length === asked", arg=asked)


def expect_cameras(page: Page, *states: str) -> None:
    """The state of each camera that was given, "live" or "ended", in the order of asking."""
    page.wait_for_function(
        "wanted => String(window.given.map((s) => s.getTracks()[0].readyState)) === wanted",
        arg=",".join(states),
    )


@pytest.fixture
def door_with(
    bare_portal: LiveServer, browser: Browser, secretariat: User, tmp_path: Path
) -> Iterator[Callable[[str], Door]]:
    """door_with(script): an enrolled telephone whose camera sees the ticket of Peserta Uji 01."""
    session, (ticket,) = make_rakor(people=1)
    camera = film(ticket, tmp_path / "ticket.mjpeg")
    with telephone(browser.browser_type, tmp_path / "telephone", camera=camera) as context:

        def enrolled(script: str) -> Door:
            context.add_init_script(script)
            door = Door(context.pages[0], bare_portal.url, session.meeting)
            door.enrol(add(session.meeting, secretariat)[1])
            return door

        yield enrolled


def test_the_camera_reads_where_sound_is_never_allowed(door_with: Callable[[str], Door]):
    door = door_with(NO_LOUDSPEAKER)
    door.page.get_by_role("button", name="Mulai kamera").click()
    door.expect_result("Tercatat masuk", "Peserta Uji 01")
    door.expect_unsent(0)


def test_a_camera_allowed_after_its_panel_was_left_stays_off(door_with: Callable[[str], Door]):
    door = door_with(ASKS)
    door.page.get_by_role("button", name="Mulai kamera").click()
    door.page.get_by_role("tab", name="Cari").click()
    allow(door.page, asked=1)
    expect_cameras(door.page, "ended")
    door.page.get_by_role("tab", name="Pindai").click()
    expect(door.page.get_by_role("button", name="Mulai kamera")).to_be_visible()
    expect(door.page.get_by_label("Gambar kamera")).to_be_hidden()


def test_a_camera_asked_for_twice_is_one(door_with: Callable[[str], Door]):
    door = door_with(ASKS)
    start = door.page.get_by_role("button", name="Mulai kamera")
    start.click()
    start.click()
    allow(door.page, asked=2)
    expect_cameras(door.page, "ended", "live")
    door.page.get_by_role("button", name="Hentikan kamera").click()
    expect_cameras(door.page, "ended", "ended")
