"""A door of a rakor: its people, its devices, and a browser that stands for a telephone there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from time import monotonic
from typing import Any

import segno
from django.utils import timezone
from PIL import Image
from playwright.sync_api import BrowserContext, BrowserType, Page, Worker, expect

from accounts.models import User
from meetings.actions.checkin_devices import add_device, open_code
from meetings.models import AttendanceSession, CheckinDevice, Meeting, Ticket
from meetings.tickets.signature import qr_text
from tests.factories import make_meeting, make_office, make_registration, make_session, make_ticket
from tests.journeys.conftest import CHROMIUM, CHROMIUM_FLAGS, PATIENCE

FRAMES = 15
PICTURE = (640, 480)
KNOWS_NO_SYNC = "delete window.SyncManager; delete ServiceWorkerRegistration.prototype.sync"


def make_rakor(*, people: int) -> tuple[AttendanceSession, list[Ticket]]:
    """A rakor that began today, with the session of today and the tickets of its people."""
    today = timezone.localdate()
    meeting = make_meeting(starts_on=today, ends_on=today + timedelta(days=1))
    office = make_office(name="Balai TIK Pendidikan Uji")
    tickets = [
        make_ticket(make_registration(meeting, office, full_name=f"Peserta Uji {number:02}"))
        for number in range(1, people + 1)
    ]
    return make_session(meeting, title="Pleno"), tickets


def add(meeting: Meeting, by: User, **fields: Any) -> tuple[CheckinDevice, str]:
    """A device and the code that enrols it."""
    at = timezone.now()
    asked = {"name": "HP panitia", "door": "Pintu Utara", "may_add_walk_ins": True, **fields}
    device = add_device(meeting=meeting, by=by, at=at, **asked)
    return device, open_code(device, at)


def code_of(ticket: Ticket) -> str:
    return qr_text(ticket, ticket.registration.meeting)


def film(ticket: Ticket, path: Path) -> Path:
    """What a camera sees when a ticket is held before it."""
    path.write_bytes(_frame(code_of(ticket)) * FRAMES)
    return path


def _frame(text: str) -> bytes:
    code, frame = BytesIO(), BytesIO()
    segno.make_qr(text, error="q").save(code, kind="png", scale=6)
    scene = Image.new("RGB", PICTURE, "#8899aa")
    ticket = Image.open(code).convert("RGB")
    scene.paste(ticket, tuple((a - b) // 2 for a, b in zip(PICTURE, ticket.size, strict=True)))
    scene.save(frame, "JPEG", quality=90)
    return frame.getvalue()


@contextmanager
def telephone(
    chromium: BrowserType,
    folder: Path,
    *,
    camera: Path,
    is_offline: bool = False,
    knows_sync: bool = True,
) -> Iterator[BrowserContext]:
    """A browser that keeps what it stored in `folder` when it is closed and opened again.

    Without Background Sync, as Safari and Firefox are, what waits is sent by the app alone.
    """
    context = chromium.launch_persistent_context(
        folder,
        executable_path=CHROMIUM,
        args=[
            *CHROMIUM_FLAGS,
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-video-capture={camera}",
        ],
        offline=is_offline,
        locale="id-ID",
        timezone_id="Asia/Jakarta",
        reduced_motion="reduce",
    )
    with context:
        context.set_default_timeout(PATIENCE)
        if not knows_sync:
            context.add_init_script(KNOWS_NO_SYNC)
        yield context


def ask(place: Page | Worker, what: str, script: str, argument: Any = None) -> Any:
    """What the script resolves to there; fails after a while, naming `what` it was asked for."""
    return place.evaluate(
        f"""([what, argument]) => Promise.race([
            ({script})(argument),
            new Promise((_, fail) => setTimeout(() => fail(new Error(what)), {PATIENCE})),
        ])""",
        [f"Tidak selesai: {what}", argument],
    )


class Door:
    """The app on a page."""

    def __init__(self, page: Page, address: str, meeting: Meeting) -> None:
        self.page = page
        self.path = f"/rakor/{meeting.slug}/presensi/"
        self.address = address + self.path

    def enrol(self, code: str) -> None:
        """By the address of the QR code in the panel, which the code leaves at once."""
        self.page.goto(f"{self.address}#kode={code}")
        # Nothing is on its way any more.
        self.expect_state("Tersambung")
        self.expect_unsent(0)
        assert self.page.url == self.address

    def keep(self) -> None:
        """Waits until the app lies on the device."""
        ask(self.page, "service worker", "() => navigator.serviceWorker.ready.then(() => true)")

    def hold(self, ticket: Ticket) -> None:
        """Reads a ticket by a scanner that types."""
        self.type(code_of(ticket))

    def type(self, text: str) -> None:
        field = self.page.get_by_label("Pemindai genggam")
        field.fill(text)
        field.press("Enter")

    def search(self, name: str) -> None:
        self.page.get_by_role("tab", name="Cari").click()
        self.page.get_by_label("Nama, balai, atau nomor tiket").fill(name)
        self.page.get_by_role("button", name="Catat masuk").first.click()

    def expect_result(self, *words: str) -> None:
        result = self.page.get_by_role("status", name="Hasil pencatatan")
        for part in words:
            expect(result).to_contain_text(part)

    def expect_state(self, words: str) -> None:
        expect(self.page.locator("[data-part=connection]")).to_have_text(words)

    def expect_unsent(self, count: int, *, refused: int = 0) -> None:
        """Of what was just recorded only after expect_result: until then it is not counted."""
        unsent = self.page.locator("[data-part=unsent]")
        more = f", {refused} tidak diterima portal" if refused else ""
        expect(unsent).to_be_visible()
        expect(unsent).to_have_text(f"{count} catatan belum terkirim{more}")

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        """For what a handler of requests does, which runs while the browser is waited for."""
        end = monotonic() + PATIENCE / 1000
        while not is_so():
            assert monotonic() < end, "Tidak terjadi."
            self.page.wait_for_timeout(20)

    def come_online(self) -> None:
        """The browser says that there is a network: the app tries at once."""
        self.page.evaluate("dispatchEvent(new Event('online'))")

    def kept(self, store: str) -> list[Any]:
        """What lies on the device: of "state" or "facts"."""
        return ask(
            self.page,
            f"membaca {store}",
            """([name, store]) => new Promise((resolve) => {
                indexedDB.open(name).onsuccess = ({ target: { result: database } }) => {
                    const all = database.transaction(store).objectStore(store).getAll();
                    all.onsuccess = () => resolve(all.result);
                    database.close();
                };
            })""",
            [self.store, store],
        )

    def keep_fact(self, row: dict[str, Any]) -> None:
        """Puts a row beside what `kept("facts")` reads."""
        ask(
            self.page,
            "menyimpan catatan",
            """([name, row]) => new Promise((resolve) => {
                indexedDB.open(name).onsuccess = ({ target: { result: database } }) => {
                    const transaction = database.transaction("facts", "readwrite");
                    transaction.objectStore("facts").put(row);
                    transaction.oncomplete = () => resolve();
                    database.close();
                };
            })""",
            [self.store, row],
        )

    @property
    def store(self) -> str:
        """The name of what lies on the device, and of the lock and the channel beside it."""
        return f"presensi-{self.path.split('/')[2]}"
