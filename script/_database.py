"""The database of the commands: the embedded PostgreSQL, unless DATABASE_URL names another."""

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from forum_portal.lib.embedded_postgres import Cluster, DatabaseStartError, find_binaries
from script._failure import Failure

DATABASE = "portal"


def start_embedded(
    home: Path,
    stack: ExitStack,
    settings: Mapping[str, str] | None = None,
    binaries: Path | None = None,
) -> Cluster:
    """A running cluster in `home`, created on first use, that stops when `stack` unwinds."""
    try:
        cluster = Cluster(home, binaries or embedded_binaries(), settings)
        if not cluster.holds_data:
            print("Membuat basis data baru ...", flush=True)
            cluster.create(DATABASE)
        stack.callback(cluster.stop)
        cluster.start()
    except DatabaseStartError as error:
        raise Failure(explain(str(error), home)) from None
    return cluster


def embedded_binaries() -> Path:
    binaries = find_binaries()
    if binaries is None:
        raise Failure("DATABASE_URL belum diisi, dan PostgreSQL tersemat tidak terpasang.")
    return binaries


def explain(complaint: str, home: Path) -> str:
    if "No space left on device" in complaint or "wrote only" in complaint:
        return f"ruang disk untuk basis data di {home} habis."
    if "Permission denied" in complaint:
        return f"basis data di {home} tidak dapat dibaca: {complaint}."
    return f"PostgreSQL tidak dapat dijalankan: {complaint} (catatan: {home}/postgres.log)."
