"""A small load generator: keep-alive connections, each asking again as soon as it was answered.

One thread and raw sockets: it takes some 15 microseconds a request, so that on two cores the
server stays the one that is measured. The connections are opened once, evenly over gunicorn's
workers, and serve every measurement: otherwise chance would give one page two workers and the
next page one.
"""

import gzip
import selectors
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import brotli

# As a browser over https does.
ACCEPTED = "gzip, deflate, br, zstd"
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}
TIMEOUT_SECONDS = 10
LONGEST_HEAD = 16_384
CONNECTIONS_A_WORKER = 4
# The kernel chooses the worker, and may choose the same one many times.
MOST_ATTEMPTS = 400


class WrongAnswer(Exception):
    """The server did not answer 200."""


@dataclass
class Sample:
    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    wire_bytes: int

    @property
    def text(self) -> bytes:
        """The page as the browser reads it."""
        return UNPACK[self.headers.get("content-encoding", "identity")](self.body)


class Client:
    """One connection."""

    def __init__(self, host: str, port: int) -> None:
        self.name = f"{host}:{port}"
        self.socket = socket.create_connection((host, port), TIMEOUT_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sent_at = 0.0
        self._received = bytearray()
        self._expected = 0

    def request(self, path: str, **headers: str) -> bytes:
        """What a browser asks, as bytes for send()."""
        lines = [f"GET {path} HTTP/1.1", f"Host: {self.name}", f"Accept-Encoding: {ACCEPTED}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask(self.request(path, **headers))

    def ask(self, request: bytes) -> Answer:
        self.send(request)
        while not self.receive():
            pass
        head, _, body = bytes(self._received).partition(b"\r\n\r\n")
        first, *rest = head.decode("latin-1").split("\r\n")
        pairs = (line.split(": ", 1) for line in rest)
        fields = {name.lower(): value for name, value in pairs}
        return Answer(int(first.split()[1]), fields, body, len(self._received))

    def send(self, request: bytes) -> None:
        self._received = bytearray()
        self._expected = 0
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> bool:
        """True when the answer is complete."""
        data = self.socket.recv(262_144)
        if not data:
            raise WrongAnswer("the server closed the connection")
        self._received += data
        if not self._expected:
            self._expected = _length(self._received)
        return 0 < self._expected <= len(self._received)

    @property
    def has_succeeded(self) -> bool:
        return self._received.startswith(b"HTTP/1.1 200 ")

    @property
    def received(self) -> bytes:
        return bytes(self._received)

    def close(self) -> None:
        self.socket.close()


def ask(host: str, port: int, path: str, **headers: str) -> Answer:
    """One answer over a connection of its own."""
    client = Client(host, port)
    try:
        return client.get(path, **headers)
    finally:
        client.close()


def _length(received: bytearray) -> int:
    """Bytes of head and body together, 0 while the head is incomplete."""
    end = received.find(b"\r\n\r\n")
    if end < 0:
        if len(received) > LONGEST_HEAD:
            raise WrongAnswer("endless head")
        return 0
    head = received[:end].lower()
    at = head.find(b"\r\ncontent-length:")
    if at < 0:
        raise WrongAnswer(f"no Content-Length: {bytes(head[:200])!r}")
    return end + 4 + int(head[at + 17 :].split(b"\r\n", 1)[0])


def open_clients(host: str, port: int, workers: int, path: str) -> list[Client]:
    """Connections spread evenly over `workers` processes; `path` answers X-Bench-Worker."""
    clients: list[Client] = []
    held: Counter[str] = Counter()
    for _ in range(MOST_ATTEMPTS):
        if len(clients) == workers * CONNECTIONS_A_WORKER:
            return clients
        client = Client(host, port)
        worker = client.get(path, X_Bench_Count="1").headers["x-bench-worker"]
        if held[worker] < CONNECTIONS_A_WORKER:
            held[worker] += 1
            clients.append(client)
        else:
            client.close()
    raise WrongAnswer(f"connections reach only the workers {sorted(held)}")


def press(
    clients: list[Client], seconds: float, next_path: Callable[[], str], **headers: str
) -> Sample:
    """Every client asks for `seconds`, then all outstanding answers are awaited."""
    sample = Sample()
    started = time.perf_counter()
    for client in clients:
        client.send(client.request(next_path(), **headers))
    busy = len(clients)
    for client in answered(clients):
        now = time.perf_counter()
        if not client.has_succeeded:
            raise WrongAnswer(f"{next_path()}: {client.received[:60]!r}")
        sample.latencies.append(now - client.sent_at)
        if now - started < seconds:
            client.send(client.request(next_path(), **headers))
            continue
        busy -= 1
        if not busy:
            break
    sample.seconds = time.perf_counter() - started
    return sample


def answered(clients: list[Client]) -> Iterator[Client]:
    """Each as soon as its answer is complete, without end; whoever takes it may send again."""
    with selectors.DefaultSelector() as selector:
        for client in clients:
            selector.register(client.socket, selectors.EVENT_READ, client)
        while events := selector.select(TIMEOUT_SECONDS):
            yield from (key.data for key, _ in events if key.data.receive())
    raise WrongAnswer(f"no answer within {TIMEOUT_SECONDS} s")
