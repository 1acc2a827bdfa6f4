from meetings.models.meeting import (
    AgendaItem,
    Commitment,
    Document,
    Figure,
    Meeting,
    MeetingQuerySet,
    Official,
)
from meetings.models.minutes import ActionItem, Decision, Minutes, Publication, PublicationQuerySet
from meetings.models.registration import Registration, RegistrationQuerySet

__all__ = [
    "ActionItem",
    "AgendaItem",
    "Commitment",
    "Decision",
    "Document",
    "Figure",
    "Meeting",
    "MeetingQuerySet",
    "Minutes",
    "Official",
    "Publication",
    "PublicationQuerySet",
    "Registration",
    "RegistrationQuerySet",
]
