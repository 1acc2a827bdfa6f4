"""Who leads a delegation: the head in person, or whom the head sends. And what was answered.

It follows from who is registered, never from the answer to the invitation: both are shown, and
where they differ the office reads what to put right.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from forum_portal.lib.person_names import name_key
from meetings.models import Invitation, Registration

Role = Registration.Role
Answer = Invitation.Answer


@dataclass(frozen=True)
class Leader:
    """words: for the page; registration: None where nobody leads yet."""

    words: str
    note: str = ""
    registration: Registration | None = None


def leader_of(delegates: Iterable[Registration]) -> Leader:
    """Of the active `delegates`: a head before a deputy, who has a seat before who waits."""
    leading = [one for one in delegates if one.role in (Role.HEAD, Role.DEPUTY)]
    leading.sort(key=lambda one: (one.role != Role.HEAD, not one.has_seat))
    if not leading:
        return Leader("Belum ditentukan", "Daftarkan kepala balai, atau perwakilannya.")
    (first, *_) = leading
    waits = "" if first.has_seat else "Masih dalam daftar tunggu."
    if first.role == Role.HEAD:
        return Leader(f"Kepala hadir sendiri: {first.full_name}", waits, first)
    return Leader(f"Diwakili {first.full_name}, {first.position}", waits, first)


def differs(invitation: Invitation, leader: Leader) -> str:
    """What the answer says and the registrations do not; empty where they agree, or wait."""
    one = leader.registration
    if not invitation.answer or one is None:
        return ""
    comes = "kepala balai sendiri" if one.role == Role.HEAD else f"perwakilan, {one.full_name}"
    registered = f"yang terdaftar {comes}"
    if invitation.answer == Answer.ABSENT:
        return f"Undangan dijawab tidak hadir, tetapi {registered}."
    if invitation.answer == Answer.ATTENDS and one.role != Role.HEAD:
        return f"Undangan dijawab kepala hadir sendiri, tetapi {registered}."
    if invitation.answer == Answer.REPRESENTED and not _is_representative(invitation, one):
        return f"Undangan dijawab diwakilkan oleh {invitation.representative}, tetapi {registered}."
    return ""


def _is_representative(invitation: Invitation, one: Registration) -> bool:
    return one.role == Role.DEPUTY and name_key(invitation.representative) == one.name_key
