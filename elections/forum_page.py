"""What the page of the forum says: who leads, who led, and how each came to lead.

The same of an earlier day: who led then, on behalf of which office by its name of that day.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from elections.models import Election
from forum_portal.lib.compiled_queries import compiled
from meetings.models import Meeting
from provinces.holders import selected, term_of
from provinces.models import Membership, Office, OfficeName, Post, Term
from provinces.names import FormerNames, name_on
from provinces.terms import Holding, ending, holding_on

Row = dict[str, Any]

_SAMPLE = {"text": "Contoh", "tone": "amber"}
_IN_OFFICE = {"text": "Menjabat", "tone": "green"}
_IN_OFFICE_THEN = {"text": "Menjabat waktu itu", "tone": "green"}
_ENDED = {"text": "Masa bakti berakhir", "tone": "amber"}
_SEEN = {"text": "Tercatat", "tone": "blue"}


@dataclass(frozen=True)
class PostPage:
    """One post of the forum: `card` of who holds it or held it last, `stand_in` of who acts for
    them, `lapsed` if nobody is known to hold it on the day, `history` of all its terms (none on
    the page of a past day).
    """

    title: str
    anchor: str
    card: Row | None
    stand_in: Row | None
    lapsed: str
    history: list[Row]
    is_sample: bool


@dataclass(frozen=True)
class Counts:
    """Members on a day; those of whom nobody knows when they joined; rakor begun until then."""

    members: int
    of_unknown_joining: int
    meetings: int


def forum_facts(posts: list[PostPage], counts: Counts, day: date | None = None) -> list[Row]:
    """The strip: members, who leads, rakor on record; day: the past one that is asked for."""
    chair = next((post for post in posts if post.anchor == Post.CHAIR), None)
    leads = {"label": "Ketua", "value": "Belum tercatat", "note": chair.lapsed if chair else ""}
    if chair and chair.card and not chair.lapsed:
        leads = {"label": "Ketua", "value": chair.card["name"], "note": chair.card["when"]}
    some = f"{counts.of_unknown_joining} di antaranya belum diketahui sejak kapan"
    all_of_them = counts.of_unknown_joining == counts.members
    unknown = "sejak kapan bergabung belum diketahui" if all_of_them else some
    return [
        {
            "label": "Anggota",
            "value": f"{counts.members} balai",
            "note": unknown if day and counts.of_unknown_joining else "tercatat di portal ini",
            "url": reverse("provinces:list") + (f"?pada={day.isoformat()}" if day else ""),
        },
        leads,
        {
            "label": "Rapat koordinasi",
            "value": f"{counts.meetings} rakor",
            "note": "sampai hari itu" if day else "tercatat di portal ini",
            "url": reverse("meetings:list"),
        },
    ]


def posts_of_forum(day: date, *, is_past: bool = False) -> list[PostPage]:
    """In their order, as they were held on `day`; three queries."""
    names: dict[int, FormerNames] = defaultdict(list)
    for office, name, valid in _former_rows():
        names[office].append((name, valid))
    terms: dict[str, list[Term]] = defaultdict(list)
    for row in _term_rows():
        term = _term(row)
        if office := term.on_behalf_of:
            _name(office, term, day, names[office.pk])
        terms[term.post.slug].append(term)
    posts = (Post(slug=slug, title=title) for slug, title in _post_rows())
    return [_post_page(post, terms[post.slug], day, is_past=is_past) for post in posts]


def counted(day: date, *, is_past: bool = False) -> Counts:
    """On `day`; rakor that are no samples, all of them on today's page. Two queries."""
    known: dict[bool, int] = dict(_membership_rows(day))
    meetings = [starts_on for (starts_on,) in _meeting_rows()]
    return Counts(
        members=sum(known.values()),
        of_unknown_joining=known.get(True, 0),
        meetings=sum(starts_on <= day for starts_on in meetings) if is_past else len(meetings),
    )


def _name(office: Office, term: Term, day: date, former: FormerNames) -> None:
    """Its name of `day`, today's where it is another, and the one at the beginning of `term`."""
    known: Any = {"present": office.name, "since": office.name_since, "former": former}
    began = (term.period.lower if term.period else term.seen_on) or day
    office.name = name_on(day, **known)
    others = {"now_called": known["present"], "then_called": name_on(began, **known)}
    for name, called in others.items():
        setattr(office, name, "" if called == office.name else called)


def _term(row: tuple[Any, ...]) -> Term:
    """With the office on whose behalf it is held and the election that gave it, if any."""
    term = term_of(row)
    *_, pk, name, office_slug, since, slug, method, title, published_at, is_sample, at = row
    if pk:
        term.on_behalf_of = Office(pk=pk, name=name, slug=office_slug, name_since=since)
    rakor = Meeting(slug=at, title=title, published_at=published_at, is_sample=is_sample)
    # Asking the term itself would be a query for each that no election gave.
    term.election = (  # type: ignore[attr-defined]
        Election(slug=slug, method=method, meeting=rakor) if published_at else None
    )
    return term


@compiled
def _post_rows() -> QuerySet:
    return Post.objects.of_forum().values_list("slug", "title")


@compiled
def _term_rows() -> QuerySet:
    election = "election_result__election"
    return selected(
        Term.objects.filter(post__office=None).latest_first(),
        "on_behalf_of__pk",
        "on_behalf_of__name",
        "on_behalf_of__slug",
        "on_behalf_of__name_since",
        f"{election}__slug",
        f"{election}__method",
        f"{election}__meeting__title",
        f"{election}__meeting__published_at",
        f"{election}__meeting__is_sample",
        f"{election}__meeting__slug",
    )


@compiled
def _former_rows() -> QuerySet:
    """Of the offices on whose behalf a post of the forum is or was held."""
    leading = Term.objects.filter(post__office=None).order_by().values("on_behalf_of")
    names = OfficeName.objects.filter(office__in=leading)
    return names.order_by().values_list("office", "name", "valid")


@compiled
def _membership_rows(day: date) -> QuerySet:
    """How many members on `day`, by whether nobody knows when they joined."""
    members = Membership.objects.on(day).annotate(since_nobody_knows=Q(period__lower_inf=True))
    return members.order_by().values_list("since_nobody_knows").annotate(Count("pk"))


@compiled
def _meeting_rows() -> QuerySet:
    held = Meeting.objects.published().filter(is_sample=False)
    return held.order_by().values_list("starts_on")


def _post_page(post: Post, terms: list[Term], day: date, *, is_past: bool) -> PostPage:
    holding = holding_on(day, terms)
    shown = holding.holder or holding.last or holding.sighting
    other = holding.acting if holding.definitive else None
    lapsed = _lapsed_then if is_past else _lapsed
    return PostPage(
        title=post.title,
        anchor=post.slug,
        card=_card(shown, holding, day if is_past else None) if shown else None,
        stand_in=_card(other, holding, day if is_past else None) if other else None,
        lapsed="" if holding.holder else lapsed(post, holding),
        history=[] if is_past else [_history_row(term, holding) for term in terms],
        is_sample=any(_is_sample(term) for term in terms),
    )


def _card(term: Term, holding: Holding, day: date | None) -> Row:
    """day: the past one that is asked for."""
    election, office = _election(term), term.on_behalf_of
    items: list[Row] = [{"label": "Masa bakti", "value": term.when}]
    if office:
        items.append(_office_item(office, day))
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
        "badges": _badges(term, holding, _IN_OFFICE_THEN if day else _IN_OFFICE),
    }


def _office_item(office: Office, day: date | None) -> Row:
    url = office.get_absolute_url() + (f"?pada={day.isoformat()}" if day else "")
    item = {"label": "Mewakili", "value": office.name, "url": url}
    now_called = office.now_called  # type: ignore[attr-defined]
    return {**item, "note": f"sekarang: {now_called}"} if now_called else item


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


def _badges(term: Term, holding: Holding, in_office_badge: Row = _IN_OFFICE) -> list[Row]:
    in_office = term in (holding.definitive, holding.acting)
    ended = term == holding.last
    seen = term == holding.sighting
    badges = [*[in_office_badge] * in_office, *[_ENDED] * ended, *[_SEEN] * seen]
    return [*badges, _SAMPLE] if _is_sample(term) else badges


def _lapsed(post: Post, holding: Holding) -> str:
    if holding.last:
        return f"Masa bakti {ending(holding.last)}; penggantinya belum tercatat."
    if holding.sighting:
        return f"Siapa yang menjabat {post.title} hari ini belum tercatat."
    return f"Belum ada {post.title} yang tercatat."


def _lapsed_then(post: Post, holding: Holding) -> str:
    """Who followed later is on record, perhaps, but not that anybody did on that day."""
    if holding.last:
        return (
            f"Masa bakti sebelumnya {ending(holding.last)}; pemegang pada hari itu tidak tercatat."
        )
    return f"Siapa yang menjabat {post.title} pada hari itu tidak tercatat."


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
