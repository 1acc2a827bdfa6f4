"""What a proposed head does to the terms of the post: a new term, or the present one put right."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import User
from provinces.actions.people import correct_person_name
from provinces.actions.terms import appoint, correct_term
from provinces.models import Office, Person, Post, ProposedChange, Term
from provinces.proposals.fields import CORRECTION
from provinces.rehearsal import effects_on
from provinces.term_refusals import HeadGone


def apply_head(office: Office, change: ProposedChange, by: User | None, at: datetime) -> None:
    """Raises TermRefused, ValidationError."""
    if _is_correction(change):
        _correct(office, change, by, at)
    else:
        _appoint(office, change, by, at)


def effects_of_head(change: ProposedChange, *, by: User | None, at: datetime) -> list[str]:
    """Sentences about the terms that applying a proposed head would open, close and change.

    Nothing of it is kept. Raises TermRefused.
    """
    # Read anew: what is undone in the database would stay done in the caller's objects.
    change = ProposedChange.objects.select_related("proposal__office").get(pk=change.pk)
    office = change.proposal.office
    with transaction.atomic():
        beside = _beside_correction if _is_correction(change) else _beside_new
        told = beside(office, change)
        effects = effects_on(_head_post(office), lambda: apply_head(office, change, by, at))
        transaction.set_rollback(True)
    return [*effects, *told]


def _appoint(office: Office, change: ProposedChange, by: User | None, at: datetime) -> None:
    new = _new(change)
    term = appoint(
        post=_head_post(office),
        person=_known_person(new["name"]) or Person.objects.create(name=new["name"]),
        from_day=date.fromisoformat(new["from_day"]),
        from_precision=new["precision"],
        acting=new["acting"],
        decree_number=new["decree_number"],
        source=_source_of(change),
        by=by,
        at=at,
    )
    if decree := _taken_decree(change):
        Term.objects.filter(pk=term.pk).update(decree=decree)


def _correct(office: Office, change: ProposedChange, by: User | None, at: datetime) -> None:
    # Before the term is read: what else is done to the terms of the post waits.
    list(Post.objects.select_for_update().filter(office=office, slug=Post.HEAD))
    term = _meant(office, change)
    values = _corrected(change, term)
    if decree := _taken_decree(change):
        values["decree"] = decree
    term = correct_term(term=term, values=values, by=by, at=at)
    if _is_other("name", change):
        correct_person_name(person=term.person, name=_new(change)["name"], by=by, at=at)


def _corrected(change: ProposedChange, term: Term) -> dict[str, Any]:
    """Of correct_term(): only what was proposed otherwise than it stood; the end stays."""
    new = _new(change)
    values = {name: new[name] for name in ("acting", "decree_number") if _is_other(name, change)}
    if _is_other("from_day", change) or _is_other("precision", change):
        until = term.period.upper if term.period else None
        values["period"] = DateRange(date.fromisoformat(new["from_day"]), until)
        values["from_precision"] = new["precision"]
        # What told of a sighting does not tell since when.
        values["source"] = _source_of(change)
    return values


def _beside_new(office: Office, change: ProposedChange) -> list[str]:
    name = _new(change)["name"]
    if _known_person(name):
        return [f"Catatan {name} yang sudah ada dipakai."]
    return [f"{name} dicatat sebagai orang baru; gabungkan bila ternyata sudah tercatat."]


def _beside_correction(office: Office, change: ProposedChange) -> list[str]:
    """What the terms do not tell: where else the name stands, and the file. Raises HeadGone."""
    term, name = _meant(office, change), _new(change)["name"]
    told = []
    if _is_other("name", change):
        told.append(f"{term.person} ditulis {name} di semua halaman yang menyebutnya.")
        if Person.objects.filter(name__iexact=name).exclude(pk=term.person_id).exists():
            told.append(f"{name} juga nama orang lain yang tercatat; gabungkan bila orangnya sama.")
    if change.proposal.decree:
        replaced = "menggantikan berkas yang sudah ada" if term.decree else "disimpan"
        told.append(f"Berkas SK {replaced} pada masa jabatan ini.")
    return told


def _meant(office: Office, change: ProposedChange) -> Term:
    """The term that was shown when the correction was proposed. Raises HeadGone."""
    terms = Term.objects.filter(post__office=office, post__slug=Post.HEAD)
    term = terms.select_related("person", "post").filter(pk=_new(change)["term"]).first()
    if term is None:
        raise HeadGone(_old(change)["name"])
    return term


def _taken_decree(change: ProposedChange) -> str:
    """The name of the proposal's file, which the term keeps: the proposal forgets it."""
    decree = change.proposal.decree
    name, decree.name = decree.name or "", ""
    if name:
        change.proposal.save(update_fields=["decree"])
    return name


def _is_correction(change: ProposedChange) -> bool:
    return _new(change).get("kind") == CORRECTION


def _is_other(name: str, change: ProposedChange) -> bool:
    return _new(change)[name] != _old(change)[name]


def _new(change: ProposedChange) -> Any:
    """JSON of the shape that provinces/proposals/fields.py gives its field."""
    return change.new


def _old(change: ProposedChange) -> Any:
    """Never None of a correction: it is of the head that was shown."""
    return change.old


def _head_post(office: Office) -> Post:
    return Post.objects.get_or_create(office=office, slug=Post.HEAD, defaults={"title": "Kepala"})[
        0
    ]


def _known_person(name: str) -> Person | None:
    """The one person of exactly that name, titles included; None where none or several are."""
    found = list(Person.objects.filter(name__iexact=name)[:2])
    return found[0] if len(found) == 1 else None


def _source_of(change: ProposedChange) -> str:
    return f"{change.proposal.get_origin_display()}, {change.proposal.created_at:%d-%m-%Y}"
