"""Whether something failed because PostgreSQL is away, full or restarting: it passes by itself."""

from django.db import InterfaceError, OperationalError

# Connection exceptions, insufficient resources, operator intervention such as a restart. The
# others of class 57 (a statement that was cancelled) and 40 (a deadlock) are faults of ours.
_AWAY = ("08", "53", "57P")


def is_database_away(error: BaseException | None) -> bool:
    """A broken connection has no code of PostgreSQL's."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    code = getattr(error.__cause__, "pgcode", None)
    return code is None or code.startswith(_AWAY)
