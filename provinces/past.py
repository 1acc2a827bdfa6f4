"""What is known of an office on one earlier day: name, head, posts in the forum, membership.

Contacts, pictures and texts are kept for today only, so a page about another day has none.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from provinces.holders import terms_of_office
from provinces.members import Member
from provinces.membership import TONES, State, memberships_of, state_on
from provinces.models import Post, Term
from provinces.names import Named, named_on, names_of
from provinces.terms import Holding, holding_on

Fact = dict[str, Any]


@dataclass(frozen=True)
class OfficeThen:
    """name: the one in force on the day; now_called: today's, where it is another.

    heads, forum: rows of who held the office's head and, on its behalf, posts of the forum.
    """

    name: str
    now_called: str
    membership: State
    tone: str
    facts: list[Fact]
    heads: list[Fact]
    forum: list[Fact]


def office_on(member: Member, day: date) -> OfficeThen:
    """Three queries at most."""
    named = named_on(day, names_of(member))
    name = named.name if named else member.name
    membership = state_on(day, memberships_of(member.pk))
    head, forum = _holdings(member, day)
    return OfficeThen(
        name=name,
        now_called="" if name == member.name else member.name,
        membership=membership,
        tone=TONES[membership.standing],
        facts=[
            _head_fact(head),
            {"label": "Keanggotaan forum", "value": membership.words},
            _name_fact(named, member),
        ],
        heads=[_row(term, "") for term in _shown(head)],
        forum=[_row(term, title) for title, holding in forum for term in _forum_shown(holding)],
    )


def _holdings(member: Member, day: date) -> tuple[Holding, list[tuple[str, Holding]]]:
    """Of the head's post, and of each post of the forum that the office ever filled."""
    head: list[Term] = []
    forum: dict[str, list[Term]] = defaultdict(list)
    for term in terms_of_office(member.slug):
        if term.post.office_id is None:
            forum[term.post.title].append(term)
        elif term.post.slug == Post.HEAD:
            head.append(term)
    holdings = [(title, holding_on(day, terms)) for title, terms in sorted(forum.items())]
    return holding_on(day, head), holdings


def _head_fact(head: Holding) -> Fact:
    term = head.holder or head.sighting
    if term is None:
        note = f"sebelumnya: {head.last.person.name}" if head.last else ""
        return {"label": "Kepala", "value": "", "note": note}
    return {"label": "Kepala", "value": term.person.name, "note": f"{_acting(term)}{term.when}"}


def _name_fact(named: Named | None, member: Member) -> Fact:
    if named is None:
        note = "nama sekarang; nama pada hari itu belum tercatat"
        return {"label": "Nama", "value": member.name, "note": note}
    return {"label": "Nama", "value": named.name, "note": named.when}


def _shown(head: Holding) -> list[Term]:
    """The definitive and the acting one, else who was seen in the post before that day."""
    holders = [term for term in (head.definitive, head.acting) if term]
    return holders or [term for term in (head.sighting,) if term]


def _forum_shown(holding: Holding) -> list[Term]:
    """Only who is known to have held the post: a sighting may be long past."""
    return [term for term in (holding.definitive, holding.acting) if term]


def _row(term: Term, post: str) -> Fact:
    held = f"{post} Forum" if post else "Kepala"
    seen = term.period is None
    return {
        "title": term.person.name,
        "date": term.when.removeprefix("tercatat "),
        "note": " · ".join(
            part
            for part in (
                f"{_acting(term)}{held}",
                f"SK {term.decree_number}" if term.decree_number else "",
                f"sumber {term.source}" if term.source else "",
            )
            if part
        ),
        "state": "Tercatat" if seen else "Menjabat",
        "tone": "blue" if seen else "green",
    }


def _acting(term: Term) -> str:
    return f"{term.get_acting_display()} " if term.acting else ""
