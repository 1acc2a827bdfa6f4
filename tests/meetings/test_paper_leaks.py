"""What is for participants, the secretariat or one office is on no page of anybody else.

The same words are looked for where they may be read, so that they are known to be findable.
"""

import pytest
from django.test import Client

from meetings.models import AgendaProposal, Meeting
from provinces.models import Office
from tests.factories import (
    NOW,
    make_agenda_item,
    make_document,
    make_meeting,
    make_meeting_picture,
    make_registration,
    make_remark,
    make_user,
    make_version,
    release,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

RAKOR = "/rakor/rakor-makassar/"
SECRETS = ("kasuariputih", "komodohitam", "cendrawasihbiru", "anoaungu", "tarsiusjingga")
PAGES = (
    "/", "/rakor/", RAKOR, f"{RAKOR}agenda/", f"{RAKOR}agenda/beda/", f"{RAKOR}dokumen/",
    f"{RAKOR}foto/", f"{RAKOR}kalender.ics", "/kalender.ics", "/feed/", "/notula/",
    *(f"/cari/?q={word}" for word in SECRETS), *(f"/cari/saran/?q={word}" for word in SECRETS),
)  # fmt: skip


@pytest.fixture
def rakor(aceh: Office) -> Meeting:
    """Aceh takes part. Each secret stands in what the public does not read."""
    meeting = make_meeting(slug="rakor-makassar")
    make_registration(meeting, aceh)
    item = make_agenda_item(meeting)
    release(meeting)
    make_document(meeting, title="Peta kasuariputih", visibility="participants")
    withdrawn = make_document(meeting, title="Surat komodohitam", withdrawn_at=NOW)
    make_version(withdrawn, note="komodohitam")
    make_meeting_picture(meeting, alt="Rapat cendrawasihbiru", visibility="participants")
    make_remark(meeting, item.pk, text="Bagaimana anoaungu?")
    AgendaProposal.objects.create(
        meeting=meeting, office=aceh, title="Topik tarsiusjingga", reason="tarsiusjingga",
        proposed_at=NOW, proposed_by=make_user(),
    )  # fmt: skip
    return meeting


def found(client: Client, pages: tuple[str, ...]) -> set[str]:
    """The secrets that stand in `pages`, apart from the question that a search repeats."""
    seen = set()
    for page in pages:
        response = client.get(page)
        assert response.status_code == 200, page
        asked = page.partition("?q=")[2]
        seen |= {word for word in SECRETS if word != asked and word in response.text}
        # The question itself stands in the page's title and box; what it found would be a link.
        if asked:
            assert f'href="{RAKOR}' not in response.text.split("<main")[-1]
    return seen


def test_public_and_other_offices_find_none_of_it(public_client, other_operator_client, rakor):
    for client in (public_client, other_operator_client):
        assert found(client, PAGES) == set()


def test_those_who_may_read_it_do(operator_client, secretariat_client, rakor):
    item = rakor.agenda_items.get()
    pages = (
        f"{RAKOR}dokumen/", f"{RAKOR}foto/", f"{RAKOR}agenda/diskusi/{item.pk}/",
        f"{RAKOR}usulan-acara/",
    )  # fmt: skip
    assert found(operator_client, pages) == set(SECRETS) - {"komodohitam"}
    panel = f"/admin/meetings/meeting/{rakor.pk}/"
    assert found(secretariat_client, (f"{panel}dokumen/", f"{panel}usulan-acara/")) == {
        "kasuariputih", "komodohitam", "tarsiusjingga",
    }  # fmt: skip
