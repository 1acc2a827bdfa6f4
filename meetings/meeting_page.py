"""What the page of a rakor shows, made ready as words before the template runs.

The page is read far more often than all others together, so it costs three statements whatever
it holds, and its agenda reaches the template as finished strings.
"""

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from forum_portal.lib.dates import ZONE_NAMES
from forum_portal.lib.markdown import to_html
from meetings.models import (
    AgendaItem,
    Commitment,
    Document,
    Figure,
    Meeting,
    MeetingQuerySet,
    Official,
    Publication,
    Registration,
)
from meetings.states import TONES, MeetingState, is_registration_open, state_of
from meetings.when import (
    closing_moment,
    date_card,
    day_heading,
    opening_moment,
    registration_window,
    start_time,
    weekdays,
    where,
)

if TYPE_CHECKING:
    from accounts.models import User

SAMPLE_BADGE = {"text": "Contoh", "tone": "amber"}
Row = dict[str, Any]

_KINDS = dict(AgendaItem.Kind.choices)
# What the word of an item's kind would only repeat.
_SILENT_KINDS = {AgendaItem.Kind.OTHER, AgendaItem.Kind.BREAK}
_KIND_TONES = {
    AgendaItem.Kind.PLENARY: "blue",
    AgendaItem.Kind.COMMISSION: "blue",
    AgendaItem.Kind.ELECTION: "green",
}


def with_page_data(meetings: MeetingQuerySet, user: "User | AnonymousUser") -> MeetingQuerySet:
    """`meetings` with everything the page shows besides agenda and delegations, in one row."""
    of_meeting = {"meeting": OuterRef("pk")}
    return meetings.select_related("host_province").annotate(
        has_minutes=Exists(Publication.objects.filter(minutes__meeting=OuterRef("pk"))),
        official_rows=ArraySubquery(
            Official.objects.filter(**of_meeting).values(
                row=JSONObject(
                    name="person__name", position="position", part="part", office="office__name"
                )
            )
        ),
        commitment_texts=ArraySubquery(Commitment.objects.filter(**of_meeting).values("text")),
        figure_rows=ArraySubquery(
            Figure.objects.filter(**of_meeting).values(
                row=JSONObject(name="name", value="value", predicate="predicate")
            )
        ),
        document_rows=ArraySubquery(
            Document.objects.visible_to(user)
            .filter(**of_meeting)
            .values(
                row=JSONObject(pk="pk", title="title", size="size_bytes", visibility="visibility")
            )
        ),
    )


def page_context(
    meeting: Meeting, user: "User | AnonymousUser", *, can_register: bool, at: datetime
) -> dict[str, Any]:
    """The template's variables. meeting: of `with_page_data`. Two statements at most.

    can_register: the reader acts for an office, or has not said who they are.
    """
    state = state_of(meeting, at)
    delegations = _delegations(meeting)
    return {
        "meeting": meeting,
        "badges": _badges(meeting, state),
        "date_card": date_card(meeting),
        "facts": [*_facts(meeting), _attendance_fact(meeting, delegations)],
        "description": to_html(meeting.description) if meeting.description else "",
        "notices": _notices(meeting, state),
        "registration": _registration(meeting, state, can_register=can_register, at=at),
        "days": _agenda(meeting, user),
        "zone": ZONE_NAMES[meeting.zone],
        "officials": [_official(row) for row in meeting.official_rows],
        "documents": [_document(meeting, row) for row in meeting.document_rows],
        "minutes_url": _minutes_url(meeting),
        "calendar_url": _calendar_url(meeting),
        "delegations": delegations,
        "about": _about(meeting),
        "is_finished": state == MeetingState.FINISHED,
        "is_sample_data": meeting.is_sample,
        "breadcrumbs": [
            {"label": "Beranda", "url": reverse("home")},
            {"label": "Rakor", "url": reverse("meetings:list")},
            {"label": meeting.title},
        ],
    }


def _badges(meeting: Meeting, state: MeetingState) -> list[Row]:
    badges = [{"text": state.label, "tone": TONES[state]}]
    return [*badges, SAMPLE_BADGE] if meeting.is_sample else badges


def _facts(meeting: Meeting) -> list[Row]:
    days, time = weekdays(meeting), start_time(meeting)
    when_note = " · ".join(part for part in (days, f"mulai {time}" if time else "") if part)
    place = where(meeting, with_venue=False)
    return [
        {"label": "Waktu", "value": meeting.dates, "note": when_note or meeting.date_note},
        {
            "label": "Tempat",
            "value": meeting.venue or place,
            "note": place if meeting.venue else "",
        },
        {"label": "Cara hadir", "value": meeting.get_mode_display()},
    ]


def _attendance_fact(meeting: Meeting, delegations: dict[str, Any]) -> Row:
    if meeting.registered_by != Meeting.RegisteredBy.OFFICES:
        reported = meeting.provinces_reported
        value = f"{reported} provinsi" if reported else ""
        return {
            "label": "Provinsi hadir",
            "value": value,
            "note": meeting.attendance_note or ("menurut sumber" if reported else ""),
        }
    offices, people = len(delegations["rows"]), delegations["people"]
    seats = f"{meeting.seats_per_office} kursi tiap balai"
    if meeting.capacity is not None:
        seats = f"{seats}, {meeting.capacity} kursi seluruhnya"
    value = f"{people} peserta dari {offices} balai" if people else "Belum ada"
    return {"label": "Pendaftar", "value": value, "note": seats}


def _notices(meeting: Meeting, state: MeetingState) -> list[Row]:
    if state == MeetingState.CANCELLED:
        text = f"{meeting.cancel_reason} Susunan acara tetap ditampilkan sebagai catatan."
        return [{"title": "Rakor ini dibatalkan", "text": text, "tone": "red"}]
    if state == MeetingState.DRAFT:
        text = "Hanya sekretariat yang melihat halaman ini sampai rakor diterbitkan di panel."
        return [{"title": "Masih draf", "text": text, "tone": "amber"}]
    return []


def _registration(
    meeting: Meeting, state: MeetingState, *, can_register: bool, at: datetime
) -> Row | None:
    """What the reader can do about registering now; None where there is nothing to say."""
    ended = state in (MeetingState.CANCELLED, MeetingState.FINISHED, MeetingState.DRAFT)
    if meeting.registered_by != Meeting.RegisteredBy.OFFICES or ended:
        return None
    url = reverse("meetings:delegation", args=[meeting.slug]) if can_register else ""
    if is_registration_open(meeting, at):
        text = f"Dibuka sampai {closing_moment(meeting)}, oleh petugas tiap balai."
        return {
            "title": "Pendaftaran delegasi",
            "text": text,
            "url": url,
            "label": "Daftarkan delegasi",
        }
    if at < meeting.registration_opens_at:
        text = f"Dibuka {opening_moment(meeting)}, oleh petugas tiap balai."
        return {"title": "Pendaftaran belum dibuka", "text": text}
    text = f"Pendaftaran {registration_window(meeting)}."
    return {
        "title": "Pendaftaran sudah ditutup",
        "text": text,
        "url": url,
        "label": "Lihat delegasi balai",
        "is_secondary": True,
    }


def _agenda(meeting: Meeting, user: "User | AnonymousUser") -> list[Row]:
    """Days with their items; internal ones only for staff."""
    items = (
        meeting.agenda_items.all() if user.is_staff else meeting.agenda_items.filter(is_public=True)
    )
    columns = ("on", "starts_at", "duration_minutes", "kind", "title", "presenters", "place")
    rows = items.values_list(*columns, "is_public")
    days = []
    for day, group in groupby(rows, key=lambda row: row[0]):
        listed = [_item(*row) for row in group]
        is_timed = any(row["time"] for row in listed)
        label = day_heading(day) if day else ""
        days.append({"label": label, "is_timed": is_timed, "rows": listed})
    return days


def _item(
    on: date | None, starts_at, minutes: int | None, kind: str, title: str, *rest: Any
) -> Row:
    presenters, place, is_public = rest
    time = ""
    if starts_at is not None:
        time = f"{starts_at:%H.%M}"
        if minutes:
            ends = datetime.combine(on, starts_at) + timedelta(minutes=minutes)
            time = f"{time}\u2013{ends:%H.%M}"
    return {
        "time": time,
        "title": title,
        "note": f"{presenters} · {place}" if presenters and place else presenters or place,
        "kind": "" if kind in _SILENT_KINDS else _KINDS[kind],
        "tone": _KIND_TONES.get(kind, "neutral"),
        "is_pause": kind == AgendaItem.Kind.BREAK,
        "is_internal": not is_public,
    }


def _official(row: Row) -> Row:
    """Name and position then; without a name the position is who it was."""
    name = row["name"] or row["position"]
    return {
        "name": name,
        "position": row["position"] if row["name"] else "nama tidak disebut sumber",
        "part": row["part"],
    }


def _document(meeting: Meeting, row: Row) -> Row:
    parts = ["PDF"]
    if row["size"]:
        parts.append(filesizeformat(row["size"]))
    if row["visibility"] != Document.Visibility.PUBLIC:
        parts.append(f"untuk {Document.Visibility(row['visibility']).label.lower()}")
    return {
        "title": row["title"],
        "url": reverse("meetings:document", args=[meeting.slug, row["pk"]]),
        "note": ", ".join(parts),
    }


def _minutes_url(meeting: Meeting) -> str:
    return reverse("meetings:minutes", args=[meeting.slug]) if meeting.has_minutes else ""


def _calendar_url(meeting: Meeting) -> str:
    if not weekdays(meeting):
        return ""
    return reverse("meetings:meeting_calendar", args=[meeting.slug])


def _delegations(meeting: Meeting) -> dict[str, Any]:
    """Who registered, by office and as counts: names are nobody's business here."""
    rows: list[Row] = []
    if meeting.registered_by == Meeting.RegisteredBy.OFFICES:
        rows = [
            {
                "name": name,
                "url": reverse("provinces:detail", args=[slug]),
                "count": count,
            }
            for name, slug, count in _counts(meeting)
        ]
    return {"rows": rows, "people": sum(row["count"] for row in rows)}


def _counts(meeting: Meeting) -> QuerySet[Registration, tuple[str, str, int]]:
    active = meeting.registrations.active().order_by("office__province_id", "office__slug")
    counted = active.values("office__name", "office__slug").annotate(people=Count("pk"))
    return counted.values_list("office__name", "office__slug", "people")


def _about(meeting: Meeting) -> list[Row]:
    """The rest of what is known, as labels and values; what is not known is left out."""
    host = meeting.host_province
    rows = [
        {"label": "Tuan rumah", "value": host.name if host else ""},
        {"label": "Penyelenggara", "value": ", ".join(meeting.organiser_list)},
        {"label": "Sumber", "value": meeting.source},
    ]
    return [row for row in rows if row["value"]]
