"""The rakor, the office and the delegate that an address of a delegation names.

What the reader may not see does not exist for them (404); an office that they do not act for is
forbidden (403).
"""

from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.models import User
from forum_portal.lib.compiled_queries import compiled_models
from meetings.models import AskedField, AssignmentLetter, DelegateDraft, Meeting, Registration
from meetings.permissions import keeps_registrations, registering_office, registrable_offices
from provinces.models import Office


def rakor_of_offices(user: User, slug: str) -> Meeting:
    """With `asks`, whether it asks anything beyond what is needed: asked_of() reads that."""
    found = _rakor(user.is_staff, slug=slug)
    if not found:
        raise Http404
    return found[0].take_host()


def rakor_and_office(user: User, slug: str, office: str) -> tuple[Meeting, Office | None]:
    """As rakor_of_offices() and registering_office(), in one statement for who acts for `office`.

    Of the office, key, address and name are known then; what else is asked of it is read then.
    """
    if office and not keeps_registrations(user):
        for meeting in _rakor_and_office(user.is_staff, slug=slug, user=user.pk, office=office):
            key, name = (vars(meeting).pop(column) for column in ("office_key", "office_name"))
            if key is not None:
                columns, values = ("id", "slug", "name"), (key, office, name)
                return meeting.take_host(), Office.from_db(meeting._state.db, columns, values)
    return rakor_of_offices(user, slug), registering_office(user, office)


def delegate_of(user: User, slug: str, pk: UUID) -> Registration:
    """With all that its pages read of it, whom it replaces and by whom it is replaced included."""
    rows = Registration.objects.visible_to(user).filter(office__isnull=False)
    rows = rows.select_related(
        "meeting__host_province", "office", "letter", "replaces", "replaced_by"
    )
    return get_object_or_404(rows, meeting__slug=slug, pk=pk)


def draft_of(user: User, slug: str, pk: int) -> DelegateDraft:
    rows = DelegateDraft.objects.filter(office__in=registrable_offices(user))
    rows = rows.select_related("meeting__host_province", "office", "letter")
    return get_object_or_404(rows, meeting__slug=slug, pk=pk)


def letters_of(meeting: Meeting, office: Office) -> list[AssignmentLetter]:
    """Each with `people`, how many active delegates it assigns. One statement."""
    letters = _letters(meeting=meeting.pk, office=office.pk)
    for letter in letters:
        letter.meeting, letter.office = meeting, office
    return letters


def delegation_url(meeting: Meeting, office: Office | None) -> str:
    """office: None only of who registered for themselves, to whom no page here belongs."""
    if office is None:
        return meeting.get_absolute_url()
    return f"{reverse('meetings:delegation', args=[meeting.slug])}?balai={office.slug}"


def delegate_url(registration: Registration) -> str:
    """The person's page for the office; registration.meeting is read."""
    return reverse("meetings:delegate", args=[registration.meeting.slug, registration.pk])


def crumbs(meeting: Meeting, *last: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of registration; last: (label, url), the page itself without url."""
    items = [
        ("Beranda", reverse("home")),
        ("Rakor", reverse("meetings:list")),
        (meeting.title, meeting.get_absolute_url()),
        *last,
    ]
    return [{"label": label, "url": url} for label, url in items]


@compiled_models
def _rakor(is_staff: bool, *, slug: Any) -> QuerySet:
    return _rakor_read(is_staff, slug)


@compiled_models
def _rakor_and_office(is_staff: bool, *, slug: Any, user: Any, office: Any) -> QuerySet:
    operated = Office.objects.operated_by(user).filter(slug=office).order_by()
    return _rakor_read(is_staff, slug).annotate(
        office_key=Subquery(operated.values("pk")), office_name=Subquery(operated.values("name"))
    )


def _rakor_read(is_staff: bool, slug: Any) -> QuerySet:
    visible = Meeting.objects.visible_to(User(is_staff=is_staff))
    rows = visible.filter(slug=slug, registered_by=Meeting.RegisteredBy.OFFICES).order_by()
    asked = AskedField.objects.filter(meeting=OuterRef("pk"), purged_at=None).order_by()
    return rows.annotate(asks=Exists(asked)).with_host_name().with_row_version()


@compiled_models
def _letters(*, meeting: Any, office: Any) -> QuerySet:
    active = Count("registrations", filter=Q(registrations__withdrawn_at=None))
    letters = AssignmentLetter.objects.filter(meeting=meeting, office=office)
    return letters.annotate(people=active).order_by("made_at", "pk")
