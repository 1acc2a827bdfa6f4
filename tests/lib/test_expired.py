"""What is over is gone from the database, not only out of sight."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from forum_portal.lib.expired import forget_expired
from forum_portal.lib.kept_uploads import KEPT_SECONDS, keep

pytestmark = [pytest.mark.any_postgres, pytest.mark.django_db]


def entries() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache_entry")
        return cursor.fetchone()[0]


def test_kept_file_leaves_the_database_after_its_hour():
    at = timezone.now()
    keep(ContentFile(b"%PDF-isi"))
    forget_expired(at=at + timedelta(seconds=KEPT_SECONDS - 60))
    assert entries() == 1
    assert forget_expired(at=at + timedelta(seconds=KEPT_SECONDS + 60)) == 1
    assert entries() == 0


def test_what_never_expires_stays():
    cache.set("tetap", 1, None)
    forget_expired(at=timezone.now() + timedelta(days=400))
    assert cache.get("tetap") == 1


def test_session_leaves_with_what_it_knew_when_it_is_over():
    session = SessionStore()
    session["registration_typed"] = {"email": "ani@dinas.example", "typed": {"nip": "1985"}}
    session.create()
    over = session.get_expiry_date()
    forget_expired(at=over - timedelta(minutes=1))
    assert Session.objects.count() == 1
    forget_expired(at=over + timedelta(minutes=1))
    assert Session.objects.count() == 0
