"""Servers of their own for the tests of script/server: on 127.0.0.1, in a temporary PORTAL_VAR."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from script._install import ROOT
from script._surroundings import OF_ONE_PLACE
from tests.ports import free_port
from tests.scripts.running_server import RunningServer

SECONDS = 120


@pytest.fixture
def short_tmp() -> Iterator[Path]:
    """A directory whose path fits a socket and which PostgreSQL's user can reach."""
    path = Path(tempfile.mkdtemp(prefix="fp-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def prepared_var() -> Iterator[Path]:
    """A PORTAL_VAR with its database made and loaded once for the module."""
    path = Path(tempfile.mkdtemp(prefix="fp-"))
    path.chmod(0o755)
    done = call("script/server", "--prepare", PORTAL_VAR=str(path))
    assert (done.returncode, done.stderr) == (0, "")
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def _started(prepared_var: Path) -> Iterator[list[RunningServer]]:
    started: list[RunningServer] = []
    yield started
    for running in started:
        running.stop()


@pytest.fixture
def server(prepared_var: Path, _started: list[RunningServer]) -> RunningServer:
    """script/server, answering; the one of the test before, unless that has ended it."""
    if not _started or _started[-1].has_ended:
        _started.append(start(prepared_var))
    return _started[-1]


def start(var: Path) -> RunningServer:
    port = free_port()
    running = RunningServer(environment(PORTAL_VAR=str(var), PORT=str(port)), port)
    running.wait_until_ready()
    return running


def call(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command of script/ to its end, without what the tests themselves were told."""
    return subprocess.run(
        command,
        cwd=ROOT,
        env=environment(**variables),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )


def environment(**variables: str) -> dict[str, str]:
    hidden = {*OF_ONE_PLACE, "DATABASE_URL", "PORTAL_VAR", "SECRET_KEY"}
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    return {**kept, **variables}
