"""The register of an institution: the next number is taken under its lock, a void one stays.

The institution is locked before its numbers are counted, so a number taken in a transaction
that comes to nothing is taken again by the next; the triggers of the table are the last word.
A rakor is locked before the institution, by whoever issues its letters too.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts import audit
from accounts.models import User
from forum_portal.lib.dates import moment
from meetings.models import Institution, IssuedNumber, Meeting, NumberKind, NumberPattern
from meetings.numbering import PatternRefused, number_text

# A button pressed twice; a number that is taken cannot be given back.
AT_ONCE = timedelta(minutes=1)


class NumberRefused(Exception):
    """Why no number is issued or voided, in a sentence for the reader."""


class NoPattern(NumberRefused):
    def __init__(self, institution: Institution, kind: str) -> None:
        super().__init__(
            f"{institution} belum punya pola nomor untuk {NumberKind(kind).label.lower()}. "
            "Isi polanya pada halaman penerbit surat."
        )


class NumberTaken(NumberRefused):
    def __init__(self, taken: IssuedNumber) -> None:
        super().__init__(
            f"Nomor {taken} sudah tertulis pada {taken.get_kind_display().lower()} {taken.year} "
            f"{taken.institution}. Bedakan pola atau kode klasifikasinya."
        )


class IssuedJustNow(NumberRefused):
    def __init__(self, number: IssuedNumber) -> None:
        super().__init__(
            f"Nomor {number} baru saja Anda terbitkan untuk perihal yang sama. Bila memang perlu "
            "satu nomor lagi, bedakan perihalnya."
        )


class AlreadyVoid(NumberRefused):
    def __init__(self, number: IssuedNumber, voided_at: datetime) -> None:
        at = moment(voided_at, str(timezone.get_default_timezone()))
        super().__init__(
            f"Nomor {number} sudah dibatalkan pada {at}, dengan alasan: {number.void_reason}"
        )


class NumberInUse(NumberRefused):
    def __init__(self, number: IssuedNumber, office: str) -> None:
        super().__init__(
            f"Nomor {number} tertulis pada undangan untuk {office} yang masih berlaku. "
            "Tarik undangan itu; nomornya ikut dibatalkan."
        )


@transaction.atomic
def issue_number(
    *,
    institution: Institution,
    kind: str,
    subject: str,
    on: date,
    by: User | None,
    at: datetime,
    meeting: Meeting | None = None,
) -> IssuedNumber:
    """The number that follows in the register of `kind` for the year of `on`, the letter's date.

    Others who issue for the institution wait until the transaction ends.
    Raises NoPattern, NumberTaken, IssuedJustNow, NumberRefused (the pattern makes no number, or
    no subject).
    """
    # The weaker locks: rows that refer to the rakor or the institution may be written meanwhile.
    if meeting is not None:
        Meeting.objects.locked(meeting.pk)
    institution = Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    pattern = NumberPattern.objects.filter(institution=institution, kind=kind).first()
    if pattern is None:
        raise NoPattern(institution, kind)
    subject = " ".join(subject.split())
    if not subject:
        raise NumberRefused("Nomor tanpa perihal tidak dapat dicari lagi; isi perihalnya.")
    if again := _issued_just_now(institution, kind, subject, by, at):
        raise IssuedJustNow(again)
    serial = _last_serial(institution, kind, on.year) + 1
    text = _text(pattern, institution, serial, on)
    if taken := IssuedNumber.objects.filter(institution=institution, text=text).first():
        raise NumberTaken(taken)
    number = IssuedNumber.objects.create(
        institution=institution,
        kind=kind,
        year=on.year,
        serial=serial,
        text=text,
        subject=subject,
        meeting=meeting,
        issued_at=at,
        issued_by=by,
    )
    audit.record("number.issued", target=number, by=by, at=at, institution=str(institution))
    return number


@transaction.atomic
def void_number(
    *, number: IssuedNumber, reason: str, by: User | None, at: datetime
) -> IssuedNumber:
    """The number, void from now on and still in the register; it is never issued again.

    Raises AlreadyVoid, NumberInUse, NumberRefused (no reason).
    """
    number = IssuedNumber.objects.select_for_update(of=("self",)).get(pk=number.pk)
    reason = reason.strip()
    if number.voided_at is not None:
        raise AlreadyVoid(number, number.voided_at)
    invitation = getattr(number, "invitation", None)
    if invitation is not None and invitation.withdrawn_at is None:
        raise NumberInUse(number, invitation.office.name)
    if not reason:
        raise NumberRefused("Pembatalan nomor memerlukan alasan; alasan itu tetap terbaca.")
    number.voided_at, number.voided_by, number.void_reason = at, by, reason
    number.save(update_fields=["voided_at", "voided_by", "void_reason"])
    audit.record("number.voided", target=number, by=by, at=at, reason=reason)
    return number


def _issued_just_now(
    institution: Institution, kind: str, subject: str, by: User | None, at: datetime
) -> IssuedNumber | None:
    """By the same account; a command, which is nobody's, means what it does."""
    return IssuedNumber.objects.filter(
        institution=institution,
        kind=kind,
        subject=subject,
        voided_at=None,
        issued_by__isnull=False,
        issued_by=by,
        issued_at__gt=at - AT_ONCE,
    ).first()


def _last_serial(institution: Institution, kind: str, year: int) -> int:
    register = IssuedNumber.objects.filter(institution=institution, kind=kind, year=year)
    return register.aggregate(last=Max("serial"))["last"] or 0


def _text(pattern: NumberPattern, institution: Institution, serial: int, on: date) -> str:
    try:
        return number_text(
            pattern.pattern,
            serial=serial,
            unit=institution.unit_code,
            classification=pattern.classification,
            on=on,
        )
    except PatternRefused as refused:
        raise NumberRefused(f"{institution}: {refused}") from refused
