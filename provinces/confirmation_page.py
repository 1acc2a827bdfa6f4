"""What the pages of a confirmation say beside the data: who asks, until when, what was answered."""

from typing import Any

from django.utils.formats import date_format

from provinces.actions.campaigns import day_and_time
from provinces.actions.confirmation import Answered
from provinces.models import ConfirmationRequest, Office, Proposal, ProposedChange
from provinces.profile import confirmation
from provinces.proposals.fields import label_of, words_of

Fact = dict[str, Any]
Answer = ConfirmationRequest.Answer

_ANSWERS = {
    Answer.CONFIRMED: "Semua data benar",
    Answer.PROPOSED: "Ada yang perlu diubah",
}
_CONFIRMED = (
    "Terima kasih. Data ini tercatat sudah dikonfirmasi balai Anda. Bila kemudian ternyata ada "
    "yang keliru, jawablah sekali lagi di bawah ini; jawaban terakhir yang berlaku."
)
_PROPOSED = (
    "Terima kasih. Usulan Anda diperiksa sekretariat isian demi isian. Sesudah diputus, periksalah "
    "data ini lagi dan nyatakan benar. Jawaban terakhir yang berlaku: bila semua data dinyatakan "
    "benar sekarang, usulan yang belum diputus ditarik."
)
_DECIDED = (
    "Terima kasih. Usulan Anda sudah diputus. Periksa data di bawah ini sekali lagi, lalu nyatakan "
    "datanya benar atau usulkan yang masih keliru."
)
_TAKEN_BACK = "Usulan ini sudah ditarik balai Anda. Jawablah sekali lagi di bawah ini."


def facts_of_request(asked: ConfirmationRequest) -> list[Fact]:
    return [
        {"label": "Diminta oleh", "value": "Sekretariat forum"},
        {
            "label": "Dijawab paling lambat",
            "value": date_format(asked.campaign.due_on, "l, j F Y"),
        },
        {"label": "Konfirmasi terakhir", "value": confirmation(asked.office)},
    ]


def facts_of_staff(office: Office) -> list[Fact]:
    return [{"label": "Konfirmasi terakhir", "value": confirmation(office)}]


def thanks_for(asked: ConfirmationRequest) -> dict[str, Any]:
    """The answer that counts now, with what may be done about it; empty before the first."""
    if asked.answered_at is None:
        return {}
    answer = Answer(asked.answer)
    proposal = asked.proposal if answer == Answer.PROPOSED else None
    return {
        "title": f"Jawaban balai: {_ANSWERS[answer]} ({day_and_time(asked.answered_at)})",
        "text": _thanks(proposal),
        "changes": _changes_of(proposal) if proposal else [],
    }


def kept_words(answered: Answered) -> str:
    """What is said after an answer, with the one that it replaced."""
    words = f"Jawaban tersimpan: {_ANSWERS[Answer(answered.request.answer)].lower()}."
    if answered.replaced:
        former = _ANSWERS[Answer(answered.replaced)].lower()
        words += (
            f" Jawaban ini menggantikan jawaban balai Anda sebelumnya, “{former}”, dari "
            f"{day_and_time(answered.replaced_at)}."
        )
    return words


def _thanks(proposal: Proposal | None) -> str:
    if proposal is None:
        return _CONFIRMED
    if proposal.is_withdrawn:
        return _TAKEN_BACK
    return _DECIDED if proposal.closed_at else _PROPOSED


def _changes_of(proposal: Proposal) -> list[Fact]:
    """What was proposed, with what became of it. One query."""
    waiting = "Ditarik" if proposal.is_withdrawn else "Menunggu diperiksa sekretariat"
    return [
        {
            "label": label_of(change.field),
            "value": words_of(change.field, change.new) or "Dikosongkan",
            "note": _outcome(change) or waiting,
        }
        for change in proposal.changes.all()
    ]


def _outcome(change: ProposedChange) -> str:
    reason = f": {change.reason}" if change.reason else ""
    return f"{change.get_outcome_display()}{reason}"
