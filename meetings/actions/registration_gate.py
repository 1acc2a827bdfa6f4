"""What every step of a registration does first: lock the rakor, then ask who acts, and when."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from accounts.models import AuditEvent, User
from forum_portal.lib.compiled_queries import compiled, compiled_models
from meetings.actions.registration_refusals import NotYourOffice, TooManyMails, WindowClosed
from meetings.models import Meeting, Registration
from meetings.permissions import keeps_registrations, may_register_for
from meetings.reviewing.rules import may_mend
from meetings.states import is_registration_open, over_at
from provinces.models import Office, Province

# Each action sends a mail to an address that was typed: a stolen or careless account must not
# become a source of mail. Counted in the audit trail, so that no cache can forget it.
MAILS_PER_HOUR = 60
_MAILING_ACTIONS = (
    "registration.created",
    "registration.changed",
    "registration.substituted",
    "registration.ticket_reissued",
    "registration.withdrawn",
    "registration.offer_accepted",
    "registration.offer_declined",
)


def lock_meeting(meeting: Meeting) -> Meeting:
    """The rakor as it is now; what is counted then stays true until the caller commits.

    With its host province, which is read before all others have to wait.
    """
    hosts = _provinces(code=meeting.host_province_id) if meeting.host_province_id else []
    (locked,) = _locked(pk=meeting.pk)
    for host in hosts:
        if host.pk == locked.host_province_id:
            locked.host_province = host
    return locked


def lock_registration(registration: Registration) -> Registration:
    """As it is now. Lock its rakor first."""
    rows = Registration.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("office", "letter", "meeting__host_province").get(pk=registration.pk)


def check_may_change(
    meeting: Meeting, registration: Registration, by: User | None, at: datetime
) -> None:
    """What the secretariat asked to be mended may be, until the day that it named.

    by: None is the person, who came by the secret address of their own page.
    Raises NotYourOffice, WindowClosed, TooManyMails.
    """
    check_office(registration.office, by)
    if not may_mend(registration, at):
        check_window(meeting, at)
    check_mails(meeting, by, at)


def check_may_end(meeting: Meeting, office: Office | None, by: User | None, at: datetime) -> None:
    """As above, for who does not come: person and secretariat say so until the rakor is over."""
    check_office(office, by)
    is_office = by is not None and not keeps_registrations(by)
    if is_office or meeting.cancelled_at is not None or at >= over_at(meeting):
        check_window(meeting, at)
    check_mails(meeting, by, at)


def check_office(office: Office | None, by: User | None) -> None:
    """Raises NotYourOffice."""
    if by is None or keeps_registrations(by):
        return
    if office is None or not may_register_for(by, office):
        raise NotYourOffice(office)


def check_window(meeting: Meeting, at: datetime) -> None:
    """Raises WindowClosed. Asked while the rakor is locked."""
    if not is_registration_open(meeting, at):
        raise WindowClosed(meeting)


def check_mails(meeting: Meeting, by: User | None, at: datetime) -> None:
    """Raises TooManyMails."""
    if by is None:
        return
    hour = timedelta(hours=1)
    for (earliest,) in _earliest_of(MAILS_PER_HOUR, by=by.pk, since=at - hour):
        raise TooManyMails(meeting, MAILS_PER_HOUR, earliest + hour)


@compiled_models
def _provinces(*, code: Any) -> QuerySet:
    return Province.objects.filter(pk=code).order_by()


@compiled_models
def _locked(*, pk: Any) -> QuerySet:
    return Meeting.objects.filter(pk=pk).order_by().select_for_update(no_key=True)


@compiled
def _earliest_of(mails: int, *, by: Any, since: Any) -> QuerySet:
    """When the earliest of the last `mails` was sent; nothing where they are fewer."""
    sent = AuditEvent.objects.filter(actor=by, action__in=_MAILING_ACTIONS, at__gt=since)
    return sent.order_by("-at").values_list("at")[mails - 1 : mails]
