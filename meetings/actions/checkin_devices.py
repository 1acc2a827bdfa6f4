"""Devices at the doors: added with a code, enrolled by it once, locked out, enrolled again."""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from accounts import audit
from accounts.models import User
from forum_portal.lib.dates import moment
from meetings.checkin.credentials import code_hash, enrolment_code, new_token, token_hash
from meetings.models import CheckinDevice, Meeting

CODE_MINUTES = 30
# What the trail calls the fields that can be changed.
_NAMES = {"name": "nama", "door": "pintu", "may_add_walk_ins": "tamu tanpa pendaftaran"}


class DeviceRefused(Exception):
    """The device cannot be enrolled or changed; says why, in a sentence for the reader."""


class CodeUnknown(DeviceRefused):
    def __init__(self) -> None:
        super().__init__(
            f"Kode ini tidak dikenal, sudah dipakai, atau lebih lama dari {CODE_MINUTES} menit. "
            "Minta kode baru kepada sekretariat."
        )


class LockedAlready(DeviceRefused):
    def __init__(self, device: CheckinDevice) -> None:
        when = moment(device.locked_at, device.meeting.zone) if device.locked_at else ""
        super().__init__(f"{device.name} sudah dikunci {when}: {device.lock_reason}")


@transaction.atomic
def add_device(
    *, meeting: Meeting, name: str, door: str, may_add_walk_ins: bool, by: User, at: datetime
) -> CheckinDevice:
    """The device, waiting for somebody to type its code (open_code)."""
    device = CheckinDevice.objects.create(
        meeting=meeting,
        name=name,
        door=door,
        may_add_walk_ins=may_add_walk_ins,
        made_at=at,
        made_by=by,
    )
    _give_code(device, at)
    audit.record(
        "checkindevice.added", target=device, by=by, at=at, meeting=meeting.title, door=door
    )
    return device


@transaction.atomic
def change_device(
    *, device: CheckinDevice, name: str, door: str, may_add_walk_ins: bool, by: User, at: datetime
) -> bool:
    """False if nothing changed. What it has recorded keeps the door of that moment."""
    device = _locked(device)
    asked = {"name": name, "door": door, "may_add_walk_ins": may_add_walk_ins}
    changed = [field for field, value in asked.items() if getattr(device, field) != value]
    if not changed:
        return False
    for field in changed:
        setattr(device, field, asked[field])
    device.save(update_fields=changed)
    words = [_NAMES[field] for field in changed]
    audit.record("checkindevice.changed", target=device, by=by, at=at, changed=words)
    return True


@transaction.atomic
def enrol_device(*, meeting: Meeting, code: str, at: datetime) -> tuple[CheckinDevice, str]:
    """The device and its token, which is kept by the device alone. A former one ends.

    Raises CodeUnknown.
    """
    rows = CheckinDevice.objects.select_for_update(no_key=True)
    waiting = rows.filter(meeting=meeting, enrol_until__gt=at, locked_at=None)
    device = waiting.filter(enrol_hash=code_hash(code)).first()
    if device is None:
        raise CodeUnknown
    token = new_token()
    device.token_hash = token_hash(token)
    device.enrol_hash, device.enrol_until = "", None
    device.enrolled_at = at
    device.save(update_fields=["token_hash", "enrol_hash", "enrol_until", "enrolled_at"])
    audit.record("checkindevice.enrolled", target=device, by=None, at=at, meeting=meeting.title)
    return device, token


@transaction.atomic
def lock_device(*, device: CheckinDevice, reason: str, by: User, at: datetime) -> None:
    """From now on it gets no list, removes what it has when it next asks, and cannot be enrolled.

    What it still sends is kept and flagged. Raises LockedAlready.
    """
    device = _locked(device)
    if device.locked_at is not None:
        raise LockedAlready(device)
    device.locked_at, device.lock_reason = at, reason
    device.enrol_hash, device.enrol_until = "", None
    device.save(update_fields=["locked_at", "lock_reason", "enrol_hash", "enrol_until"])
    audit.record("checkindevice.locked", target=device, by=by, at=at, reason=reason)


@transaction.atomic
def renew_code(*, device: CheckinDevice, by: User, at: datetime) -> CheckinDevice:
    """With a code for another telephone at the same door, or for one that was found again.

    A locked device's token ends here: nothing but the new code opens the door again.
    """
    device = _locked(device)
    was_locked = device.locked_at is not None
    if was_locked:
        device.locked_at, device.lock_reason, device.token_hash = None, "", ""
        device.save(update_fields=["locked_at", "lock_reason", "token_hash"])
    _give_code(device, at)
    verb = "unlocked" if was_locked else "code_given"
    audit.record(f"checkindevice.{verb}", target=device, by=by, at=at)
    return device


def open_code(device: CheckinDevice, at: datetime) -> str:
    """The code that enrols the device now; "" when there is none, it was used or it is too old."""
    if device.enrol_until is None or device.enrol_until <= at:
        return ""
    code = enrolment_code(device.pk, device.enrol_until.astimezone(UTC))
    # Under another SECRET_KEY than the one it was made with, a code would enrol nobody.
    return code if code_hash(code) == device.enrol_hash else ""


def _give_code(device: CheckinDevice, at: datetime) -> None:
    until = (at + timedelta(minutes=CODE_MINUTES)).astimezone(UTC)
    device.enrol_until = until
    device.enrol_hash = code_hash(enrolment_code(device.pk, until))
    device.save(update_fields=["enrol_until", "enrol_hash"])


def _locked(device: CheckinDevice) -> CheckinDevice:
    rows = CheckinDevice.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("meeting").get(pk=device.pk)
