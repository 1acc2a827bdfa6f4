"""Letters become papers of the delegation, tickets get rows, and every registration a history.

What a rakor asked of delegates until now, it goes on asking, for a purpose and until a day.
"""

from datetime import timedelta
from uuid import uuid4

from django.db import migrations

FORMER_QUESTIONS = (
    ("nip", "Mencocokkan peserta dengan surat tugasnya."),
    ("pangkat", "Ditulis pada surat tugas dan daftar hadir."),
)


def carry_over(apps, schema_editor):
    _carry_letters(apps)
    _issue_tickets(apps)
    _begin_histories(apps)
    _ask_on(apps)


def _carry_letters(apps):
    Letter = apps.get_model("meetings", "AssignmentLetter")
    Registration = apps.get_model("meetings", "Registration")
    for registration in Registration.objects.exclude(assignment_letter=""):
        letter = Letter.objects.create(
            meeting_id=registration.meeting_id,
            office_id=registration.office_id,
            file=registration.assignment_letter.name,
            made_at=registration.created_at,
            made_by_id=registration.created_by_id,
            changed_at=registration.changed_at,
        )
        Registration.objects.filter(pk=registration.pk).update(letter=letter)


def _issue_tickets(apps):
    Ticket = apps.get_model("meetings", "Ticket")
    for registration in apps.get_model("meetings", "Registration").objects.all():
        is_void = registration.withdrawn_at is not None
        Ticket.objects.create(
            id=uuid4(),
            registration=registration,
            issued_at=registration.created_at,
            revoked_at=registration.withdrawn_at,
            revoke_reason="Pendaftaran dibatalkan." if is_void else "",
        )


def _begin_histories(apps):
    Event = apps.get_model("meetings", "RegistrationEvent")
    for registration in apps.get_model("meetings", "Registration").objects.all():
        Event.objects.create(
            registration=registration,
            at=registration.created_at,
            kind="terdaftar",
            by_id=registration.created_by_id,
        )
        if registration.withdrawn_at is not None:
            Event.objects.create(
                registration=registration,
                at=registration.withdrawn_at,
                kind="dibatalkan",
                text=registration.withdraw_reason,
            )


def _ask_on(apps):
    AskedField = apps.get_model("meetings", "AskedField")
    for meeting in apps.get_model("meetings", "Meeting").objects.filter(registered_by="offices"):
        delete_on = (meeting.ends_on or meeting.starts_on) + timedelta(days=365)
        for kind, purpose in FORMER_QUESTIONS:
            AskedField.objects.create(
                meeting=meeting, kind=kind, purpose=purpose, delete_on=delete_on
            )


class Migration(migrations.Migration):
    dependencies = [("meetings", "0014_delegations_and_attendance")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
