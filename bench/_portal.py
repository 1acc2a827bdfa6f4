"""A portal of its own for one measurement, started as script/server starts it."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from forum_portal.lib.child_process import die_with_parent
from script._database import DATABASE, start_embedded
from script._failure import Failure
from script._install import PYTHON, ROOT
from script._surroundings import OF_ONE_PLACE, Surroundings, make_var, take_port

START_SECONDS = 30
STOP_SECONDS = 15
OF_THE_CALLER = (*OF_ONE_PLACE, "DATABASE_URL", "PORTAL_VAR", "SECRET_KEY")


@dataclass
class Portal:
    host: str
    port: int
    var: Path
    gunicorn: int
    postgres: int
    # What a process needs to use the portal's models.
    environment: dict[str, str]

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"


def start_portal(stack: ExitStack, *, settings: str, wsgi: str, workers: int = 2) -> Portal:
    """The portal with reference and sample data, stopped and removed when `stack` unwinds.

    Configuration, database and preparation are those of script/server; the variables of the
    caller's own installation are put away first.
    """
    for name in OF_THE_CALLER:
        os.environ.pop(name, None)
    var = _make_temporary_var(stack)
    place = Surroundings(host="127.0.0.1", port=0, var=var, database_url=None)
    make_var(var)
    listener = stack.enter_context(take_port(place))
    place = replace(place, port=listener.getsockname()[1])
    cluster = start_embedded(var / "postgres", stack)
    url = cluster.url(DATABASE)
    environment = {**place.environment(url), "DJANGO_SETTINGS_MODULE": settings}
    _run_to_end([str(PYTHON), "-m", "script._prepare", "--embedded"], environment)
    # Each request leaves a line there, as it would in the journal of a machine.
    log = stack.enter_context((var / "gunicorn.log").open("wb"))
    gunicorn = _start_gunicorn(wsgi, workers, environment, listener.fileno(), log)
    stack.callback(_stop, gunicorn)
    postgres = cluster.process.pid
    portal = Portal(place.host, place.port, var, gunicorn.pid, postgres, environment)
    _wait_until_well(portal, gunicorn)
    return portal


def _make_temporary_var(stack: ExitStack) -> Path:
    var = Path(tempfile.mkdtemp(prefix="forum-portal-bench-"))
    stack.callback(shutil.rmtree, var, ignore_errors=True)
    # For root, PostgreSQL runs as another user, who has to pass.
    var.chmod(0o755)
    return var


def _run_to_end(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        preexec_fn=die_with_parent(signal.SIGTERM),
    )
    if done.returncode != 0:
        raise Failure("portal untuk pengukuran tidak dapat disiapkan.")


def _start_gunicorn(
    wsgi: str, workers: int, environment: dict[str, str], listener: int, log: IO[bytes]
) -> subprocess.Popen[bytes]:
    command = [str(PYTHON), "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
    command += ["--workers", str(workers), "--bind", f"fd://{listener}", wsgi]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        pass_fds=[listener],
        start_new_session=True,
        preexec_fn=die_with_parent(signal.SIGTERM),
    )


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_until_well(portal: Portal, gunicorn: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and gunicorn.poll() is None:
        try:
            with socket.create_connection((portal.host, portal.port), 5) as probe:
                probe.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
                if b" 200 " in probe.recv(100):
                    return
            time.sleep(0.1)
        except OSError:
            time.sleep(0.1)
    said = (portal.var / "gunicorn.log").read_text(errors="replace").strip().splitlines()
    raise Failure(f"portal untuk pengukuran tidak berjalan: {said[-1] if said else 'diam'}")
