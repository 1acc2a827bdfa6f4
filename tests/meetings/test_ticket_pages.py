"""A person's own page by its secret address: the ticket there, as a paper and as a picture."""

import re
import subprocess
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from textwrap import dedent

import pytest
from django.conf import settings
from PIL import Image
from pypdf import PdfReader

from forum_portal.lib.qr import qr_code
from meetings.models import Registration
from meetings.tickets.signature import public_keys, qr_text
from tests.factories import NOW, make_meeting, make_registration, make_ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]
WAITING = {"seat": Registration.Seat.WAITING, "waiting_since": NOW}
OFFERED = {"seat": Registration.Seat.OFFERED, "waiting_since": NOW}
DECLINED = {
    "review": Registration.Review.DECLINED,
    "review_note": "Bukan pegawai balai.",
    "withdrawn_at": NOW,
    "withdraw_reason": "Ditolak sekretariat.",
}
WITHDRAWN = {"withdrawn_at": NOW, "withdraw_reason": "Sakit."}


@pytest.fixture
def delegate(aceh):
    meeting = make_meeting(slug="rakor-makassar", title="Rakor Makassar", venue="Hotel Pantai")
    return make_registration(
        meeting,
        aceh,
        full_name="Dr. Ani Lestari, M.Pd.",
        position="Kepala Balai",
        email="rahasia@dinas.example",
        mobile="+6281234567890",
        nip="198503152010012002",
    )


def page_of(client, registration):
    return client.get(registration.get_absolute_url()).content.decode()


def drawn_codes(html):
    return re.findall(r'<path fill="#000000" d="([^"]+)"', html)


def words_of(paper):
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages).split()
    )


def test_ticket_shows_who_where_and_when_and_no_more(public_client, delegate):
    ticket = make_ticket(delegate)
    html = page_of(public_client, delegate)
    for shown in (
        "Rakor Makassar",
        "Selasa\u2013Rabu, 15\u201316 Desember 2026",
        "Dr. Ani Lestari, M.Pd.",
        "UPTD Balai Tekkomdik Aceh",
        "Kepala Balai",
        "Hotel Pantai, Makassar",
        "Luring",
        "Sah",
        ticket.number,
        "/rakor/rakor-makassar/kalender.ics",
        f"{delegate.get_absolute_url()}tiket.png",
        f"{delegate.get_absolute_url()}tiket.pdf",
    ):
        assert shown in html
    for hidden in ("rahasia@dinas.example", "81234567890", "198503152010012002"):
        assert hidden not in html
    assert drawn_codes(html) == [qr_code(qr_text(ticket, delegate.meeting), level="m", mask=2).path]


def test_code_that_is_scanned_does_not_hold_the_secret_address(delegate):
    assert delegate.ticket_code not in qr_text(make_ticket(delegate), delegate.meeting)


def checked_elsewhere(*arguments: str) -> tuple[int, str]:
    """By the program that docs/operations.md gives to others."""
    text = Path(settings.BASE_DIR, "docs", "operations.md").read_text()
    program = re.search(r"\n\n(    import sys.*?)\n\n(?! )", text, re.DOTALL)
    command = [sys.executable, "-c", dedent(program[1]), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, (done.stdout + done.stderr).strip()


def test_code_is_checked_elsewhere_by_the_keys_that_are_public(public_client, delegate):
    ticket, meeting = make_ticket(delegate), delegate.meeting
    published = public_client.get("/rakor/rakor-makassar/kunci-tiket.json").json()
    assert published == {"format": "BTIKP1", "meeting": meeting.pk, "keys": public_keys(meeting)}
    signed = f"signed: rakor {meeting.pk}, ticket {ticket.pk.hex}"
    code = qr_text(ticket, meeting)
    assert checked_elsewhere(code, "A" * 43, *published["keys"]) == (0, signed)
    moved = code.replace(f".{meeting.pk}.", f".{meeting.pk + 1}.")
    assert checked_elsewhere(moved, *published["keys"]) == (1, "forged")


@pytest.mark.parametrize("path", ["", "tiket.pdf", "tiket.png"])
def test_ticket_stays_out_of_caches_searches_and_referrers(public_client, delegate, path):
    make_ticket(delegate)
    response = public_client.get(f"{delegate.get_absolute_url()}{path}")
    names = ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")
    assert {name: response[name] for name in names} == {
        "Cache-Control": "private, no-store",
        "X-Robots-Tag": "noindex, nofollow",
        "Referrer-Policy": "strict-origin",
    }


@pytest.mark.parametrize(
    ("state", "told", "label"),
    [
        (WITHDRAWN, "Pendaftaran dibatalkan: Sakit. Tiket tidak berlaku lagi.", "Dibatalkan"),
        (
            DECLINED,
            "Pendaftaran ditolak sekretariat: Bukan pegawai balai. Tiket tidak berlaku lagi.",
            "Ditolak",
        ),
        (
            {**WITHDRAWN, **WAITING},
            "Pendaftaran dibatalkan: Sakit.</p>",
            "Dibatalkan",
        ),
        (
            WAITING,
            "Belum ada kursi; tiket terbit begitu kursi Anda pasti.",
            "Daftar tunggu",
        ),
        (
            OFFERED,
            "Ada kursi untuk Anda; tiket terbit setelah Anda terima.",
            "Ditawari kursi",
        ),
    ],
    ids=["withdrawn", "declined", "withdrawn-waiting", "waiting", "offered"],
)
def test_without_a_seat_there_is_no_ticket_and_the_page_says_why(
    public_client, delegate, state, told, label
):
    # As if it had been forgotten to revoke it.
    make_ticket(delegate)
    Registration.objects.filter(pk=delegate.pk).update(**state)
    html = page_of(public_client, delegate)
    assert told in html
    assert re.findall(r'class="badge[^>]*>([^<]+)<', html) == [label]
    assert (drawn_codes(html), "tiket.png" in html) == ([], False)
    for name in ("tiket.pdf", "tiket.png"):
        assert public_client.get(f"{delegate.get_absolute_url()}{name}").status_code == 404


def test_ticket_of_a_cancelled_rakor_is_void(public_client, delegate):
    make_ticket(delegate)
    meeting = delegate.meeting
    meeting.cancelled_at, meeting.cancel_reason = NOW, "Banjir."
    meeting.save()
    html = page_of(public_client, delegate)
    assert "Rakor dibatalkan: Banjir." in html
    assert ">Sah<" not in html
    assert "kalender.ics" not in html.split("<main")[1].split("</main")[0]
    assert drawn_codes(html) == []
    assert public_client.get(f"{delegate.get_absolute_url()}tiket.pdf").status_code == 404


def test_revoked_ticket_is_not_drawn(public_client, delegate):
    make_ticket(delegate, revoked_at=NOW, revoke_reason="Ponsel hilang.")
    assert drawn_codes(page_of(public_client, delegate)) == []
    valid = make_ticket(delegate, issued_at=NOW + timedelta(minutes=1))
    text = qr_text(valid, delegate.meeting)
    assert drawn_codes(page_of(public_client, delegate)) == [qr_code(text, level="m", mask=2).path]


@pytest.mark.parametrize("path", ["", "tiket.pdf", "tiket.png"])
def test_unknown_code_is_not_found(public_client, delegate, path):
    assert public_client.get(f"/tiket/tebakan/{path}").status_code == 404


def test_address_that_is_scanned_opens_nothing(public_client, delegate):
    ticket = make_ticket(delegate)
    for guess in (ticket.pk.hex, str(ticket.pk), qr_text(ticket, delegate.meeting)):
        assert public_client.get(f"/tiket/{guess}/").status_code == 404


def test_ticket_takes_two_statements(public_client, delegate, django_assert_num_queries):
    make_ticket(delegate)
    with django_assert_num_queries(2):
        public_client.get(delegate.get_absolute_url())


def test_person_without_an_office_comes_from_where_they_work(public_client):
    meeting = make_meeting(registered_by="open")
    person = make_registration(meeting, None, unit="SMA Negeri 1 Ende")
    make_ticket(person)
    assert "SMA Negeri 1 Ende" in page_of(public_client, person)


def test_paper_says_what_the_page_says(public_client, delegate):
    ticket = make_ticket(delegate)
    response = public_client.get(f"{delegate.get_absolute_url()}tiket.pdf")
    assert response["Content-Type"] == "application/pdf"
    words = words_of(response.content)
    for shown in (
        "Rakor Makassar",
        "Dr. Ani Lestari, M.Pd.",
        "Kepala Balai",
        "UPTD Balai Tekkomdik Aceh",
        "Hotel Pantai, Makassar",
        ticket.number,
    ):
        assert shown in words
    for hidden in ("rahasia@dinas.example", "81234567890", "198503152010012002"):
        assert hidden not in words
    title = PdfReader(BytesIO(response.content)).metadata.title
    assert title == "Tiket Dr. Ani Lestari, M.Pd., Rakor Makassar"


def test_picture_is_made_for_a_telephone(public_client, delegate):
    make_ticket(delegate)
    response = public_client.get(f"{delegate.get_absolute_url()}tiket.png")
    assert response["Content-Type"] == "image/png"
    assert Image.open(BytesIO(response.content)).size == (1080, 1620)
