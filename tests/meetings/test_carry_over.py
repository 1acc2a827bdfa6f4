"""A database of the release before this one comes over with its agendas and papers."""

from datetime import date, time

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.factories import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_postgres]

BEFORE = ("meetings", "0003_search")


def migrate(*targets):
    """The models as they are after migrating to `targets`."""
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    return MigrationExecutor(connection).loader.project_state(list(targets)).apps


def latest() -> list[tuple[str, str]]:
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    return [leaf for leaf in leaves if leaf[0] == "meetings"]


def test_agendas_and_papers_are_carried_over(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    newest = latest()
    old = migrate(BEFORE)
    try:
        meeting = old.get_model("meetings", "Meeting").objects.create(
            slug="rakor", title="Rakor", starts_on=date(2026, 12, 15), ends_on=date(2026, 12, 16),
            zone="Asia/Makassar", published_at=NOW,
        )  # fmt: skip
        items = old.get_model("meetings", "AgendaItem").objects
        items.create(
            meeting=meeting, on=date(2026, 12, 16), starts_at=time(8), duration_minutes=30,
            title="Penutupan", presenters="Kepala Pusdatin",
        )  # fmt: skip
        items.create(meeting=meeting, title="Pokok bahasan")
        items.create(meeting=meeting, on=date(2026, 12, 15), title="Panitia", is_public=False)
        old.get_model("meetings", "Document").objects.create(
            meeting=meeting, title="Tata tertib", file=ContentFile(b"%PDF", name="x.pdf"),
            size_bytes=4,
        )  # fmt: skip
    finally:
        new = migrate(*newest)

    meeting = new.get_model("meetings", "Meeting").objects.get()
    release = meeting.current_release
    told = [
        (day["day"], day["on"], item["title"], item["starts"], item["parts"])
        for day in release.public["days"]
        for item in day["items"]
    ]
    part = {"role": "pembicara", "name": "Kepala Pusdatin", "position": ""}
    assert told == [
        (2, "2026-12-16", "Penutupan", "2026-12-16T08:00", [part]),
        (None, None, "Pokok bahasan", None, []),
    ]
    assert (release.number, release.words) == (1, "Penutupan Kepala Pusdatin\nPokok bahasan")
    version = new.get_model("meetings", "DocumentVersion").objects.get()
    assert (version.document.title, version.number, version.size_bytes) == ("Tata tertib", 1, 4)
