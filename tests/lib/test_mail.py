import logging
import os
import signal
from datetime import timedelta
from threading import Event

import pytest
from django.core import mail as outbox
from django.core.management import call_command
from django.db import OperationalError, connections, transaction
from django.utils import timezone
from post_office.models import STATUS, Attachment, Email

from forum_portal.lib import mail
from forum_portal.lib.mail_delivery import retry_delay

pytestmark = pytest.mark.any_postgres


@pytest.fixture(autouse=True)
def _transport(settings):
    settings.POST_OFFICE = {
        **settings.POST_OFFICE,
        "BACKENDS": {"default": "django.core.mail.backends.locmem.EmailBackend"},
    }


def queue_one(**fields) -> Email:
    defaults = {"to": "ani@dinas.example", "subject": "Rakor", "text": "Yth. Ani"}
    return mail.queue(**{**defaults, **fields})


def test_nothing_is_logged_past_the_portals_formatter():
    assert logging.getLogger("post_office").handlers == []


@pytest.mark.django_db
def test_queued_text_is_not_a_template():
    email = queue_one(subject="{{ 7 }}\r\nBcc: x@y.example", text="Yth. {% debug %} & <Ani>")
    assert (email.subject, email.message) == (
        "{{ 7 }} Bcc: x@y.example",
        "Yth. {% debug %} & <Ani>",
    )
    assert email.status == STATUS.queued


@pytest.mark.django_db(transaction=True)
def test_message_is_lost_with_its_transaction():
    with transaction.atomic():
        queue_one()
        transaction.set_rollback(True)
    assert Email.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_delivered_once_with_its_attachment():
    queue_one(attachments={"rakor.ics": ("text/calendar", b"BEGIN:VCALENDAR")})
    assert (mail.deliver_waiting(), mail.deliver_waiting()) == (1, 0)
    (sent,) = outbox.outbox
    assert (sent.to, sent.subject, sent.body) == (["ani@dinas.example"], "Rakor", "Yth. Ani")
    assert sent.attachments == [("rakor.ics", "BEGIN:VCALENDAR", "text/calendar")]


@pytest.mark.django_db(transaction=True)
def test_mail_in_the_hand_of_another_sender_is_left_alone():
    held, free = queue_one(), queue_one(to="budi@dinas.example")
    other = connections["default"].copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT 1 FROM post_office_email WHERE id = %s FOR UPDATE", [held.pk])
        assert mail.deliver_waiting() == 1
    finally:
        other.close()
    assert [message.to for message in outbox.outbox] == [["budi@dinas.example"]]
    statuses = dict(Email.objects.values_list("pk", "status"))
    assert statuses == {held.pk: STATUS.queued, free.pk: STATUS.sent}


@pytest.mark.parametrize(
    ("failures", "minutes"), [(1, 1), (2, 2), (3, 4), (8, 128), (9, 240), (12, 240)]
)
def test_delay_doubles_up_to_four_hours(failures, minutes):
    assert retry_delay(failures) == timedelta(minutes=minutes)


@pytest.mark.django_db(transaction=True)
def test_failed_message_waits_longer_each_time(settings):
    settings.POST_OFFICE["BACKENDS"]["default"] = "tests.lib.test_mail.RefusingBackend"
    email = queue_one()
    for failures, minutes in ((1, 1), (2, 2), (3, 4)):
        Email.objects.update(scheduled_time=None)
        mail.deliver_waiting()
        email.refresh_from_db()
        assert (email.status, email.number_of_retries) == (STATUS.requeued, failures)
        assert email.scheduled_time - email.last_updated == timedelta(minutes=minutes)


class RefusingBackend:
    def __init__(self, **options) -> None:
        pass

    def open(self) -> None:
        pass

    def close(self) -> None:
        pass

    def send_messages(self, messages) -> int:
        raise ConnectionRefusedError("tidak ada peladen surel")


@pytest.mark.django_db(transaction=True)
def test_sent_messages_are_forgotten_after_a_month(tmp_path):
    old, recent = queue_one(attachments={"a.ics": ("text/calendar", b"x")}), queue_one()
    waiting = queue_one()
    month_ago = timezone.now() - mail.KEPT_AFTER_SENDING
    Email.objects.filter(pk=old.pk).update(
        status=STATUS.sent, last_updated=month_ago - timedelta(seconds=1)
    )
    Email.objects.filter(pk=recent.pk).update(
        status=STATUS.sent, last_updated=month_ago + timedelta(minutes=1)
    )
    Email.objects.filter(pk=waiting.pk).update(created=month_ago - timedelta(days=9))
    mail.deliver_waiting()
    assert set(Email.objects.values_list("pk", flat=True)) == {recent.pk, waiting.pk}
    assert Attachment.objects.count() == 0
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


class StoppingEvent(Event):
    """Lets the sender wake `turns` times, and keeps how long each pause was."""

    def __init__(self, turns: int) -> None:
        super().__init__()
        self.turns = turns
        self.pauses: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.pauses.append(timeout)
        if len(self.pauses) == self.turns:
            self.set()
        return self.is_set()


def test_sender_outlives_the_database():
    failures = iter(
        [OperationalError(), OperationalError(), OperationalError(), OperationalError()]
    )

    def gone_then_back() -> int:
        failure = next(failures, None)
        if failure:
            raise failure
        return 0

    stop = StoppingEvent(6)
    mail.run(stop, gone_then_back)
    assert stop.pauses == [4, 8, 16, 30, 2, 2]


class StoppingBackend(RefusingBackend):
    def send_messages(self, messages) -> int:
        os.kill(os.getpid(), signal.SIGTERM)
        return len(messages)


@pytest.mark.django_db(transaction=True)
def test_command_ends_with_the_batch_when_told(settings):
    settings.POST_OFFICE["BACKENDS"]["default"] = "tests.lib.test_mail.StoppingBackend"
    email = queue_one()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        call_command("send_mail")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    email.refresh_from_db()
    assert email.status == STATUS.sent


@pytest.mark.django_db(transaction=True)
def test_command_once_says_how_many(capsys):
    queue_one()
    call_command("send_mail", "--once")
    assert capsys.readouterr().out == "1 surel diproses.\n"
