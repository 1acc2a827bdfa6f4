"""What was kept for an hour, or for as long as somebody is signed in, and is over.

Django never reads it again, but deletes it only when the cache is full, or never: what was typed,
a table of delegates and a surat tugas would lie in the database, and in its backups, for months.
templates/privacy.html promises an hour.
"""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import connection

# The table of CACHES["default"]; its index is by the moment of expiry.
_FORGET_ENTRIES = "DELETE FROM cache_entry WHERE expires < %s"


def forget_expired(*, at: datetime) -> int:
    """How many entries and sessions went."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET_ENTRIES, [at])
        entries = cursor.rowcount
    sessions, _ = Session.objects.filter(expire_date__lt=at).delete()
    return entries + sessions
