"""How a registration stands, before and after its rakor."""

from datetime import UTC, datetime, timedelta

import pytest

from meetings.tickets.standing import standing_of
from tests.factories import NOW, make_meeting, make_registration

pytestmark = pytest.mark.django_db

# make_meeting: 15 and 16 December 2026 in Makassar, over with the first moment of the 17th.
OVER = datetime(2026, 12, 16, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seat", "before", "after"),
    [
        ("terdaftar", "Sah", "Rakor selesai"),
        ("menunggu", "Daftar tunggu", "Tanpa kursi"),
        ("ditawari", "Ditawari kursi", "Tanpa kursi"),
    ],
)
def test_what_a_seat_is_called_until_the_rakor_is_over(aceh, seat, before, after):
    registration = make_registration(make_meeting(), aceh, seat=seat, waiting_since=NOW)
    moments = (NOW, OVER - timedelta(seconds=1), OVER)
    labels = [standing_of(registration, at).label for at in moments]
    assert labels == [before, before, after]


@pytest.mark.parametrize("at", [NOW, OVER])
def test_what_ended_is_said_whenever_it_is_asked(aceh, at):
    registration = make_registration(
        make_meeting(), aceh, withdrawn_at=NOW, withdraw_reason="Tugas lain."
    )
    standing = standing_of(registration, at)
    assert (standing.label, standing.tone) == ("Dibatalkan", "red")
