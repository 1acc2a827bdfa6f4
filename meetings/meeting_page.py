"""What the page of a rakor shows, made ready as words before the template runs.

The page is read far more often than all others together. Its body is rendered once for each
version of what it shows (meetings/page_version.py) and each kind of reader, then kept by the
process: it costs one statement while nothing changes, four more when something did.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from forum_portal.lib.dates import ZONE_NAMES, moment
from forum_portal.lib.markdown import to_html
from meetings.agenda.content import Content
from meetings.agenda.proposing import until_words
from meetings.agenda.reading import agenda_days, first_days
from meetings.attendance.public_counts import came_to
from meetings.calendar.files import subscribe_url
from meetings.models import (
    AgendaRelease,
    Commitment,
    Figure,
    Meeting,
    MeetingQuerySet,
    Official,
    Publication,
)
from meetings.notices import notices
from meetings.page_papers import paper_columns, paper_rows
from meetings.participants import Headcount, headcount
from meetings.registration_notice import registration_notice
from meetings.states import TONES, MeetingState, RegistrationPhase
from meetings.when import day_and_hour, start_element, weekdays, where
from provinces.names import then_called_on

SAMPLE_BADGE = {"text": "Contoh", "tone": "amber"}
Row = dict[str, Any]
# A longer agenda has a page of its own to be read on.
ITEMS_SHOWN = 40


class Reader(NamedTuple):
    """What of a reader decides what they see."""

    is_staff: bool
    is_authenticated: bool
    # Acts for an office, or has not said who they are: the way there leads through signing in.
    can_register: bool
    # An office of theirs has registered somebody: reads what is for participants, and manages them.
    takes_part: bool


class Edition(NamedTuple):
    """All that the body of a page depends on; the same edition is the same body."""

    meeting_id: int
    version: str
    state: MeetingState
    registration: RegistrationPhase
    takes_proposals: bool
    reader: Reader


@lru_cache(maxsize=64)
def body(edition: Edition) -> SafeString:
    """The page below the breadcrumbs. Four statements the first time, then none."""
    meeting = _with_page_data(edition.reader).get(pk=edition.meeting_id)
    return render_to_string("meetings/_meeting.html", _context(meeting, edition))


def _with_page_data(reader: Reader) -> MeetingQuerySet:
    """Meetings with everything the page shows besides agenda and delegations, in one row."""
    of_meeting = {"meeting": OuterRef("pk")}
    return Meeting.objects.select_related("host_province", "current_release").annotate(
        has_minutes=Exists(Publication.objects.filter(minutes__meeting=OuterRef("pk"))),
        official_rows=ArraySubquery(
            Official.objects.filter(**of_meeting)
            .annotate(then=then_called_on("meeting__starts_on", office="office"))
            .values(
                row=JSONObject(
                    name="person__name",
                    position="position",
                    part="part",
                    then="then",
                )
            )
        ),
        commitment_texts=ArraySubquery(Commitment.objects.filter(**of_meeting).values("text")),
        figure_rows=ArraySubquery(
            Figure.objects.filter(**of_meeting).values(
                row=JSONObject(name="name", value="value", predicate="predicate")
            )
        ),
        **paper_columns(is_staff=reader.is_staff, takes_part=reader.takes_part),
    )


def _context(meeting: Meeting, edition: Edition) -> dict[str, Any]:
    """The variables of the body's template. meeting: of `_with_page_data`."""
    is_registered = meeting.registered_by != Meeting.RegisteredBy.NOBODY
    counted = headcount(meeting) if is_registered else Headcount([])
    return {
        "meeting": meeting,
        "badges": _badges(meeting, edition.state),
        "facts": [*_facts(meeting), _attendance_fact(meeting, counted, edition.state)],
        "description": to_html(meeting.description) if meeting.description else "",
        "notices": notices(meeting, edition.state),
        "registration": registration_notice(
            meeting,
            edition.registration,
            can_register=edition.reader.can_register,
            takes_part=edition.reader.takes_part,
        ),
        "agenda": _agenda(meeting, edition.reader),
        "proposals": _proposals(meeting, edition),
        "officials": [_official(row) for row in meeting.official_rows],
        "documents": paper_rows(meeting),
        "minutes_url": _minutes_url(meeting),
        "calendar_url": _calendar_url(meeting),
        "subscribe_url": subscribe_url(),
        "delegations": _delegations(meeting, counted),
        "about": _about(meeting, edition),
        "is_finished": edition.state == MeetingState.FINISHED,
    }


def _agenda(meeting: Meeting, reader: Reader) -> Row | None:
    """The latest release, of a long one its first days; None before the first."""
    release = meeting.current_release
    if release is None:
        return None
    content: Content = release.internal if reader.is_staff else release.public
    shown, length = first_days(content, most=ITEMS_SHOWN)
    days = agenda_days(shown, level=3)
    return {
        "days": days,
        "note": " ".join(_agenda_note(release, is_timed=any(day["is_timed"] for day in days))),
        "url": reverse("meetings:agenda", args=[meeting.slug]),
        "length": length,
        "is_cut": shown is not content,
    }


def _proposals(meeting: Meeting, edition: Edition) -> Row | None:
    """The way to propose topics, for offices and for who has not said who they are."""
    if not edition.takes_proposals or edition.reader.is_staff or not edition.reader.can_register:
        return None
    url = reverse("meetings:proposals", args=[meeting.slug])
    return {"url": url, "text": until_words(meeting)}


def _agenda_note(release: AgendaRelease, *, is_timed: bool) -> Iterator[str]:
    if is_timed:
        yield f"Semua waktu dalam {ZONE_NAMES[release.public['zone']]}."
    if release.number > 1:
        released = moment(release.released_at, release.public["zone"])
        yield f"Versi {release.number}, dirilis {released}."


def _badges(meeting: Meeting, state: MeetingState) -> list[Row]:
    badges = [{"text": state.label, "tone": TONES[state]}]
    return [*badges, SAMPLE_BADGE] if meeting.is_sample else badges


def _facts(meeting: Meeting) -> list[Row]:
    parts = [weekdays(meeting), start_element(meeting)]
    when_note = format_html_join(" · ", "{}", ((part,) for part in parts if part))
    place = where(meeting, with_venue=False)
    if not place and meeting.mode == Meeting.Mode.ONLINE:
        place = meeting.get_mode_display()
    return [
        {"label": "Waktu", "value": meeting.dates, "note": when_note or meeting.date_note},
        {
            "label": "Tempat",
            "value": meeting.venue or place,
            "note": place if meeting.venue else "",
        },
        {"label": "Cara hadir", "value": meeting.get_mode_display()},
    ]


def _attendance_fact(meeting: Meeting, counted: Headcount, state: MeetingState) -> Row:
    """Who came, once that is known; until then who is registered."""
    came = came_to(meeting) if state == MeetingState.FINISHED else None
    if came is not None:
        value, note = came.in_words
        return {"label": "Hadir", "value": value, "note": note}
    if meeting.registered_by == Meeting.RegisteredBy.NOBODY:
        reported = meeting.provinces_reported
        value = f"{reported} provinsi" if reported else ""
        return {
            "label": "Provinsi hadir",
            "value": value,
            "note": meeting.attendance_note or ("menurut sumber" if reported else ""),
        }
    value = "Belum ada"
    if counted.people:
        offices = f" dari {counted.offices} balai" if counted.offices else ""
        value = f"{counted.people} peserta{offices}"
    seats = _seats(meeting)
    return {
        "label": "Terdaftar",
        "value": value,
        "url": _participants_url(meeting) if counted.people else "",
        "note": f"{seats[0].upper()}{seats[1:]}",
    }


def _seats(meeting: Meeting) -> str:
    whole = f"{meeting.capacity} kursi seluruhnya" if meeting.capacity is not None else ""
    if meeting.registered_by == Meeting.RegisteredBy.ANYBODY:
        return whole or "terbuka untuk siapa pun"
    until = meeting.quota_until
    of_office = f"{meeting.seats_per_office} kursi tiap balai"
    of_office += f" sampai {day_and_hour(until, meeting.zone)}" if until else ""
    return f"{of_office}, {whole}" if whole else of_office


def _participants_url(meeting: Meeting) -> str:
    return reverse("meetings:participants", args=[meeting.slug])


def _official(row: Row) -> Row:
    """Name and position then; without a name the position is who it was. The office's name
    then is told where it is not today's and the position does not tell it.
    """
    position, then = row["position"], row["then"]
    return {
        "name": row["name"] or position,
        "position": position if row["name"] else "nama tidak disebut sumber",
        "part": row["part"],
        "then": "" if then.casefold() in position.casefold() else then,
    }


def _minutes_url(meeting: Meeting) -> str:
    return reverse("meetings:minutes", args=[meeting.slug]) if meeting.has_minutes else ""


def _calendar_url(meeting: Meeting) -> str:
    if not weekdays(meeting):
        return ""
    return reverse("meetings:meeting_calendar", args=[meeting.slug])


def _delegations(meeting: Meeting, counted: Headcount) -> Row:
    """Who comes, by office and as counts: names have a page of their own, by consent."""
    rows = [
        {
            "name": group.office,
            "then": group.then,
            "url": reverse("provinces:detail", args=[group.slug]),
            "count": group.people,
        }
        for group in counted.by_office()
    ]
    url = _participants_url(meeting) if counted.people else ""
    return {"rows": rows, "people": counted.people, "url": url}


def _about(meeting: Meeting, edition: Edition) -> list[Row]:
    """The rest of what is known, as labels and values; what is not known is left out."""
    host, reader = meeting.host_province, edition.reader
    joins = (reader.takes_part or reader.is_staff) and meeting.cancelled_at is None
    link = meeting.conference_url if joins else ""
    is_on = joins and edition.state == MeetingState.ONGOING
    rows = [
        {
            "label": "Tautan konferensi",
            "value": "Masuk ke konferensi" if link else "",
            "url": link,
            "note": "Hanya untuk yang ikut serta; jangan dibagikan.",
        },
        {
            "label": "Kehadiran",
            "value": "Papan kehadiran" if is_on else "",
            "url": reverse("meetings:board", args=[meeting.slug]),
        },
        {"label": "Tuan rumah", "value": host.name if host else ""},
        {"label": "Penyelenggara", "value": ", ".join(meeting.organiser_list)},
        {"label": "Sumber", "value": meeting.source},
    ]
    return [row for row in rows if row["value"]]
