"""Why a term cannot be as asked, each in a sentence that names the rule and the term behind it."""

from datetime import date

from forum_portal.lib.dates import BoundPrecision, Precision, partial_date
from provinces.models import Post, Term

BEGIN_LATER = (
    "masa jabatan baru harus mulai sesudah masa jabatan itu mulai, atau berakhir sebelumnya."
)
LEAVE_THE_OTHER = "perbaiki dahulu masa jabatan itu, atau pilih masa yang tidak menyentuhnya."


class TermRefused(Exception):
    """A term that cannot be; says why, in a sentence for the reader."""


class TermCollides(TermRefused):
    """Another definitive holder is on record for a day of the term."""

    def __init__(self, post: Post, other: Term, advice: str = BEGIN_LATER) -> None:
        self.post = post
        self.other = other
        super().__init__(
            f"{other.person} sudah tercatat sebagai {post} {other.when}. Satu jabatan hanya "
            f"dipegang satu pejabat definitif pada satu masa; {advice}"
        )


class TermEmpty(TermRefused):
    """The end does not come after the beginning."""

    def __init__(
        self,
        first: date | None,
        until: date,
        from_precision: str = Precision.DAY,
        until_precision: str = Precision.DAY,
    ) -> None:
        begins = f"awalnya, {_known(first, from_precision)}" if first else "awalnya"
        coarse = {from_precision, until_precision} & {Precision.MONTH, Precision.YEAR}
        advice = " Bila keduanya dalam bulan atau tahun yang sama, isi tanggal yang lebih teliti."
        super().__init__(
            f"Akhir masa jabatan ({_known(until, until_precision)}) harus sesudah {begins}."
            f"{advice if coarse else ''}"
        )


class TermNotOpen(TermRefused):
    """There is no end to set: it has one already, or the time in office is not known."""


class TermOnlySeen(TermNotOpen):
    """The holder was only seen in the post; when the term began and ended is not known."""

    def __init__(self, term: Term) -> None:
        super().__init__(
            f"{term.person} hanya tercatat menjabat {term.post}; masa jabatannya tidak "
            "diketahui. Isi dahulu kapan masa jabatan itu mulai."
        )


class TermNotLonger(TermRefused):
    """The extension ends no later than the term does already."""


class TermUnknown(TermRefused):
    """Neither a period nor a sighting is left."""

    def __init__(self, term: Term) -> None:
        super().__init__(
            f"Isi masa jabatan {term.person} sebagai {term.post}, atau kapan ia tercatat menjabat."
        )


class TermDecided(TermRefused):
    """Another record tells what this term must go on saying."""


class TermGone(TermRefused):
    """Somebody removed the term meanwhile."""

    def __init__(self, term: Term) -> None:
        super().__init__(f"Catatan {term.person} sebagai {term.post} sudah dihapus.")


class HeadGone(TermRefused):
    """The term that a proposed correction is about was removed meanwhile."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Catatan {name} sebagai kepala sudah dihapus sejak perbaikannya diusulkan; tidak ada "
            "lagi yang dapat diperbaiki. Tolak perubahan ini, atau catat masa jabatannya kembali."
        )


class PersonGone(TermRefused):
    """Merged into another record, or removed, since the form was opened."""

    def __init__(self, person: object) -> None:
        super().__init__(
            f"Catatan orang {person} baru saja dihapus atau digabungkan dengan catatan lain. Pilih "
            "orangnya sekali lagi."
        )


class ReasonMissing(TermRefused):
    def __init__(self) -> None:
        super().__init__("Tulis alasan catatan ini dihapus; alasan itu tersimpan dalam jejak.")


def _known(day: date, precision: str) -> str:
    is_edge = precision == BoundPrecision.UNKNOWN
    return partial_date(day, Precision.DAY if is_edge else precision)
