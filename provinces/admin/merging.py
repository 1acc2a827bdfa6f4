"""What the pages of a merge show: who the other may be, both records, what moved."""

from typing import Any

from django.apps import apps

from provinces.actions.people import lacking, obstacle_to_merge
from provinces.doubles import doubles_of
from provinces.models import Person, PersonMerge, ReferenceRecord

MOST_FOUND = 20


def search_others(person: Person, words: str) -> dict[str, Any]:
    """Likely doubles of `person`; with `words`, whoever bears them in the name."""
    everybody = Person.objects.prefetch_related("terms__post__office")
    query = words.replace("\0", "").strip()
    if query:
        found = everybody.exclude(pk=person.pk).filter(name__icontains=query)[:MOST_FOUND]
    else:
        found = doubles_of(person, everybody)[:MOST_FOUND]
    return {"query": query, "others": found}


def compared(person: Person, other: Person, *, with_nip: bool) -> dict[str, Any]:
    """Both records field by field, and what becomes of them."""
    taken = lacking(person, other)
    names = ["name", "nip", "note"] if with_nip else ["name", "note"]
    rows = [
        {
            "label": Person._meta.get_field(name).verbose_name,
            "kept": getattr(person, name),
            "merged": getattr(other, name),
            "result": getattr(other if name in taken else person, name),
        }
        for name in names
    ]
    obstacle = obstacle_to_merge(person, other)
    return {"rows": rows, "obstacles": [obstacle] if obstacle else []}


def remembered(merge: PersonMerge) -> list[str]:
    """The rows that moved, in words; one query for each kind of row, and what its words cost."""
    wanted: dict[str, list[Any]] = {}
    for row in merge.moved:
        if row["model"] != ReferenceRecord._meta.label_lower:
            wanted.setdefault(row["model"], []).append(row["pk"])
    words = []
    for label, pks in wanted.items():
        model = apps.get_model(label)
        name = str(model._meta.verbose_name).capitalize()
        there = model._base_manager.in_bulk(pks)
        words += [f"{name}: {there.get(pk, 'sudah dihapus')}" for pk in pks]
    return words
