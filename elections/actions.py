"""Publishing a result: the elected one's term opens, the former one ends on that day."""

from datetime import datetime
from typing import cast

from django.db import transaction

from accounts import audit
from accounts.models import User
from elections.models import Acclamation, Election, Result
from elections.obstacles import PostTaken, ResultRefused, obstacles
from elections.timing import local_day
from provinces.actions.terms import TermRefused, appoint
from provinces.models import Membership, Term


def obstacles_to_publishing(election: Election, *, at: datetime) -> list[ResultRefused]:
    """What the secretariat has to settle before; at most three queries."""
    return obstacles(
        election,
        getattr(election, "acclamation", None),
        getattr(election, "result", None),
        member_count=_members_then(election),
        at=at,
    )


@transaction.atomic
def publish_result(*, election: Election, by: User | None, at: datetime) -> Result:
    """The published result; its term begins on the day of the acclamation at the rakor's place.

    Raises a ResultRefused: AlreadyPublished, RecordIncomplete, RecordImplausible, NotQuorate,
    PostTaken.
    """
    election = _locked(election)
    if found := obstacles_to_publishing(election, at=at):
        raise found[0]
    acclamation = election.acclamation
    term = _open_term(election, acclamation, by=by, at=at)
    result = Result.objects.create(election=election, term=term, published_at=at, published_by=by)
    audit.record(
        "election.published",
        target=election,
        by=by,
        at=at,
        post=str(election.post),
        term=term.pk,
        offices_present=acclamation.offices_present,
        quorum_offices=election.quorum_offices,
    )
    return result


def _members_then(election: Election) -> int:
    """How many offices were members on the day of the acclamation, as far as that is recorded."""
    acclaimed_at = getattr(getattr(election, "acclamation", None), "acclaimed_at", None)
    meeting = election.meeting
    day = local_day(acclaimed_at, meeting) if acclaimed_at else meeting.starts_on
    return Membership.objects.on(day).count()


def _locked(election: Election) -> Election:
    """As it stands once nobody else publishes or edits it: locked first, then read.

    In the order in which the panel saves them, so that neither waits for the other in turn.
    """
    Election.objects.select_for_update().get(pk=election.pk)
    Acclamation.objects.select_for_update().filter(election=election).first()
    return Election.objects.select_related(
        "meeting", "post", "acclamation__candidate", "acclamation__office", "result"
    ).get(pk=election.pk)


def _open_term(
    election: Election, acclamation: Acclamation, *, by: User | None, at: datetime
) -> Term:
    # A record without its moment has been refused as incomplete.
    acclaimed_at = cast(datetime, acclamation.acclaimed_at)
    try:
        return appoint(
            post=election.post,
            person=acclamation.candidate,
            on_behalf_of=acclamation.office,
            from_day=local_day(acclaimed_at, election.meeting),
            until=acclamation.term_until,
            until_precision=acclamation.until_precision,
            source=election.source or f"Hasil pemilihan pada {election.meeting.title}",
            by=by,
            at=at,
        )
    except TermRefused as refused:
        raise PostTaken(str(refused)) from refused
