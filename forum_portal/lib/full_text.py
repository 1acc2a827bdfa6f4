"""What a reader looks for, as PostgreSQL asks it, and how the words found are marked.

Measured on PostgreSQL 15: its `indonesian` stems "pemilihan" and "terpilih" alike, but knows no
stop words and makes "gital" of "digital". So every text stands in its vector twice, stemmed and
as it is, and every word is asked both ways.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection

LONGEST_QUERY = 100
MOST_WORDS = 8
# How much of a word's trigrams another word must share to pass for it: "tekomdik" has 0.73 of
# Tekkomdik, "padng" 0.44 of Padang, but "bali" 0.38 of Balai and "btkp" 0.38 of BTIKP.
SIMILAR_ENOUGH = 0.42
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
        """In lower case, each once; neither stop words nor those that a minus excludes."""
        every = dict.fromkeys(_WORD.findall(_EXCLUDED.sub(" ", self.text.lower())))
        return tuple(word for word in every if word not in STOP_WORDS)[:MOST_WORDS]

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
            "plain": [_ways(word, "") for word in self.words],
            "hit": [_ways(word, ":*") for word in self.words],
            "whole": [_ways(word, ":A") for word in self.words],
            "start": [_ways(word, ":*A") for word in self.words],
            "near": [_ways(word, ":*AB") for word in self.words],
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
# All of them together, for texts that stand in one vector; one row.
ALL_WORDS = f"""{WORDS},
    query AS (
        SELECT string_agg('(' || hit::text || ')', ' & ')::tsquery AS hit,
               string_agg('(' || whole::text || ')', ' & ')::tsquery AS whole,
               string_agg('(' || start::text || ')', ' & ')::tsquery AS start
        FROM word
    )"""
# Not with a word that a minus excludes.
NOT_EXCLUDED = "(%(excluded)s = '' OR NOT {search} @@ %(excluded)s::tsquery)"
# What operators ask of a text beside its words, in both of its forms.
AS_TYPED = """
    (%(operators)s = '' OR {search} @@ (websearch_to_tsquery('simple', %(operators)s)
                                        || websearch_to_tsquery('indonesian', %(operators)s)))"""

# The statement has this for its own transaction alone, in the same round trip: the threshold of
# an indexed comparison is no argument of it, and a pooled connection must not keep it.
_THRESHOLD = f"SET LOCAL pg_trgm.strict_word_similarity_threshold = {SIMILAR_ENOUGH};"


def rows_of(statement: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a statement that may compare trigrams (`%%>>`), each by its columns' names."""
    with connection.cursor() as cursor:
        cursor.execute(_THRESHOLD + statement, parameters)
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


def _like(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)
