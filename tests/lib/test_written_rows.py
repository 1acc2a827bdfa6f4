"""A row that is written by a written statement is the one that Django would write."""

from contextlib import suppress

import pytest
from django.db import IntegrityError, connection, transaction
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext
from post_office.models import Email

from accounts.models import AuditEvent
from forum_portal.lib.written_rows import insert, together
from meetings.models import MeetingPicture, Ticket
from tests.factories import NOW, make_meeting, make_registration

pytestmark = pytest.mark.django_db


def test_row_is_as_django_writes_it(operator):
    values = {
        "at": NOW,
        "actor": operator,
        "action": "meeting.published",
        "target": "100% 'Rakor'",
        "details": {"slug": "rakor", "numbers": [1, None]},
    }
    written, expected = AuditEvent(**values), AuditEvent.objects.create(**values)
    insert(written)
    found = AuditEvent.objects.get(pk=written.pk)
    assert written.pk != expected.pk
    assert {**model_to_dict(found), "id": 0} == {**model_to_dict(expected), "id": 0}


def test_row_can_be_changed_afterwards(aceh):
    ticket = Ticket(registration=make_registration(make_meeting(), aceh), issued_at=NOW)
    insert(ticket)
    ticket.revoke_reason = "Hilang."
    ticket.revoked_at = NOW
    ticket.save()
    assert [one.revoke_reason for one in Ticket.objects.all()] == ["Hilang."]


def test_moments_of_writing_are_set(db):
    mail = Email(from_email="portal@localhost", to=["ani@dinas.example"], subject="Tiket")
    insert(mail)
    found = Email.objects.get()
    assert (found.to, found.created) == (["ani@dinas.example"], mail.created)


def test_refusal_ends_the_transaction(aceh):
    ticket = Ticket(registration=make_registration(make_meeting(), aceh), issued_at=NOW)
    insert(ticket)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Ticket(pk=ticket.pk, registration=ticket.registration, issued_at=NOW))
    assert Ticket.objects.count() == 1


def test_rows_written_together_take_one_trip_in_their_order(aceh, operator):
    ticket = Ticket(registration=make_registration(make_meeting(), aceh), issued_at=NOW)
    event = AuditEvent(at=NOW, actor=operator, action="a.b", target="100% 'Tiket'; --")
    mail = Email(from_email="portal@localhost", to=["ani@dinas.example"], subject="Tiket")
    with CaptureQueriesContext(connection) as queries, together():
        for row in (ticket, event, mail):
            insert(row)
    assert len(queries) == 1
    assert Ticket.objects.get() == ticket
    assert AuditEvent.objects.get(action="a.b").target == event.target
    assert Email.objects.get().subject == "Tiket"


def test_nothing_is_written_when_what_is_together_fails(aceh):
    registration = make_registration(make_meeting(), aceh)
    with suppress(LookupError), together():
        insert(Ticket(registration=registration, issued_at=NOW))
        raise LookupError
    assert Ticket.objects.count() == 0
    insert(Ticket(registration=registration, issued_at=NOW))
    assert Ticket.objects.count() == 1


def test_one_refused_row_refuses_all_that_are_together(aceh):
    registration = make_registration(make_meeting(), aceh)
    tickets = [Ticket(registration=registration, issued_at=NOW) for _ in range(2)]

    @transaction.atomic
    def write():
        with together():
            for row in (Email(from_email="portal@localhost", to=["a@b.example"]), *tickets):
                insert(row)

    with pytest.raises(IntegrityError, match="ticket_one_valid"):
        write()
    assert (Ticket.objects.count(), Email.objects.count()) == (0, 0)


def test_model_with_more_than_values_is_refused():
    with pytest.raises(TypeError, match="widths"):
        insert(MeetingPicture())
