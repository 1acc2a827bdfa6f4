"""What the page of an office's surat tugas shows."""

from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from forum_portal.lib.dates import Precision, partial_date
from meetings.delegations.reaching import crumbs, delegation_url
from meetings.models import AssignmentLetter, Meeting, Registration
from meetings.registration_notice import Closed, closed_registration
from meetings.reviewing.queue import is_mending
from meetings.states import is_registration_open
from meetings.when import day_and_hour
from provinces.models import Office

Row = dict[str, Any]


def letters_context(meeting: Meeting, office: Office, *, at: datetime) -> Row:
    """Four statements, whatever the number of letters and delegates."""
    is_open = is_registration_open(meeting, at) or is_mending(meeting, office, at)
    active = Registration.objects.active().order_by("created_at", "full_name", "pk")
    found = meeting.assignment_letters.filter(office=office).prefetch_related(
        Prefetch("registrations", active, to_attr="named"), "drafts"
    )
    without = meeting.registrations.active().filter(office=office, letter=None)
    return {
        "meeting": meeting,
        "office": office,
        "letters": [_row(meeting, letter, is_open) for letter in found],
        "without": list(
            without.order_by("created_at", "full_name", "pk").values_list("full_name", flat=True)
        ),
        "is_open": is_open,
        "closed": _closed(meeting, at),
        "write_url": _new("letter_write", meeting, office),
        "upload_url": _new("letter_upload", meeting, office),
        "back_url": delegation_url(meeting, office),
        "is_sample_data": meeting.is_sample,
        "breadcrumbs": way(meeting, office, ("Surat tugas", "")),
    }


def form_context(
    meeting: Meeting, office: Office, *, label: str, at: datetime, **context: Any
) -> Row:
    """What the pages with a form about one letter share."""
    back_url = letters_url(meeting, office)
    return {
        "meeting": meeting,
        "office": office,
        "title": label,
        "back_url": back_url,
        "is_open": is_registration_open(meeting, at) or is_mending(meeting, office, at),
        "closed": _closed(meeting, at),
        "is_sample_data": meeting.is_sample,
        "breadcrumbs": way(meeting, office, ("Surat tugas", back_url), (label, "")),
        **context,
    }


def letters_url(meeting: Meeting, office: Office) -> str:
    return _new("letters", meeting, office)


def way(meeting: Meeting, office: Office, *last: tuple[str, str]) -> list[dict[str, str]]:
    """As crumbs(), by the delegation."""
    return crumbs(meeting, ("Delegasi", delegation_url(meeting, office)), *last)


def _closed(meeting: Meeting, at: datetime) -> Closed | None:
    closed = closed_registration(meeting, at)
    return closed and closed._replace(text=f"{closed.text} Surat tugas tidak dapat diubah.")


def _new(name: str, meeting: Meeting, office: Office) -> str:
    return f"{reverse(f'meetings:{name}', args=[meeting.slug])}?balai={office.slug}"


def _row(meeting: Meeting, letter: AssignmentLetter, is_open: bool) -> Row:
    def address(name: str) -> str:
        return reverse(f"meetings:{name}", args=[meeting.slug, letter.pk])

    people = [one.full_name for one in letter.named]  # type: ignore[attr-defined]
    dated = partial_date(letter.dated_on, Precision.DAY) if letter.dated_on else ""
    if not letter.number:
        # What tells it from others of its kind.
        dated = f"Dari {day_and_hour(letter.made_at, meeting.zone)}"
    state, tone = (
        ("Bertanda tangan", "green") if letter.file else ("Menunggu tanda tangan", "amber")
    )
    return {
        "title": f"Nomor {letter.number}" if letter.number else "Belum bernomor",
        "dated": dated,
        "people": [*people, *(f"{draft} (draf)" for draft in letter.drafts.all())],
        "state": state,
        "tone": tone,
        "size": filesizeformat(letter.size_bytes) if letter.file else "",
        "signed_url": address("letter_signed") if letter.file else "",
        "paper_url": address("letter_paper") if letter.task else "",
        "sign_url": address("letter_sign") if is_open else "",
        "change_url": address("letter_change") if is_open else "",
        "remove_url": address("letter_remove") if is_open else "",
    }
