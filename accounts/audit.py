"""The one way an action leaves its trace."""

from datetime import datetime
from typing import Any

from django.db import models

from accounts.models import AuditEvent, User
from forum_portal.lib.written_rows import insert


def record(
    action: str, *, target: models.Model, by: User | None, at: datetime, **details: Any
) -> AuditEvent:
    """Write what `by` did to `target`, inside the caller's transaction.

    action: "<noun>.<verb in the past>", such as "minutes.published".
    by: None when a management command acted.
    details: JSON values without personal data (no NIP, phone, e-mail).
    """
    event = AuditEvent(
        at=at,
        actor=by,
        action=action,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        target=str(target)[:300],
        details=details,
    )
    insert(event)
    return event
