"""A letter of invitation as data: what is frozen when it is issued, and its paper is made from.

The shape, format 1; every value is a string that stands on the paper as it is, unless said:

    {"format": 1, "is_sample": bool, "title",
     "institution": {"name", "parents": [line], "address": [line]},
     "number", "city", "dated", "attachment", "subject",
     "addressee", "addressee_city", "opening", "facts": [{"label", "value"}], "answer",
     "answer_url", "costs", "closing", "signatory": {"position", "name", "nip"},
     "copies": [line], "zone",
     "agenda": [{"heading", "rows": [{"time", "title", "people": [line], "place",
                                      "level": 0 to 2}]}]}
"""

from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.formats import date_format

from forum_portal.lib.dates import ZONE_NAMES
from meetings.agenda.content import Item
from meetings.agenda.words import People, day_title, people, time_span
from meetings.models import AgendaPart, Institution, Invitation, InvitationLetter, Meeting
from meetings.when import day_heading, weekdays, where
from provinces.models import Office
from provinces.names import name_on

Content = dict[str, Any]

FORMAT = 1
# Of the preview, which takes no number and opens no answer.
NUMBER_TO_COME = "(terisi saat diterbitkan)"
LINK_TO_COME = "tautan-rahasia-balai"
_DASH = "\u2013"


class Texts(NamedTuple):
    subject: str
    opening: str
    closing: str


def suggested_texts(meeting: Meeting) -> Texts:
    """What a new letter of `meeting` begins with, for a person to read and change."""
    theme = f" dengan tema “{meeting.theme}”" if meeting.theme else ""
    host = f" oleh {' dan '.join(meeting.organiser_list)}" if meeting.organiser_list else ""
    return Texts(
        subject=f"Undangan {meeting.title}"[:200],
        opening=(
            f"Dengan hormat, sehubungan dengan akan diselenggarakannya {meeting.title}{theme}"
            f"{host}, kami mengundang Bapak/Ibu untuk hadir pada:"
        ),
        closing=(
            "Mengingat pentingnya acara tersebut, kami mengharapkan kehadiran Bapak/Ibu. Apabila "
            "Bapak/Ibu berhalangan, mohon menunjuk wakil yang berwenang mengambil keputusan.\n\n"
            "Atas perhatian dan kehadiran Bapak/Ibu, kami sampaikan terima kasih."
        ),
    )


def missing_parts(letter: InvitationLetter) -> list[str]:
    """What the text itself lacks before it can be issued, as sentences; empty when nothing.

    What the rakor and its institution lack, meetings/convening/readiness.py says.
    """
    dated_on, signatory = letter.dated_on, letter.signatory
    checks: list[tuple[object, str]] = [
        (dated_on, "Tanggal surat belum diisi."),
        (letter.closing.strip(), "Penutup surat belum diisi."),
        (signatory is None or signatory.is_active,
         f"{signatory} tidak dapat dipilih lagi sebagai penanda tangan."),
        (dated_on is None or dated_on <= letter.meeting.starts_on,
         "Tanggal surat sesudah mulainya rakor."),
    ]  # fmt: skip
    return [sentence for is_there, sentence in checks if not is_there]


def letter_content(
    *, letter: InvitationLetter, meeting: Meeting, office: Office, number: str, token: str
) -> Content:
    """The letter to `office`. Needs an institution, a signatory and a date, else ValueError.

    One query for the office's former names unless they are prefetched; none of the others where
    the institution, the signatory, the province and the current release are selected.
    """
    issuer, signatory, dated_on = meeting.issuer, letter.signatory, letter.dated_on
    if issuer is None or signatory is None or dated_on is None:
        raise ValueError(f"{letter} has no institution, signatory or date")
    agenda = _agenda(meeting) if letter.with_agenda else []
    return {
        "format": FORMAT,
        "is_sample": meeting.is_sample or issuer.is_sample,
        "title": f"{_text(letter.subject)}: {_official_name(office, dated_on)}",
        "institution": _letterhead(issuer),
        "number": number,
        "city": issuer.city,
        "dated": date_format(dated_on, "j F Y"),
        "attachment": "Satu berkas" if agenda else _DASH,
        "subject": _text(letter.subject),
        "addressee": f"Kepala {_official_name(office, dated_on)}",
        "addressee_city": office.city or office.province.name,
        "opening": _text(letter.opening),
        "facts": _facts(meeting),
        "answer": _answer(meeting),
        "answer_url": f"{settings.SITE_URL}{Invitation(token=token).get_absolute_url()}",
        "costs": _text(meeting.costs_note),
        "closing": _text(letter.closing),
        "signatory": {
            "position": signatory.position, "name": signatory.name, "nip": signatory.nip,
        },
        "copies": _lines(letter.copies),
        "zone": ZONE_NAMES[meeting.zone],
        "agenda": agenda,
    }  # fmt: skip


def _official_name(office: Office, day: date) -> str:
    former = [(name.name, name.valid) for name in office.former_names.all()]
    return name_on(day, present=office.name, since=office.name_since, former=former)


def _letterhead(issuer: Institution) -> Content:
    return {
        "name": issuer.name,
        "parents": _lines(issuer.parents),
        "address": _lines(issuer.address),
    }


def _facts(meeting: Meeting) -> list[dict[str, str]]:
    zone = ZONE_NAMES[meeting.zone]
    begins = f"{meeting.starts_at:%H.%M} {zone} s.d. selesai" if meeting.starts_at else ""
    facts = (
        ("Hari/tanggal", f"{weekdays(meeting)}, {meeting.dates}"),
        ("Pukul", begins),
        ("Tempat", _place(meeting)),
        ("Acara", meeting.title),
        ("Tema", meeting.theme),
    )
    return [{"label": label, "value": value} for label, value in facts if value]


def _place(meeting: Meeting) -> str:
    """The link of a conference is for those who register: a letter goes from hand to hand."""
    link = "tautan konferensi disampaikan kepada peserta yang terdaftar"
    if meeting.mode == Meeting.Mode.ONLINE:
        return f"Daring; {link}"
    if meeting.mode == Meeting.Mode.HYBRID:
        return f"{where(meeting)}, atau daring ({link})"
    return where(meeting)


def _answer(meeting: Meeting) -> str:
    until = f" paling lambat {day_heading(meeting.answer_by)}" if meeting.answer_by else ""
    return f"Mohon konfirmasi kehadiran Bapak/Ibu{until} melalui tautan berikut, tanpa akun:"


def _agenda(meeting: Meeting) -> list[Content]:
    """The public content of the latest release, a row an item; empty before the first."""
    if meeting.current_release is None:
        return []
    return [
        {
            "heading": day_title(day) or "Acara lain",
            "rows": list(_rows(day["items"])),
        }
        for day in meeting.current_release.public["days"]
    ]


def _rows(items: list[Item], level: int = 0) -> list[Content]:
    rows: list[Content] = []
    for item in items:
        row = {
            # The zone stands in the head of the table.
            "time": time_span(item),
            "title": item["title"],
            "people": [_told(part) for part in people(item)],
            "place": item["place"],
            "level": level,
        }
        rows += [row, *_rows(item["items"], level + 1)]
    return rows


def _told(part: People) -> str:
    """Such as "Ketua: Siti Aminah, Kepala Balai"; who presents needs no such word."""
    speaks = part.role == AgendaPart.Role.PRESENTER.label
    return part.names if speaks else f"{part.role}: {part.names}"


def _lines(written: str) -> list[str]:
    return [line.strip() for line in written.splitlines() if line.strip()]


def _text(written: str) -> str:
    """Without the line ends of the browser that sent it, which nobody wrote."""
    return written.replace("\r\n", "\n").strip()
