"""A person's own consent to what they cannot eat or need help with, taken back."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from meetings.actions import history
from meetings.actions.registration_gate import lock_meeting
from meetings.models import AskedField, FieldAnswer, Registration, RegistrationEvent


@transaction.atomic
def take_needs_back(*, registration: Registration, at: datetime) -> bool:
    """True if something was recorded, which is deleted. By the secret address, at any time.

    The office reads in the history that it was taken back, and not what it was.
    """
    lock_meeting(registration.meeting)
    answers = FieldAnswer.objects.filter(
        registration=registration, field__kind__in=AskedField.OPT_IN
    )
    kinds = sorted(str(answer.field).lower() for answer in answers.select_related("field"))
    if not kinds:
        return False
    answers.delete()
    text = f"Persetujuan mencatat {' dan '.join(kinds)} dicabut; isiannya dihapus."
    history.note(registration, RegistrationEvent.Kind.CONSENT, text, by=None, at=at)
    audit.record("registration.needs_taken_back", target=registration, by=None, at=at)
    return True
