"""The form of one more delegate before anything is typed: drawn once, filled in for each reader.

Offices open it again and again while they register their delegations, most of them on the last
day, and to draw its fields takes longer than all else that registering does. It is drawn for
nobody, kept by all that it shows of the rakor and of letters, and shows a change at once; who
reads, and for which office, is put into it each time.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from threading import Lock
from typing import Any, cast

from django.contrib.messages import get_messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse

from accounts import kept_forms
from accounts.models import User
from forum_portal.lib.drawn_pages import DrawnPage, place
from meetings.delegations.asked import asked_of
from meetings.delegations.form_page import begin, form_context
from meetings.delegations.letter_choice import choose_only_letter
from meetings.delegations.reaching import letters_of
from meetings.forms import DelegateForm
from meetings.models import AskedField, AssignmentLetter, Meeting
from meetings.permissions import keeps_registrations
from provinces.models import Office

TEMPLATE = "meetings/registration_add.html"
TITLE = "Daftarkan peserta"
_DRAWING = Lock()


@dataclass(frozen=True)
class _Shown:
    """What the page shows of others than its reader; compared by `values`, which is all of it."""

    values: tuple
    is_staff: bool
    any_role: bool
    at: datetime = field(compare=False)
    meeting: Meeting = field(compare=False)
    asked: list[AskedField] = field(compare=False)
    letters: list[AssignmentLetter] = field(compare=False)


def is_empty_form(request: HttpRequest) -> bool:
    """True if the page has nothing to say but the form: nobody known, nothing kept, no message."""
    return (
        request.method in ("GET", "HEAD")
        and not request.GET.get("dari")
        and not len(get_messages(request))
        and kept_forms.typed(request) is None
    )


def empty_form(
    request: HttpRequest, meeting: Meeting, office: Office, *, at: datetime
) -> HttpResponse:
    """While registration is open: what a closed page says depends on the reader. Two statements."""
    user = cast(User, request.user)
    asked, letters = asked_of(meeting), letters_of(meeting, office)
    shown = _Shown(
        values=tuple(_values(one) for one in (meeting, *asked, *letters)),
        is_staff=user.is_staff,
        any_role=keeps_registrations(user),
        at=at,
        meeting=meeting,
        asked=asked,
        letters=letters,
    )
    texts = {
        "token": get_token(request),
        "seal": kept_forms.seal_for(user),
        "reader": str(user.pk),
        "reader_name": str(user),
        "office_name": office.name,
        "office_slug": office.slug,
    }
    # When a rakor opens many ask at once: one draws the page, the others wait for it.
    with _DRAWING:
        page = _drawn(shown)
    return HttpResponse(page.filled(texts))


@lru_cache(maxsize=200)
def _drawn(shown: _Shown) -> DrawnPage:
    """From a request of its own, so that nothing of a reader gets into it."""
    request = HttpRequest()
    request.method = "GET"
    request.path = reverse("meetings:register", args=[shown.meeting.slug])
    request.user = User(full_name=place("reader_name"), is_staff=shown.is_staff)
    office = Office(name=place("office_name"), slug=place("office_slug"))
    form = DelegateForm(
        meeting=shown.meeting,
        asked=shown.asked,
        letters=lambda: shown.letters,
        any_role=shown.any_role,
    )
    begin(form, office)
    choose_only_letter(form)
    context = form_context(request, shown.meeting, office, form, TITLE, at=shown.at)
    context |= {"kept_for": place("seal"), "reader": place("reader"), "csrf_token": place("token")}
    return DrawnPage(render_to_string(TEMPLATE, context, request))


def _values(one: Model) -> tuple[Any, ...]:
    return tuple(value for name, value in vars(one).items() if name != "_state")
