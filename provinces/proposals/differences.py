"""Two texts side by side, with what goes marked in the one and what comes in the other."""

import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from forum_portal.lib.alignment import aligned

# Beyond this many words both stand unmarked.
MOST_WORDS = 3000
# Below this part in common one text replaces the other: marks would be all that is seen.
LEAST_IN_COMMON = 0.4
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


def marked(old: str, new: str) -> tuple[SafeString, SafeString]:
    """`old` with <del> and `new` with <ins> around the words that differ, both escaped."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    too_long = max(len(before), len(after)) > MOST_WORDS
    matcher = None if too_long else aligned(before, after)
    if matcher is None or matcher.ratio() < LEAST_IN_COMMON:
        return format_html("{}", old), format_html("{}", new)
    left, right = [], []
    for kind, a, b, c, d in matcher.get_opcodes():
        left.append(_piece("del", kind == "equal", before[a:b]))
        right.append(_piece("ins", kind == "equal", after[c:d]))
    return _joined(left), _joined(right)


def _piece(tag: str, is_same: bool, words: list[str]) -> SafeString:
    text = "".join(words)
    if is_same or not text:
        return format_html("{}", text)
    return format_html("<{0}>{1}</{0}>", tag, text)


def _joined(pieces: list[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))
