"""Kesiapan: the page of a rakor from which all its work is reached, with what it still lacks."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.panel import PanelAdmin, Step
from forum_portal.lib.dates import moment
from meetings.admin import hub_work
from meetings.convening import readiness, timeline
from meetings.convening.movement import formerly
from meetings.convening.readiness import Check, Place, Stage
from meetings.convening.standing import Standing, standing_of
from meetings.convening.timeline import LineState, Progress
from meetings.models import Meeting
from meetings.states import TONES, RegistrationPhase, registration_phase, state_of
from meetings.when import opening_moment, when, where

STAGE_STEPS = {
    Stage.ANNOUNCE: "publish",
    Stage.INVITE: "invitations",
    Stage.REGISTER: "open",
    Stage.CLOSE: "close",
}
LINE_TONES = {
    LineState.DONE: "green",
    LineState.OVERDUE: "red",
    LineState.TODAY: "amber",
    LineState.PAST: "neutral",
    LineState.AHEAD: "blue",
}
_AT_THE_END = ("move", "address", "reopen", "cancel")


def hub(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Five statements."""
    meeting = Meeting.objects.select_related("host_province", "host_office", "issuer").get(
        pk=meeting.pk
    )
    at, standing = timezone.now(), standing_of(meeting)
    steps = {step.name: step for step in PanelAdmin.steps_beside(admin, request, meeting)}
    state = state_of(meeting, at)
    move = meeting.moves.first()
    return admin.page(
        request, meeting, "admin/meetings/meeting/hub.html", title=f"Kesiapan {meeting}",
        when=when(meeting),
        where=where(meeting) or meeting.get_mode_display(),
        state={"label": state.label, "tone": TONES[state]},
        formerly=formerly(move) if move else "",
        move=move,
        stages=_stages(meeting, standing, at, steps),
        lines=_lines(meeting, standing, at),
        warnings=timeline.warnings(meeting) if meeting.closed_at is None else [],
        timeline_url="../linimasa/" if "timeline" in steps else "",
        work=hub_work.groups(request, meeting, standing, steps),
        endings=[_button(steps[name]) for name in _AT_THE_END if name in steps],
    )  # fmt: skip


def _stages(
    meeting: Meeting, standing: Standing, at: datetime, steps: dict[str, Step]
) -> list[dict[str, Any]]:
    checks = {
        Stage.ANNOUNCE: readiness.to_announce(meeting, at),
        Stage.INVITE: readiness.to_invite(meeting, standing, at),
        Stage.REGISTER: readiness.to_open(meeting, at),
        Stage.CLOSE: readiness.to_close(meeting, standing, at),
    }
    done = _done(meeting, standing, at)
    return [
        _stage(stage, checks[stage], done[stage], steps.get(STAGE_STEPS[stage]), meeting)
        for stage in Stage
    ]


def _done(
    meeting: Meeting, standing: Standing, at: datetime
) -> dict[Stage, tuple[str, str] | None]:
    """A word and a sentence for each stage that is behind; None where it is still to come."""
    published, closed, zone = meeting.published_at, meeting.closed_at, meeting.zone
    answered = f"{standing.answered} dari {standing.prepared} sudah menjawab."
    return {
        Stage.ANNOUNCE: ("Sudah", f"Diumumkan {moment(published, zone)}.") if published else None,
        Stage.INVITE: ("Sudah", f"{standing.invited} balai sudah dikirimi; {answered}")
        if standing.invited
        else None,
        Stage.REGISTER: _opened(meeting, standing, at),
        Stage.CLOSE: ("Sudah", f"Ditutup {moment(closed, zone)}.") if closed else None,
    }


def _opened(meeting: Meeting, standing: Standing, at: datetime) -> tuple[str, str] | None:
    opens, registered = opening_moment(meeting), _registered(meeting, standing)
    if not meeting.published_at or meeting.registered_by == Meeting.RegisteredBy.NOBODY:
        return None
    if registration_phase(meeting, at) == RegistrationPhase.BEFORE:
        return "Terjadwal", f"Akan dibuka {opens}. {registered}"
    return "Sudah", f"Dibuka {opens}. {registered}"


def _registered(meeting: Meeting, standing: Standing) -> str:
    """How far the rakor is filled, in a sentence."""
    offices = f" dari {standing.registering} balai" if standing.registering else ""
    seats = f"; {meeting.capacity} kursi seluruhnya" if meeting.capacity is not None else ""
    return f"{standing.registered} peserta terdaftar{offices}{seats}."


def _stage(
    stage: Stage,
    checks: list[Check],
    done: tuple[str, str] | None,
    step: Step | None,
    meeting: Meeting,
) -> dict[str, Any]:
    lacking = sum(check.is_missing for check in checks)
    state, tone = (f"Kurang {lacking}", "amber") if lacking else ("Siap", "blue")
    if done:
        state, tone = done[0], "green"
    return {
        "label": stage.label,
        "state": state,
        "tone": tone,
        "done": done[1] if done else "",
        "checks": [_check(check, meeting) for check in checks],
        "button": _button(step) if step and not lacking else None,
    }


def _check(check: Check, meeting: Meeting) -> dict[str, Any]:
    word = "Terpenuhi" if check.is_met else "Kurang" if check.is_required else "Saran"
    tones = {"Terpenuhi": "met", "Kurang": "missing", "Saran": "advised"}
    return {
        "label": check.label,
        "told": check.told,
        "word": word,
        "tone": tones[word],
        "url": "" if check.is_met else _address_of(check.mended_at, meeting),
        "place": check.mended_at.label,
    }


def _address_of(place: Place, meeting: Meeting) -> str:
    """Empty where no such page is there."""
    name, key = f"meetings_meeting_{place.value}", meeting.pk if place.value else None
    if place == Place.ISSUER:
        name, key = "meetings_institution_change", meeting.issuer_id
    elif place == Place.QUESTIONS:
        return reverse("meetings:agenda", args=[meeting.slug])
    elif place == Place.MINUTES:
        return hub_work.minutes_of(meeting)
    try:
        return reverse(f"admin:{name}", args=[key]) if key else ""
    except NoReverseMatch:
        return ""


def _lines(meeting: Meeting, standing: Standing, at: datetime) -> list[dict[str, Any]]:
    return [
        {"line": line, "tone": LINE_TONES[line.state], "state": line.state.label}
        for line in timeline.lines(meeting, _progress(meeting, standing), at)
    ]


def _progress(meeting: Meeting, standing: Standing) -> dict[str, Progress]:
    """What became of the dates by which somebody has to do something."""
    zone = meeting.zone
    if meeting.cancelled_at is not None:
        return {}
    announced = f"Diumumkan {moment(meeting.published_at, zone)}" if meeting.published_at else ""
    minutes = f"Terbit {moment(standing.minutes_at, zone)}" if standing.minutes_at else ""
    answered = f"{standing.answered} dari {standing.prepared} balai menjawab"
    return {
        "announce_on": Progress(bool(announced), announced),
        "invite_on": Progress(
            bool(standing.invited), f"{standing.invited} balai dikirimi" if standing.invited else ""
        ),
        "answer_by": Progress(
            standing.answered >= standing.prepared > 0, answered if standing.prepared else ""
        ),
        "materials_by": Progress(
            bool(standing.materials), f"{standing.materials} bahan" if standing.materials else ""
        ),
        "minutes_due_on": Progress(bool(minutes), minutes),
    }


def _button(step: Step) -> dict[str, str]:
    return {"label": step.label, "url": f"../{step.path}/", "tone": step.tone}


STEPS = (Step("kesiapan", "hub", "Kesiapan", hub, "meetings.view_meeting", tone="primary"),)
