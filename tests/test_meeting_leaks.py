"""What a rakor keeps from the public is in no page, feed, search, calendar or picture.

A reader without an account, and an account of an office that takes no part, follow every link
from the first page and ask the search for each planted word. Each secret is one that somebody
else does see: a test that found them nowhere would say nothing.
"""

from collections import deque
from collections.abc import Iterable
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from accounts.models import User
from meetings.models import (
    AgendaPart,
    AgendaProposal,
    AgendaRemark,
    CalendarAddress,
    Document,
    DocumentVersion,
    Institution,
    Invitation,
    Meeting,
    MeetingPicture,
    OutboxMail,
    Signatory,
)
from provinces.models import Office
from tests.factories import (
    NOW,
    make_agenda_item,
    make_meeting,
    make_office,
    make_operator,
    make_registration,
    release,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_postgres,
    pytest.mark.usefixtures("standing_clock"),
]

# What only the secretariat may read, then what those who take part may read as well.
STAFF_ONLY = (
    "rahasiadraf", "rahasiapembicara", "rahasiaketerangan", "rahasiaruang", "rahasiapanitia",
    "rahasiakomisi", "rahasiasekretariat", "rahasiagambar", "rahasiausul", "rahasiaalasan",
    "rahasiawakil", "rahasiaberhalangan", "rahasiasurat", "rahasiapenandatangan",
    "rahasiarencana", "rahasiabayangan", "198503152010012002",
)  # fmt: skip
SHARED = ("rahasiatautan", "rahasiapeserta", "rahasiafoto", "rahasiatanya")
LINKS = ("rahasia-kode-undangan", "rahasia-kode-kalender")
MOST_PAGES = 400


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


@pytest.fixture
def rakor() -> Meeting:
    """Published, its agenda released with an internal item, and all else planted around it."""
    meeting = make_meeting(
        slug="rakor-makassar",
        title="Rakor Makassar",
        conference_url="https://rapat.example/rahasiatautan",
    )
    _plant_agenda(meeting)
    office = make_office(name="Balai Peserta", slug="peserta")
    make_registration(meeting, office)
    operator = make_operator(office, email="peserta@dinas.example")
    _plant_papers(meeting)
    _plant_letters(meeting, office, operator)
    make_meeting(title="rahasiarencana", slug="rahasiabayangan", published_at=None)
    return meeting


def _plant_agenda(meeting: Meeting) -> None:
    make_agenda_item(meeting, title="Pembukaan", presenter="Kepala Pusdatin")
    make_agenda_item(meeting, title="rahasiapanitia", is_public=False)
    closed = make_agenda_item(meeting, title="rahasiakomisi", is_public=False)
    make_agenda_item(meeting, title="rahasiakomisi di dalamnya", parent=closed)
    release(meeting)
    item = make_agenda_item(
        meeting, title="rahasiadraf", description="rahasiaketerangan", place="rahasiaruang"
    )
    AgendaPart.objects.create(item=item, name="rahasiapembicara")


def _plant_papers(meeting: Meeting) -> None:
    for title, visibility in (
        ("rahasiapeserta", Document.Visibility.PARTICIPANTS),
        ("rahasiasekretariat", Document.Visibility.SECRETARIAT),
    ):
        document = Document.objects.create(meeting=meeting, title=title, visibility=visibility)
        DocumentVersion.objects.create(
            document=document,
            number=1,
            file=ContentFile(f"%PDF {title}".encode(), name="x.pdf"),
            size_bytes=20,
            sha256="0" * 64,
            added_at=NOW,
        )
    for number, (alt, visibility) in enumerate(
        (
            ("rahasiafoto", Document.Visibility.PARTICIPANTS),
            ("rahasiagambar", Document.Visibility.SECRETARIAT),
        )
    ):
        MeetingPicture.objects.create(
            meeting=meeting, alt=alt, visibility=visibility, stem=f"{number:032x}",
            widths=[480], width=480, height=320, added_at=NOW,
        )  # fmt: skip


def _plant_letters(meeting: Meeting, office: Office, operator: User) -> None:
    AgendaProposal.objects.create(
        meeting=meeting, office=office, title="rahasiausul", reason="rahasiaalasan",
        proposed_at=NOW, proposed_by=operator,
    )  # fmt: skip
    AgendaRemark.objects.create(
        meeting=meeting,
        item_number=meeting.agenda_items.first().pk,
        office=office,
        author=operator,
        text="rahasiatanya",
        written_at=NOW,
    )
    institution = Institution.objects.create(name="Pusat", short_name="Pusat", city="Jakarta")
    Signatory.objects.create(
        institution=institution, name="rahasiapenandatangan", position="Kepala",
        nip="198503152010012002",
    )  # fmt: skip
    Meeting.objects.filter(pk=meeting.pk).update(issuer=institution)
    answered = {"prepared_at": NOW, "answered_at": NOW, "answered_through": "tautan"}
    invitation = Invitation.objects.create(
        meeting=meeting, office=office, token="rahasia-kode-undangan",
        answer="diwakilkan", representative="rahasiawakil", **answered,
    )  # fmt: skip
    Invitation.objects.create(
        meeting=meeting, office=make_office(), token="kode-lain", answer="tidak",
        absence_reason="rahasiaberhalangan", **answered,
    )  # fmt: skip
    OutboxMail.objects.create(
        meeting=meeting, kind="undangan", to="peserta@dinas.example", office=office,
        invitation=invitation, subject="rahasiasurat", text="rahasiasurat", made_at=NOW,
    )  # fmt: skip
    CalendarAddress.objects.create(user=operator, token="rahasia-kode-kalender", made_at=NOW)


@pytest.fixture
def outsider_client() -> Client:
    """An account whose office has registered nobody."""
    client = Client()
    client.force_login(make_operator(make_office(name="Balai Lain", slug="lain")))
    return client


def test_no_reader_from_outside_finds_any(rakor, public_client, outsider_client):
    for client in (public_client, outsider_client):
        pages = dict(crawled(client, START))
        assert {"/", "/rakor/rakor-makassar/", "/rakor/rakor-makassar/agenda/"} <= pages.keys()
        assert found_in(pages, (*STAFF_ONLY, *SHARED, *LINKS)) == []


def test_no_search_finds_any(rakor, public_client, outsider_client):
    """The search repeats the word that was asked for: what counts is whether it leads there."""
    for client in (public_client, outsider_client):
        assert [word for word in (*STAFF_ONLY, *SHARED) if leads_to(client, word, rakor)] == []
        assert leads_to(client, "Pembukaan", rakor)


def leads_to(client: Client, word: str, meeting: Meeting) -> bool:
    addresses = (f"/cari/?q={word}", f"/cari/saran/?q={word}")
    return any(meeting.get_absolute_url() in client.get(each).text for each in addresses)


def test_who_takes_part_finds_what_is_shared_and_nothing_more(rakor):
    client = Client()
    client.force_login(User.objects.get(email="peserta@dinas.example"))
    pages = dict(crawled(client, START))

    own = ("rahasiausul", "rahasiaalasan", "rahasiawakil")
    assert found_in(pages, [word for word in STAFF_ONLY if word not in own]) == []
    shown = {word for _, word in found_in(pages, (*SHARED, "rahasia-kode-kalender"))}
    assert shown == {*SHARED, "rahasia-kode-kalender"}


def test_the_secretariat_finds_what_is_internal(rakor, secretariat_client):
    pages = dict(crawled(secretariat_client, START))
    shown = {word for _, word in found_in(pages, STAFF_ONLY)}
    assert {"rahasiapanitia", "rahasiakomisi", "rahasiadraf", "rahasiarencana"} <= shown


START = (
    "/",
    "/rakor/",
    "/rakor/rakor-makassar/",
    "/rakor/rakor-makassar/agenda/",
    "/rakor/rakor-makassar/agenda/v1/",
    "/rakor/rakor-makassar/agenda/draf/",
    "/rakor/rakor-makassar/agenda.pdf",
    "/rakor/rakor-makassar/dokumen/",
    "/rakor/rakor-makassar/foto/",
    "/rakor/rakor-makassar/kalender.ics",
    "/rakor/rakor-makassar/kalender.ics?acara=1",
    "/kalender.ics",
    "/kalender.ics?acara=1",
    "/feed/",
    "/saya/",
    "/saya/kalender/",
    "/rakor/rakor-makassar/usulan-acara/",
)


def crawled(client: Client, start: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Every page that `client` reaches by links from `start`, as (address, text)."""
    waiting, seen = deque(start), set(start)
    while waiting:
        address = waiting.popleft()
        response = client.get(address, follow=True)
        content = b"".join(response) if response.streaming else response.content
        text = content.decode("utf-8", "replace")
        if response.status_code == 200:
            yield address, text
        if not response["Content-Type"].startswith("text/html"):
            continue
        for link in links_in(text, address):
            if link not in seen and len(seen) < MOST_PAGES:
                seen.add(link)
                waiting.append(link)


def links_in(text: str, address: str) -> Iterable[str]:
    """Of the portal itself, apart from the panel, static files and the sign-out."""
    parser = Links()
    parser.feed(text)
    for link in parser.found:
        parts = urlsplit(urldefrag(urljoin(f"http://testserver{address}", link)).url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        if parts.netloc == "testserver" and not path.startswith(
            ("/static/", "/admin/", "/akun/", "/cari/")
        ):
            yield path


def found_in(pages: dict[str, str], words: Iterable[str]) -> list[tuple[str, str]]:
    return [(address, word) for address, text in pages.items() for word in words if word in text]
