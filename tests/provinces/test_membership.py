"""An office joins, pauses, leaves and joins again: what is kept, refused, and shown where."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from pytest_django import DjangoAssertNumQueries

from provinces.actions.membership import (
    MembershipRefused,
    join_forum,
    leave_forum,
    pause_membership,
)
from provinces.membership import Standing, State, memberships_of, state_on
from provinces.models import Membership, Office
from provinces.sought import Sought
from tests.factories import NOW, TODAY, make_office, make_province

pytestmark = pytest.mark.any_postgres

JOINED, PAUSED, AGAIN, LEFT = (
    date(2020, 1, 1),
    date(2022, 3, 1),
    date(2023, 6, 1),
    date(2025, 1, 1),
)


@pytest.fixture(autouse=True)
def _today(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def newcomer(db) -> Office:
    """An office on record that never was a member."""
    office = make_office(name="Balai Baru", slug="baru")
    office.memberships.all().delete()
    return office


@pytest.fixture
def veteran(newcomer) -> Office:
    """Joined in 2020, paused in March 2022, came back in June 2023, left in 2025."""
    told = {"office": newcomer, "by": None, "at": NOW}
    join_forum(on=date(2020, 7, 7), precision="year", source="Berita 2020", **told)
    pause_membership(on=date(2022, 3, 9), precision="month", reason="Penataan", **told)
    join_forum(on=AGAIN, **told)
    leave_forum(on=LEFT, reason="Balai dibubarkan", **told)
    return newcomer


def test_each_step_leaves_its_period_reason_and_trace(veteran, secretariat):
    join_forum(office=veteran, on=TODAY, by=secretariat, at=NOW)

    assert [(m.period, m.end, m.when, m.reason) for m in veteran.memberships.all()] == [
        (DateRange(JOINED, PAUSED), "paused", "2020\u2013Maret 2022", "Penataan"),
        (DateRange(AGAIN, LEFT), "left", "1 Juni 2023\u20131 Januari 2025", "Balai dibubarkan"),
        (DateRange(TODAY, None), "", "sejak 24 November 2026", ""),
    ]
    event = secretariat.audit_events.get()
    assert (event.action, event.details) == (
        "membership.joined",
        {"on": "2026-11-24", "precision": "day", "source": ""},
    )


@pytest.mark.parametrize(
    ("day", "standing", "words"),
    [
        (date(2019, 12, 31), Standing.NOT_YET, "Belum bergabung dengan forum"),
        (JOINED, Standing.MEMBER, "Anggota sejak 2020"),
        (date(2022, 2, 28), Standing.MEMBER, "Anggota sejak 2020"),
        (PAUSED, Standing.PAUSED, "Jeda sejak Maret 2022"),
        (date(2023, 5, 31), Standing.PAUSED, "Jeda sejak Maret 2022"),
        (AGAIN, Standing.MEMBER, "Anggota sejak 1 Juni 2023"),
        (LEFT, Standing.LEFT, "Keluar sejak 1 Januari 2025"),
        (TODAY, Standing.LEFT, "Keluar sejak 1 Januari 2025"),
    ],
)
def test_state_on_the_first_and_last_day_of_each_period(veteran, day, standing, words):
    assert state_on(day, memberships_of(veteran.pk)) == State(standing, words)
    assert [office.pk for office in Sought(day).offices()] == (
        [veteran.pk] if standing == Standing.MEMBER else []
    )


def test_member_of_whom_nobody_knows_since_when_is_just_a_member(aceh):
    assert state_on(TODAY, memberships_of(aceh.pk)).words == "Anggota"


@pytest.mark.parametrize(
    ("act", "on", "sentence"),
    [
        (
            join_forum,
            date(2024, 12, 31),
            "Balai Baru masih tercatat sebagai anggota sampai 1 Januari 2025; tidak dapat "
            "bergabung lagi sejak 31 Desember 2024.",
        ),
        (
            join_forum,
            None,
            "Balai Baru pernah menjadi anggota (1 Juni 2023–1 Januari 2025); isi sejak kapan "
            "bergabung lagi.",
        ),
        (pause_membership, TODAY, "Balai Baru bukan anggota lagi sejak 1 Januari 2025 (keluar)."),
        (leave_forum, TODAY, "Balai Baru bukan anggota lagi sejak 1 Januari 2025 (keluar)."),
    ],
)
def test_step_against_the_record_is_refused_with_the_data(veteran, act, on, sentence):
    before = list(veteran.memberships.values())

    with pytest.raises(MembershipRefused) as refused:
        act(office=veteran, on=on, by=None, at=NOW)

    assert str(refused.value) == sentence
    assert list(veteran.memberships.values()) == before


@pytest.mark.parametrize("end", [pause_membership, leave_forum])
@pytest.mark.parametrize("on", [JOINED, date(2019, 1, 1)])
def test_membership_ends_after_it_began(newcomer, end, on):
    join_forum(office=newcomer, on=JOINED, by=None, at=NOW)

    with pytest.raises(MembershipRefused, match="sebagai anggota sejak 1 Januari 2020; keanggota"):
        end(office=newcomer, on=on, by=None, at=NOW)


def test_who_never_joined_cannot_leave_and_who_is_in_cannot_join(newcomer, aceh):
    with pytest.raises(MembershipRefused, match="Balai Baru belum tercatat sebagai"):
        leave_forum(office=newcomer, on=TODAY, by=None, at=NOW)
    with pytest.raises(MembershipRefused, match="sudah tercatat sebagai anggota, sejak kapan"):
        join_forum(office=aceh, on=TODAY, by=None, at=NOW)


def test_leaving_out_of_a_pause_keeps_the_day_on_which_it_began(aceh):
    pause_membership(office=aceh, on=PAUSED, reason="Penataan", by=None, at=NOW)
    with pytest.raises(MembershipRefused, match="jeda sejak 1 Maret 2022; tidak dapat keluar"):
        leave_forum(office=aceh, on=date(2022, 2, 1), by=None, at=NOW)

    left = leave_forum(office=aceh, on=LEFT, by=None, at=NOW)

    assert (left.period.lower, left.period.upper, left.end) == (None, PAUSED, "left")
    assert left.reason == "Jeda, lalu keluar 1 Januari 2025. Penataan"


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO provinces_membership (office_id, period, from_precision, until_precision,"
        " \"end\", reason, source) VALUES (%(office)s, '[2026-01-01,)', 'day', 'day', '',"
        " '', '')",
        "UPDATE provinces_membership SET period = 'empty'",
        "UPDATE provinces_membership SET period = '(,2020-01-01)'",
        "UPDATE provinces_membership SET \"end\" = 'left'",
    ],
)
def test_raw_sql_cannot_break_a_membership(aceh, statement):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, {"office": aceh.pk})

    kept = Membership.objects.get()
    assert (kept.period.lower, kept.period.upper, kept.end) == (None, None, "")


@pytest.mark.django_db(transaction=True)
def test_of_two_that_let_an_office_join_at_once_one_is_told_why():
    office = make_office(name="Balai Baru")
    office.memberships.all().delete()
    start, outcomes = threading.Barrier(2), []

    def join() -> None:
        start.wait()
        try:
            outcomes.append(join_forum(office=office, on=JOINED, by=None, at=NOW).when)
        except MembershipRefused as refused:
            outcomes.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=join) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == [
        "Balai Baru sudah tercatat sebagai anggota, sejak 1 Januari 2020.",
        "sejak 1 Januari 2020",
    ]


def names_in(response) -> list[str]:
    return [row.name for group in response.context["groups"] for row in group.rows]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["UPTD Balai Tekkomdik Aceh"]),
        ("keanggotaan=keluar", ["Balai Baru"]),
        ("keanggotaan=belum", []),
        ("keanggotaan=jeda", []),
        ("keanggotaan=semua", ["UPTD Balai Tekkomdik Aceh", "Balai Baru"]),
        ("keanggotaan=jeda&pada=2022-03-01", ["Balai Baru"]),
        ("pada=2021-01-01", ["UPTD Balai Tekkomdik Aceh", "Balai Baru"]),
        ("bentuk=dinas", []),
        ("bentuk=balai", ["UPTD Balai Tekkomdik Aceh"]),
        ("keanggotaan=ngawur", ["UPTD Balai Tekkomdik Aceh"]),
    ],
)
def test_list_shows_todays_members_unless_asked_for_others(
    public_client, aceh, veteran, query, names
):
    assert names_in(public_client.get(f"/provinsi/?{query}")) == names


def test_count_of_members_is_that_of_the_day(public_client, aceh, veteran):
    counts = {
        path: public_client.get(path).context["member_count"]
        for path in ("/provinsi/", "/provinsi/?pada=2021-01-01", "/provinsi/?keanggotaan=semua")
    }
    assert list(counts.values()) == [1, 2, 1]
    assert "Balai anggota (1)" in public_client.get("/").content.decode()


def test_profile_says_what_the_office_is_to_the_forum_and_of_which_kind(public_client, veteran):
    Office.objects.update(kind="dinas")

    html = public_client.get("/provinsi/baru/").content.decode()

    assert "Keluar sejak 1 Januari 2025" in html
    assert "Dinas (tanpa balai)" in html


@pytest.mark.parametrize("more", [1, 3])
def test_statements_of_the_list_do_not_grow_with_memberships(
    public_client, veteran, more, django_assert_num_queries: DjangoAssertNumQueries
):
    for number in range(more):
        office = make_office(province=make_province(), name=f"Balai {number}")
        pause_membership(office=office, on=PAUSED, by=None, at=NOW)

    with django_assert_num_queries(5):
        public_client.get("/provinsi/?keanggotaan=semua")
