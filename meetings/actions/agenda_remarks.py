"""Questions and answers about items of the agenda: written, hidden, shown again."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts import audit
from accounts.models import User
from meetings.agenda.discussion import closed_because
from meetings.models import AgendaRemark, Meeting
from provinces.models import Office

MOST_AT_ONCE = 10
AT_ONCE = timedelta(minutes=10)


class RemarkRefused(Exception):
    """Why it is not written or hidden, in a sentence for the reader."""


class ThreadClosed(RemarkRefused):
    """The rakor is closed or cancelled."""


class TooManyAtOnce(RemarkRefused):
    def __init__(self) -> None:
        super().__init__(
            f"Akun ini sudah menulis {MOST_AT_ONCE} kali dalam sepuluh menit terakhir. "
            "Tunggu sebentar, lalu kirim lagi; tulisan Anda tetap di bawah."
        )


class NothingToAnswer(RemarkRefused):
    def __init__(self) -> None:
        super().__init__("Pertanyaan yang hendak dijawab tidak ada atau sudah disembunyikan.")


class SaidAlready(RemarkRefused):
    def __init__(self) -> None:
        super().__init__("Tulisan yang sama sudah terkirim.")


class ReasonMissing(RemarkRefused):
    def __init__(self) -> None:
        super().__init__("Isi alasannya: peserta membacanya sebagai ganti tulisan itu.")


@transaction.atomic
def write_remark(
    *,
    meeting: Meeting,
    item_number: int,
    office: Office | None,
    text: str,
    answers: int | None,
    by: User,
    at: datetime,
) -> AgendaRemark:
    """office: None is the secretariat. answers: key of a question; an answer to an answer
    belongs to the same question.

    Raises ThreadClosed, NothingToAnswer, SaidAlready, TooManyAtOnce.
    """
    # Held until the end: the account writes once at a time, and the rakor is not closed meanwhile.
    # In this order, as by whoever registers somebody.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    meeting = Meeting.objects.locked(meeting.pk)
    if reason := closed_because(meeting):
        raise ThreadClosed(reason)
    question = _question(meeting, item_number, answers)
    own = AgendaRemark.objects.filter(author=by, written_at__gt=at - AT_ONCE)
    if own.filter(meeting=meeting, item_number=item_number, text=text, answers=question).exists():
        raise SaidAlready
    if own.count() >= MOST_AT_ONCE:
        raise TooManyAtOnce
    return AgendaRemark.objects.create(
        meeting=meeting,
        item_number=item_number,
        office=office,
        author=by,
        answers=question,
        text=text,
        written_at=at,
    )


@transaction.atomic
def hide_remark(*, remark: AgendaRemark, reason: str, by: User, at: datetime) -> None:
    """The reason stands in its place. Raises ReasonMissing."""
    reason = " ".join(reason.split())
    if not reason:
        raise ReasonMissing
    remark = _locked(remark)
    if remark.hidden_at is None:
        remark.hidden_at, remark.hidden_by, remark.hide_reason = at, by, reason
        remark.save(update_fields=["hidden_at", "hidden_by", "hide_reason"])
        _record("hidden", remark, by, at, reason=reason)


@transaction.atomic
def show_remark(*, remark: AgendaRemark, by: User, at: datetime) -> None:
    remark = _locked(remark)
    if remark.hidden_at is not None:
        remark.hidden_at, remark.hidden_by, remark.hide_reason = None, None, ""
        remark.save(update_fields=["hidden_at", "hidden_by", "hide_reason"])
        _record("reopened", remark, by, at)


def _question(meeting: Meeting, item_number: int, answers: int | None) -> AgendaRemark | None:
    """Raises NothingToAnswer."""
    if answers is None:
        return None
    of_item = AgendaRemark.objects.filter(meeting=meeting, item_number=item_number)
    found = of_item.shown().select_related("answers").filter(pk=answers).first()
    if found is None:
        raise NothingToAnswer
    return found.answers or found


def _locked(remark: AgendaRemark) -> AgendaRemark:
    rows = AgendaRemark.objects.select_for_update(of=("self",)).select_related("meeting", "office")
    return rows.get(pk=remark.pk)


def _record(verb: str, remark: AgendaRemark, by: User, at: datetime, **details: str) -> None:
    audit.record(
        f"agendaremark.{verb}",
        target=remark,
        by=by,
        at=at,
        meeting=remark.meeting.title,
        **({"office": remark.office.name} if remark.office else {}),
        **details,
    )
