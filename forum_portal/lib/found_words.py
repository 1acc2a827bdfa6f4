"""How the words that were found are marked: <mark> around escaped text, whatever it says."""

import re
from collections.abc import Iterable
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from forum_portal.lib.full_text import OTHER_WORDS, SHORTEST_TYPO, SIMILAR_ENOUGH, Query

# Of no script: a headline puts them around what it found, and what people wrote loses them.
_START, _STOP = "\ue000", "\ue001"
_BETWEEN = " … "
HEADLINE = (
    f"StartSel={_START}, StopSel={_STOP}, MaxFragments=2, MaxWords=18, MinWords=8, "
    f'FragmentDelimiter="{_BETWEEN}"'
)
_MARKED = re.compile(f"{_START}([^{_START}{_STOP}]*){_STOP}")
_WORD = re.compile(r"[^\W_]+")
# Of Markdown, what is not text: addresses of links, signs of emphasis, headings, lists.
_LINK_END = re.compile(r"\]\([^()\s]*\)")
_SIGNS = re.compile(r"[*`\[\]]|(?:^|(?<=\s))(?:#{1,6}|>|[-+])(?=\s)|(?<!\w)_|_(?!\w)")


def marked(text: str, query: Query) -> SafeString:
    """`text` with the words that begin as those of the query do; else those that look alike."""
    words = _beginnings(query)
    found = {word for word in _WORD.findall(text) if word.lower().startswith(words)}
    if not found:
        found = {word for word in _WORD.findall(text) if _is_like_one(word.lower(), query.words)}
    return _joined((word in found, word) for word in re.split(r"([^\W_]+)", text))


def marked_headline(headline: str) -> SafeString:
    """What PostgreSQL's ts_headline made with HEADLINE of a text in Markdown, as one line.

    Empty where it found nothing: then it is only how the text begins.
    """
    if _START not in headline:
        return SafeString()
    plain = " ".join(_SIGNS.sub("", _LINK_END.sub("", headline)).split())
    parts, end = [], 0
    for match in _MARKED.finditer(plain):
        parts += [(False, plain[end : match.start()]), (True, match[1])]
        end = match.end()
    return _joined([*parts, (False, plain[end:])])


def _joined(parts: Iterable[tuple[bool, str]]) -> SafeString:
    written = (
        f"<mark>{escape(text)}</mark>" if is_marked else escape(text) for is_marked, text in parts
    )
    html = "".join(written).replace(_START, "").replace(_STOP, "")
    return mark_safe(html)  # noqa: S308 - each part was escaped


def _beginnings(query: Query) -> tuple[str, ...]:
    others = (each for word in query.words for way in OTHER_WORDS.get(word, ()) for each in way)
    return (*query.words, *others)


def _is_like_one(word: str, words: Iterable[str]) -> bool:
    """As pg_trgm compares two words."""
    if len(word) < SHORTEST_TYPO:
        return False
    ours = _trigrams(word)
    return any(
        len(ours & theirs) >= SIMILAR_ENOUGH * len(ours | theirs)
        for theirs in map(_trigrams, words)
    )


@lru_cache(maxsize=2000)
def _trigrams(word: str) -> frozenset[str]:
    padded = f"  {word} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))
