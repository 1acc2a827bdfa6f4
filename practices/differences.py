"""What differs between two texts, line by line and, within a line, word by word.

Pure: texts in, data out; templates/practices/_difference.html shows them with words and signs,
not by colour alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from forum_portal.lib.alignment import MOST_PAIRS, aligned, pairs_of

SAME, ADDED, REMOVED, CHANGED, SKIPPED = "same", "added", "removed", "changed", "skipped"

# Lines that stay are shown next to a change only.
CONTEXT = 1
# Above these a comparison would take seconds and help nobody.
MOST_LINES = 2000
MOST_WORDS = 800
# Of lines less alike than this, one is told to be removed and the other to be added.
ALIKE = 0.45

_WORDS = re.compile(r"\s+|[^\s\w]|\w+")


class Part(NamedTuple):
    """Some words of a line: SAME, ADDED or REMOVED."""

    kind: str
    text: str


class Line(NamedTuple):
    """kind: SAME, ADDED, REMOVED, CHANGED (its parts tell how) or SKIPPED (`left_out` lines)."""

    kind: str
    parts: tuple[Part, ...] = ()
    left_out: int = 0


@dataclass
class _Patience:
    """How many pairs of equal words may still be compared: all lines of a text share them."""

    pairs: int


def differences(old: str, new: str) -> list[Line]:
    """From `old` to `new`; empty when they say the same."""
    before, after = _lines(old), _lines(new)
    if before == after:
        return []
    too_long = len(before) + len(after) > MOST_LINES
    matcher = None if too_long else aligned(before, after)
    if matcher is None:
        return [*_whole(REMOVED, before), *_whole(ADDED, after)]
    found: list[Line] = []
    left = _Patience(MOST_PAIRS)
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what == "equal":
            found += _kept(
                before[i1:i2],
                is_first=not (i1 or j1),
                is_last=i2 == len(before) and j2 == len(after),
            )
        else:
            found += _replaced(before[i1:i2], after[j1:j2], left)
    return found


def _lines(text: str) -> list[str]:
    """Without empty ones: they part paragraphs, and their number says nothing."""
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def _whole(kind: str, lines: list[str]) -> Iterator[Line]:
    return (Line(kind, (Part(kind, line),)) for line in lines)


def _kept(lines: list[str], *, is_first: bool, is_last: bool) -> list[Line]:
    """The lines beside a change, and how many lie between them."""
    head = 0 if is_first else CONTEXT
    tail = 0 if is_last else CONTEXT
    skipped = len(lines) - head - tail
    if skipped <= 1:
        return list(_whole(SAME, lines))
    return [
        *_whole(SAME, lines[:head]),
        Line(SKIPPED, left_out=skipped),
        *_whole(SAME, lines[len(lines) - tail :]),
    ]


def _replaced(before: list[str], after: list[str], left: _Patience) -> list[Line]:
    """Lines that are alike become one with its words compared, each with the one in its place."""
    found: list[Line] = []
    for old, new in zip(before, after, strict=False):
        parts = _word_by_word(old, new, left)
        if parts:
            found.append(Line(CHANGED, parts))
        else:
            found += [*_whole(REMOVED, [old]), *_whole(ADDED, [new])]
    found += _whole(REMOVED, before[len(after) :])
    found += _whole(ADDED, after[len(before) :])
    return found


def _word_by_word(old: str, new: str, left: _Patience) -> tuple[Part, ...]:
    """Empty when the two have too little in common, or too much to compare."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if len(before) > MOST_WORDS or len(after) > MOST_WORDS:
        return ()
    matcher = aligned(before, after, left.pairs)
    left.pairs -= pairs_of(before, after)
    if matcher is None or matcher.ratio() < ALIKE:
        return ()
    parts = []
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what == "equal":
            parts.append(Part(SAME, "".join(before[i1:i2])))
            continue
        if i2 > i1:
            parts.append(Part(REMOVED, "".join(before[i1:i2])))
        if j2 > j1:
            parts.append(Part(ADDED, "".join(after[j1:j2])))
    return tuple(parts)
