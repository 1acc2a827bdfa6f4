"""Thirty tickets at a door without a network; the browser is closed and opened in between."""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from accounts.models import User
from meetings.actions.tickets import revoke_tickets
from meetings.models import Scan, Ticket
from tests.factories import make_ticket
from tests.journeys.door import Door, add, film, make_rakor, telephone
from tests.journeys.wire import Wire

PEOPLE = 30
CLOSED = {
    True: "juga bila aplikasi ditutup.",
    False: "hanya selama aplikasi ini terbuka.",
}


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


@pytest.mark.parametrize("knows_sync", [True, False], ids=["with-sync", "without-sync"])
def test_thirty_scans_without_a_network_arrive_once(
    browser: Browser, wire: Wire, secretariat: User, tmp_path: Path, *, knows_sync: bool
):
    session, tickets = make_rakor(people=PEOPLE)
    revoked_before, revoked_meanwhile = tickets[-2:]
    revoke(revoked_before)
    chromium, camera = browser.browser_type, film(tickets[0], tmp_path / "ticket.mjpeg")
    _, code = add(session.meeting, secretariat)

    kind = {"camera": camera, "knows_sync": knows_sync}
    with telephone(chromium, tmp_path / "telephone", **kind) as context:
        door = Door(context.pages[0], wire.address, session.meeting)
        door.enrol(code)
        door.keep()
        wire.cut()
        context.set_offline(True)
        door.expect_state("Tanpa jaringan")
        revoke(revoked_meanwhile)
        door.page.get_by_role("button", name="Mulai kamera").click()
        door.expect_result("Tercatat masuk", tickets[0].registration.full_name)
        # Held before the camera all the while, it is one fact.
        for ticket in tickets[1:20]:
            door.hold(ticket)
            door.expect_result("Tercatat masuk", ticket.registration.full_name)
        expect(door.page.get_by_text(CLOSED[knows_sync])).to_be_visible()

    with telephone(chromium, tmp_path / "telephone", is_offline=True, **kind) as context:
        door = Door(context.pages[0], wire.address, session.meeting)
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
        wire.mend()
        context.set_offline(False)
        door.expect_state("Tersambung")
        door.expect_unsent(0)

    expected = {ticket.registration.full_name: ([], True) for ticket in tickets[:28]}
    for ticket in (revoked_before, revoked_meanwhile):
        expected[ticket.registration.full_name] = (["dicabut"], True)
    assert facts() == expected
    assert Scan.objects.count() == PEOPLE
