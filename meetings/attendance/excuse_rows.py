"""What was said of who is not there, as rows for those who may read it."""

from typing import Any

from django.db.models import QuerySet

from forum_portal.lib.dates import moment
from meetings.models import Excuse, Meeting, Registration
from provinces.models import Office

Row = dict[str, Any]


def excusable(meeting: Meeting, office: Office | None = None) -> QuerySet[Registration]:
    """Those with a seat, of `office` alone where one is given."""
    rows = meeting.registrations.seated().select_related("office")
    if office is not None:
        rows = rows.filter(office=office)
    return rows.order_by("office__province_id", "office__slug", "created_at", "pk")


def excuse_rows(meeting: Meeting, office: Office | None = None) -> list[Row]:
    """With notes: for the secretariat, or for `office` its own. One statement."""
    rows = meeting.excuses.current()
    if office is not None:
        rows = rows.of_office(office)
    rows = rows.select_related("office", "registration__office", "session", "recorded_by")
    return [_row(excuse, meeting) for excuse in rows.order_by("-recorded_at", "-pk")]


def _row(excuse: Excuse, meeting: Meeting) -> Row:
    person = excuse.registration
    by, at = excuse.recorded_by.full_name, moment(excuse.recorded_at, meeting.zone)
    return {
        "pk": excuse.pk,
        "whose": person.full_name if person else f"Seluruh delegasi {excuse.office}",
        "comes_from": person.comes_from if person else "",
        "session": excuse.session.title if excuse.session else "Seluruh rakor",
        "kind": excuse.get_kind_display(),
        "note": excuse.note,
        "told": f"Dicatat {by}, {at}.",
    }
