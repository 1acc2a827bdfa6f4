"""The secret address of an account's own calendar: made, made anew, removed."""

import secrets
from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from meetings.models import CalendarAddress

TOKEN_BYTES = 32  # 256 random bits: nobody finds a calendar by guessing


@transaction.atomic
def renew_address(*, by: User, at: datetime) -> CalendarAddress:
    """The account's address, its first or a new one: a former one answers no more."""
    address, is_first = CalendarAddress.objects.update_or_create(
        user=by, defaults={"token": secrets.token_urlsafe(TOKEN_BYTES), "made_at": at}
    )
    verb = "created" if is_first else "renewed"
    audit.record(f"calendar.{verb}", target=address, by=by, at=at)
    return address


@transaction.atomic
def remove_address(*, by: User, at: datetime) -> None:
    """From now on the account has no address; without one nothing happens."""
    for address in CalendarAddress.objects.select_for_update().filter(user=by):
        audit.record("calendar.removed", target=address, by=by, at=at)
        address.delete()
