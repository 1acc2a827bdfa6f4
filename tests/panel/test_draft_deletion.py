"""A draft goes with all that was set up for it; what somebody is owed keeps it."""

from datetime import date, timedelta

import pytest
from django.test import Client

from meetings.models import (
    Aftercare,
    AskedField,
    AttendanceSession,
    CheckinDevice,
    EvaluationQuestion,
    Meeting,
    Registration,
    SeatLimit,
    SeatReservation,
)
from tests.factories import NOW, make_meeting, make_registration, make_session

pytestmark = pytest.mark.django_db
SET_UP = (AskedField, SeatLimit, SeatReservation, Aftercare, EvaluationQuestion,
          AttendanceSession, CheckinDevice)  # fmt: skip


@pytest.fixture
def draft(secretary) -> Meeting:
    meeting = make_meeting(title="Rakor Draf", published_at=None, capacity=50)
    AskedField.objects.create(
        meeting=meeting, kind="kaus", purpose="Kaus", delete_on=date(2027, 1, 15)
    )
    SeatLimit.objects.create(meeting=meeting, role="narasumber", seats=5)
    SeatReservation.objects.create(meeting=meeting, role="panitia", seats=5)
    Aftercare.objects.create(meeting=meeting)
    EvaluationQuestion.objects.create(meeting=meeting, text="Bermanfaat?")
    make_session(meeting)
    CheckinDevice.objects.create(
        meeting=meeting, name="Ponsel", made_at=NOW - timedelta(days=1), made_by=secretary
    )
    return meeting


def test_draft_goes_with_all_that_was_set_up(secretary_client: Client, draft: Meeting):
    url = f"/admin/meetings/meeting/{draft.pk}/delete/"
    assert "Rakor Draf" in secretary_client.get(url).content.decode()
    secretary_client.post(url, {"post": "yes"})
    assert not Meeting.objects.exists()
    assert [model.__name__ for model in SET_UP if model.objects.exists()] == []


def test_draft_with_a_registration_stays_and_the_page_says_why(
    secretary_client: Client, draft: Meeting, aceh
):
    make_registration(draft, aceh, full_name="Ani Lestari")
    url = f"/admin/meetings/meeting/{draft.pk}/delete/"
    page = secretary_client.get(url).content.decode()
    assert "Tidak dapat menghapus rakor" in page
    assert "<li>pendaftaran</li>" in page
    secretary_client.post(url, {"post": "yes"})
    assert (Meeting.objects.count(), Registration.objects.count()) == (1, 1)
