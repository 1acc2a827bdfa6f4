"""What the environment says about where the portal runs, checked before anything starts."""

import errno
import fcntl
import os
import secrets
import shutil
import socket
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from script._failure import Failure
from script._install import ROOT

# The system tables, the first write-ahead log and the collected static files take 70 MB.
LEAST_FREE_BYTES = 100 * 1024 * 1024

# Variables that describe one installation; tests and checks must not see them.
OF_ONE_PLACE = frozenset(
    [
        "ALLOWED_HOSTS",
        "DEBUG",
        "DEFAULT_FROM_EMAIL",
        "EMAIL_URL",
        "HOST",
        "LOG_LEVEL",
        "PORT",
        "SITE_URL",
        "TRUSTED_PROXY_COUNT",
    ]
)


class VarInUse(Failure):
    """A server runs with this PORTAL_VAR."""


@dataclass(frozen=True)
class Surroundings:
    host: str
    port: int
    var: Path
    # None: the embedded database.
    database_url: str | None

    @property
    def site_url(self) -> str:
        return os.environ.get("SITE_URL") or f"http://{self.host}:{self.port}"

    def environment(self, database_url: str) -> dict[str, str]:
        """The environment of every process that loads the portal's settings."""
        return {
            **os.environ,
            "HOST": self.host,
            "PORT": str(self.port),
            "PORTAL_VAR": str(self.var),
            "DATABASE_URL": database_url,
            "SECRET_KEY": os.environ.get("SECRET_KEY") or _kept_secret(self.var / "secret-key"),
            "DJANGO_SETTINGS_MODULE": "forum_portal.settings",
        }


def read_surroundings() -> Surroundings:
    return Surroundings(
        host=os.environ.get("HOST") or "127.0.0.1",
        port=_read_port(os.environ.get("PORT") or "8000"),
        var=Path(os.environ.get("PORTAL_VAR") or ROOT / "var").resolve(),
        database_url=_read_database_url(),
    )


def make_var(var: Path) -> None:
    """Make PORTAL_VAR and its private directories, or say why they cannot be used."""
    var.mkdir(parents=True, exist_ok=True)
    for private in ("mail", "media"):
        (var / private).mkdir(mode=0o700, exist_ok=True)
    for directory in (var, var / "mail", var / "media"):
        if not os.access(directory, os.R_OK | os.W_OK | os.X_OK):
            raise Failure(f"pengguna ini tidak berhak membaca dan menulis di {directory}.")
    free = shutil.disk_usage(var).free
    if free < LEAST_FREE_BYTES:
        raise Failure(
            f"ruang disk di {var} tinggal {free // 2**20} MB; "
            f"portal memerlukan sedikitnya {LEAST_FREE_BYTES // 2**20} MB."
        )


def take_var(var: Path, stack: ExitStack) -> None:
    """Hold PORTAL_VAR until the process ends, so that two servers never share it."""
    lock = stack.enter_context((var / "server.lock").open("a+"))
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        raise VarInUse(
            f"portal lain (proses {lock.read().strip()}) sedang berjalan dengan PORTAL_VAR={var}."
        ) from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()


def take_port(place: Surroundings) -> socket.socket:
    """A listening socket; visitors who come early wait in its queue until gunicorn answers."""
    where = f"{place.host}:{place.port}"
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            place.host, place.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(2048)
    except socket.gaierror:
        raise Failure(f"HOST={place.host} bukan alamat komputer ini.") from None
    except PermissionError:
        raise Failure(f"pengguna ini tidak berhak membuka port {where}.") from None
    except OSError as error:
        raise Failure(f"port {where} tidak dapat dipakai: {_port_problem(error)}.") from None
    return listener


def _port_problem(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return "sudah dipakai program lain; pilih PORT lain"
    if error.errno == errno.EADDRNOTAVAIL:
        return "alamat itu bukan alamat komputer ini"
    return str(error)


def _read_port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise Failure(f"PORT={text} bukan bilangan dari 1 sampai 65535.")
    return int(text)


def _read_database_url() -> str | None:
    url = os.environ.get("DATABASE_URL")
    if url is None:
        return None
    form = "postgres://PENGGUNA:SANDI@HOST:PORT/NAMA"
    if not url.strip():
        raise Failure(f"DATABASE_URL kosong; isi {form}, atau hapus variabel itu.")
    try:
        parts = urlsplit(url)
        is_known = parts.scheme in ("postgres", "postgresql") and parts.port != 0
        is_complete = is_known and parts.path.strip("/") != ""
    except ValueError:
        is_complete = False
    if not is_complete:
        # The address itself is not repeated: it may hold a password.
        raise Failure(f"DATABASE_URL tidak berbentuk {form}.")
    return url


def _kept_secret(path: Path) -> str:
    """The secret key of this PORTAL_VAR, made on first use and readable by its owner alone."""
    if not path.exists() or not path.read_text().strip():
        new = path.with_suffix(".new")
        new.unlink(missing_ok=True)
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    return path.read_text().strip()
