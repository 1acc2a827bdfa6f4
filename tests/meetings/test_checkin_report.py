"""The report of doubtful facts: each with why, what is decided of it, and as a file."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AuditEvent
from meetings.actions.rulings import NobodyKnown, RuledMeanwhile, rule_facts
from meetings.checkin.reconciliation import GUESTS, counts_of, facts_of, lines_of
from meetings.models import AttendanceSession, Meeting, Scan, ScanRuling
from tests.factories import (
    NOW,
    make_meeting,
    make_registration,
    make_scan,
    make_session,
    make_ticket,
)
from tests.meetings.devices import make_device
from tests.meetings.test_checkin_devices import note_taker, text_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(title="Rakor Makassar")


@pytest.fixture
def session(meeting) -> AttendanceSession:
    return make_session(meeting, title="Hari pertama")


def page(meeting: Meeting, part: str = "") -> str:
    return reverse(f"admin:meetings_meeting_reconciliation{part}", args=[meeting.pk])


def told(meeting: Meeting, *scans: Scan) -> list[tuple[str, str]]:
    """Why each is doubtful: flag and explanation."""
    lines = {
        line.scan.pk: line for line in lines_of(meeting, list(facts_of(meeting, "", "", None)))
    }
    return [(doubt.label, doubt.told) for scan in scans for doubt in lines[scan.pk].doubts]


def seen(*scans: Scan) -> dict[Any, Any]:
    return {scan.pk: None for scan in scans}


def rule(meeting: Meeting, by: Any, what: dict, *, counts: bool = True, at: Any = NOW) -> int:
    return rule_facts(meeting=meeting, seen=what, counts=counts, note="Dikenali", by=by, at=at)


def test_a_revoked_ticket_tells_both_times(meeting, session, aceh):
    person = make_registration(meeting, aceh)
    before, after = (
        make_ticket(person, revoked_at=NOW + order * HOUR, revoke_reason="Hilang")
        for order in (-1, 1)
    )
    scans = [
        make_scan(session, registration=person, ticket=ticket, flags=["dicabut"])
        for ticket in (before, after)
    ]
    assert told(meeting, *scans) == [
        ("Tiket sudah dicabut", "Dicabut 24 November, 10.00 WITA, sebelum catatan ini: Hilang"),
        ("Tiket sudah dicabut", "Dicabut 24 November, 12.00 WITA, sesudah catatan ini: Hilang"),
    ]


def test_a_cancelled_registration_tells_why(meeting, session, aceh):
    person = make_registration(meeting, aceh, withdrawn_at=NOW + HOUR, withdraw_reason="Tugas lain")
    scan = make_scan(session, registration=person, method="cari", flags=["dibatalkan"])
    assert told(meeting, scan) == [
        ("Pendaftaran sudah dibatalkan",
         "Dibatalkan 24 November, 12.00 WITA, sesudah catatan ini: Tugas lain"),
    ]  # fmt: skip


def test_in_twice_tells_where_the_other_time_was(meeting, session, aceh):
    """Of the same person in the same session, counted, and the nearest."""
    person, device = make_registration(meeting, aceh), make_device(meeting, door="Pintu timur")
    for at in (NOW - 5 * HOUR, NOW - HOUR):
        make_scan(session, registration=person, device=device, door="Pintu timur", scanned_at=at)
    make_scan(session, registration=person, flags=["dicabut"], scanned_at=NOW)
    make_scan(make_session(meeting), registration=person, scanned_at=NOW)
    make_scan(session, registration=make_registration(meeting, aceh), scanned_at=NOW)
    scan = make_scan(session, registration=person, flags=["dua-pintu"])
    assert told(meeting, scan) == [
        ("Juga dipindai di pintu lain", "Masuk juga pukul 10.00 WITA: Pintu timur, Tablet 1"),
    ]


def test_a_wrong_clock_tells_by_how_much(meeting, session, aceh):
    person = make_registration(meeting, aceh)
    ahead, behind = (
        make_scan(session, registration=person, scanned_at=NOW + order * HOUR, flags=["jam"])
        for order in (1, -9)
    )
    assert told(meeting, ahead, behind) == [
        ("Jam perangkat tidak wajar",
         "Jam perangkat 1\xa0jam di depan portal; waktu penerimaan yang dipakai"),
        ("Jam perangkat tidak wajar",
         "Lebih awal daripada perangkatnya ditambahkan; waktu penerimaan yang dipakai"),
    ]  # fmt: skip


@pytest.fixture
def mixed(meeting, session, aceh) -> dict[str, Scan]:
    """One of each that the report tells apart; and one that is in order."""
    person = make_registration(meeting, aceh, full_name="Ani Lestari")
    make_scan(session, registration=person)
    elsewhere = make_session(make_meeting())
    make_scan(elsewhere, flags=["palsu"], code_read="Kode rakor lain")
    return {
        "revoked": make_scan(session, registration=person, flags=["dicabut"]),
        "twice": make_scan(session, registration=person, flags=["berulang", "jam"]),
        "forged": make_scan(session, flags=["palsu"], code_read="BTIKP1.9"),
        "guest": make_scan(session, method="tamu", walk_in_name="Rina", office=aceh),
        "barred": make_scan(session, method="tamu", walk_in_name="Tono", flags=["tamu-ditolak"]),
    }


@pytest.mark.parametrize(
    ("kind", "ruling", "expected"),
    [
        ("", "", {"revoked", "twice", "forged", "barred"}),
        ("jam", "", {"twice"}),
        ("palsu", "", {"forged"}),
        (GUESTS, "", {"guest", "barred"}),
        ("", "belum", {"barred"}),
        ("", "dihitung", {"revoked"}),
        ("", "tidak", {"twice"}),
        ("dicabut", "tidak", set()),
    ],
)
def test_the_report_is_filtered(meeting, mixed, secretariat, kind, ruling, expected):
    rule(meeting, secretariat, seen(mixed["revoked"]))
    rule(meeting, secretariat, seen(mixed["twice"]), counts=False)
    names = {scan.pk: name for name, scan in mixed.items()}
    assert {names[scan.pk] for scan in facts_of(meeting, kind, ruling, None)} == expected


def test_facts_are_counted_by_kind(meeting, mixed, secretariat):
    assert counts_of(meeting) == {
        "": 4, "dicabut": 1, "berulang": 1, "jam": 1, "palsu": 1, "tamu-ditolak": 1, "tamu": 2,
        "belum": 2,
    }  # fmt: skip
    rule(meeting, secretariat, seen(mixed["revoked"]))
    assert counts_of(meeting)["belum"] == 1


def test_a_ruling_is_written_beside_its_fact(meeting, mixed, secretariat):
    before = list(Scan.objects.order_by("pk").values())
    assert rule(meeting, secretariat, seen(mixed["revoked"], mixed["barred"])) == 2
    assert set(ScanRuling.objects.values_list("scan", "counts", "note", "ruled_by")) == {
        (mixed["revoked"].pk, True, "Dikenali", secretariat.pk),
        (mixed["barred"].pk, True, "Dikenali", secretariat.pk),
    }
    assert list(Scan.objects.order_by("pk").values()) == before
    assert set(AuditEvent.objects.values_list("action", "target_id")) == {
        ("scan.ruled", str(mixed["revoked"].pk)), ("scan.ruled", str(mixed["barred"].pk))
    }  # fmt: skip


def test_nobody_is_counted_where_nobody_is_known(meeting, mixed, secretariat):
    with pytest.raises(NobodyKnown, match="1 catatan tidak menunjuk seorang peserta"):
        rule(meeting, secretariat, seen(mixed["forged"], mixed["revoked"]))
    assert ScanRuling.objects.count() == 0
    assert rule(meeting, secretariat, seen(mixed["forged"]), counts=False) == 1


def test_a_ruling_is_replaced_by_who_has_read_it(meeting, mixed, secretariat):
    scan = mixed["revoked"]
    rule(meeting, secretariat, seen(scan))
    with pytest.raises(RuledMeanwhile, match=r"Petugas Sekretariat .*: Dihitung hadir, “Dikenali”"):
        rule(meeting, secretariat, seen(scan), counts=False, at=NOW + HOUR)
    rule(meeting, secretariat, {scan.pk: NOW}, counts=False, at=NOW + HOUR)
    assert ScanRuling.objects.values_list("counts", "ruled_at").get() == (False, NOW + HOUR)
    assert AuditEvent.objects.count() == 2


def test_facts_of_another_rakor_are_not_decided(meeting, mixed, secretariat):
    other = Scan.objects.exclude(meeting=meeting).get()
    assert rule(meeting, secretariat, seen(other), counts=False) == 0


def test_the_page_shows_each_fact_and_decides_of_the_chosen(secretariat_client, meeting, mixed):
    text = text_of(secretariat_client.get(page(meeting)))
    assert "2 catatan menunggu putusan Anda." in text
    for words in ("Ani Lestari", "Terbaca: BTIKP1.9", "Tono", "Tanda tangan tiket tidak sah"):
        assert words in text
    assert [word for word in ("Rina", "Kode rakor lain") if word in text] == []
    values = {"catatan": f"{mixed['revoked'].pk.hex}|", "kembali": "tanda=dicabut&lain=x"}
    asked = secretariat_client.post(page(meeting, "_rule"), values)
    assert "Putuskan 1 catatan presensi" in text_of(asked)
    missing = secretariat_client.post(page(meeting, "_rule"), {**values, "_confirm": "1"})
    assert ("Ani Lestari" in text_of(missing), ScanRuling.objects.count()) == (True, 0)
    sent = {**values, "_confirm": "1", "counts": "ya", "note": "Dikenali panitia"}
    done = secretariat_client.post(page(meeting, "_rule"), sent)
    assert done["Location"] == f"{page(meeting)}?tanda=dicabut&putusan=&perangkat="
    assert ScanRuling.objects.values_list("scan", "counts", "note").get() == (
        mixed["revoked"].pk, True, "Dikenali panitia"
    )  # fmt: skip
    again = secretariat_client.post(page(meeting, "_rule"), sent)
    assert "baru saja diputuskan" in text_of(again)


@pytest.mark.parametrize(
    ("press", "expected"),
    [({}, {"revoked"}), ({"satu": "twice"}, {"twice"}), ({"semua": "1"}, {"revoked", "barred"})],
)
def test_one_all_or_the_chosen_are_decided(secretariat_client, meeting, mixed, press, expected):
    def value(name: str) -> str:
        return f"{mixed[name].pk.hex}|"

    sent = {"catatan": value("revoked"), "tampil": [value("revoked"), value("barred")]}
    pressed = {name: value(of) if name == "satu" else of for name, of in press.items()}
    text = text_of(secretariat_client.post(page(meeting, "_rule"), {**sent, **pressed}))
    names = [name for name in mixed if f'name="catatan" value="{value(name)}"' in text]
    assert set(names) == expected


@pytest.mark.parametrize("values", [{}, {"catatan": "x"}, {"catatan": "|"}, {"satu": "\0|"}])
def test_nothing_chosen_leads_back(secretariat_client, meeting, values):
    response = secretariat_client.post(page(meeting, "_rule"), values)
    assert (response.status_code, response["Location"]) == (302, page(meeting))
    assert secretariat_client.get(page(meeting, "_rule")).status_code == 302


def test_pages_of_fifty(secretariat_client, meeting, session):
    for _ in range(51):
        make_scan(session, flags=["palsu"])
    first, second = (secretariat_client.get(page(meeting), {"page": n}) for n in (1, 2))
    counted = [text_of(answer).count('name="tampil"') for answer in (first, second)]
    assert (counted, "Halaman 1 dari 2" in text_of(first)) == ([50, 1], True)


@pytest.mark.parametrize("query", ["?tanda=x&putusan=x&perangkat=x", "?perangkat=99999999999999"])
def test_an_unknown_filter_shows_all(secretariat_client, meeting, mixed, query):
    text = text_of(secretariat_client.get(page(meeting) + query))
    assert text.count('name="tampil"') == 4


def test_an_empty_report_says_what_will_stand_there(secretariat_client, meeting):
    assert "Belum ada yang perlu diperiksa." in text_of(secretariat_client.get(page(meeting)))


@pytest.mark.parametrize("facts", [1, 3])
def test_statements_do_not_grow(
    secretariat_client, meeting, session, aceh, facts, django_assert_num_queries
):
    for _ in range(facts):
        person = make_registration(meeting, aceh)
        make_scan(session, registration=person, device=make_device(meeting), flags=["dua-pintu"])
    with django_assert_num_queries(9):
        secretariat_client.get(page(meeting))


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_file_says_what_the_report_says_and_starts_no_formula(
    secretariat_client, meeting, session, aceh, kind
):
    for name in ("=1+1", "@x", "+2", "-3", "\tx"):
        make_scan(session, method="tamu", walk_in_name=name, walk_in_position="=9", office=aceh)
    sent = {"berkas": kind, "kembali": f"tanda={GUESTS}"}
    response = secretariat_client.post(page(meeting, "_file"), sent)
    if kind == "xlsx":
        sheet = load_workbook(BytesIO(response.content)).active
        rows = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows(min_row=2)]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr"}
    else:
        lines = response.content.decode("utf-8-sig").splitlines()[1:]
        rows = [[cell.strip('"') for cell in line.split(",")] for line in lines]
    assert len(rows) == 5
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))] == []
    assert [cell for cell in cells if cell == "'=9"] == ["'=9"] * 5


def test_what_was_handed_out_is_recorded(secretariat_client, meeting, mixed, secretariat):
    secretariat_client.post(page(meeting, "_file"), {"berkas": "csv", "kembali": "tanda=jam"})
    assert AuditEvent.objects.values_list("action", "actor", "details").get() == (
        "scan.exported", secretariat.pk, {"count": 1, "format": "csv"}
    )  # fmt: skip


def test_a_file_is_had_by_post_in_the_forms_there_are(secretariat_client, meeting):
    asked = secretariat_client.get(page(meeting, "_file"), {"berkas": "csv"})
    other = secretariat_client.post(page(meeting, "_file"), {"berkas": "pdf"})
    assert (asked["Location"], other["Location"]) == (page(meeting), page(meeting))
    assert AuditEvent.objects.count() == 0


@pytest.mark.parametrize("role", ["anonymous", "operator", "note taker"])
def test_who_is_not_of_the_secretariat_neither_reads_nor_decides(meeting, mixed, operator, role):
    client = Client()
    if role != "anonymous":
        client.force_login(operator if role == "operator" else note_taker())
    value = {"catatan": f"{mixed['revoked'].pk.hex}|", "_confirm": "1", "counts": "ya", "note": "x"}
    answers = [
        client.get(page(meeting)),
        client.post(page(meeting, "_file"), {"berkas": "csv"}),
        client.post(page(meeting, "_rule"), value),
    ]
    assert {answer.status_code for answer in answers} <= {302, 403}
    assert [answer for answer in answers if "Ani Lestari" in text_of(answer)] == []
    assert ScanRuling.objects.count() == 0
