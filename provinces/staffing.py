"""Who acts for an office: accounts that an office's data and delegations are entrusted to."""

from datetime import datetime

from django.db import transaction

from accounts.actions import open_account
from accounts.audit import record
from accounts.emails import send_invitation
from accounts.models import User
from provinces.models import Office, OfficeStaff


class AlreadyAssigned(Exception):
    """The account acts for the office already."""


@transaction.atomic
def assign_operator(
    *,
    office: Office,
    user: User,
    by: User | None,
    at: datetime,
    role: str = OfficeStaff.Role.OPERATOR,
) -> OfficeStaff:
    """`user` acts for `office` from now on; an account may act for several."""
    staff, is_new = OfficeStaff.objects.get_or_create(
        office=office, user=user, defaults={"role": role}
    )
    if not is_new:
        raise AlreadyAssigned(f"{user} sudah menjadi petugas {office}.")
    record("office.staff_assigned", target=office, by=by, at=at, user=user.pk, role=role)
    return staff


@transaction.atomic
def invite_operator(
    *, email: str, full_name: str, office: Office, by: User | None, at: datetime
) -> User:
    """A new account that acts for `office`; its letter names the office.

    Raises accounts.actions.AccountExists.
    """
    user = open_account(email=email, full_name=full_name, role=None, by=by, at=at)
    assign_operator(office=office, user=user, by=by, at=at)
    send_invitation(user)
    return user
