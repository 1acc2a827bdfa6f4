"""Names as they are kept, and when two of them are one person's: titles and case do not count."""

import re
import unicodedata

LONGEST_KEY = 150

# As they look without their full stops: "K.H." is "kh", "(H.C.)" is "hc".
_FRONT_TITLES = {"apt", "dr", "dra", "drg", "drh", "drs", "h", "hc", "hj", "ir", "kh", "ns"}
_FRONT_TITLES |= {"prof", "tgk", "ust"}
# "S.Kom.", "M.Pd", "Ph.D": letters on both sides of a full stop.
_DEGREE = re.compile(r"\w{1,4}\.\w[\w.]*")
# Unseen, they turn around the name that stands after them, and what stands beside it.
_TURNING = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def as_written(name: str) -> str:
    """On one line, without signs that change the direction of reading; "" if nothing is left."""
    return " ".join(name.translate(_TURNING).split())


def name_key(full_name: str) -> str:
    """The name without titles: "Dr. Ir. H. Budi Santoso, S.T., M.Kom." gives "budi santoso".

    A name that is nothing but titles keeps them. Initials ("M. Ali") belong to the name.
    """
    words = full_name.partition(",")[0].split()
    while len(words) > 1 and _DEGREE.fullmatch(words[-1]):
        words.pop()
    while len(words) > 1 and _plain(words[0]).replace(" ", "") in _FRONT_TITLES:
        words.pop(0)
    key = " ".join(_plain(word) for word in words).strip() or _plain(full_name)
    return " ".join(key.split())[:LONGEST_KEY]


def _plain(word: str) -> str:
    """Lower case, without accents; an apostrophe vanishes, other punctuation parts words."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    unaccented = "".join(char for char in letters if not unicodedata.combining(char))
    joined = re.sub(r"['’`ʼ‘]", "", unaccented)
    return " ".join(re.sub(r"[\W_]+", " ", joined).split())
