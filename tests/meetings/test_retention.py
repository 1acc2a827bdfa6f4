"""Letters of a rakor that is over for long lose address and text; that they were sent stays."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from post_office.models import STATUS, Attachment, Email, Log

from accounts.models import AuditEvent
from meetings.actions import outbox
from meetings.actions.outbox import Draft, Seen, Sent
from meetings.actions.retention import (
    LETTERS_KEPT_AFTER_MEETING,
    UNDELIVERED_KEPT,
    Forgotten,
    forget_letters,
    forget_undelivered,
)
from meetings.models import Meeting, OutboxMail
from tests.factories import NOW, make_meeting
from tests.meetings.outbox_letters import make_letter

pytestmark = pytest.mark.django_db

# The last day is 16 December in WITA.
OVER = datetime(2026, 12, 17, tzinfo=ZoneInfo("Asia/Makassar")) + LETTERS_KEPT_AFTER_MEETING
SECRET = "https://portal.example/undangan/rahasia/"


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(starts_on=date(2026, 12, 15), ends_on=date(2026, 12, 16))


def queued(meeting: Meeting, status: int | None, **fields) -> OutboxMail:
    """A letter that was sent, and its mail in the queue."""
    mail = Email.objects.create(
        from_email="a@b.example", to="ani@dinas.example", message=SECRET, status=status
    )
    Log.objects.create(email=mail, status=1, message="550 ani@dinas.example")
    attachment = Attachment.objects.create(file=ContentFile(b"%PDF", name="undangan.pdf"))
    mail.attachments.add(attachment)
    return make_letter(meeting, sent_at=NOW, email=mail, text=SECRET, **fields)


def rows(*letters: OutboxMail) -> list[tuple]:
    fields = ("to", "text", "sent_at", "dropped_at", "drop_reason", "held_at", "forgotten_at")
    numbers = [letter.pk for letter in letters]
    return list(OutboxMail.objects.filter(pk__in=numbers).order_by("pk").values_list(*fields))


def test_kept_to_the_last_moment(meeting, aceh):
    make_letter(meeting, aceh, sent_at=NOW)
    assert forget_letters(at=OVER - timedelta(seconds=1)) == Forgotten(0, 0)
    assert forget_letters(at=OVER) == Forgotten(1, 1)
    assert forget_letters(at=OVER) == Forgotten(0, 0)
    (event,) = AuditEvent.objects.all()
    assert (event.action, event.actor, event.target_id, event.details) == (
        "outbox.forgotten", None, str(meeting.pk), {"letters": 1},
    )  # fmt: skip


def test_day_that_is_not_known_counts_from_the_end_of_its_year(meeting):
    Meeting.objects.update(date_precision="year")
    make_letter(meeting, sent_at=NOW)
    assert forget_letters(at=OVER) == Forgotten(0, 0)
    assert forget_letters(at=OVER + timedelta(days=15)) == Forgotten(1, 1)


def test_record_stays_without_address_and_text(meeting, aceh):
    sent = make_letter(meeting, aceh, sent_at=NOW, text=SECRET, attachments=["undangan"])
    delivered = queued(meeting, STATUS.sent)
    dropped = make_letter(meeting, dropped_at=NOW, drop_reason="Keliru.", text=SECRET)
    waiting = make_letter(meeting, text=SECRET)
    held = make_letter(meeting, held_at=NOW, text=SECRET)
    later = make_meeting(slug="nanti", starts_on=date(2027, 12, 15), ends_on=None)
    other = make_letter(later, sent_at=NOW)
    assert forget_letters(at=OVER) == Forgotten(1, 5)
    never = "Tidak dikirim sampai rakor selesai."
    assert rows(sent, delivered, dropped, waiting, held, other) == [
        ("", "", NOW, None, "", None, OVER),
        ("", "", NOW, None, "", None, OVER),
        ("", "", None, NOW, "Keliru.", None, OVER),
        ("", "", None, OVER, never, None, OVER),
        ("", "", None, OVER, never, None, OVER),
        (other.to, other.text, NOW, None, "", None, None),
    ]
    sent.refresh_from_db()
    assert (sent.kind, sent.occasion, sent.office, sent.made_at, sent.attachments) == (
        "rilis", "v1", aceh, NOW, ["undangan"],
    )  # fmt: skip


def test_what_failed_is_dropped_and_its_mail_forgotten(meeting):
    failed = queued(meeting, STATUS.failed)
    file = failed.email.attachments.get().file
    assert forget_letters(at=OVER) == Forgotten(1, 1)
    reason = "Pengirimannya gagal atau tidak pasti, dan tidak diulang sampai rakor selesai."
    assert rows(failed) == [("", "", None, OVER, reason, None, OVER)]
    left = (Email.objects.count(), Log.objects.count(), Attachment.objects.count())
    assert (left, file.storage.exists(file.name)) == ((0, 0, 0), False)


@pytest.mark.parametrize("status", [STATUS.queued, STATUS.requeued, None])
def test_what_is_being_sent_waits_for_the_next_call(meeting, status):
    letter = queued(meeting, status)
    assert forget_letters(at=OVER) == Forgotten(0, 0)
    assert rows(letter) == [(letter.to, SECRET, NOW, None, "", None, None)]
    Email.objects.update(status=STATUS.sent)
    assert forget_letters(at=OVER) == Forgotten(1, 1)


def test_nobody_is_written_to_twice_afterwards(meeting, secretariat):
    given = {"meeting": meeting, "by": secretariat, "at": OVER}
    sent = make_letter(meeting, sent_at=NOW)
    dropped = make_letter(meeting, dropped_at=NOW, drop_reason="Keliru.")
    forget_letters(at=OVER)
    again = [Draft(sent.to, "Lagi", "Lagi"), Draft("lain@dinas.example", "Lagi", "Lagi")]
    assert outbox.prepare(**given, kind="rilis", occasion="v1", drafts=again) == 0
    assert outbox.release_hold(**given, letters=[sent.pk, dropped.pk]) == 0
    seen = [Seen(sent.pk, 1), Seen(dropped.pk, 1)]
    assert outbox.send(**given, seen=seen, despite_doubts=True) == Sent(0, [sent, dropped])
    assert (OutboxMail.objects.count(), Email.objects.count()) == (2, 0)


@pytest.mark.parametrize(
    "fields",
    [
        {"to": "ani@dinas.example"},
        {"text": SECRET},
        {"sent_at": None},
        {"forgotten_at": None},
    ],
)
def test_database_forgets_whole_letters_that_are_over(meeting, fields):
    gone = {"to": "", "text": "", "sent_at": NOW, "forgotten_at": OVER}
    make_letter(meeting, **gone)
    with pytest.raises(IntegrityError, match="outbox_forgotten_whole"), transaction.atomic():
        make_letter(meeting, **{**gone, **fields})


def test_command_says_how_many(meeting, capsys):
    make_letter(meeting, sent_at=NOW)
    Meeting.objects.update(starts_on=date(2020, 1, 1), ends_on=None)
    call_command("forget_letters")
    assert capsys.readouterr().out == (
        "1 surel dari 1 rakor dihapus isinya.\n0 kode pendaftaran yang sudah lewat dihapus.\n"
        "0 surel yang tidak terkirim dihapus.\n"
    )


def test_mail_that_never_arrived_is_not_kept_for_good(meeting, aceh):
    """A ticket to a mistyped address: it names a person and the secret address of their page."""
    of_outbox = queued(meeting, STATUS.failed).email
    for status in (STATUS.failed, STATUS.queued):
        Email.objects.create(
            from_email="a@b.example", to="salah@dinas.example", message=SECRET, status=status
        )
    Email.objects.update(last_updated=NOW)
    assert forget_undelivered(at=NOW + UNDELIVERED_KEPT) == 0
    assert forget_undelivered(at=NOW + UNDELIVERED_KEPT + timedelta(seconds=1)) == 1
    waiting = Email.objects.get(status=STATUS.queued)
    assert list(Email.objects.order_by("pk")) == [of_outbox, waiting]
