"""Which offices a rakor invites, and how far each of its invitations has come."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from post_office.models import STATUS

from meetings.models import Invitation, Meeting, OutboxMail
from provinces.models import Membership, Office

BETWEEN_LETTERS = timedelta(hours=24)
_CARRIES_LINK = (OutboxMail.Kind.INVITATION, OutboxMail.Kind.REMINDER)


class InvitationState(models.TextChoices):
    """How far an invitation has come; an answer counts more than how it was reached."""

    WITHDRAWN = "ditarik", "Ditarik"
    ATTENDS = "hadir", "Hadir"
    REPRESENTED = "diwakilkan", "Diwakilkan"
    ABSENT = "tidak", "Tidak hadir"
    PREPARED = "disiapkan", "Belum diterbitkan"
    UNREACHED = "belum-dikirim", "Belum dikirim"
    IN_OUTBOX = "kotak-keluar", "Di kotak keluar"
    FAILED = "gagal", "Gagal terkirim"
    SENT = "terkirim", "Terkirim, belum dijawab"


TONES = {
    InvitationState.WITHDRAWN: "neutral",
    InvitationState.ATTENDS: "green",
    InvitationState.REPRESENTED: "blue",
    InvitationState.ABSENT: "red",
    InvitationState.PREPARED: "neutral",
    InvitationState.UNREACHED: "red",
    InvitationState.IN_OUTBOX: "amber",
    InvitationState.FAILED: "red",
    InvitationState.SENT: "amber",
}


def members_on(day: date) -> QuerySet[Office]:
    """The member offices of that day, in the order of their provinces."""
    members = Membership.objects.on(day).values("office")
    offices = Office.objects.filter(pk__in=members).select_related("province")
    return offices.order_by("province__code", "slug")


def not_invited(meeting: Meeting, day: date) -> QuerySet[Office]:
    """Member offices of that day without an invitation, or with one that was withdrawn."""
    current = Invitation.objects.current().filter(meeting=meeting).values("office")
    return members_on(day).exclude(pk__in=current)


def in_order(invitations: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """By province, as their numbers follow each other; with what letters and board need."""
    return invitations.select_related("office__province", "number", "meeting").order_by(
        "office__province__code", "office__slug"
    )


def with_mails(invitations: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """Each with `mails`: what of the outbox carries its link and was not dropped. One query."""
    mails = _carrying_link(F("invitation__prepared_at"))
    mails = mails.select_related("email").order_by("made_at", "pk")
    return invitations.prefetch_related(Prefetch("outbox", queryset=mails, to_attr="mails"))


def without_letter_in_outbox(invitations: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """Issued, and of which no letter lies in the outbox or has left it."""
    return invitations.filter(~Exists(_letters()), issued_at__isnull=False)


def to_remind(meeting: Meeting, at: datetime) -> QuerySet[Invitation]:
    """Sent, not answered, and without a letter that waits or left within 24 hours."""
    recent = Q(sent_at=None) | Q(sent_at__gt=at - BETWEEN_LETTERS)
    return in_order(
        meeting.invitations.unanswered().filter(
            Exists(_letters().filter(sent_at__isnull=False)), ~Exists(_letters().filter(recent))
        )
    )


def state_of_invitation(invitation: Invitation) -> InvitationState:
    """Needs `mails` (with_mails)."""
    if invitation.withdrawn_at is not None:
        return InvitationState.WITHDRAWN
    if invitation.answer:
        return InvitationState(invitation.answer)
    if invitation.issued_at is None:
        return InvitationState.PREPARED
    return _way_of(invitation.mails)


def last_sent_at(invitation: Invitation) -> datetime | None:
    """When a letter last left for the office. Needs `mails`."""
    return max((mail.sent_at for mail in invitation.mails if mail.sent_at), default=None)


def reached_at(invitation: Invitation) -> list[str]:
    """The addresses that its letter left for. One query."""
    letters = invitation.outbox.filter(
        kind=OutboxMail.Kind.INVITATION,
        sent_at__isnull=False,
        made_at__gte=invitation.prepared_at,
    )
    return list(letters.order_by("pk").values_list("to", flat=True))


def _letters() -> QuerySet[OutboxMail]:
    return _carrying_link(OuterRef("prepared_at")).filter(invitation=OuterRef("pk"))


def _carrying_link(prepared_at: F) -> QuerySet[OutboxMail]:
    """Without those of an invitation that was withdrawn before the office was invited again."""
    return OutboxMail.objects.filter(
        kind__in=_CARRIES_LINK, dropped_at=None, made_at__gte=prepared_at
    )


def _way_of(mails: Iterable[OutboxMail]) -> InvitationState:
    """One address reached is enough; else what stands in the way."""
    mails = list(mails)
    sent = [mail for mail in mails if mail.sent_at]
    if any(mail.email is None or mail.email.status != STATUS.failed for mail in sent):
        return InvitationState.SENT
    if sent:
        return InvitationState.FAILED
    return InvitationState.IN_OUTBOX if mails else InvitationState.UNREACHED
