from meetings.models.agenda import AgendaItem, AgendaPart, AgendaRelease
from meetings.models.calendar_address import CalendarAddress
from meetings.models.document import (
    Document,
    DocumentQuerySet,
    DocumentVersion,
    MeetingPicture,
    MeetingPictureQuerySet,
)
from meetings.models.institution import (
    Institution,
    IssuedNumber,
    NumberKind,
    NumberPattern,
    Signatory,
)
from meetings.models.invitation import Invitation, InvitationLetter, InvitationQuerySet
from meetings.models.meeting import Meeting, MeetingQuerySet
from meetings.models.minutes import ActionItem, Decision, Minutes, Publication, PublicationQuerySet
from meetings.models.movement import FormerMeetingSlug, MeetingMove
from meetings.models.outbox import OutboxMail, OutboxMailQuerySet
from meetings.models.proposal import (
    AgendaProposal,
    AgendaProposalQuerySet,
    AgendaRemark,
    AgendaRemarkQuerySet,
)
from meetings.models.record import Commitment, Figure, Official
from meetings.models.registration import Registration, RegistrationQuerySet

__all__ = [
    "ActionItem",
    "AgendaItem",
    "AgendaPart",
    "AgendaProposal",
    "AgendaProposalQuerySet",
    "AgendaRelease",
    "AgendaRemark",
    "AgendaRemarkQuerySet",
    "CalendarAddress",
    "Commitment",
    "Decision",
    "Document",
    "DocumentQuerySet",
    "DocumentVersion",
    "Figure",
    "FormerMeetingSlug",
    "Institution",
    "Invitation",
    "InvitationLetter",
    "InvitationQuerySet",
    "IssuedNumber",
    "Meeting",
    "MeetingMove",
    "MeetingPicture",
    "MeetingPictureQuerySet",
    "MeetingQuerySet",
    "Minutes",
    "NumberKind",
    "NumberPattern",
    "Official",
    "OutboxMail",
    "OutboxMailQuerySet",
    "Publication",
    "PublicationQuerySet",
    "Registration",
    "RegistrationQuerySet",
    "Signatory",
]
