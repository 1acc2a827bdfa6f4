"""What every kind of search answers: a few hits, how many there are, how well they fit."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from forum_portal.lib.found_words import marked
from forum_portal.lib.full_text import Query, rows_of

Row = dict[str, Any]

PAGE_SIZE = 24
# Nobody reads on beyond these pages.
MOST_HITS = 10 * PAGE_SIZE
# Of so many hits at a time it is asked how well their texts fit.
BLOCK = 2 * PAGE_SIZE


class Scope(NamedTuple):
    """What is looked for, where, and which of the hits are wanted.

    province: a Kemendagri code; year: of which the hit speaks; "" and None for all.
    titles_only: for suggestions: articles that are called so, and nothing of what texts say
    around the words, for which PostgreSQL would read them.
    """

    query: Query
    province: str = ""
    year: int | None = None
    limit: int = 5
    offset: int = 0
    titles_only: bool = False

    @property
    def parameters(self) -> dict[str, Any]:
        return {
            **self.query.parameters,
            "province": self.province,
            "year": self.year,
            "limit": self.limit,
            "offset": self.offset,
            "block": BLOCK,
            "block_offset": self.offset - self.offset % BLOCK,
            "titles_only": self.titles_only,
        }


class Hit(NamedTuple):
    """title, note, snippet: escaped, with <mark> around what was found."""

    title: SafeString
    url: str
    note: SafeString
    snippet: SafeString = SafeString()
    date: str = ""
    badges: tuple[dict[str, str], ...] = ()
    is_sample: bool = False


class Found(NamedTuple):
    """The hits of one kind. best: the first one's score; is_partial: some words are in none.

    has_more: there are more than `total`, nobody counted how many.
    """

    hits: list[Hit]
    total: int = 0
    best: float = 0
    is_partial: bool = False
    has_more: bool = False

    @property
    def goes_on(self) -> bool:
        """True if there are more than the pages show."""
        return self.has_more or self.total > MOST_HITS


def found_by(
    statement: str, scope: Scope, hits_of: Callable[[list[Row]], list[Hit]], **more: Any
) -> Found:
    """One query. statement: rows with total, covered (how many words) and score, best first.

    more: further parameters of the statement.
    """
    rows = rows_of(statement, scope.parameters | more)
    if not rows:
        return Found([])
    first = rows[0]
    return Found(
        hits=hits_of(rows),
        total=first["total"],
        best=float(first["score"]),
        is_partial=first["covered"] < len(scope.query.words),
    )


def note_of(parts: Iterable[str], query: Query) -> SafeString:
    """The parts that say something, on one line."""
    said = ((marked(part, query),) for part in parts if part)
    return format_html_join(mark_safe(" · "), "{}", said)
