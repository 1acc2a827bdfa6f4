"""Two colleagues press the same button: drafts are registered once, and the second is told."""

import pytest

from meetings.actions.drafts import DraftChanged, FilledDraft, discard_draft, register_drafts
from meetings.actions.registration_gate import lock_account, lock_meeting
from meetings.models import DelegateDraft, Registration
from tests.factories import NOW, make_draft, make_meeting
from tests.meetings.lock_queue import meanwhile
from tests.meetings.seating import person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_postgres]


@pytest.fixture
def register(operator, aceh):
    """Registers what was read before anybody acted."""
    meeting = make_meeting()
    filled = [FilledDraft(make_draft(meeting, aceh), person(number)) for number in range(2)]

    def act() -> list[Registration]:
        return register_drafts(meeting=meeting, office=aceh, filled=filled, by=operator, at=NOW)

    act.meeting, act.drafts = meeting, [one.draft for one in filled]
    return act


def test_same_drafts_registered_twice_at_once_make_each_person_once(register, operator):
    second = meanwhile(lambda: lock_account(operator), register, register)
    assert isinstance(second, DraftChanged)
    assert (Registration.objects.count(), DelegateDraft.objects.count()) == (2, 0)


def test_draft_discarded_meanwhile_registers_nobody(register, operator):
    def discard() -> None:
        discard_draft(draft=register.drafts[0], by=operator, at=NOW)

    second = meanwhile(lambda: lock_meeting(register.meeting), register, discard)
    assert isinstance(second, DraftChanged)
    assert (Registration.objects.count(), DelegateDraft.objects.count()) == (0, 1)
