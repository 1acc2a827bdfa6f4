"""What the page of an office's delegation shows: who comes, who waits and why, what is to do."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from meetings.delegations.drafts import draft_rows, read_drafts
from meetings.delegations.leading import Leader, differs, leader_of
from meetings.delegations.person import person_row
from meetings.delegations.reaching import crumbs
from meetings.delegations.seats import SeatsOfRakor, is_waiting, offers_of
from meetings.invitations.page import answer_in_words
from meetings.models import Meeting, Registration
from meetings.permissions import keeps_registrations
from meetings.registration_notice import Closed, closed_registration
from meetings.states import RegistrationPhase, is_registration_open, registration_phase
from meetings.waiting_list import why_no_more_offers
from meetings.when import closing_moment
from provinces.models import Office

Row = dict[str, Any]


def closed_to(by: User, meeting: Meeting, at: datetime) -> Closed | None:
    """With who can still change who is registered; None while registration is open."""
    closed = closed_registration(meeting, at)
    return closed and closed._replace(
        text=f"{closed.text} {_who_still_can(meeting, by, at)}".rstrip()
    )


def delegation_context(
    meeting: Meeting, office: Office, *, by: User, at: datetime
) -> dict[str, Any]:
    """As many statements, whatever the number of delegates."""
    is_open, any_role = is_registration_open(meeting, at), keeps_registrations(by)
    everybody = list(
        meeting.registrations.filter(office=office)
        .select_related("letter", "replaces", "replaced_by")
        .order_by("created_at", "full_name", "pk")
    )
    active = [one for one in everybody if one.is_active]
    seats = SeatsOfRakor(meeting, at=at)
    why_not = seats.why_not(office)
    rows = _rows(meeting, everybody, seats, by=by, at=at)
    can_add = is_open and (not why_not or meeting.has_waiting_list)
    drafts = read_drafts(meeting, office, any_role=any_role)
    return {
        "meeting": meeting,
        "office": office,
        "facts": _facts(meeting, seats.quota_of(office), active, at=at),
        "leading": _leading(meeting, office, leader_of(active), by_office=not any_role),
        "notice": _notice(meeting, why_not, by=by, at=at),
        "offers": [row for row in rows if row["offer"]],
        "to_mend": [row for row in rows if row["mend"]],
        "seated": [row for row in rows if row["is_seated"]],
        "waiting": sorted((row for row in rows if row["is_waiting"]), key=_turn),
        "has_offers_to_come": not why_no_more_offers(meeting, at),
        "ended": [row for row in rows if row["is_ended"]],
        "drafts": draft_rows(meeting, drafts),
        "has_complete_draft": is_open and any(not one.missing for one in drafts),
        **_addresses(meeting, office, can_add=can_add),
        "is_sample_data": meeting.is_sample,
        "breadcrumbs": crumbs(meeting, (f"Delegasi {office.name}", "")),
    }


def _addresses(meeting: Meeting, office: Office, *, can_add: bool) -> dict[str, str]:
    def of_office(name: str) -> str:
        return f"{reverse(f'meetings:{name}', args=[meeting.slug])}?balai={office.slug}"

    return {
        "add_url": of_office("register") if can_add else "",
        "bulk_url": of_office("bulk") if can_add else "",
        "drafts_url": of_office("drafts_register"),
        "letters_url": of_office("letters"),
        # Of a cancelled rakor there are none.
        "tickets_url": of_office("office_tickets") if meeting.cancelled_at is None else "",
        "excuses_url": of_office("excuses"),
    }


def _rows(
    meeting: Meeting,
    everybody: Sequence[Registration],
    seats: SeatsOfRakor,
    *,
    by: User,
    at: datetime,
) -> list[Row]:
    offers = offers_of(everybody)
    line = seats.line() if any(is_waiting(one) for one in everybody) else {}
    return [
        person_row(meeting, one, offer=offers.get(one.pk), line=line.get(one.pk), by=by, at=at)
        for one in everybody
    ]


def _turn(row: Row) -> int:
    """Who has an offer first, then by the place in the line."""
    return row["line"].number if row["line"] else 0


def _facts(
    meeting: Meeting, quota: tuple[str, str], active: Sequence[Registration], *, at: datetime
) -> list[Row]:
    """Of the office's own; how many seats the whole rakor has left is not theirs to reckon with."""
    seated = sum(one.has_seat for one in active)
    waiting, closed = len(active) - seated, closed_registration(meeting, at)
    return [
        {"label": "Kuota balai", "value": quota[0], "note": quota[1]},
        {"label": "Terdaftar", "value": f"{seated} orang"},
        {
            "label": "Daftar tunggu",
            "value": f"{waiting} orang" if meeting.has_waiting_list else "Tidak ada",
        },
        {
            "label": "Pendaftaran",
            # When it was or will be open stands in the notice below.
            "value": closed.state if closed else f"Sampai {closing_moment(meeting)}",
        },
    ]


def _leading(meeting: Meeting, office: Office, leader: Leader, *, by_office: bool) -> Row:
    """by_office: the reader answers for it; the secretariat records answers in the panel."""
    invitations = meeting.invitations.current().filter(office=office, issued_at__isnull=False)
    invitation, url = invitations.first(), ""
    if invitation is None:
        answer, difference = "Belum ada undangan", ""
    else:
        answer = answer_in_words(invitation) or "Belum dijawab"
        difference = differs(invitation, leader)
        url = reverse("meetings:own_invitation", args=[invitation.pk]) if by_office else ""
    return {
        "items": [
            {"label": "Menurut pendaftaran", "value": leader.words, "note": leader.note},
            {"label": "Menurut undangan", "value": answer, "url": url},
        ],
        "differs": difference,
        "invitation_url": url,
    }


def _notice(meeting: Meeting, why_not: list[str], *, by: User, at: datetime) -> Row | None:
    """Why nothing can be added, or why who is added now waits; None where there is a seat."""
    if meeting.cancelled_at is not None:
        return {"title": "Rakor ini dibatalkan", "text": meeting.cancel_reason, "tone": "red"}
    if closed := closed_to(by, meeting, at):
        return {"title": closed.title, "text": closed.text, "tone": "amber"}
    if not why_not:
        return None
    why = " ".join(why_not)
    if meeting.has_waiting_list:
        text = f"{why} Yang sudah terdaftar tetap mempunyai kursi."
        return {"title": "Peserta berikutnya masuk daftar tunggu", "text": text, "tone": "blue"}
    text = f"{why} Batalkan atau ganti satu peserta untuk mengirim yang lain."
    return {"title": "Tidak ada kursi lagi", "text": text, "tone": "amber"}


def _who_still_can(meeting: Meeting, by: User, at: datetime) -> str:
    """Once registration has closed, until the rakor is over; empty before it opens."""
    if registration_phase(meeting, at) != RegistrationPhase.AFTER:
        return ""
    if keeps_registrations(by):
        return "Sekretariat masih dapat mengganti atau membatalkan peserta sampai rakor selesai."
    return "Peserta masih dapat diganti atau dibatalkan lewat sekretariat sampai rakor selesai."
