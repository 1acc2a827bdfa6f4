"""meetings.actions.minutes: what is frozen, and what is refused."""

from datetime import date, datetime, time, timedelta
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import AuditEvent
from meetings.actions.minutes import (
    CorrectionUnnamed,
    MeetingNotHeld,
    MinutesIncomplete,
    MinutesUnchanged,
    publish_minutes,
)
from meetings.minutes.content import fingerprint
from meetings.models import ActionItem, AgendaItem, Decision, Publication
from tests.factories import NOW, TODAY, make_agenda_item, make_meeting, make_minutes, release

pytestmark = pytest.mark.any_postgres

HELD = {
    "starts_on": TODAY - timedelta(days=6),
    "ends_on": TODAY - timedelta(days=5),
    "registration_opens_at": NOW - timedelta(days=60),
    "registration_closes_at": NOW - timedelta(days=7),
}


@pytest.fixture
def minutes(db):
    meeting = make_meeting(
        slug="rakor-uji",
        title="Rapat Koordinasi Uji",
        theme="Tema uji",
        starts_at=time(8, 0),
        venue="Hotel Uji",
        **HELD,
    )
    return make_minutes(
        meeting,
        chair_position="Kepala Pusdatin",
        secretary="Rina",
        note_taker_position="Pranata Humas",
        invitation_number="12/C4/2026",
        attendance="22 balai hadir.",
        opening="Dibuka.\r\nSambutan.",
        closing="Ditutup.",
    )


def test_publication_freezes_the_whole_draft(minutes, secretariat):
    make_agenda_item(minutes.meeting, title="Pleno program", order=1)
    make_agenda_item(minutes.meeting, title="Rehat kopi", kind=AgendaItem.Kind.BREAK, order=2)
    make_agenda_item(minutes.meeting, title="Rapat tertutup panitia", is_public=False, order=3)
    release(minutes.meeting)
    Decision.objects.create(minutes=minutes, order=10, text="Kedua.")
    Decision.objects.create(minutes=minutes, order=5, text="Pertama.")
    ActionItem.objects.create(
        minutes=minutes, task="Menyusun peta", responsible="Balai Aceh", due_on=date(2027, 1, 31)
    )
    ActionItem.objects.create(minutes=minutes, order=2, task="Menyurati", responsible="BLPT")

    publication = publish_minutes(minutes=minutes, by=secretariat, at=NOW)

    publication.refresh_from_db()
    assert publication.content == {
        "format": 1,
        "meeting": {
            "slug": "rakor-uji",
            "title": "Rapat Koordinasi Uji",
            "theme": "Tema uji",
            "starts_on": "2026-11-18",
            "weekdays": "Rabu–Kamis",
            "dates": "18–19 November 2026",
            "time": "08.00 WITA",
            "zone": "WITA",
            "place": "Hotel Uji, Makassar",
            "mode": "Luring",
        },
        "invitation_number": "12/C4/2026",
        "chair": {"name": "Siti Aminah, M.Kom.", "position": "Kepala Pusdatin"},
        "secretary": "Rina",
        "note_taker": {"name": "Budi Santoso, S.T.", "position": "Pranata Humas"},
        "agenda": ["Pleno program"],
        "attendance": "22 balai hadir.",
        "opening": "Dibuka.\nSambutan.",
        "discussion": "Rapat membahas program kerja.",
        "decisions": [{"number": 1, "text": "Pertama."}, {"number": 2, "text": "Kedua."}],
        "action_items": [
            {
                "number": 1,
                "task": "Menyusun peta",
                "responsible": "Balai Aceh",
                "due_on": "2027-01-31",
                "due": "31 Januari 2027",
            },
            {"number": 2, "task": "Menyurati", "responsible": "BLPT", "due_on": None, "due": ""},
        ],
        "closing": "Ditutup.",
        "is_sample": False,
    }
    assert publication.sha256 == fingerprint(publication.content)
    assert (publication.number, publication.corrects, publication.correction_note) == (1, None, "")
    assert (publication.published_at, publication.published_by) == (NOW, secretariat)


def test_publishing_leaves_an_audit_record(minutes, secretariat):
    publication = publish_minutes(minutes=minutes, by=secretariat, at=NOW)

    event = AuditEvent.objects.get(action="minutes.published")
    assert (event.actor, event.target_id, event.at) == (secretariat, str(publication.pk), NOW)
    assert event.details == {"number": 1, "sha256": publication.sha256, "correction_note": ""}


def test_correction_names_the_publication_it_corrects(minutes, secretariat):
    first = publish_minutes(minutes=minutes, by=secretariat, at=NOW)
    minutes.closing = "Ditutup pukul 17.00."
    minutes.save()

    second = publish_minutes(
        minutes=minutes, by=secretariat, at=NOW, correction_note=" Jam penutupan. "
    )

    assert (second.number, second.corrects, second.correction_note) == (2, first, "Jam penutupan.")
    assert list(Publication.objects.current()) == [second]
    assert first.content["closing"] == "Ditutup."


def test_correction_without_a_note_is_refused(minutes, secretariat):
    publish_minutes(minutes=minutes, by=secretariat, at=NOW)
    minutes.closing = "Lain."
    minutes.save()

    with pytest.raises(CorrectionUnnamed) as refused:
        publish_minutes(minutes=minutes, by=secretariat, at=NOW, correction_note="  ")

    assert str(refused.value) == (
        "Notula ini sudah terbit (1 kali). Sebutkan apa yang dibetulkan oleh terbitan ke-2."
    )
    assert Publication.objects.count() == 1


def test_first_publication_with_a_note_is_refused(minutes, secretariat):
    with pytest.raises(CorrectionUnnamed, match="Terbitan pertama tidak membetulkan apa pun"):
        publish_minutes(minutes=minutes, by=secretariat, at=NOW, correction_note="Salah ketik.")


def test_unchanged_draft_is_refused(minutes, secretariat):
    publish_minutes(minutes=minutes, by=secretariat, at=NOW)

    with pytest.raises(MinutesUnchanged) as refused:
        publish_minutes(minutes=minutes, by=secretariat, at=NOW, correction_note="Apa pun.")

    assert str(refused.value) == (
        "Naskah ini sama dengan terbitan ke-1 yang terbit pada Selasa, 24 November 2026, "
        "11.00 WITA; tidak ada yang dibetulkan."
    )


@pytest.mark.parametrize(
    ("fields", "parts"),
    [
        ({"chair": ""}, "pimpinan rapat"),
        ({"discussion": " \n "}, "pembahasan"),
        ({"chair": "", "note_taker": "", "discussion": ""}, "pimpinan rapat, notulis, pembahasan"),
    ],
)
def test_incomplete_minutes_are_refused(minutes, secretariat, fields, parts):
    for name, value in fields.items():
        setattr(minutes, name, value)
    minutes.save()

    with pytest.raises(MinutesIncomplete) as refused:
        publish_minutes(minutes=minutes, by=secretariat, at=NOW)

    assert str(refused.value) == f"Notula belum lengkap. Yang belum diisi: {parts}."
    assert not Publication.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"published_at": None}, "belum diterbitkan; terbitkan rakornya sebelum notulanya."),
        ({"cancelled_at": NOW, "cancel_reason": "Banjir"}, "dibatalkan (Banjir); tidak ada notula"),
    ],
)
def test_minutes_of_no_meeting_are_refused(minutes, secretariat, fields, sentence):
    type(minutes.meeting).objects.update(**fields)

    with pytest.raises(MeetingNotHeld) as refused:
        publish_minutes(minutes=minutes, by=secretariat, at=NOW)

    assert sentence in str(refused.value)


def test_minutes_wait_until_the_meeting_begins_where_it_is_held(minutes, secretariat):
    begins = datetime(2026, 11, 18, 8, 0, tzinfo=ZoneInfo("Asia/Makassar"))

    with pytest.raises(MeetingNotHeld) as refused:
        publish_minutes(minutes=minutes, by=secretariat, at=begins - timedelta(seconds=1))

    assert str(refused.value) == (
        "Rapat Koordinasi Uji belum dimulai. Notula dapat diterbitkan sejak "
        "Rabu, 18 November 2026, 08.00 WITA."
    )
    assert publish_minutes(minutes=minutes, by=secretariat, at=begins).number == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE meetings_publication SET sha256 = repeat('0', 64)",
        "DELETE FROM meetings_publication",
    ],
)
def test_database_refuses_to_change_a_publication(minutes, secretariat, statement):
    publication = publish_minutes(minutes=minutes, by=secretariat, at=NOW)

    with (
        pytest.raises(DatabaseError, match="Cannot update or delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert Publication.objects.get() == publication


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_make_one_publication():
    minutes = make_minutes(make_meeting(**HELD))
    outcomes = []

    def publish():
        try:
            outcomes.append(publish_minutes(minutes=minutes, by=None, at=NOW).number)
        except MinutesUnchanged:
            outcomes.append("unchanged")
        finally:
            connection.close()

    threads = [Thread(target=publish) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes, key=str) == [1, "unchanged"]
    assert Publication.objects.count() == 1
