"""What the session of a browser knows of an address: the code it waits for, what it proved.

A proof lasts an hour, so that somebody on a shared computer does not find the former one's page.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.http import HttpRequest

from meetings.models import Meeting, RegistrationCode

LASTS = timedelta(hours=1)
_WAITS = "registration_code"
_PROVED = "proved_address"
_TYPED = "registration_typed"


def await_code(request: HttpRequest, code: RegistrationCode) -> None:
    request.session[_WAITS] = code.pk


def awaited_code(request: HttpRequest, meeting: Meeting) -> RegistrationCode | None:
    """The code that this browser asked for, of this rakor; no other browser's ever."""
    if (key := request.session.get(_WAITS)) is None:
        return None
    codes = RegistrationCode.objects.filter(meeting=meeting, pk=key)
    return codes.select_related("meeting").first()


def prove(request: HttpRequest, email: str, at: datetime) -> None:
    """From now on the browser stands for `email`, under a session key nobody else has seen."""
    request.session.cycle_key()
    request.session.pop(_WAITS, None)
    request.session[_PROVED] = {"email": email, "until": (at + LASTS).isoformat()}


def proved_email(request: HttpRequest, at: datetime) -> str:
    """Empty where nothing is proved, or no longer."""
    proved = request.session.get(_PROVED)
    return proved["email"] if proved and at < datetime.fromisoformat(proved["until"]) else ""


def forget(request: HttpRequest) -> None:
    for name in (_WAITS, _PROVED, _TYPED):
        request.session.pop(name, None)


def keep_typed(request: HttpRequest, typed: Mapping[str, str]) -> bool:
    """True if it waits for the address that was proved here before to be proved again."""
    proved = request.session.get(_PROVED)
    if proved is None:
        return False
    request.session[_TYPED] = {"email": proved["email"], "typed": dict(typed)}
    return True


def typed_before(request: HttpRequest, email: str) -> dict[str, str]:
    """What was typed for `email` when its proof had run out; for nobody else."""
    kept = request.session.get(_TYPED)
    return kept["typed"] if kept and kept["email"] == email else {}


def forget_typed(request: HttpRequest) -> None:
    request.session.pop(_TYPED, None)
