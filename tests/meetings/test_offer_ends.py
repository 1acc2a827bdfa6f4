"""Offers when the rakor is cancelled, moved, given other days of registration, or closed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from post_office.models import Email

from meetings import announcements
from meetings.actions.closing import close_meeting
from meetings.actions.meetings import cancel_meeting
from meetings.actions.minutes import publish_minutes
from meetings.actions.moving import move_meeting
from meetings.actions.timeline import set_timeline
from meetings.actions.withdrawal import withdraw_delegate
from meetings.models import OutboxMail, Registration, SeatOffer
from tests.factories import NOW, make_meeting, make_minutes
from tests.meetings.seating import register_each, seats_of, story_of
from tests.meetings.whereabouts import whereabouts_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_postgres]
HOUR = timedelta(hours=1)
LATER = NOW + 2 * HOUR
FLOOD = "Rakor ini dibatalkan: Banjir."


@pytest.fixture
def rakor(db):
    """One seat; an offer lasts two weeks."""
    return make_meeting(
        slug="rakor", title="Rakor", capacity=1, seats_per_office=9, offer_hours=336
    )


@pytest.fixture
def three(rakor, aceh, operator) -> list[Registration]:
    """One withdrew, one has the seat offered, one waits."""
    people = register_each(rakor, aceh, operator, [1, 2, 3])
    withdraw_delegate(registration=people[0], reason="Sakit.", by=operator, at=NOW + HOUR)
    Email.objects.all().delete()
    return people


def offers() -> list[tuple[str, datetime]]:
    return list(SeatOffer.objects.order_by("pk").values_list("outcome", "expires_at"))


def mails() -> list[tuple[list[str], str]]:
    return list(Email.objects.order_by("pk").values_list("to", "subject"))


def letters() -> dict[str, str]:
    return dict(OutboxMail.objects.order_by("pk").values_list("to", "text"))


def test_cancelled_rakor_offers_nothing_and_says_so(rakor, three, secretariat, operator):
    (before,) = offers()
    cancel_meeting(meeting=rakor, reason="Banjir.", by=secretariat, at=LATER)
    assert offers() == [("ditarik", before[1])]
    assert seats_of(*three) == ["berakhir", "menunggu", "menunggu"]
    assert [story_of(one)[-2:] for one in three[1:]] == [
        [("ditarik", FLOOD), ("dilewati", FLOOD)],
        [("dilewati", story_of(three[2])[-2][1]), ("dilewati", FLOOD)],
    ]
    subject = "Tawaran kursi Rakor berakhir"
    assert mails() == [
        (["orang2@dinas.example"], subject), ([operator.email], f"{subject}: Citra A")
    ]  # fmt: skip
    for mail in Email.objects.all():
        assert FLOOD in mail.message
        assert "tetap di daftar tunggu" not in mail.message


def test_who_waits_is_told_of_the_cancellation_and_who_withdrew_is_not(rakor, three, secretariat):
    cancel_meeting(meeting=rakor, reason="Banjir.", by=secretariat, at=LATER)
    told = letters()
    assert list(told) == ["orang2@dinas.example", "orang3@dinas.example"]
    for text in told.values():
        assert "Tempat Anda di daftar tunggu" in text
        assert "Pendaftaran Anda" not in text


def test_who_waits_is_told_of_the_move_as_who_has_a_seat(rakor, three, secretariat):
    three[1].refresh_from_db()
    Registration.objects.filter(pk=three[1].pk).update(seat=Registration.Seat.CONFIRMED)
    to = whereabouts_of(rakor)._replace(venue="Hotel Lain")
    move_meeting(meeting=rakor, to=to, reason="Penuh.", by=secretariat, at=LATER)
    told = letters()
    assert list(told) == ["orang2@dinas.example", "orang3@dinas.example"]
    assert "Pendaftaran Anda atas nama" in told["orang2@dinas.example"]
    assert "Tempat Anda di daftar tunggu atas nama" in told["orang3@dinas.example"]
    assert len(announcements.readers_of(rakor)) == 2


def test_offer_that_outlives_the_new_days_is_made_anew(rakor, three, secretariat):
    (before,) = offers()
    sooner = date(2026, 12, 2)
    to = whereabouts_of(rakor)._replace(starts_on=sooner, ends_on=sooner)
    move_meeting(meeting=rakor, to=to, reason="Banjir.", by=secretariat, at=LATER)
    rakor.refresh_from_db()
    closes = rakor.registration_closes_at
    assert offers() == [("ditarik", before[1]), ("", closes)]
    assert seats_of(*three) == ["berakhir", "ditawari", "menunggu"]
    assert [kind for kind, _ in story_of(three[1])][-2:] == ["ditarik", "ditawari"]


def test_offer_that_ends_before_the_new_days_stays(rakor, three, secretariat):
    before = offers()
    to = whereabouts_of(rakor)._replace(starts_on=date(2027, 1, 12), ends_on=date(2027, 1, 13))
    move_meeting(meeting=rakor, to=to, reason="Banjir.", by=secretariat, at=LATER)
    assert (offers(), mails()) == (before, [])


def test_registration_that_closes_sooner_ends_what_is_held_longer(rakor, three, secretariat):
    (before,) = offers()
    closes = LATER + HOUR
    set_timeline(meeting=rakor, dates={"registration_closes_at": closes}, by=secretariat, at=LATER)
    assert offers() == [("ditarik", before[1]), ("", closes)]


def test_what_nobody_answered_has_lapsed_when_the_rakor_is_closed(rakor, three, secretariat):
    (before,) = offers()
    afterwards = datetime(2027, 1, 11, 3, 0, tzinfo=UTC)
    publish_minutes(minutes=make_minutes(rakor), by=None, at=afterwards)
    close_meeting(meeting=rakor, by=secretariat, at=afterwards)
    assert offers() == [("lewat", before[1])]
    assert seats_of(*three) == ["berakhir", "menunggu", "menunggu"]
