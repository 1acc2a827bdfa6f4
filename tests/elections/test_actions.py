"""elections.actions: publishing opens and closes terms, or is refused with the data."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import AuditEvent
from elections.actions import obstacles_to_publishing, publish_result
from elections.models import Acclamation, Election, Result
from elections.obstacles import (
    AlreadyPublished,
    NotQuorate,
    PostTaken,
    RecordImplausible,
    RecordIncomplete,
)
from meetings.models import Meeting
from provinces.actions.membership import join_forum, pause_membership
from provinces.models import Term
from tests.elections._records import ACCLAIMED_AT, AT, make_election
from tests.factories import make_office, make_post, make_term

pytestmark = pytest.mark.any_postgres


@pytest.fixture
def election(aceh, bali):
    """At a rakor in WITA, with two member offices, both present."""
    return make_election(make_post(), office=aceh)


def refusal(expected, election, at=AT) -> str:
    with pytest.raises(expected) as refused:
        publish_result(election=election, by=None, at=at)
    assert not Result.objects.exists()
    assert not Term.objects.exists()
    return str(refused.value)


def test_result_opens_the_term_on_the_day_of_the_acclamation(election, secretariat, aceh):
    result = publish_result(election=election, by=secretariat, at=AT)

    term = Term.objects.get()
    assert (result.election, result.term) == (election, term)
    assert (result.published_at, result.published_by) == (AT, secretariat)
    assert (term.post, term.person) == (election.post, election.acclamation.candidate)
    assert (term.on_behalf_of, term.acting) == (aceh, "")
    assert term.period == DateRange(date(2026, 11, 19), date(2029, 1, 1))
    assert (term.when, term.source) == ("19 November 2026–2029", "Notula rakor")


def test_result_ends_the_former_term_on_that_day(election, secretariat):
    former = make_term(election.post, name="Ketua Lama", period=(date(2024, 1, 1), None))

    publish_result(election=election, by=secretariat, at=AT)

    former.refresh_from_db()
    assert former.period == DateRange(date(2024, 1, 1), date(2026, 11, 19))


def test_result_leaves_an_audit_record(election, secretariat):
    result = publish_result(election=election, by=secretariat, at=AT)

    event = AuditEvent.objects.get(action="election.published")
    assert (event.actor, event.target_id, event.at) == (secretariat, str(election.pk), AT)
    assert event.details == {
        "post": "Ketua Forum",
        "term": result.term_id,
        "offices_present": 2,
        "quorum_offices": 2,
    }


def test_term_begins_on_the_day_of_the_place_not_of_utc(aceh, bali):
    late = datetime(2026, 11, 18, 16, 30, tzinfo=UTC)  # 00.30 WITA on the 19th
    election = make_election(make_post(), acclaimed_at=late)

    result = publish_result(election=election, by=None, at=AT)

    assert result.term.period.lower == date(2026, 11, 19)


def test_one_office_less_than_the_quorum_is_refused(election):
    Election.objects.update(quorum_offices=12)
    Acclamation.objects.update(offices_present=11)
    for number in range(10):
        make_office(slug=f"balai-{number}")

    assert refusal(NotQuorate, election) == (
        "Kuorum 12 balai, hadir 11. Hasil pemilihan di bawah kuorum tidak dapat diterbitkan."
    )


@pytest.mark.parametrize(
    ("quorum", "record", "parts"),
    [
        ({"quorum_offices": None}, {}, "kuorum"),
        ({}, {"offices_present": None}, "balai hadir"),
        ({}, {"proposed_by": " "}, "pengusul"),
        ({}, {"witnesses": " \n "}, "saksi"),
        ({}, {"acclaimed_at": None}, "saat aklamasi"),
        (
            {"quorum_offices": None},
            {"proposed_by": "", "witnesses": "", "acclaimed_at": None, "offices_present": None},
            "pengusul, saksi, saat aklamasi, balai hadir, kuorum",
        ),
    ],
)
def test_incomplete_record_is_refused(election, quorum, record, parts):
    Election.objects.update(**{"source": "", **quorum})
    Acclamation.objects.update(**{"position": "", **record})

    sentence = refusal(RecordIncomplete, election)

    assert sentence == f"Catatan pemilihan belum lengkap. Yang belum diisi: {parts}."


def test_election_without_acclamation_is_refused(election):
    Acclamation.objects.all().delete()

    assert refusal(RecordIncomplete, election) == "Aklamasinya belum dicatat."


@pytest.mark.parametrize(
    ("acclaimed_at", "sentence"),
    [
        (AT + timedelta(seconds=1), "Selasa, 24 November 2026, 11.00 WITA, belum lewat."),
        (
            datetime(2026, 11, 19, 16, 0, tzinfo=UTC),
            "Jumat, 20 November 2026, 00.00 WITA, di luar hari rakor: 18–19 November 2026.",
        ),
        (
            datetime(2026, 11, 17, 15, 59, tzinfo=UTC),
            "Selasa, 17 November 2026, 23.59 WITA, di luar hari rakor: 18–19 November 2026.",
        ),
    ],
)
def test_moment_that_cannot_be_is_refused(election, acclaimed_at, sentence):
    Acclamation.objects.update(acclaimed_at=acclaimed_at)

    assert refusal(RecordImplausible, election) == f"Saat aklamasi, {sentence}"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"offices_present": 3},
            "Tercatat 3 balai hadir, padahal anggota forum waktu itu 2 balai.",
        ),
        (
            {"term_until": date(2026, 11, 19), "until_precision": "day"},
            "Masa bakti berakhir 19 November 2026, padahal baru mulai 19 November 2026.",
        ),
    ],
)
def test_implausible_record_is_refused(election, fields, sentence):
    Acclamation.objects.update(**fields)

    assert refusal(RecordImplausible, election) == sentence


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"published_at": None},
            "Rapat Koordinasi Uji belum diterbitkan; terbitkan rakornya sebelum hasil "
            "pemilihannya.",
        ),
        (
            {"cancelled_at": AT, "cancel_reason": "Banjir"},
            "Rapat Koordinasi Uji dibatalkan (Banjir); rakor yang batal tidak memilih.",
        ),
    ],
)
def test_rakor_that_was_not_held_elects_nobody(election, fields, sentence):
    Meeting.objects.update(**fields)

    assert refusal(RecordImplausible, election) == sentence


def test_head_of_an_office_is_not_elected_by_the_forum(aceh, bali):
    election = make_election(make_post(office=aceh))

    sentence = refusal(RecordImplausible, election)

    assert sentence == "Kepala UPTD Balai Tekkomdik Aceh bukan jabatan forum."


def test_second_publication_is_refused(election):
    publish_result(election=election, by=None, at=AT)

    with pytest.raises(AlreadyPublished) as refused:
        publish_result(election=election, by=None, at=AT + timedelta(days=1))

    assert str(refused.value) == (
        "Hasil pemilihan ini sudah terbit pada Selasa, 24 November 2026, 11.00 WITA."
    )
    assert (Result.objects.count(), Term.objects.count()) == (1, 1)


def test_term_that_collides_is_refused_and_nothing_stays(election):
    other = make_term(election.post, name="Ketua Lain", period=(date(2026, 11, 19), None))

    with pytest.raises(PostTaken) as refused:
        publish_result(election=election, by=None, at=AT)

    assert str(refused.value).startswith(
        "Ketua Lain sudah tercatat sebagai Ketua Forum sejak 19 November 2026."
    )
    assert list(Term.objects.all()) == [other]
    assert not Result.objects.exists()
    assert not AuditEvent.objects.exists()


def test_obstacles_are_all_named_at_once(election):
    Meeting.objects.update(published_at=None)
    Acclamation.objects.update(proposed_by="", offices_present=1)
    election = Election.objects.get()

    sentences = [str(obstacle) for obstacle in obstacles_to_publishing(election, at=AT)]

    assert sentences == [
        "Rapat Koordinasi Uji belum diterbitkan; terbitkan rakornya sebelum hasil pemilihannya.",
        "Catatan pemilihan belum lengkap. Yang belum diisi: pengusul.",
        "Kuorum 2 balai, hadir 1. Hasil pemilihan di bawah kuorum tidak dapat diterbitkan.",
    ]


@pytest.mark.parametrize(
    "verb", ["UPDATE elections_result SET term_id = 0", "DELETE FROM elections_result"]
)
def test_database_refuses_to_change_a_result(election, secretariat, verb):
    publish_result(election=election, by=secretariat, at=AT)

    with (
        pytest.raises(DatabaseError, match="Cannot update or delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb)

    assert Result.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_make_one_result():
    make_office()
    make_office()
    election = make_election(make_post(), acclaimed_at=ACCLAIMED_AT)
    outcomes = []

    def publish():
        try:
            publish_result(election=election, by=None, at=AT)
            outcomes.append("published")
        except AlreadyPublished:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=publish) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["published", "refused"]
    assert (Result.objects.count(), Term.objects.count()) == (1, 1)


def test_members_are_counted_on_the_day_of_the_acclamation(election, bali):
    """Not today: who paused before could not be present, who joined since was no member yet."""
    pause_membership(office=bali, on=date(2026, 11, 1), by=None, at=AT)
    join_forum(office=bali, on=date(2026, 11, 20), by=None, at=AT)

    assert refusal(RecordImplausible, election) == (
        "Tercatat 2 balai hadir, padahal anggota forum waktu itu 1 balai."
    )
