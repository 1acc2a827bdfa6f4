"""What a rakor still lacks before it can be announced, invited to, opened and closed.

One list of checks for each stage, the same for the page that shows it and for the action that
refuses. What is advised is told and refuses nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.formats import date_format

from forum_portal.lib.dates import Precision, moment
from meetings.convening.standing import Letter, Standing, standing_of
from meetings.models import Institution, Meeting
from meetings.states import MeetingState, begins_at, over_at, state_of
from meetings.when import registration_window, where


class Stage(models.TextChoices):
    ANNOUNCE = "announce", "Umumkan"
    INVITE = "invite", "Undang"
    REGISTER = "register", "Buka pendaftaran"
    CLOSE = "close", "Tutup"


class Place(models.TextChoices):
    """Where a lack is made good: a page of the panel, by the name of its step."""

    NOWHERE = "", "Tidak di panel"
    MEETING = "change", "Data rakor"
    TIMELINE = "timeline", "Linimasa"
    LETTER = "letter", "Naskah undangan"
    INVITATIONS = "invitations", "Undangan"
    ISSUER = "issuer", "Penerbit surat"
    RELEASE = "agenda_releases", "Rilis susunan acara"
    OUTBOX = "outbox", "Kotak keluar"
    MINUTES = "minutes", "Notula"
    QUESTIONS = "questions", "Tanya jawab"
    ANNOUNCE = "publish", "Umumkan"


@dataclass(frozen=True)
class Check:
    """told: the data behind it where it is met, what to do where it is not; a sentence."""

    label: str
    is_met: bool
    told: str
    mended_at: Place
    is_required: bool = True

    @property
    def is_missing(self) -> bool:
        return self.is_required and not self.is_met


def to_announce(meeting: Meeting, at: datetime) -> list[Check]:
    if at >= over_at(meeting):
        return _to_record(meeting)
    known = meeting.date_precision == Precision.DAY
    mode = meeting.get_mode_display()
    return [
        _check("Hari pelaksanaan", known, meeting.dates, "Isi tanggalnya sampai ketelitian hari."),
        _check("Cara hadir", bool(mode), mode, "Pilih luring, daring, atau keduanya."),
        _place(meeting),
        _check(
            "Penyelenggara",
            bool(meeting.organiser_list),
            ", ".join(meeting.organiser_list),
            "Isi siapa yang menyelenggarakan.",
        ),
        _advice("Tema", bool(meeting.theme), meeting.theme, "Belum ada; dapat menyusul."),
    ]


def to_invite(meeting: Meeting, standing: Standing, at: datetime) -> list[Check]:
    letter, issuer = standing.letter, meeting.issuer
    version = standing.version
    return [
        _is_coming(meeting, at),
        _check("Penerbit surat", issuer is not None, str(issuer or ""), "Pilih penerbit surat."),
        *([] if issuer is None else [_pattern(letter, issuer)]),
        _signatory(letter),
        _check(
            "Naskah undangan",
            letter.is_written,
            "Hal dan pembuka sudah diisi.",
            "Isi hal dan pembuka surat.",
            Place.LETTER,
        ),
        _answer_by(meeting, at),
        _check(
            "Susunan acara",
            bool(version) or not letter.with_agenda,
            f"Versi {version} dilampirkan." if letter.with_agenda else "Tidak dilampirkan.",
            "Surat melampirkan susunan acara yang belum dirilis.",
            Place.RELEASE,
        ),
        _conference(meeting),
        _invited(standing),
    ]


def to_open(meeting: Meeting, at: datetime) -> list[Check]:
    opens, closes = meeting.registration_opens_at, meeting.registration_closes_at
    is_whole = opens is not None and closes is not None
    return [
        _is_coming(meeting, at),
        _check(
            "Waktu pendaftaran",
            is_whole,
            f"Pendaftaran {registration_window(meeting)}." if is_whole else "",
            "Isi kapan pendaftaran dibuka dan ditutup.",
            Place.TIMELINE,
        ),
        _closes_ahead(meeting, at),
        *_seats_per_office(meeting),
        _advice(
            "Kursi seluruhnya",
            meeting.capacity is not None,
            f"{meeting.capacity} kursi.",
            "Tanpa batas seluruhnya.",
        ),
    ]


def _seats_per_office(meeting: Meeting) -> list[Check]:
    """Only where offices register: somebody who comes alone is of no office's quota."""
    if meeting.registered_by == Meeting.RegisteredBy.ANYBODY:
        return []
    seats = meeting.seats_per_office
    lack = "Isi berapa kursi untuk tiap balai."
    return [_check("Kursi per balai", bool(seats), f"{seats} kursi.", lack)]


def to_close(meeting: Meeting, standing: Standing, at: datetime) -> list[Check]:
    is_over = state_of(meeting, at) == MeetingState.FINISHED
    not_yet = f"Rakor berlangsung {meeting.dates}."
    waiting, questions = standing.waiting_letters, standing.open_questions
    return [
        _check("Rakor selesai", is_over, meeting.dates, not_yet, Place.NOWHERE),
        _check(
            "Notula terbit",
            standing.minutes_at is not None,
            f"Terbit {moment(standing.minutes_at, meeting.zone)}." if standing.minutes_at else "",
            "Notulanya masih draf." if standing.has_minutes else "Notulanya belum dimulai.",
            Place.MINUTES,
        ),
        _check(
            "Kotak keluar kosong",
            waiting == 0,
            "Tidak ada surel yang menunggu.",
            f"{waiting} surel belum dikirim, ditahan, atau dibuang.",
            Place.OUTBOX,
        ),
        Check(
            "Tanya jawab",
            questions == 0,
            f"{questions} pertanyaan belum dijawab; sesudah ditutup tidak dapat dijawab lagi."
            if questions
            else "Tidak ada pertanyaan yang belum dijawab.",
            Place.QUESTIONS,
            is_required=False,
        ),
    ]


def missing(checks: Iterable[Check]) -> list[str]:
    """What refuses, as sentences; empty when nothing does."""
    return [f"{check.label}: {check.told}" for check in checks if check.is_missing]


def missing_to_invite(meeting: Meeting, at: datetime) -> list[str]:
    """The same for invitations, of the rakor as it stands now. One statement."""
    return missing(to_invite(meeting, standing_of(meeting), at))


def _to_record(meeting: Meeting) -> list[Check]:
    """A rakor that is over is put on record: nobody comes any more, but who says that it was?"""
    told = meeting.source or ", ".join(meeting.organiser_list)
    return [
        _check(
            "Sumber", bool(told), told, "Rakor ini sudah selesai; isi penyelenggara atau sumbernya."
        )
    ]


def _place(meeting: Meeting) -> Check:
    if meeting.mode == Meeting.Mode.ONLINE:
        return _check("Tempat", True, "Daring; tautannya hanya untuk peserta.", "")
    is_known = bool(meeting.city and meeting.host_province_id)
    place = where(meeting)
    return _check("Tempat", is_known, place, "Isi provinsi tuan rumah dan kota/kabupatennya.")


def _pattern(letter: Letter, issuer: Institution) -> Check:
    return _check(
        "Pola nomor undangan",
        letter.has_pattern,
        f"Nomor diambil dari register {issuer}.",
        f"{issuer} belum punya pola nomor surat undangan.",
        Place.ISSUER,
    )


def _signatory(letter: Letter) -> Check:
    name = letter.signatory
    lack = (
        f"{name} bukan penanda tangan penerbit itu." if name else "Pilih penanda tangan undangan."
    )
    return _check("Penanda tangan", letter.signs_for_issuer, name, lack, Place.LETTER)


def _invited(standing: Standing) -> Check:
    told = f"{standing.prepared} balai disiapkan, {standing.invited} sudah dikirimi."
    is_met = standing.prepared > 0
    return Check("Balai yang diundang", is_met, told, Place.INVITATIONS, is_required=False)


def _conference(meeting: Meeting) -> Check:
    is_online = meeting.mode in (Meeting.Mode.ONLINE, Meeting.Mode.HYBRID)
    has_link = bool(meeting.conference_url)
    return Check(
        "Tautan konferensi",
        has_link or not is_online,
        _told(has_link, "Sudah diisi; dibaca peserta saja.", "Belum diisi.")
        if is_online
        else "Tidak diperlukan, rakor ini luring.",
        Place.MEETING,
        is_required=meeting.mode == Meeting.Mode.ONLINE,
    )


def _is_coming(meeting: Meeting, at: datetime) -> Check:
    told, mended_at = "", Place.NOWHERE
    if meeting.cancelled_at is not None:
        told = f"Rakor ini dibatalkan: {meeting.cancel_reason}"
    elif meeting.published_at is None:
        told, mended_at = "Rakor belum diumumkan.", Place.ANNOUNCE
    elif begins_at(meeting) is None:
        told, mended_at = "Harinya belum diketahui.", Place.MEETING
    elif at >= over_at(meeting):
        told = f"Rakor sudah selesai ({meeting.dates})."
    announced = moment(meeting.published_at, meeting.zone) if meeting.published_at else ""
    return _check("Sudah diumumkan", not told, f"Sejak {announced}.", told, mended_at)


def _closes_ahead(meeting: Meeting, at: datetime) -> Check:
    closes = meeting.registration_closes_at
    lack = "Waktu tutupnya belum diisi."
    if closes is not None:
        lack = f"Waktu tutupnya {moment(closes, meeting.zone)} sudah lewat."
    is_ahead = closes is not None and closes > at
    return _check("Waktu tutup", is_ahead, "Masih di depan.", lack, Place.TIMELINE)


def _answer_by(meeting: Meeting, at: datetime) -> Check:
    day = meeting.answer_by
    today = at.astimezone(ZoneInfo(meeting.zone)).date()
    on = date_format(day, "l, j F Y") if day else ""
    return _check(
        "Batas jawaban",
        day is not None and day > today,
        f"{on}.",
        f"Batas jawaban {on} tidak di depan lagi." if day else "Isi sampai kapan balai menjawab.",
        Place.TIMELINE,
    )


def _check(
    label: str, is_met: bool, fact: str, lack: str, mended_at: Place = Place.MEETING
) -> Check:
    return Check(label, is_met, _told(is_met, fact, lack), mended_at)


def _advice(label: str, is_met: bool, fact: str, lack: str) -> Check:
    return Check(label, is_met, _told(is_met, fact, lack), Place.MEETING, is_required=False)


def _told(is_met: bool, fact: str, lack: str) -> str:
    return fact if is_met else lack
