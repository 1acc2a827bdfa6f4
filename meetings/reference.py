"""meetings.yaml: past rakor, as far as the public record goes; nothing is filled in."""

from pathlib import Path

from forum_portal.lib.dates import Precision
from meetings.actions.agenda_release import release_agenda
from meetings.models import AgendaItem, AgendaRelease, Commitment, Figure, Meeting, Official
from provinces.reference import Load
from provinces.reference_files import Row, read_yaml
from provinces.reference_offices import Members

MEETING_COLUMNS = (
    "slug",
    "title",
    "theme",
    "date",
    "city",
    "province_code",
    "organisers",
    "provinces_reported",
    "attendance_note",
    "agenda",
    "officials",
    "election",
    "commitments",
    "figures",
    "source",
)


def load_meetings(
    load: Load, members: Members, directory: Path
) -> list[tuple[Row, Meeting | None]]:
    """The rows of the file with their rakor, None where a person deleted it."""
    rows = read_yaml(directory / "meetings.yaml", MEETING_COLUMNS)
    return [(row, _load_meeting(load, members, row)) for row in rows]


def _load_meeting(load: Load, members: Members, row: Row) -> Meeting | None:
    slug, province = row.text("slug", required=True), members.province(row)
    given = {
        "slug": slug,
        "title": row.text("title"),
        "theme": row.text("theme"),
        **_dates(row),
        "city": row.text("city"),
        "host_province": province,
        "organisers": "\n".join(_texts(row, "organisers")),
        "provinces_reported": row.number("provinces_reported"),
        "attendance_note": row.text("attendance_note"),
        "source": row.text("source"),
    }
    if province:
        # A rakor has the zone of its place.
        given["zone"] = province.zone
    once = {"published_at": load.at}
    columns = {"host_province": "province_code", "starts_on": "date", "ends_on": "date"}
    meeting = load.put(
        Meeting, slug, given, row=row, find={"slug": slug}, once=once, columns=columns
    )
    if meeting:
        _load_parts(load, meeting, row)
        _load_officials(load, members, meeting, row)
        _release_once(load, meeting)
    return meeting


def _release_once(load: Load, meeting: Meeting) -> None:
    """What the source tells of the agenda; a later version is a person's to release."""
    has_items = AgendaItem.objects.filter(meeting=meeting).exists()
    if has_items and not AgendaRelease.objects.filter(meeting=meeting).exists():
        release_agenda(meeting=meeting, comment="Menurut sumber.", by=None, at=load.at)
        meeting.refresh_from_db()


def _dates(row: Row) -> dict:
    """First and last day, with the precision that the file states and the dates must have."""
    date = row.row("date")
    if date is None:
        raise row.fault("date", "", "tidak boleh kosong")
    date.only(("from", "to", "precision", "note"))
    starts_on, precision = date.day("from")
    ends_on, end_precision = date.day("to") if date.text("to") else (None, precision)
    for column, found in (("from", precision), ("to", end_precision)):
        if found != date.text("precision"):
            stated = date.text("precision")
            raise date.fault("precision", stated, f"tidak cocok dengan “{date.text(column)}”")
    return {
        "starts_on": starts_on,
        "ends_on": ends_on,
        "date_precision": Precision(precision),
        "date_note": date.text("note"),
    }


def _load_parts(load: Load, meeting: Meeting, row: Row) -> None:
    for order, text in enumerate(_texts(row, "agenda"), start=1):
        given = {"meeting": meeting, "title": text, "order": order}
        load.put(AgendaItem, f"{meeting.slug}:{order}", given, row=row)
    for order, text in enumerate(_texts(row, "commitments"), start=1):
        given = {"meeting": meeting, "text": text, "order": order}
        load.put(Commitment, f"{meeting.slug}:{order}", given, row=row)
    for order, figure in enumerate(row.rows("figures"), start=1):
        figure.only(("name", "value", "predicate"))
        words = {column: figure.text(column) for column in ("name", "value", "predicate")}
        given = {"meeting": meeting, **words, "order": order}
        load.put(Figure, f"{meeting.slug}:{order}", given, row=figure)


def _load_officials(load: Load, members: Members, meeting: Meeting, row: Row) -> None:
    for order, entry in enumerate(row.items("officials"), start=1):
        name, position, part = _three(row, "officials", entry)
        given = {
            "meeting": meeting,
            "person": members.person(name, row) if name else None,
            "position": position,
            "part": part,
            "order": order,
        }
        load.put(Official, f"{meeting.slug}:{order}", given, row=row)


def _three(row: Row, column: str, entry: object) -> list[str]:
    if isinstance(entry, list) and [type(part) for part in entry] == [str] * 3:
        return entry
    shown = ", ".join(map(str, entry)) if isinstance(entry, list) else entry
    raise row.fault(column, shown, "bukan [nama, jabatan, peran]")


def _texts(row: Row, column: str) -> list[str]:
    texts = row.items(column)
    for text in texts:
        if not isinstance(text, str) or not text.strip():
            raise row.fault(column, text, "bukan teks")
    return texts
