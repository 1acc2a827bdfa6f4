"""Sessions, the desk and excuses in the panel."""

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import AttendanceSession, Excuse, Meeting, Registration, Scan, ScanRuling
from tests.factories import (
    NOW,
    make_agenda_item,
    make_meeting,
    make_registration,
    make_scan,
    make_session,
    release,
)
from tests.panel.forms import save

pytestmark = pytest.mark.django_db
STEPS = ("sessions", "excuses", "attendance_lists")


@pytest.fixture(autouse=True)
def _now(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def meeting(db) -> Meeting:
    return make_meeting(mode="hibrida")


@pytest.fixture
def session(meeting: Meeting) -> AttendanceSession:
    return make_session(meeting, title="Pagi")


def _step(meeting: Meeting, name: str, *keys: object) -> str:
    return reverse(f"admin:meetings_meeting_{name}", args=[meeting.pk, *keys])


def _said(client: Client, address: str) -> list[str]:
    return [str(message) for message in client.get(address).context["messages"]]


def test_the_hub_leads_to_attendance(secretary_client: Client, meeting):
    work = dict(secretary_client.get(_step(meeting, "hub")).context["work"])
    assert [entry["label"] for entry in work["Presensi"]] == [
        "Sesi presensi",
        "Perangkat presensi",
        "Rekonsiliasi presensi",
        "Keterangan tidak hadir",
        "Daftar hadir",
    ]


@pytest.mark.parametrize("name", STEPS)
def test_attendance_is_for_the_secretariat(
    public_client, operator_client, note_taker_client, secretary_client, meeting, name
):
    address = _step(meeting, name)
    clients = (public_client, operator_client, note_taker_client, secretary_client)
    assert [client.get(address).status_code for client in clients] == [302, 403, 403, 200]


def test_one_press_makes_the_days_then_offers_the_plenaries(secretary_client: Client, meeting):
    make_agenda_item(meeting, title="Pleno I", kind="pleno", starts_at="09:00")
    release(meeting)
    address = _step(meeting, "sessions")
    assert secretary_client.post(address, {"do": "hari"}).status_code == 302
    assert _said(secretary_client, address) == ["2 sesi presensi ditambahkan."]
    presses = secretary_client.get(address).context["presses"]
    assert [(press["name"], press["count"]) for press in presses] == [("pleno", 1)]
    secretary_client.post(address, {"do": "pleno"})
    assert _said(secretary_client, address) == ["1 sesi presensi ditambahkan."]
    titles = list(meeting.sessions.values_list("title", flat=True))
    assert sorted(titles) == ["Hari ke-1", "Hari ke-2", "Pleno I"]
    secretary_client.post(address, {"do": "hari"})
    assert _said(secretary_client, address) == ["Sesi presensi sudah ada semuanya."]


def test_a_session_by_hand_keeps_what_was_typed_where_refused(secretary_client: Client, meeting):
    sent = {"title": "Malam", "held_on": "2026-12-20", "starts_at": "19:00", "ends_at": ""}
    page = secretary_client.post(_step(meeting, "sessions"), sent)
    form = page.context["form"]
    assert form["title"].value() == "Malam"
    assert form.non_field_errors() == [
        "Minggu, 20 Desember 2026 di luar hari rakor (15–16 Desember 2026). Sesi presensi diadakan "
        "pada hari rakor."
    ]
    assert (
        secretary_client.post(
            _step(meeting, "sessions"), {**sent, "held_on": "2026-12-16"}
        ).status_code
        == 302
    )
    assert list(meeting.sessions.values_list("title", "starts_at__hour")) == [("Malam", 19)]


def test_a_session_is_changed_and_removed(secretary_client: Client, meeting, session):
    sent = {"title": "Pembukaan", "held_on": "2026-12-15", "starts_at": "08:00", "ends_at": "10:00"}
    back = _step(meeting, "sessions")
    assert secretary_client.post(_step(meeting, "session", session.pk), sent).url == back
    assert list(meeting.sessions.values_list("title", flat=True)) == ["Pembukaan"]
    assert secretary_client.post(_step(meeting, "session_remove", session.pk)).url == back
    assert not meeting.sessions.exists()


def test_a_session_with_facts_stays(secretary_client: Client, meeting, session):
    make_scan(session, method="tamu", walk_in_name="Tamu")
    assert secretary_client.get(_step(meeting, "sessions")).context["rows"][0]["facts"] == 1
    page = secretary_client.post(_step(meeting, "session_remove", session.pk))
    assert "yang sudah tercatat tidak dihapus" in page.content.decode()
    assert meeting.sessions.get() == session


def test_self_check_in_is_opened_shown_large_and_closed(secretary_client: Client, meeting, session):
    window = {"opens_at": "2026-11-24T10:30", "closes_at": "2026-11-24T12:00"}
    secretary_client.post(_step(meeting, "session_window", session.pk), window)
    session.refresh_from_db()
    assert (session.self_opens_at, session.self_closes_at) == (
        NOW - timedelta(minutes=30),
        NOW + timedelta(hours=1),
    )
    page = secretary_client.get(_step(meeting, "session_code", session.pk))
    code = session.self_code
    assert (page.context["code"], page.context["spelled"], page.context["is_open"]) == (
        f"{code[:3]} {code[3:]}",
        " ".join(code),
        True,
    )
    secretary_client.post(_step(meeting, "session_close", session.pk))
    session.refresh_from_db()
    assert session.self_closes_at == NOW


def test_the_window_is_typed_and_refused_with_the_data(secretary_client: Client, meeting, session):
    window = {"opens_at": "2026-11-24T08:00", "closes_at": "2026-11-24T09:00"}
    page = secretary_client.post(_step(meeting, "session_window", session.pk), window)
    assert page.context["form"].non_field_errors() == [
        "Waktu tutup Selasa, 24 November 2026, 09.00 WITA sudah lewat; tidak ada yang dapat "
        "memakainya."
    ]


def test_a_session_of_another_rakor_is_not_found(secretary_client: Client, meeting):
    other = make_session(make_meeting())
    names = ("session", "session_window", "session_close", "session_remove", "session_code", "desk")
    codes = {
        name: secretary_client.get(_step(meeting, name, other.pk)).status_code for name in names
    }
    assert codes == dict.fromkeys(names, 404)


def test_the_quorum_is_a_field_of_the_rakor(secretary_client: Client, meeting):
    address = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    for percent, stored in (("101", None), ("50", 50)):
        save(secretary_client, address, quorum_percent=percent)
        meeting.refresh_from_db()
        assert meeting.quorum_percent == stored


def _people(meeting: Meeting, aceh) -> list[Registration]:
    names = ("Ana Kepala", "Budi Wakil", "Citra Staf")
    return [make_registration(meeting, aceh, full_name=name, name_key=name) for name in names]


def test_the_desk_records_the_ticked_and_tells_how_they_stand(
    secretary_client: Client, meeting, session, aceh, time_machine
):
    ana, budi, _ = _people(meeting, aceh)
    address = _step(meeting, "desk", session.pk)
    secretary_client.post(address, {"orang": [ana.pk, budi.pk]})
    assert _said(secretary_client, address) == ["Dicatat hadir: Ana Kepala, Budi Wakil."]
    time_machine.move_to(NOW + timedelta(minutes=5), tick=False)
    back = secretary_client.post(address, {"keluar": budi.pk}).url
    assert back == f"{address}#orang-{budi.pk}"
    (group,) = secretary_client.get(address).context["groups"]
    assert [
        (row["name"], row["state"], row["standing"], row["may_come"]) for row in group["rows"]
    ] == [
        ("Ana Kepala", "Hadir", "masuk 11.00 WITA, dicatat panitia", False),
        ("Budi Wakil", "Hadir", "masuk 11.00 WITA, keluar 11.05 WITA, dicatat panitia", True),
        ("Citra Staf", "Belum hadir", "", True),
    ]


@pytest.mark.parametrize(
    ("ends_at", "word"), [(time(12), "Belum hadir"), (time(11), "Tidak hadir")]
)
def test_the_desk_calls_nobody_absent_before_the_end(
    secretary_client, meeting, session, aceh, ends_at, word
):
    """It is 11.00 WITA."""
    make_scan(session, registration=_people(meeting, aceh)[0])
    meeting.sessions.update(held_on=NOW.date(), starts_at=time(8), ends_at=ends_at)
    page = secretary_client.get(_step(meeting, "desk", session.pk)).context
    assert [choice["label"] for choice in page["choices"]] == [
        "Semua (3)", f"{word} (2)", "Hadir (1)",
    ]  # fmt: skip
    (group,) = page["groups"]
    assert [row["state"] for row in group["rows"]] == ["Hadir", word, word]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?q=kepala", ["Ana Kepala"]),
        ("?q=aceh+staf", ["Citra Staf"]),
        ("?keadaan=belum", ["Budi Wakil", "Citra Staf"]),
        ("?keadaan=hadir", ["Ana Kepala"]),
        ("?keadaan=lain", ["Ana Kepala", "Budi Wakil", "Citra Staf"]),
        ("?q=tidak+ada", []),
    ],
)
def test_the_desk_finds_people(secretary_client: Client, meeting, session, aceh, query, names):
    make_scan(session, registration=_people(meeting, aceh)[0])
    page = secretary_client.get(_step(meeting, "desk", session.pk) + query)
    assert [row["name"] for group in page.context["groups"] for row in group["rows"]] == names


@pytest.mark.parametrize("sent", [{}, {"orang": "bukan-kunci"}, {"masuk": "x"}])
def test_the_desk_records_nobody_in_particular(secretary_client, meeting, session, sent):
    address = _step(meeting, "desk", session.pk)
    secretary_client.post(address, sent)
    assert _said(secretary_client, address) == ["Belum ada peserta yang dipilih."]


def test_a_wrong_fact_counts_no_longer_and_again(secretary_client, meeting, session, aceh):
    ana = _people(meeting, aceh)[0]
    scan = make_scan(session, registration=ana)
    page, ruling = _step(meeting, "attendance_facts", session.pk, ana.pk), {"note": "Orang lain"}
    address = _step(meeting, "attendance_ruling", session.pk, scan.pk)
    assert secretary_client.post(address, ruling).url == page
    assert [row["is_counted"] for row in secretary_client.get(page).context["rows"]] == [False]
    # What was decided since the form was opened is told first.
    stale = secretary_client.post(address, ruling)
    assert "baru saja diputuskan" in stale.content.decode()
    seen = secretary_client.get(address).context["form"]["seen"].value()
    assert secretary_client.post(address, {**ruling, "seen": seen}).status_code == 302
    assert (ScanRuling.objects.get().counts, Scan.objects.count()) == (True, 1)


def test_excuses_are_recorded_and_taken_back(secretary_client: Client, meeting, aceh):
    ana = _people(meeting, aceh)[0]
    address = _step(meeting, "excuses")
    secretary_client.post(address, {"whose": ana.pk, "kind": "sakit", "note": "demam"})
    (row,) = secretary_client.get(address).context["rows"]
    assert (row["whose"], row["kind"], row["note"]) == ("Ana Kepala", "Sakit", "demam")
    assert secretary_client.post(_step(meeting, "excuse_withdraw", row["pk"])).url == address
    assert list(Excuse.objects.values_list("note", "withdrawn_at")) == [("", NOW)]


def _more(meeting: Meeting, session: AttendanceSession, aceh) -> None:
    person = make_registration(meeting, aceh)
    make_scan(session, registration=person)
    make_session(meeting)


@pytest.mark.parametrize(
    "address",
    [
        lambda meeting, session: _step(meeting, "sessions"),
        lambda meeting, session: _step(meeting, "desk", session.pk),
        lambda meeting, session: _step(meeting, "excuses"),
        lambda meeting, session: _step(meeting, "attendance_lists"),
    ],
)
def test_statements_do_not_grow(secretary_client, meeting, session, aceh, address: Callable):
    _more(meeting, session, aceh)
    counts = []
    for _ in range(2):
        secretary_client.get(address(meeting, session))
        with CaptureQueriesContext(connection) as found:
            secretary_client.get(address(meeting, session))
        counts.append(len(found))
        _more(meeting, session, aceh)
    assert counts[0] == counts[1]
