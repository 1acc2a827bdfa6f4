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
    return _written(action, type(target), str(target.pk), str(target), by, at, details)


def record_many(
    action: str,
    *,
    model: type[models.Model],
    told: str,
    by: User | None,
    at: datetime,
    **details: Any,
) -> AuditEvent:
    """As record(), of rows that are handed out or read together; told: how many, in words."""
    return _written(action, model, "", told, by, at, details)


def _written(
    action: str,
    model: type[models.Model],
    key: str,
    told: str,
    by: User | None,
    at: datetime,
    details: dict[str, Any],
) -> AuditEvent:
    event = AuditEvent(
        at=at,
        actor=by,
        action=action,
        target_type=model._meta.label_lower,
        target_id=key,
        target=told[:300],
        details=details,
    )
    insert(event)
    return event
