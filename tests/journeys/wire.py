"""The network between a telephone and the portal: cut, or answered by whoever stands in between.

A browser's own "offline" ends with the tool that set it: a browser that is closed or opened sends
for a moment as if there were a network. Through a wire that is cut nothing goes, whoever sends.
"""

from contextlib import suppress
from socket import SHUT_RDWR, create_connection, socket
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Lock, Thread
from typing import Any, cast
from urllib.parse import urlsplit

import pytest

# Longer than any request of a journey.
PATIENCE = 30
# What others than the portal answer: (status, kind, text).
PAGE = "<!doctype html><title>Masuk ke jaringan</title>"
FOREIGN = [
    pytest.param(200, "text/html", PAGE, id="page"),
    pytest.param(200, "application/json", '{"ok": true}', id="json"),
    pytest.param(401, "text/html", PAGE, id="401"),
    pytest.param(401, "application/json", '{"error": "unauthorized"}', id="401-json"),
    pytest.param(403, "application/json", '{"error": "forbidden"}', id="403-json"),
    pytest.param(413, "text/html", PAGE, id="413"),
    pytest.param(500, "text/html", PAGE, id="500"),
]


class Wire(ThreadingTCPServer):
    """Serves from the first moment; `address` takes the place of the portal's."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, portal: str) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        parts = urlsplit(portal)
        self.portal = (cast(str, parts.hostname), cast(int, parts.port))
        self.address = f"http://localhost:{self.server_address[1]}"
        self._lock, self._sockets = Lock(), set[socket]()
        self._is_whole, self._answer = True, b""
        Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def cut(self) -> None:
        self._become(is_whole=False)

    def answer(self, status: int, kind: str, body: str) -> None:
        """To whatever is asked."""
        said = body.encode()
        head = f"HTTP/1.1 {status} -\r\nContent-Type: {kind}\r\nContent-Length: {len(said)}\r\n"
        self._become(is_whole=False, answer=f"{head}Connection: close\r\n\r\n".encode() + said)

    def mend(self) -> None:
        self._become(is_whole=True)

    def join(self, browser: socket) -> bytes | None:
        """What it is answered here; None: it speaks with the portal, until that changes."""
        with self._lock:
            self._sockets.add(browser)
            return None if self._is_whole else self._answer

    def part(self, browser: socket) -> None:
        with self._lock:
            self._sockets.discard(browser)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that leaves is no fault."""

    def server_close(self) -> None:
        self.cut()
        self.shutdown()
        super().server_close()

    def _become(self, *, is_whole: bool, answer: bytes = b"") -> None:
        with self._lock:
            self._is_whole, self._answer = is_whole, answer
            for one in self._sockets:
                with suppress(OSError):
                    one.shutdown(SHUT_RDWR)
            self._sockets.clear()


class _Connection(StreamRequestHandler):
    timeout = PATIENCE

    def handle(self) -> None:
        wire = cast(Wire, self.server)
        answer = wire.join(self.request)
        if answer is None:
            self._pass_on(wire.portal)
        elif answer:
            self._read()
            self.wfile.write(answer)
        wire.part(self.request)

    def _pass_on(self, address: tuple[str, int]) -> None:
        with create_connection(address, PATIENCE) as portal:
            back = Thread(target=_pass_on, args=(portal, self.request), daemon=True)
            back.start()
            _pass_on(self.request, portal)
            back.join(PATIENCE)

    def _read(self) -> None:
        """A request, whole: a browser that is answered before it ended would see a broken line."""
        length = 0
        while (line := self.rfile.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        self.rfile.read(length)


def _pass_on(source: socket, target: socket) -> None:
    with suppress(OSError):
        while some := source.recv(65536):
            target.sendall(some)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(SHUT_RDWR)
