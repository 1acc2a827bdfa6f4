"""How an office attended over the years: counts by session on its public timeline."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from meetings.attendance.over_years import Attended as Row
from meetings.attendance.over_years import Counts, Year, attended_by, by_year
from meetings.models import AttendanceSession, Meeting, Scan, ScanRuling
from provinces.members import office_on
from tests.factories import NOW, TODAY, make_meeting, make_registration, make_scan, make_session
from tests.meetings.attendance import Attended, make_attended

pytestmark = pytest.mark.django_db
AFTER = TODAY + timedelta(days=2)


@pytest.fixture
def attended(aceh, bali) -> Attended:
    """Its second day was taken, too: a guest came."""
    found = make_attended(aceh, bali)
    make_scan(found.second, method="tamu", walk_in_name="Tamu")
    return found


def _rows(slug: str, day=AFTER) -> list[Row]:
    office = office_on(day, slug)
    assert office is not None
    return attended_by(office.pk, day)


def test_each_session_counts_once(attended):
    told = {
        "title": "Rakor Uji",
        "url": attended.meeting.get_absolute_url(),
        "date": "24–25 November 2026",
        "year": 2026,
        "is_sample": False,
    }
    assert _rows("aceh") == [Row(**told, counts=Counts(0, 1, 1, 0, people=1, delegates=3))]
    assert _rows("bali") == [Row(**told, counts=Counts(1, 0, 1, 0, people=1, delegates=2))]


def test_a_session_that_nobody_was_recorded_in_was_not_taken(aceh, bali):
    make_attended(aceh, bali)
    assert [(row.counts.represented, row.counts.sessions) for row in _rows("aceh")] == [(1, 1)]


def test_a_session_was_taken_by_what_counts(aceh, bali, secretariat):
    """The guest was refused at the door: then as if nobody had come, until somebody rules."""
    found = make_attended(aceh, bali)
    refused = make_scan(
        found.second, method="tamu", walk_in_name="Tamu", flags=[Scan.Flag.WALK_IN_BARRED]
    )
    assert [row.counts.sessions for row in _rows("aceh")] == [1]
    ruling = {"note": "Dikenal panitia.", "ruled_at": NOW, "ruled_by": secretariat}
    ScanRuling.objects.create(scan=refused, counts=True, **ruling)
    assert [row.counts.sessions for row in _rows("aceh")] == [2]
    ScanRuling.objects.update(counts=False)
    assert [row.counts.sessions for row in _rows("aceh")] == [1]


def test_a_session_that_has_not_ended_is_nobodys_absence(attended):
    """Somebody was recorded before the rakor was moved to earlier days: the session stayed."""
    AttendanceSession.objects.filter(pk=attended.first.pk).update(held_on=AFTER)
    told = Counts(0, 0, 1, 0, people=0, delegates=3)
    assert [row.counts for row in _rows("aceh")] == [told]
    told = Counts(0, 1, 1, 0, people=1, delegates=3)
    assert [row.counts for row in _rows("aceh", AFTER + timedelta(days=1))] == [told]


def test_it_is_told_once_the_rakor_is_over(attended):
    assert _rows("aceh", TODAY + timedelta(days=1)) == []


@pytest.mark.parametrize(
    "fields", [{"published_at": None}, {"cancelled_at": NOW, "cancel_reason": "Banjir"}]
)
def test_drafts_and_cancelled_rakor_are_not_told(attended, fields):
    Meeting.objects.filter(pk=attended.meeting.pk).update(**fields)
    assert _rows("aceh") == []


def test_rakor_without_attendance_or_without_the_office_are_not_told(attended, aceh, bali):
    past = {"starts_on": TODAY - timedelta(days=9), "ends_on": TODAY - timedelta(days=9)}
    make_registration(make_meeting(**past), aceh)
    other = make_meeting(**past)
    session = make_session(other)
    make_scan(session, registration=make_registration(other, bali))
    assert [row.title for row in _rows("aceh")] == ["Rakor Uji"]
    assert [row.title for row in _rows("bali")] == ["Rakor Uji", other.title]


def test_the_public_timeline_shows_counts_and_no_names(
    public_client: Client, attended, time_machine
):
    time_machine.move_to(NOW + timedelta(days=3), tick=False)
    Meeting.objects.filter(pk=attended.meeting.pk).update(is_sample=True)
    page = public_client.get("/provinsi/aceh/riwayat/")
    assert page.context["attended"] == _rows("aceh")
    assert page.context["is_sample_data"]
    text = page.content.decode()
    names = [person.full_name for person in attended.people.values()]
    leaked = [word for word in (*names, "rahasia balai", "Sakit", "Izin") if word in text]
    assert leaked == []
    for query, shown in (("?jenis=rakor", 1), ("?jenis=kepala", 0)):
        assert (
            len(public_client.get(f"/provinsi/aceh/riwayat/{query}").context["attended"]) == shown
        )


def test_one_statement_for_any_number(attended, aceh, django_assert_num_queries):
    for number in range(3):
        day = TODAY - timedelta(days=40 + number)
        meeting = make_meeting(starts_on=day, ends_on=day)
        session = make_session(meeting)
        for _ in range(number + 1):
            make_scan(session, registration=make_registration(meeting, aceh))
    with django_assert_num_queries(1):
        found = attended_by(aceh.pk, AFTER)
    assert [row.counts.people for row in found] == [1, 1, 2, 3]
    assert Scan.objects.filter(registration__office=aceh).count() == 10


def test_years_add_up_the_rakor_of_each():
    def row(year: int, *counts: int, is_sample: bool = False) -> Row:
        return Row("Rakor", "/", "", year, Counts(*counts), is_sample)

    rows = [
        row(2027, 1, 2, 0, 3, 4, 5),
        row(2025, 1, 2, 0, 3, 1, 5),
        row(2025, 1, 2, 1, 3, 4, 5, is_sample=True),
    ]
    assert by_year(rows) == [
        Year(2027, 1, Counts(1, 2, 0, 3, people=4, delegates=5), is_sample=False),
        Year(2025, 2, Counts(2, 4, 1, 6, people=5, delegates=10), is_sample=True),
    ]
    assert [year.counts.sessions for year in by_year(rows)] == [6, 13]
    assert by_year([]) == []


def test_the_profile_shows_each_year(public_client: Client, secretariat, attended, time_machine):
    def shown() -> list[str]:
        text = public_client.get("/provinsi/aceh/").text
        table = text.partition('id="kehadiran"')[2].partition("</table>")[0]
        return re.findall(r"<t[hd][^>]*>([^<]+)</t[hd]>", table)[8:]

    time_machine.move_to(NOW, tick=False)
    assert shown() == []
    time_machine.move_to(NOW + timedelta(days=3), tick=False)
    assert shown() == ["2026", "1", "2", "0", "1", "1", "0", "1 dari 3"]
    for scan in Scan.objects.filter(registration=attended.people["deputy"]):
        ScanRuling.objects.create(
            scan=scan, counts=False, note="Orang lain", ruled_at=NOW, ruled_by=secretariat
        )
    time_machine.shift(timedelta(minutes=1))
    assert shown() == ["2026", "1", "2", "0", "0", "1", "1", "0 dari 3"]
