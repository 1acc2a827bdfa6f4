"""What is done to records of persons: a name put right, two of one person made one and parted.

A merge moves every row that points to the record that goes, whichever layer it belongs to. What
was there is remembered in PersonMerge; undoing moves back exactly what moved and is still there.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import DatabaseError, transaction

from accounts import audit
from accounts.models import User
from provinces.models import Person, PersonMerge, Post, ReferenceRecord
from provinces.pointing_rows import Reference, references_to

_FIELDS = [each for each in Person._meta.concrete_fields if not each.primary_key]


class MergeRefused(Exception):
    """Two records that cannot become one, or one that cannot become two again."""


@dataclass
class Split:
    """`person` is back; left_behind: sentences about what stayed as the merge had made it."""

    person: Person
    left_behind: list[str] = field(default_factory=list)


@transaction.atomic
def correct_person_name(*, person: Person, name: str, by: User | None, at: datetime) -> Person:
    """`person`, written as `name` from now on wherever they are named; nothing else changes.

    Raises ValidationError.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    before, person.name = person.name, " ".join(name.split())
    if person.name == before:
        return person
    Person._meta.get_field("name").clean(person.name, person)
    person.save(update_fields=["name"])
    audit.record(
        "person.name_corrected", target=person, by=by, at=at, before=before, after=person.name
    )
    return person


@transaction.atomic
def merge_persons(
    *, keep: Person, merged: Person, reason: str, by: User | None, at: datetime
) -> PersonMerge:
    """What `merged` was and had is `keep`'s from now on; the record itself is gone.

    Fields that `keep` lacks are taken over. Raises MergeRefused.
    """
    if keep.pk == merged.pk:
        raise MergeRefused(f"{keep} tidak dapat digabungkan dengan catatannya sendiri.")
    sources = _point_reference_data(merged.pk, keep.pk)
    kept, gone = _locked(keep, merged)
    if obstacle := obstacle_to_merge(kept, gone):
        raise MergeRefused(obstacle)
    moved = references_to(gone, lock=True)
    for reference in moved:
        _move(reference, kept)
    merge = PersonMerge.objects.create(
        kept=kept,
        merged={"pk": gone.pk, **_values(gone)},
        kept_before={name: _values(kept)[name] for name in lacking(kept, gone)},
        moved=[*(reference.as_json() for reference in moved), *sources],
        reason=reason,
        at=at,
        by=by,
    )
    gone_pk = gone.pk
    gone.delete()
    for name, value in _values(gone).items():
        if name in merge.kept_before:
            setattr(kept, name, value)
    kept.save(update_fields=list(merge.kept_before))
    details = {"merged": str(gone), "merged_pk": gone_pk, "moved": len(moved), "reason": reason}
    audit.record("person.merged", target=kept, by=by, at=at, **details)
    return merge


@transaction.atomic
def undo_merge(*, merge: PersonMerge, by: User | None, at: datetime) -> Split:
    """The merged record again, under its old key, with the rows that moved and are still there.

    A row that points elsewhere by now, or that may no longer change, stays; so does a field of
    the kept record that was changed since. Raises MergeRefused.
    """
    _point_reference_data(merge.kept_id, merge.merged["pk"], of=merge)
    merge = PersonMerge.objects.select_for_update().get(pk=merge.pk)
    if obstacle := _obstacle_to_undoing(merge):
        raise MergeRefused(obstacle)
    kept = Person.objects.select_for_update().get(pk=merge.kept_id)
    left = _give_back(kept, merge)
    person, refused = _recreate(merge)
    left += refused + _move_back(merge, kept, person)
    merge.undone_at, merge.undone_by = at, by
    merge.save(update_fields=["undone_at", "undone_by"])
    audit.record(
        "person.split", target=kept, by=by, at=at,
        merged=str(person), merged_pk=person.pk, left_behind=len(left),
    )  # fmt: skip
    return Split(person, left)


def obstacle_to_merge(kept: Person, gone: Person) -> str:
    """What speaks against it as far as the two records tell; empty if nothing does."""
    if kept.nip and gone.nip and kept.nip != gone.nip:
        return (
            f"{kept} dan {gone} memiliki NIP yang berbeda, jadi bukan orang yang sama. Bila salah "
            "satu NIP keliru, perbaiki dahulu."
        )
    return ""


def lacking(kept: Person, gone: Person) -> list[str]:
    """The fields that `kept` leaves empty and `gone` fills."""
    mine, theirs = _values(kept), _values(gone)
    return [name for name in mine if mine[name] in ("", None) and theirs[name] not in ("", None)]


def _values(person: Person) -> dict[str, Any]:
    return {each.name: each.value_from_object(person) for each in _FIELDS}


def _locked(keep: Person, merged: Person) -> tuple[Person, Person]:
    """Both as they are now; those who act on their posts wait, or are waited for, first."""
    pks = sorted((keep.pk, merged.pk))
    posts = Post.objects.filter(pk__in=Post.objects.filter(terms__person__in=pks).values("pk"))
    list(posts.order_by("pk").select_for_update())
    found = {p.pk: p for p in Person.objects.filter(pk__in=pks).order_by("pk").select_for_update()}
    if len(found) < 2:
        raise MergeRefused("Salah satu dari kedua catatan ini baru saja dihapus atau digabungkan.")
    return found[keep.pk], found[merged.pk]


def _point_reference_data(
    old: int, new: int, of: PersonMerge | None = None
) -> list[dict[str, Any]]:
    """Where data/ names the person, the next load finds the record under `new`.

    of: only what that merge moved. First of all locks: a load holds the whole table.
    """
    label = ReferenceRecord._meta.label_lower
    records = ReferenceRecord.objects.filter(
        key__startswith=f"{Person._meta.label_lower}:", row=str(old)
    )
    if of is not None:
        records = records.filter(pk__in=[m["pk"] for m in of.moved if m["model"] == label])
    keys = list(records.values_list("pk", flat=True))
    ReferenceRecord.objects.filter(pk__in=keys).update(row=str(new))
    return [{"model": label, "field": "row", "pk": key} for key in keys]


def _move(reference: Reference, person: Person) -> None:
    row = reference.row
    try:
        with transaction.atomic():
            rows = type(row)._base_manager.filter(pk=row.pk)
            rows.update(**{reference.field: person})
    except DatabaseError:
        # A trigger that keeps the row as it is, or a rule that allows only one such row.
        raise MergeRefused(
            f"{reference.label} tidak dapat ikut berpindah ke {person}: barisnya sudah beku atau "
            "bertabrakan dengan baris yang sudah ada. Tidak ada yang digabungkan."
        ) from None


def _obstacle_to_undoing(merge: PersonMerge) -> str:
    if merge.undone_at is not None:
        return f"Penggabungan {merge} sudah dipisahkan lagi."
    moved = [{"model": merge._meta.label_lower, "pk": merge.pk}]
    later = PersonMerge.objects.filter(moved__contains=moved, undone_at=None).first()
    if later:
        return f"Pisahkan dahulu penggabungan sesudahnya: {later}."
    return ""


def _give_back(kept: Person, merge: PersonMerge) -> list[str]:
    """`kept` without what it got from the merged record, unless it was changed since."""
    left, restored = [], []
    for name, before in merge.kept_before.items():
        if _values(kept)[name] == merge.merged[name]:
            setattr(kept, name, before)
            restored.append(name)
        else:
            label = next(each.verbose_name for each in _FIELDS if each.name == name)
            left.append(f"Isian {label} pada {kept} sudah diubah sejak digabung; dibiarkan.")
    kept.save(update_fields=restored)
    return left


def _recreate(merge: PersonMerge) -> tuple[Person, list[str]]:
    person, left = Person(**merge.merged), []
    if person.nip and Person.objects.filter(nip=person.nip).exists():
        person.nip = ""
        left.append(f"NIP {person} kini tercatat pada orang lain; catatannya kembali tanpa NIP.")
    person.save(force_insert=True)
    return person, left


def _move_back(merge: PersonMerge, kept: Person, person: Person) -> list[str]:
    left = []
    for model, name, pk in _tables(merge.moved):
        rows = model._base_manager.filter(pk=pk)
        try:
            with transaction.atomic():
                is_moved = rows.filter(**{name: kept}).update(**{name: person})
        except DatabaseError:
            is_moved = False
        if not is_moved:
            row = rows.first()
            words = f"{row} tidak lagi milik {kept}, atau sudah beku" if row else "sudah dihapus"
            left.append(f"{str(model._meta.verbose_name).capitalize()}: {words}; dibiarkan.")
    return left


def _tables(moved: Iterable[dict[str, Any]]) -> list[tuple[Any, str, Any]]:
    """The rows to move back; those of the reference data have moved already."""
    return [
        (apps.get_model(row["model"]), row["field"], row["pk"])
        for row in moved
        if row["model"] != ReferenceRecord._meta.label_lower
    ]
