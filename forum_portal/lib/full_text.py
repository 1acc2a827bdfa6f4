"""What a reader looks for, as PostgreSQL asks it, and how the words found are marked.

Measured on PostgreSQL 15: its `indonesian` stems "pemilihan" and "terpilih" alike, but knows no
stop words and makes "gital" of "digital". So every text stands in its vector twice, stemmed and
as it is, and every word is asked both ways.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection

LONGEST_QUERY = 100
MOST_WORDS = 8
# How much of a word's trigrams another word must share to pass for it: "tekomdik" has 0.73 of
# Tekkomdik, "padng" 0.44 of Padang, but "bali" 0.38 of Balai and "btkp" 0.38 of BTIKP.
SIMILAR_ENOUGH = 0.41
SHORTEST_TYPO = 4

# They stand in nearly every sentence, and tell nothing of what is looked for.
_STOP_WORDS = """
    ada adalah agar akan apa atas atau bagaimana bagi bahwa berapa dalam dan dapat dari dengan
    di dimana hingga ialah ini itu juga kami karena ke kepada kita mana mengenai namun oleh
    pada para saat sampai se sebagai secara sehingga seperti serta siapa sudah telah tentang
    terhadap tersebut untuk yaitu yakni yang
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
# What people write for what the portal writes; each a list of ways, a way a list of words.
OTHER_WORDS = {
    "babel": [["bangka", "belitung"]],
    "diy": [["yogyakarta"]],
    "dki": [["jakarta"]],
    "jabar": [["jawa", "barat"]],
    "jateng": [["jawa", "tengah"]],
    "jatim": [["jawa", "timur"]],
    "jogja": [["yogyakarta"]],
    "jogjakarta": [["yogyakarta"]],
    "kalbar": [["kalimantan", "barat"]],
    "kalsel": [["kalimantan", "selatan"]],
    "kaltara": [["kalimantan", "utara"]],
    "kalteng": [["kalimantan", "tengah"]],
    "kaltim": [["kalimantan", "timur"]],
    "kepri": [["kepulauan", "riau"]],
    "malut": [["maluku", "utara"]],
    "notulen": [["notula"]],
    "ntb": [["nusa", "tenggara", "barat"]],
    "ntt": [["nusa", "tenggara", "timur"]],
    "rakornas": [["rakor"], ["koordinasi", "nasional"]],
    "sulbar": [["sulawesi", "barat"]],
    "sulsel": [["sulawesi", "selatan"]],
    "sulteng": [["sulawesi", "tengah"]],
    "sultra": [["sulawesi", "tenggara"]],
    "sulut": [["sulawesi", "utara"]],
    "sumbar": [["sumatera", "barat"]],
    "sumsel": [["sumatera", "selatan"]],
    "sumut": [["sumatera", "utara"]],
}

_WORD = re.compile(r"[^\W_]+")
_FRONT_TITLES = frozenset(("dr", "dra", "drg", "drs", "hj", "ir", "prof"))
_DEGREE = re.compile(r"(?<!\S)(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,5}\.?,?(?!\S)")
_EXCLUDED = re.compile(r"(?<!\S)-\S+")
_NUMBER = re.compile(r"[\w.\-]+(?:/[\w.\-]+)+|\d[\w.\-/]{2,}")


@dataclass(frozen=True)
class Query:
    """What was typed, cleaned: at most 100 characters and eight words."""

    text: str

    @classmethod
    def of(cls, typed: str) -> "Query":
        return cls(" ".join(typed.replace("\0", " ")[:LONGEST_QUERY].split()))

    def __bool__(self) -> bool:
        """True if there is a word or a digit to look for."""
        return bool(self.words)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """In lower case, each once; no stop words, none that a minus excludes, and no titles of
        people where there is more: nobody is looked for as a doctor.
        """
        wanted = _EXCLUDED.sub(" ", self.text.lower())
        every = [word for word in _WORD.findall(wanted) if word not in STOP_WORDS]
        plain = [word for word in _WORD.findall(_DEGREE.sub(" ", wanted)) if word in every]
        telling = [word for word in plain if word not in _FRONT_TITLES] or every
        return tuple(dict.fromkeys(telling))[:MOST_WORDS]

    @property
    def phrase(self) -> str:
        """To be compared with a whole name in lower case."""
        return self.text.lower()

    @property
    def number(self) -> str:
        """A letter's number without spaces, in lower case; empty if it does not look like one."""
        squeezed = self.text.lower().replace(" ", "")
        return squeezed if _NUMBER.fullmatch(squeezed) else ""

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """For the statements of the search sources; see WORDS."""
        return {
            "phrase": self.phrase,
            "number": self.number,
            "number_prefix": _like(self.number) + "%" if self.number else "",
            # Only with these does it say more than its words: "of one phrase", -without.
            "operators": self.text if re.search(r'"|(?<!\S)-\w', self.text) else "",
            "excluded": " | ".join(_WORD.findall(" ".join(_EXCLUDED.findall(self.text.lower())))),
            "count": len(self.words),
            "words": list(self.words),
            "plain": [_plain(word) for word in self.words],
            "hit": [_hit(word) for word in self.words],
            "whole": [_ways(word, ":A") for word in self.words],
            "start": [_ways(word, ":*A") for word in self.words],
            "near": [_ways(word, ":*AB") for word in self.words],
            # Of the last word perhaps only the beginning has been typed.
            "all_plain": _all([*map(_plain, self.words[:-1]), *map(_hit, self.words[-1:])]),
            "all_hit": _all(map(_hit, self.words)),
            "all_whole": _all([_ways(word, ":A") for word in self.words]),
            "all_start": _all([_ways(word, ":*A") for word in self.words]),
        }


# The words of the query as rows; each `hit` holds the word's beginning and its stem.
WORDS = """
    word AS (
        SELECT n, text, hit::tsquery || to_tsquery('indonesian', plain) AS hit,
               whole::tsquery AS whole, start::tsquery AS start, near::tsquery AS near
        FROM unnest(%(words)s::text[], %(plain)s::text[], %(hit)s::text[], %(whole)s::text[],
                    %(start)s::text[], %(near)s::text[])
             WITH ORDINALITY AS given(text, plain, hit, whole, start, near, n)
    )"""
# All of them together, for texts that stand in one vector: a constant to the planner, which
# then knows how many texts have a common word.
ALL_WORDS = "(to_tsquery('indonesian', %(all_plain)s) || %(all_hit)s::tsquery)"
# Not with a word that a minus excludes.
NOT_EXCLUDED = "(%(excluded)s = '' OR NOT {search} @@ %(excluded)s::tsquery)"
# What operators ask of a text beside its words, in both of its forms.
AS_TYPED = """
    (%(operators)s = '' OR {search} @@ (websearch_to_tsquery('simple', %(operators)s)
                                        || websearch_to_tsquery('indonesian', %(operators)s)))"""

# For the statement alone, in the same round trip: a pooled connection must not keep them. How
# alike two words must be is no argument of an indexed comparison; without an index the vectors
# of whole tables would be fetched, whose size the planner leaves out of its account; the joins
# stand in a good order as they are written, and planning others takes longer than answering.
_SETTINGS = f"""
    SET LOCAL pg_trgm.strict_word_similarity_threshold = {SIMILAR_ENOUGH};
    SET LOCAL enable_seqscan = off;
    SET LOCAL enable_indexscan = off;
    SET LOCAL join_collapse_limit = 1;
    SET LOCAL jit = off;
"""


def rows_of(statement: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a statement that may compare trigrams (`%%>>`), each by its columns' names."""
    with connection.cursor() as cursor:
        cursor.execute(_SETTINGS + statement, parameters)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _ways(word: str, ending: str) -> str:
    """A tsquery's text: the word, or any of the ways in which the portal writes it.

    One letter is no beginning: half of all names would have it.
    """
    ways = [[word], *OTHER_WORDS.get(word, [])]
    if len(word) == 1:
        ending = ending.replace("*", "").rstrip(":")
    return " | ".join("(" + " & ".join(f"{each}{ending}" for each in way) + ")" for way in ways)


def _plain(word: str) -> str:
    return _ways(word, "")


def _hit(word: str) -> str:
    return _ways(word, ":*")


def _all(words: Iterable[str]) -> str:
    return " & ".join(f"({word})" for word in words)


def _like(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)
