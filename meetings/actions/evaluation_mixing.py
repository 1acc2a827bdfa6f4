"""The sheets of an evaluation written anew by chance, so that no row tells whose sheet it is.

An answer keeps its sheet and the turn of its person in one transaction, as none may get lost and
nobody may answer twice. PostgreSQL writes a number of that transaction beside each row (`xmin`) and
puts it where there is room next (`ctid`): either tells whose sheet it is. So all sheets and all
turns of the rakor are written anew in one transaction, under the lock that answers take, each in
an order of chance: they share one number then, and the orders say nothing. Nothing is recorded of
it: a time would tell who had answered until then.
"""

from random import SystemRandom

from django.db import connection, transaction

from meetings.models import EvaluationSheet, EvaluationTurn, Meeting

# Rakor whose sheets and turns were not all written by one transaction.
_UNMIXED = """
    SELECT meeting_id FROM (
        SELECT meeting_id, xmin::text FROM meetings_evaluationsheet
        UNION ALL
        SELECT registration.meeting_id, turn.xmin::text FROM meetings_evaluationturn turn
        JOIN meetings_registration registration ON registration.id = turn.registration_id
    ) version GROUP BY meeting_id HAVING count(DISTINCT xmin) > 1 ORDER BY meeting_id
"""
_CLEAR_AWAY = "VACUUM meetings_evaluationsheet, meetings_evaluationturn"
_BY_CHANCE = SystemRandom()


def mix_evaluations() -> int:
    """How many rakor had answers since they were mixed. Not within a transaction.

    What the rows were before is cleared away at once, as far as no older snapshot reads it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_UNMIXED)
        unmixed = [key for (key,) in cursor.fetchall()]
        for key in unmixed:
            mix_evaluation(Meeting(pk=key))
        if unmixed:
            cursor.execute(_CLEAR_AWAY)
    return len(unmixed)


@transaction.atomic
def mix_evaluation(meeting: Meeting) -> None:
    """Seven statements, whatever the number of sheets. Killed halfway it leaves all as it was."""
    meeting = Meeting.objects.locked(meeting.pk)
    sheets = EvaluationSheet.objects.filter(meeting=meeting)
    turns = EvaluationTurn.objects.filter(registration__meeting=meeting)
    answers = list(sheets.values_list("answers", flat=True))
    people = list(turns.values_list("registration", flat=True))
    for rows in (answers, people):
        _BY_CHANCE.shuffle(rows)
    sheets.delete()
    turns.delete()
    EvaluationSheet.objects.bulk_create(
        EvaluationSheet(meeting=meeting, answers=one) for one in answers
    )
    EvaluationTurn.objects.bulk_create(EvaluationTurn(registration_id=key) for key in people)
