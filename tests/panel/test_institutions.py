"""Institutions with their patterns, and the register of their numbers, in the panel."""

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import AuditEvent
from meetings.actions.numbering import issue_number, void_number
from meetings.models import Institution, IssuedNumber, NumberPattern
from tests.factories import NOW, TODAY
from tests.meetings.letters import make_institution
from tests.panel.forms import errors_of, save

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

REGISTER = "/admin/meetings/issuednumber/"


def form_of(institution: Institution) -> str:
    return f"/admin/meetings/institution/{institution.pk}/change/"


def issued(institution: Institution, subject: str = "Undangan", **fields) -> IssuedNumber:
    return issue_number(
        institution=institution, kind="undangan", subject=subject, on=TODAY, by=None, at=NOW,
        **fields,
    )  # fmt: skip


def main_of(response) -> str:
    return response.content.decode().split('id="content"')[1]


def test_pattern_shows_its_first_number(secretary_client: Client):
    html = main_of(secretary_client.get(form_of(make_institution())))
    assert "1/BL/DM.01/2026" in html


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"patterns__0__pattern": "{urut}/{hari}/{tahun}"},
         "Bagian {hari} tidak dikenal; yang dikenal: {urut}, {unit}, {klasifikasi}, {bulan}, "
         "{tahun}."),
        ({"unit_code": ""}, "Pola nomor memakai {unit}, tetapi kode unit penerbit belum diisi."),
        ({"patterns__0__classification": ""},
         "Pola nomor memakai {klasifikasi}, tetapi kode klasifikasinya belum diisi."),
    ],
)  # fmt: skip
def test_pattern_that_makes_no_number_is_not_saved(secretary_client, changes, error):
    institution = make_institution()
    response = save(secretary_client, form_of(institution), patterns__0__kind="lain", **changes)
    assert errors_of(response) == [error]
    assert NumberPattern.objects.get().kind == "undangan"


def test_registers_that_write_the_same_numbers_are_not_saved(secretary_client):
    institution = make_institution(kinds=("undangan", "lain"))
    response = save(
        secretary_client, form_of(institution), patterns__0__classification="DM.01",
        patterns__1__classification="DM.01",
    )  # fmt: skip
    assert errors_of(response) == ["Nomornya sama dengan jenis lain: 1/BL/DM.01/2026."] * 2


def test_saving_leaves_its_trace(secretary_client, secretary):
    institution = make_institution()
    save(secretary_client, form_of(institution), city="Bandung")
    institution.refresh_from_db()
    assert institution.city == "Bandung"
    (event,) = AuditEvent.objects.filter(action="institution.changed")
    assert (event.actor, event.target) == (secretary, "BLPT")


def test_register_shows_void_numbers_with_the_reason(secretary_client):
    institution = make_institution()
    void_number(number=issued(institution), reason="Salah tulis.", by=None, at=NOW)
    issued(institution, "Undangan lain")
    html = main_of(secretary_client.get(REGISTER))
    for shown in (
        "1/BL/DM.01/2026", "Dibatalkan: Salah tulis.", "2/BL/DM.01/2026", "Undangan lain",
    ):  # fmt: skip
        assert shown in html
    only_void = main_of(secretary_client.get(REGISTER, {"keadaan": "batal"}))
    assert ("1/BL/DM.01/2026" in only_void, "Undangan lain" in only_void) == (True, False)


def test_number_is_issued_for_a_letter_written_elsewhere(secretary_client, secretary):
    institution = make_institution()
    issued(institution)
    form = {
        "institution": institution.pk, "kind": "undangan", "subject": "Undangan audiensi",
        "on": "2026-11-20", "meeting": "",
    }  # fmt: skip
    response = secretary_client.post(f"{REGISTER}add/", form, follow=True)
    assert "Nomor 2/BL/DM.01/2026 diterbitkan." in response.content.decode()
    number = IssuedNumber.objects.get(serial=2)
    assert (number.subject, number.issued_by, number.issued_at) == (
        "Undangan audiensi", secretary, NOW,
    )  # fmt: skip


def test_refused_number_keeps_what_was_typed(secretary_client):
    form = {
        "institution": make_institution().pk, "kind": "keputusan", "subject": "Penetapan",
        "on": "2026-11-20",
    }  # fmt: skip
    response = secretary_client.post(f"{REGISTER}add/", form)
    shown = response.context["form"]
    assert shown.non_field_errors() == [
        "BLPT belum punya pola nomor untuk keputusan. Isi polanya pada halaman penerbit surat."
    ]
    assert shown["subject"].value() == "Penetapan"
    assert IssuedNumber.objects.count() == 0


def test_number_is_voided_with_a_reason_and_never_changed(secretary_client, secretary):
    number = issued(make_institution())
    page = f"{REGISTER}{number.pk}/"
    assert secretary_client.post(f"{page}batalkan/", {"reason": ""}).status_code == 200
    secretary_client.post(f"{page}batalkan/", {"reason": "Salah tulis."})
    secretary_client.post(f"{page}change/", {"text": "9/X/2026", "subject": "Lain"})
    number.refresh_from_db()
    assert (number.text, number.subject, number.void_reason, number.voided_by) == (
        "1/BL/DM.01/2026", "Undangan", "Salah tulis.", secretary,
    )  # fmt: skip
    assert secretary_client.get(f"{page}delete/").status_code == 403


def test_register_as_a_file(secretary_client, secretary):
    institution = make_institution()
    void_number(
        number=issued(institution, "=1+1"),
        reason="Salah tulis.", by=secretary, at=NOW,
    )  # fmt: skip
    issued(institution, "Undangan lain")
    response = secretary_client.post(f"{REGISTER}ekspor/xlsx/")
    table = list(load_workbook(BytesIO(response.content)).active.values)
    moment = "Selasa, 24 November 2026, 10.00 WIB"
    assert [tuple(cell or "" for cell in row) for row in table[1:]] == [
        ("BLPT", "Surat undangan", 2026, 1, "1/BL/DM.01/2026", "'=1+1", "", "Dibatalkan",
         "Salah tulis.", moment, "", moment, str(secretary)),
        ("BLPT", "Surat undangan", 2026, 2, "2/BL/DM.01/2026", "Undangan lain", "", "Berlaku",
         "", moment, "", "", ""),
    ]  # fmt: skip
    (event,) = AuditEvent.objects.filter(action="number.exported")
    assert (event.actor, event.details) == (secretary, {"format": "xlsx", "count": 2})
    csv = secretary_client.post(f"{REGISTER}ekspor/csv/?keadaan=batal").content.decode("utf-8-sig")
    assert len(csv.splitlines()) == 2


def test_file_is_not_handed_out_by_a_link(secretary_client):
    assert secretary_client.get(f"{REGISTER}ekspor/csv/").status_code == 405
    assert secretary_client.post(f"{REGISTER}ekspor/pdf/").status_code == 403


def test_register_is_closed_to_who_only_takes_notes(note_taker_client):
    number = issued(make_institution())
    for address in (
        REGISTER, f"{REGISTER}add/", f"{REGISTER}{number.pk}/change/",
        f"{REGISTER}{number.pk}/batalkan/", form_of(number.institution),
        "/admin/meetings/institution/",
    ):  # fmt: skip
        assert note_taker_client.get(address).status_code == 403
    assert note_taker_client.post(f"{REGISTER}ekspor/csv/").status_code == 403


@pytest.mark.parametrize("address", [REGISTER, "/admin/meetings/institution/"])
def test_lists_ask_the_same_number_of_statements(secretary_client, address):
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            secretary_client.get(address)
        return len(asked)

    issued(make_institution())
    one = statements()
    for name in ("Dinas A", "Dinas B"):
        issued(make_institution(short_name=name))
    assert statements() == one
