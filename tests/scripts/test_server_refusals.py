"""script/server says in one sentence what is wrong with the place it is started in."""

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ports import free_port
from tests.scripts.conftest import call

FORM = "postgres://PENGGUNA:SANDI@HOST:PORT/NAMA"


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"PORT": "0"}, "PORT=0 bukan bilangan dari 1 sampai 65535."),
        ({"PORT": "65536"}, "PORT=65536 bukan bilangan dari 1 sampai 65535."),
        ({"PORT": "http"}, "PORT=http bukan bilangan dari 1 sampai 65535."),
        ({"DATABASE_URL": ""}, f"DATABASE_URL kosong; isi {FORM}, atau hapus variabel itu."),
        ({"DATABASE_URL": "portal"}, f"DATABASE_URL tidak berbentuk {FORM}."),
        ({"DATABASE_URL": "mysql://a/b"}, f"DATABASE_URL tidak berbentuk {FORM}."),
        ({"DATABASE_URL": "postgres://a:secret@b"}, f"DATABASE_URL tidak berbentuk {FORM}."),
        ({"DATABASE_URL": "postgres://a@b:port/c"}, f"DATABASE_URL tidak berbentuk {FORM}."),
    ],
)
def test_wrong_variable(variables: dict[str, str], sentence: str):
    done = call("script/server", **variables)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Gagal: {sentence}\n"


def test_database_server_that_does_not_answer(short_tmp: Path):
    port = free_port()
    url = f"postgres://portal:secret@127.0.0.1:{port}/portal"

    done = call("script/server", "--prepare", PORTAL_VAR=str(short_tmp), DATABASE_URL=url)

    assert done.returncode == 1
    assert done.stderr == (
        "Gagal: basis data portal di 127.0.0.1 tidak dapat dibuka: "
        "server basis data tidak menerima sambungan.\n"
    )


def test_host_of_another_machine(short_tmp: Path):
    done = call("script/server", PORTAL_VAR=str(short_tmp), HOST="192.0.2.1", PORT="8000")

    assert done.returncode == 1
    assert done.stderr == (
        "Gagal: port 192.0.2.1:8000 tidak dapat dipakai: alamat itu bukan alamat komputer ini.\n"
    )


def test_var_below_a_file(short_tmp: Path):
    (short_tmp / "file").touch()

    done = call("script/server", PORTAL_VAR=str(short_tmp / "file" / "var"))

    assert done.returncode == 1
    assert done.stderr.startswith(f"Gagal: {short_tmp}/file")
    assert done.stderr.count("\n") == 1


def test_help_needs_nothing():
    done = call("script/server", "--help", PORTAL_VAR="/nonexistent", DATABASE_URL="")

    assert done.returncode == 0
    assert "--prepare" in done.stdout


def test_older_postgresql(short_tmp: Path):
    with fake_server("14.19") as port:
        url = f"postgres://portal@127.0.0.1:{port}/portal?sslmode=disable"
        done = call("script/server", "--prepare", PORTAL_VAR=str(short_tmp), DATABASE_URL=url)

    assert done.returncode == 1
    assert done.stderr == "Gagal: PostgreSQL 14.19 terlalu lama; diperlukan versi 15 atau lebih.\n"


@contextlib.contextmanager
def fake_server(version: str) -> Iterator[int]:
    """The port of what speaks just enough of PostgreSQL's protocol to tell its version."""

    def message(kind: bytes, content: bytes) -> bytes:
        return kind + struct.pack(">i", len(content) + 4) + content

    def answer() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(1024)
            connection.sendall(
                message(b"R", struct.pack(">i", 0))
                + message(b"S", b"server_version\0" + version.encode() + b"\0")
                + message(b"S", b"client_encoding\0UTF8\0")
                + message(b"S", b"DateStyle\0ISO, MDY\0")
                + message(b"Z", b"I")
            )
            connection.recv(1024)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer)
        thread.start()
        yield listener.getsockname()[1]
        thread.join()
