from meetings.admin.meetings import MeetingAdmin
from meetings.admin.minutes import MinutesAdmin
from meetings.admin.registrations import RegistrationAdmin

__all__ = ["MeetingAdmin", "MinutesAdmin", "RegistrationAdmin"]
