"""A filled table before anything is done with it: where each row stands, and why.

The rows are read by the delegate's form, and seats are asked by their own rules, as they stand at
this moment; who registers counts anew under the lock.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from forum_portal.lib.person_names import name_key
from meetings.actions.delegates import Delegate, check_new_to
from meetings.actions.registration_refusals import AlreadyRegistered
from meetings.delegations.asked import asked_of
from meetings.delegations.drafts import ReadDraft, draft_data
from meetings.delegations.workbook import FilledRow, columns_of, read_rows
from meetings.forms import DelegateForm
from meetings.models import AskedField, DelegateDraft, Meeting
from meetings.seat_rules import Place
from meetings.seats import seats_of, why_not
from provinces.models import Office


class Standing(models.TextChoices):
    READY = "siap", "Siap didaftarkan"
    WAITS = "tunggu", "Masuk daftar tunggu"
    NO_SEAT = "penuh", "Tidak ada kursi"
    LACKS = "kurang", "Perlu dilengkapi"
    TWICE = "ganda", "Ganda dalam berkas"
    KNOWN = "terdaftar", "Sudah terdaftar"


TONES = {
    Standing.READY: "green",
    Standing.WAITS: "amber",
    Standing.NO_SEAT: "amber",
    Standing.LACKS: "amber",
    Standing.TWICE: "red",
    Standing.KNOWN: "neutral",
}
Key = tuple[str, str]
REGISTERED = (Standing.READY, Standing.WAITS)


@dataclass
class BulkRow:
    number: int
    form: DelegateForm
    standing: Standing
    notes: list[str] = field(default_factory=list)
    delegate: Delegate | None = None  # where the form is valid
    is_draft: bool = False  # typed word for word in one that is kept already

    @property
    def tone(self) -> str:
        return TONES[self.standing]

    @property
    def name(self) -> str:
        return self.form.data.get("full_name") or "(tanpa nama)"


def blank_form(meeting: Meeting, *, any_role: bool) -> DelegateForm:
    """What may be typed. One statement."""
    return DelegateForm(meeting=meeting, asked=asked_of(meeting), any_role=any_role)


def read_bulk(
    meeting: Meeting, office: Office, content: bytes, *, any_role: bool, at: datetime
) -> list[BulkRow]:
    """Raises TableRefused. Five statements, and one for each who is registered already."""
    blank = blank_form(meeting, any_role=any_role)
    filled = read_rows(content, columns_of(blank))
    rows = [_row(meeting, office, one, blank.asked, any_role) for one in filled]
    _find_drafts(meeting, office, rows)
    _find_known(meeting, office, rows)
    _find_seats(meeting, office, rows, at)
    return rows


def delegates_in(rows: Sequence[BulkRow]) -> list[Delegate]:
    return [row.delegate for row in rows if row.delegate and row.standing in REGISTERED]


def _row(
    meeting: Meeting, office: Office, filled: FilledRow, asked: list[AskedField], any_role: bool
) -> BulkRow:
    data = {"unit": office.name, **filled.data}
    form = DelegateForm(data, meeting=meeting, asked=asked, any_role=any_role)
    lacks = [*filled.doubts, *ReadDraft(DelegateDraft(data=data), form).missing]
    if lacks:
        return BulkRow(filled.number, form, Standing.LACKS, lacks)
    return BulkRow(filled.number, form, Standing.READY, delegate=form.delegate(None))


def _find_drafts(meeting: Meeting, office: Office, rows: list[BulkRow]) -> None:
    """A table that is sent again makes no second draft of the same words."""
    kept = list(meeting.delegate_drafts.filter(office=office).values_list("data", flat=True))
    for row in rows:
        row.is_draft = draft_data(row.form) in kept
        if row.is_draft and row.standing == Standing.LACKS:
            row.notes.append("Sudah tersimpan sebagai draf.")


def _find_known(meeting: Meeting, office: Office, rows: list[BulkRow]) -> None:
    """Who is registered already, and who stands twice in the table."""
    read = [(row, row.delegate, _keys(row.delegate)) for row in rows if row.delegate]
    known = _known_keys(meeting, office, {key for *_, keys in read for key in keys})
    seen: dict[Key, int] = {}
    for row, delegate, keys in read:
        twin = next((seen[key] for key in keys if key in seen), None)
        if known.isdisjoint(keys) and twin is not None:
            row.standing = Standing.TWICE
            row.notes = [f"Nama, surel, atau NIP-nya sama dengan baris {twin}."]
        elif known.isdisjoint(keys):
            seen |= dict.fromkeys(keys, row.number)
        else:
            row.standing, row.notes = Standing.KNOWN, [_why_known(meeting, office, delegate)]


def _known_keys(meeting: Meeting, office: Office, keys: set[Key]) -> set[Key]:
    """Those of `keys` that belong to somebody who is registered. One statement."""
    texts: dict[str, list[str]] = {"email": [], "name": [], "nip": []}
    for kind, text in keys:
        texts[kind].append(text)
    same = Q(nip__in=texts["nip"]) | Q(office=office, name_key__in=texts["name"])
    people = meeting.registrations.active().alias(address=Lower("email"))
    found = people.filter(same | Q(address__in=texts["email"]))
    return {
        key
        for email, nip, name, whose in found.values_list("email", "nip", "name_key", "office")
        for key in (
            ("email", email.casefold()),
            ("nip", nip),
            ("name", name if whose == office.pk else ""),
        )
    }


def _why_known(meeting: Meeting, office: Office, delegate: Delegate) -> str:
    try:
        check_new_to(meeting, office, delegate)
    except AlreadyRegistered as known:
        return str(known)
    return ""


def _keys(delegate: Delegate) -> list[Key]:
    keys = [("email", delegate.email.casefold()), ("name", name_key(delegate.full_name))]
    return [*keys, ("nip", delegate.nip)] if delegate.nip else keys


def _find_seats(meeting: Meeting, office: Office, rows: list[BulkRow], at: datetime) -> None:
    """In the order of the table, each who gets a seat leaving one less to the next."""
    rules, taken = seats_of(meeting)
    for row in rows:
        if row.delegate is None or row.standing != Standing.READY:
            continue
        place = Place(office.pk, row.delegate.role, row.delegate.mode, office.name)
        reasons = why_not(rules, taken, place, at)
        if not reasons:
            taken.add(place)
            continue
        row.standing = Standing.WAITS if meeting.has_waiting_list else Standing.NO_SEAT
        row.notes = [reason.text for reason in reasons]


def unfinished_in(rows: Sequence[BulkRow], *, as_drafts: bool = False) -> list[BulkRow]:
    """What is kept as drafts; who is registered, or is one already, needs none.

    as_drafts: also those who could be registered.
    """
    return [
        row
        for row in rows
        if not row.is_draft
        and row.standing != Standing.KNOWN
        and (as_drafts or row.standing not in REGISTERED)
    ]


def divided(
    rows: Sequence[BulkRow], *, as_drafts: bool, left: int | None
) -> tuple[list[Delegate], list[BulkRow], int]:
    """Who is registered now, which rows become drafts, and how many come later.

    left: so many mails may be sent now, where that is fewer than all need.
    """
    if as_drafts:
        return [], unfinished_in(rows, as_drafts=True), 0
    delegates = delegates_in(rows)
    if left is None:
        return delegates, unfinished_in(rows), 0
    # Rows that lack something come with the last part, which reads the same file again.
    return delegates[:left], [], len(delegates) - left
