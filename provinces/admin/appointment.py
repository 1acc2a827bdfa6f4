"""The page that records who holds a post from now on, of an office or of the forum."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import User
from accounts.panel import PanelAdmin
from provinces.actions.terms import appoint
from provinces.admin.rehearsed import ask_twice
from provinces.forms.terms import AppointmentForm
from provinces.models import Office, Person, Post, Term

DETAILS = (
    "from_day",
    "from_precision",
    "until",
    "until_precision",
    "acting",
    "on_behalf_of",
    "decree_number",
    "decree",
    "source",
)


def appoint_head(admin: PanelAdmin, request: HttpRequest, office: Office) -> HttpResponse:
    """On the page of the office, whose head's post comes into being with the first head."""
    posts = Post.objects.filter(office=office, slug=Post.HEAD)
    if request.method == "POST":
        posts.get_or_create(office=office, slug=Post.HEAD, defaults={"title": "Kepala"})
    title = f"Angkat kepala {office}"
    return appoint_holder(admin, request, office, post=posts.first(), title=title)


def appoint_holder(
    admin: PanelAdmin, request: HttpRequest, obj: Office | Post, *, post: Post | None, title: str
) -> HttpResponse:
    form = AppointmentForm(request.POST or None, request.FILES or None, post=post)

    def act(cleaned: dict[str, Any]) -> str:
        term = _appoint(cleaned, post, by=request.user, at=timezone.now())
        return f"{term.person} tercatat sebagai {post}."

    return ask_twice(
        admin, request, obj, post=post, form=form, act=act, title=title, button="Angkat",
        back=lambda: admin.back_to(obj),
    )  # fmt: skip


@transaction.atomic
def _appoint(cleaned: dict[str, Any], post: Post, *, by: User, at: datetime) -> Term:
    person = cleaned["person"] or Person.objects.create(name=cleaned["new_name"])
    details = {name: cleaned[name] for name in DETAILS if name in cleaned}
    return appoint(post=post, person=person, **details, by=by, at=at)
