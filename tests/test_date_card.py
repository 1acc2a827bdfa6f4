"""What the card beside the next rakor says, never more than is known."""

from datetime import date

import pytest

from forum_portal.date_card import date_card


@pytest.mark.parametrize(
    ("first", "last", "precision", "card"),
    [
        (date(2026, 12, 15), date(2026, 12, 15), "day", ("Desember 2026", "15", "Selasa")),
        (date(2026, 12, 15), date(2026, 12, 16), "day", ("Desember 2026", "15–16", "Sel–Rab")),
        (date(2026, 10, 30), date(2026, 11, 2), "day", ("Okt–Nov 2026", "30–2", "Jum–Sen")),
        (date(2026, 12, 31), date(2027, 1, 1), "day", ("Des 2026–Jan 2027", "31–1", "Kam–Jum")),
        (date(2027, 3, 1), date(2027, 3, 1), "month", ("2027", "Mar", "")),
        (date(2027, 1, 1), date(2027, 1, 1), "year", ("Tahun", "2027", "")),
    ],
)
def test_card_says_as_much_as_is_known(first, last, precision, card):
    assert date_card(first, last, precision) == card
