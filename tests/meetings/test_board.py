"""The board of the hall: what it counts, who sees it, and that it is cheap to keep open."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import Excuse, Meeting, Registration, Scan, ScanRuling
from provinces.models import Office
from tests.factories import (
    NOW,
    make_meeting,
    make_office,
    make_registration,
    make_scan,
    make_session,
    make_user,
)
from tests.meetings.attendance import Attended, make_attended

pytestmark = pytest.mark.django_db


@pytest.fixture
def attended(aceh, bali, time_machine) -> Attended:
    """While the first day goes on."""
    time_machine.move_to(NOW)
    return make_attended(aceh, bali)


def _text(answer) -> str:
    """The words of the changing part, without its markup."""
    pieces = f">{answer.content.decode()}".split("<")
    return " ".join(" ".join(piece.partition(">")[2] for piece in pieces).split())


def _part(client: Client, attended: Attended, session: object = "", **headers: str):
    address = reverse("meetings:board_part", args=[attended.meeting.slug])
    return client.get(address, {"sesi": session} if session else {}, **headers)


NOTE = (
    "Dihitung balai yang punya kursi pada rakor ini: hadir bila kepalanya datang, diwakilkan bila "
    "anggota delegasinya yang datang. Narasumber, panitia, undangan, dan peninjau tidak mewakili "
    "balai."
)


def test_the_board_counts_offices_and_names_nobody(operator_client: Client, attended):
    assert _text(_part(operator_client, attended, attended.first.pk)) == (
        "Hari ke-1 Selasa, 24 November 2026 2 dari 2 balai hadir atau diwakilkan "
        "Kuorum tercapai perlu 1 dari 2 balai (50%) "
        "Hadir 1 Diwakilkan 1 Berhalangan 0 Belum hadir 0 "
        "Aceh , UPTD Balai Tekkomdik Aceh Diwakilkan · 1 orang "
        "Bali , Balai TIK Pendidikan Provinsi Bali Hadir · 1 orang "
        f"2 dari 5 peserta hadir · 1 tamu tanpa pendaftaran. {NOTE}"
    )


def test_excused_offices_are_not_there_for_the_quorum(operator_client: Client, attended):
    assert _text(_part(operator_client, attended, attended.second.pk)) == (
        "Hari ke-2 Rabu, 25 November 2026 0 dari 2 balai hadir atau diwakilkan "
        "Kuorum belum tercapai perlu 1 dari 2 balai (50%), kurang 1 "
        "Hadir 0 Diwakilkan 0 Berhalangan 2 Belum hadir 0 "
        "Aceh , UPTD Balai Tekkomdik Aceh Berhalangan "
        "Bali , Balai TIK Pendidikan Provinsi Bali Berhalangan "
        f"0 dari 5 peserta hadir. {NOTE}"
    )


def test_where_anybody_registers_people_are_counted(secretariat_client: Client):
    meeting = make_meeting(registered_by="open", seats_per_office=None)
    session = make_session(meeting, title="Webinar")
    for _ in range(2):
        person = make_registration(meeting, make_office())
        Registration.objects.filter(pk=person.pk).update(office=None)
    make_scan(session, registration=person)
    address = reverse("meetings:board_part", args=[meeting.slug])
    assert _text(secretariat_client.get(address)) == (
        "Webinar Selasa, 15 Desember 2026 1 dari 2 peserta hadir 1 dari 2 peserta hadir."
    )


def test_the_page_holds_the_same_part_and_the_way_to_other_sessions(
    operator_client: Client, attended, time_machine
):
    time_machine.move_to(NOW)
    page = operator_client.get(reverse("meetings:board", args=[attended.meeting.slug]))
    assert page.context["part"] == _part(operator_client, attended).content.decode()
    assert [(each["title"], each["is_shown"]) for each in page.context["sessions"]] == [
        ("Hari ke-1", True),
        ("Hari ke-2", False),
    ]
    assert page.context["panel_url"] == ""
    assert '<noscript><meta http-equiv="refresh" content="20"></noscript>' in page.content.decode()


def test_the_board_moves_on_with_the_sessions(operator_client: Client, attended, time_machine):
    time_machine.move_to(NOW + timedelta(days=1))
    assert _text(_part(operator_client, attended)).startswith("Hari ke-2")


def test_the_end_of_a_session_shows_without_another_fact(
    operator_client: Client, attended, time_machine
):
    make_registration(attended.meeting, make_office())
    time_machine.move_to(NOW, tick=False)
    before = _part(operator_client, attended, attended.first.pk)
    time_machine.move_to(NOW + timedelta(days=1), tick=False)
    after = _part(operator_client, attended, attended.first.pk, HTTP_IF_NONE_MATCH=before["ETag"])
    words = [
        (text.count("Belum hadir"), text.count("Tidak hadir"))
        for text in (_text(before), _text(after))
    ]
    assert (after.status_code, words) == (200, [(2, 0), (0, 2)])


def test_unchanged_the_answer_is_empty_and_costs_no_counting(operator_client: Client, attended):
    first = _part(operator_client, attended, attended.first.pk)
    with CaptureQueriesContext(
        connection,
    ) as statements:
        again = _part(
            operator_client, attended, attended.first.pk, HTTP_IF_NONE_MATCH=first["ETag"]
        )
    assert (again.status_code, again.content) == (304, b"")
    assert [s["sql"] for s in statements if 'FROM "meetings_scan"' in s["sql"]] == []


def _fact(attended: Attended) -> None:
    make_scan(attended.first, registration=attended.people["head"])


def _excuse(attended: Attended) -> None:
    Excuse.objects.filter(registration__isnull=False).update(withdrawn_at=NOW)


def _ruling(attended: Attended) -> None:
    ScanRuling.objects.update(counts=True)


def _seat(attended: Attended) -> None:
    Registration.objects.filter(pk=attended.people["bali"].pk).update(withdrawn_at=NOW)


def _quorum(attended: Attended) -> None:
    Meeting.objects.filter(pk=attended.meeting.pk).update(quorum_percent=100)


def _session(attended: Attended) -> None:
    attended.meeting.sessions.update(title="Hari")


def _office(attended: Attended) -> None:
    Office.objects.filter(slug="aceh").update(name="Balai Baru")


@pytest.mark.parametrize("change", [_fact, _excuse, _ruling, _seat, _quorum, _session, _office])
def test_every_change_shows_at_once(operator_client: Client, attended, change: Callable):
    before = _part(operator_client, attended, attended.first.pk)
    change(attended)
    after = _part(operator_client, attended, attended.first.pk, HTTP_IF_NONE_MATCH=before["ETag"])
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]


def test_statements_do_not_grow_with_offices(operator_client: Client, attended, time_machine):
    time_machine.move_to(NOW)

    def statements() -> int:
        with CaptureQueriesContext(connection) as found:
            assert _part(operator_client, attended).status_code == 200
        return len(found)

    before = statements()
    for _ in range(3):
        person = make_registration(attended.meeting, make_office())
        make_scan(attended.first, registration=person)
    # The first count of a new state, then the state that is kept.
    assert (statements(), statements()) == (before, before - 5)


def test_only_who_takes_part_and_who_takes_attendance_see_it(
    public_client, operator_client, other_operator_client, secretariat_client, attended, aceh
):
    Registration.objects.filter(office__slug="bali").update(withdrawn_at=NOW)
    without_rights = Client()
    without_rights.force_login(make_user(is_staff=True))
    clients = [
        public_client, operator_client, other_operator_client, without_rights, secretariat_client,
    ]  # fmt: skip
    for name in ("board", "board_part"):
        address = reverse(f"meetings:{name}", args=[attended.meeting.slug])
        codes = [client.get(address).status_code for client in clients]
        assert codes == [302, 200, 404, 404, 200]


def test_a_draft_has_no_board_for_offices(operator_client, secretariat_client, attended):
    Meeting.objects.filter(pk=attended.meeting.pk).update(published_at=None)
    address = reverse("meetings:board", args=[attended.meeting.slug])
    assert operator_client.get(address).status_code == 404
    assert secretariat_client.get(address).status_code == 200


def test_without_sessions_the_board_says_so(secretariat_client: Client):
    meeting = make_meeting()
    page = secretariat_client.get(reverse("meetings:board", args=[meeting.slug]))
    assert "Belum ada sesi presensi" in page.content.decode()
    part = reverse("meetings:board_part", args=[meeting.slug])
    assert secretariat_client.get(part).status_code == 404


def test_facts_are_kept_apart_by_rakor(operator_client: Client, attended, aceh):
    other = make_session(make_meeting())
    make_scan(other, registration=make_registration(other.meeting, aceh))
    assert Scan.objects.count() == 7
    assert "2 dari 5 peserta" in _text(_part(operator_client, attended, attended.first.pk))
