"""Closing a rakor when nothing is owed any more, opening it again for a reason."""

from datetime import UTC, datetime

import pytest

from accounts.models import AuditEvent, User
from meetings.actions.closing import AlreadyClosed, NotClosed, close_meeting, reopen_meeting
from meetings.actions.meetings import MeetingRefused, NotReady
from meetings.actions.minutes import publish_minutes
from meetings.models import Meeting
from tests.factories import NOW, make_meeting, make_minutes

pytestmark = pytest.mark.django_db
AFTERWARDS = datetime(2027, 1, 11, 3, 0, tzinfo=UTC)


@pytest.fixture
def held(db: None) -> Meeting:
    """Over at AFTERWARDS, its minutes published."""
    meeting = make_meeting(title="Rakor Uji")
    publish_minutes(minutes=make_minutes(meeting), by=None, at=AFTERWARDS)
    return meeting


def test_held_rakor_with_minutes_is_closed_once(held: Meeting, secretariat: User):
    close_meeting(meeting=held, by=secretariat, at=AFTERWARDS)
    held.refresh_from_db()
    assert held.closed_at == AFTERWARDS
    with pytest.raises(AlreadyClosed):
        close_meeting(meeting=held, by=secretariat, at=AFTERWARDS)
    closings = AuditEvent.objects.filter(action="meeting.closed")
    assert list(closings.values_list("actor", flat=True)) == [secretariat.pk]


def test_rakor_that_lacks_something_is_not_closed(secretariat: User):
    meeting = make_meeting(title="Rakor Uji")
    with pytest.raises(NotReady) as refused:
        close_meeting(meeting=meeting, by=secretariat, at=NOW)
    assert str(refused.value) == (
        "Rakor Uji belum dapat ditutup. Rakor selesai: Rakor berlangsung 15\u201316 Desember "
        "2026. Notula terbit: Notulanya belum dimulai."
    )
    meeting.refresh_from_db()
    assert meeting.closed_at is None


def test_closed_rakor_opens_again_for_a_reason(held: Meeting, secretariat: User):
    with pytest.raises(NotClosed):
        reopen_meeting(meeting=held, reason="Salah", by=secretariat, at=AFTERWARDS)
    close_meeting(meeting=held, by=secretariat, at=AFTERWARDS)
    with pytest.raises(MeetingRefused, match="memerlukan alasan"):
        reopen_meeting(meeting=held, reason=" ", by=secretariat, at=AFTERWARDS)
    reopen_meeting(meeting=held, reason="Notula dikoreksi", by=secretariat, at=AFTERWARDS)
    held.refresh_from_db()
    assert held.closed_at is None
    event = AuditEvent.objects.get(action="meeting.reopened")
    assert event.details == {"reason": "Notula dikoreksi"}
