"""The form of one delegate on its page: what it begins with, and what stands around it."""

from datetime import datetime
from functools import partial
from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse

from accounts import kept_forms
from accounts.models import User
from meetings.delegations.asked import answered_by, asked_of
from meetings.delegations.page import closed_to
from meetings.delegations.person import mend_words
from meetings.delegations.reaching import crumbs, delegate_url, delegation_url, letters_of
from meetings.forms import DelegateForm, values_of
from meetings.models import Meeting, Registration
from meetings.permissions import keeps_registrations
from meetings.reviewing.rules import may_mend
from meetings.states import is_registration_open
from provinces.models import Office


def delegate_form(
    request: HttpRequest,
    meeting: Meeting,
    office: Office,
    *,
    kind: type[DelegateForm] = DelegateForm,
    registration: Registration | None = None,
) -> DelegateForm:
    """As sent by who signed in, or with what `registration` has.

    One statement, two to change somebody.
    """
    form = kind(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        meeting=meeting,
        asked=asked_of(meeting),
        letters=partial(letters_of, meeting, office),
        registration=registration,
        any_role=keeps_registrations(cast(User, request.user)),
    )
    begin(form, office)
    if registration is not None and request.method != "POST":
        form.show({**values_of(registration), **answered_by(registration)})
    return form


def begin(form: DelegateForm, office: Office) -> None:
    """What most delegates have in common."""
    form.show({"unit": office.name, "mode": Meeting.Mode.ONSITE})


def show_kept(request: HttpRequest, form: DelegateForm) -> bool:
    """True if the form shows what the reader could not send before they signed in again."""
    typed = kept_forms.typed(request) if request.method != "POST" else None
    if typed is None:
        return False
    form.show_typed(typed.dict())
    return True


def what_is_stored(registration: Registration) -> dict[str, str]:
    """Beside the fields of who is changed: the signed letter, and what is to mend."""
    letter = [registration.meeting.slug, registration.pk]
    is_to_mend = registration.review == Registration.Review.TO_MEND
    return {
        "letter_url": (
            reverse("meetings:assignment_letter", args=letter) if registration.has_letter else ""
        ),
        "mend": mend_words(registration) if is_to_mend else "",
    }


def form_context(
    request: HttpRequest,
    meeting: Meeting,
    office: Office,
    form: Any,
    title: str,
    *,
    at: datetime,
    registration: Registration | None = None,
) -> dict[str, Any]:
    """registration: of who is changed, substituted or withdrawn, whose page is the way back."""
    user = cast(User, request.user)
    back_url = delegate_url(registration) if registration else delegation_url(meeting, office)
    way = [("Delegasi", delegation_url(meeting, office))]
    if registration is not None:
        way.append((registration.full_name, back_url))
    return {
        "meeting": meeting,
        "office": office,
        "form": form,
        "title": title,
        "registration": registration,
        "back_url": back_url,
        "known_url": f"{reverse('meetings:known', args=[meeting.slug])}?balai={office.slug}",
        "kept_for": kept_forms.seal_for(user),
        "reader": user.pk,
        "is_open": is_registration_open(meeting, at)
        or (registration is not None and may_mend(registration, at)),
        "closed": closed_to(user, meeting, at),
        "is_sample_data": meeting.is_sample,
        "breadcrumbs": crumbs(meeting, *way, (title, "")),
    }
