"""Ten times the rows, to show that the number of SQL statements does not follow them."""

import secrets
from collections.abc import Iterable

from django.db import models, transaction
from django.utils import timezone

from meetings.actions.agenda_release import release_agenda
from meetings.models import AgendaItem, Meeting, Minutes, Publication, Registration
from provinces.models import Office, OfficeAlias, Post, Term


@transaction.atomic
def multiply(factor: int) -> int:
    """Gives every table that the public pages list `factor` times its rows; how many were added."""
    added = 0
    for number in range(1, factor):
        for office in list(Office.objects.exclude(slug__contains="-salinan-")):
            added += _copy_office(office, number)
        for meeting in list(Meeting.objects.exclude(slug__contains="-salinan-")):
            added += _copy_meeting(meeting, number)
        for post in list(Post.objects.of_forum().exclude(slug__contains="-salinan-")):
            added += _copy_post(post, number)
    return added


def _copy_office(office: Office, number: int) -> int:
    original = office.pk
    aliases = list(OfficeAlias.objects.filter(office=original))
    posts = list(Post.objects.filter(office=original))
    _copy(office, slug=f"{office.slug}-salinan-{number}")
    _copy_all(aliases, office=office)
    return 1 + len(aliases) + sum(_copy_post(post, number, office=office) for post in posts)


def _copy_post(post: Post, number: int, **changes: object) -> int:
    terms = list(Term.objects.filter(post=post.pk))
    if not changes:
        changes = {"slug": f"{post.slug}-salinan-{number}"}
    _copy(post, **changes)
    _copy_all(terms, post=post)
    return 1 + len(terms)


def _copy_meeting(meeting: Meeting, number: int) -> int:
    """A copy of the meeting, and as many more rows on the page of the meeting itself."""
    original = Meeting.objects.get(pk=meeting.pk)
    items = list(AgendaItem.objects.filter(meeting=original, parent=None, order__lt=1000))
    registrations = list(Registration.objects.filter(meeting=original, name_key__lt="~"))
    minutes = Minutes.objects.filter(meeting=original).first()
    _copy(meeting, slug=f"{meeting.slug}-salinan-{number}", current_release=None)
    _copy_all(items, meeting=original, order=1000 + number)
    if items:
        release_agenda(meeting=original, comment="", by=None, at=timezone.now())
    for registration in registrations:
        _copy_registration(registration, number)
    added = 1 + len(items) + len(registrations)
    if minutes:
        publication = Publication.objects.filter(minutes=minutes, number=1).first()
        _copy(minutes, meeting=meeting)
        added += 1
        if publication:
            _copy(publication, minutes=minutes)
            added += 1
    return added


def _copy_registration(registration: Registration, number: int) -> None:
    copy = Registration(
        **{
            field.attname: getattr(registration, field.attname)
            for field in Registration._meta.concrete_fields
            if not field.primary_key
        }
    )
    copy.email = f"{number}.{registration.email}"
    copy.nip = ""
    copy.name_key = f"~{number} {registration.name_key}"[:150]
    copy.ticket_code = secrets.token_hex(16)
    copy.save()


def _copy_all(rows: Iterable[models.Model], **changes: object) -> None:
    for row in rows:
        _copy(row, **changes)


def _copy(row: models.Model, **changes: object) -> None:
    """Turns the object itself into its copy."""
    row.pk = None
    row._state.adding = True
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
