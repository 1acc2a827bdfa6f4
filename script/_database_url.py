"""A connection to the database of DATABASE_URL, or one sentence that says what is wrong with it."""

import environ
import psycopg2
from psycopg2.extensions import connection as Connection

from script._failure import Failure

OLDEST = 15
CONNECT_SECONDS = 10

# What PostgreSQL and its library say, and what it means to the operator.
MEANINGS = [
    ("password authentication failed", "nama pengguna atau sandi basis data salah"),
    ("no password supplied", "basis data meminta sandi, tetapi DATABASE_URL tidak memuatnya"),
    ("no pg_hba.conf entry", "server basis data tidak mengizinkan sambungan dari komputer ini"),
    ("does not exist", "basis data atau penggunanya tidak ada"),
    ("could not translate host name", "nama server basis data tidak dikenal"),
    ("Connection refused", "server basis data tidak menerima sambungan"),
    ("No such file or directory", "server basis data tidak berjalan pada soket itu"),
    ("timeout expired", "server basis data tidak menjawab"),
    ("No space left on device", "ruang disk basis data habis"),
    ("permission denied", "pengguna basis data tidak berhak atas skema atau tabel"),
    ("too many connections", "sambungan ke basis data sudah penuh"),
    ("too many clients", "sambungan ke basis data sudah penuh"),
]


def connect(database_url: str) -> Connection:
    """Raises Failure if the server does not answer, refuses, or is older than OLDEST."""
    parts = environ.Env.db_url_config(database_url)
    arguments = {
        "dbname": parts["NAME"],
        "user": parts["USER"] or None,
        "password": parts["PASSWORD"] or None,
        "host": parts["HOST"] or None,
        "port": parts["PORT"] or None,
        "connect_timeout": CONNECT_SECONDS,
        **parts.get("OPTIONS", {}),
    }
    try:
        opened = psycopg2.connect(**arguments)
    except psycopg2.Error as error:
        where = f"{arguments['dbname']} di {arguments['host'] or 'soket lokal'}"
        raise Failure(f"basis data {where} tidak dapat dibuka: {_meaning(error)}.") from None
    if opened.server_version < OLDEST * 10_000:
        major, minor = divmod(opened.server_version, 10_000)
        opened.close()
        raise Failure(
            f"PostgreSQL {major}.{minor} terlalu lama; diperlukan versi {OLDEST} atau lebih."
        )
    return opened


def explain(error: Exception) -> str:
    return f"basis data tidak dapat disiapkan: {_meaning(error)}."


def _meaning(error: Exception) -> str:
    said = str(error).strip()
    for sign, meaning in MEANINGS:
        if sign in said:
            return meaning
    return said.splitlines()[0] if said else type(error).__name__
