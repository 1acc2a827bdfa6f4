"""Why a mail was not taken: exceptions of the transport, told for the people who wait for it."""

from dataclasses import dataclass
from smtplib import (
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

from forum_portal.lib.mail_fate import UNCERTAIN

_SHUTTING_DOWN = 421


class NotPrepared(Exception):
    """The message could not be put together: a template, a header, a lost attachment."""


@dataclass(frozen=True)
class Fault:
    """line: for the log, a mark of mail_fate or the exception's name. reason: for people, in the
    server's own words where it gave any.
    """

    line: str
    reason: str
    is_permanent: bool = False
    ends_connection: bool = True


def fault_of(problem: Exception, *, is_announced: bool) -> Fault:
    """is_announced: the server was about to get the message, so that it may have it."""
    name = type(problem).__name__
    if isinstance(problem, SMTPRecipientsRefused):
        code, answer = next(iter(problem.recipients.values()))
        return _refusal(name, code, answer, ends_connection=code == _SHUTTING_DOWN)
    if isinstance(problem, SMTPResponseException):
        # After a refused text, smtplib leaves the conversation in the middle.
        ends = not isinstance(problem, SMTPSenderRefused) or problem.smtp_code == _SHUTTING_DOWN
        return _refusal(name, problem.smtp_code, problem.smtp_error, ends_connection=ends)
    if is_announced:
        return Fault(
            UNCERTAIN,
            f"Tidak pasti: server tidak menjawab sesudah surel diserahkan ({in_words(problem)}). "
            "Surel ini mungkin sudah sampai.",
        )
    if is_connection_lost(problem):
        return Fault(name, f"Sambungan terputus sebelum surel diserahkan: {in_words(problem)}")
    return Fault(name, f"Surel tidak dapat disusun: {in_words(problem)}", ends_connection=False)


def in_words(problem: Exception) -> str:
    if isinstance(problem, SMTPResponseException):
        return f"{problem.smtp_code} {_text(problem.smtp_error)}"
    return str(problem) or type(problem).__name__


def is_connection_lost(problem: Exception) -> bool:
    if isinstance(problem, SMTPServerDisconnected):
        return True
    # smtplib's own exceptions are all OSErrors too.
    return isinstance(problem, OSError) and not isinstance(problem, SMTPException)


def _refusal(name: str, code: int, answer: bytes | str, *, ends_connection: bool) -> Fault:
    reason = f"Ditolak server: {code} {_text(answer)}"
    return Fault(name, reason, 500 <= code < 600, ends_connection)


def _text(answer: bytes | str) -> str:
    return answer.decode(errors="replace") if isinstance(answer, bytes) else answer
