"""What a person does with letters of the outbox; each is asked before it is done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.utils.functional import cached_property

from accounts.actions import MailNotRetried, retry_mail
from accounts.models import User
from accounts.queued_mail_admin import MAY_ARRIVE_TWICE
from meetings.actions import outbox as actions
from meetings.actions.outbox import Seen
from meetings.models import Meeting, OutboxMail
from meetings.outbox.doubts import doubts_of
from meetings.outbox.states import LetterState, standing_of


@dataclass(frozen=True)
class Choice:
    """What was chosen, as it was shown, and what else was answered."""

    meeting: Meeting
    seen: list[Seen]
    letters: Sequence[OutboxMail]
    answers: dict[str, Any]
    by: User
    at: datetime

    @cached_property
    def given(self) -> dict[str, Any]:
        numbers = [letter.pk for letter in self.letters]
        return {"meeting": self.meeting, "letters": numbers, "by": self.by, "at": self.at}


class DropForm(forms.Form):
    reason = forms.CharField(
        label="Alasan", max_length=300, help_text="Dibaca rekan di kotak keluar ini."
    )


class DespiteDoubtsForm(forms.Form):
    despite_doubts = forms.BooleanField(
        label="Kirim juga surel yang diberi tanda peringatan",
        error_messages={"required": "Centang bila memang hendak dikirim, atau batalkan."},
    )


class Act(NamedTuple):
    """states: of the letters to which it applies. do: does it, and says so in a sentence."""

    name: str
    label: str
    question: str  # with the number of letters
    states: tuple[LetterState, ...]
    do: Callable[[Choice], str]
    tone: str = ""
    form: type[forms.Form] = forms.Form
    lead: str = ""
    warning: str = ""


def is_for(act: Act, letter: OutboxMail) -> bool:
    """Needs what standing_of needs. Of what is forgotten only the record is left."""
    return letter.forgotten_at is None and standing_of(letter).state in act.states


def form_class(act: Act, letters: Sequence[OutboxMail]) -> type[forms.Form]:
    is_doubtful = act.do is _send and any(doubts_of(letter) for letter in letters)
    return DespiteDoubtsForm if is_doubtful else act.form


def _send(choice: Choice) -> str:
    sent = actions.send(
        meeting=choice.meeting,
        seen=choice.seen,
        despite_doubts=choice.answers.get("despite_doubts", False),
        by=choice.by,
        at=choice.at,
    )
    told = f"{sent.queued} surel masuk antrean kirim."
    if sent.left:
        left = ", ".join(letter.to for letter in sent.left)
        told += (
            f" Tidak dikirim, karena diubah, ditahan, atau dikirim orang lain sejak Anda baca: "
            f"{left}."
        )
    return told


def _hold(choice: Choice) -> str:
    return f"{actions.hold(**choice.given)} surel ditahan."


def _let_go(choice: Choice) -> str:
    return f"{actions.release_hold(**choice.given)} surel kembali menunggu dibaca."


def _drop(choice: Choice) -> str:
    return f"{actions.drop(**choice.given, reason=choice.answers['reason'])} surel dibuang."


def _retry(choice: Choice) -> str:
    return _put_back(choice, may_arrive_twice=False)


def _repeat(choice: Choice) -> str:
    return _put_back(choice, may_arrive_twice=True)


def _put_back(choice: Choice, *, may_arrive_twice: bool) -> str:
    count, refusals = 0, []
    for letter in choice.letters:
        if letter.email is None:
            continue
        try:
            retry_mail(
                mail=letter.email, may_arrive_twice=may_arrive_twice, by=choice.by, at=choice.at
            )
        except MailNotRetried as refusal:
            refusals.append(f"{letter.to}: {refusal}")
        else:
            count += 1
    return " ".join([f"{count} surel masuk antrean kirim lagi.", *refusals])


ACTS = {
    "kirim": Act(
        name="send",
        label="Kirim",
        question="Kirim {} surel?",
        states=(LetterState.WAITING,),
        do=_send,
        tone="primary",
        lead="Bacalah dahulu: setelah dikirim, surel tidak dapat ditarik.",
    ),
    "tahan": Act(
        name="hold",
        label="Tahan",
        question="Tahan {} surel?",
        states=(LetterState.WAITING,),
        do=_hold,
        lead="Surel yang ditahan tidak ikut terkirim sampai dikembalikan.",
    ),
    "kembalikan": Act(
        name="let_go",
        label="Kembalikan",
        question="Kembalikan {} surel ke yang menunggu?",
        states=(LetterState.HELD, LetterState.DROPPED),
        do=_let_go,
    ),
    "buang": Act(
        name="drop",
        label="Buang",
        question="Buang {} surel?",
        states=(LetterState.WAITING, LetterState.HELD),
        do=_drop,
        tone="danger",
        form=DropForm,
        lead="Surel yang dibuang tidak dikirim dan tidak disiapkan lagi dengan sendirinya; ia "
        "tetap tampil di kotak keluar dengan alasannya.",
    ),
    "coba-lagi": Act(
        name="retry",
        label="Coba kirim lagi",
        question="Coba kirim lagi {} surel?",
        states=(LetterState.FAILED,),
        do=_retry,
        tone="primary",
    ),
    "kirim-ulang": Act(
        name="repeat",
        label="Kirim lagi, meski mungkin sudah sampai",
        question="Kirim lagi {} surel yang mungkin sudah sampai?",
        states=(LetterState.UNCERTAIN,),
        do=_repeat,
        tone="danger",
        warning=MAY_ARRIVE_TWICE,
    ),
}
