"""Terms as rows of a file: what is written, and what a row asks for."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max, QuerySet

from accounts.models import User
from provinces.actions.sightings import record_sighting
from provinces.actions.terms import TermRefused, appoint, correct_term
from provinces.exchange.cells import (
    CLEAR,
    UNKNOWN,
    CellRefused,
    choice_text,
    day_text,
    parse_choice,
    parse_day,
    parse_exact,
    parse_key,
)
from provinces.exchange.rows import (
    Cells,
    Column,
    Fate,
    Outcome,
    RowRefused,
    SourceRow,
    differences,
    read,
    refuse,
)
from provinces.models import Office, Person, Post, Term
from provinces.rehearsal import effects_between, new_vacancies, terms_now

COLUMNS = (
    Column("id", "ID", "Nomor masa jabatan di portal; kosong untuk yang baru."),
    Column("office", "Balai", "Alamat halaman balai, misalnya jawa-barat; kosong untuk jabatan "
           "forum."),
    Column("post", "Kode jabatan", "Misalnya kepala, ketua. Jabatannya harus sudah ada."),
    Column("post_title", "Jabatan", "Untuk dibaca.", is_read=False),
    Column("person", "ID orang", "Nomor orang di portal; kosong bila dicari dengan nama."),
    Column("name", "Nama", "Lengkap dengan gelar. Nama yang belum tercatat menjadi orang baru."),
    Column("acting", "Kedudukan", "Definitif, Plt., atau Plh."),
    Column("from", "Mulai", "Tanggal, bulan, atau tahun. Pejabat sebelumnya berakhir saat itu."),
    Column("until", "Sampai", "Hari pertama yang tidak lagi termasuk masa jabatan."),
    Column("seen", "Tercatat pada", "Bila awal masa jabatan tidak diketahui."),
    Column("on_behalf_of", "Mewakili balai", "Alamat halaman balai, untuk jabatan forum."),
    Column("decree_number", "Nomor SK", ""),
    Column("source", "Sumber", ""),
)  # fmt: skip
_ACTING = (("", "Definitif"), *Term.Acting.choices)
_TEXTS = ("decree_number", "source")


def for_export(terms: QuerySet[Term]) -> QuerySet[Term]:
    return terms.select_related("post__office", "person", "on_behalf_of")


def cells(term: Term) -> Cells:
    """As the file shows the term; without a query once loaded by `for_export`."""
    first, until = (term.period.lower, term.period.upper) if term.period else (None, None)
    # Neither end known and yet a period: told apart from no period at all.
    is_open = term.period is not None and first is None
    told = {
        "id": str(term.pk),
        "office": term.post.office.slug if term.post.office else "",
        "post": term.post.slug,
        "post_title": str(term.post),
        "person": str(term.person_id),
        "name": term.person.name,
        "acting": choice_text(term.acting, _ACTING),
        "from": UNKNOWN if is_open else day_text(first, term.from_precision),
        "until": day_text(until, term.until_precision),
        "seen": day_text(term.seen_on, term.seen_precision),
        "on_behalf_of": term.on_behalf_of.slug if term.on_behalf_of else "",
        "decree_number": term.decree_number,
        "source": term.source,
    }
    return {key: value.replace("\r\n", "\n").strip() for key, value in told.items()}


class TermImport:
    """Rows one after the other; each in the caller's savepoint."""

    columns = COLUMNS

    def __init__(self, rows: list[SourceRow], *, by: User, at: datetime) -> None:
        self.by, self.at = by, at
        keys = {row.get("id") for row in rows if row.get("id").isdecimal()}
        named = for_export(Term.objects.filter(pk__in=[k for k in keys if len(k) < 19]))
        self._by_pk = {term.pk: term for term in named}
        self._offices = {office.slug: office for office in Office.objects.all()}
        posts = Post.objects.select_related("office")
        self._posts = {(p.office.slug if p.office else "", p.slug): p for p in posts}
        self._seen: dict[int, int] = {}

    def apply(self, row: SourceRow) -> Fate:
        if not row.get("id"):
            return self._add(row)
        key = read(COLUMNS, "id", parse_key, row.get("id"))
        if key not in self._by_pk:
            raise refuse(COLUMNS, "id", f"tidak ada masa jabatan bernomor {key}.")
        first = self._seen.setdefault(key, row.number)
        if first != row.number:
            raise RowRefused(f"Masa jabatan ini sudah disebut pada baris {first}.")
        if row.wanted(cells(self._by_pk[key])):
            return self._correct(row, key)
        return Fate(row.number, _subject(self._by_pk[key]), Outcome.SAME)

    def _correct(self, row: SourceRow, key: int) -> Fate:
        """As it is by now: a row before this one may have ended it."""
        term = for_export(Term.objects.filter(pk=key)).get()
        before, others, newest = cells(term), terms_now(term.post), _newest_person()
        values = self._values(row, term, before)
        self._doing(correct_term, term=term, values=values)
        now = for_export(Term.objects.filter(pk=key)).get()
        changes = _told(before, cells(now))
        if now.person_id > newest:
            changes.append(f"{now.person} menjadi orang baru.")
        changes += new_vacancies(others, terms_now(term.post))
        outcome = Outcome.CHANGED if changes else Outcome.SAME
        return Fate(row.number, _subject(now), outcome, changes)

    def _values(self, row: SourceRow, term: Term, before: Cells) -> dict[str, Any]:
        wanted = row.wanted(before)
        for key in ("office", "post"):
            if key in wanted:
                raise refuse(COLUMNS, key, "masa jabatan tidak berpindah jabatan; buat baris baru.")
        merged = {**before, **wanted}
        values: dict[str, Any] = {}
        if {"person", "name"} & wanted.keys():
            values["person"] = self._other_person(row, wanted)
        if {"from", "until"} & wanted.keys():
            values |= _period(merged)
        if "acting" in wanted:
            values["acting"] = read(COLUMNS, "acting", _acting, wanted["acting"])
        if "seen" in wanted:
            day, precision = read(COLUMNS, "seen", parse_exact, wanted["seen"])
            values |= {"seen_on": day, "seen_precision": precision}
        if "on_behalf_of" in wanted:
            values["on_behalf_of"] = self._office(wanted["on_behalf_of"])
        return values | {key: _text(key, wanted[key]) for key in _TEXTS if key in wanted}

    def _add(self, row: SourceRow) -> Fate:
        filled = row.filled()
        post = self._posts.get((filled.get("office", ""), filled.get("post", "")))
        if post is None:
            raise refuse(COLUMNS, "post", "tidak ada jabatan dengan kode itu pada balai itu.")
        newest = _newest_person()
        person = self._person(filled)
        before = terms_now(post)
        term = self._opened(post, person, filled)
        effects = effects_between(before, terms_now(post))
        if person.pk > newest:
            effects.append(f"{person} menjadi orang baru.")
        effects += [
            f"{c.label}: {filled[c.key]}" for c in COLUMNS if c.key in filled and c.key in _TEXTS
        ]
        return Fate(row.number, _subject(term), Outcome.NEW, effects)

    def _opened(self, post: Post, person: Person, filled: Cells) -> Term:
        acting = read(COLUMNS, "acting", _acting, filled.get("acting", CLEAR))
        details: dict[str, Any] = {key: _text(key, filled.get(key, "")) for key in _TEXTS}
        details["on_behalf_of"] = self._office(filled.get("on_behalf_of", CLEAR))
        period = _period({"from": "", "until": "", **filled})
        seen, precision = read(COLUMNS, "seen", parse_exact, filled.get("seen", CLEAR))
        first, until = period["period"].lower, period["period"].upper
        if first is None:
            if until or not seen:
                raise refuse(COLUMNS, "from", "wajib diisi, kecuali hanya “Tercatat pada”.")
            return self._doing(
                record_sighting, post=post, person=person, seen_on=seen, precision=precision,
                acting=acting, **details,
            )  # fmt: skip
        if post.terms.filter(person=person, acting=acting, period__startswith=first).exists():
            raise RowRefused(f"{person} sudah tercatat sebagai {post} mulai saat itu.")
        term = self._doing(
            appoint, post=post, person=person, from_day=first, until=until, acting=acting,
            from_precision=period["from_precision"], until_precision=period["until_precision"],
            **details,
        )  # fmt: skip
        if seen:
            values = {"seen_on": seen, "seen_precision": precision}
            term = self._doing(correct_term, term=term, values=values)
        return term

    def _other_person(self, row: SourceRow, wanted: Cells) -> Person:
        if "person" not in wanted and row.get("person"):
            raise refuse(
                COLUMNS, "name",
                "nama orang diperbaiki di halaman orangnya. Untuk orang lain, kosongkan ID orang.",
            )  # fmt: skip
        return self._person({key: wanted[key] for key in ("person", "name") if key in wanted})

    def _person(self, filled: Cells) -> Person:
        """By key; else the one of that name, a new one if there is none."""
        name = " ".join(filled.get("name", "").split())
        if "person" in filled:
            key = read(COLUMNS, "person", parse_key, filled["person"])
            person = Person.objects.filter(pk=key).first()
            if person is None or (name and person.name != name):
                raise refuse(COLUMNS, "person", f"nomor {key} bukan orang dengan nama itu.")
            return person
        if not name or name == CLEAR:
            raise refuse(COLUMNS, "name", "wajib diisi.")
        found = list(Person.objects.filter(name=name)[:2])
        if len(found) > 1:
            raise refuse(COLUMNS, "person", f"ada beberapa orang bernama {name}; isi nomornya.")
        if found:
            return found[0]
        read(COLUMNS, "name", lambda text: _clean(Person, "name", text), name)
        return Person.objects.create(name=name)

    def _office(self, slug: str) -> Office | None:
        if slug == CLEAR:
            return None
        if slug not in self._offices:
            raise refuse(COLUMNS, "on_behalf_of", f"tidak ada balai beralamat {slug}.")
        return self._offices[slug]

    def _doing(self, action: Callable[..., Term], **what: Any) -> Term:
        try:
            return action(**what, by=self.by, at=self.at)
        except TermRefused as refusal:
            raise RowRefused(str(refusal)) from None


def _period(merged: Cells) -> dict[str, Any]:
    first, from_precision = read(COLUMNS, "from", parse_day, merged["from"] or CLEAR)
    until, until_precision = read(COLUMNS, "until", parse_day, merged["until"] or CLEAR)
    if merged["until"] == UNKNOWN:
        raise refuse(
            COLUMNS, "until", "tulis hari terakhir yang diketahui dengan tanda tanya: 2025-06-30?"
        )
    return {
        "period": DateRange(first, until),
        "from_precision": from_precision,
        "until_precision": until_precision,
    }


def _acting(text: str) -> str:
    return "" if text == CLEAR else parse_choice(text, _ACTING)


def _text(key: str, text: str) -> str:
    text = "" if text == CLEAR else text
    return read(COLUMNS, key, lambda value: _clean(Term, key, value), text)


def _clean(model: type[Term | Person], name: str, text: str) -> str:
    try:
        field: Any = model._meta.get_field(name)
        return field.clean(text, None)
    except ValidationError as refusal:
        raise CellRefused(" ".join(refusal.messages)) from None


def _newest_person() -> int:
    """A person with a greater key has come since."""
    return Person.objects.aggregate(newest=Max("pk"))["newest"] or 0


def _told(before: Cells, after: Cells) -> list[str]:
    """The number of a person who has another name says nothing more, and may be a new one."""
    is_other = before["name"] != after["name"]
    columns = [column for column in COLUMNS if not (is_other and column.key == "person")]
    return differences(columns, before, after)


def _subject(term: Term) -> str:
    return f"{term.person}, {term.post}"
