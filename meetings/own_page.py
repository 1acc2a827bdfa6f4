"""What a person's own page says beside the ticket: how the seat stands, what the person may do."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from forum_portal.lib.dates import moment
from meetings.models import Meeting, Registration, SeatOffer
from meetings.reviewing.rules import may_mend
from meetings.seats import seats_of
from meetings.states import is_registration_open, over_at
from meetings.waiting_list import line_of, offers_end_at, why_no_more_offers
from meetings.when import end_of_day, moment_element

Row = dict[str, Any]
Seat = Registration.Seat
# Whether there was a seat.
_OVER = {
    True: "Rakor ini sudah selesai.",
    False: "Rakor ini sudah selesai; sampai saat itu tidak ada kursi untuk Anda.",
}


def own_context(registration: Registration, at: datetime) -> Row:
    """Needs office and meeting selected, has_needs annotated. No statement with a seat, one with
    an offer, three with a place in the waiting list.
    """
    meeting = registration.meeting
    is_on = registration.is_active and meeting.cancelled_at is None
    is_ahead = is_on and at < over_at(meeting)
    seat = registration.seat if is_ahead else ""
    return {
        "over": _OVER[registration.has_seat] if is_on and not is_ahead else "",
        "offer": _offer(registration, at) if seat == Seat.OFFERED else None,
        "line": _line(registration, at) if seat == Seat.WAITING else None,
        "is_online": registration.mode == Meeting.Mode.ONLINE,
        "conference": _conference(registration, at),
        "consent": _consent(registration) if is_on or registration.name_public_at else None,
        "needs": _needs(registration) if registration.has_needs else None,
        "mending": _mending(registration) if is_ahead else None,
        "ending": _ending(registration, at) if is_ahead else None,
    }


def _offer(registration: Registration, at: datetime) -> Row | None:
    """The seat that is held for this person; past its deadline it is only waited to lapse."""
    offer: SeatOffer | None = registration.seat_offers.open().first()
    if offer is None:
        return None
    code, zone = registration.ticket_code, registration.meeting.zone
    closed = why_no_more_offers(registration.meeting, at)
    return {
        "reason": offer.reason,
        "until": moment_element(offer.expires_at, zone),
        "over": closed or ("" if offer.is_answerable(at) else "Batas waktunya sudah lewat."),
        "accept_url": reverse("meetings:seat_accept", args=[code]),
        "decline_url": reverse("meetings:seat_decline", args=[code]),
    }


def _line(registration: Registration, at: datetime) -> Row | None:
    """The own place in the waiting list, why there, why no seat, and what happens next."""
    meeting = registration.meeting
    line = line_of(meeting, *seats_of(meeting), at)
    mine = next((one for one in line if one.waiting.pk == registration.pk), None)
    if mine is None:
        return None
    return {
        "number": mine.number,
        "of": mine.of,
        "there": mine.there,
        "since": moment_element(registration.waiting_since, meeting.zone),
        "why": mine.why,
        "next": "" if why_no_more_offers(meeting, at) else _next(meeting),
    }


def _next(meeting: Meeting) -> str:
    text = (
        "Begitu ada kursi untuk Anda, kursi itu ditawarkan lewat surel dan di halaman ini, dan "
        f"ditahan {meeting.offer_hours} jam sampai Anda menjawab."
    )
    if ends := offers_end_at(meeting):
        text = f"{text} Kursi ditawarkan sampai {moment(ends, meeting.zone)}."
    return text


def _conference(registration: Registration, at: datetime) -> str:
    """For who has a seat, until the rakor is over."""
    meeting = registration.meeting
    is_on = registration.has_seat and meeting.cancelled_at is None and at < over_at(meeting)
    return meeting.conference_url if is_on else ""


def _consent(registration: Registration) -> Row:
    meeting, given_at = registration.meeting, registration.name_public_at
    return {
        "is_given": given_at is not None,
        "since": moment_element(given_at, meeting.zone),
        "shows": "Nama, peran, dan nama balai Anda"
        if registration.office_id
        else "Nama dan peran Anda",
        "is_seated": registration.has_seat,
        "url": reverse("meetings:name_consent", args=[registration.ticket_code]),
        "list_url": reverse("meetings:participants", args=[meeting.slug]),
    }


def _needs(registration: Registration) -> Row:
    return {"url": reverse("meetings:needs_taken_back", args=[registration.ticket_code])}


def _mending(registration: Registration) -> Row | None:
    """What the secretariat asked to be put right, by whom and until when."""
    if registration.review != Registration.Review.TO_MEND:
        return None
    until = registration.mend_by
    by = f"Petugas {registration.office.name}" if registration.office else "Anda"
    when = f" paling lambat {end_of_day(until, registration.meeting.zone)}" if until else ""
    return {"text": registration.review_note, "who": f"{by} dapat memperbaikinya{when}."}


def _ending(registration: Registration, at: datetime) -> Row:
    """How to put data right or come off the list: oneself, or through one's office."""
    if registration.office is not None:
        can = (
            "balai dapat membetulkan, mengganti, atau membatalkan."
            if is_registration_open(registration.meeting, at)
            else "di luar masa pendaftaran, sekretariat yang mengganti atau membatalkan."
        )
        office = registration.office.name
        text = f"Berhalangan hadir, atau ada data yang keliru? Hubungi petugas {office}; {can}"
        return {"text": text}
    code = registration.ticket_code
    is_changed = is_registration_open(registration.meeting, at) or may_mend(registration, at)
    return {
        "change_url": reverse("meetings:own_change", args=[code]) if is_changed else "",
        "withdraw_url": reverse("meetings:own_withdraw", args=[code]),
    }
