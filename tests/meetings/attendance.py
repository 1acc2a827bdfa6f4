"""A rakor with two days of attendance, for the tests of board, lists, minutes and statistics."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from meetings.models import AttendanceSession, Excuse, Meeting, Registration, ScanRuling
from provinces.models import Office
from tests.factories import NOW, make_meeting, make_registration, make_scan, make_session, make_user

MINUTE = timedelta(minutes=1)


@dataclass
class Attended:
    meeting: Meeting
    first: AttendanceSession
    second: AttendanceSession
    people: dict[str, Registration]


def make_attended(aceh: Office, bali: Office, **fields: Any) -> Attended:
    """First day: Aceh by its deputy, Bali by its head, a guest. Second day: nobody, two excused.

    What does not count: a revoked ticket of Aceh's head, and what was ruled out of a companion.
    """
    meeting = make_meeting(
        title="Rakor Uji", starts_on=NOW.date(), ends_on=NOW.date() + timedelta(days=1),
        mode="hibrida", quorum_percent=50, **fields,
    )  # fmt: skip
    first = make_session(meeting, title="Hari ke-1", held_on=meeting.starts_on)
    second = make_session(meeting, title="Hari ke-2", held_on=meeting.ends_on)
    people = {
        "head": _person(meeting, aceh, "Ana Kepala, M.Pd.", "kepala"),
        "deputy": _person(meeting, aceh, "Budi Wakil", "perwakilan"),
        "companion": _person(meeting, aceh, "=HYPERLINK(1)", "pendamping"),
        "bali": _person(meeting, bali, "Citra Kepala", "kepala", mode="daring"),
        "speaker": _person(meeting, bali, "Dewi Narasumber", "narasumber"),
    }
    make_scan(first, registration=people["head"], flags=["dicabut"])
    ruled = make_scan(first, registration=people["companion"])
    make_scan(first, registration=people["deputy"], scanned_at=NOW + MINUTE)
    make_scan(
        first, registration=people["deputy"], scanned_at=NOW + 60 * MINUTE, direction="keluar"
    )
    make_scan(first, registration=people["bali"], method="mandiri", scanned_at=NOW + 2 * MINUTE)
    make_scan(
        first, method="tamu", walk_in_name="Eko Tamu", walk_in_position="Pengawas",
        scanned_at=NOW + 3 * MINUTE, office=bali,
    )  # fmt: skip
    staff = make_user(is_staff=True)
    ScanRuling.objects.create(
        scan=ruled, counts=False, note="Orang lain", ruled_at=NOW, ruled_by=staff
    )
    for of in ({"office": aceh}, {"registration": people["bali"], "session": second}):
        Excuse.objects.create(
            meeting=meeting, kind="sakit" if "office" in of else "izin", note="rahasia balai",
            recorded_at=NOW, recorded_by=staff, **{"session": second, **of},
        )  # fmt: skip
    return Attended(meeting, first, second, people)


def _person(meeting: Meeting, office: Office, name: str, role: str, **fields: Any) -> Registration:
    return make_registration(
        meeting, office, full_name=name, name_key=name.casefold(), role=role, position="Kepala",
        **fields,
    )  # fmt: skip
