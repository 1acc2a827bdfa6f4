"""gunicorn's threaded worker, which goes on while a peer takes its time to hang up.

A connection that ends is closed for writing and then read to its end, or the peer may lose the
answer (RFC 9112, section 9.6). gunicorn waits for that in the loop that accepts all others, up to
two seconds a connection: some dozens of slow peers stop a worker until it is killed for it.
"""

import selectors
import socket
import time
from collections import deque
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

# How long a peer may take to hang up.
LINGER_SECONDS = 2


class WebWorker(ThreadWorker):
    """`leaving`: connections that were answered and whose peer has not hung up yet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leaving: deque[TConn] = deque()

    def finish_request(self, conn: TConn, fs: "Future[Any]") -> None:
        is_last = not fs.cancelled() and fs.exception() is None and fs.result() is False
        if is_last and self.alive:
            self._let_go(conn)
        else:
            super().finish_request(conn, fs)

    def murder_pending(self) -> None:
        """Asked at each turn of the loop, at least once a second."""
        super().murder_pending()
        now = time.monotonic()
        while self.leaving and self.leaving[0].timeout <= now:
            self._close(self.leaving[0])

    def _let_go(self, conn: TConn) -> None:
        conn.timeout = time.monotonic() + LINGER_SECONDS
        self.leaving.append(conn)
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._drain, conn))
        except OSError:  # The peer is gone already, or a failed answer closed the socket.
            self._close(conn)

    def _drain(self, conn: TConn, _sock: socket.socket) -> None:
        try:
            has_more = bool(conn.sock.recv(65_536))
        except BlockingIOError:
            has_more = True
        except OSError:
            has_more = False
        if not has_more:
            self._close(conn)

    def _close(self, conn: TConn) -> None:
        self.leaving.remove(conn)
        with suppress(KeyError, ValueError):  # It was never registered, or is closed already.
            self.poller.unregister(conn.sock)
        self.nr_conns -= 1
        conn.close()
