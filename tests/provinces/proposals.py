"""What the tests of proposals have in common: proposals of each kind, and the form as sent."""

from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from forum_portal.lib.uploads import checked_pdf, checked_picture
from provinces.actions.proposals import Change, propose
from provinces.forms.proposals import ProposalForm
from provinces.models import Office, Proposal, ProposedChange
from provinces.proposals.fields import facts_of
from tests.factories import NOW, TODAY
from tests.lib.test_uploads import pdf, picture

HEAD = {
    "name": "Cut Contoh, M.Kom.",
    "acting": "",
    "from_day": "2026-10-01",
    "precision": "day",
    "decree_number": "821/45/2026",
}
PHONE = "+6265121234"


def propose_values(office: Office, by: User | None = None, **values: Any) -> Proposal:
    """An office's proposal of these fields, in the order given."""
    changes = [Change(field, value) for field, value in values.items()]
    return propose(office=office, changes=changes, origin="office", by=by, at=NOW)


def propose_head(office: Office, by: User | None = None, **values: Any) -> Proposal:
    """A head with a decree, and what else is given."""
    changes = [Change(field, value) for field, value in {"head": HEAD, **values}.items()]
    decree = checked_pdf(ContentFile(pdf(), name="sk.pdf"))
    return propose(office=office, changes=changes, origin="office", by=by, at=NOW, decree=decree)


def propose_picture(office: Office, alt: str = "Gedung balai") -> Proposal:
    file = checked_picture(ContentFile(picture(), name="gedung.jpg"))
    changes = [Change("picture", {"alt": alt}, file=file)]
    return propose(office=office, changes=changes, origin="office", by=None, at=NOW)


def report(office: Office, **fields: Any) -> Proposal:
    """A reader's report that the office's phone is another."""
    defaults: dict[str, Any] = {
        "changes": [Change("phone", PHONE)],
        "message": "Teleponnya salah.",
        "sender_name": "Pembaca Rahasia",
        "sender_email": "pembaca.rahasia@contoh.example",
    }
    return propose(office=office, origin="public", by=None, at=NOW, **{**defaults, **fields})


def change_of(proposal: Proposal, field: str) -> ProposedChange:
    return proposal.changes.get(field=field)


def sent(office: Office, **typed: Any) -> dict[str, Any]:
    """What a browser sends of the form of `office` in which only `typed` was changed."""
    form = ProposalForm(office=office, facts=facts_of(office, TODAY))
    data: dict[str, Any] = {}
    rows = (row for formset in form.formsets for row in formset)
    for part in (form, *form.heads.parts, *rows):
        data |= _sent_of(part)
    for formset in form.formsets:
        data |= _sent_of(formset.management_form)
    return {**data, **typed}


def pdf_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("sk.pdf", pdf(), content_type="application/pdf")


def picture_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("gedung.jpg", picture(), content_type="image/jpeg")


def _sent_of(form: forms.BaseForm) -> dict[str, Any]:
    data = {}
    for bound in form:
        value = bound.value()
        if isinstance(bound.field, forms.FileField | forms.BooleanField):
            continue
        shown = "" if value is None else value
        data[bound.html_name] = shown
        if bound.field.show_hidden_initial:
            data[bound.html_initial_name] = shown
    return data
