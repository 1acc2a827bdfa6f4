"""Files that belong to rows: they come and go with the transaction that writes the row."""

import weakref
from collections.abc import Iterable

from django.core.files.storage import default_storage
from django.db import transaction


def stays_if_committed(name: str) -> None:
    """The file `name`, just stored, goes again if the transaction is rolled back.

    Django forgets the hooks of such a transaction, and with its hook the file is removed. A
    process that dies in between leaves a file that no page shows.
    """
    transaction.on_commit(_Kept(name).stay)


def delete_on_commit(names: Iterable[str]) -> None:
    """The rows of these files are gone or name others: nobody misses them after the commit."""
    names = tuple(names)
    transaction.on_commit(lambda: delete(names), robust=True)


def delete(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)


class _Kept:
    def __init__(self, name: str) -> None:
        self._removal = weakref.finalize(self, delete, (name,))

    def stay(self) -> None:
        self._removal.detach()
