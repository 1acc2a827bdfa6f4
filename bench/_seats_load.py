"""All at once: every sender has a connection of its own and hears one answer, or none."""

import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

TIMEOUT_SECONDS = 300


@dataclass
class Sender:
    """status: 0 where the connection broke or nobody was there to answer."""

    request: bytes
    status: int = 0
    location: str = ""
    body: bytes = b""


def send_all(
    senders: list[Sender], host: str, port: int, answered: Callable[[int], None] = lambda _: None
) -> None:
    """Opens every connection before the first byte is sent. answered(how many) after each."""
    selector = selectors.DefaultSelector()
    connections = [_connected(host, port) for _ in senders]
    for number, connection in enumerate(connections):
        selector.register(connection, selectors.EVENT_WRITE, number)
    received = [bytearray() for _ in senders]
    done, deadline = 0, time.monotonic() + TIMEOUT_SECONDS
    while done < len(senders) and time.monotonic() < deadline:
        for key, event in selector.select(1.0):
            number = key.data
            connection = connections[number]
            try:
                if event & selectors.EVENT_WRITE:
                    connection.sendall(senders[number].request)
                    selector.modify(connection, selectors.EVENT_READ, number)
                    continue
                data = connection.recv(262_144)
            except OSError:
                data = b""
            received[number] += data
            if not data:
                selector.unregister(connection)
                connection.close()
                _read(senders[number], bytes(received[number]))
                done += 1
                answered(done)
    selector.close()
    for connection in connections:
        connection.close()


def _connected(host: str, port: int) -> socket.socket:
    """On the way to it: the first that can be written to is there."""
    connection = socket.socket()
    connection.setblocking(False)
    connection.connect_ex((host, port))
    return connection


def _read(sender: Sender, received: bytes) -> None:
    head, _, sender.body = received.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    sender.status = int(lines[0].split()[1]) if lines[0].startswith("HTTP/1.") else 0
    fields = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
    length = int(fields.get("Content-Length", len(sender.body)))
    if len(sender.body) < length:
        sender.status = 0
    sender.location = fields.get("Location", "")
