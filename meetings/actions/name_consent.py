"""A person's own consent to be named on the page of who comes, given and taken back."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from meetings.actions import history
from meetings.models import Meeting, Registration, RegistrationEvent

_GIVEN = "Mengizinkan nama tampil pada daftar peserta."
_TAKEN_BACK = "Mencabut izin nama tampil pada daftar peserta."
_LAPSED = "Izin menampilkan nama tidak berlaku lagi, karena nama atau alamat surelnya diganti."
# What another person would be known by; titles and their spelling are not among them.
_WHO = frozenset(("name_key", "email"))


class ConsentRefused(Exception):
    """The registration has ended: there is no list on which the name could stand."""

    def __init__(self, registration: Registration) -> None:
        super().__init__(
            f"Pendaftaran {registration.full_name} sudah berakhir; namanya tidak dapat ditampilkan."
        )


@transaction.atomic
def set_name_consent(*, registration: Registration, is_given: bool, at: datetime) -> Registration:
    """The registration as the person wants it, who came by the secret address. Twice is harmless.

    It is taken back at any time, also after the rakor. Raises ConsentRefused.
    """
    # The rakor first, as every step of a registration.
    Meeting.objects.locked(registration.meeting_id)
    registration = Registration.objects.select_for_update().get(pk=registration.pk)
    if is_given == (registration.name_public_at is not None):
        return registration
    if is_given and not registration.is_active:
        raise ConsentRefused(registration)
    registration.name_public_at = at if is_given else None
    registration.save(update_fields=["name_public_at"])
    text = _GIVEN if is_given else _TAKEN_BACK
    history.note(registration, RegistrationEvent.Kind.CONSENT, text, by=None, at=at)
    verb = "name_shown" if is_given else "name_hidden"
    audit.record(f"registration.{verb}", target=registration, by=None, at=at)
    return registration


def lapse_consent(
    registration: Registration, changed: Iterable[str], by: User | None, at: datetime
) -> None:
    """Before a changed registration is saved: an office may have put another person there, who
    has consented to nothing. What persons change themselves keeps their own consent.
    """
    if by is None or registration.name_public_at is None or _WHO.isdisjoint(changed):
        return
    registration.name_public_at = None
    history.note(registration, RegistrationEvent.Kind.CONSENT, _LAPSED, by=by, at=at)
