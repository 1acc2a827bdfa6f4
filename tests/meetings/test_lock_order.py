"""Two who hold what the other one wants next: each order of locks is the same everywhere."""

from datetime import date

import pytest

from meetings.actions.addresses import AddressTaken, change_address
from meetings.actions.check_in import keep_facts
from meetings.actions.invitations import withdraw_invitation
from meetings.actions.moving import move_meeting
from meetings.actions.numbering import issue_number
from meetings.models import IssuedNumber, Meeting, MeetingMove, OutboxMail, Scan
from tests.factories import NOW, make_meeting, make_registration, make_session
from tests.meetings.devices import by_search, make_device, read
from tests.meetings.letters import make_institution
from tests.meetings.lock_queue import meanwhile
from tests.meetings.outbox_letters import make_invitation, make_letter
from tests.meetings.whereabouts import whereabouts_of

pytestmark = [pytest.mark.any_postgres, pytest.mark.django_db(transaction=True)]


def test_letter_written_elsewhere_gets_its_number_while_letters_of_the_rakor_are_issued():
    """Who issues letters holds the rakor, and takes the register one letter after the other."""
    meeting, institution = make_meeting(), make_institution()

    def numbered(subject: str) -> IssuedNumber:
        return issue_number(
            institution=institution, kind="undangan", subject=subject, on=date(2026, 11, 24),
            meeting=meeting, by=None, at=NOW,
        )  # fmt: skip

    other = meanwhile(
        lambda: Meeting.objects.select_for_update().get(pk=meeting.pk),
        lambda: numbered("Surat lain"),
        lambda: numbered("Undangan"),
    )
    register = IssuedNumber.objects.order_by("serial").values_list("serial", "subject")
    assert list(register) == [(1, "Undangan"), (2, "Surat lain")]
    assert other == IssuedNumber.objects.get(serial=2)


def test_letters_of_a_withdrawn_invitation_are_taken_in_the_order_of_who_sends_them(
    aceh, secretariat
):
    """Who sends or holds letters locks them by number; written anew, the first lies last."""
    meeting = make_meeting()
    invitation = make_invitation(meeting, aceh)
    first, last = (make_letter(meeting, aceh, invitation=invitation) for _ in range(2))
    OutboxMail.objects.filter(pk=first.pk).update(to="baru@dinas.example")
    withdrawn = meanwhile(
        lambda: OutboxMail.objects.select_for_update().get(pk=first.pk),
        lambda: withdraw_invitation(
            invitation=invitation, reason="Keliru.", by=secretariat, at=NOW
        ),
        lambda: OutboxMail.objects.select_for_update().get(pk=last.pk),
    )
    assert withdrawn == invitation
    assert OutboxMail.objects.filter(dropped_at=NOW).count() == 2


def test_address_that_another_rakor_takes_at_the_same_moment_is_refused(secretariat):
    first, second = make_meeting(title="Rakor Satu"), make_meeting(title="Rakor Dua")
    refused = meanwhile(
        lambda: change_address(meeting=first, slug="rakor-bali", by=secretariat, at=NOW),
        lambda: change_address(meeting=second, slug="rakor-bali", by=secretariat, at=NOW),
        lambda: None,
    )
    assert str(refused) == str(AddressTaken("rakor-bali", first))
    assert Meeting.objects.get(slug="rakor-bali") == first


def test_rakor_is_moved_while_its_doors_send_facts(secretariat, aceh):
    """Who sends holds the session, and names the rakor; who moves holds the rakor, then both."""
    meeting = make_meeting()
    session = make_session(meeting, held_on=meeting.starts_on)
    device, person = make_device(meeting), make_registration(meeting, aceh)
    days = {"starts_on": date(2026, 12, 22), "ends_on": date(2026, 12, 23)}
    to = whereabouts_of(meeting)._replace(**days)
    facts = read(by_search(session, person))
    moved = meanwhile(
        lambda: meeting.sessions.select_for_update(no_key=True).get(),
        lambda: move_meeting(meeting=meeting, to=to, reason="Banjir.", by=secretariat, at=NOW),
        lambda: keep_facts(device=device, facts=facts, unsent=0, at=NOW),
    )
    assert moved == MeetingMove.objects.get()
    assert Scan.objects.get().registration == person
    # Somebody was recorded there before it could move.
    assert meeting.sessions.get().held_on == date(2026, 12, 15)
