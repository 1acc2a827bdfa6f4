"""A database of the release before this one comes over: letters, tickets, histories."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.factories import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_postgres]

BEFORE = (
    ("meetings", "0013_call_mails_of_the_outbox_mails"),
    ("provinces", "0010_refuse_what_cannot_be"),
)


def migrate(*targets):
    """The models as they are after migrating to `targets`."""
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    return MigrationExecutor(connection).loader.project_state(list(targets)).apps


def latest() -> list[tuple[str, str]]:
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    return [leaf for leaf in leaves if leaf[0] == "meetings"]


def test_delegations_are_carried_over():
    newest = latest()
    old = migrate(*BEFORE)
    try:
        plant(old)
    finally:
        new = migrate(*newest)
    check(new)


def _register(old, meeting, office, number, **fields):
    return old.get_model("meetings", "Registration").objects.create(
        meeting=meeting, office=office, full_name=f"Peserta {number}", name_key=f"peserta {number}",
        role="pendamping", position="Staf", unit="Balai", mobile="+6281200000000",
        email=f"peserta{number}@dinas.example", mode="luring", privacy_version="2026-11",
        ticket_code=f"kode{number}", created_at=NOW, changed_at=NOW, **fields,
    )  # fmt: skip


def plant(old) -> None:
    """One with a letter of its own, one withdrawn."""
    province = old.get_model("provinces", "Province").objects.create(
        code="11", iso="ID-AC", name="Aceh", slug="aceh", zone="Asia/Jakarta",
        island_group="sumatera",
    )  # fmt: skip
    office = old.get_model("provinces", "Office").objects.create(
        province=province, name="Balai Aceh", slug="aceh"
    )
    meeting = old.get_model("meetings", "Meeting").objects.create(
        slug="rakor-balai", title="Rakor", starts_on=date(2026, 12, 15), ends_on=date(2026, 12, 16),
        registered_by="offices", registration_opens_at=NOW, seats_per_office=3,
        registration_closes_at=NOW + timedelta(days=9),
    )  # fmt: skip
    _register(old, meeting, office, 1, assignment_letter=ContentFile(b"%PDF", name="x.pdf"))
    _register(old, meeting, office, 2, withdrawn_at=NOW, withdraw_reason="Sakit.")


def check(new) -> None:
    registrations = new.get_model("meetings", "Registration").objects.order_by("ticket_code")
    assert [(each.seat, each.review, bool(each.letter)) for each in registrations] == [
        ("terdaftar", "menunggu", True),
        ("terdaftar", "menunggu", False),
    ]
    with registrations[0].letter.file.open() as kept:
        assert kept.read() == b"%PDF"
    tickets = new.get_model("meetings", "Ticket").objects.order_by("registration__ticket_code")
    assert list(tickets.values_list("revoked_at", "revoke_reason")) == [
        (None, ""),
        (NOW, "Pendaftaran dibatalkan."),
    ]
    events = new.get_model("meetings", "RegistrationEvent").objects.order_by(
        "registration__ticket_code", "pk"
    )
    assert list(events.values_list("registration__ticket_code", "kind", "text")) == [
        ("kode1", "terdaftar", ""),
        ("kode2", "terdaftar", ""),
        ("kode2", "dibatalkan", "Sakit."),
    ]
    asked = new.get_model("meetings", "AskedField").objects.order_by("pk")
    assert list(asked.values_list("kind", "delete_on")) == [
        ("nip", date(2027, 12, 16)),
        ("pangkat", date(2027, 12, 16)),
    ]
