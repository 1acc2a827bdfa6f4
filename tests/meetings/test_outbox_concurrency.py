"""Two people at the outbox at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from post_office.models import Email

from meetings.actions import outbox
from meetings.actions.outbox import Draft, Seen
from meetings.actions.outbox_refusals import AlreadySent
from meetings.models import OutboxMail
from tests.factories import NOW, make_meeting
from tests.meetings.outbox_letters import make_letter

pytestmark = [pytest.mark.any_postgres, pytest.mark.django_db(transaction=True)]


def race(*attempts: Callable[[], Any]) -> list[Any]:
    """What each returned or raised, all started at the same moment."""
    start = Barrier(len(attempts))

    def attempt(do: Callable[[], Any]) -> Any:
        try:
            start.wait(60)
            return do()
        except AlreadySent as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(attempt, attempts))


def test_two_people_send_the_same_letters_once(secretariat):
    meeting = make_meeting()
    letters = [make_letter(meeting) for _ in range(5)]
    seen = [Seen(letter.pk, letter.revision) for letter in letters]

    def send() -> int:
        return outbox.send(meeting=meeting, seen=seen, by=secretariat, at=NOW).queued

    assert sorted(race(send, send, send)) == [0, 0, 5]
    assert sorted(email.to for email in Email.objects.all()) == sorted([x.to] for x in letters)


def test_letter_is_sent_as_it_was_seen_or_edited_and_not_both(secretariat):
    meeting = make_meeting()
    letter = make_letter(meeting)

    def send() -> int:
        seen = [Seen(letter.pk, 1)]
        return outbox.send(meeting=meeting, seen=seen, by=secretariat, at=NOW).queued

    def edit() -> int:
        return outbox.edit(
            letter=letter, to=letter.to, subject="Hal", text="Lain", revision=1, by=secretariat,
            at=NOW,
        ).revision  # fmt: skip

    outcome = race(send, edit)
    assert outcome in ([1, AlreadySent], [0, 2])
    texts = [email.message for email in Email.objects.all()]
    assert texts == ([letter.text] if outcome[0] else [])


def test_prepared_at_once_is_prepared_once():
    meeting = make_meeting()
    drafts = [Draft(f"a{number}@dinas.example", "Hal", "Isi") for number in range(5)]

    def prepare() -> int:
        return outbox.prepare(
            meeting=meeting, kind="rilis", occasion="v1", drafts=drafts, by=None, at=NOW
        )

    assert sorted(race(prepare, prepare)) == [0, 5]
    assert OutboxMail.objects.count() == 5
