"""/feed/: what became of the rakor, for programs that follow it."""

from datetime import date, time, timedelta
from xml.etree import ElementTree

import pytest

from meetings.actions.minutes import publish_minutes
from meetings.models import AgendaItem, Meeting, MeetingMove
from tests.factories import NOW, TODAY, make_agenda_item, make_meeting, make_minutes, release

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _address(settings):
    settings.SITE_URL = "https://portal.example"


def entries(client) -> list[dict[str, str]]:
    response = client.get("/feed/")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return [
        {
            "id": entry.findtext(f"{ATOM}id"),
            "title": entry.findtext(f"{ATOM}title"),
            "link": entry.find(f"{ATOM}link").get("href"),
            "updated": entry.findtext(f"{ATOM}updated"),
            "summary": entry.findtext(f"{ATOM}summary"),
        }
        for entry in ElementTree.fromstring(response.content).iter(f"{ATOM}entry")
    ]


def titles(client) -> list[str]:
    return [entry["title"] for entry in entries(client)]


def move(meeting: Meeting, at) -> MeetingMove:
    return MeetingMove.objects.create(
        meeting=meeting,
        starts_on=date(2026, 12, 1),
        ends_on=date(2026, 12, 2),
        starts_at=time(8, 0),
        zone="Asia/Makassar",
        place="Hotel Lama",
        reason="Banjir.",
        moved_at=at,
    )


def test_all_news_of_a_rakor_the_latest_first(public_client, secretariat):
    meeting = make_meeting(
        slug="rakor", title="Rakor", published_at=NOW, venue="Hotel Pantai", registered_by="none",
        starts_on=TODAY, ends_on=TODAY + timedelta(days=1),
    )  # fmt: skip
    make_agenda_item(meeting, title="Pembukaan", starts_at=time(8, 0))
    first = release(meeting, at=NOW + HOUR)
    moved = move(meeting, NOW + 2 * HOUR)
    minutes = publish_minutes(minutes=make_minutes(meeting), by=secretariat, at=NOW + 4 * HOUR)
    Meeting.objects.filter(pk=meeting.pk).update(
        cancelled_at=NOW + 3 * HOUR, cancel_reason="Gempa."
    )
    days = "Selasa\u2013Rabu, 24\u201325 November 2026"
    url = "https://portal.example/rakor/rakor/"
    assert entries(public_client) == [
        {
            "id": f"tag:portal.example,2026:rakor/notula/{minutes.pk}",
            "title": "Notula terbit: Rakor",
            "link": f"{url}notula/",
            "updated": "2026-11-24T07:00:00+00:00",
            "summary": "<p>24\u201325 November 2026, Hotel Pantai, Makassar<br>"
            "0 keputusan, 0 tindak lanjut</p>",
        },
        {
            "id": f"tag:portal.example,2026:rakor/dibatalkan/{meeting.pk}",
            "title": "Rakor dibatalkan: Rakor",
            "link": url,
            "updated": "2026-11-24T06:00:00+00:00",
            "summary": f"<p>Gempa.<br>Semula {days}</p>",
        },
        {
            "id": f"tag:portal.example,2026:rakor/pindah/{moved.pk}",
            "title": "Rakor dipindahkan: Rakor",
            "link": url,
            "updated": "2026-11-24T05:00:00+00:00",
            "summary": "<p>Semula: 1\u20132 Desember 2026, mulai 08.00 WITA, di Hotel Lama<br>"
            f"Jadwal terbaru: {days}<br>Tempat: Hotel Pantai, Makassar<br>Alasan: Banjir.</p>",
        },
        {
            "id": f"tag:portal.example,2026:rakor/acara/{first.pk}",
            "title": "Susunan acara versi 1: Rakor",
            "link": f"{url}agenda/v1/",
            "updated": "2026-11-24T04:00:00+00:00",
            "summary": "<p>Susunan acara berisi 1 mata acara.</p>",
        },
        {
            "id": f"tag:portal.example,2026:rakor/diumumkan/{meeting.pk}",
            "title": "Rakor diumumkan: Rakor",
            "link": url,
            "updated": "2026-11-24T03:00:00+00:00",
            "summary": f"<p>{days}<br>Hotel Pantai, Makassar<br>Cara hadir: Luring</p>",
        },
    ]


def test_later_version_tells_what_is_different_for_the_public(public_client):
    meeting = make_meeting(published_at=NOW)
    item = make_agenda_item(meeting, title="Pembukaan")
    inner = make_agenda_item(meeting, title="Rapat panitia", is_public=False)
    release(meeting)
    make_agenda_item(meeting, title="Diskusi <data>")
    release(meeting, comment="Tambahan.", at=NOW + HOUR)
    AgendaItem.objects.filter(pk=inner.pk).update(title="Rapat rahasia")
    release(meeting, at=NOW + 2 * HOUR)
    third, second, *_ = entries(public_client)
    assert third["summary"] == "<p>Bagi umum tidak ada yang berubah.</p>"
    assert second["summary"].startswith("<p>Tambahan.<br>Baru:<br>- Diskusi &lt;data&gt;")
    told = str(entries(public_client))
    assert item.title not in second["summary"]
    assert "rahasia" not in told
    assert "panitia" not in told


def test_nothing_of_a_draft_is_news(public_client):
    draft = make_meeting(title="Rahasia", published_at=None)
    make_agenda_item(draft)
    release(draft)
    move(draft, NOW)
    Meeting.objects.filter(pk=draft.pk).update(cancelled_at=NOW, cancel_reason="Batal.")
    assert titles(public_client) == []


def test_agenda_that_was_there_at_the_announcement_is_no_news_of_its_own(public_client):
    meeting = make_meeting(title="Rakor", published_at=NOW)
    make_agenda_item(meeting)
    release(meeting, at=NOW - HOUR)
    make_agenda_item(meeting)
    release(meeting, at=NOW)
    assert titles(public_client) == ["Rakor diumumkan: Rakor"]


def test_rakor_of_the_past_is_recorded_rather_than_announced(public_client):
    make_meeting(title="Rakor", starts_on=date(2023, 5, 1), ends_on=None, published_at=NOW)
    make_meeting(
        title="Peraga", is_sample=True, published_at=NOW - HOUR, starts_on=date(2027, 1, 5),
        ends_on=None,
    )  # fmt: skip
    assert titles(public_client) == [
        "Rakor tercatat: Rakor",
        "[Contoh] Rakor diumumkan: Peraga",
    ]


def test_correction_of_minutes_is_news(public_client, secretariat):
    minutes = make_minutes(make_meeting(title="Rakor", published_at=NOW - HOUR, starts_on=TODAY))
    publish_minutes(minutes=minutes, by=secretariat, at=NOW)
    minutes.discussion = "Lain."
    minutes.save()
    publish_minutes(minutes=minutes, by=secretariat, at=NOW + HOUR, correction_note="Isi.")
    corrected, first, _ = entries(public_client)
    assert (corrected["title"], first["title"]) == (
        "Notula dibetulkan: Rakor",
        "Notula terbit: Rakor",
    )
    assert corrected["summary"].startswith("<p>Isi.<br>")


def test_reader_who_has_the_latest_is_told_so(public_client):
    make_meeting()
    first = public_client.get("/feed/")
    same = public_client.get("/feed/?lagi", headers={"if-none-match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    make_meeting()
    later = public_client.get("/feed/?baru", headers={"if-none-match": first["ETag"]})
    assert later.status_code == 200


def test_characters_that_xml_has_no_place_for_are_left_out(public_client):
    make_meeting(title="Rakor\x0b A", theme="Tema\x1f")
    assert titles(public_client) == ["Rakor diumumkan: Rakor A"]


@pytest.mark.parametrize("count", [1, 3])
def test_statements_do_not_grow_with_the_news(
    public_client, secretariat, django_assert_num_queries, count
):
    for _ in range(count):
        meeting = make_meeting(published_at=NOW - HOUR, starts_on=TODAY)
        make_agenda_item(meeting)
        release(meeting)
        make_agenda_item(meeting)
        release(meeting)
        move(meeting, NOW)
        publish_minutes(minutes=make_minutes(meeting), by=secretariat, at=NOW)
        Meeting.objects.filter(pk=meeting.pk).update(cancelled_at=NOW, cancel_reason="Gempa.")
    with django_assert_num_queries(7):
        public_client.get("/feed/")
    with django_assert_num_queries(6):
        public_client.get("/feed/?lagi")
