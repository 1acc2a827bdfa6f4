"""Why a registration, a change or a withdrawal is refused, in sentences for who asked."""

from datetime import datetime

from forum_portal.lib.dates import clock
from meetings.models import Meeting, Registration, SeatOffer
from meetings.registration_notice import closed_registration
from meetings.seats import Reason
from meetings.when import day_and_hour
from provinces.models import Office

_FIELD_NAMES = {"email": "Alamat surel", "nip": "NIP", "full_name": "Nama"}


class RegistrationRefused(Exception):
    """A rule forbids it; the message says which, and on which data. field: of Delegate, or ""."""

    field = ""


class WindowClosed(RegistrationRefused):
    def __init__(self, meeting: Meeting, at: datetime) -> None:
        closed = closed_registration(meeting, at)
        super().__init__(closed.text if closed else "")


class NotYourOffice(RegistrationRefused):
    """office: None where somebody registered for themselves."""

    def __init__(self, office: Office | None) -> None:
        super().__init__(
            f"Delegasi {office.name} hanya dapat diurus oleh petugas balai itu sendiri."
            if office
            else "Pendaftaran perorangan hanya dapat diurus oleh yang bersangkutan dan sekretariat."
        )


class NoSeat(RegistrationRefused):
    """reasons: the rules that leave none, each with its data."""

    def __init__(self, reasons: list[Reason]) -> None:
        super().__init__(" ".join(reason.text for reason in reasons))
        self.reasons = reasons


class OfferGone(RegistrationRefused):
    """why: where something else than the offer itself ended it."""

    def __init__(self, registration: Registration, offer: SeatOffer | None, why: str = "") -> None:
        super().__init__(why or why_gone(registration, offer))


class NotOpenToAnybody(RegistrationRefused):
    def __init__(self) -> None:
        super().__init__("Peserta rakor ini didaftarkan oleh balainya, tidak perorangan.")


class AlreadyRegistered(RegistrationRefused):
    """other: None where it came at the same moment; office: of the one who is refused.

    Who comes alone is not told by which office somebody else is registered.
    """

    def __init__(self, field: str, other: Registration | None, office: Office | None) -> None:
        name = _FIELD_NAMES[field]
        if other is None:
            message = f"{name} ini baru saja terdaftar pada rakor ini."
        elif office is not None and other.office_id == office.pk:
            message = f"{name} ini sudah terdaftar pada rakor ini (atas nama {other.full_name})."
        elif office is not None and other.office is not None:
            message = f"{name} ini sudah terdaftar pada rakor ini oleh {other.office.name}."
        else:
            message = f"{name} ini sudah terdaftar pada rakor ini."
        super().__init__(message)
        self.field = field


class AlreadyWithdrawn(RegistrationRefused):
    def __init__(self, registration: Registration) -> None:
        super().__init__(
            f"Pendaftaran {registration.full_name} sudah dibatalkan dan tidak dapat diubah lagi. "
            "Daftarkan kembali bila yang bersangkutan jadi hadir."
        )


class TooManyMails(RegistrationRefused):
    def __init__(self, meeting: Meeting, mails: int, again_at: datetime) -> None:
        super().__init__(
            f"Akun Anda sudah mengirim {mails} surel pendaftaran dalam satu jam terakhir. "
            f"Silakan lanjutkan sesudah pukul {clock(again_at, meeting.zone)}."
        )


class TooManyAtOnce(RegistrationRefused):
    """left: how many may still be sent now; again_at: when all of them, or the next of too many."""

    def __init__(
        self, meeting: Meeting, mails: int, most: int, left: int, again_at: datetime | None
    ) -> None:
        self.left = left
        when = f" sesudah pukul {clock(again_at, meeting.zone)}" if again_at else ""
        if mails <= most:
            what_next = f"Seluruhnya dapat didaftarkan{when}."
        else:
            what_next = f"Daftarkan bertahap{f', berikutnya{when}' if when else ''}."
        super().__init__(
            f"Satu akun mengirim paling banyak {most} surel pendaftaran dalam satu jam. Sekarang "
            f"masih dapat {left}, sedangkan yang hendak didaftarkan {mails} orang. {what_next}"
        )


def why_gone(registration: Registration, offer: SeatOffer | None) -> str:
    """offer: the last one that was made; it is open no more, or past its deadline."""
    name = registration.full_name
    if not registration.is_active:
        return f"Pendaftaran {name} sudah dibatalkan; tawaran kursinya tidak berlaku lagi."
    if offer is None:
        return f"Tidak ada tawaran kursi untuk {name}."
    zone = registration.meeting.zone
    if offer.outcome == SeatOffer.Outcome.ACCEPTED and offer.ended_at:
        return f"Tawaran kursi untuk {name} sudah diterima {day_and_hour(offer.ended_at, zone)}."
    if offer.outcome == SeatOffer.Outcome.REVOKED and offer.ended_at:
        return f"Tawaran kursi untuk {name} ditarik {day_and_hour(offer.ended_at, zone)}."
    return f"Tawaran kursi untuk {name} berlaku sampai {day_and_hour(offer.expires_at, zone)}."
