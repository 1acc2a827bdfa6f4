"""What the page of the forum says: who leads, who led, and how each came to lead."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

from elections.models import Election
from forum_portal.lib.dates import partial_date
from provinces.models import Post, Term
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
    terms = (
        Term.objects.select_related(
            "person",
            "on_behalf_of",
            "election_result__election__meeting",
            "election_result__election__acclamation",
        )
        .defer("person__nip", "person__note")
        .latest_first()
    )
    posts = Post.objects.of_forum().prefetch_related(Prefetch("terms", queryset=terms))
    return [_post_page(post, list(post.terms.all()), today) for post in posts]


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
    result = getattr(term, "election_result", None)
    return result.election if result and result.election.meeting.published_at else None


def _is_sample(term: Term) -> bool:
    election = _election(term)
    return bool(election and election.meeting.is_sample)


def _acting(term: Term) -> str:
    return f"{term.get_acting_display()} " if term.acting else ""


def initials(name: str) -> str:
    """Of the name before its titles: "Siti Aminah, M.Kom." is SA."""
    words = [word for word in name.partition(",")[0].split() if not word.endswith(".")]
    return "".join(word[0] for word in words[:2]).upper()
