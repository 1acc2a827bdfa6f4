from meetings.models.aftermath import (
    Aftercare,
    EvaluationQuestion,
    EvaluationSheet,
    EvaluationTurn,
)
from meetings.models.agenda import AgendaItem, AgendaPart, AgendaRelease
from meetings.models.attendance import AttendanceSession, Scan, ScanRuling
from meetings.models.calendar_address import CalendarAddress
from meetings.models.checkin_device import CheckinDevice
from meetings.models.delegation import AskedField, AssignmentLetter, DelegateDraft
from meetings.models.document import (
    Document,
    DocumentQuerySet,
    DocumentVersion,
    MeetingPicture,
    MeetingPictureQuerySet,
)
from meetings.models.excuse import Excuse, ExcuseQuerySet
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
from meetings.models.registration import Registration, RegistrationQuerySet, is_seated
from meetings.models.seating import (
    FieldAnswer,
    RegistrationEvent,
    SeatLimit,
    SeatOffer,
    SeatReservation,
)
from meetings.models.ticket import Certificate, RegistrationCode, Ticket

__all__ = [
    "ActionItem",
    "Aftercare",
    "AgendaItem",
    "AgendaPart",
    "AgendaProposal",
    "AgendaProposalQuerySet",
    "AgendaRelease",
    "AgendaRemark",
    "AgendaRemarkQuerySet",
    "AskedField",
    "AssignmentLetter",
    "AttendanceSession",
    "CalendarAddress",
    "Certificate",
    "CheckinDevice",
    "Commitment",
    "Decision",
    "DelegateDraft",
    "Document",
    "DocumentQuerySet",
    "DocumentVersion",
    "EvaluationQuestion",
    "EvaluationSheet",
    "EvaluationTurn",
    "Excuse",
    "ExcuseQuerySet",
    "FieldAnswer",
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
    "RegistrationCode",
    "RegistrationEvent",
    "RegistrationQuerySet",
    "Scan",
    "ScanRuling",
    "SeatLimit",
    "SeatOffer",
    "SeatReservation",
    "Signatory",
    "Ticket",
    "is_seated",
]
