"""What a reader asks of /cari/: words, and where to look for them.

A choice that nobody offered narrows nothing: an old or mistyped address still answers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from forum_portal.lib.compiled_queries import compiled
from forum_portal.lib.full_text import Query
from forum_portal.search.kinds import KINDS
from provinces.models import Province

FIRST_YEAR, LAST_YEAR = 1945, 2200

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """kind, province: "" for all; year: None for any."""

    query: Query
    kind: str
    province: str
    year: int | None
    provinces: Choices

    @property
    def is_filtered(self) -> bool:
        return bool(self.province or self.year)

    @property
    def is_narrowed(self) -> bool:
        """By a filter or to one kind."""
        return self.is_filtered or bool(self.kind)

    @property
    def address(self) -> QueryDict:
        """What of the address's query means something, for the links of the page."""
        address = QueryDict(mutable=True)
        given = {"q": self.query.text, "jenis": self.kind, "provinsi": self.province}
        given["tahun"] = str(self.year or "")
        address.update({name: value for name, value in given.items() if value})
        return address

    @property
    def province_field(self) -> dict[str, Any]:
        return _select("provinsi", "Provinsi", "Semua provinsi", self.provinces, self.province)


def asked(address: QueryDict) -> Asked:
    """One query, for the names of the provinces."""
    provinces = list(_province_rows())
    year = address.get("tahun", "")
    is_year = year.isascii() and year.isdecimal() and FIRST_YEAR <= int(year[:5]) <= LAST_YEAR
    return Asked(
        query=Query.of(address.get("q", "")),
        kind=_one_of([kind.slug for kind in KINDS], address.get("jenis", "")),
        province=_one_of([code for code, _ in provinces], address.get("provinsi", "")),
        year=int(year) if is_year else None,
        provinces=provinces,
    )


def _one_of(known: Iterable[str], given: str) -> str:
    return given if given in known else ""


def _select(
    name: str, label: str, everything: str, choices: Choices, chosen: str
) -> dict[str, Any]:
    return {
        "name": name,
        "label": label,
        "options": [
            {"value": value, "label": text, "is_chosen": value == chosen}
            for value, text in [("", everything), *choices]
        ],
    }


@compiled
def _province_rows() -> QuerySet:
    return Province.objects.order_by("name").values_list("code", "name")
