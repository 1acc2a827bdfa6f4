"""A copy of a rakor asks the same afterwards, and is as open as the former one."""

from datetime import timedelta

import pytest

from meetings.actions.convening import Plan, plan_meeting
from meetings.convening.copied_aftercare import aftercare_of
from meetings.convening.copying import outline_of
from meetings.models import Aftercare, EvaluationQuestion, Meeting
from tests.factories import NOW, make_meeting, make_session

pytestmark = pytest.mark.django_db
ASKED = [("skala", "Bermanfaat?", "", True), ("pilihan", "Lamanya?", "Cukup\nKurang", False)]


@pytest.fixture
def former(db) -> Meeting:
    meeting = make_meeting(registered_by="open", seats_per_office=None)
    Aftercare.objects.create(
        meeting=meeting, sessions_percent=60, evaluation_opens_at=NOW,
        evaluation_closes_at=NOW + timedelta(days=1), dated_on=NOW.date(),
    )  # fmt: skip
    for order, (kind, text, choices, is_required) in enumerate(ASKED, 1):
        EvaluationQuestion.objects.create(
            meeting=meeting, order=order, kind=kind, text=text, choices=choices,
            is_required=is_required,
        )  # fmt: skip
    make_session(meeting)
    return meeting


def copy(former: Meeting) -> Meeting:
    plan = Plan(title="Baru", starts_on=former.starts_on + timedelta(days=365), days=1)
    outline = outline_of(former, [], None, aftercare=aftercare_of(former))
    return plan_meeting(plan=plan, outline=outline, by=None, at=NOW)


def test_questions_and_percent_come_along_and_moments_do_not(former):
    copied = copy(former)
    rows = copied.evaluation_questions.values_list("kind", "text", "choices", "is_required")
    assert list(rows) == ASKED
    after = copied.aftercare
    assert (after.sessions_percent, after.evaluation_opens_at, after.dated_on) == (60, None, None)
    assert not copied.sessions.exists()


def test_open_rakor_stays_open_to_anybody_on_its_own_days(former):
    copied = copy(former)
    assert copied.registered_by == Meeting.RegisteredBy.ANYBODY
    assert copied.registration_opens_at > former.registration_opens_at
    assert copied.published_at is None


def test_without_days_of_registration_it_is_not_open_yet(former):
    Meeting.objects.update(
        registered_by="none", registration_opens_at=None, registration_closes_at=None
    )
    former.refresh_from_db()
    former.registered_by = Meeting.RegisteredBy.ANYBODY
    assert copy(former).registered_by == Meeting.RegisteredBy.NOBODY


def test_rakor_without_any_of_it_gives_none(db):
    copied = copy(make_meeting())
    assert copied.registered_by == Meeting.RegisteredBy.NOBODY
    assert not copied.evaluation_questions.exists()
    assert not Aftercare.objects.exists()
