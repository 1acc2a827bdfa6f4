"""A real mail server on 127.0.0.1 that keeps what it takes, and refuses, hangs or drops as told."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from urllib.parse import quote, urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import connection

SECONDS = 60
DROP = "drop"


class Gate:
    """Where a conversation waits: `reached` tells the test, `opened` lets it go on."""

    def __init__(self, visitors: int = 1) -> None:
        self.missing = visitors
        self.reached = Event()
        self.opened = Event()

    async def pass_through(self) -> None:
        self.missing -= 1
        if self.missing <= 0:
            self.reached.set()
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, self.opened.wait, SECONDS)


class Sink:
    """answers: what a step ("MAIL", "RCPT", "DATA") is answered with instead of success.

    gates: where a step waits before its answer. taken: receiver and Message-ID of each message
    whose text arrived, in order.
    """

    def __init__(self) -> None:
        self.answers: dict[str, str] = {}
        self.gates: dict[str, Gate] = {}
        self.taken: list[tuple[str, str]] = []

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list
    ) -> str:
        envelope.mail_from = address
        return await self._answer(server, "MAIL")

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list
    ) -> str:
        envelope.rcpt_tos.append(address)
        return await self._answer(server, "RCPT")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        head = envelope.content.decode().partition("\r\n\r\n")[0]
        (number,) = [line for line in head.splitlines() if line.startswith("Message-ID: ")]
        self.taken.append((envelope.rcpt_tos[0], number.removeprefix("Message-ID: ")))
        return await self._answer(server, "DATA")

    async def _answer(self, server: SMTP, step: str) -> str:
        if step in self.gates:
            await self.gates[step].pass_through()
        answer = self.answers.get(step, "250 OK")
        if answer == DROP:
            server.transport.abort()
        return answer

    @property
    def receivers(self) -> list[str]:
        return [receiver for receiver, _ in self.taken]


@contextmanager
def listening(sink: Sink, port: int) -> Iterator[None]:
    controller = Controller(sink, hostname="127.0.0.1", port=port, ready_timeout=SECONDS)
    controller.start()
    try:
        yield
    finally:
        for gate in sink.gates.values():
            gate.opened.set()
        controller.stop()


@contextmanager
def sender(port: int) -> Iterator[subprocess.Popen[str]]:
    """`manage.py send_mail --once` as a process of its own, on the tests' database."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "send_mail", "--once"],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DATABASE_URL": _database_url(),
            "SECRET_KEY": settings.SECRET_KEY,
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=SECONDS)


def _database_url() -> str:
    """Where the tests' own database lies: on the server of the portal's."""
    name = quote(connection.settings_dict["NAME"])
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
