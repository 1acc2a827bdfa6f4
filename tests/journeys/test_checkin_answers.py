"""What the app makes of answers that are not the portal's, or come when they are meant no more."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Route, expect

from accounts.models import User
from meetings.actions.checkin_devices import lock_device, open_code, renew_code
from meetings.models import Scan, Ticket
from tests.journeys.conftest import PATIENCE
from tests.journeys.door import Door, add, ask, make_rakor
from tests.journeys.wire import FOREIGN, Wire

# Resolves when whatever was on its way is done.
RUN_ENDED = "(lock) => navigator.locks.request(lock, () => true)"


@pytest.fixture
def tickets(db: None) -> list[Ticket]:
    return make_rakor(people=8)[1]


@pytest.fixture
def door(browser: Browser, wire: Wire, tickets: list[Ticket], secretariat: User) -> Iterator[Door]:
    """Of an enrolled telephone that is online."""
    meeting = tickets[0].registration.meeting
    with browser.new_context(locale="id-ID", service_workers="block") as context:
        context.set_default_timeout(PATIENCE)
        door = Door(context.new_page(), wire.address, meeting)
        door.device, code = add(meeting, secretariat)
        door.enrol(code)
        door.expect_state("Tersambung")
        yield door


def refresh(door: Door) -> None:
    door.page.get_by_role("button", name="Perbarui daftar").click()


def refresh_in_settings(door: Door) -> None:
    door.page.get_by_text("HP panitia · Pintu Utara").click()
    refresh(door)


@pytest.mark.parametrize(("status", "kind", "body"), FOREIGN)
def test_a_proxy_is_not_taken_for_the_portal(
    door: Door, wire: Wire, tickets: list[Ticket], status: int, kind: str, body: str
):
    name = tickets[0].registration.full_name
    door.page.get_by_text("HP panitia · Pintu Utara").click()
    wire.answer(status, kind, body)
    door.hold(tickets[0])
    door.expect_result("Tercatat masuk", name)
    door.expect_state("Portal terganggu")
    refresh(door)
    door.expect_unsent(1)
    assert name in str(door.kept("state"))
    wire.mend()
    refresh(door)
    door.expect_unsent(0)
    door.expect_state("Tersambung")
    assert list(Scan.objects.values_list("ticket", "flags")) == [(tickets[0].pk, [])]


def test_a_network_that_comes_back_badly_is_tried_again_soon(
    door: Door, wire: Wire, tickets: list[Ticket]
):
    """Each fact that was recorded without a network made the next pause longer."""
    wire.cut()
    for count, ticket in enumerate(tickets, start=1):
        door.hold(ticket)
        door.expect_unsent(count)
    door.expect_state("Tanpa jaringan")
    with door.page.expect_event("requestfailed"):
        door.come_online()
    ask(door.page, "pengiriman", RUN_ENDED, door.store)
    wire.mend()
    door.expect_unsent(0)


def test_a_list_on_its_way_does_not_come_onto_a_released_device(door: Door, tickets: list[Ticket]):
    held: list[Route] = []
    door.page.route("**/presensi/daftar.json", lambda route: held.append(route))
    door.page.get_by_text("HP panitia · Pintu Utara").click()
    with door.page.expect_request("**/presensi/daftar.json"):
        refresh(door)
    door.page.get_by_role("button", name="Lepas perangkat ini").click()
    door.page.get_by_role("button", name="Lepas perangkat", exact=True).click()
    expect(door.page.get_by_role("button", name="Pasang perangkat")).to_be_visible()
    assert (door.kept("state"), door.kept("facts")) == ([], [])
    held[0].continue_()
    ask(door.page, "pengiriman", RUN_ENDED, door.store)
    assert (door.kept("state"), door.kept("facts")) == ([], [])


def test_a_guest_who_was_sent_after_the_list_went_is_forgotten(door: Door, secretariat: User):
    # What is sent waits; the list says that the device is locked.
    door.page.route("**/presensi/fakta/", lambda route: route.fulfill(status=500))
    door.page.get_by_role("tab", name="Tamu").click()
    lock_device(device=door.device, reason="Hilang", by=secretariat, at=timezone.now())
    door.page.get_by_label("Nama lengkap").fill("Rina Kartika")
    door.page.get_by_role("button", name="Catat tamu").click()
    expect(door.page.get_by_text("1 catatan belum terkirim tetap disimpan")).to_be_visible()
    assert "Rina Kartika" in str(door.kept("facts"))
    door.page.unroute("**/presensi/fakta/")
    door.come_online()
    expect(door.page.get_by_text("1 catatan belum terkirim tetap disimpan")).to_be_hidden()
    ask(door.page, "pengiriman", RUN_ENDED, door.store)
    assert door.kept("facts") == []
    assert list(Scan.objects.values_list("walk_in_name", "flags")) == [
        ("Rina Kartika", ["terkunci"])
    ]


def test_a_fact_of_the_moment_when_the_lock_is_learned_is_sent(
    door: Door, tickets: list[Ticket], secretariat: User
):
    door.hold(tickets[0])
    door.expect_result("Tercatat masuk")
    door.expect_unsent(0)
    (row,) = door.kept("facts")
    lock_device(device=door.device, reason="Hilang", by=secretariat, at=timezone.now())
    refresh_in_settings(door)
    expect(door.page.get_by_text("Perangkat ini dikunci oleh sekretariat.")).to_be_visible()
    ask(door.page, "pengiriman", RUN_ENDED, door.store)
    assert door.kept("facts") == []
    late = str(uuid4())
    door.keep_fact({**row, "id": late, "state": "unsent", "fact": {**row["fact"], "id": late}})
    door.come_online()
    door.wait_until(lambda: Scan.objects.count() == 2)
    ask(door.page, "pengiriman", RUN_ENDED, door.store)
    assert door.kept("facts") == []
    assert Scan.objects.get(pk=late).flags == ["terkunci"]


def test_a_locked_device_that_sent_all_asks_nothing_more(door: Door, secretariat: User):
    lock_device(device=door.device, reason="Hilang", by=secretariat, at=timezone.now())
    refresh_in_settings(door)
    expect(door.page.get_by_text("Perangkat ini dikunci oleh sekretariat.")).to_be_visible()
    ask(door.page, "pengiriman", RUN_ENDED, door.store)
    asked: list[str] = []
    door.page.on("request", lambda request: asked.append(request.url))
    door.come_online()
    ask(door.page, "pengiriman", RUN_ENDED, door.store)
    door.page.reload()
    expect(door.page.get_by_text("Perangkat ini dikunci oleh sekretariat.")).to_be_visible()
    ask(door.page, "pengiriman", RUN_ENDED, door.store)
    expect(door.page.locator("[data-part=state]")).to_be_hidden()
    assert [address for address in asked if "/presensi/fakta/" in address] == []


def test_the_answer_to_a_former_token_does_not_end_a_device_that_was_enrolled_anew(
    door: Door, tickets: list[Ticket], secretariat: User
):
    held: list[Route] = []
    # Not even the lock is learned by this way, but by the list.
    answers = [lambda route: route.fulfill(status=500), held.append, Route.continue_]
    door.page.route("**/presensi/fakta/", lambda route: answers[0](route))
    lock_device(device=door.device, reason="Hilang", by=secretariat, at=timezone.now())
    door.hold(tickets[0])
    expect(door.page.get_by_text("Perangkat ini dikunci oleh sekretariat.")).to_be_visible()
    device = renew_code(device=door.device, by=secretariat, at=timezone.now())
    door.page.get_by_label("Kode pemasangan").fill(open_code(device, timezone.now()))
    answers.pop(0)
    door.come_online()
    door.wait_until(lambda: bool(held))
    answers.pop(0)
    with door.page.expect_response("**/presensi/pasang/"):
        door.page.get_by_role("button", name="Pasang perangkat").click()
    held[0].continue_()
    door.expect_unsent(0)
    expect(door.page.get_by_label("Pemindai genggam")).to_be_visible()
    assert list(Scan.objects.values_list("ticket", "flags")) == [(tickets[0].pk, [])]
