"""The board of a rakor's invitations: how far each has come, what was answered, as a file too."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.panel import PanelAdmin
from forum_portal.lib.dates import moment
from forum_portal.lib.spreadsheet import FORMATS, table_bytes
from meetings.invitations.answering import answers_until, is_before_move, why_over
from meetings.invitations.roll import (
    TONES,
    InvitationState,
    in_order,
    last_sent_at,
    not_invited,
    state_of_invitation,
    with_mails,
)
from meetings.models import Invitation, Meeting
from meetings.states import over_at
from provinces.campaign_roll import with_addresses

SEES_LINKS = "meetings.change_invitation"
PAGE_SIZE = 50
ANSWERED = (InvitationState.ATTENDS, InvitationState.REPRESENTED, InvitationState.ABSENT)
COMING = (InvitationState.ATTENDS, InvitationState.REPRESENTED)
BEFORE_MOVE = "Dijawab sebelum dipindahkan"
_HEADER = (
    "Provinsi", "Balai", "Nomor surat", "Keadaan", "Jawaban", "Wakil", "Jabatan wakil",
    "Alasan tidak hadir", "Dijawab pada", "Dijawab oleh", "Jabatan penjawab", "Melalui",
    "Catatan", "Alamat surel", "Terakhir dikirim",
)  # fmt: skip

Row = dict[str, Any]


def board(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The page; by POST the whole list as a file, because handing out names is recorded."""
    rows = _rows(meeting)
    kind = request.POST.get("format", "")
    if request.method == "POST" and kind in FORMATS:
        return _file(rows, meeting, kind, by=request.user, at=timezone.now())
    chosen = request.GET.get("keadaan", "")
    found = [row for row in rows if not chosen or row["state"].value == chosen]
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return admin.page(
        request, meeting, "admin/meetings/invitation_board.html",
        title="Undangan",
        summary=_summary(rows),
        until=answers_until(meeting),
        filters=_filters(rows, chosen),
        page=page,
        rows=list(page),
        is_coming=is_coming(meeting),
        to_prepare=not_invited(meeting, timezone.localdate()).count(),
        sees_links=request.user.has_perm(SEES_LINKS),
        formats=FORMATS if rows else (),
    )  # fmt: skip


def is_coming(meeting: Meeting) -> bool:
    """True while somebody may still be invited or reminded."""
    return meeting.cancelled_at is None and timezone.now() < over_at(meeting)


def _rows(meeting: Meeting) -> list[Row]:
    """Every invitation in the order of the provinces. Six statements, whatever their number."""
    found = with_mails(in_order(meeting.invitations.prefetch_related("meeting__moves")))
    invitations = list(found)
    asked = with_addresses(invitation.office for invitation in invitations)
    registered = Counter(meeting.registrations.seated().values_list("office", flat=True))
    return [
        _row(invitation, office.addresses, registered[invitation.office_id])
        for invitation, office in zip(invitations, asked, strict=True)
    ]


def _row(invitation: Invitation, addresses: list[str], registered: int) -> Row:
    state = state_of_invitation(invitation)
    zone, answered_at = invitation.meeting.zone, invitation.answered_at
    by_offices = invitation.meeting.registered_by == Meeting.RegisteredBy.OFFICES
    sent_at = last_sent_at(invitation)
    mailed = [mail.to for mail in invitation.mails]
    return {
        "invitation": invitation,
        "state": state,
        "tone": TONES[state],
        "detail": _detail(invitation),
        "answered_at": moment(answered_at, zone) if answered_at else "",
        "through": invitation.get_answered_through_display(),
        "note": BEFORE_MOVE if is_before_move(invitation) else "",
        # Where its letters lie or went; before that, where they would go.
        "addresses": list(dict.fromkeys(mailed)) or addresses,
        "sent_at": moment(sent_at, zone) if sent_at else "",
        "registered": registered,
        "lacks_delegates": by_offices and not registered and state in COMING,
        "is_issued": invitation.issued_at is not None,
        "stands": not why_over(invitation),
        "link": f"{settings.SITE_URL}{invitation.get_absolute_url()}",
    }


def _detail(invitation: Invitation) -> str:
    """What the state of an answered invitation does not say."""
    who = (invitation.representative, invitation.representative_position)
    return invitation.absence_reason or ", ".join(part for part in who if part)


def _summary(rows: list[Row]) -> Row:
    """Of the invitations that stand: how many answered, and what."""
    counts = Counter(row["state"] for row in rows)
    invited = sum(counts.values()) - counts[InvitationState.WITHDRAWN]
    answers = [f"{counts[state]} {state.label.lower()}" for state in ANSWERED]
    return {
        "invited": invited,
        "answered": sum(counts[state] for state in ANSWERED),
        "answers": ", ".join(answers),
        "registered": sum(bool(row["registered"]) for row in rows if row["stands"]),
        "lacking": sum(row["lacks_delegates"] for row in rows),
        "unissued": sum(row["stands"] and not row["is_issued"] for row in rows),
        "unmailed": sum(_waits_for_mail(row) for row in rows),
        "in_outbox": counts[InvitationState.IN_OUTBOX],
    }


def _waits_for_mail(row: Row) -> bool:
    """Answered or not: its mail was dropped, or it got an address since its letter was issued."""
    is_reachable = bool(row["addresses"]) and not row["invitation"].mails
    return row["stands"] and row["is_issued"] and is_reachable


def _filters(rows: list[Row], chosen: str) -> list[Row]:
    counts = Counter(row["state"] for row in rows)
    listed = [("", "Semua", len(rows))]
    listed += [
        (state.value, state.label, counts[state])
        for state in InvitationState
        if counts[state] or state.value == chosen
    ]
    return [
        {"query": f"?keadaan={key}" if key else "?", "label": label, "count": count,
         "is_chosen": key == chosen}
        for key, label, count in listed
    ]  # fmt: skip


def _file(rows: list[Row], meeting: Meeting, kind: str, *, by: User, at: datetime) -> HttpResponse:
    table = [_cells(row) for row in rows]
    audit.record(
        "meeting.invitations_exported", target=meeting, by=by, at=at, format=kind,
        count=len(table),
    )  # fmt: skip
    content, content_type = table_bytes(kind, "Undangan", _HEADER, table)
    response = HttpResponse(content, content_type=content_type)
    name = f"undangan-{meeting.slug}-{timezone.localdate(at):%Y-%m-%d}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cells(row: Row) -> list[str]:
    """Without the link: a file goes from hand to hand."""
    invitation = row["invitation"]
    return [
        invitation.office.province.name,
        invitation.office.name,
        str(invitation.number or ""),
        row["state"].label,
        invitation.get_answer_display(),
        invitation.representative,
        invitation.representative_position,
        invitation.absence_reason,
        row["answered_at"],
        invitation.answered_by,
        invitation.answered_as,
        row["through"],
        row["note"] or invitation.withdraw_reason,
        ", ".join(row["addresses"]),
        row["sent_at"],
    ]
