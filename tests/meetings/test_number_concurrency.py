"""Numbers wanted by many at once, taken in vain, and tampered with by hand."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import Error, connection, transaction

from meetings.actions.numbering import issue_number, void_number
from meetings.models import Institution, IssuedNumber
from tests.factories import NOW
from tests.meetings.letters import make_institution

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_postgres]

WORKERS = 8
ISSUES = 200
ON = date(2026, 11, 24)


def issue(institution: Institution, on: date = ON) -> IssuedNumber:
    return issue_number(
        institution=institution, kind="undangan", subject="Undangan", on=on, by=None, at=NOW
    )


def at_once(work) -> list:
    """What `work` returned to each of the workers, who begin together."""
    start = Barrier(WORKERS)

    def run(worker: int) -> list:
        start.wait()
        try:
            return work(worker)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return [result for results in pool.map(run, range(WORKERS)) for result in results]


def serials() -> list[int]:
    return list(IssuedNumber.objects.order_by("serial").values_list("serial", flat=True))


def test_two_hundred_at_once_are_one_to_two_hundred():
    institution = make_institution()
    returned = at_once(lambda worker: [issue(institution).serial for _ in range(ISSUES // WORKERS)])
    assert sorted(returned) == list(range(1, ISSUES + 1))
    assert serials() == list(range(1, ISSUES + 1))


def test_those_taken_in_vain_leave_no_gap_among_others_at_once():
    institution = make_institution()

    def work(worker: int) -> list[int]:
        kept = []
        for turn in range(6):
            with transaction.atomic():
                serial = issue(institution).serial
                if (worker + turn) % 2:
                    transaction.set_rollback(True)
                else:
                    kept.append(serial)
        return kept

    assert sorted(at_once(work)) == list(range(1, WORKERS * 3 + 1))
    assert serials() == list(range(1, WORKERS * 3 + 1))


def test_the_turn_of_the_year_begins_two_registers_at_once():
    institution = make_institution()
    days = (date(2026, 12, 31), date(2027, 1, 1))
    at_once(lambda worker: [issue(institution, days[worker % 2]).pk for _ in range(3)])
    counted = IssuedNumber.objects.order_by("year", "serial").values_list("year", "serial")
    assert list(counted) == [(year, serial) for year in (2026, 2027) for serial in range(1, 13)]


def test_a_rollback_gives_the_number_to_the_next():
    institution = make_institution()
    issue(institution)
    with transaction.atomic():
        lost = issue(institution).serial
        transaction.set_rollback(True)
    assert (lost, issue(institution).serial) == (2, 2)
    assert serials() == [1, 2]


INSERT = """
    INSERT INTO meetings_issuednumber
        (institution_id, kind, year, serial, text, subject, issued_at, void_reason)
    SELECT institution_id, kind, year, %s, 'tangan', subject, issued_at, ''
    FROM meetings_issuednumber
    WHERE serial = 1
"""
UPDATE = "UPDATE meetings_issuednumber SET"


@pytest.mark.parametrize(
    ("sql", "values", "rule"),
    [
        (INSERT, [4], "number_gapless"),
        (INSERT, [2], "number_gapless"),
        (INSERT, [0], "number_gapless"),
        ("DELETE FROM meetings_issuednumber WHERE serial = 2", [], "Cannot delete rows"),
        (f"{UPDATE} text = '9/BL/2026' WHERE serial = 1", [], "number_only_voided"),
        (f"{UPDATE} subject = 'Lain' WHERE serial = 1", [], "number_only_voided"),
        (f"{UPDATE} serial = 3 WHERE serial = 1", [], "number_only_voided"),
        (f"{UPDATE} year = 2027 WHERE serial = 1", [], "number_only_voided"),
        (f"{UPDATE} voided_at = now(), void_reason = 'x', text = 'y' WHERE serial = 1", [],
         "number_only_voided"),
        (f"{UPDATE} voided_at = now() WHERE serial = 1", [], "number_voided_with_reason"),
        (f"{UPDATE} voided_at = NULL, void_reason = '' WHERE serial = 2", [],
         "number_only_voided"),
        (f"{UPDATE} void_reason = 'Lain' WHERE serial = 2", [], "number_only_voided"),
    ],
)  # fmt: skip
def test_sql_by_hand_cannot_tamper(sql, values, rule):
    institution = make_institution()
    issue(institution)
    void_number(number=issue(institution), reason="Salah tulis.", by=None, at=NOW)
    before = list(IssuedNumber.objects.order_by("serial").values())

    with pytest.raises(Error) as refused, connection.cursor() as cursor:
        cursor.execute(sql, values)

    assert rule in str(refused.value)
    assert list(IssuedNumber.objects.order_by("serial").values()) == before
