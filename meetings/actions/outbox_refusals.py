"""Why a letter of the outbox stays as it is, in sentences for the reader."""

from collections.abc import Sequence

from forum_portal.lib.dates import moment
from meetings.models import OutboxMail
from meetings.outbox.doubts import doubts_of


class OutboxRefused(Exception):
    """Nothing was changed."""


class AlreadySent(OutboxRefused):
    def __init__(self, letter: OutboxMail) -> None:
        at = moment(letter.sent_at, letter.meeting.zone) if letter.sent_at else ""
        super().__init__(f"Surel untuk {letter.to} sudah dikirim pada {at}; isinya tetap.")


class Dropped(OutboxRefused):
    def __init__(self, letter: OutboxMail) -> None:
        super().__init__(
            f"Surel untuk {letter.to} sudah dibuang dengan alasan: {letter.drop_reason} "
            "Kembalikan dahulu bila hendak diubah."
        )


class ChangedMeanwhile(OutboxRefused):
    """letter: as it is now."""

    def __init__(self, letter: OutboxMail) -> None:
        super().__init__(
            "Surel ini diubah orang lain sejak Anda membukanya. Isian Anda masih ada di sini; "
            "simpan sekali lagi bila isian Andalah yang berlaku."
        )
        self.letter = letter


class HasLetter(OutboxRefused):
    def __init__(self, to: str) -> None:
        super().__init__(f"{to} sudah mempunyai surel lain tentang hal yang sama.")


class NeedsReason(OutboxRefused):
    def __init__(self) -> None:
        super().__init__("Surel dibuang dengan alasan, agar rekan tahu mengapa tidak dikirim.")


class Doubtful(OutboxRefused):
    def __init__(self, letters: Sequence[OutboxMail]) -> None:
        first = letters[0]
        super().__init__(
            f"{len(letters)} surel perlu diputuskan dengan sengaja, di antaranya untuk "
            f"{first.to}: {doubts_of(first)[0]}"
        )


class CannotAttach(OutboxRefused):
    def __init__(self, letter: OutboxMail, missing: Exception) -> None:
        super().__init__(f"Lampiran surel untuk {letter.to} tidak dapat dibuat: {missing}")
