from datetime import date

import pytest
from django.core.exceptions import ValidationError

from meetings.nip import doubts, read_nip

BIRTH = "delapan angka pertama (tanggal lahir)"
APPOINTMENT = "angka ke-9 sampai ke-14 (bulan pengangkatan)"
SEX = "angka ke-15"


@pytest.mark.parametrize(
    ("nip", "found"),
    [
        ("198503152010011002", []),
        ("200911242026112001", []),
        ("200911252026112001", [BIRTH]),
        ("198513152010011002", [BIRTH]),
        ("194003152010011002", [BIRTH]),
        ("198503152010131002", [APPOINTMENT]),
        ("198503152027011002", [APPOINTMENT]),
        ("198503151984011002", [APPOINTMENT]),
        ("198503152010013002", [SEX]),
        ("000000000000000000", [BIRTH, APPOINTMENT, SEX]),
    ],
)
def test_doubts_name_the_part_and_no_digit_of_it(nip, found):
    assert doubts(nip, date(2026, 11, 24)) == found


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_typed_is_no_nip(typed):
    assert read_nip(typed) == ""


def test_spaces_between_the_digits_are_left_out():
    assert read_nip(" 19850315 201001 2 002 ") == "198503152010012002"


@pytest.mark.parametrize(
    ("typed", "length"),
    [
        ("1985", 4),
        ("1985031520100120021", 19),
        ("19850315201001200x", 18),
        ("١٩٨٥٠٣١٥٢٠١٠٠١٢٠٠٢", 18),
    ],
)
def test_what_is_not_18_digits_is_refused_by_its_length(typed, length):
    with pytest.raises(ValidationError) as refused:
        read_nip(typed)
    assert refused.value.messages == [f"NIP terdiri atas 18 angka; yang diisi {length} karakter."]
