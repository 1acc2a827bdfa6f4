"""What PostgreSQL keeps of each row does not tell whose sheet it is, and no answer gets lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from meetings.actions.evaluation import AlreadyAnswered, answer_evaluation
from meetings.actions.evaluation_mixing import mix_evaluation, mix_evaluations
from meetings.models import Aftercare, EvaluationSheet, EvaluationTurn, Meeting, Registration
from tests.factories import NOW, make_meeting, make_registration
from tests.meetings.after_rakor import make_past_rakor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_postgres]

PEOPLE = 12


@pytest.fixture
def rakor(aceh) -> Meeting:
    return make_past_rakor(seats_per_office=PEOPLE)


def answer(person: Registration) -> None:
    answer_evaluation(registration=person, answers={"1": person.full_name}, at=NOW)


def answered(rakor: Meeting, office, people: int = PEOPLE) -> list[str]:
    """The names, in the order in which they answered."""
    found = [make_registration(rakor, office, full_name=f"Orang {n}") for n in range(people)]
    for person in found:
        answer(person)
    return [person.full_name for person in found]


def sheets() -> list[tuple[str, str]]:
    """(xmin, whose), in the order of their places in the table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT xmin::text, answers->>'1' FROM meetings_evaluationsheet ORDER BY ctid"
        )
        return cursor.fetchall()


def turns(order: str = "turn.ctid") -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT turn.xmin::text, full_name FROM meetings_evaluationturn turn "
            f"JOIN meetings_registration person ON person.id = registration_id ORDER BY {order}"
        )
        return cursor.fetchall()


def names(rows: list[tuple[str, str]]) -> list[str]:
    return [name for _, name in rows]


def by_version(rows: list[tuple[str, str]]) -> list[str]:
    """In the order in which their transactions began to write."""
    return names(sorted(rows, key=lambda row: int(row[0])))


def test_versions_and_places_of_rows_pair_nobody_with_a_sheet(rakor, aceh):
    in_order = answered(rakor, aceh)
    # Until then either of them tells it all.
    assert by_version(sheets()) == by_version(turns()) == in_order
    assert names(sheets()) == names(turns()) == names(turns("turn.id")) == in_order
    former = set(EvaluationSheet.objects.values_list("pk", flat=True))
    call_command("settle_seats", "--once")
    assert len({version for version, _ in [*sheets(), *turns()]}) == 1
    # Each order is one of 12!: that it comes by chance is as good as never.
    orders = [in_order, names(sheets()), names(turns()), names(turns("turn.id"))]
    assert orders[2] == orders[3]
    assert len({tuple(order) for order in orders}) == 3
    assert [sorted(order) for order in orders] == [sorted(in_order)] * 4
    assert former.isdisjoint(EvaluationSheet.objects.values_list("pk", flat=True))


def test_one_answer_more_mixes_all_again_and_none_nothing(rakor, aceh):
    answered(rakor, aceh)
    assert [mix_evaluations(), mix_evaluations()] == [1, 0]
    late = make_registration(rakor, aceh, full_name="Terakhir")
    answer(late)
    assert len({version for version, _ in sheets()}) == 2
    assert [mix_evaluations(), mix_evaluations()] == [1, 0]
    assert len({version for version, _ in [*sheets(), *turns()]}) == 1
    with pytest.raises(AlreadyAnswered):
        answer(late)
    assert len(sheets()) == PEOPLE + 1


def test_sheets_of_another_rakor_stay_as_they_are(rakor, aceh):
    answered(rakor, aceh, people=2)
    mix_evaluations()
    other = make_meeting(starts_on=rakor.starts_on, ends_on=rakor.ends_on)
    window = ("evaluation_opens_at", "evaluation_closes_at")
    Aftercare.objects.create(
        meeting=other, **{name: getattr(rakor.aftercare, name) for name in window}
    )
    answered(other, aceh, people=2)
    kept = sorted(EvaluationSheet.objects.filter(meeting=rakor).values_list("pk", flat=True))
    assert mix_evaluations() == 1
    assert kept == sorted(
        EvaluationSheet.objects.filter(meeting=rakor).values_list("pk", flat=True)
    )


def test_what_breaks_off_halfway_loses_nothing(rakor, aceh):
    answered(rakor, aceh)
    before = sheets(), turns()
    with transaction.atomic():
        mix_evaluation(rakor)
        assert (sheets(), turns()) != before
        transaction.set_rollback(True)
    assert (sheets(), turns()) == before


def test_answers_that_come_meanwhile_are_all_kept_and_nobody_answers_twice(rakor, aceh):
    in_order = answered(rakor, aceh, people=4)
    people = [make_registration(rakor, aceh, full_name=f"Bersamaan {n}") for n in range(4)]
    acts = [lambda person=person: answer(person) for person in people for _ in range(2)]
    acts += [lambda: mix_evaluation(rakor)] * 4
    start = Barrier(len(acts))

    def run(act) -> bool:
        try:
            connection.ensure_connection()
            start.wait(60)
            act()
        except AlreadyAnswered:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(acts)) as pool:
        outcomes = list(pool.map(run, acts))
    assert sum(outcomes) == 4 + 4
    everybody = sorted([*in_order, *(person.full_name for person in people)])
    assert sorted(names(sheets())) == sorted(names(turns())) == everybody
    assert EvaluationTurn.objects.count() == EvaluationSheet.objects.count() == 8
