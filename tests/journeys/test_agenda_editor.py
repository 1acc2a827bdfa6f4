"""Two days with three commissions, typed by the keyboard alone, with a script and without."""

from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from meetings.models import Meeting
from tests.factories import make_meeting
from tests.journeys.conftest import Reader

MOST_TABS = 120


class Typist:
    """Someone without a mouse on the editor's page."""

    def __init__(self, page: Page, address: str, meeting: Meeting) -> None:
        self.page, self.meeting = page, meeting
        self.page.goto(f"{address}/admin/meetings/meeting/{meeting.pk}/susunan-acara/")

    def at(self) -> str:
        return self.page.evaluate("document.activeElement.id")

    def send(self, key: str = "Enter") -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.page.wait_for_load_state()

    def tab_to(self, asked: str) -> None:
        """asked: the id of a control, or the beginning of its words."""
        words = "document.activeElement.textContent.trim()"
        for _ in range(MOST_TABS):
            if self.at() == asked or self.page.evaluate(words).startswith(asked):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{asked} is out of reach")

    def fill(self, *values: str) -> None:
        for place, value in enumerate(values):
            if place:
                self.page.keyboard.press("Tab")
            self.page.keyboard.type(value)

    def add(self, line: str, title: str, kind: str, minutes: str, clock: str = "") -> None:
        """Writes one line; the focus is in it before and after."""
        assert self.at() == line
        self.fill(title, kind, minutes, *([clock] if clock else []))
        self.send()


def outline(meeting: Meeting) -> list[tuple]:
    def within(level: int, **holder) -> list[tuple]:
        rows = []
        for item in meeting.agenda_items.filter(**holder):
            rows.append((level, item.title, item.kind, item.duration_minutes))
            rows += within(level + 1, parent=item)
        return rows

    return within(1, parent=None)


COMMISSIONS = [
    row
    for letter in "ABC"
    for row in (
        (2, f"Komisi {letter}", "komisi", None),
        (3, "Paparan bahan", "paparan", 30),
        (3, "Perumusan", "diskusi", 60),
    )
]
TYPED = [
    (1, "Pembukaan", "pembukaan", 60),
    (1, "Arahan Menteri", "arahan", 45),
    (1, "Sidang komisi", "komisi", 90),
    *COMMISSIONS,
    (1, "Makan siang", "istirahat", 60),
    (1, "Pleno hasil komisi", "pleno", 90),
    (1, "Penutupan", "penutupan", 30),
]


def test_two_days_are_typed(reader: Reader):
    meeting = make_meeting()
    reader.sign_in_with_password("sekretariat@contoh.example")
    typist = Typist(reader.page, reader.address, meeting)
    write(typist)
    assert outline(meeting) == TYPED
    reader.check()
    closing = meeting.agenda_items.get(title="Penutupan").pk
    reader.page.locator(f"#acara-{closing}-ubah").focus()
    typist.send("Alt+ArrowUp")
    assert typist.at() == f"acara-{closing}-naik"
    assert outline(meeting) == [*TYPED[:-2], TYPED[-1], TYPED[-2]]


def test_two_days_are_typed_without_a_script(portal: LiveServer, browser: Browser, client: Client):
    meeting = make_meeting()
    client.force_login(User.objects.get(email="sekretariat@contoh.example"))
    cookie = client.cookies["sessionid"].value
    with browser.new_context(locale="id-ID", java_script_enabled=False) as context:
        context.set_default_timeout(10_000)
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": portal.url}])
        write(Typist(context.new_page(), portal.url, meeting))
    assert outline(meeting) == TYPED


def write(typist: Typist) -> None:
    """Day one with a block of commissions that is moved up by its button, then day two."""
    typist.tab_to("tambah-hari-1")
    typist.add("tambah-hari-1", "Pembukaan", "Pem", "60", "0800AM")
    typist.add("tambah-hari-1", "Arahan Menteri", "Ara", "45")
    typist.add("tambah-hari-1", "Makan siang", "Ist", "60")

    typist.tab_to("Tambah sidang komisi")
    typist.send()
    typist.tab_to("id_duration_minutes")
    typist.fill("90")
    typist.tab_to("id_komisi-0-place")
    for number in "123":
        people = (f"{part} {number}" for part in ("Ketua", "Sekretaris", "Perumus"))
        typist.fill(f"Ruang {number}", *people)
        if number < "3":
            typist.fill("", "", "")
    typist.send()

    # It came behind the meal; twice up, and the focus stays on what was pressed.
    block = typist.meeting.agenda_items.get(title="Sidang komisi")
    assert typist.at() == f"acara-{block.pk}"
    typist.tab_to(f"acara-{block.pk}-naik")
    typist.send()
    assert typist.at() == f"acara-{block.pk}-naik"
    for commission in block.children.all():
        line = f"tambah-di-dalam-{commission.pk}"
        typist.tab_to(f"acara-{commission.pk}-ubah")
        typist.tab_to("Tambah isi")
        typist.page.keyboard.press("Enter")
        typist.tab_to(line)
        typist.add(line, "Paparan bahan", "Pap", "30")
        typist.add(line, "Perumusan", "Dis", "60")

    typist.tab_to("tambah-hari-2")
    typist.add("tambah-hari-2", "Pleno hasil komisi", "Ple", "90", "0800AM")
    typist.add("tambah-hari-2", "Penutupan", "Penu", "30")
