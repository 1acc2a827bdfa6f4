"""Why an article cannot be written, submitted or published, in sentences for the reader."""

from practices.models import MOST_ATTACHMENTS, MOST_PICTURES, Practice


class PracticeRefused(Exception):
    """Nothing was done; field names the input that it is about, if it is about one."""

    field: str | None = None


class DraftChanged(PracticeRefused):
    """Somebody else saved after the text was read; `saved` is what stands there now."""

    def __init__(self, saved: Practice) -> None:
        self.saved = saved
        who = f"oleh {saved.edited_by.full_name}" if saved.edited_by else "oleh orang lain"
        super().__init__(f"Naskah ini disimpan {who} sesudah Anda membukanya.")


class PracticeIncomplete(PracticeRefused):
    """A part is missing without which an article is none."""

    def __init__(self, parts: list[str]) -> None:
        super().__init__(f"Naskah belum lengkap. Yang belum diisi: {', '.join(parts)}.")


class PracticeUnchanged(PracticeRefused):
    """The working text says what the current edition says."""

    def __init__(self, practice: Practice) -> None:
        super().__init__(
            f"Naskah “{practice.title}” sama dengan yang sudah terbit; tidak ada yang baru untuk "
            "diperiksa."
        )


class AlreadySubmitted(PracticeRefused):
    def __init__(self, practice: Practice) -> None:
        super().__init__(f"“{practice.title}” sudah dikirim dan menunggu sekretariat.")


class NotSubmitted(PracticeRefused):
    """Only what its office submitted is published or returned; another may have decided already."""

    def __init__(self, practice: Practice) -> None:
        super().__init__(
            f"“{practice.title}” tidak sedang menunggu pemeriksaan: balai belum mengirimnya, atau "
            "petugas lain baru saja memutusnya."
        )


class AlreadyWithdrawn(PracticeRefused):
    def __init__(self, practice: Practice) -> None:
        super().__init__(f"“{practice.title}” sudah ditarik ({practice.withdraw_reason}).")


class TooManyPictures(PracticeRefused):
    def __init__(self, count: int) -> None:
        super().__init__(
            f"Satu artikel memuat paling banyak {MOST_PICTURES} gambar; naskah ini akan memuat "
            f"{count}."
        )


class TooManyAttachments(PracticeRefused):
    def __init__(self, count: int) -> None:
        super().__init__(
            f"Satu artikel memuat paling banyak {MOST_ATTACHMENTS} lampiran; naskah ini akan "
            f"memuat {count}."
        )


class FileRefused(PracticeRefused):
    """A picture that was sent cannot be used; field is the name of its input."""

    def __init__(self, field: str, reason: str) -> None:
        self.field = field
        super().__init__(reason)
