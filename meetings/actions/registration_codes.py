"""A code mailed to somebody who registers for themselves: it proves that the address is theirs.

Nobody learns here whether an address is registered: every address gets a code, and the mail
alone says what it opens.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from post_office.models import Email

from forum_portal.lib import mail
from forum_portal.lib.dates import clock
from forum_portal.lib.typed_codes import in_groups, random_code, signs_of
from meetings.models import Meeting, RegistrationCode
from meetings.self_registration import emails

# Without what is taken for another sign when it is read from a screen: 26 signs, 8 of them.
SIGNS = "ACDEFGHJKLMNPQRTUVWXY34679"
LENGTH = 8
LASTS = timedelta(minutes=15)
TRIES = 5
# To one address, over all rakor: a stranger's address must not be flooded.
CODES_PER_HOUR = 5
# To all addresses: a flood of made-up ones must not spend the good name of the mail server.
ALL_CODES_PER_HOUR = 3_000
# Afterwards the address is deleted with the code.
KEPT = timedelta(days=1)
# The lock's number; any constant that no other advisory lock of the database uses.
CODES_LOCK = 7_204_137
_HOUR = timedelta(hours=1)


class CodeRefused(Exception):
    """No code is sent, or the one that was typed opens nothing; says why."""


class TooManyCodes(CodeRefused):
    def __init__(self, again_at: datetime, meeting: Meeting) -> None:
        super().__init__(
            f"Ke alamat ini sudah dikirim {CODES_PER_HOUR} kode dalam satu jam terakhir. Pakai "
            f"yang terakhir, atau minta lagi sesudah pukul {clock(again_at, meeting.zone)}."
        )


class PortalIsBusy(CodeRefused):
    def __init__(self) -> None:
        super().__init__(
            f"Portal sudah mengirim {ALL_CODES_PER_HOUR} kode dalam satu jam terakhir, sebanyak "
            "yang dibolehkan. Silakan coba lagi beberapa menit lagi."
        )


@transaction.atomic
def send_code(*, meeting: Meeting, email: str, at: datetime) -> RegistrationCode:
    """A new code on its way to `email`; the former ones stay good for as long as they last.

    email: in small letters. Raises CodeRefused.
    """
    _lock()
    _check_how_many(meeting, email, at)
    code = random_code(SIGNS, LENGTH)
    made = RegistrationCode.objects.create(
        meeting=meeting,
        email=email,
        code_hash=_hash(meeting.pk, email, code),
        made_at=at,
        expires_at=at + LASTS,
    )
    known = meeting.registrations.active().filter(email__iexact=email).exists()
    made.mail = emails.code_sent(made, in_groups(code), is_registered=known)
    made.save(update_fields=["mail"])
    return made


def use_code(*, code: RegistrationCode, typed: str, at: datetime) -> None:
    """Nothing, if `typed` is the code; from then on it is used up.

    Each try counts, also one that fails. Raises CodeRefused.
    """
    if refusal := _tried(code, typed, at):
        raise CodeRefused(refusal)


@transaction.atomic
def forget_codes(*, at: datetime) -> int:
    """Deletes codes that are over for a day, with their mails and addresses; how many."""
    over = RegistrationCode.objects.filter(expires_at__lt=at - KEPT)
    mails = list(over.exclude(mail=None).values_list("mail", flat=True))
    count, _ = over.delete()
    mail.forget(Email.objects.filter(pk__in=mails))
    return count


@transaction.atomic
def _tried(code: RegistrationCode, typed: str, at: datetime) -> str:
    """Why not, or nothing. An exception would take the count of the tries back."""
    code = RegistrationCode.objects.select_for_update().get(pk=code.pk)
    if code.used_at is not None:
        return "Kode ini sudah dipakai. Mintalah kode baru."
    if at >= code.expires_at:
        minutes = int(LASTS.total_seconds() // 60)
        return f"Kode hanya berlaku {minutes} menit. Mintalah kode baru."
    if code.tries >= TRIES:
        return f"Kode ini sudah dicoba {TRIES} kali. Mintalah kode baru."
    code.tries += 1
    is_right = constant_time_compare(
        code.code_hash, _hash(code.meeting_id, code.email, signs_of(typed))
    )
    if is_right:
        code.used_at = at
    code.save(update_fields=["tries", "used_at"])
    if is_right:
        return ""
    left = TRIES - code.tries
    return f"Kode tidak cocok. Periksa surel terakhir dari portal; tersisa {left} percobaan."


def _lock() -> None:
    """Until the transaction ends nobody else is sent a code, so that the counts are true."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CODES_LOCK])


def _check_how_many(meeting: Meeting, email: str, at: datetime) -> None:
    sent = RegistrationCode.objects.filter(made_at__gt=at - _HOUR)
    to_it = list(sent.filter(email=email).order_by("-made_at").values_list("made_at", flat=True))
    if len(to_it) >= CODES_PER_HOUR:
        raise TooManyCodes(to_it[CODES_PER_HOUR - 1] + _HOUR, meeting)
    if sent.count() >= ALL_CODES_PER_HOUR:
        raise PortalIsBusy


def _hash(meeting_id: int, email: str, code: str) -> str:
    """Keyed, so that who reads the database alone cannot try all codes against it."""
    value = f"{meeting_id}:{email}:{code}"
    return salted_hmac("meetings.registration_code", value, algorithm="sha256").hexdigest()
