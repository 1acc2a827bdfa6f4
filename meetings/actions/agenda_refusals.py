"""Why the draft of an agenda is not changed, and the lock under which it is."""

from meetings.agenda.merging import Merge
from meetings.agenda.tree import Reason
from meetings.models import AgendaItem, Meeting


class AgendaRefused(Exception):
    """The draft stays as it is; says why, in a sentence for the reader."""


class AgendaClosed(AgendaRefused):
    def __init__(self, meeting: Meeting) -> None:
        if meeting.cancelled_at is not None:
            why = f"dibatalkan ({meeting.cancel_reason})"
        else:
            why = "sudah ditutup"
        super().__init__(f"{meeting.title} {why}; susunan acaranya tidak dapat diubah lagi.")


class ItemGone(AgendaRefused):
    def __init__(self) -> None:
        super().__init__(
            "Mata acara itu sudah tidak ada; penyunting lain menghapusnya sesudah halaman ini "
            "dibuka."
        )


class ItemChanged(AgendaRefused):
    """Another editor saved something different in the same fields.

    item: as it is saved now; merge: what holds of both, with the clashes that are to be decided.
    """

    def __init__(self, item: AgendaItem, merge: Merge) -> None:
        self.item, self.merge = item, merge
        super().__init__(
            f"“{item.title}” diubah penyunting lain sesudah Anda membukanya. Bandingkan kedua "
            "isian di bawah, lalu simpan lagi."
        )


class NoPlace(AgendaRefused):
    def __init__(self, item: AgendaItem, reason: Reason) -> None:
        words = {
            Reason.GONE: "tidak dipindahkan: tempat yang dituju sudah tidak ada",
            Reason.FIRST: "sudah paling atas",
            Reason.LAST: "sudah paling bawah",
            Reason.NONE_BEFORE: "tidak punya mata acara di atasnya yang dapat memuatnya",
            Reason.OUTERMOST: "tidak berada di dalam mata acara lain",
            Reason.TOO_DEEP: "tidak muat di sana: susunan acara paling dalam tiga tingkat",
            Reason.ITSELF: "tidak dapat dipindahkan ke dirinya sendiri atau ke isinya",
        }
        super().__init__(f"“{item.title}” {words[reason]}.")


class FixedWithoutDay(AgendaRefused):
    def __init__(self, item: AgendaItem) -> None:
        super().__init__(
            f"“{item.title}” berpukul tetap {item.starts_at:%H.%M}, dan pukul memerlukan hari. "
            "Kosongkan pukulnya lebih dahulu."
        )


class MoreWithin(AgendaRefused):
    """Somebody put something into the item after the list of what goes with it was read."""

    def __init__(self, item: AgendaItem, titles: list[str]) -> None:
        named = ", ".join(f"“{title}”" for title in titles)
        super().__init__(
            f"Isi “{item.title}” bertambah sesudah halaman ini dibuka: {named}. Periksa lagi "
            "sebelum menghapus."
        )


def open_agenda(meeting: Meeting) -> Meeting:
    """The rakor, locked: who changes its draft at the same time waits. Raises AgendaClosed."""
    meeting = Meeting.objects.locked(meeting.pk)
    if meeting.cancelled_at is not None or meeting.closed_at is not None:
        raise AgendaClosed(meeting)
    return meeting


def item_of(meeting: Meeting, number: int) -> AgendaItem:
    """The item of the draft with its parts. Raises ItemGone."""
    item = meeting.agenda_items.prefetch_related("parts").filter(pk=number).first()
    if item is None:
        raise ItemGone
    return item
