"""The letters of a campaign: one function a message, each queued once an address, none sent here.

What a letter says is made apart from its queueing, so that the panel can show it beforehand.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import date_format

from forum_portal.lib import mail
from provinces.models import ConfirmationRequest


class Letter(NamedTuple):
    subject: str
    text: str


Message = Callable[[ConfirmationRequest], int]


def asked(request: ConfirmationRequest, addresses: Sequence[str] | None = None) -> int:
    """To the office: are these data right? Returns how many letters were queued."""
    return _queue(request, asking(request), addresses)


def reminded(request: ConfirmationRequest) -> int:
    """To the office: an answer is still missing. Returns how many letters were queued."""
    return _queue(request, reminding(request), None)


def asking(request: ConfirmationRequest) -> Letter:
    subject = f"Mohon konfirmasi data {request.office.name} paling lambat {_due(request)}"
    return _letter(request, "confirmation_asked", subject)


def reminding(request: ConfirmationRequest) -> Letter:
    subject = f"Pengingat: konfirmasi data {request.office.name}, tenggat {_due(request)}"
    return _letter(request, "confirmation_reminded", subject)


def _due(request: ConfirmationRequest) -> str:
    return date_format(request.campaign.due_on, "l, j F Y")


def _letter(request: ConfirmationRequest, name: str, subject: str) -> Letter:
    last = request.office.confirmed_on
    context = {
        "office": request.office,
        "campaign": request.campaign,
        "due": _due(request),
        "url": f"{settings.SITE_URL}{request.get_absolute_url()}",
        "last": date_format(last, "j F Y") if last else "belum pernah",
        **mail.signature(),
    }
    text = render_to_string(f"provinces/emails/{name}.txt", context)
    return Letter(subject, f"{text.rstrip()}\n")


def _queue(request: ConfirmationRequest, letter: Letter, addresses: Sequence[str] | None) -> int:
    addresses = request.sent_to if addresses is None else addresses
    for address in addresses:
        mail.queue(to=address, subject=letter.subject, text=letter.text)
    return len(addresses)
