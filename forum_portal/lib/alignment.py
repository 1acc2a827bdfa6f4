"""Two texts piece by piece, compared only where that takes no longer than reading them.

difflib looks at the pairs of equal pieces once more for each match that it finds: two texts of
one word over and over take the cube of their length, which for a page is many minutes.
"""

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

# Two pages of ordinary text, with a hundred commas and as many times "dan" each, have half of it.
MOST_PAIRS = 40_000


def pairs_of(before: Sequence[str], after: Sequence[str]) -> int:
    """How many pairs of equal pieces there are, blanks left out."""
    counted = Counter(piece for piece in after if not piece.isspace())
    return sum(counted[piece] for piece in before)


def aligned(
    before: Sequence[str], after: Sequence[str], most_pairs: int = MOST_PAIRS
) -> SequenceMatcher | None:
    """What the two have in common; None where to find it would take too long.

    Blanks join what matches beside them and match nothing by themselves.
    """
    if pairs_of(before, after) > most_pairs:
        return None
    return SequenceMatcher(str.isspace, before, after, autojunk=False)
