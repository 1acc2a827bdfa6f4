"""A surat tugas as data: what its paper is made from, and what a new one begins with.

The data of the paper; every value is a string that stands there as it is, unless said:

    {"is_sample": bool, "title", "office": {"name", "parent", "address": [line]},
     "number", "basis": [line], "people": [{"name", "nip", "rank", "position"}],
     "has_nip": bool, "has_rank": bool, "task", "facts": [{"label", "value"}],
     "city", "dated", "signatory": {"position", "name", "nip"}}

What is empty is left as a line for the pen: number and date are often given when it is signed.
"""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.formats import date_format

from forum_portal.lib import pdf
from forum_portal.lib.phones import shown
from meetings.actions.assignment_letters import Wording
from meetings.models import AssignmentLetter, DelegateDraft, Meeting, Registration
from meetings.when import when, where
from provinces.models import Office, Post, Term
from provinces.terms import holding_on

FILE_NAME = "surat-tugas.pdf"
_TEMPLATE = Path(settings.BASE_DIR) / "templates" / "meetings" / "papers" / "assignment.typ"
_ONLINE = Meeting.Mode.ONLINE


class Named(NamedTuple):
    """A person as the letter names them."""

    name: str
    position: str
    nip: str
    rank: str
    mode: str


def named_in(letter: AssignmentLetter) -> list[Named]:
    """Its delegates who come, then its drafts, first come first. Two queries."""
    registrations = letter.registrations.active().order_by("created_at", "pk")
    return [*map(_of_registration, registrations), *map(_of_draft, letter.drafts.all())]


def letter_pdf(letter: AssignmentLetter, *, at: datetime) -> bytes:
    """The paper for the head's signature. Needs meeting (host_province) and office selected."""
    return pdf.typeset(_TEMPLATE, letter_content(letter, named_in(letter)), created_at=at)


def letter_content(letter: AssignmentLetter, people: Iterable[Named]) -> dict[str, Any]:
    meeting, office, people = letter.meeting, letter.office, list(people)
    return {
        "is_sample": meeting.is_sample,
        "title": f"Surat Tugas {office.name}: {meeting.title}",
        "office": {
            "name": office.name,
            "parent": office.parent_agency,
            "address": _address(office),
        },
        "number": letter.number,
        "basis": _lines(letter.basis),
        "people": [person._asdict() for person in people],
        "has_nip": any(person.nip for person in people),
        "has_rank": any(person.rank for person in people),
        "task": letter.task,
        "facts": _facts(meeting, {person.mode for person in people}),
        "city": office.city or office.province.name,
        "dated": date_format(letter.dated_on, "j F Y") if letter.dated_on else "",
        "signatory": {
            "position": letter.signatory_position,
            "name": letter.signatory_name,
            "nip": letter.signatory_nip,
        },
    }


def suggested_wording(meeting: Meeting, office: Office, today: date) -> Wording:
    """What a new letter begins with, for a person to read and change. Three queries.

    The number of the invitation as its basis, the present head as who signs. The head's NIP is
    among the data that staff alone read: it comes from a letter that the office itself wrote.
    """
    position, name = _head(office, today)
    own = office.assignment_letters.filter(signatory_name=name).exclude(signatory_nip="")
    nip = own.order_by("-changed_at").values_list("signatory_nip", flat=True).first()
    return Wording(
        basis=_basis(meeting, office),
        task=f"Mengikuti {meeting.title}"[:300],
        signatory_name=name,
        signatory_position=position,
        signatory_nip=nip or "" if name else "",
    )


def _head(office: Office, today: date) -> tuple[str, str]:
    """Position and name of who heads the office today, as far as known."""
    terms = Term.objects.filter(post__office=office, post__slug=Post.HEAD)
    holding = holding_on(today, terms.select_related("post", "person"))
    # A Plt. signs while the post has one; a sighting is better than nothing to correct.
    term = holding.acting or holding.definitive or holding.sighting
    if term is None:
        return f"Kepala {office.name}"[:150], ""
    acting = f"{term.get_acting_display()} " if term.acting else ""
    return f"{acting}{term.post.title} {office.name}"[:150], term.person.name


def _basis(meeting: Meeting, office: Office) -> str:
    invitation = meeting.invitations.current().filter(office=office).first()
    if invitation is None or invitation.content is None:
        return f"Pelaksanaan {meeting.title} pada {meeting.dates}"
    letter = invitation.content
    return (
        f"Surat {letter['institution']['name']} nomor {letter['number']} tanggal {letter['dated']} "
        f"hal {letter['subject']}"
    )


def _of_registration(one: Registration) -> Named:
    return Named(one.full_name, one.position, one.nip, one.rank, one.mode)


def _of_draft(draft: DelegateDraft) -> Named:
    said = {name: str(draft.data.get(name) or "").strip() for name in
            ("full_name", "position", "nip", "rank", "mode")}  # fmt: skip
    name = said["full_name"] or "(nama belum diisi)"
    return Named(name, said["position"], said["nip"], said["rank"], said["mode"])


def _facts(meeting: Meeting, modes: set[str]) -> list[dict[str, str]]:
    facts = (("Waktu", when(meeting)), ("Tempat", _place(meeting, modes)))
    return [{"label": label, "value": value} for label, value in facts if value]


def _place(meeting: Meeting, modes: set[str]) -> str:
    if meeting.mode == _ONLINE or modes == {_ONLINE}:
        return "Daring"
    place = where(meeting)
    return f"{place} (sebagian daring)" if _ONLINE in modes else place


def _address(office: Office) -> list[str]:
    place = ", ".join(part for part in (office.address, office.city) if part)
    telephone = f"Telepon {shown(office.phone)}" if office.phone else ""
    contact = ", ".join(part for part in (telephone, office.email, office.website) if part)
    return [line for line in (place, contact) if line]


def _lines(written: str) -> list[str]:
    return [line.strip() for line in written.splitlines() if line.strip()]
