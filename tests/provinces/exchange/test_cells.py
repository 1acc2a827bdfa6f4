"""Days and choices as they stand in a cell."""

from datetime import date

import pytest

from provinces.exchange.cells import CellRefused, day_text, parse_choice, parse_day, parse_exact
from provinces.models import Office, Term


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2023", date(2023, 1, 1), "year"),
        ("2023-05", date(2023, 5, 1), "month"),
        ("2023-05-17", date(2023, 5, 17), "day"),
        ("2023-05-17?", date(2023, 5, 17), "unknown"),
        ("?", None, "unknown"),
    ],
)
def test_days_are_read_as_they_are_written(text: str, day: date | None, precision: str):
    assert parse_day(text) == (day, precision)
    if day:
        assert day_text(day, precision) == text


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("17/05/2023", date(2023, 5, 17), "day"),
        ("7/5/2023", date(2023, 5, 7), "day"),
        ("05/2023", date(2023, 5, 1), "month"),
        ("2023-5-7", date(2023, 5, 7), "day"),
        ("2023?", date(2023, 1, 1), "unknown"),
        ("-", None, "day"),
    ],
)
def test_other_ways_of_writing_are_understood(text: str, day: date | None, precision: str):
    assert parse_day(text) == (day, precision)


@pytest.mark.parametrize(
    "text", ["2023-13", "31/02/2023", "Mei 2023", "05-17-2023", "99", "1066", "2023-05-17T08", "²"]
)
def test_what_is_no_day_is_refused(text: str):
    with pytest.raises(CellRefused):
        parse_day(text)


def test_an_edge_is_refused_where_it_means_nothing():
    with pytest.raises(CellRefused, match="tanda tanya"):
        parse_exact("2023?")


def test_choices_go_by_label_or_value():
    kinds, acting = Office.Kind.choices, Term.Acting.choices
    assert parse_choice("dinas (tanpa balai)", kinds) == "dinas"
    assert [parse_choice(text, acting) for text in ("Plt.", "plt", "PLT")] == ["plt"] * 3
    with pytest.raises(CellRefused, match="pilihannya “Balai”, “Dinas"):
        parse_choice("UPT", kinds)
