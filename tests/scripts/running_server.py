"""A script/server under test and the processes it started."""

import os
import signal
import subprocess
import time
from pathlib import Path

from script._install import ROOT

SECONDS = 60


class RunningServer:
    def __init__(self, environment: dict[str, str], port: int):
        self.port = port
        self.var = Path(environment["PORTAL_VAR"])
        self.log = self.var / "test.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                ["script/server"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    @property
    def output(self) -> str:
        return self.log.read_text()

    def wait_until_ready(self) -> None:
        wait_for(lambda: "Hentikan dengan Ctrl-C." in self.output or self.has_ended)
        assert not self.has_ended, self.output

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def wait_for_end(self) -> int:
        return self.process.wait(SECONDS)

    def stop(self) -> int:
        if not self.has_ended:
            self.process.send_signal(signal.SIGTERM)
        return self.wait_for_end()

    def child(self, sign: str) -> int:
        """The number of the child whose command line contains `sign`."""
        for number, command in children(self.process.pid).items():
            if sign in command:
                return number
        raise AssertionError(f"no child {sign}: {children(self.process.pid)}")


def children(parent: int) -> dict[int, str]:
    found = {}
    for number, command in commands().items():
        try:
            status = Path(f"/proc/{number}/status").read_text()
        except OSError:
            continue
        if f"\nPPid:\t{parent}\n" in status:
            found[number] = command
    return found


def commands() -> dict[int, str]:
    """Every process with its command line."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        found[int(entry.name)] = os.fsdecode(b" ".join(words))
    return found


def processes_of(var: Path) -> dict[int, str]:
    """What still runs with this PORTAL_VAR."""
    sign = f"PORTAL_VAR={var}".encode()
    found = {}
    for number, command in commands().items():
        try:
            variables = Path(f"/proc/{number}/environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if sign in variables:
            found[number] = command
    return found


def wait_for(condition) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it did not happen within a minute"
        time.sleep(0.05)
