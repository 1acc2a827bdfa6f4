"""What forbids a term to become as asked: another holder, or a record that tells otherwise."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange

from forum_portal.lib.dates import Precision
from provinces.models import Person, Post, Term
from provinces.term_refusals import LEAVE_THE_OTHER, PersonGone, TermCollides, TermDecided


def lock_post(post: Post) -> None:
    """Whatever is done to the terms of one post waits for each other."""
    Post.objects.select_for_update().get(pk=post.pk)


def lock_person(person: Person) -> None:
    """The record stays until the end: nobody merges it into another. Raises PersonGone."""
    if not Person.objects.select_for_update(no_key=True).filter(pk=person.pk).exists():
        raise PersonGone(person)


def overlapping(post: Post, period: DateRange) -> list[Term]:
    terms = post.terms.definitive().filter(period__overlap=period)
    return list(terms.select_related("person"))


def refuse_collision(term: Term) -> None:
    """Raises TermCollides naming the first definitive holder whom `term` would displace."""
    if term.acting or term.period is None:
        return
    rivals = [other for other in overlapping(term.post, term.period) if other != term]
    if rivals:
        other = min(rivals, key=lambda rival: rival.period.lower or date.min)
        raise TermCollides(term.post, other, LEAVE_THE_OTHER)


def refuse_contradiction(term: Term, before: Mapping[str, Any]) -> None:
    """Raises TermDecided where the record that opened `term` tells otherwise, PersonGone.

    Who was chosen, and that it was for the post itself, stays; since when and on behalf of
    whom, too, unless that record left it open. What came later (end, decree, source) may differ.
    """
    if term.person != before["person"]:
        lock_person(term.person)
    begins = before["period"] and before["period"].lower
    is_exact = before["from_precision"] == Precision.DAY and begins is not None
    moved = term.period is None or (is_exact and term.period.lower != begins)
    other_office = before["on_behalf_of"] not in (None, term.on_behalf_of)
    differs = {
        "pemegangnya": term.person != before["person"],
        "kedudukannya": term.acting != before["acting"],
        "awalnya": before["period"] is not None and moved,
        "balai yang diwakilinya": other_office,
    }
    wrong = [word for word, is_so in differs.items() if is_so]
    if wrong and (found := referrer(term)):
        raise TermDecided(
            f"Masa jabatan ini ditetapkan oleh {found}: {', '.join(wrong)} mengikuti catatan "
            f"itu. Tercatat: {before['person']}, {term.post}."
        )


def referrer(term: Term) -> models.Model | None:
    """A record, of whichever app, that refers to `term` and forbids that it goes."""
    for relation in Term._meta.related_objects:
        if relation.on_delete is models.PROTECT:
            rows = relation.related_model._base_manager
            if found := rows.filter(**{relation.field.name: term}).first():
                return found
    return None
