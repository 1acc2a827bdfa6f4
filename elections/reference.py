"""The elections that meetings.yaml tells of, and the loading of all reference data in order."""

from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from elections.models import Acclamation, Election, Result
from meetings.models import Meeting, Official
from meetings.reference import load_meetings
from practices.reference import load_topics
from provinces.models import Person, Post, Term
from provinces.reference import Load, Summary
from provinces.reference_files import Row
from provinces.reference_offices import Members, load_members

ELECTION_COLUMNS = ("post", "method", "elected", "elected_as", "term")

# The posts by the names that the sources give them.
_POSTS = {"Ketua Forum Komunikasi BTIKP se-Indonesia": ("Ketua", Post.CHAIR)}


@transaction.atomic
def load_reference(*, directory: Path, at: datetime) -> Summary:
    """What was added, changed and left alone. Raises ReferenceDataError, having done nothing."""
    load = Load(at)
    members = load_members(load, directory)
    load_topics(load, directory)
    for row, meeting in load_meetings(load, members, directory):
        election_row = row.row("election")
        if meeting and election_row:
            _load_election(load, members, meeting, row, election_row.only(ELECTION_COLUMNS))
    return load.finish()


def _load_election(
    load: Load, members: Members, meeting: Meeting, meeting_row: Row, row: Row
) -> None:
    source = meeting_row.text("source")
    post = _post(load, row)
    person = members.person(row.text("elected", required=True), row)
    _load_official(load, members, meeting, meeting_row, row, person)
    if post is None or person is None:
        return
    given = {
        "slug": f"{post.slug}-{meeting.starts_on.year}",
        "meeting": meeting,
        "post": post,
        "method": row.text("method"),
        "source": source,
    }
    find = {"meeting": meeting, "post": post}
    election = load.put(Election, f"{meeting.slug}:{post.slug}", given, row=row, find=find)
    if election:
        _load_acclamation(load, members, election, person, row)
        _load_result(load, members, election, person, row, source)


def _post(load: Load, row: Row) -> Post | None:
    name = row.text("post", required=True)
    if name not in _POSTS:
        raise row.fault("post", name, "bukan jabatan forum yang dikenal")
    title, slug = _POSTS[name]
    given = {"office": None, "slug": slug, "title": title}
    return load.put(Post, f"forum:{slug}", given, row=row, find={"office": None, "slug": slug})


def _load_official(
    load: Load,
    members: Members,
    meeting: Meeting,
    meeting_row: Row,
    row: Row,
    person: Person | None,
) -> None:
    """Who was elected at a rakor was there, with the position held at that time."""
    given = {
        "meeting": meeting,
        "person": person,
        "office": _office(members, row),
        "position": row.text("elected_as"),
        "part": f"terpilih sebagai {_POSTS[row.text('post')][0]} Forum",
        "order": len(meeting_row.items("officials")) + 1,
    }
    key = f"{meeting.slug}:terpilih:{_POSTS[row.text('post')][1]}"
    load.put(Official, key, given, row=row, columns={"position": "elected_as", "part": "post"})


def _load_acclamation(
    load: Load, members: Members, election: Election, person: Person, row: Row
) -> None:
    period, precision = _period(row)
    given = {
        "election": election,
        "candidate": person,
        "office": _office(members, row),
        "position": row.text("elected_as"),
        "term_until": period.upper,
        "until_precision": precision,
    }
    columns = {"candidate": "elected", "position": "elected_as"}
    find = {"election": election}
    load.put(Acclamation, election.slug, given, row=row, find=find, columns=columns)


def _load_result(
    load: Load, members: Members, election: Election, person: Person, row: Row, source: str
) -> None:
    period, precision = _period(row)
    given = {
        "post": election.post,
        "person": person,
        "on_behalf_of": _office(members, row),
        "period": period,
        "from_precision": precision,
        "until_precision": precision,
        "source": source,
    }
    find = {"post": election.post, "person": person, "period__overlap": period}
    term = load.put(Term, f"terpilih:{election.slug}", given, row=row, find=find)
    if term:
        given = {"election": election, "term": term}
        once = {"published_at": load.at}
        find = {"election": election}
        load.put(Result, election.slug, given, row=row, find=find, once=once)


def _office(members: Members, row: Row):
    """The office that the elected headed, if its name is one that we know."""
    return members.offices_by_name.get(row.text("elected_as").removeprefix("Kepala ").strip())


def _period(row: Row) -> tuple[DateRange, str]:
    term = row.row("term")
    if term is None:
        raise row.fault("term", "", "tidak boleh kosong")
    term.only(("from", "to", "precision"))
    first, precision = term.day("from")
    until, until_precision = term.day("to")
    if not precision == until_precision == term.text("precision"):
        raise term.fault("precision", term.text("precision"), "tidak cocok dengan tanggalnya")
    if until <= first:
        raise term.fault("to", term.text("to"), "tidak sesudah awalnya")
    return DateRange(first, until), precision
