"""Reading the files of data/: what is wrong is said with file, line, column and value."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from forum_portal.lib.dates import Precision


class ReferenceDataError(Exception):
    """A data file that cannot be loaded, in one sentence for who keeps the files."""


@dataclass(frozen=True)
class Row:
    """One record of a file: a line of CSV, or a mapping of YAML.

    lines: where a value stands, if not in the record's first line.
    """

    file: str
    line: int
    values: dict[str, Any]
    lines: dict[str, int] = field(default_factory=dict)

    def fault(self, column: str, value: object, reason: str) -> ReferenceDataError:
        line = self.lines.get(column, self.line)
        return ReferenceDataError(f"{self.file} baris {line}, kolom {column}: “{value}” {reason}.")

    def text(self, column: str, *, required: bool = False) -> str:
        value = self.values.get(column, "")
        if not isinstance(value, str):
            raise self.fault(column, value, "bukan teks")
        if required and not value.strip():
            raise self.fault(column, value, "tidak boleh kosong")
        return value.strip()

    def number(self, column: str) -> int | None:
        value = self.text(column)
        if value and not value.isdecimal():
            raise self.fault(column, value, "bukan bilangan")
        return int(value) if value else None

    def day(self, column: str) -> tuple[date, Precision]:
        """The first day of what is known, and how much is known: "2018-10" is October."""
        value = self.text(column, required=True)
        parts = value.split("-")
        try:
            precision = (Precision.YEAR, Precision.MONTH, Precision.DAY)[len(parts) - 1]
            year, month, day = [int(part) for part in [*parts, "1", "1"][:3]]
            return date(year, month, day), precision
        except (IndexError, ValueError):
            reason = "bukan tanggal (YYYY, YYYY-MM, atau YYYY-MM-DD)"
            raise self.fault(column, value, reason) from None

    def items(self, column: str) -> list[Any]:
        value = self.values.get(column) or []
        if not isinstance(value, list):
            raise self.fault(column, value, "bukan daftar")
        return value

    def rows(self, column: str) -> list["Row"]:
        """The mappings in a list; columns as in `row`."""
        return [self._row(column, value) for value in self.items(column)]

    def row(self, column: str) -> "Row | None":
        """The mapping under `column`, None if there is none."""
        value = self.values.get(column)
        return None if value is None else self._row(column, value)

    def only(self, columns: Sequence[str]) -> "Row":
        """Itself, once every column is a known one: a misspelt one would be lost in silence."""
        for column, value in self.values.items():
            if column not in columns:
                raise self.fault(column, value, "berada pada kolom yang tidak dikenal")
        return self

    def _row(self, column: str, value: object) -> "Row":
        if not isinstance(value, Row):
            raise self.fault(column, value, "bukan pasangan kolom dan nilai")
        return replace(value, file=self.file)


def read_csv(path: Path, columns: Sequence[str]) -> list[Row]:
    """The rows under a heading that names exactly `columns`."""
    file = _name(path)
    reader = csv.reader(_read(path).splitlines(keepends=True), strict=True)
    try:
        heading = next(reader, [])
        if heading != list(columns):
            raise ReferenceDataError(
                f"{file} baris 1: kolomnya “{','.join(heading)}”, seharusnya “{','.join(columns)}”."
            )
        rows = []
        for cells in reader:
            if cells and len(cells) != len(columns):
                raise ReferenceDataError(
                    f"{file} baris {reader.line_num}: ada {len(cells)} kolom, seharusnya "
                    f"{len(columns)} (“{','.join(cells)}”)."
                )
            if cells:
                rows.append(Row(file, reader.line_num, dict(zip(columns, cells, strict=True))))
    except csv.Error as error:
        raise ReferenceDataError(f"{file} baris {reader.line_num}: {error}.") from None
    return rows


def read_yaml(path: Path, columns: Sequence[str]) -> list[Row]:
    """The mappings of a list, all values as text, lists or further rows."""
    file = _name(path)
    try:
        # Only text, lists and mappings come out of this loader: no objects can be built.
        found = yaml.load(_read(path), Loader=_RowLoader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ReferenceDataError(f"{file} baris {line}: {error.problem}.") from None
    if not isinstance(found, list) or not all(isinstance(row, Row) for row in found):
        raise ReferenceDataError(f"{file} baris 1: isinya bukan daftar rakor.")
    return [replace(row, file=file).only(columns) for row in found]


class _RowLoader(yaml.BaseLoader):
    """Mappings become rows that know their line; scalars stay text, so we judge them."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Row:  # type: ignore[override]
        values = {str(key): value for key, value in super().construct_mapping(node, deep).items()}
        lines = {key.value: key.start_mark.line + 1 for key, _ in node.value}
        return Row("", node.start_mark.line + 1, values, lines)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ReferenceDataError(f"{_name(path)} tidak dapat dibaca: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ReferenceDataError(f"{_name(path)} baris {line}: bukan teks UTF-8.") from None


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
