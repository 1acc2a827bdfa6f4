"""Loading reference data without overwriting what a person has edited.

Three values decide of each field: what the portal holds now, what the last load gave it, and
what the data say today. Where now and last agree, nobody has touched the field and it follows
the data. Where they differ, a person has, and it stays. A row that was loaded once and is gone
was deleted by a person and stays deleted; one that the data no longer name stays as it is.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from provinces.models import ReferenceRecord
from provinces.reference_files import Row

Values = Mapping[str, Any]
M = TypeVar("M", bound=models.Model)

LONGEST_KEY = 120


def merge(*, current: Values, last: Values, given: Values) -> tuple[list[str], list[str]]:
    """Which fields follow the data, and which a person has edited and keep their value.

    last: what the last load gave; a field that it did not give counts as edited.
    """
    follow: list[str] = []
    keep: list[str] = []
    for name, value in given.items():
        if current[name] == value:
            continue
        untouched = name in last and current[name] == last[name]
        (follow if untouched else keep).append(name)
    return follow, keep


@dataclass
class Summary:
    """What a load did: counts by the model's name, and a sentence for all it left alone."""

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    left_alone: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        left = [f"  {sentence}" for sentence in self.left_alone]
        return [
            f"Ditambah: {_counts(self.added)}.",
            f"Diubah: {_counts(self.changed)}.",
            f"Dibiarkan: {len(left) or 'tidak ada'}{':' if left else '.'}",
            *left,
        ]


class Load:
    """One run over the data files, inside the caller's transaction.

    A second run waits for the first. One query for each model, two or three for a new row.
    """

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.summary = Summary()
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(ReferenceRecord._meta.db_table)
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
        self._records = ReferenceRecord.objects.in_bulk()
        self._known: dict[type[models.Model], dict[str, models.Model]] = {}
        self._held_rows: dict[type[models.Model], bool] = {}
        self._given: dict[str, ReferenceRecord] = {}

    def put(
        self,
        model: type[M],
        key: str,
        given: Values,
        *,
        row: Row,
        find: Values | None = None,
        once: Values | None = None,
        columns: Mapping[str, str] | None = None,
    ) -> M | None:
        """The row of `model` that `key` stands for, with `given` merged into it.

        None if a person deleted it, or a row that it belongs to, or made one in its place.
        given: fields and values; find: recognises a row that a person made before the first
        load (default: all of `given`); once: set on a new row and never looked at again.
        row, columns: where the values come from (field to column), for error messages.
        """
        name = self._name(model, key, row)
        if any(_is_missing(model, field_name, value) for field_name, value in given.items()):
            return None
        record = self._records.get(name)
        found = self._found(model, record, given if find is None else find)
        if found is None and record is not None:
            self._leave(f"{model._meta.verbose_name} {key}: pernah dimuat, lalu dihapus.")
            return None
        last = record.values if record else {}
        if found is None:
            found = self._add(model, key, {**given, **(once or {})}, row, columns or {})
        else:
            self._update(found, last, given, row, columns or {})
        if found is not None:
            self._remember(name, found, given)
        return found

    def finish(self) -> Summary:
        """Keep what was given for the next run; to be called at the end, once."""
        ReferenceRecord.objects.bulk_create(
            self._given.values(),
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["row", "values", "loaded_at"],
        )
        return self.summary

    def _name(self, model: type[models.Model], key: str, row: Row) -> str:
        name = f"{model._meta.label_lower}:{key}"
        if len(name) > LONGEST_KEY:
            raise row.fault("kunci", key, "terlalu panjang")
        return name

    def _found(self, model: type[M], record: ReferenceRecord | None, find: Values) -> M | None:
        if record is None:
            return model._default_manager.filter(**find).first() if self._had(model) else None
        if model not in self._known:
            prefix = f"{model._meta.label_lower}:"
            keys = [r.row for name, r in self._records.items() if name.startswith(prefix)]
            rows = model._default_manager.in_bulk(keys).values()
            self._known[model] = {str(found.pk): found for found in rows}
        return self._known[model].get(record.row)  # type: ignore[return-value]

    def _had(self, model: type[models.Model]) -> bool:
        """True if the table held rows before this load; an empty one need not be searched."""
        if model not in self._held_rows:
            self._held_rows[model] = model._default_manager.exists()
        return self._held_rows[model]

    def _add(
        self, model: type[M], key: str, values: Values, row: Row, columns: Mapping[str, str]
    ) -> M | None:
        new = model(**values)
        _check_fields(new, values, row, columns)
        if refusal := _refused(new, force_insert=True):
            self._leave(f"{model._meta.verbose_name} {key}: tidak ditambahkan. {refusal}")
            return None
        self.summary.added[str(model._meta.verbose_name)] += 1
        return new

    def _update(
        self, found: models.Model, last: Values, given: Values, row: Row, columns: Mapping[str, str]
    ) -> None:
        now = {name: plain(getattr(found, _attname(found, name))) for name in given}
        said = {name: plain(value) for name, value in given.items()}
        follow, keep = merge(current=now, last=last, given=said)
        subject = f"{found._meta.verbose_name} {found}" if follow or keep else ""
        for name in keep:
            label = _field(found, name).verbose_name
            self._leave(f"{subject}: {label} disunting; data acuan: {_quoted(given[name])}.")
        if not follow:
            return
        for name in follow:
            setattr(found, name, given[name])
        _check_fields(found, {name: given[name] for name in follow}, row, columns)
        if refusal := _refused(found, update_fields=follow):
            found.refresh_from_db()
            self._leave(f"{subject}: tidak diubah. {refusal}")
            return
        self.summary.changed[str(found._meta.verbose_name)] += 1

    def _remember(self, name: str, found: models.Model, given: Values) -> None:
        values = {field_name: plain(value) for field_name, value in given.items()}
        record = self._records.get(name)
        if record is None or record.values != values or record.row != str(found.pk):
            self._given[name] = ReferenceRecord(
                key=name, row=str(found.pk), values=values, loaded_at=self.at
            )

    def _leave(self, sentence: str) -> None:
        self.summary.left_alone.append(sentence)


def plain(value: Any) -> Any:
    """`value` as JSON keeps it, so that it equals what was remembered."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, DateRange):
        return [plain(value.lower), plain(value.upper)]
    return value


def _attname(row: models.Model, name: str) -> str:
    """The attribute without a query: office_id rather than office."""
    return _field(row, name).attname


def _field(row: models.Model | type[models.Model], name: str) -> models.Field:
    return row._meta.get_field(name)  # type: ignore[return-value]


def _is_missing(model: type[models.Model], name: str, value: Any) -> bool:
    """True if the row belongs to one that is not there."""
    model_field = _field(model, name)
    return value is None and model_field.is_relation and not model_field.null


def _check_fields(
    row: models.Model, values: Values, source: Row, columns: Mapping[str, str]
) -> None:
    """Refuses what the field would refuse in a form: the file is at fault."""
    others = {each.name for each in row._meta.fields} - set(values)
    try:
        row.clean_fields(exclude=others)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        reason = f"ditolak: {messages[0].rstrip('.')}"
        raise source.fault(columns.get(name, name), values[name], reason) from None


def _refused(row: models.Model, **how: Any) -> str:
    """Saves `row`; else what the rows already there have against it."""
    try:
        with transaction.atomic():
            row.save(**how)
    except IntegrityError:
        try:
            row.validate_unique()
            row.validate_constraints()
        except ValidationError as error:
            return " ".join(error.messages)
        raise
    return ""


def _quoted(value: Any) -> str:
    return "kosong" if value in (None, "") else f"“{value}”"


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items()) or "tidak ada"
