"""What of the meetings waits for somebody: the questions behind the panel's first page.

Each is a queryset, so that the page counts it and the list it links to filters by it.
"""

from datetime import datetime, timedelta

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from meetings.invitations.roll import without_letter_in_outbox
from meetings.models import (
    AgendaProposal,
    Invitation,
    Meeting,
    Minutes,
    OutboxMail,
    Publication,
    Registration,
    Scan,
)
from meetings.states import Phase, in_phase

SOON = timedelta(days=7)
ANSWERS_SOON = timedelta(days=3)


def without_minutes(at: datetime) -> QuerySet[Meeting]:
    """Meetings that are over and of which nobody has begun the minutes."""
    return Meeting.objects.filter(in_phase(Phase.FINISHED, at), minutes=None)


def unannounced(at: datetime) -> QuerySet[Meeting]:
    """Drafts that should have been announced by now."""
    return Meeting.objects.filter(
        published_at=None, cancelled_at=None, announce_on__lt=timezone.localdate(at)
    )


def uninvited(at: datetime) -> QuerySet[Meeting]:
    """Coming meetings whose invitations should be out, and none is."""
    sent = OutboxMail.objects.filter(kind=OutboxMail.Kind.INVITATION, sent_at__isnull=False)
    return Meeting.objects.filter(
        ~Exists(sent.filter(meeting=OuterRef("pk"))),
        in_phase(Phase.UPCOMING, at),
        published_at__isnull=False,
        invite_on__lt=timezone.localdate(at),
    )


def unclosed(at: datetime) -> QuerySet[Meeting]:
    """Planned meetings whose minutes are out: they may be closed."""
    published = Publication.objects.filter(minutes__meeting=OuterRef("pk"))
    return Meeting.objects.filter(
        Exists(published), minutes_due_on__isnull=False, closed_at=None, cancelled_at=None
    )


def closing_soon(at: datetime) -> QuerySet[Meeting]:
    """Meetings whose registration closes within a week."""
    return Meeting.objects.filter(
        ~Q(registered_by=Meeting.RegisteredBy.NOBODY),
        published_at__isnull=False,
        cancelled_at=None,
        registration_closes_at__gte=at,
        registration_closes_at__lt=at + SOON,
    )


def with_proposals() -> QuerySet[Meeting]:
    """Meetings for whose agenda offices propose what nobody has decided."""
    waiting = AgendaProposal.objects.open().filter(meeting=OuterRef("pk"))
    return Meeting.objects.filter(Exists(waiting), cancelled_at=None, closed_at=None)


def with_doubtful_presence() -> QuerySet[Meeting]:
    """Meetings with facts of presence that count only when somebody decides so."""
    pending = Scan.objects.pending().filter(meeting=OuterRef("pk"))
    return Meeting.objects.filter(Exists(pending), cancelled_at=None)


def unpublished_minutes() -> QuerySet[Minutes]:
    return Minutes.objects.filter(publications=None)


def changed_minutes() -> QuerySet[Minutes]:
    """Drafts saved after their last publication."""
    last = Publication.objects.filter(minutes=OuterRef("pk"), corrected_by=None)
    published_at = Subquery(last.values("published_at")[:1], output_field=DateTimeField())
    return Minutes.objects.alias(last_published_at=published_at).filter(
        changed_at__gt=F("last_published_at")
    )


def without_letter(at: datetime) -> QuerySet[Registration]:
    """Delegates of coming and running meetings who have not sent their surat tugas."""
    return _delegates(at).filter(Q(letter=None) | Q(letter__file=""))


def unreviewed(at: datetime) -> QuerySet[Registration]:
    """Delegates of coming and running meetings whom nobody has checked (again)."""
    return _delegates(at).filter(review=Registration.Review.PENDING)


def mending_overdue(at: datetime) -> QuerySet[Registration]:
    """What was to be mended by yesterday and is as it was."""
    return _delegates(at).filter(
        review=Registration.Review.TO_MEND, mend_by__lt=timezone.localdate(at)
    )


def unanswered_soon(at: datetime) -> QuerySet[Meeting]:
    """Meetings whose invitations are to be answered within three days, and some are not."""
    today = timezone.localdate(at)
    issued = Invitation.objects.unanswered().filter(issued_at__isnull=False)
    return Meeting.objects.filter(
        in_phase(Phase.UPCOMING, at),
        answer_by__range=(today, today + ANSWERS_SOON),
        pk__in=issued.values("meeting"),
    )


def unreached(at: datetime) -> QuerySet[Meeting]:
    """Meetings with letters for offices of which the portal had no address."""
    silent = without_letter_in_outbox(Invitation.objects.unanswered())
    return Meeting.objects.filter(in_phase(Phase.UPCOMING, at), pk__in=silent.values("meeting"))


def _delegates(at: datetime) -> QuerySet[Registration]:
    """Of an office, of a coming or running meeting; who comes for themselves owes no paper."""
    meetings = Meeting.objects.filter(
        in_phase(Phase.UPCOMING, at) | in_phase(Phase.ONGOING, at), published_at__isnull=False
    )
    return Registration.objects.active().filter(office__isnull=False, meeting__in=meetings)
