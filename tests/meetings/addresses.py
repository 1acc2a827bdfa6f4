"""What the addresses of a rakor's papers, threads and delegates need to be reversed."""

from uuid import uuid4

from meetings.actions.certificates import issue_certificates
from meetings.actions.pictures import Words, add_picture
from meetings.models import Document, Meeting, Registration
from provinces.models import Office
from tests.factories import (
    NOW,
    make_agenda_item,
    make_document,
    make_draft,
    make_meeting,
    make_registration,
    make_remark,
    make_session,
    make_ticket,
    make_user,
    release,
)
from tests.meetings.after_rakor import make_past_rakor, make_present
from tests.practices._files import picture_file


def agenda_addresses(meeting: Meeting) -> dict[str, dict[str, object]]:
    make_agenda_item(meeting)
    of_meeting, version = {"slug": meeting.slug}, {"number": release(meeting).number}
    return {
        "meetings:agenda": of_meeting,
        "meetings:agenda_pdf": of_meeting,
        "meetings:agenda_version": {**of_meeting, **version},
        "meetings:agenda_version_pdf": {**of_meeting, **version},
        "meetings:agenda_differences": of_meeting,
        "meetings:agenda_draft": of_meeting,
    }


def paper_addresses(meeting: Meeting) -> dict[str, dict[str, object]]:
    """By the name of the URL, of a rakor that has one of everything."""
    of_meeting: dict[str, object] = {"slug": meeting.slug}
    paper = {**of_meeting, "pk": make_document(meeting).pk}
    words = Words("Peserta di ruang sidang", "", Document.Visibility.PUBLIC)
    photo = add_picture(meeting=meeting, file=picture_file(), words=words, by=None, at=NOW)
    item = make_agenda_item(meeting)
    release(meeting)
    of_item = {**of_meeting, "number": item.pk}
    return {
        **{
            f"meetings:checkin{part}": of_meeting
            for part in ("", "_worker", "_sending_worker", "_manifest", "_enrol", "_list", "_facts")
        },
        "meetings:documents": of_meeting,
        "meetings:document": paper,
        "meetings:document_version": {**paper, "number": 1},
        "meetings:gallery": of_meeting,
        "meetings:picture": {**of_meeting, "stem": photo.stem, "width": 300},
        "meetings:discussion": of_item,
        "meetings:remark_hide": {**of_item, "pk": make_remark(meeting, item.pk).pk},
        "meetings:proposals": of_meeting,
        "meetings:proposal_withdraw": {**of_meeting, "pk": uuid4()},
    }


def delegation_addresses(registration: Registration) -> dict[str, dict[str, object]]:
    """Of a delegate with a seat and a letter of assignment, who gets a ticket."""
    make_ticket(registration)
    of_meeting: dict[str, object] = {"slug": registration.meeting.slug}
    delegate = {**of_meeting, "pk": registration.pk}
    draft = {**of_meeting, "pk": make_draft(registration.meeting, registration.office).pk}
    own_page: dict[str, object] = {"code": registration.ticket_code}
    return {
        **{f"meetings:{name}": of_meeting for name in _PAGES_OF_OFFICE},
        **{f"meetings:{name}": delegate for name in _PAGES_OF_DELEGATE},
        "meetings:office_tickets": of_meeting,
        "meetings:delegate_ticket": delegate,
        "meetings:assignment_letter": delegate,
        "meetings:draft": draft,
        "meetings:draft_discard": draft,
        **_letter_addresses(registration),
        "meetings:ticket_reissue": delegate,
        "meetings:ticket": own_page,
        "meetings:ticket_pdf": own_page,
        "meetings:ticket_png": own_page,
    }


def own_addresses() -> dict[str, dict[str, object]]:
    """Of a rakor that anybody registers for, and of somebody who did."""
    meeting = make_meeting(registered_by=Meeting.RegisteredBy.ANYBODY, seats_per_office=None)
    of_meeting: dict[str, object] = {"slug": meeting.slug}
    own_page: dict[str, object] = {
        "code": make_registration(meeting, None, unit="SMA 1").ticket_code
    }
    return {
        "meetings:participants": of_meeting,
        "meetings:self_register": of_meeting,
        "meetings:self_register_code": of_meeting,
        "meetings:seat_accept": own_page,
        "meetings:seat_decline": own_page,
        "meetings:name_consent": own_page,
        "meetings:needs_taken_back": own_page,
        "meetings:own_change": own_page,
        "meetings:own_withdraw": own_page,
    }


def after_addresses(office: Office) -> dict[str, dict[str, object]]:
    """Of a rakor that is over, and of somebody who was there."""
    meeting = make_past_rakor(sessions=1)
    person = make_present(meeting, office, sessions=1)
    (certificate,) = issue_certificates(meeting=meeting, by=make_user(), at=NOW).made
    own_page: dict[str, object] = {"code": person.ticket_code}
    return {
        "meetings:evaluation": own_page,
        "meetings:certificate_pdf": own_page,
        "meetings:certificate": {"code": certificate.code},
        "meetings:delegate_certificate": {"slug": meeting.slug, "pk": person.pk},
    }


# Of a delegation, as a row each. Another office's does not exist for an operator.
_OF_OFFICE, _OF_DELEGATE = (302, 200, 200, 200), (302, 200, 404, 200)
_PAGES_OF_OFFICE = ("delegation", "register", "known", "drafts_register", "bulk", "bulk_table")
_PAGES_OF_DELEGATE = ("delegate", "change", "substitute", "withdraw", "seat_offer")
_LETTERS = ("letters", "letter_write", "letter_upload")
_LETTER = tuple(f"letter_{verb}" for verb in ("change", "sign", "remove"))
_LETTER_FILES = ("assignment_letter", "letter_paper", "letter_signed")
DELEGATION = {
    **{f"meetings:{name}": _OF_OFFICE for name in _PAGES_OF_OFFICE},
    # The secretariat names the office first.
    **{f"meetings:{name}": (302, 200, 200, 302) for name in _LETTERS},
    **{
        f"meetings:{name}": _OF_DELEGATE
        for name in (
            *_PAGES_OF_DELEGATE, "delegate_ticket", "delegate_certificate", "draft",
            "draft_discard", *_LETTER,
        )
    },
    **{f"meetings:{name}": (404, 200, 404, 200) for name in _LETTER_FILES},
}  # fmt: skip


# Of attendance, as a row each: anonymous, operator, other operator, secretariat.
ATTENDANCE = {
    # Aceh takes part in it, Bali does not.
    "meetings:board": (302, 200, 404, 200),
    "meetings:board_part": (302, 200, 404, 200),
    "meetings:excuses": (302, 200, 200, 200),
    "meetings:excuse_withdraw": (302, 405, 405, 405),
    "meetings:self_check_in": (200, 200, 200, 200),
}


def attendance_addresses(registration: Registration) -> dict[str, dict[str, object]]:
    """Of a rakor with a session."""
    make_session(registration.meeting)
    of_meeting: dict[str, object] = {"slug": registration.meeting.slug}
    return {
        "meetings:board": of_meeting,
        "meetings:board_part": of_meeting,
        "meetings:excuses": of_meeting,
        "meetings:excuse_withdraw": {**of_meeting, "pk": 1},
        "meetings:self_check_in": {"code": registration.ticket_code},
    }


def _letter_addresses(registration: Registration) -> dict[str, dict[str, object]]:
    of_meeting: dict[str, object] = {"slug": registration.meeting.slug}
    letter = {**of_meeting, "pk": registration.letter_id}
    return {
        **{f"meetings:{name}": of_meeting for name in _LETTERS},
        **{f"meetings:{name}": letter for name in (*_LETTER, "letter_paper", "letter_signed")},
    }
