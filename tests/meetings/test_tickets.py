"""One valid ticket for a seat: issued with it, replaced with its address, void without it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from post_office.models import Email

from accounts.models import AuditEvent
from meetings.actions.registration import register_delegate
from meetings.actions.registration_refusals import NotYourOffice
from meetings.actions.tickets import MeetingEnded, WithoutSeat, reissue_ticket
from meetings.actions.withdrawal import withdraw_delegate
from meetings.models import Registration, Ticket
from tests.factories import NOW, make_meeting, make_registration, make_ticket
from tests.meetings.test_registration_actions import ANI, BUDI

pytestmark = [pytest.mark.django_db, pytest.mark.any_postgres]
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def rakor(db):
    return make_meeting(capacity=1, title="Rakor Makassar")


@pytest.fixture
def ani(rakor, aceh, operator):
    return register_delegate(meeting=rakor, office=aceh, delegate=ANI, by=operator, at=NOW)


def tickets_of(registration):
    found = registration.tickets.order_by("issued_at")
    return [(one.issued_at, one.revoked_at, one.revoke_reason) for one in found]


def reissue(registration, by, at=LATER):
    return reissue_ticket(registration=registration, reason="Ponsel hilang.", by=by, at=at)


def test_seat_comes_with_a_ticket_and_waiting_without(rakor, ani, aceh, operator):
    waiting = register_delegate(meeting=rakor, office=aceh, delegate=BUDI, by=operator, at=NOW)
    assert tickets_of(ani) == [(NOW, None, "")]
    assert tickets_of(waiting) == []


def test_ticket_of_who_withdraws_is_void(ani, operator):
    withdraw_delegate(registration=ani, reason="Sakit.", by=operator, at=LATER)
    assert tickets_of(ani) == [(NOW, LATER, "Pendaftaran berakhir.")]


def test_replaced_with_its_address_and_told(ani, operator, public_client):
    former = ani.get_absolute_url()
    Email.objects.all().delete()
    renewed = reissue(ani, operator)
    assert tickets_of(ani) == [(NOW, LATER, "Ponsel hilang."), (LATER, None, "")]
    assert public_client.get(former).status_code == 404
    assert public_client.get(renewed.get_absolute_url()).status_code == 200
    number = renewed.tickets.get(revoked_at=None).number
    event = renewed.events.get(at=LATER)
    assert (event.kind, event.text, event.by) == (
        "tiket",
        f"Tiket diganti dengan nomor {number}; yang lama dicabut: Ponsel hilang.",
        operator,
    )
    trace = AuditEvent.objects.filter(at=LATER)
    assert list(trace.values_list("action", "actor", "details")) == [
        ("registration.ticket_reissued", operator.pk, {"reason": "Ponsel hilang."})
    ]
    mail = Email.objects.get()
    assert (mail.to, mail.subject) == (
        ["ani@dinas.example"],
        "Tiket baru Anda untuk Rakor Makassar",
    )
    for part in (renewed.get_absolute_url(), number, "Ponsel hilang."):
        assert part in mail.message
    assert former not in mail.message


def test_another_office_replaces_nothing(ani, other_operator):
    with pytest.raises(NotYourOffice):
        reissue(ani, other_operator)
    assert tickets_of(ani) == [(NOW, None, "")]


def test_who_has_no_seat_has_nothing_to_replace(rakor, ani, aceh, operator):
    waiting = register_delegate(meeting=rakor, office=aceh, delegate=BUDI, by=operator, at=NOW)
    with pytest.raises(WithoutSeat, match="masih menunggu kursi"):
        reissue(waiting, operator)
    withdraw_delegate(registration=ani, reason="Sakit.", by=operator, at=NOW)
    with pytest.raises(WithoutSeat, match="sudah berakhir"):
        reissue(ani, operator)


def test_until_the_last_day_of_the_rakor(ani, rakor, operator):
    # 16 December ends in Makassar at 16.00 UTC.
    last = NOW.replace(month=12, day=16, hour=15, minute=59)
    reissue(ani, operator, at=last)
    with pytest.raises(MeetingEnded, match="sudah selesai"):
        reissue(ani, operator, at=last + timedelta(minutes=1))
    rakor.cancelled_at, rakor.cancel_reason = NOW, "Banjir."
    rakor.save()
    with pytest.raises(MeetingEnded, match=r"dibatalkan: Banjir\."):
        reissue(ani, operator, at=LATER)


def test_database_keeps_one_valid_ticket(rakor, aceh):
    registration = make_registration(rakor, aceh)
    make_ticket(registration)
    make_ticket(registration, revoked_at=NOW, revoke_reason="Diganti.")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_ticket(registration)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(revoked_at=None).update(revoked_at=NOW)
    assert Registration.objects.get().tickets.count() == 2
