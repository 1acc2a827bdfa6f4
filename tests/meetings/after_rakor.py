"""A rakor that is over, with sessions and people who were there or not."""

from datetime import timedelta
from typing import Any

from meetings.models import Aftercare, EvaluationQuestion, Meeting, Registration, Signatory
from tests.factories import (
    NOW,
    TODAY,
    make_meeting,
    make_registration,
    make_scan,
    make_session,
    make_ticket,
)
from tests.meetings.letters import make_institution

CLOSES = NOW + timedelta(days=7)


def make_past_rakor(*, sessions: int = 3, **fields: Any) -> Meeting:
    """Held the day before yesterday and yesterday, with an evaluation that is open now."""
    defaults = {
        "title": "Rakor Makassar",
        "starts_on": TODAY - timedelta(days=2),
        "ends_on": TODAY - timedelta(days=1),
        "registration_opens_at": NOW - timedelta(days=30),
        "registration_closes_at": NOW - timedelta(days=5),
    }
    meeting = make_meeting(**{**defaults, **fields})
    for _ in range(sessions):
        make_session(meeting)
    signatory = Signatory.objects.create(
        institution=make_institution(short_name="Pusdatin"),
        name="Dr. Sri Lestari, M.Pd.",
        position="Kepala Pusat",
    )
    Aftercare.objects.create(
        meeting=meeting,
        evaluation_opens_at=NOW - timedelta(hours=1),
        evaluation_closes_at=CLOSES,
        sessions_percent=67,
        signatory=signatory,
        dated_on=TODAY,
    )
    return meeting


def make_present(meeting: Meeting, office: Any, *, sessions: int, **fields: Any) -> Registration:
    """Somebody who was seen in the first `sessions` sessions."""
    registration = make_registration(meeting, office, **fields)
    ticket = make_ticket(registration)
    for session in list(meeting.sessions.all())[:sessions]:
        make_scan(session, registration=registration, ticket=ticket)
    return registration


def ask(meeting: Meeting) -> list[EvaluationQuestion]:
    """A scale that must be answered, a choice, and an open question."""
    rows = (
        ("skala", "Seberapa bermanfaat?", "", True),
        ("pilihan", "Lamanya?", "Singkat\nCukup\nLama", False),
        ("uraian", "Saran?", "", False),
    )
    return [
        EvaluationQuestion.objects.create(
            meeting=meeting, order=place, kind=kind, text=text, choices=choices, is_required=must
        )
        for place, (kind, text, choices, must) in enumerate(rows, start=1)
    ]
