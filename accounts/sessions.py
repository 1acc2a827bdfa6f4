"""Django's sessions in the database, whose statement is written once (SESSION_ENGINE)."""

from typing import Any

from django.contrib.sessions.backends import db
from django.db.models import QuerySet
from django.utils import timezone

from forum_portal.lib.compiled_queries import compiled


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        rows = _data(key=self.session_key, at=timezone.now())
        if rows:
            return self.decode(rows[0][0])
        # Ended or never begun: the next one to be saved gets a key of its own.
        self._session_key = None
        return {}


@compiled
def _data(*, key: Any, at: Any) -> QuerySet:
    sessions = SessionStore.get_model_class().objects
    return sessions.filter(session_key=key, expire_date__gt=at).values_list("session_data")
