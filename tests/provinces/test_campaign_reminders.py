"""The reminder that the portal sends by itself, once, when three days are left."""

from datetime import datetime, time, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone
from post_office.models import Email

from accounts.models import AuditEvent
from provinces.actions.campaigns import Sent, close_campaign, remind, remind_before_due, send_again
from provinces.actions.confirmation import confirm_data
from provinces.models import Campaign
from tests.factories import NOW, make_office
from tests.provinces.campaigns import (
    ANI,
    DUE,
    letters,
    make_campaign,
    request_of,
    seen,
    started,
)

pytestmark = [pytest.mark.django_db, pytest.mark.any_postgres]

JAKARTA = ZoneInfo("Asia/Jakarta")
NOBODY = Sent(offices=0, letters=0)


@pytest.fixture
def campaign(aceh, secretariat) -> Campaign:
    """Aceh was asked at NOW, a week before the day."""
    aceh.email = "kantor@aceh.example"
    aceh.save()
    return started(secretariat)


def before_due(days: int, hour: int = 8, minute: int = 0) -> datetime:
    return datetime.combine(DUE - timedelta(days=days), time(hour, minute), JAKARTA)


@pytest.mark.parametrize(
    ("at", "is_sent"),
    [
        (before_due(4, 23, 59), False),
        (before_due(3, 0), True),
        (before_due(0, 23, 59), True),
        (before_due(-1, 0), False),
    ],
)
def test_the_last_three_days_remind(campaign, at, is_sent):
    assert remind_before_due(at=at) == (Sent(offices=1, letters=1) if is_sent else NOBODY)


def test_it_reminds_once(campaign, aceh):
    sent = [remind_before_due(at=before_due(days)).letters for days in (3, 3, 2, 1, 0)]
    assert sent == [1, 0, 0, 0, 0]
    assert (request_of(aceh).reminders, request_of(aceh).reminded_at) == (1, before_due(3))


def test_a_reminder_by_hand_before_those_days_does_not_replace_it(campaign, secretariat):
    remind(campaign=campaign, by=secretariat, at=before_due(5))
    assert remind_before_due(at=before_due(3)).letters == 1


def test_a_reminder_by_hand_in_those_days_does(campaign, secretariat):
    remind(campaign=campaign, by=secretariat, at=before_due(3, 7))
    assert [remind_before_due(at=before_due(days)) for days in (2, 1)] == [NOBODY, NOBODY]


def test_it_waits_a_day_after_another_letter(campaign, aceh, secretariat):
    send_again(request=request_of(aceh), address="baru@aceh.example", replace_link=False,
               by=secretariat, at=before_due(4, 12))  # fmt: skip
    sent = [remind_before_due(at=at).letters for at in (before_due(3), before_due(3, 12))]
    assert sent == [0, 2]


def test_who_was_asked_in_those_days_is_left_alone(aceh, operator, secretariat):
    started(secretariat, due_on=timezone.localdate(NOW) + timedelta(days=3))
    assert remind_before_due(at=NOW + timedelta(days=2)) == NOBODY


def test_only_who_has_not_answered_and_has_an_address(campaign, aceh):
    make_office(name="Balai Sunyi", email="")
    confirm_data(request=request_of(aceh), answerer=ANI, seen=seen(aceh), by=None, at=NOW)
    assert remind_before_due(at=before_due(3)) == NOBODY


def test_neither_a_draft_nor_a_closed_campaign_reminds(campaign, secretariat):
    close_campaign(campaign=campaign, by=secretariat, at=NOW)
    make_campaign()
    assert remind_before_due(at=before_due(3)) == NOBODY


def test_the_command_writes_the_letter_and_the_trail(campaign, time_machine):
    time_machine.move_to(before_due(3), tick=False)
    Email.objects.all().delete()
    out = StringIO()

    call_command("remind_offices", stdout=out)

    assert out.getvalue() == "1 balai diingatkan, 1 surel mengantre.\n"
    subject = (
        "Pengingat: konfirmasi data UPTD Balai Tekkomdik Aceh, tenggat Selasa, 1 Desember 2026"
    )
    assert letters() == [("kantor@aceh.example", subject)]
    event = AuditEvent.objects.get(action="campaign.reminded")
    assert (event.actor, event.details) == (None, {"offices": 1, "letters": 1})
