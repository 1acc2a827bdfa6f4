"""The records of attendance in the minutes: by one press, offices alone, nothing typed lost."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from forum_portal.lib.markdown import to_html
from meetings.minutes.attendance import attendance_text
from meetings.models import Meeting, Minutes, ScanRuling
from tests.factories import (
    NOW,
    make_meeting,
    make_minutes,
    make_office,
    make_registration,
    make_session,
)
from tests.meetings.attendance import Attended, make_attended

pytestmark = pytest.mark.django_db

FIRST_DAY = (
    "**Hari ke-1** (Selasa, 24 November 2026): 2 dari 2 balai terdaftar, 2 peserta dan 1 tamu; "
    "kuorum 50% (1 balai) tercapai.\n\n"
    "- Hadir (1): Balai TIK Pendidikan Provinsi Bali.\n"
    "- Diwakilkan (1): UPTD Balai Tekkomdik Aceh."
)


@pytest.fixture
def attended(aceh, bali) -> Attended:
    return make_attended(aceh, bali)


def _press(client: Client, minutes: Minutes, do: str) -> list[str]:
    address = reverse("admin:meetings_minutes_attendance", args=[minutes.pk])
    page = client.post(address, {"do": do}, follow=True)
    minutes.refresh_from_db()
    return [str(message) for message in page.context["messages"]]


def test_an_empty_part_is_filled_and_a_second_press_changes_nothing(note_taker_client, attended):
    minutes = make_minutes(attended.meeting)
    told = _press(note_taker_client, minutes, "ganti")
    assert (told, minutes.attendance) == (
        ["Kehadiran diisi dari catatan presensi."],
        f"{FIRST_DAY}\n",
    )
    assert _press(note_taker_client, minutes, "tambah") == [
        "Bagian peserta notula sudah memuat catatan kehadiran yang terbaru."
    ]
    assert AuditEvent.objects.get().action == "minutes.attendance_taken"


@pytest.mark.parametrize(
    ("do", "text"),
    [("tambah", f"Sudah dicatat.\n\n{FIRST_DAY}\n"), ("ganti", f"{FIRST_DAY}\n")],
)
def test_what_was_typed_stays_unless_it_is_to_go(note_taker_client, attended, do, text):
    minutes = make_minutes(attended.meeting, attendance="Sudah dicatat.\r\n")
    _press(note_taker_client, minutes, do)
    assert minutes.attendance == text


def test_an_unknown_press_does_nothing(note_taker_client: Client, attended):
    minutes = make_minutes(attended.meeting, attendance="Sudah dicatat.")
    _press(note_taker_client, minutes, "hapus")
    assert minutes.attendance == "Sudah dicatat."


def test_corrected_records_are_taken_over_anew(note_taker_client: Client, attended):
    minutes = make_minutes(attended.meeting)
    _press(note_taker_client, minutes, "ganti")
    ScanRuling.objects.update(counts=True)
    _press(note_taker_client, minutes, "ganti")
    assert minutes.attendance == FIRST_DAY.replace("2 peserta", "3 peserta") + "\n"


def test_while_a_session_goes_on_nobody_is_absent_from_it(attended):
    make_registration(attended.meeting, make_office(name="Balai Jauh"))
    Meeting.objects.filter(pk=attended.meeting.pk).update(quorum_percent=100)
    attended.meeting.refresh_from_db()

    def told(at: datetime) -> tuple[str, str]:
        lines = attendance_text(attended.meeting, at).splitlines()
        return lines[0].rpartition("; ")[2], lines[-1]

    assert told(NOW) == ("kuorum 100% (3 balai) belum tercapai.", "- Belum hadir (1): Balai Jauh.")
    assert told(NOW + timedelta(days=1)) == (
        "kuorum 100% (3 balai) tidak tercapai.", "- Tidak hadir (1): Balai Jauh.",
    )  # fmt: skip


def test_no_person_and_no_reason_is_in_the_public_text(attended):
    text = attendance_text(attended.meeting, NOW)
    names = [person.full_name for person in attended.people.values()]
    private = [*names, "Eko Tamu", "rahasia balai", "Sakit", "Izin"]
    assert [word for word in private if word in text] == []


def test_names_of_offices_are_letters_not_markdown(attended, aceh):
    aceh.name = "Balai *TIK* [Aceh](https://contoh.example)"
    aceh.save()
    html = to_html(attendance_text(attended.meeting, NOW))
    assert "Balai *TIK* [Aceh](https://contoh.example)" in html


def test_without_records_nothing_is_taken_over(note_taker_client: Client):
    meeting = make_meeting()
    make_session(meeting)
    minutes = make_minutes(meeting, attendance="Sudah dicatat.")
    assert _press(note_taker_client, minutes, "ganti") == [
        "Belum ada kehadiran yang tercatat pada sesi mana pun."
    ]
    assert minutes.attendance == "Sudah dicatat."


def test_it_is_for_those_who_write_minutes(public_client, operator_client, attended):
    address = reverse("admin:meetings_minutes_attendance", args=[make_minutes(attended.meeting).pk])
    assert [client.get(address).status_code for client in (public_client, operator_client)] == [
        302,
        403,
    ]
