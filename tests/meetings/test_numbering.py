"""Patterns of numbers, and the register that counts by them."""

from datetime import date, datetime, timedelta

import pytest

from accounts.models import AuditEvent
from meetings.actions.numbering import (
    AlreadyVoid,
    IssuedJustNow,
    NoPattern,
    NumberInUse,
    NumberRefused,
    NumberTaken,
    issue_number,
    void_number,
)
from meetings.models import Invitation, IssuedNumber, NumberKind
from meetings.numbering import PatternRefused, number_text
from tests.factories import NOW, TODAY, make_meeting
from tests.meetings.letters import make_institution

ON = date(2026, 11, 24)


def text(pattern: str, **given) -> str:
    values = {"serial": 12, "unit": "C4", "classification": "DM.01.02", "on": ON, **given}
    return number_text(pattern, **values)


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("{urut}/{unit}/{klasifikasi}/{tahun}", "12/C4/DM.01.02/2026"),
        ("{klasifikasi}/{urut}/BTKI/{bulan}/{tahun}", "DM.01.02/12/BTKI/XI/2026"),
        ("No. {urut} ({tahun})", "No. 12 (2026)"),
    ],
)
def test_pattern_makes_the_number(pattern, number):
    assert text(pattern) == number


@pytest.mark.parametrize(
    ("month", "roman"), [(1, "I"), (4, "IV"), (5, "V"), (9, "IX"), (10, "X"), (12, "XII")]
)
def test_month_is_roman(month, roman):
    assert text("{urut}/{bulan}/{tahun}", on=date(2026, month, 1)) == f"12/{roman}/2026"


@pytest.mark.parametrize(
    ("pattern", "given", "sentence"),
    [
        ("{urut}/{hari}/{tahun}", {},
         "Bagian {hari} tidak dikenal; yang dikenal: {urut}, {unit}, {klasifikasi}, {bulan}, "
         "{tahun}."),
        ("{urut}/{}/{tahun}", {},
         "Bagian {} tidak dikenal; yang dikenal: {urut}, {unit}, {klasifikasi}, {bulan}, "
         "{tahun}."),
        ("{urut.__class__}/{tahun}", {},
         "Bagian {urut.__class__} tidak dikenal; yang dikenal: {urut}, {unit}, {klasifikasi}, "
         "{bulan}, {tahun}."),
        ("{urut}/{urut}/{tahun}", {}, "Bagian {urut} hanya boleh ditulis satu kali."),
        ("{urut}/{tahun}/{", {}, "Ada kurung kurawal yang tidak berpasangan dalam pola nomor."),
        ("{unit}/{tahun}", {}, "Pola nomor harus memuat {urut}."),
        ("{urut}/{unit}", {},
         "Pola nomor harus memuat {tahun}, karena nomor urut dimulai lagi setiap tahun."),
        ("{urut}/{unit}/{tahun}", {"unit": ""},
         "Pola nomor memakai {unit}, tetapi kode unit penerbit belum diisi."),
        ("{urut}/{klasifikasi}/{tahun}", {"classification": ""},
         "Pola nomor memakai {klasifikasi}, tetapi kode klasifikasinya belum diisi."),
    ],
)  # fmt: skip
def test_pattern_that_makes_no_number_is_refused(pattern, given, sentence):
    with pytest.raises(PatternRefused) as refused:
        text(pattern, **given)
    assert str(refused.value) == sentence


def issue(institution, **fields) -> IssuedNumber:
    defaults = {"kind": NumberKind.INVITATION, "subject": "Undangan", "on": ON}
    return issue_number(institution=institution, **{**defaults, **fields}, by=None, at=NOW)


def void(number: IssuedNumber, reason: str = "Salah tulis.") -> IssuedNumber:
    return void_number(number=number, reason=reason, by=None, at=NOW)


@pytest.mark.django_db
def test_each_register_counts_for_itself_and_anew_each_year():
    blpt = make_institution(short_name="BLPT", kinds=("undangan", "lain"))
    other = make_institution(short_name="Dinas", unit_code="D1")
    issued = [
        issue(blpt),
        issue(blpt, kind="lain"),
        issue(other),
        issue(blpt, on=date(2026, 12, 31)),
        issue(blpt, on=date(2027, 1, 1)),
        # Written in January, dated in the old year.
        issue(blpt, on=date(2026, 12, 30)),
        issue(blpt, on=date(2027, 1, 2)),
    ]
    assert [(number.text, number.year) for number in issued] == [
        ("1/BL/DM.01/2026", 2026),
        ("1/BL/DM.02/2026", 2026),
        ("1/D1/DM.01/2026", 2026),
        ("2/BL/DM.01/2026", 2026),
        ("1/BL/DM.01/2027", 2027),
        ("3/BL/DM.01/2026", 2026),
        ("2/BL/DM.01/2027", 2027),
    ]


@pytest.mark.django_db
def test_issuing_leaves_its_trace(secretariat):
    number = issue_number(
        institution=make_institution(), kind="undangan", subject=" Undangan \n rapat ", on=ON,
        by=secretariat, at=NOW,
    )  # fmt: skip
    assert (number.subject, number.issued_by, number.issued_at) == (
        "Undangan rapat", secretariat, NOW,
    )  # fmt: skip
    (event,) = AuditEvent.objects.filter(action="number.issued")
    assert (event.actor, event.target, event.details) == (
        secretariat, "1/BL/DM.01/2026", {"institution": "BLPT"},
    )  # fmt: skip


@pytest.mark.django_db
def test_button_pressed_twice_takes_one_number(secretariat):
    institution = make_institution()

    def press(subject: str = "Undangan rapat", at: datetime = NOW) -> IssuedNumber:
        return issue_number(
            institution=institution, kind="undangan", subject=subject, on=ON, by=secretariat, at=at
        )

    first = press()
    with pytest.raises(IssuedJustNow, match=r"1/BL/DM\.01/2026 baru saja Anda terbitkan"):
        press(at=NOW + timedelta(seconds=59))
    other, later = press("Undangan lain"), press(at=NOW + timedelta(seconds=60))
    assert list(IssuedNumber.objects.order_by("serial")) == [first, other, later]
    void_number(number=later, reason="Keliru.", by=secretariat, at=NOW)
    assert press(at=NOW + timedelta(seconds=61)).serial == 4


@pytest.mark.django_db
def test_without_a_pattern_there_is_no_number():
    with pytest.raises(NoPattern) as refused:
        issue(make_institution(), kind="keputusan")
    assert str(refused.value) == (
        "BLPT belum punya pola nomor untuk keputusan. Isi polanya pada halaman penerbit surat."
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "subject", "sentence"),
    [
        ({"unit_code": ""}, "Undangan",
         "BLPT: Pola nomor memakai {unit}, tetapi kode unit penerbit belum diisi."),
        ({}, " \n", "Nomor tanpa perihal tidak dapat dicari lagi; isi perihalnya."),
    ],
)  # fmt: skip
def test_refused_number_takes_none(fields, subject, sentence):
    with pytest.raises(NumberRefused) as refused:
        issue(make_institution(**fields), subject=subject)
    assert str(refused.value) == sentence
    assert IssuedNumber.objects.count() == 0


@pytest.mark.django_db
def test_two_registers_never_write_the_same_number():
    institution = make_institution(kinds=("undangan", "lain"))
    institution.patterns.update(classification="DM.01")
    issue(institution)
    with pytest.raises(NumberTaken) as refused:
        issue(institution, kind="lain")
    assert str(refused.value) == (
        "Nomor 1/BL/DM.01/2026 sudah tertulis pada surat undangan 2026 BLPT. Bedakan pola atau "
        "kode klasifikasinya."
    )
    assert IssuedNumber.objects.count() == 1


@pytest.mark.django_db
def test_void_number_stays_and_is_not_issued_again(secretariat):
    institution = make_institution()
    first = issue(institution)
    void_number(number=first, reason=" Salah tulis. ", by=secretariat, at=NOW)
    second = issue(institution)
    rows = IssuedNumber.objects.order_by("serial")
    assert list(rows.values_list("serial", "voided_at", "void_reason", "voided_by")) == [
        (1, NOW, "Salah tulis.", secretariat.pk),
        (2, None, "", None),
    ]
    assert second.serial == 2


@pytest.mark.django_db
def test_voiding_twice_names_the_first_reason():
    number = void(issue(make_institution()))
    with pytest.raises(AlreadyVoid) as refused:
        void(number, "Lain.")
    assert str(refused.value) == (
        "Nomor 1/BL/DM.01/2026 sudah dibatalkan pada Selasa, 24 November 2026, 10.00 WIB, "
        "dengan alasan: Salah tulis."
    )


@pytest.mark.django_db
def test_voiding_needs_a_reason():
    with pytest.raises(NumberRefused) as refused:
        void(issue(make_institution()), "  ")
    assert str(refused.value) == ("Pembatalan nomor memerlukan alasan; alasan itu tetap terbaca.")


@pytest.mark.django_db
def test_number_of_a_valid_invitation_is_not_voided(aceh):
    number = issue(make_institution())
    Invitation.objects.create(
        meeting=make_meeting(starts_on=TODAY), office=aceh, token="rahasia", prepared_at=NOW,
        number=number, content={"format": 1}, issued_at=NOW,
    )  # fmt: skip
    with pytest.raises(NumberInUse) as refused:
        void(number)
    assert str(refused.value) == (
        "Nomor 1/BL/DM.01/2026 tertulis pada undangan untuk UPTD Balai Tekkomdik Aceh yang masih "
        "berlaku. Tarik undangan itu; nomornya ikut dibatalkan."
    )
