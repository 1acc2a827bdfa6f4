"""An office joins the forum, pauses, leaves. Each locks the office first."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts import audit
from accounts.models import User
from forum_portal.lib.dates import BoundPrecision, Precision, first_day, partial_date
from provinces.models import Membership, Office


class MembershipRefused(Exception):
    """A membership that cannot be; says why, in a sentence for the reader."""


@transaction.atomic
def join_forum(
    *,
    office: Office,
    on: date | None,
    by: User | None,
    at: datetime,
    precision: str = Precision.DAY,
    source: str = "",
) -> Membership:
    """The membership from `on`, the first day; also the one that follows a pause.

    on: None where nobody knows, for an office that never was a member before.
    Raises MembershipRefused.
    """
    _lock(office)
    on = first_day(on, precision) if on else None
    if last := _last(office):
        _refuse_to_join(office, last, on, precision)
    membership = Membership.objects.create(
        office=office,
        period=DateRange(on, None),
        from_precision=precision if on else BoundPrecision.UNKNOWN,
        source=source,
    )
    _record("membership.joined", membership, on, precision, by=by, at=at, source=source)
    return membership


@transaction.atomic
def pause_membership(
    *,
    office: Office,
    on: date,
    by: User | None,
    at: datetime,
    precision: str = Precision.DAY,
    reason: str = "",
    source: str = "",
) -> Membership:
    """The membership that ends on `on`, the first day of the pause. Raises MembershipRefused."""
    _lock(office)
    return _end(
        office, Membership.End.PAUSED, first_day(on, precision), precision, reason, source, by, at
    )


@transaction.atomic
def leave_forum(
    *,
    office: Office,
    on: date,
    by: User | None,
    at: datetime,
    precision: str = Precision.DAY,
    reason: str = "",
    source: str = "",
) -> Membership:
    """The membership that ends on `on`, the first day no longer a member.

    An office that leaves out of a pause has been no member since the pause began: that day
    stays, and the reason tells when it left. Raises MembershipRefused.
    """
    _lock(office)
    on = first_day(on, precision)
    last = _last(office)
    if last and last.end == Membership.End.PAUSED:
        return _leave_out_of_pause(last, on, precision, reason, source, by, at)
    return _end(office, Membership.End.LEFT, on, precision, reason, source, by, at)


def _lock(office: Office) -> None:
    """What is done to one office's membership waits for each other."""
    Office.objects.select_for_update().get(pk=office.pk)


def _last(office: Office) -> Membership | None:
    return office.memberships.select_related("office").last()


def _refuse_to_join(office: Office, last: Membership, on: date | None, precision: str) -> None:
    until = last.period.upper
    if until is None:
        raise MembershipRefused(f"{office.name} sudah tercatat sebagai anggota, {last.when}.")
    if on is None:
        raise MembershipRefused(
            f"{office.name} pernah menjadi anggota ({last.when}); isi sejak kapan bergabung lagi."
        )
    if on < until:
        raise MembershipRefused(
            f"{office.name} masih tercatat sebagai anggota sampai {_until(last)}; tidak dapat "
            f"bergabung lagi sejak {partial_date(on, precision)}."
        )


def _leave_out_of_pause(
    last: Membership,
    on: date,
    precision: str,
    reason: str,
    source: str,
    by: User | None,
    at: datetime,
) -> Membership:
    day = partial_date(on, precision)
    if on < last.period.upper:
        raise MembershipRefused(
            f"{last.office.name} tercatat jeda sejak {_until(last)}; tidak dapat keluar pada {day}."
        )
    last.end = Membership.End.LEFT
    last.reason = f"Jeda, lalu keluar {day}. {reason or last.reason}".strip()[:300]
    last.source = source or last.source
    last.save(update_fields=["end", "reason", "source"])
    _record("membership.left", last, on, precision, by=by, at=at, reason=reason, source=source)
    return last


def _end(
    office: Office,
    end: str,
    on: date,
    precision: str,
    reason: str,
    source: str,
    by: User | None,
    at: datetime,
) -> Membership:
    membership, day = _last(office), partial_date(on, precision)
    if membership is None:
        raise MembershipRefused(f"{office.name} belum tercatat sebagai anggota.")
    first, until = membership.period.lower, membership.period.upper
    if until is not None:
        raise MembershipRefused(
            f"{office.name} bukan anggota lagi sejak {_until(membership)} "
            f"({membership.get_end_display().lower()})."
        )
    if first is not None and on <= first:
        began = _day(first, membership.from_precision)
        raise MembershipRefused(
            f"{office.name} tercatat sebagai anggota sejak {began}; keanggotaan itu tidak dapat "
            f"berakhir pada {day}."
        )
    membership.period = DateRange(first, on)
    membership.until_precision, membership.end = precision, end
    membership.reason, membership.source = reason, source or membership.source
    membership.save(update_fields=["period", "until_precision", "end", "reason", "source"])
    _record(
        f"membership.{end}", membership, on, precision, by=by, at=at, reason=reason, source=source
    )
    return membership


def _until(membership: Membership) -> str:
    return _day(membership.period.upper, membership.until_precision)


def _day(bound: date, precision: str) -> str:
    """A bound that is only the edge of what is known is told as the day it is."""
    known = Precision.DAY if precision == BoundPrecision.UNKNOWN else precision
    return partial_date(bound, known)


def _record(
    action: str,
    membership: Membership,
    on: date | None,
    precision: str,
    *,
    by: User | None,
    at: datetime,
    **told: Any,
) -> None:
    audit.record(
        action,
        target=membership,
        by=by,
        at=at,
        on=on.isoformat() if on else None,
        precision=precision,
        **told,
    )
