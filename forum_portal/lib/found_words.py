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
    words, text = _beginnings(query), _without_signs(text)
    found = {word for word in _WORD.findall(text) if word.lower().startswith(words)}
    if not found:
        found = {word for word in _WORD.findall(text) if _is_like_one(word.lower(), query.words)}
    if not found:
        return escape(text)
    return _as_html(_WORD.sub(lambda match: _signed(match[0], match[0] in found), text))


def marked_headline(headline: str) -> SafeString:
    """What PostgreSQL's ts_headline made with HEADLINE of a text in Markdown, as one line.

    Empty where it found nothing: then it is only how the text begins.
    """
    if _START not in headline:
        return SafeString()
    plain = " ".join(_SIGNS.sub("", _LINK_END.sub("", headline)).split())
    # What was found is every second part.
    parts = enumerate(_MARKED.split(plain))
    return _as_html("".join(_signed(_without_signs(part), at % 2 == 1) for at, part in parts))


def _signed(text: str, is_found: bool) -> str:
    return f"{_START}{text}{_STOP}" if is_found else text


def _without_signs(text: str) -> str:
    return text.replace(_START, "").replace(_STOP, "")


def _as_html(signed: str) -> SafeString:
    """Escaped as a whole: a page has hundreds of words, and escaping each takes longer."""
    html = escape(signed).replace(_START, "<mark>").replace(_STOP, "</mark>")
    return mark_safe(html)  # noqa: S308 - escaped, and the signs are ours


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
