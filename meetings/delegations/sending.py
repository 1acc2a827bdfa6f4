"""A delegate's form that was sent: acted upon with its letter, or saved as a draft."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from typing import cast

from django.core.files.base import File
from django.db import transaction
from django.http import HttpRequest

from accounts.models import User
from meetings.actions.assignment_letters import keep_letter
from meetings.actions.drafts import save_draft
from meetings.actions.registration_refusals import RegistrationRefused
from meetings.delegations.drafts import draft_data
from meetings.forms import DelegateForm
from meetings.models import AssignmentLetter, DelegateDraft, Meeting, Registration
from provinces.models import Office


def acted(
    request: HttpRequest,
    meeting: Meeting,
    office: Office,
    form: DelegateForm,
    act: Callable[..., Registration],
    *,
    at: datetime,
) -> Registration | None:
    """What act(delegate=...) gives; None where a rule refuses it, and then the form says which.

    The form is valid. A letter that was sent stays only if its delegate does.
    """
    file = form.cleaned_data.get("file")
    try:
        with transaction.atomic() if file else nullcontext():
            letter = _kept(request, meeting, office, file, at) if file else None
            return act(delegate=form.delegate(letter))
    except RegistrationRefused as refused:
        form.refuse(refused)
        return None


def save_as_draft(
    request: HttpRequest,
    meeting: Meeting,
    office: Office,
    form: DelegateForm,
    *,
    at: datetime,
    draft: DelegateDraft | None = None,
) -> str:
    """What could not be saved with it, in words; empty where all was. Nothing typed is checked.

    Raises RegistrationRefused: of save_draft.
    """
    form.is_valid()
    file, lost = form.cleaned_data.get("file"), "; ".join(map(str, form.errors.get("file", ())))
    with transaction.atomic():
        letter = form.cleaned_data.get("letter")
        try:
            with transaction.atomic():
                letter = _kept(request, meeting, office, file, at) if file else letter
        except RegistrationRefused as refused:
            lost = str(refused)
        data = draft_data(form)
        save_draft(
            meeting=meeting,
            office=office,
            data=data,
            letter=letter,
            by=cast(User, request.user),
            at=at,
            draft=draft,
        )
    return lost


def _kept(
    request: HttpRequest, meeting: Meeting, office: Office, file: File, at: datetime
) -> AssignmentLetter:
    return keep_letter(
        meeting=meeting, office=office, file=file, by=cast(User, request.user), at=at
    )
