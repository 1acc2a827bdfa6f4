"""Releasing an agenda: frozen, numbered, told, and refused where there is nothing to release."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from accounts.models import AuditEvent
from meetings.actions.agenda_release import (
    AgendaStands,
    NothingChanged,
    NothingToRelease,
    release_agenda,
)
from meetings.agenda.content import all_items, draft_contents
from meetings.models import AgendaItem, AgendaRelease, Meeting, OutboxMail
from tests.factories import NOW, make_agenda_item, make_meeting, make_registration, release

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_postgres]


def told() -> list[str]:
    return list(OutboxMail.objects.order_by("pk").values_list("to", flat=True))


def test_release_freezes_the_draft_and_is_what_the_public_reads(secretariat):
    meeting = make_meeting()
    make_agenda_item(meeting, title="Pleno", presenter="Siti")
    make_agenda_item(meeting, title="Rapat tertutup", is_public=False)
    contents = draft_contents(meeting)

    made = release_agenda(meeting=meeting, comment=" Awal. ", by=secretariat, at=NOW)
    AgendaItem.objects.all().delete()

    made.refresh_from_db()
    meeting.refresh_from_db()
    assert (made.number, made.comment, made.released_at, made.released_by) == (
        1, "Awal.", NOW, secretariat,
    )  # fmt: skip
    assert (made.public, made.internal, made.words) == contents
    assert [item["title"] for item in all_items(made.public)] == ["Pleno"]
    assert (meeting.current_release, meeting.calendar_sequence) == (made, 1)
    event = AuditEvent.objects.get(action="agenda.released")
    assert (event.actor, event.target_id, event.details) == (
        secretariat, str(meeting.pk), {"version": 1},
    )  # fmt: skip


def test_each_release_raises_number_and_sequence(secretariat):
    meeting = make_meeting()
    for expected in (1, 2, 3):
        make_agenda_item(meeting)
        made = release(meeting)
        assert (made.number, meeting.calendar_sequence) == (expected, expected)
        assert meeting.current_release == made


def test_empty_draft_is_refused(db):
    meeting = make_meeting(title="Rakor Uji")

    with pytest.raises(NothingToRelease) as refused:
        release(meeting)

    assert str(refused.value) == "Susunan acara Rakor Uji belum berisi satu mata acara pun."
    assert not AgendaRelease.objects.exists()


def test_what_says_the_same_is_refused(db):
    meeting = make_meeting()
    item = make_agenda_item(meeting, duration_minutes=30)
    release(meeting)
    # Saved anew, and its order a larger number: nothing that anybody reads.
    AgendaItem.objects.filter(pk=item.pk).update(revision=7, order=999)

    with pytest.raises(NothingChanged) as refused:
        release(meeting)

    assert str(refused.value) == (
        "Draf sama dengan versi 1 yang sudah dirilis; tidak ada yang berubah."
    )
    meeting.refresh_from_db()
    assert (AgendaRelease.objects.count(), meeting.calendar_sequence) == (1, 1)


def test_release_never_changes(db):
    meeting = make_meeting()
    make_agenda_item(meeting)
    made = release(meeting)

    for attempt in (
        lambda: AgendaRelease.objects.filter(pk=made.pk).update(comment="Lain"),
        lambda: AgendaRelease.objects.filter(pk=made.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()

    assert AgendaRelease.objects.get() == made


def test_database_refuses_the_release_of_another_rakor(db):
    meeting, other = make_meeting(), make_meeting()
    make_agenda_item(meeting)
    own = release(meeting)
    contents = {"public": {}, "internal": {}, "released_at": NOW}
    foreign = AgendaRelease.objects.create(meeting=other, number=1, **contents)

    with pytest.raises(IntegrityError, match="own_release"), transaction.atomic():
        point(meeting, foreign)

    meeting.refresh_from_db()
    assert meeting.current_release == own
    point(other, foreign)


def point(meeting: Meeting, release: AgendaRelease) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE meetings_meeting SET current_release_id = %s WHERE id = %s",
            [release.pk, meeting.pk],
        )


def test_registered_are_told_what_the_public_may_read(aceh):
    meeting = make_meeting()
    make_registration(meeting, aceh, email="ani@dinas.example")
    make_agenda_item(meeting, title="Pleno")
    release(meeting)
    make_agenda_item(meeting, title="Penutupan")
    make_agenda_item(meeting, title="Rapat tertutup", is_public=False)
    release(meeting, comment="Penutupan ditambahkan.")

    assert told() == ["ani@dinas.example"] * 2
    first, second = OutboxMail.objects.order_by("pk").values_list("text", flat=True)
    assert "Yang berubah" not in first
    for words in (
        "Penutupan ditambahkan.",
        "Yang berubah dari versi 1:",
        "Baru:\n- Penutupan (Selasa, 15 Desember 2026)",
        f"/rakor/{meeting.slug}/agenda/v2/",
    ):
        assert words in second
    assert "tertutup" not in second


def test_nobody_is_told_of_what_they_cannot_read(aceh):
    meeting = make_meeting()
    make_registration(meeting, aceh)
    make_agenda_item(meeting, is_public=False)
    release(meeting)
    make_agenda_item(meeting, is_public=False)
    release(meeting)

    assert told() == []


@pytest.mark.parametrize(
    "state",
    [
        {"published_at": None},
        {"starts_on": NOW.date() - timedelta(days=9), "ends_on": NOW.date() - timedelta(days=8)},
    ],
)
def test_nobody_is_told_of_a_draft_or_a_past_rakor(aceh, state):
    meeting = make_meeting(**state)
    make_registration(meeting, aceh)
    make_agenda_item(meeting)

    assert release(meeting).number == 1
    assert told() == []


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ({"cancelled_at": NOW, "cancel_reason": "Banjir."}, "dibatalkan"),
        ({"closed_at": NOW}, "ditutup"),
    ],
)
def test_agenda_of_a_cancelled_or_closed_rakor_stays(state, why):
    meeting = make_meeting(title="Rakor", **state)
    make_agenda_item(meeting)

    with pytest.raises(AgendaStands) as refusal:
        release(meeting)

    assert str(refusal.value) == (
        f"Rakor sudah {why}; susunan acara yang terakhir dirilis tetap seperti itu."
    )
    assert meeting.agenda_releases.count() == 0


def race(*attempts):
    """What each attempt gave: a release, or the refusal."""
    start = Barrier(len(attempts))

    def run(attempt):
        start.wait()
        try:
            return attempt()
        except NothingChanged as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(run, attempts))


def test_the_same_draft_is_released_once_however_many_press_the_button(db):
    meeting = make_meeting()
    make_agenda_item(meeting)
    release(meeting)
    make_agenda_item(meeting)

    results = race(*[lambda: release_agenda(meeting=meeting, comment="", by=None, at=NOW)] * 4)

    assert [type(result) for result in results].count(AgendaRelease) == 1
    assert [type(result) for result in results].count(NothingChanged) == 3
    assert list(AgendaRelease.objects.values_list("number", flat=True)) == [2, 1]


def test_two_drafts_at_once_get_numbers_without_a_gap(db):
    meeting = make_meeting()

    def write_and_release():
        make_agenda_item(meeting)
        return release_agenda(meeting=meeting, comment="", by=None, at=NOW)

    results = race(write_and_release, write_and_release)

    made = sorted(each.number for each in results if isinstance(each, AgendaRelease))
    # Who came second either had something to add, or found it released already.
    assert made in ([1], [1, 2])
    current = Meeting.objects.get().current_release
    assert current.number == made[-1]
    assert current.internal == draft_contents(meeting).internal
