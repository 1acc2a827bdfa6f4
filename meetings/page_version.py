"""Whether the page of a rakor is still what it was, asked of the database in one value.

PostgreSQL gives every version of a row the number of the transaction that wrote it (xmin) and a
place (ctid). Together over all rows that a page shows they change with every change, whoever
makes it: a view, the panel, a command, raw SQL. So a rendered page may be kept for as long as
its value stays the same and can never be old; triggers or invalidation by hand would have to
know every writer.
"""

from django.db import connection
from django.db.models import CharField
from django.db.models.expressions import RawSQL

_ROW = "{0}.xmin, {0}.ctid"
# Keeps apart the rows of one list and of the next.
_BETWEEN = ", '|', "
_ISSUER = (
    "(SELECT concat(i.xmin, i.ctid) FROM meetings_institution i"
    " WHERE i.id = meetings_meeting.issuer_id)"
)
# Who comes; somebody without an office, too, and the province that the office is listed with.
_PARTICIPANTS = (
    "meetings_registration r LEFT JOIN provinces_office f ON f.id = r.office_id "
    "LEFT JOIN provinces_province v ON v.code = f.province_id "
    "LEFT JOIN provinces_officename n ON n.office_id = r.office_id",
    ("r", "f", "v", "n"),
)
# Who came. Facts are only ever added: their number tells of every change, and costs less to ask.
_ATTENDANCE = (
    "(SELECT count(*) FROM meetings_scan s WHERE s.meeting_id = meetings_meeting.id)",
    "(SELECT string_agg(concat_ws(' ', u.xmin, u.ctid), ',') FROM meetings_scanruling u"
    " JOIN meetings_scan s ON s.id = u.scan_id WHERE s.meeting_id = meetings_meeting.id)",
)
# Table and alias of each list on the page, joined to what else it shows.
_LISTS = (
    (
        "meetings_official o LEFT JOIN provinces_person p ON p.id = o.person_id "
        "LEFT JOIN provinces_office f ON f.id = o.office_id "
        "LEFT JOIN provinces_officename n ON n.office_id = o.office_id",
        ("o", "p", "f", "n"),
    ),
    (
        "meetings_document d LEFT JOIN meetings_documentversion v ON v.document_id = d.id",
        ("d", "v"),
    ),
    ("meetings_meetingpicture i", ("i",)),
    ("meetings_meetingmove w", ("w",)),
    ("meetings_commitment c", ("c",)),
    ("meetings_figure g", ("g",)),
    _PARTICIPANTS,
    ("meetings_minutes m JOIN meetings_publication p ON p.minutes_id = m.id", ("p",)),
)
_LIST_VERSION = """
    SELECT md5(concat(
        (SELECT string_agg(concat_ws(' ', m.xmin, m.ctid, h.xmin, h.ctid), ',')
         FROM meetings_meeting m LEFT JOIN provinces_province h ON h.code = m.host_province_id),
        '|',
        (SELECT string_agg(concat_ws(' ', p.xmin, p.ctid), ',') FROM meetings_publication p)
    ))
"""


def page_version() -> RawSQL:
    """For .annotate() on Meeting: a short text, the same only while the page is the same."""
    parts = [
        _ROW.format("meetings_meeting"),
        "(SELECT concat(h.xmin, h.ctid) FROM provinces_province h"
        " WHERE h.code = meetings_meeting.host_province_id)",
        _ISSUER,
        *_ATTENDANCE,
        *(_list_version(table, aliases) for table, aliases in _LISTS),
    ]
    # Constant text: no value of a request is in it.
    return RawSQL(f"md5(concat({_BETWEEN.join(parts)}))", [], output_field=CharField())  # noqa: S611


def participants_version() -> RawSQL:
    """As page_version, for the page of who comes: a consent that is taken back changes it."""
    parts = [_ROW.format("meetings_meeting"), _list_version(*_PARTICIPANTS)]
    # Constant text: no value of a request is in it.
    return RawSQL(f"md5(concat({_BETWEEN.join(parts)}))", [], output_field=CharField())  # noqa: S611


def calendar_version() -> RawSQL:
    """As page_version, for what a calendar file tells of a rakor.

    A release, a move and a cancellation each write the row of the rakor itself.
    """
    parts = [
        _ROW.format("meetings_meeting"),
        "(SELECT concat(h.xmin, h.ctid) FROM provinces_province h"
        " WHERE h.code = meetings_meeting.host_province_id)",
        _ISSUER,
    ]
    # Constant text: no value of a request is in it.
    return RawSQL(f"md5(concat({_BETWEEN.join(parts)}))", [], output_field=CharField())  # noqa: S611


def list_version() -> str:
    """The same for all rakor, their hosts' names and whether their minutes are out."""
    with connection.cursor() as cursor:
        cursor.execute(_LIST_VERSION)
        return cursor.fetchone()[0]


def _list_version(table: str, aliases: tuple[str, ...]) -> str:
    rows = ", ".join(_ROW.format(alias) for alias in aliases)
    first = table.split()[1]
    of_meeting = f"{first}.meeting_id = meetings_meeting.id"
    return f"(SELECT string_agg(concat_ws(' ', {rows}), ',') FROM {table} WHERE {of_meeting})"  # noqa: S608
