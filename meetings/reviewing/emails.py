"""The mails about what the secretariat found: one function a message, each queued."""

from meetings.emails import queue, queue_to_office
from meetings.models import Registration
from meetings.when import end_of_day


def accepted(registration: Registration) -> None:
    """To the person: what you or your office sent is right."""
    queue(registration, "review_accepted", _subject("Pendaftaran Anda diterima", registration))


def to_mend(registration: Registration) -> None:
    """To whoever registered, who can change it, and to the person: what, until when."""
    subject = _subject("Pendaftaran perlu diperbaiki", registration)
    until = ""
    if day := registration.mend_by:
        until = end_of_day(day, registration.meeting.zone)
    queue(registration, "review_to_mend", subject, until=until)
    queue_to_office(registration, "review_to_mend_office", subject, until=until)


def declined(registration: Registration) -> None:
    """To both: why, and that the ticket is void."""
    subject = _subject("Pendaftaran ditolak", registration)
    queue(registration, "review_declined", subject)
    queue_to_office(registration, "review_declined_office", subject)


def _subject(words: str, registration: Registration) -> str:
    return f"{words}: {registration.meeting.title}"
