from datetime import date

import pytest

from meetings.nip import doubts

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
