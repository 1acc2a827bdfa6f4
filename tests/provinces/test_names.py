"""Which name an office had when, and what keeps the periods of its names apart."""

import threading
from datetime import date
from itertools import pairwise

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import given
from hypothesis import strategies as st

from meetings.models import Official
from provinces.actions.names import NameRefused, correct_name, rename_office
from provinces.models import Office, OfficeAlias, OfficeName
from provinces.names import name_on, then_called, then_called_on
from tests.factories import NOW, TODAY, make_meeting, make_office

pytestmark = pytest.mark.any_postgres

FORMER = [
    ("Sanggar Tekkom", DateRange(date(1990, 1, 1), date(2009, 1, 1))),
    ("BTIKP", DateRange(date(2009, 1, 1), date(2016, 5, 2))),
]
DAYS = st.dates(date(1950, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(1989, 12, 31), "Balai Tekkomdik"),  # nothing recorded: nothing invented
        (date(1990, 1, 1), "Sanggar Tekkom"),
        (date(2008, 12, 31), "Sanggar Tekkom"),
        (date(2009, 1, 1), "BTIKP"),
        (date(2016, 5, 1), "BTIKP"),
        (date(2016, 5, 2), "Balai Tekkomdik"),
        (date(2026, 11, 24), "Balai Tekkomdik"),
    ],
)
@pytest.mark.parametrize("since", [None, date(2016, 5, 2)])
def test_name_on_its_first_and_last_day(day, name, since):
    assert name_on(day, present="Balai Tekkomdik", since=since, former=FORMER) == name
    called = then_called(day, present="Balai Tekkomdik", since=since, former=FORMER)
    assert called == ("" if name == "Balai Tekkomdik" else name)


@given(st.lists(DAYS, unique=True, max_size=6), DAYS)
def test_name_is_that_of_the_one_period_that_holds_the_day(bounds, day):
    bounds = sorted(bounds)
    former = [(f"Nama {number}", DateRange(*pair)) for number, pair in enumerate(pairwise(bounds))]
    since = bounds[-1] if bounds else None

    named = name_on(day, present="Kini", since=since, former=reversed(former))

    held = [name for name, valid in former if valid.lower <= day < valid.upper]
    assert [named] == (held or ["Kini"])


def renamed(office: Office, name: str, since: date | None, **told) -> OfficeName | None:
    return rename_office(office=office, name=name, since=since, by=None, at=NOW, **told)


def names_of(office: Office) -> list[tuple]:
    return [(each.name, each.when) for each in office.former_names.all()]


def test_renaming_keeps_identity_and_address_and_the_old_name_with_its_time(aceh, secretariat):
    Office.objects.update(short_name="BTK")

    rename_office(
        office=aceh,
        name="  UPTD   Tekkom Aceh ",
        short_name="Tekkom",
        since=date(2020, 7, 9),
        precision="year",
        source="Pergub 1/2020",
        by=secretariat,
        at=NOW,
    )
    renamed(aceh, "Pusat Tekkom Aceh", date(2024, 5, 28))

    office = Office.objects.get()
    assert (office.pk, office.slug, office.name) == (aceh.pk, "aceh", "Pusat Tekkom Aceh")
    assert (office.short_name, office.name_since) == ("", date(2024, 5, 28))
    assert names_of(office) == [
        ("UPTD Tekkom Aceh", "2020\u201328 Mei 2024"),
        ("UPTD Balai Tekkomdik Aceh", "sampai 2020"),
    ]
    first = office.former_names.last()
    assert (first.short_name, first.source) == ("BTK", "Pergub 1/2020")
    assert secretariat.audit_events.get().details == {
        "before": "UPTD Balai Tekkomdik Aceh",
        "after": "UPTD Tekkom Aceh",
        "since": "2020-01-01",
        "precision": "year",
        "source": "Pergub 1/2020",
    }


def test_name_without_a_known_time_becomes_another_name(aceh):
    Office.objects.update(short_name="BTK")

    assert renamed(aceh, "Tekkom Aceh", None) is None

    assert list(OfficeAlias.objects.values_list("name", flat=True)) == [
        "UPTD Balai Tekkomdik Aceh",
        "BTK",
    ]
    assert names_of(aceh) == []
    assert Office.objects.get().name_since is None


def test_name_with_a_known_beginning_keeps_it_when_its_end_is_not(aceh):
    Office.objects.update(name_since=date(2016, 1, 1), name_since_precision="year")

    renamed(aceh, "Tekkom Aceh", None)

    assert names_of(aceh) == [("UPTD Balai Tekkomdik Aceh", "mulai 2016, akhirnya tidak diketahui")]


def test_name_after_a_former_one_begins_nobody_knows_when(aceh):
    OfficeName.objects.create(office=aceh, name="BTIKP", valid=FORMER[1][1])

    renamed(aceh, "Tekkom Aceh", date(2020, 1, 1))

    assert names_of(aceh)[0] == ("UPTD Balai Tekkomdik Aceh", "sampai 1 Januari 2020")
    assert OfficeName.objects.first().valid == DateRange(date(2016, 5, 2), date(2020, 1, 1))


@pytest.mark.parametrize(
    ("name", "since", "sentence"),
    [
        (
            "Tekkom Aceh",
            date(2018, 3, 1),
            "UPTD Balai Tekkomdik Aceh tercatat berlaku sejak Maret 2018; nama penggantinya "
            "harus berlaku sesudah itu, bukan sejak 1 Maret 2018.",
        ),
        (
            "Tekkom Aceh",
            date(2026, 11, 25),
            "Nama baru belum berlaku: 25 November 2026 belum tiba. Catat penggantian nama pada "
            "harinya.",
        ),
        (
            "UPTD Balai Tekkomdik Aceh",
            date(2020, 1, 1),
            "Nama resmi balai ini sudah UPTD Balai Tekkomdik Aceh. Ejaan dan singkatan "
            "diperbaiki dengan “Perbaiki ejaan nama”.",
        ),
        (" ", date(2020, 1, 1), "Nama resmi tidak boleh kosong."),
        ("x" * 201, None, "Nama resmi paling panjang 200 huruf; ini 201."),
    ],
)
def test_name_that_cannot_be_is_refused_with_the_data(aceh, name, since, sentence):
    Office.objects.update(name_since=date(2018, 3, 1), name_since_precision="month")

    with pytest.raises(NameRefused) as refused:
        renamed(aceh, name, since)

    assert str(refused.value) == sentence
    assert names_of(aceh) == []


@pytest.mark.parametrize("since", [date(2012, 1, 1), date(2016, 5, 2)])
def test_name_within_the_time_of_a_former_one_is_refused(aceh, since):
    OfficeName.objects.create(office=aceh, name="BTIKP", valid=FORMER[1][1])

    with pytest.raises(NameRefused, match=r"^BTIKP tercatat berlaku 1 Januari 2009–2 Mei 2016;"):
        renamed(aceh, "Tekkom Aceh", since)


def test_spelling_put_right_leaves_no_former_name(aceh, secretariat):
    correct_name(
        office=aceh, name="UPTD Balai Tekkomdik Aceh", short_name="Tekkom", by=secretariat, at=NOW
    )

    assert (Office.objects.get().short_name, names_of(aceh)) == ("Tekkom", [])
    assert secretariat.audit_events.get().action == "office.name_corrected"
    with pytest.raises(NameRefused, match="tidak ada yang berubah"):
        correct_name(office=aceh, name=aceh.name, short_name="Tekkom", by=None, at=NOW)


def test_queryset_says_what_an_office_was_called_then(aceh, bali):
    renamed(aceh, "Tekkom Aceh", date(2024, 1, 1))
    for office, day in ((aceh, date(2023, 12, 31)), (aceh, date(2024, 1, 1)), (bali, TODAY)):
        meeting = make_meeting(starts_on=day, ends_on=day)
        Official.objects.create(meeting=meeting, office=office, position="Kepala", part="Peserta")

    then = Official.objects.annotate(then=then_called_on("meeting__starts_on", office="office"))

    assert list(then.order_by("pk").values_list("then", flat=True)) == [
        "UPTD Balai Tekkomdik Aceh",
        "",
        "",
    ]


BREAKING = [
    # A former name over the present one, over another former one, and without an end.
    "INSERT INTO provinces_officename (office_id, name, short_name, valid, from_precision,"
    " until_precision, source) VALUES (%(office)s, 'X', '', '[2019-01-01,2021-01-01)',"
    " 'day', 'day', '')",
    "INSERT INTO provinces_officename (office_id, name, short_name, valid, from_precision,"
    " until_precision, source) VALUES (%(office)s, 'X', '', '[2015-01-01,2017-01-01)',"
    " 'day', 'day', '')",
    "INSERT INTO provinces_officename (office_id, name, short_name, valid, from_precision,"
    " until_precision, source) VALUES (%(office)s, 'X', '', '[2021-01-01,)', 'day', 'day', '')",
    "UPDATE provinces_officename SET valid = '[2009-01-01,2020-01-02)'",
    "UPDATE provinces_officename SET valid = '(,)'",
    # The present one drawn back into the time of the former one, alone and with more.
    "UPDATE provinces_office SET name_since = '2016-05-01'",
    "UPDATE provinces_office SET name = 'Y', name_since = '1999-01-01', short_name = ''",
    "UPDATE provinces_office SET name_since_precision = 'unknown'",
]


@pytest.mark.parametrize("statement", BREAKING)
def test_raw_sql_cannot_make_two_names_valid_at_once(aceh, statement):
    Office.objects.update(name_since=date(2020, 1, 1))
    OfficeName.objects.create(office=aceh, name="BTIKP", valid=FORMER[1][1])

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, {"office": aceh.pk})

    assert names_of(aceh) == [("BTIKP", "1 Januari 2009\u20132 Mei 2016")]
    assert Office.objects.get().name_since == date(2020, 1, 1)


def at_once(*acts) -> list[str]:
    """What each said: "" when it was done, else why not."""
    start, outcomes = threading.Barrier(len(acts)), []

    def run(act) -> None:
        start.wait()
        try:
            act()
            outcomes.append("")
        except (NameRefused, DatabaseError) as refused:
            outcomes.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_of_two_renamings_from_one_day_one_is_told_why():
    office = make_office(name="Lama")

    done, refused = at_once(
        lambda: renamed(office, "Baru A", date(2020, 1, 1)),
        lambda: renamed(office, "Baru B", date(2020, 1, 1)),
    )

    name = Office.objects.get().name
    assert (done, names_of(office)) == ("", [("Lama", "sampai 1 Januari 2020")])
    assert refused.startswith(f"{name} tercatat berlaku sejak 1 Januari 2020;")


@pytest.mark.django_db(transaction=True)
def test_former_name_written_while_the_office_is_renamed_leaves_no_overlap():
    """Whichever comes first, the trigger waits for it and then sees it."""
    office = make_office(name="Lama", name_since=date(2010, 1, 1))
    valid = DateRange(date(2005, 1, 1), date(2012, 1, 1))

    done, refused = at_once(
        lambda: renamed(office, "Baru", date(2020, 1, 1)),
        lambda: OfficeName.objects.create(office=office, name="X", valid=valid),
    )

    assert (done, bool(refused)) == ("", True)
    assert names_of(office) == [("Lama", "1 Januari 2010\u20131 Januari 2020")]
