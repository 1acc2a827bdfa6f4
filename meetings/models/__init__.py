from meetings.models.agenda import AgendaItem
from meetings.models.document import Document, DocumentQuerySet
from meetings.models.meeting import Meeting, MeetingQuerySet
from meetings.models.minutes import ActionItem, Decision, Minutes, Publication, PublicationQuerySet
from meetings.models.record import Commitment, Figure, Official
from meetings.models.registration import Registration, RegistrationQuerySet

__all__ = [
    "ActionItem",
    "AgendaItem",
    "Commitment",
    "Decision",
    "Document",
    "DocumentQuerySet",
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
