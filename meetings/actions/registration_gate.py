"""What every step of a registration does first: lock the rakor, then ask who acts, and when."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet, Subquery

from accounts.models import AuditEvent, User
from forum_portal.lib.compiled_queries import compiled, compiled_models
from forum_portal.lib.postgresql.base import Statement
from meetings.actions.registration_refusals import (
    NotYourOffice,
    TooManyAtOnce,
    TooManyMails,
    WindowClosed,
)
from meetings.models import Meeting, MeetingQuerySet, Registration
from meetings.permissions import keeps_registrations, may_register_for
from meetings.reviewing.rules import may_mend
from meetings.seats import seat_rows_and_standing, standing_in
from meetings.states import is_registration_open, over_at
from provinces.models import Office

# Each action sends a mail to an address that was typed: a stolen or careless account must not
# become a source of mail. Counted in the audit trail, so that no cache can forget it.
MAILS_PER_HOUR = 60
_HOUR = timedelta(hours=1)
_MAILING_ACTIONS = (
    "registration.created",
    "registration.changed",
    "registration.substituted",
    "registration.ticket_reissued",
    "registration.withdrawn",
    "registration.offer_accepted",
    "registration.offer_declined",
)


def lock_meeting(meeting: Meeting, by: User | None = None) -> Meeting:
    """The rakor as it is now; what is counted then stays true until the caller commits.

    With the name of its host province: what else is asked of that is read then.
    by: whose mails are counted; their account is locked first, as in asking_locks().
    """
    if by is not None:
        lock_account(by)
    (locked,) = _locked(pk=meeting.pk)
    return locked.take_host()


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
    if not may_still_end(meeting, by, at):
        raise WindowClosed(meeting, at)
    check_mails(meeting, by, at)


def may_still_end(meeting: Meeting, by: User | None, at: datetime) -> bool:
    """True while somebody may be withdrawn or substituted: by the office while registration is
    open, by the secretariat and the person (None) until the rakor is over.
    """
    if is_registration_open(meeting, at):
        return True
    is_office = by is not None and not keeps_registrations(by)
    return not is_office and meeting.cancelled_at is None and at < over_at(meeting)


def check_office(office: Office | None, by: User | None) -> None:
    """Raises NotYourOffice."""
    if by is None or keeps_registrations(by):
        return
    if office is None or not may_register_for(by, office):
        raise NotYourOffice(office)


def check_window(meeting: Meeting, at: datetime) -> None:
    """Raises WindowClosed. Asked while the rakor is locked."""
    if not is_registration_open(meeting, at):
        raise WindowClosed(meeting, at)


def asking_who_enters(meeting: Meeting, office: Office, by: User, at: datetime) -> Statement:
    """seat_rows() with what check_may_enter() reads."""
    return _seats_and_standing.asked(
        MAILS_PER_HOUR, meeting=meeting.pk, by=by.pk, office=office.pk, since=at - _HOUR
    )


def check_may_enter(rows: Iterable[tuple], meeting: Meeting, office: Office, by: User) -> None:
    """As check_office() and check_mails(). Raises NotYourOffice, TooManyMails."""
    is_theirs, earliest = standing_in(rows)
    if not is_theirs and not keeps_registrations(by):
        raise NotYourOffice(office)
    if earliest is not None:
        raise TooManyMails(meeting, MAILS_PER_HOUR, earliest + _HOUR)


def check_mails(meeting: Meeting, by: User | None, at: datetime) -> None:
    """Raises TooManyMails."""
    if by is None:
        return
    for (earliest,) in _earliest_of(MAILS_PER_HOUR, by=by.pk, since=at - _HOUR):
        raise TooManyMails(meeting, MAILS_PER_HOUR, earliest + _HOUR)


def lock_account(by: User) -> None:
    """Before any rakor, as in asking_locks()."""
    _lock_account(pk=by.pk)


def asking_locks(meeting: Meeting, by: User | None = None) -> list[Statement]:
    """To go in one trip with what is asked under the locks of the account and the rakor.

    In this order everywhere: of what an account sends in one moment, to whichever rakor, each
    counts the mails of those before.
    """
    accounts = [] if by is None else [_lock_account.asked(pk=by.pk)]
    return [*accounts, _lock_rakor.asked(pk=meeting.pk)]


def check_batch(meeting: Meeting, mails: int, by: User, at: datetime) -> None:
    """As check_mails() for several. Raises TooManyAtOnce. Asked while the account is locked."""
    if refusal := too_many_at_once(meeting, mails, by, at):
        raise refusal


def too_many_at_once(meeting: Meeting, mails: int, by: User, at: datetime) -> TooManyAtOnce | None:
    """Why so many may not be sent now, and how many may; None where all may. One statement."""
    sent = [sent_at for (sent_at,) in _sent(by, at - _HOUR)[:MAILS_PER_HOUR]]
    left = MAILS_PER_HOUR - len(sent)
    if mails <= left:
        return None
    again_at = None
    if mails <= MAILS_PER_HOUR:
        again_at = sent[MAILS_PER_HOUR - mails] + _HOUR
    elif not left:
        again_at = sent[-1] + _HOUR
    return TooManyAtOnce(meeting, mails, MAILS_PER_HOUR, left, again_at)


@compiled
def _lock_account(*, pk: Any) -> QuerySet:
    return User.objects.filter(pk=pk).order_by().select_for_update(no_key=True).values_list("pk")


@compiled
def _lock_rakor(*, pk: Any) -> QuerySet:
    return _to_lock(pk).values_list("pk")


@compiled_models
def _locked(*, pk: Any) -> QuerySet:
    return _to_lock(pk).with_host_name()


def _to_lock(pk: Any) -> MeetingQuerySet:
    return Meeting.objects.filter(pk=pk).order_by().select_for_update(no_key=True)


@compiled
def _seats_and_standing(mails: int, *, meeting: Any, by: Any, office: Any, since: Any) -> QuerySet:
    operated = Office.objects.operated_by(by).filter(pk=office).order_by()
    standing = User.objects.filter(pk=by).annotate(
        office_id=Subquery(operated.values("pk")), until=Subquery(_last_sent(mails, by, since))
    )
    return seat_rows_and_standing(meeting, standing)


@compiled
def _earliest_of(mails: int, *, by: Any, since: Any) -> QuerySet:
    """When the earliest of the last `mails` was sent; nothing where they are fewer."""
    return _last_sent(mails, by, since)


def _last_sent(mails: int, by: Any, since: Any) -> QuerySet:
    return _sent(by, since)[mails - 1 : mails]


def _sent(by: Any, since: Any) -> QuerySet:
    """When mails of this account went, the latest first."""
    sent = AuditEvent.objects.filter(actor=by, action__in=_MAILING_ACTIONS, at__gt=since)
    return sent.order_by("-at").values_list("at")
