"""Every row of the portal that points to a person or a post, whichever layer it belongs to.

Read from the model's own relations, so that a table that a higher layer adds is among them.
"""

from dataclasses import dataclass
from typing import Any

from django.db import models

from provinces.models import Person


@dataclass(frozen=True)
class Reference:
    row: models.Model
    field: str

    @property
    def label(self) -> str:
        return f"{str(self.row._meta.verbose_name).capitalize()}: {self.row}"

    def as_json(self) -> dict[str, Any]:
        """As PersonMerge remembers it."""
        return {"model": self.row._meta.label_lower, "field": self.field, "pk": self.row.pk}


def references_to(person: Person, *, lock: bool = False) -> list[Reference]:
    """One query a table; the words of each row may cost more.

    lock: nobody else changes these rows until the transaction ends.
    """
    found = []
    for model, field in _relations():
        rows = model._base_manager.filter(**{field: person}).order_by("pk")
        if lock:
            rows = rows.select_for_update(of=("self",))
        found += [Reference(row, field) for row in rows]
    return found


def is_referred_to(row: models.Model) -> bool:
    """True if any row of the portal has a key to `row`; one query a table."""
    return any(
        relation.field.model._base_manager.filter(**{relation.field.name: row}).exists()
        for relation in row._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel)
    )


def _relations() -> list[tuple[type[models.Model], str]]:
    """Tables with a key to Person, those between two models included; in a steady order."""
    found = [
        (relation.field.model, relation.field.name)
        for relation in Person._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel)
    ]
    return sorted(found, key=lambda table: table[0]._meta.label_lower)
