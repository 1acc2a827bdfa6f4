"""A worker waits for no peer that was answered: whoever does not hang up is let go by and by."""

import selectors
import socket
import time
from concurrent.futures import Future

import pytest
from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import TConn

from forum_portal.lib.web_worker import LINGER_SECONDS, WebWorker


@pytest.fixture
def worker():
    config = Config()
    worker = WebWorker(0, 0, [], None, 60, config, Logger(config))
    worker.poller = selectors.DefaultSelector()
    yield worker
    worker.poller.close()
    worker.tmp.close()


@pytest.fixture
def ends(worker):
    """Of a connection: the peer's, and the worker's, which has accepted it."""
    peer, served = socket.socketpair()
    with peer, served:
        worker.nr_conns = 1
        yield peer, TConn(worker.cfg, served, "", "")


def finish(worker, conn):
    """What the loop of gunicorn does after the last answer on a connection."""
    finished = Future()
    finished.set_result(False)
    worker.finish_request(conn, finished)


def assert_let_go(worker, conn):
    assert (list(worker.leaving), worker.nr_conns, conn.sock.fileno()) == ([], 0, -1)
    assert dict(worker.poller.get_map()) == {}


def test_answer_ends_while_the_peer_may_go_on(worker, ends):
    peer, conn = ends
    finish(worker, conn)

    assert peer.recv(1) == b""
    assert (list(worker.leaving), worker.nr_conns) == ([conn], 1)
    assert conn.sock.fileno() != -1


def test_what_still_comes_is_read_until_the_peer_hangs_up(worker, ends):
    peer, conn = ends
    finish(worker, conn)
    peer.sendall(b"x" * 1000)
    worker.wait_for_and_dispatch_events(timeout=10)
    assert list(worker.leaving) == [conn]

    peer.shutdown(socket.SHUT_WR)
    worker.wait_for_and_dispatch_events(timeout=10)

    assert_let_go(worker, conn)


def test_peer_that_does_not_hang_up_is_let_go_in_time(worker, ends):
    _, conn = ends
    finish(worker, conn)
    assert conn.timeout <= time.monotonic() + LINGER_SECONDS

    conn.timeout = time.monotonic()
    worker.murder_pending()

    assert_let_go(worker, conn)


def test_connection_that_broke_is_let_go_at_once(worker, ends):
    _, conn = ends
    conn.sock.close()
    finish(worker, conn)

    assert_let_go(worker, conn)
