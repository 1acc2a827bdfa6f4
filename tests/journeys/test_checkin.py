"""Thirty tickets at a door without a network; the browser is closed and opened in between."""

from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from meetings.actions.tickets import revoke_tickets
from meetings.models import Scan, Ticket
from tests.factories import make_ticket
from tests.journeys.door import Door, add, film, make_rakor, telephone

PEOPLE = 30


def revoke(ticket: Ticket) -> Ticket:
    """The ticket that takes its place."""
    revoke_tickets(ticket.registration, "Tiket hilang", timezone.now())
    return make_ticket(ticket.registration)


def facts() -> dict[str, tuple[list[str], bool]]:
    """Flags of each fact, and whether it was recorded without a network, by whom it is about."""
    rows = Scan.objects.select_related("registration").order_by("scanned_at")
    return {
        row.registration.full_name if row.registration else "": (row.flags, row.was_offline)
        for row in rows
    }


def test_thirty_scans_without_a_network_arrive_once(
    browser: Browser, bare_portal: LiveServer, secretariat: User, tmp_path: Path
):
    session, tickets = make_rakor(people=PEOPLE)
    revoked_before, revoked_meanwhile = tickets[-2:]
    revoke(revoked_before)
    chromium, camera = browser.browser_type, film(tickets[0], tmp_path / "ticket.mjpeg")
    _, code = add(session.meeting, secretariat)

    with telephone(chromium, tmp_path / "telephone", camera=camera) as context:
        door = Door(context.pages[0], bare_portal.url, session.meeting)
        door.enrol(code)
        door.keep()
        context.set_offline(True)
        door.expect_state("Tanpa jaringan")
        revoke(revoked_meanwhile)
        door.page.get_by_role("button", name="Mulai kamera").click()
        door.expect_result("Tercatat masuk", tickets[0].registration.full_name)
        # Held before the camera all the while, it is one fact.
        for ticket in tickets[1:20]:
            door.hold(ticket)
            door.expect_result("Tercatat masuk", ticket.registration.full_name)
        expect(door.page.get_by_text("hanya selama aplikasi ini terbuka")).to_be_visible()

    with telephone(chromium, tmp_path / "telephone", camera=camera, is_offline=True) as context:
        door = Door(context.pages[0], bare_portal.url, session.meeting)
        door.page.goto(door.address)
        door.expect_state("Tanpa jaringan")
        door.expect_unsent(20)
        for ticket in tickets[20:28]:
            door.hold(ticket)
            door.expect_result("Tercatat masuk", ticket.registration.full_name)
        door.hold(revoked_before)
        door.expect_result("Ditolak: Tiket sudah dicabut", revoked_before.registration.full_name)
        door.hold(revoked_meanwhile)
        door.expect_result("Tercatat masuk", revoked_meanwhile.registration.full_name)
        door.expect_unsent(PEOPLE)
        assert Scan.objects.count() == 0
        context.set_offline(False)
        door.expect_state("Tersambung")
        door.expect_unsent(0)

    expected = {ticket.registration.full_name: ([], True) for ticket in tickets[:28]}
    for ticket in (revoked_before, revoked_meanwhile):
        expected[ticket.registration.full_name] = (["dicabut"], True)
    assert facts() == expected
    assert Scan.objects.count() == PEOPLE
