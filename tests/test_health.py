"""/healthz: well, or unwell with the reason."""

from datetime import timedelta

import pytest
from django.db import InterfaceError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from post_office.models import STATUS, Email

from forum_portal.lib import mail


def _answer(client: Client) -> tuple[int, dict]:
    response = client.get("/healthz")
    return response.status_code, response.json()


def _queue_mail(minutes_ago: int) -> None:
    mail.queue(to="a@dinas.example", subject="Uji", text="Uji")
    Email.objects.update(created=timezone.now() - timedelta(minutes=minutes_ago))


@pytest.mark.django_db
def test_a_well_portal_says_so(public_client):
    _queue_mail(minutes_ago=14)
    assert _answer(public_client) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_mail_that_waits_too_long_is_named(public_client):
    _queue_mail(minutes_ago=16)
    reason = "1 surel menunggu lebih dari 15 menit."
    assert _answer(public_client) == (503, {"status": "sakit", "sebab": [reason]})


@pytest.mark.django_db
def test_mail_that_was_sent_does_not_wait(public_client):
    _queue_mail(minutes_ago=16)
    Email.objects.update(status=STATUS.sent)
    assert _answer(public_client) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_a_pending_migration_is_named(public_client):
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("elections", "0002_acclamation_rules")
    reason = "1 migrasi belum dijalankan."
    assert _answer(public_client) == (503, {"status": "sakit", "sebab": [reason]})


@pytest.mark.django_db
def test_a_database_out_of_reach_is_named(public_client):
    with connection.execute_wrapper(_unreachable):
        assert _answer(public_client) == (
            503,
            {"status": "sakit", "sebab": ["Basis data tidak dapat dihubungi."]},
        )


def _unreachable(execute, sql, params, many, context):
    raise InterfaceError("connection already closed")
