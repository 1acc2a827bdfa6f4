from threading import Event

from django.db import OperationalError

from forum_portal.lib import rounds


def test_goes_on_after_the_database_was_away_and_ends_when_told():
    stop, outcomes = Event(), [OperationalError("gone"), None, None]

    def act() -> None:
        outcome = outcomes.pop(0)
        if outcome is not None:
            raise outcome
        if not outcomes:
            stop.set()

    rounds.run(act, 0.0, stop)
    assert outcomes == []
