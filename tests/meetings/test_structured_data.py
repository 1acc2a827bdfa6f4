"""What the head of a rakor's page tells programs: schema.org and Open Graph."""

import html
import json
import re
from datetime import date, time, timedelta

import pytest

from meetings.models import Institution, Meeting, MeetingMove
from tests.factories import NOW, make_agenda_item, make_meeting, make_province, release

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _address(settings):
    settings.SITE_URL = "https://portal.example"


def head_of(client, meeting: Meeting) -> str:
    response = client.get(meeting.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode().partition("</head>")[0]


def event_of(client, meeting: Meeting) -> dict:
    (text,) = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', head_of(client, meeting), re.DOTALL
    )
    return json.loads(text)


def move(meeting: Meeting, **fields) -> None:
    former = {"starts_on": date(2026, 12, 1), "zone": "Asia/Makassar", "reason": "Banjir."}
    MeetingMove.objects.create(meeting=meeting, **{**former, "moved_at": NOW, **fields})


def test_event_as_a_whole(public_client):
    meeting = make_meeting(
        slug="rakor",
        title="Rakor",
        theme="Digital untuk semua",
        mode="hibrida",
        venue="Hotel Pantai",
        host_province=make_province(name="Sulawesi Selatan"),
        organisers="Pusdatin\nBLPT",
        starts_at=time(8, 0),
        conference_url="https://temu.example/rahasia",
    )
    make_agenda_item(meeting, day=2, starts_at=time(14, 0), duration_minutes=60)
    release(meeting)
    event = event_of(public_client, meeting)
    (image,) = event.pop("image")
    assert re.fullmatch(r"https://portal\.example/rakor/rakor/gambar\.png\?v=[0-9a-f]{8}", image)
    assert event == {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": "https://portal.example/rakor/rakor/",
        "name": "Rakor",
        "description": "Selasa\u2013Rabu, 15\u201316 Desember 2026, mulai 08.00 WITA. "
        "Hotel Pantai, Makassar, Sulawesi Selatan. Digital untuk semua.",
        "url": "https://portal.example/rakor/rakor/",
        "inLanguage": "id",
        "startDate": "2026-12-15T08:00:00+08:00",
        "endDate": "2026-12-16T15:00:00+08:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "location": [
            {
                "@type": "Place",
                "name": "Hotel Pantai",
                "address": {
                    "@type": "PostalAddress",
                    "addressLocality": "Makassar",
                    "addressRegion": "Sulawesi Selatan",
                    "addressCountry": "ID",
                },
            },
            {"@type": "VirtualLocation", "url": "https://portal.example/rakor/rakor/"},
        ],
        "organizer": [
            {"@type": "Organization", "name": "Pusdatin"},
            {"@type": "Organization", "name": "BLPT"},
        ],
    }
    assert "temu.example" not in head_of(public_client, meeting)


@pytest.mark.parametrize(
    ("fields", "starts", "ends"),
    [
        ({}, "2026-12-15", "2026-12-16"),
        ({"ends_on": None}, "2026-12-15", "2026-12-15"),
        ({"starts_at": time(8, 0)}, "2026-12-15T08:00:00+08:00", "2026-12-16"),
        ({"date_precision": "month"}, "2026-12", "2026-12"),
        ({"date_precision": "year"}, "2026", "2026"),
    ],
)
def test_no_date_is_more_precise_than_what_is_known(public_client, fields, starts, ends):
    event = event_of(public_client, make_meeting(**fields))
    assert (event["startDate"], event["endDate"]) == (starts, ends)


def test_moved_rakor_tells_when_it_was_to_be(public_client):
    meeting = make_meeting(starts_at=time(8, 0))
    move(meeting, starts_at=time(9, 0))
    move(meeting, starts_on=date(2026, 12, 8), moved_at=NOW + timedelta(days=1))
    event = event_of(public_client, meeting)
    assert event["eventStatus"] == "https://schema.org/EventRescheduled"
    assert event["previousStartDate"] == ["2026-12-08", "2026-12-01T09:00:00+08:00"]


def test_rakor_that_moved_to_another_place_alone_keeps_its_schedule(public_client):
    meeting = make_meeting()
    move(meeting, starts_on=meeting.starts_on, place="Hotel Lama")
    event = event_of(public_client, meeting)
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert "previousStartDate" not in event


def test_cancelled_rakor_says_so_and_why(public_client):
    meeting = make_meeting(cancelled_at=NOW, cancel_reason="Gempa.")
    move(meeting)
    event = event_of(public_client, meeting)
    assert event["eventStatus"] == "https://schema.org/EventCancelled"
    assert event["description"].startswith("Dibatalkan: Gempa. Selasa")


@pytest.mark.parametrize(
    ("mode", "kinds"),
    [
        ("luring", ["Place"]),
        ("daring", ["VirtualLocation"]),
        ("", ["Place"]),
    ],
)
def test_places_follow_the_way_to_attend(public_client, mode, kinds):
    event = event_of(public_client, make_meeting(mode=mode))
    assert [place["@type"] for place in event["location"]] == kinds
    assert ("eventAttendanceMode" in event) == bool(mode)


def test_who_calls_is_the_letterhead_where_no_organiser_is_named(public_client):
    issuer = Institution.objects.create(name="Pusat Data", short_name="Pusdatin", city="Jakarta")
    meeting = make_meeting(issuer=issuer)
    assert event_of(public_client, meeting)["organizer"][0]["name"] == "Pusat Data"
    issuer.name = "Pusat Data dan Informasi"
    issuer.save()
    response = public_client.get(f"{meeting.get_absolute_url()}?lagi")
    assert "Pusat Data dan Informasi" in response.content.decode()


def test_no_text_ends_the_element_it_stands_in(public_client):
    title = 'Rakor </script><script>alert("x")</script> & <!-- \u2028'
    meeting = make_meeting(title=title, theme=title)
    head = head_of(public_client, meeting)
    assert event_of(public_client, meeting)["name"] == title
    assert head.count("<script") == head.count("</script>")
    assert "<script>" not in head
    assert "<!--" not in head


def test_link_that_is_shared_shows_what_it_is_about(public_client):
    meeting = make_meeting(slug="rakor", title='Rakor "A" & B', is_sample=True)
    head = head_of(public_client, meeting)
    shown = {
        name: html.unescape(content)
        for name, content in re.findall(
            r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">', head
        )
    }
    image = shown.pop("og:image")
    assert image.startswith("https://portal.example/rakor/rakor/gambar.png?v=")
    days = "Selasa\u2013Rabu, 15\u201316 Desember 2026"
    assert shown == {
        "og:type": "website",
        "og:site_name": "Forum Komunikasi BTIKP se\u2011Indonesia",
        "og:locale": "id_ID",
        "og:title": '[Contoh] Rakor "A" & B',
        "og:description": f"{days}. Makassar.",
        "og:url": "https://portal.example/rakor/rakor/",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": f'Rakor "A" & B, {days}',
        "twitter:card": "summary_large_image",
    }
    alternate = (
        '<link rel="alternate" type="application/atom+xml" title="Kabar rakor" href="/feed/">'
    )
    assert alternate in head


def test_draft_tells_programs_nothing(secretariat_client):
    head = head_of(secretariat_client, make_meeting(published_at=None))
    assert "og:" not in head
    assert "ld+json" not in head
