"""Everything between a database that answers and a portal that can serve, in one process.

Each step does only what is missing, so that a second start takes little time.
"""

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django
import psycopg2
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.utils import Error as DatabaseError

from script._database_url import connect, explain
from script._failure import Failure, run

# Any number that no other program uses for its advisory locks.
PREPARING = 2_026_112_401


def main() -> int:
    is_embedded = "--embedded" in sys.argv
    try:
        with _alone(os.environ["DATABASE_URL"]):
            _prepare(is_embedded)
    except (DatabaseError, psycopg2.Error) as error:
        raise Failure(explain(error)) from None
    except CommandError as error:
        raise Failure(str(error)) from None
    return 0


def _prepare(is_embedded: bool) -> None:
    django.setup()
    wants_samples = settings.PORTAL_VAR / "samples-wanted"
    if is_embedded and "django_migrations" not in connection.introspection.table_names():
        # The file outlives an interrupted start, which the next one then completes.
        wants_samples.touch()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("sync_roles", verbosity=0)
    _collect_static()
    if not apps.get_model("provinces", "Office").objects.exists():
        print("Memuat data rujukan ...", flush=True)
        call_command("load_reference")
    if wants_samples.exists():
        print("Memuat data contoh ...", flush=True)
        call_command("load_samples")
        wants_samples.unlink()


@contextlib.contextmanager
def _alone(database_url: str) -> Iterator[None]:
    """Two machines that start at once on one database prepare it one after the other."""
    lock = connect(database_url)
    try:
        with lock.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
        yield
    finally:
        lock.close()


def _collect_static() -> None:
    """Collect the static files anew if any of them, or a package that brings some, changed."""
    stamp = settings.STATIC_ROOT / ".collected"
    fingerprint = _fingerprint_static()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    print("Mengumpulkan berkas statis ...", flush=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint)


def _fingerprint_static() -> str:
    digest = hashlib.sha256()
    for lock in sorted(Path(settings.BASE_DIR).glob("requirements*.txt")):
        digest.update(lock.read_bytes())
    for directory in settings.STATICFILES_DIRS:
        for path in sorted(Path(directory).rglob("*")):
            state = path.stat()
            digest.update(f"{path}{state.st_mtime_ns}{state.st_size}".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    run(main)
