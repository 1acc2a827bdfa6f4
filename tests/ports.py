"""Ports for the servers that tests start."""

import random
import socket
from contextlib import suppress

# Below those that Linux hands out itself, to whoever opens a connection or names no port.
PORTS = range(20_000, 32_000)


def free_port() -> int:
    """Nobody listens there, and nobody comes to by chance before the test's own server does."""
    while True:
        port = random.choice(PORTS)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
