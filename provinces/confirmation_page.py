"""What the pages of a confirmation say beside the data: who asks, until when, what was answered."""

from typing import Any

from django.utils.formats import date_format

from provinces.actions.campaigns import day_and_time
from provinces.actions.confirmation import Answered
from provinces.models import ConfirmationRequest, Office
from provinces.profile import confirmation

Fact = dict[str, Any]
Answer = ConfirmationRequest.Answer

_ANSWERS = {
    Answer.CONFIRMED: "Semua data benar",
    Answer.PROPOSED: "Ada yang perlu diubah",
}
_THANKS = {
    Answer.CONFIRMED: (
        "Terima kasih. Data ini tercatat sudah dikonfirmasi balai Anda. Bila kemudian ternyata ada "
        "yang keliru, jawablah sekali lagi di bawah ini; jawaban terakhir yang berlaku."
    ),
    Answer.PROPOSED: (
        "Terima kasih. Usulan Anda diperiksa sekretariat isian demi isian. Sesudah diputus, "
        "bukalah tautan ini lagi dan nyatakan datanya benar. Jawaban terakhir yang berlaku."
    ),
}


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


def thanks_for(asked: ConfirmationRequest) -> dict[str, str]:
    """The answer that counts now, with what may be done about it; empty before the first."""
    if asked.answered_at is None:
        return {}
    answer = Answer(asked.answer)
    return {
        "title": f"Jawaban balai: {_ANSWERS[answer]} ({day_and_time(asked.answered_at)})",
        "text": _THANKS[answer],
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
