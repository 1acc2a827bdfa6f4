"""One row of a file on its way into the portal: its cells by column, and what became of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from forum_portal.lib.spreadsheet import Table, TableRefused, as_typed, defused
from provinces.exchange.cells import CLEAR, CellRefused

Cells = dict[str, str]
T = TypeVar("T")


@dataclass(frozen=True)
class Column:
    key: str
    label: str
    hint: str
    is_read: bool = True  # False: told by the portal, ignored in a file


@dataclass(frozen=True)
class SourceRow:
    """cells: by column key, as typed; columns that the file does not have are not among them."""

    number: int
    cells: Mapping[str, str]

    def get(self, key: str) -> str:
        return self.cells.get(key, "")

    def filled(self) -> Cells:
        """What a new record would be made of."""
        return {k: as_typed(v) for k, v in self.cells.items() if v and v != CLEAR}

    def wanted(self, current: Cells) -> Cells:
        """Cells that ask for something else than `current`; an empty one asks for nothing."""
        return {
            key: cell if cell == CLEAR else as_typed(cell)
            for key, cell in self.cells.items()
            if cell
            and cell not in (current[key], defused(current[key]))
            and not (cell == CLEAR and not current[key])
        }


class Outcome:
    NEW = "baru"
    CHANGED = "berubah"
    SAME = "tanpa perubahan"
    REFUSED = "ditolak"


@dataclass(frozen=True)
class Fate:
    number: int
    subject: str
    outcome: str
    # Sentences: "Telepon kantor: kosong → (0651) 21234", or why the row was refused.
    details: list[str] = field(default_factory=list)


class RowRefused(Exception):
    """A row that cannot be applied, with a sentence for each reason."""

    def __init__(self, *reasons: str) -> None:
        self.reasons = list(reasons)
        super().__init__(" ".join(reasons))


def refuse(columns: Sequence[Column], key: str, reason: object) -> RowRefused:
    """Names the column."""
    return RowRefused(f"Kolom {label_of(columns, key)}: {reason}")


def read(columns: Sequence[Column], key: str, parse: Callable[[str], T], text: str) -> T:
    """`parse(text)`; what it refuses is said with the column."""
    try:
        return parse(text)
    except CellRefused as refusal:
        raise refuse(columns, key, refusal) from None


def label_of(columns: Sequence[Column], key: str) -> str:
    return next(column.label for column in columns if column.key == key)


def differences(columns: Sequence[Column], before: Cells, after: Cells) -> list[str]:
    """Column by column, what was and what is."""
    return [
        f"{column.label}: {shown(before[column.key])} → {shown(after[column.key])}"
        for column in columns
        if column.key != "id" and before[column.key] != after[column.key]
    ]


def shown(cell: str) -> str:
    return cell or "kosong"


def source_rows(table: Table, columns: Sequence[Column]) -> list[SourceRow]:
    """Raises TableRefused for a column that is not known, or stands there twice."""
    by_label = {column.label.casefold(): column for column in columns}
    keys: list[str | None] = []
    for label in table.header:
        column = by_label.get(label.casefold())
        if column is None:
            known = ", ".join(each.label for each in columns)
            raise TableRefused(f"Kolom “{label}” tidak dikenal. Kolom yang dikenal: {known}.")
        if column.key in keys:
            raise TableRefused(f"Kolom “{label}” ada dua kali.")
        keys.append(column.key)
    read_keys = {column.key for column in columns if column.is_read}
    return [
        SourceRow(
            row.number,
            {k: cell for k, cell in zip(keys, row.cells, strict=True) if k in read_keys},
        )
        for row in table.rows
    ]
