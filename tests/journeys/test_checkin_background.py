"""Facts that wait when the app is closed: the service worker sends them, as the app does."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from meetings.actions.checkin_devices import lock_device
from meetings.models import CheckinDevice, Scan, Ticket
from tests.journeys.door import Door, add, make_rakor

TAG = "kirim"


class Telephone:
    """At a door; its app can be closed. Its browser wakes the worker when it has a network."""

    def __init__(self, door: Door, device: CheckinDevice, tickets: list[Ticket]) -> None:
        self.door, self.device, self.tickets = door, device, tickets
        self.context = door.page.context
        self.origin = door.address.removesuffix(door.path)
        # A page of the portal that the worker does not serve: it stays open, and hears.
        self.other = self.context.new_page()
        self.other.goto(f"{self.origin}/healthz")

    def record(self) -> None:
        """Everybody comes in, without a network."""
        self.door.keep()
        self.context.set_offline(True)
        self.door.expect_state("Tanpa jaringan")
        for count, ticket in enumerate(self.tickets, start=1):
            self.door.hold(ticket)
            self.door.expect_unsent(count)

    def close_app(self) -> None:
        """The other page writes down what the worker tells."""
        self.door.page.close()
        self.door.page = self.other
        self.other.evaluate(
            """(name) => {
                window.channel = new BroadcastChannel(name);
                window.channel.onmessage = ({ data }) => document.body.append(` ${data}`);
            }""",
            self.store,
        )

    @property
    def store(self) -> str:
        return f"presensi-{self.door.path.split('/')[2]}"

    def hear(self, what: str) -> None:
        expect(self.other.locator("body")).to_contain_text(what)

    def try_worker(self) -> str:
        """How an event ends for the browser, which tries again where it fails."""
        return self.context.service_workers[0].evaluate(
            """(tag) => new Promise((resolve) => {
                const told = ({ message }) => resolve(message);
                const waitUntil = (work) => work.then(() => resolve("done"), told);
                self.dispatchEvent(Object.assign(new Event("sync"), { tag, waitUntil }));
            })""",
            TAG,
        )

    def end_rakor(self) -> None:
        """The list lies on the device since long ago."""
        self.other.evaluate(
            """([name, moment]) => new Promise((resolve) => {
                indexedDB.open(name).onsuccess = ({ target }) => {
                    const transaction = target.result.transaction("state", "readwrite");
                    const states = transaction.objectStore("state");
                    transaction.oncomplete = () => resolve();
                    states.get("list").onsuccess = ({ target }) => {
                        target.result.json.meeting.wipe_at = moment;
                        states.put(target.result, "list");
                    };
                };
            })""",
            [self.store, (timezone.now() - timedelta(minutes=1)).isoformat()],
        )

    def names(self) -> list[str]:
        """Of people, wherever they lie on the device."""
        kept = str(self.door.kept("state") + self.door.kept("facts"))
        people = [ticket.registration.full_name for ticket in self.tickets]
        return [name for name in people if name in kept]


@pytest.fixture
def telephone(browser: Browser, bare_portal: LiveServer, secretariat: User) -> Iterator[Telephone]:
    session, tickets = make_rakor(people=2)
    with browser.new_context(locale="id-ID") as context:
        context.set_default_timeout(10_000)
        door = Door(context.new_page(), bare_portal.url, session.meeting)
        device, code = add(session.meeting, secretariat)
        telephone = Telephone(door, device, tickets)
        door.enrol(code)
        # Nothing may wait at the end: a browser that is closed wakes the worker, and waits for it.
        yield telephone


def recorded() -> list[tuple]:
    scans = Scan.objects.order_by("scanned_at")
    return list(scans.values_list("ticket", "flags", "was_offline"))


def test_facts_arrive_once_though_the_app_is_closed(telephone: Telephone):
    telephone.record()
    expect(telephone.door.page.get_by_text("juga bila aplikasi ditutup.")).to_be_visible()
    telephone.close_app()
    assert recorded() == []
    telephone.context.set_offline(False)
    telephone.hear("facts")
    assert recorded() == [(ticket.pk, [], True) for ticket in telephone.tickets]


def test_a_locked_device_is_wiped_though_the_app_is_closed(telephone: Telephone, secretariat: User):
    telephone.record()
    telephone.close_app()
    assert telephone.names() == ["Peserta Uji 01", "Peserta Uji 02"]
    lock_device(device=telephone.device, reason="Hilang", by=secretariat, at=timezone.now())
    telephone.context.set_offline(False)
    telephone.hear("ended")
    assert telephone.names() == []
    assert recorded() == [(ticket.pk, ["terkunci"], True) for ticket in telephone.tickets]


def test_after_the_rakor_the_worker_wipes_without_a_network(telephone: Telephone):
    telephone.record()
    telephone.close_app()
    telephone.end_rakor()
    assert telephone.try_worker() == "Catatan belum terkirim."
    telephone.hear("list")
    assert (telephone.names(), recorded()) == ([], [])
    telephone.context.set_offline(False)
    telephone.hear("facts")
    assert recorded() == [(ticket.pk, [], True) for ticket in telephone.tickets]


def test_the_browser_is_told_to_try_again_and_the_open_app_of_what_was_sent(
    telephone: Telephone,
):
    telephone.record()
    assert telephone.try_worker() == "Catatan belum terkirim."
    telephone.door.expect_unsent(2)
    telephone.context.set_offline(False)
    assert telephone.try_worker() == "done"
    telephone.door.expect_unsent(0)
    assert recorded() == [(ticket.pk, [], True) for ticket in telephone.tickets]
