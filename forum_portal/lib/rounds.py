"""A task that is done over and over by a process of its own."""

import logging
import signal
from collections.abc import Callable
from threading import Event

from django.db import DatabaseError, InterfaceError, connection

logger = logging.getLogger("portal.rounds")


def run_until_stopped(act: Callable[[], object], pause_seconds: float) -> None:
    """Until SIGTERM or Ctrl-C; outlives restarts of the database."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run(act, pause_seconds, stop)


def run(act: Callable[[], object], pause_seconds: float, stop: Event) -> None:
    while not stop.is_set():
        try:
            act()
        except (DatabaseError, InterfaceError) as gone:
            logger.warning("database not reachable: %s", type(gone).__name__)
            connection.close()
        stop.wait(pause_seconds)
