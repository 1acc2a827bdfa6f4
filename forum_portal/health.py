"""Whether the portal is well: database, migrations, mail queue."""

from datetime import datetime, timedelta

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from post_office.models import STATUS, Email

MAIL_MAY_WAIT = timedelta(minutes=15)


def faults(*, at: datetime) -> list[str]:
    """What is wrong, one sentence each; empty when the portal is well. A few queries."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return [*_pending_migrations(), *_stuck_mail(at)]
    except Error:
        return ["Basis data tidak dapat dihubungi."]


def _pending_migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{len(pending)} migrasi belum dijalankan."] if pending else []


def _stuck_mail(at: datetime) -> list[str]:
    waiting = Email.objects.filter(
        status__in=(STATUS.queued, STATUS.requeued), created__lt=at - MAIL_MAY_WAIT
    ).count()
    return [f"{waiting} surel menunggu lebih dari 15 menit."] if waiting else []
