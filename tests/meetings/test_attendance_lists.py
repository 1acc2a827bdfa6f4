"""Daftar hadir: paper and tables say what the records say, row by row, and no more."""

import csv
import io
from datetime import UTC, datetime, time, timedelta

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AuditEvent, User
from meetings.attendance.paper import attendance_paper
from meetings.attendance.records import attendance_of
from meetings.attendance.tables import OFFICES, PEOPLE, people_rows, table_of_offices
from meetings.models import AttendanceSession, Registration, Scan
from tests.factories import NOW, make_meeting, make_office, make_registration, make_scan
from tests.meetings.attendance import Attended, make_attended

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)
ACEH, BALI = "UPTD Balai Tekkomdik Aceh", "Balai TIK Pendidikan Provinsi Bali"


@pytest.fixture(autouse=True)
def _now(time_machine) -> None:
    """Both sessions have begun."""
    time_machine.move_to(LATER, tick=False)


@pytest.fixture
def attended(aceh, bali) -> Attended:
    return make_attended(aceh, bali)


def _words(paper: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(paper)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def _between(text: str, start: str, end: str) -> str:
    return text.partition(start)[2].partition(end)[0].strip()


FIRST_DAY = [
    ["1", "Ana Kepala, M.Pd.", "Kepala balai", "Kepala", ACEH, "Luring", "Tidak hadir", "", "", ""],
    ["2", "Budi Wakil", "Perwakilan kepala", "Kepala", ACEH, "Luring", "Hadir", "11.01 WITA",
     "12.00 WITA", "Tiket dipindai"],
    ["3", "'=HYPERLINK(1)", "Pendamping", "Kepala", ACEH, "Luring", "Tidak hadir", "", "", ""],
    ["4", "Citra Kepala", "Kepala balai", "Kepala", BALI, "Daring", "Hadir", "11.02 WITA", "",
     "Presensi mandiri"],
    ["5", "Dewi Narasumber", "Narasumber", "Kepala", BALI, "Luring", "Tidak hadir", "", "", ""],
    ["6", "Eko Tamu", "Tamu tanpa pendaftaran", "Pengawas", BALI, "", "Hadir", "11.03 WITA", "",
     ""],
]  # fmt: skip
SECOND_DAY = [
    ["1", "Ana Kepala, M.Pd.", "Kepala balai", "Kepala", ACEH, "Luring", "Sakit", "", "", ""],
    ["2", "Budi Wakil", "Perwakilan kepala", "Kepala", ACEH, "Luring", "Sakit", "", "", ""],
    ["3", "'=HYPERLINK(1)", "Pendamping", "Kepala", ACEH, "Luring", "Sakit", "", "", ""],
    ["4", "Citra Kepala", "Kepala balai", "Kepala", BALI, "Daring", "Izin", "", "", ""],
    ["5", "Dewi Narasumber", "Narasumber", "Kepala", BALI, "Luring", "Tidak hadir", "", "", ""],
]


def _download(client: Client, attended: Attended, name: str, session: object = "") -> bytes:
    address = reverse("admin:meetings_meeting_attendance_file", args=[attended.meeting.pk])
    answer = client.post(address, {"berkas": name, "sesi": session})
    assert answer.status_code == 200
    return answer.content


def test_csv_has_the_mark_of_excel_and_every_row(secretariat_client: Client, attended):
    content = _download(secretariat_client, attended, "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    first, second = ["Hari ke-1", "24 November 2026"], ["Hari ke-2", "25 November 2026"]
    assert rows == [
        list(PEOPLE),
        *([*first, *row] for row in FIRST_DAY),
        *([*second, *row] for row in SECOND_DAY),
    ]


@pytest.mark.parametrize("name", ["xlsx", "balai-xlsx"])
def test_no_cell_of_the_workbook_starts_a_formula(secretariat_client: Client, attended, name):
    sheet = load_workbook(io.BytesIO(_download(secretariat_client, attended, name))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert [cell.value for cell in cells if str(cell.value).startswith(("=", "+", "-", "@"))] == []


def test_workbook_holds_what_the_table_holds(secretariat_client: Client, attended):
    sheet = load_workbook(io.BytesIO(_download(secretariat_client, attended, "xlsx"))).active
    rows = [[str(cell or "") for cell in row[2:]] for row in sheet.iter_rows(values_only=True)]
    assert rows == [list(PEOPLE[2:]), *FIRST_DAY, *SECOND_DAY]


def test_offices_are_told_with_who_represents_them(secretariat_client: Client, attended):
    content = _download(secretariat_client, attended, "balai-csv", attended.first.pk)
    day = ["Hari ke-1", "24 November 2026"]
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig")))) == [
        list(OFFICES),
        [*day, "1", "Aceh", ACEH, "Diwakilkan", "Budi Wakil", "1"],
        [*day, "2", "Bali", BALI, "Hadir", "", "1"],
    ]
    second = attendance_of(attended.meeting, [attended.second])
    rows = table_of_offices(second, "csv", LATER).content.decode("utf-8-sig").splitlines()[1:]
    assert [row.split(",")[5] for row in rows] == ["Sakit", "Izin"]


def test_the_recorded_paper_matches_the_facts_row_by_row(secretariat_client: Client, attended):
    text = _words(_download(secretariat_client, attended, "tercatat", attended.first.pk))
    assert _between(text, "Tempat : Makassar", "Tamu tanpa pendaftaran: 1.") == (
        "No. Nama Jabatan Instansi Kehadiran "
        f"1 Ana Kepala, M.Pd. Kepala balai Kepala {ACEH} Tidak hadir "
        f"2 Budi Wakil Perwakilan kepala Kepala {ACEH} Hadir menurut catatan portal, masuk 11.01 "
        "WITA, keluar 12.00 WITA "
        f"3 =HYPERLINK(1) Pendamping Kepala {ACEH} Tidak hadir "
        f"4 Citra Kepala Kepala balai Kepala {BALI} Hadir menurut catatan portal, masuk 11.02 WITA "
        f"5 Dewi Narasumber Narasumber Kepala {BALI} Tidak hadir "
        "Tamu tanpa pendaftaran No. Nama Jabatan Instansi Kehadiran "
        f"6 Eko Tamu Pengawas {BALI} Hadir menurut catatan portal, masuk 11.03 WITA "
        "Balai terdaftar: 2 (Hadir 1, Diwakilkan 1, Berhalangan 0, Tidak hadir 0). "
        "Peserta hadir: 2 dari 5."
    )


def test_the_paper_to_sign_has_the_same_rows_and_an_empty_column(secretariat_client, attended):
    text = _words(_download(secretariat_client, attended, "tandatangan", attended.first.pk))
    assert _between(text, "Tempat : Makassar", "Dibuat dari catatan portal") == (
        "No. Nama Jabatan Instansi Tanda tangan "
        f"1 Ana Kepala, M.Pd. Kepala balai Kepala {ACEH} "
        f"2 Budi Wakil Perwakilan kepala Kepala {ACEH} "
        f"3 =HYPERLINK(1) Pendamping Kepala {ACEH} "
        f"4 Citra Kepala Kepala balai Kepala {BALI} 5 Dewi Narasumber Narasumber Kepala {BALI} "
        "Tamu tanpa pendaftaran No. Nama Jabatan Instansi Tanda tangan "
        f"6 Eko Tamu Pengawas {BALI}"
    )


def test_every_fact_that_counts_is_on_the_paper_once(attended, aceh):
    """Many rows over several pages: the numbers run on, and nobody is left out."""
    for number in range(60):
        person = make_registration(
            attended.meeting, aceh, full_name=f"Peserta ke-{number:02d}", name_key=f"p{number:02d}"
        )
        make_scan(attended.first, registration=person, method="panitia")
    attendance = attendance_of(attended.meeting, [attended.first])
    text = _words(attendance_paper(attendance, is_signed_by_hand=False, at=NOW))
    there = [row for row in people_rows(attendance, LATER) if row[8] == "Hadir"]
    assert text.count("Hadir menurut catatan portal,") == len(there) == 63
    assert [text.count(str(row[3])) for row in there] == [1] * 63


def test_who_leaves_after_midnight_leaves_on_the_next_day(attended):
    person = attended.people["deputy"]
    late = NOW + timedelta(hours=14)
    make_scan(attended.first, registration=person, direction="keluar", scanned_at=late)
    guest = {"walk_in_name": "Fajar Tamu", "scanned_at": late}
    make_scan(attended.first, method="tamu", **guest)
    attendance = attendance_of(attended.meeting, [attended.first])
    hours = {row[3]: row[9:11] for row in people_rows(attendance, LATER)}
    left = "25 November 2026, 01.00 WITA"
    assert hours["Budi Wakil"] == ["11.01 WITA", left]
    assert hours["Fajar Tamu"] == [left, ""]
    text = _words(attendance_paper(attendance, is_signed_by_hand=False, at=LATER))
    assert f"masuk 11.01 WITA, keluar {left}" in text
    assert f"portal, masuk {left}" in text


def test_each_sheet_says_of_which_session_it_is(attended, aceh):
    for number in range(20):
        make_registration(attended.meeting, aceh, name_key=f"p{number:02d}")
    attendance = attendance_of(attended.meeting, [attended.first, attended.second])
    paper = attendance_paper(attendance, is_signed_by_hand=True, at=NOW)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper)).pages]
    days = ("Hari ke-1, Selasa, 24 November 2026", "Hari ke-2, Rabu, 25 November 2026")
    # The first page names its session in its heading.
    assert [[day in page for day in days] for page in pages] == [
        [False, False], [True, False], [False, True], [False, True],
    ]  # fmt: skip


def test_titles_that_are_long_leave_the_head_of_a_page_on_the_page(attended, aceh):
    meeting, session = attended.meeting, attended.first
    meeting.title, session.title = "rakor bersama " * 14, "sidang komisi " * 14
    for number in range(20):
        make_registration(meeting, aceh, name_key=f"p{number:02d}")
    attendance = attendance_of(meeting, [session])
    paper = attendance_paper(attendance, is_signed_by_hand=True, at=NOW)
    second = pypdf.PdfReader(io.BytesIO(paper)).pages[1].extract_text()
    head, _, _ = " ".join(second.split()).partition(" Tanda tangan")
    # The reader of the text puts a space before them, the paper does not.
    assert head.replace(" …", "…") == (
        f"Daftar Hadir {'rakor bersama ' * 5}rakor… "
        f"{'sidang komisi ' * 8}sidang…, Selasa, 24 November 2026"
    )


@pytest.mark.parametrize(
    ("hours", "ends"),
    [
        ({}, datetime(2026, 11, 25, 16, tzinfo=UTC)),  # the end of the day in WITA
        ({"starts_at": time(8)}, datetime(2026, 11, 25, 16, tzinfo=UTC)),
        ({"starts_at": time(8), "ends_at": time(12)}, datetime(2026, 11, 25, 4, tzinfo=UTC)),
    ],
)
def test_before_a_session_ends_nobody_is_absent(attended, hours, ends):
    """Who said that they cannot come is excused already."""
    office = make_office()
    make_registration(attended.meeting, office)
    AttendanceSession.objects.filter(pk=attended.second.pk).update(**hours)
    attended.second.refresh_from_db()
    make_scan(attended.second, registration=attended.people["speaker"], scanned_at=NOW)
    attendance = attendance_of(attended.meeting, [attended.second])
    moments = (ends - timedelta(seconds=1), ends)
    words = [[row[8] for row in people_rows(attendance, at)] for at in moments]
    assert words == [
        ["Sakit", "Sakit", "Sakit", "Izin", "Hadir", "Belum hadir"],
        ["Sakit", "Sakit", "Sakit", "Izin", "Hadir", "Tidak hadir"],
    ]
    tables = [table_of_offices(attendance, "csv", at).content.decode() for at in moments]
    assert [table.splitlines()[-1].split(",")[5] for table in tables] == [
        "Belum hadir", "Tidak hadir",
    ]  # fmt: skip
    papers = [
        _words(attendance_paper(attendance, is_signed_by_hand=False, at=at)) for at in moments
    ]
    # The person and the count of offices, in the word of the moment alone.
    counts = [(text.count("Belum hadir"), text.count("Tidak hadir")) for text in papers]
    assert counts == [(2, 0), (0, 2)]


def test_a_session_to_come_says_so_until_somebody_is_recorded(attended):
    begins = datetime(2026, 11, 24, 16, tzinfo=UTC)  # 00.00 WITA

    def says_so(at: datetime) -> bool:
        attendance = attendance_of(attended.meeting, [attended.second])
        text = _words(attendance_paper(attendance, is_signed_by_hand=False, at=at))
        return "Sesi ini belum dimulai. Peserta terdaftar: 5." in text

    before = begins - timedelta(seconds=1)
    assert (says_so(before), says_so(begins)) == (True, False)
    # Doors open before the session begins.
    make_scan(attended.second, registration=attended.people["speaker"], scanned_at=before)
    assert not says_so(before)


@pytest.mark.parametrize("name", ["tercatat", "tandatangan", "csv", "balai-csv"])
def test_why_somebody_is_excused_is_on_no_list(secretariat_client: Client, attended, name):
    content = _download(secretariat_client, attended, name)
    text = content.decode("utf-8-sig") if name.endswith("csv") else _words(content)
    assert "Hari ke-2" in text
    assert "rahasia balai" not in text


def test_a_download_is_in_the_trail_without_the_data(secretariat_client: Client, attended):
    _download(secretariat_client, attended, "xlsx", attended.first.pk)
    event = AuditEvent.objects.get()
    assert (event.action, event.details) == (
        "meeting.attendance_exported",
        {"format": "xlsx", "titles": ["Hari ke-1"]},
    )


@pytest.mark.parametrize("sent", [{}, {"berkas": "doc"}, {"berkas": "csv", "sesi": "0"}])
def test_what_is_not_there_leads_back_to_the_choice(secretariat_client: Client, attended, sent):
    address = reverse("admin:meetings_meeting_attendance_file", args=[attended.meeting.pk])
    back = reverse("admin:meetings_meeting_attendance_lists", args=[attended.meeting.pk])
    assert secretariat_client.post(address, sent).url == back


def test_reading_hands_out_nothing_and_writes_nothing(secretariat_client: Client, attended):
    address = reverse("admin:meetings_meeting_attendance_file", args=[attended.meeting.pk])
    assert secretariat_client.get(address, {"berkas": "csv"}).status_code == 302
    assert not AuditEvent.objects.exists()


def test_lists_are_for_who_takes_attendance(operator_client: Client, attended):
    for name in ("attendance_file", "attendance_lists"):
        address = reverse(f"admin:meetings_meeting_{name}", args=[attended.meeting.pk])
        assert operator_client.post(address, {"berkas": "csv"}).status_code == 403


def test_statements_do_not_grow_with_people(attended, aceh, django_assert_num_queries):
    def read() -> None:
        list(people_rows(attendance_of(attended.meeting, [attended.first, attended.second]), LATER))

    with django_assert_num_queries(4):
        read()
    for _ in range(3):
        person = make_registration(attended.meeting, aceh)
        make_scan(attended.first, registration=person)
    with django_assert_num_queries(4):
        read()


def test_who_came_and_lost_the_seat_later_stays_on_the_list(attended):
    gone = attended.people["deputy"]
    Registration.objects.filter(pk=gone.pk).update(withdrawn_at=NOW)
    attendance = attendance_of(attended.meeting, [attended.first])
    names = [row[3] for row in people_rows(attendance, LATER)]
    assert names.count(gone.full_name) == 1
    later = attendance_of(attended.meeting, [attended.second])
    assert gone.full_name not in [row[3] for row in people_rows(later, LATER)]


def test_a_guest_scanned_twice_is_one_guest(attended):
    make_scan(attended.first, method=Scan.Method.WALK_IN, walk_in_name="eko tamu",
              office=attended.people["bali"].office)  # fmt: skip
    attendance = attendance_of(attended.meeting, [attended.first])
    assert [guest.name for guest in attendance.guests] == ["eko tamu"]


def test_without_sessions_the_page_says_what_to_do(secretariat_client: Client, secretariat: User):
    meeting = make_meeting()
    address = reverse("admin:meetings_meeting_attendance_lists", args=[meeting.pk])
    assert "Buat sesinya" in secretariat_client.get(address).content.decode()
