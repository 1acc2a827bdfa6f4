"""What two people do at once, and what PostgreSQL refuses whoever asks."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import Error, IntegrityError, connection, transaction

from provinces.actions.people import merge_persons
from provinces.actions.terms import (
    TermCollides,
    TermGone,
    appoint,
    correct_term,
    end_term,
    remove_term,
)
from provinces.models import Person, Post, Term
from provinces.term_refusals import PersonGone
from tests.factories import NOW, make_post, make_term

pytestmark = pytest.mark.any_postgres

INSERT = """
    INSERT INTO provinces_term (
        post_id, person_id, period, acting, from_precision, until_precision, seen_on,
        seen_precision, decree_number, decree, source
    ) VALUES (%s, %s, %s::daterange, %s, 'day', %s, NULL, 'day', '', '', '')
"""


@pytest.fixture
def chair(transactional_db: None) -> Post:
    return make_post()


@pytest.fixture
def people(transactional_db: None) -> list[Person]:
    return [Person.objects.create(name=name) for name in ("Ana Lestari", "Budi Wibowo")]


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What came of acts that begin together, each on its own connection, in order of the words."""
    together, outcomes = Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            together.wait(timeout=60)
            act()
            outcomes.append("done")
        except Exception as refusal:
            outcomes.append(str(refusal))
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def insert(
    post: Post, person: Person, period: str | None, acting: str = "", known: str = "day"
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [post.pk, person.pk, period, acting, known])


def test_of_two_appointments_one_wins_and_the_other_is_told_why(chair, people):
    outcomes = at_once(
        *(
            lambda person=person: appoint(
                post=chair, person=person, from_day=date(2026, 5, 4), by=None, at=NOW
            )
            for person in people
        )
    )

    winner = Term.objects.get().person
    assert outcomes == [
        f"{winner} sudah tercatat sebagai Ketua Forum sejak 4 Mei 2026. Satu jabatan hanya "
        "dipegang satu pejabat definitif pada satu masa; masa jabatan baru harus mulai sesudah "
        "masa jabatan itu mulai, atau berakhir sebelumnya.",
        "done",
    ]


def test_two_successors_on_different_days_follow_each_other_or_one_is_refused(chair, people):
    make_term(chair, name="Ketua Lama", period=(date(2023, 1, 1), None))

    outcomes = at_once(
        lambda: appoint(post=chair, person=people[0], from_day=date(2026, 5, 4), by=None, at=NOW),
        lambda: appoint(post=chair, person=people[1], from_day=date(2026, 6, 1), by=None, at=NOW),
    )

    terms = list(chair.terms.order_by("period"))
    ends = [term.period.upper for term in terms]
    assert ends == [*(term.period.lower for term in terms[1:]), None]
    assert outcomes[-1] == "done"
    assert (len(terms), outcomes.count("done")) in {(3, 2), (2, 1)}


def test_of_removing_and_ending_one_term_neither_is_half_done(chair):
    term = make_term(chair, name="Ketua Lama")

    outcomes = at_once(
        lambda: remove_term(term=Term(pk=term.pk, post=chair, person=term.person),
                            reason="Keliru", by=None, at=NOW),
        lambda: end_term(term=Term(pk=term.pk, post=chair, person=term.person),
                         on=date(2026, 5, 4), by=None, at=NOW),
    )  # fmt: skip

    assert not Term.objects.exists()
    assert outcomes in (["done", "done"], [str(TermGone(term)), "done"])


def test_of_two_rows_written_at_once_past_every_rule_one_is_refused(chair, people):
    """An exclusion constraint is checked once the row is in. If both are in by then, each waits for
    the other to commit, and PostgreSQL ends the circle by refusing one of them: as firm a no.
    """
    refused, done = at_once(*(lambda p=p: insert(chair, p, "[2026-01-01,)") for p in people))

    assert Term.objects.count() == 1
    assert "term_one_definitive_holder" in refused or refused.startswith("deadlock detected")
    assert done == "done"


@pytest.mark.parametrize(
    ("period", "acting", "known", "constraint"),
    [
        ("[2024-12-31,2026-01-01)", "", "day", "term_one_definitive_holder"),
        ("[2020-01-01,2020-01-01)", "", "day", "term_not_empty"),
        ("[2020-01-01,2019-01-01)", "", "day", "range lower bound must be less than"),
        ("[2020-01-01,)", "plt", "unknown", "term_unknown_end_is_past"),
        (None, "", "day", "term_when_known"),
    ],
)
def test_postgresql_refuses(chair, people, period, acting, known, constraint):
    term = make_term(chair, person=people[0], period=(date(2023, 1, 1), date(2025, 1, 1)))

    with pytest.raises(Error, match=constraint), transaction.atomic():
        insert(chair, people[1], period, acting, known)

    assert list(Term.objects.all()) == [term]


def test_postgresql_refuses_to_move_a_term_into_another(chair, people):
    make_term(chair, person=people[0], period=(date(2023, 1, 1), date(2025, 1, 1)))
    later = make_term(chair, person=people[1], period=(date(2025, 1, 1), None))

    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.filter(pk=later.pk).update(period=(date(2024, 12, 31), None))

    later.refresh_from_db()
    assert later.period.lower == date(2025, 1, 1)


def test_hand_over_within_a_year_known_as_the_year_collides_with_nobody(chair, people):
    appoint(
        post=chair, person=people[0], from_day=date(2023, 1, 1), until=date(2025, 1, 1),
        from_precision="year", until_precision="year", by=None, at=NOW,
    )  # fmt: skip
    appoint(
        post=chair, person=people[1], from_day=date(2025, 1, 1), until=date(2027, 1, 1),
        from_precision="year", until_precision="year", by=None, at=NOW,
    )  # fmt: skip

    assert [term.when for term in chair.terms.order_by("period")] == ["2023–2025", "2025–2027"]


def test_hand_over_on_one_day_leaves_no_day_to_both_and_none_to_nobody(chair, people):
    for person, first in zip(people, (date(2023, 5, 1), date(2025, 5, 1)), strict=True):
        appoint(post=chair, person=person, from_day=first, by=None, at=NOW)

    on = [list(chair.terms.on(date(2025, month, day))) for month, day in ((4, 30), (5, 1))]
    assert [[term.person for term in terms] for terms in on] == [[people[0]], [people[1]]]


def test_second_of_two_definitive_terms_on_the_same_day_is_refused_by_name(chair, people):
    appoint(post=chair, person=people[0], from_day=date(2025, 5, 1), by=None, at=NOW)

    with pytest.raises(TermCollides, match=r"^Ana Lestari sudah tercatat sebagai Ketua Forum"):
        appoint(post=chair, person=people[1], from_day=date(2025, 5, 1), by=None, at=NOW)


def test_who_was_merged_meanwhile_is_not_appointed_but_named(chair, people):
    """The foreign key alone would speak up at the very end, as an error page."""
    keep, gone = people
    term = make_term(chair, person=keep)
    merge_persons(keep=keep, merged=Person.objects.get(pk=gone.pk), reason="Ganda", by=None, at=NOW)
    with pytest.raises(PersonGone) as refusal:
        appoint(post=chair, person=gone, from_day=date(2026, 5, 4), by=None, at=NOW)
    with pytest.raises(PersonGone):
        correct_term(term=term, values={"person": gone}, by=None, at=NOW)
    assert "Budi Wibowo" in str(refusal.value)
    assert Term.objects.get() == term


def test_appointment_and_merge_at_once_leave_the_term_with_the_kept_record(chair, people):
    keep, gone = people
    outcomes = at_once(
        lambda: appoint(post=chair, person=gone, from_day=date(2026, 5, 4), by=None, at=NOW),
        lambda: merge_persons(keep=keep, merged=gone, reason="Ganda", by=None, at=NOW),
    )
    assert "done" in outcomes
    assert outcomes in (["done", "done"], [str(PersonGone("Budi Wibowo")), "done"])
    assert not Term.objects.exclude(person=keep).exists()
