"""What the page of the forum says: who leads, who led, and how each came to lead."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from elections.models import Election
from forum_portal.lib.compiled_queries import compiled
from forum_portal.lib.dates import partial_date
from meetings.models import Meeting
from provinces.holders import selected, term_of
from provinces.models import Office, Post, Term
from provinces.terms import Holding, holding_on

Row = dict[str, Any]

_SAMPLE = {"text": "Contoh", "tone": "amber"}
_IN_OFFICE = {"text": "Menjabat", "tone": "green"}
_ENDED = {"text": "Masa bakti berakhir", "tone": "amber"}
_SEEN = {"text": "Tercatat", "tone": "blue"}


@dataclass(frozen=True)
class PostPage:
    """One post of the forum: `card` of who holds it or held it last, `lapsed` if nobody is
    known to hold it today, `history` of all its terms.
    """

    title: str
    anchor: str
    card: Row | None
    lapsed: str
    history: list[Row]
    is_sample: bool


def forum_facts(posts: list[PostPage], *, office_count: int, meeting_count: int) -> list[Row]:
    """The strip: members, who leads, rakor on record."""
    chair = next((post for post in posts if post.anchor == Post.CHAIR), None)
    leads = {"label": "Ketua", "value": "Belum tercatat", "note": chair.lapsed if chair else ""}
    if chair and chair.card and not chair.lapsed:
        leads = {"label": "Ketua", "value": chair.card["name"], "note": chair.card["when"]}
    return [
        {
            "label": "Anggota",
            "value": f"{office_count} balai",
            "note": "tercatat di portal ini",
            "url": reverse("provinces:list"),
        },
        leads,
        {
            "label": "Rapat koordinasi",
            "value": f"{meeting_count} rakor",
            "note": "tercatat di portal ini",
            "url": reverse("meetings:list"),
        },
    ]


def posts_of_forum(today: date) -> list[PostPage]:
    """In their order; two queries."""
    terms: dict[str, list[Term]] = defaultdict(list)
    for row in _term_rows():
        term = term_of(row)
        *_, office_name, office_slug, slug, method, title, published_at, is_sample, at = row
        if office_slug:
            term.on_behalf_of = Office(name=office_name, slug=office_slug)
        rakor = Meeting(slug=at, title=title, published_at=published_at, is_sample=is_sample)
        # Asking the term itself would be a query for each that no election gave.
        term.election = (  # type: ignore[attr-defined]
            Election(slug=slug, method=method, meeting=rakor) if published_at else None
        )
        terms[term.post.slug].append(term)
    posts = (Post(slug=slug, title=title) for slug, title in _post_rows())
    return [_post_page(post, terms[post.slug], today) for post in posts]


def counted() -> tuple[int, int]:
    """Member offices, and rakor on record that are no samples. Two queries."""
    return len(_office_rows()), len(_meeting_rows())


@compiled
def _post_rows() -> QuerySet:
    return Post.objects.of_forum().values_list("slug", "title")


@compiled
def _term_rows() -> QuerySet:
    election = "election_result__election"
    return selected(
        Term.objects.filter(post__office=None).latest_first(),
        "on_behalf_of__name",
        "on_behalf_of__slug",
        f"{election}__slug",
        f"{election}__method",
        f"{election}__meeting__title",
        f"{election}__meeting__published_at",
        f"{election}__meeting__is_sample",
        f"{election}__meeting__slug",
    )


@compiled
def _office_rows() -> QuerySet:
    return Office.objects.order_by().values_list("pk")


@compiled
def _meeting_rows() -> QuerySet:
    return Meeting.objects.published().filter(is_sample=False).order_by().values_list("pk")


def _post_page(post: Post, terms: list[Term], today: date) -> PostPage:
    holding = holding_on(today, terms)
    shown = holding.holder or holding.last or holding.sighting
    return PostPage(
        title=post.title,
        anchor=post.slug,
        card=_card(shown, holding) if shown else None,
        lapsed="" if holding.holder else _lapsed(post, holding),
        history=[_history_row(term, holding) for term in terms],
        is_sample=any(_is_sample(term) for term in terms),
    )


def _card(term: Term, holding: Holding) -> Row:
    election, office = _election(term), term.on_behalf_of
    items: list[Row] = [{"label": "Masa bakti", "value": term.when}]
    if office:
        items.append({"label": "Mewakili", "value": office.name, "url": office.get_absolute_url()})
    if election:
        items.append(
            {
                "label": "Dipilih",
                "value": f"secara {election.get_method_display().lower()}",
                "url": election.get_absolute_url(),
                "note": election.meeting.title,
            }
        )
    items.append({"label": "Sumber", "value": term.source})
    return {
        "name": term.person.name,
        "initials": initials(term.person.name),
        "line": f"{_acting(term)}{term.post.title} Forum",
        "when": term.when,
        "items": items,
        "badges": _badges(term, holding),
    }


def _history_row(term: Term, holding: Holding) -> Row:
    election, office = _election(term), term.on_behalf_of
    return {
        "title": f"{_acting(term)}{term.person.name}",
        "date": term.when,
        "office": office,
        "election": election,
        "how": f"secara {election.get_method_display().lower()}" if election else "",
        "meeting": election.meeting if election else None,
        "source": term.source,
        "badges": _badges(term, holding),
    }


def _badges(term: Term, holding: Holding) -> list[Row]:
    in_office = term in (holding.definitive, holding.acting)
    ended = term == holding.last
    seen = term == holding.sighting
    badges = [*[_IN_OFFICE] * in_office, *[_ENDED] * ended, *[_SEEN] * seen]
    return [*badges, _SAMPLE] if _is_sample(term) else badges


def _lapsed(post: Post, holding: Holding) -> str:
    if holding.last:
        last = holding.last
        ended = partial_date(last.period.upper, last.until_precision)
        return f"Masa bakti berakhir {ended}; penggantinya belum tercatat."
    if holding.sighting:
        return f"Siapa yang menjabat {post.title} hari ini belum tercatat."
    return f"Belum ada {post.title} yang tercatat."


def _election(term: Term) -> Election | None:
    """How the term came to be, if its rakor is public; of the terms of `posts_of_forum`."""
    return term.election  # type: ignore[attr-defined]


def _is_sample(term: Term) -> bool:
    election = _election(term)
    return bool(election and election.meeting.is_sample)


def _acting(term: Term) -> str:
    return f"{term.get_acting_display()} " if term.acting else ""


def initials(name: str) -> str:
    """Of the name before its titles: "Siti Aminah, M.Kom." is SA."""
    words = [word for word in name.partition(",")[0].split() if not word.endswith(".")]
    return "".join(word[0] for word in words[:2]).upper()
