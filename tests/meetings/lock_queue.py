"""Two who want the same row: the second begins while the first holds it."""

from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import Any

from django.db import connection, transaction

# Until the second is given up; a busy machine may take long to begin it.
SECONDS = 60


def meanwhile(first: Callable[[], Any], second: Callable[[], Any], then: Callable[[], Any]) -> Any:
    """`first` and `then` in one transaction; between them another one begins `second` and waits.

    What became of `second`: what it returned or raised.
    """
    pids, outcomes = SimpleQueue[int](), list[Any]()

    def run() -> None:
        try:
            pids.put(_backend())
            outcomes.append(second())
        except Exception as refused:
            outcomes.append(refused)
        finally:
            connection.close()

    thread = Thread(target=run, daemon=True)
    with transaction.atomic():
        first()
        thread.start()
        pid = pids.get(timeout=SECONDS)
        while thread.is_alive() and not _is_blocked(pid):
            thread.join(timeout=0.02)
        assert thread.is_alive(), outcomes
        then()
    thread.join(SECONDS)
    return outcomes[0]


def _backend() -> int:
    connection.ensure_connection()
    return connection.connection.get_backend_pid()


def _is_blocked(pid: int) -> bool:
    """Of this backend alone: the cluster may serve other tests at the same time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [pid])
        return cursor.fetchone()[0]
