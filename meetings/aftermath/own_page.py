"""What a person's own page shows after the rakor: the evaluation and the certificate."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.urls import reverse

from forum_portal.lib.dates import moment
from meetings.actions.evaluation import is_open
from meetings.models import Aftercare, Certificate, EvaluationTurn, Registration
from meetings.states import over_at


def after_context(registration: Registration, *, at: datetime) -> dict[str, Any]:
    """evaluation and certificate, None where there is none. None before, up to three statements.

    Needs registration.meeting selected, and its aftercare.
    """
    if not registration.has_seat:
        return {"evaluation": None, "certificate": None}
    return {
        "evaluation": _evaluation(registration, at),
        "certificate": _certificate(registration, at),
    }


def _evaluation(registration: Registration, at: datetime) -> dict[str, Any] | None:
    meeting = registration.meeting
    aftercare: Aftercare | None = getattr(meeting, "aftercare", None)
    if not is_open(aftercare, at) or not meeting.evaluation_questions.exists():
        return None
    closes = aftercare.evaluation_closes_at if aftercare else None
    is_answered = EvaluationTurn.objects.filter(registration=registration).exists()
    return {
        "is_answered": is_answered,
        "url": reverse("meetings:evaluation", args=[registration.ticket_code]),
        "until": moment(closes, meeting.zone) if closes else "",
    }


def _certificate(registration: Registration, at: datetime) -> dict[str, Any] | None:
    """Without a code where the rakor gives certificates, but this person has none."""
    if at < over_at(registration.meeting):
        return None
    certificate = _latest(registration)
    if certificate is None:
        aftercare: Aftercare | None = getattr(registration.meeting, "aftercare", None)
        if aftercare is None or aftercare.signatory_id is None:
            return None
        return {"percent": aftercare.sessions_percent}
    return {
        "code": certificate.code,
        "pdf_url": reverse("meetings:certificate_pdf", args=[registration.ticket_code]),
        "check_url": reverse("meetings:certificate", args=[certificate.code]),
        "revoked": moment(certificate.revoked_at, registration.meeting.zone)
        if certificate.revoked_at
        else "",
        "reason": certificate.revoke_reason,
    }


def _latest(registration: Registration) -> Certificate | None:
    """The valid one, else the one that was revoked last."""
    rows = Certificate.objects.filter(registration=registration)
    return rows.order_by(F("revoked_at").desc(nulls_first=True)).first()
