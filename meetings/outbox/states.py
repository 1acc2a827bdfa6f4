"""Where a letter of the outbox stands: with a person, in the queue, or gone."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Count, Q
from post_office.models import Email

from forum_portal.lib.dates import moment
from forum_portal.lib.mail_fate import Fate, fate_of, in_fate, with_log
from meetings.models import OutboxMail, OutboxMailQuerySet


class LetterState(models.TextChoices):
    """The values are words of the panel's addresses."""

    WAITING = "menunggu", "Menunggu dibaca"
    HELD = "ditahan", "Ditahan"
    QUEUED = "antre", "Dalam antrean"
    SENT = "terkirim", "Terkirim"
    FAILED = "gagal", "Gagal"
    UNCERTAIN = "tidak-pasti", "Tidak pasti"
    DROPPED = "dibuang", "Dibuang"


TONES = {
    LetterState.WAITING: "amber",
    LetterState.HELD: "neutral",
    LetterState.QUEUED: "blue",
    LetterState.SENT: "green",
    LetterState.FAILED: "red",
    LetterState.UNCERTAIN: "red",
    LetterState.DROPPED: "neutral",
}
_OF_FATES = {
    Fate.WAITING: LetterState.QUEUED,
    Fate.RETRIED: LetterState.QUEUED,
    Fate.SENT: LetterState.SENT,
    Fate.FAILED: LetterState.FAILED,
    Fate.UNCERTAIN: LetterState.UNCERTAIN,
}


class Standing(NamedTuple):
    """note: when, or why; empty where the state says it all."""

    state: LetterState
    note: str = ""

    @property
    def tone(self) -> str:
        return TONES[self.state]


def with_fates(letters: OutboxMailQuerySet) -> Any:
    """With what the other functions here need."""
    return with_log(letters, "email").select_related("email")


def in_state(state: str) -> Q:
    """The condition for letters of with_fates."""
    if state == LetterState.WAITING:
        return Q(sent_at=None, held_at=None, dropped_at=None)
    if state == LetterState.HELD:
        return Q(held_at__isnull=False)
    if state == LetterState.DROPPED:
        return Q(dropped_at__isnull=False)
    if state == LetterState.SENT:
        # The queue forgets a mail a month after it was delivered.
        return Q(sent_at__isnull=False) & (Q(email=None) | in_fate(Fate.SENT, "email__"))
    if state == LetterState.QUEUED:
        return in_fate(Fate.WAITING, "email__") | in_fate(Fate.RETRIED, "email__")
    return in_fate(Fate(state).value, "email__")


def counts_of(letters: OutboxMailQuerySet) -> dict[str, int]:
    """How many stand where, and "" for all. One query."""
    conditions = {f"n{place}": in_state(state) for place, state in enumerate(LetterState.values)}
    found = with_fates(letters).aggregate(
        all=Count("pk"), **{name: Count("pk", filter=q) for name, q in conditions.items()}
    )
    by_state = dict(zip(LetterState.values, [found[name] for name in conditions], strict=True))
    return {"": found["all"], **by_state}


def standing_of(letter: OutboxMail) -> Standing:
    """Needs with_fates and the meeting."""
    zone = letter.meeting.zone
    if letter.dropped_at is not None:
        return Standing(LetterState.DROPPED, letter.drop_reason)
    if letter.held_at is not None:
        return Standing(LetterState.HELD, f"Sejak {moment(letter.held_at, zone)}")
    if letter.sent_at is None:
        return Standing(LetterState.WAITING)
    if letter.email is None:
        return Standing(LetterState.SENT, moment(letter.sent_at, zone))
    fate = fate_of(letter.email.status, letter.log_line)
    return Standing(_OF_FATES[fate], _note(letter.email, fate, letter.log_reason or "", zone))


def _note(email: Email, fate: Fate, reason: str, zone: str) -> str:
    if fate == Fate.SENT:
        return moment(email.last_updated, zone)
    if fate == Fate.RETRIED:
        again = f"Dicoba lagi {_next(email.scheduled_time, zone)}."
        return f"{reason.rstrip('.')}. {again}" if reason else again
    return reason


def _next(scheduled: datetime | None, zone: str) -> str:
    return moment(scheduled, zone) if scheduled else "segera"
