"""Why a letter that waits may no longer be right: what happened since it was prepared."""

from meetings.models import OutboxMail

Kind = OutboxMail.Kind
# Related records that the question needs, for select_related and for prefetch_related.
NEEDED = ("meeting__current_release", "invitation", "registration")
NEEDED_LISTS = ("meeting__moves",)


def doubts_of(letter: OutboxMail) -> list[str]:
    """A sentence each; empty where nothing speaks against sending it.

    Without NEEDED_LISTS one query per call.
    """
    questions = [*_of_rakor(letter), *_of_recipient(letter)]
    return [sentence for speaks, sentence in questions if speaks]


def _of_rakor(letter: OutboxMail) -> list[tuple[bool, str]]:
    release = letter.meeting.current_release
    return [
        (
            letter.meeting.cancelled_at is not None and letter.kind != Kind.CANCELLED,
            "Rakor ini sudah dibatalkan.",
        ),
        (
            letter.kind == Kind.RELEASED
            and release is not None
            and letter.occasion != f"v{release.number}",
            f"Susunan acara versi {release.number if release else ''} sudah dirilis.",
        ),
        (
            any(move.moved_at > letter.made_at for move in letter.meeting.moves.all())
            and letter.kind != Kind.WITHDRAWN,
            "Rakor ini dipindahkan sesudah surel ini disiapkan.",
        ),
    ]


def _of_recipient(letter: OutboxMail) -> list[tuple[bool, str]]:
    invitation, registration = letter.invitation, letter.registration
    return [
        (
            invitation is not None
            and invitation.withdrawn_at is not None
            and letter.kind != Kind.WITHDRAWN,
            "Undangan balai ini sudah ditarik.",
        ),
        (
            invitation is not None and letter.made_at < invitation.prepared_at,
            "Balai ini diundang lagi; nomor dan tautan dalam surel ini tidak berlaku lagi.",
        ),
        (
            letter.kind == Kind.REMINDER and invitation is not None and invitation.answer != "",
            "Balai ini sudah menjawab undangannya.",
        ),
        (
            registration is not None and registration.withdrawn_at is not None,
            "Pendaftaran penerimanya sudah dibatalkan.",
        ),
    ]
