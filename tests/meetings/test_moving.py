"""Moving and cancelling: all dates go along, letters wait, the agenda is released anew."""

from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, User
from meetings.actions.meetings import AlreadyCancelled, AlreadyHeld, MeetingRefused, cancel_meeting
from meetings.actions.moving import move_meeting
from meetings.convening.movement import effects, formerly, moved_to, objections
from meetings.models import Meeting, MeetingMove, OutboxMail
from provinces.models import Office
from tests.factories import NOW, make_agenda_item, make_meeting, make_office, make_registration
from tests.factories import release as release_draft
from tests.meetings.whereabouts import whereabouts_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_postgres]

WITA = ZoneInfo("Asia/Makassar")


@pytest.fixture
def meeting(db: None) -> Meeting:
    """15 and 16 December 2026 from 08.00 WITA in Makassar, published, with two dates."""
    return make_meeting(
        title="Rakor Uji", starts_at=time(8), venue="Hotel Pantai",
        answer_by=date(2026, 12, 8), minutes_due_on=date(2026, 12, 30),
    )  # fmt: skip


def move(meeting: Meeting, by: User, *, reason: str = "Gunung meletus", **changes: Any):
    to = whereabouts_of(meeting)._replace(**changes)
    moved = move_meeting(meeting=meeting, to=to, reason=reason, by=by, at=NOW)
    meeting.refresh_from_db()
    return moved


def a_week_later(meeting: Meeting, by: User, **changes: Any) -> MeetingMove | None:
    days = {"starts_on": date(2026, 12, 22), "ends_on": date(2026, 12, 23)}
    return move(meeting, by, **{**days, **changes})


def test_everything_dated_moves_and_is_remembered(
    meeting: Meeting, secretariat: User, aceh: Office
):
    make_registration(meeting, aceh, email="satu@dinas.example")
    opens, closes = meeting.registration_opens_at, meeting.registration_closes_at
    moved = a_week_later(meeting, secretariat)
    week = timedelta(days=7)
    assert (meeting.starts_on, meeting.ends_on, meeting.answer_by, meeting.minutes_due_on) == (
        date(2026, 12, 22), date(2026, 12, 23), date(2026, 12, 15), date(2027, 1, 6),
    )  # fmt: skip
    # Open already, so it is not opened again.
    assert (meeting.registration_opens_at, meeting.registration_closes_at) == (
        opens, closes + week,
    )  # fmt: skip
    assert meeting.calendar_sequence == 1
    assert (moved.reason, moved.moved_by, formerly(moved)) == (
        "Gunung meletus", secretariat,
        "15\u201316 Desember 2026, mulai 08.00 WITA, di Hotel Pantai, Makassar",
    )  # fmt: skip
    letters = OutboxMail.objects.filter(meeting=meeting)
    assert list(letters.values_list("kind", "to", "sent_at")) == [
        ("pindah", "satu@dinas.example", None)
    ]
    event = AuditEvent.objects.get(action="meeting.rescheduled")
    assert event.details == {
        "before": "Selasa\u2013Rabu, 15\u201316 Desember 2026, mulai 08.00 WITA, Hotel Pantai, "
        "Makassar",
        "after": "Selasa\u2013Rabu, 22\u201323 Desember 2026, mulai 08.00 WITA, Hotel Pantai, "
        "Makassar",
        "reason": "Gunung meletus",
        "told": 1,
    }


def test_registration_to_come_opens_as_long_before(meeting: Meeting, secretariat: User):
    Meeting.objects.update(registration_opens_at=NOW + timedelta(days=1))
    meeting.refresh_from_db()
    a_week_later(meeting, secretariat)
    assert meeting.registration_opens_at == NOW + timedelta(days=8)


def test_another_place_has_its_own_clock(meeting: Meeting, secretariat: User):
    closes = meeting.registration_closes_at.astimezone(WITA).replace(tzinfo=None)
    host = make_office().province
    move(meeting, secretariat, host_province=host, zone="Asia/Jayapura", city="Jayapura", venue="")
    local = meeting.registration_closes_at.astimezone(ZoneInfo("Asia/Jayapura"))
    assert local.replace(tzinfo=None) == closes


def test_move_cannot_be_rewritten(meeting: Meeting, secretariat: User):
    a_week_later(meeting, secretariat)
    with pytest.raises(DatabaseError), transaction.atomic():
        MeetingMove.objects.update(reason="Lain")


def test_released_agenda_follows_and_the_unfinished_draft_stays_hidden(
    meeting: Meeting, secretariat: User
):
    make_agenda_item(meeting, title="Pembukaan", duration_minutes=60)
    make_agenda_item(meeting, title="Pleno", day=2, starts_at=time(9), is_public=False)
    release_draft(meeting)
    make_agenda_item(meeting, title="Mata acara rahasia")
    a_week_later(meeting, secretariat)
    release = meeting.current_release
    assert (release.number, release.comment) == (
        2, "Rakor dipindahkan, semula 15\u201316 Desember 2026, mulai 08.00 WITA, di Hotel "
        "Pantai, Makassar.",
    )  # fmt: skip
    told = {
        name: [(day["on"], item["title"], item["starts"], item["ends"])
               for day in content["days"] for item in day["items"]]
        for name, content in (("public", release.public), ("internal", release.internal))
    }  # fmt: skip
    opening = ("2026-12-22", "Pembukaan", "2026-12-22T08:00", "2026-12-22T09:00")
    assert told == {
        "public": [opening],
        "internal": [opening, ("2026-12-23", "Pleno", "2026-12-23T09:00", None)],
    }
    page = Client().get(meeting.get_absolute_url()).content.decode()
    assert "rahasia" not in page
    assert "Gunung meletus" in page


def test_finished_draft_takes_the_new_hour_too(meeting: Meeting, secretariat: User):
    make_agenda_item(meeting, title="Pembukaan")
    release_draft(meeting)
    a_week_later(meeting, secretariat, starts_at=time(13))
    (day,) = meeting.current_release.public["days"]
    assert [item["starts"] for item in day["items"]] == ["2026-12-22T13:00"]


def test_list_tells_that_a_coming_rakor_was_moved(meeting: Meeting, secretariat: User):
    make_meeting(title="Rakor tetap")
    day = timezone.localdate() + timedelta(days=40)
    a_week_later(meeting, secretariat, starts_on=day, ends_on=day)
    told = "dipindahkan dari jadwal atau tempat semula"
    assert Client().get("/rakor/").content.decode().count(told) == 1


def test_other_venue_on_the_same_days_is_no_new_agenda(meeting: Meeting, secretariat: User):
    make_agenda_item(meeting)
    first = release_draft(meeting)
    move(meeting, secretariat, venue="Hotel Baru")
    assert meeting.current_release == first
    assert formerly(meeting.moves.get()).endswith("di Hotel Pantai, Makassar")


def test_draft_moves_silently(secretariat: User):
    meeting = make_meeting(published_at=None, answer_by=date(2026, 12, 8))
    assert a_week_later(meeting, secretariat, reason="") is None
    assert (meeting.answer_by, meeting.calendar_sequence) == (date(2026, 12, 15), 0)
    assert not MeetingMove.objects.exists()
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"reason": " "}, "Pemindahan memerlukan alasan; alasan itu dibaca umum."),
        ({"starts_on": date(2026, 12, 15), "ends_on": date(2026, 12, 16)},
         "Rakor Uji sudah pada hari dan tempat itu."),
        ({"ends_on": date(2026, 12, 1)}, "Rakor tidak dapat berakhir sebelum dimulai."),
        ({"starts_on": date(2026, 11, 2), "ends_on": None},
         "Rakor tidak dapat dipindahkan ke hari yang sudah lewat (2 November 2026)."),
    ],
)  # fmt: skip
def test_refused_move_changes_nothing(
    meeting: Meeting, secretariat: User, changes: dict, reason: str
):
    with pytest.raises(MeetingRefused) as refused:
        a_week_later(meeting, secretariat, **changes)
    assert str(refused.value) == reason
    meeting.refresh_from_db()
    assert (meeting.starts_on, meeting.calendar_sequence) == (date(2026, 12, 15), 0)
    assert not MeetingMove.objects.exists()
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"cancelled_at": NOW, "cancel_reason": "Banjir"}, AlreadyCancelled),
        ({"starts_on": date(2026, 11, 2), "ends_on": None}, AlreadyHeld),
    ],
)
def test_what_is_over_or_cancelled_is_not_moved(secretariat: User, fields: dict, refusal: type):
    with pytest.raises(refusal):
        a_week_later(make_meeting(**fields), secretariat)


def test_effects_and_objections_are_told_before(meeting: Meeting):
    to = whereabouts_of(meeting)._replace(starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 1))
    moved = moved_to(meeting, to, NOW)
    assert effects(meeting, moved) == [
        "Rakor: Selasa\u2013Rabu, 15\u201316 Desember 2026, mulai 08.00 WITA → Selasa, "
        "1 Desember 2026, mulai 08.00 WITA",
        "Batas jawaban undangan: Selasa, 8 Desember 2026 → Selasa, 24 November 2026",
        "Pendaftaran ditutup: Selasa, 8 Desember 2026 pukul 11.00 WITA → Selasa, "
        "24 November 2026 pukul 11.00 WITA",
        "Batas notula terbit: Rabu, 30 Desember 2026 → Selasa, 15 Desember 2026",
    ]
    assert objections(meeting, moved, NOW) == []
    much_earlier = to._replace(starts_on=date(2026, 11, 30), ends_on=None)
    assert objections(meeting, moved_to(meeting, much_earlier, NOW), NOW) == [
        "Batas jawaban undangan: 23 November 2026 sudah lewat.",
        "Pendaftaran ditutup: 23 November 2026 sudah lewat.",
    ]
    assert meeting.starts_on == date(2026, 12, 15)


def test_cancelling_keeps_agenda_and_reason_and_raises_the_calendar(
    meeting: Meeting, secretariat: User, aceh: Office
):
    make_agenda_item(meeting, title="Pembukaan")
    release_draft(meeting)
    make_registration(meeting, aceh, email="satu@dinas.example")
    cancel_meeting(meeting=meeting, reason="Banjir", by=secretariat, at=NOW)
    before, _ = meeting.calendar_sequence, meeting.refresh_from_db()
    assert (meeting.calendar_sequence - before, meeting.current_release.number) == (1, 1)
    assert list(OutboxMail.objects.values_list("kind", "to", "sent_at")) == [
        ("batal", "satu@dinas.example", None)
    ]
    page = Client().get(meeting.get_absolute_url()).content.decode()
    assert ("Banjir" in page, "Pembukaan" in page) == (True, True)
