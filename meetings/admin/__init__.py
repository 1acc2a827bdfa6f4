from meetings.admin.institutions import InstitutionAdmin
from meetings.admin.meetings import MeetingAdmin
from meetings.admin.minutes import MinutesAdmin
from meetings.admin.numbers import IssuedNumberAdmin
from meetings.admin.outbox_letters import OutboxMailAdmin
from meetings.admin.registrations import RegistrationAdmin

__all__ = [
    "InstitutionAdmin",
    "IssuedNumberAdmin",
    "MeetingAdmin",
    "MinutesAdmin",
    "OutboxMailAdmin",
    "RegistrationAdmin",
]
