"""Where a rakor stands in its preparation, counted in one statement."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Exists, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from meetings.models import (
    AgendaItem,
    AgendaProposal,
    AgendaRemark,
    AttendanceSession,
    Document,
    Invitation,
    Meeting,
    MeetingPicture,
    Minutes,
    NumberKind,
    NumberPattern,
    OutboxMail,
    Publication,
    Registration,
    Scan,
)

_OF_PEOPLE = ("registered", "registering", "waiting", "unreviewed", "sittings", "doubtful")
_OF_MEETING = {"meeting": OuterRef("pk")}


class Letter(NamedTuple):
    """What the readiness asks of the letter of invitation and of who issues it."""

    is_written: bool
    with_agenda: bool
    signatory: str
    signs_for_issuer: bool
    has_pattern: bool


class Standing(NamedTuple):
    """Counts; version: of the latest release, 0 before the first; registering: offices."""

    items: int
    version: int
    prepared: int
    invited: int
    answered: int
    waiting_letters: int
    papers: int
    materials: int
    photos: int
    open_proposals: int
    open_questions: int
    registered: int
    registering: int
    waiting: int
    unreviewed: int
    sittings: int
    doubtful: int
    has_minutes: bool
    minutes_at: datetime | None
    letter: Letter


def standing_of(meeting: Meeting) -> Standing:
    """One statement."""
    row = _counted(Meeting.objects.filter(pk=meeting.pk)).get()
    letter = Letter(
        is_written=bool(row["subject"] and row["opening"]),
        # The model's own default, for a letter that nobody has begun.
        with_agenda=row["with_agenda"] is not False,
        signatory=row["signatory"] or "",
        signs_for_issuer=row["signs_for"] is not None and row["signs_for"] == row["issuer"],
        has_pattern=row["has_pattern"],
    )
    return Standing(letter=letter, **{name: row[name] for name in Standing._fields[:-1]})


def _counted(meetings: QuerySet[Meeting]) -> QuerySet:
    invitations = Invitation.objects.filter(withdrawn_at=None)
    sent = OutboxMail.objects.filter(kind=OutboxMail.Kind.INVITATION, sent_at__isnull=False)
    kind = NumberKind.INVITATION
    patterns = NumberPattern.objects.filter(institution=OuterRef("issuer"), kind=kind)
    documents = Document.objects.filter(withdrawn_at=None)
    return _with_people(meetings).values(
        "issuer",
        *_OF_PEOPLE,
        items=_count(AgendaItem.objects.all()),
        version=Coalesce(F("current_release__number"), 0),
        prepared=_count(invitations),
        invited=_count(sent, Count("invitation", distinct=True)),
        answered=_count(invitations.exclude(answer="")),
        waiting_letters=_count(OutboxMail.objects.waiting()),
        papers=_count(documents),
        materials=_count(documents.filter(slot=Document.Slot.SLIDES)),
        photos=_count(MeetingPicture.objects.all()),
        open_proposals=_count(AgendaProposal.objects.filter(decision="", withdrawn_at=None)),
        open_questions=_count(_unanswered()),
        has_minutes=Exists(Minutes.objects.filter(**_OF_MEETING)),
        minutes_at=Subquery(_first_published()),
        subject=F("invitation_letter__subject"),
        opening=F("invitation_letter__opening"),
        with_agenda=F("invitation_letter__with_agenda"),
        signatory=F("invitation_letter__signatory__name"),
        signs_for=F("invitation_letter__signatory__institution"),
        has_pattern=Exists(patterns),
    )


def _with_people(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    return meetings.annotate(
        registered=_count(Registration.objects.seated()),
        registering=_count(Registration.objects.seated(), Count("office", distinct=True)),
        waiting=_count(Registration.objects.waiting()),
        unreviewed=_count(_unreviewed()),
        sittings=_count(AttendanceSession.objects.all()),
        doubtful=_count(Scan.objects.pending()),
    )


def _count(rows: QuerySet, what: Count | None = None) -> Coalesce:
    counted = rows.filter(**_OF_MEETING).order_by().values("meeting")
    number = counted.annotate(number=what or Count("pk")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


def _first_published() -> QuerySet:
    published = Publication.objects.filter(minutes__meeting=OuterRef("pk")).order_by()
    return published.values("minutes__meeting").annotate(at=Min("published_at")).values("at")


def _unreviewed() -> QuerySet[Registration]:
    pending = Registration.objects.active().filter(review=Registration.Review.PENDING)
    return pending.filter(office__isnull=False)


def _unanswered() -> QuerySet[AgendaRemark]:
    answers = AgendaRemark.objects.shown().filter(answers=OuterRef("pk"))
    return AgendaRemark.objects.shown().filter(~Q(Exists(answers)), answers=None)
