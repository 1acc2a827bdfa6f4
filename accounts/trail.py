"""What happened to one object, in words for those who read the trail."""

from typing import Any

from django.db import models

from accounts.audit_details import details_in_words
from accounts.audit_words import WITHOUT_ACCOUNT, in_words
from accounts.models import AuditEvent

# More would be a page that nobody reads to its end; the trail itself has them all.
MOST_TOLD = 100


def trail_of(obj: models.Model) -> list[dict[str, Any]]:
    """The latest that the trail tells of `obj`, whether a form did it or an action."""
    told = AuditEvent.objects.filter(target_type=obj._meta.label_lower, target_id=str(obj.pk))
    return [
        {
            "at": event.at,
            "by": event.actor or WITHOUT_ACCOUNT,
            "what": in_words(event.action),
            "details": details_in_words(event),
        }
        for event in told.select_related("actor")[:MOST_TOLD]
    ]
