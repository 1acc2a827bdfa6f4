"""Facts that wait when the app is closed: the service worker sends them, as the app does."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, expect

from accounts.models import User
from meetings.actions.checkin_devices import enrol_device, lock_device, open_code, renew_code
from meetings.models import CheckinDevice, Meeting, Scan, Ticket
from tests.journeys.conftest import PATIENCE
from tests.journeys.door import Door, add, ask, make_rakor
from tests.journeys.wire import FOREIGN, Wire

TAG = "kirim"
UNREGISTER = """async () => {
    const workers = await navigator.serviceWorker.getRegistrations();
    await Promise.all(workers.map((worker) => worker.unregister()));
}"""
# Resolves once another worker than the first one serves the window.
UPDATE = """async () => {
    const workers = navigator.serviceWorker;
    const another = () => new Promise((resolve) => (workers.oncontrollerchange = resolve));
    if (!workers.controller) await another();
    const changed = another();
    await (await workers.ready).update();
    await changed;
}"""


# Chromium 89 and 90, and browsers made of it.
KNOWS_NO_MODULES = """
    const register = ServiceWorkerContainer.prototype.register;
    ServiceWorkerContainer.prototype.register = function (address, options) {
        if (options?.type === "module") return Promise.reject(new DOMException("no module"));
        return register.call(this, address, options);
    };
"""


class Telephone:
    """At a door; its app can be closed. Its browser wakes the worker when it has a network."""

    def __init__(self, door: Door, device: CheckinDevice, tickets: list[Ticket]) -> None:
        self.door, self.device, self.tickets = door, device, tickets
        self.context = door.page.context
        # A page of the portal that the worker does not serve: it stays open, and hears.
        self.other = self.context.new_page()
        self.other.goto(f"{door.address.removesuffix(door.path)}/healthz")

    def record(self) -> None:
        """Everybody comes in, without a network."""
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
            self.door.store,
        )

    def hear(self, what: str) -> None:
        expect(self.other.locator("body")).to_contain_text(what)

    def end(self) -> None:
        """No worker and no wake-up outlives a journey: it would send into the next."""
        for page in self.context.pages:
            if page is not self.other:
                page.close()
        ask(self.other, "melepas service worker", UNREGISTER)

    def try_worker(self) -> str:
        """How an event ends for the browser, which tries again where it fails."""
        return ask(
            self.context.service_workers[-1],
            "sync",
            """(tag) => new Promise((resolve) => {
                const told = ({ message }) => resolve(message);
                const waitUntil = (work) => work.then(() => resolve("done"), told);
                self.dispatchEvent(Object.assign(new Event("sync"), { tag, waitUntil }));
            })""",
            TAG,
        )

    def end_rakor(self) -> None:
        """The list lies on the device since long ago."""
        ask(
            self.other,
            "mengubah daftar",
            """([name, moment]) => new Promise((resolve) => {
                indexedDB.open(name).onsuccess = ({ target }) => {
                    const transaction = target.result.transaction("state", "readwrite");
                    const states = transaction.objectStore("state");
                    transaction.oncomplete = () => resolve();
                    target.result.close();
                    states.get("list").onsuccess = ({ target }) => {
                        target.result.json.meeting.wipe_at = moment;
                        states.put(target.result, "list");
                    };
                };
            })""",
            [self.door.store, (timezone.now() - timedelta(minutes=1)).isoformat()],
        )

    def names(self) -> list[str]:
        """Of people, wherever they lie on the device."""
        kept = str(self.door.kept("state") + self.door.kept("facts"))
        people = [ticket.registration.full_name for ticket in self.tickets]
        return [name for name in people if name in kept]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(locale="id-ID") as context:
        context.set_default_timeout(PATIENCE)
        yield context


@pytest.fixture
def telephone(context: BrowserContext, wire: Wire, secretariat: User) -> Iterator[Telephone]:
    telephone = at_door(context, wire, secretariat)
    yield telephone
    telephone.end()


def at_door(context: BrowserContext, wire: Wire, secretariat: User) -> Telephone:
    session, tickets = make_rakor(people=2)
    door = Door(context.new_page(), wire.address, session.meeting)
    device, code = add(session.meeting, secretariat)
    telephone = Telephone(door, device, tickets)
    door.enrol(code)
    # A worker that is on its way when the network goes would never be ready.
    door.keep()
    return telephone


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


def test_a_replaced_device_keeps_its_facts_and_no_names_though_the_app_is_closed(
    telephone: Telephone, secretariat: User
):
    telephone.record()
    telephone.close_app()
    replaced = renew_code(device=telephone.device, by=secretariat, at=timezone.now())
    code = open_code(replaced, timezone.now())
    enrol_device(meeting=replaced.meeting, code=code, at=timezone.now())
    telephone.context.set_offline(False)
    telephone.hear("ended")
    states = [row["state"] for row in telephone.door.kept("facts")]
    assert (telephone.names(), states, recorded()) == ([], ["unsent", "unsent"], [])
    # Without a token the browser need not try again.
    assert telephone.try_worker() == "done"


@pytest.mark.parametrize(("status", "kind", "body"), FOREIGN)
def test_worker_takes_no_answer_but_the_portals(
    telephone: Telephone, wire: Wire, status: int, kind: str, body: str
):
    telephone.record()
    telephone.close_app()
    wire.answer(status, kind, body)
    telephone.context.set_offline(False)
    assert telephone.try_worker() == "Catatan belum terkirim."
    assert telephone.names() == ["Peserta Uji 01", "Peserta Uji 02"]
    wire.mend()
    assert telephone.try_worker() == "done"
    assert recorded() == [(ticket.pk, [], True) for ticket in telephone.tickets]


def test_two_rakor_on_one_telephone_send_each_for_itself(
    context: BrowserContext, wire: Wire, telephone: Telephone, secretariat: User
):
    other = at_door(context, wire, secretariat)
    for one in (telephone, other):
        one.record()
        one.close_app()
    context.set_offline(False)
    for one in (telephone, other):
        one.hear("facts")
    expected = {(ticket.pk, one.device.pk) for one in (telephone, other) for ticket in one.tickets}
    assert set(Scan.objects.values_list("ticket", "device")) == expected
    assert Scan.objects.count() == len(expected)


def test_after_an_update_the_new_worker_and_a_window_of_the_former_app_send_once(
    telephone: Telephone,
):
    meeting = telephone.tickets[0].registration.meeting
    Meeting.objects.filter(pk=meeting.pk).update(title="Rakor yang berganti nama")
    former = telephone.door.page
    ask(former, "service worker baru", UPDATE)
    telephone.record()
    expect(former.get_by_role("heading", level=1)).to_contain_text(meeting.title)
    telephone.context.set_offline(False)
    assert telephone.try_worker() == "done"
    telephone.door.expect_unsent(0)
    assert recorded() == [(ticket.pk, [], True) for ticket in telephone.tickets]
    former.reload()
    expect(former.get_by_role("heading", level=1)).to_contain_text("Rakor yang berganti nama")


def test_a_browser_that_knows_no_worker_that_sends_keeps_the_app_and_says_so(
    context: BrowserContext, wire: Wire, secretariat: User
):
    context.add_init_script(KNOWS_NO_MODULES)
    telephone = at_door(context, wire, secretariat)
    telephone.record()
    telephone.door.page.reload()
    telephone.door.expect_state("Tanpa jaringan")
    telephone.door.expect_unsent(2)
    expect(telephone.door.page.get_by_text("hanya selama aplikasi ini terbuka.")).to_be_visible()
    telephone.end()
