"""Planning a rakor: a new draft from an outline, on days of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import AuditEvent, User
from forum_portal.lib.dates import Zone
from meetings.actions.hosting import check_host
from meetings.actions.meetings import MeetingRefused
from meetings.convening.copied_aftercare import add_aftercare
from meetings.convening.copied_seats import add_rows, set_columns
from meetings.convening.copying import (
    Item,
    Outline,
    Question,
    dates_from,
    last_day,
    slug_from,
)
from meetings.convening.timeline import Days
from meetings.delegations.keeping import first_deletion, forgotten_on
from meetings.models import (
    AgendaItem,
    AgendaPart,
    AskedField,
    FormerMeetingSlug,
    Institution,
    InvitationLetter,
    Meeting,
    Signatory,
)
from provinces.models import Office, Province

# A button pressed twice; who means to plan the same again takes longer.
AT_ONCE = timedelta(minutes=1)


class PlannedJustNow(MeetingRefused):
    def __init__(self, meeting: Meeting) -> None:
        super().__init__(
            f"{meeting.title} ({meeting.dates}) baru saja Anda rencanakan dan sudah ada di daftar "
            "rakor. Bedakan judulnya bila memang perlu satu lagi."
        )


@dataclass(frozen=True)
class Plan:
    """What is new of the rakor; the rest comes from the outline."""

    title: str
    starts_on: date
    days: int
    theme: str = ""
    starts_at: time | None = None
    mode: str = ""
    host_province: Province | None = None
    host_office: Office | None = None
    city: str = ""
    venue: str = ""
    organisers: str = ""
    issuer: Institution | None = None
    capacity: int | None = None
    seats_per_office: int | None = None


@transaction.atomic
def plan_meeting(*, plan: Plan, outline: Outline, by: User | None, at: datetime) -> Meeting:
    """A draft with the agenda, the dates and the letter of `outline`. Raises MeetingRefused."""
    check_host(plan.host_province, plan.host_office)
    if plan.days < 1:
        raise MeetingRefused("Rakor berlangsung paling sedikit satu hari.")
    if by is not None and (again := _planned_just_now(plan, by, at)):
        raise PlannedJustNow(again)
    meeting = _drafted(plan, outline)
    _save_under_free_address(meeting)
    add_rows(meeting, outline.seats)
    add_aftercare(meeting, outline.aftercare)
    is_same_place = outline.rooms_of in (None, (plan.venue, plan.city))
    _make_agenda(meeting, outline.items, with_rooms=is_same_place)
    if outline.letter is not None:
        signatory = _signatory(plan.issuer, outline.signatory_id)
        InvitationLetter.objects.create(meeting=meeting, signatory=signatory, **outline.letter)
    _ask(meeting, outline.asked)
    audit.record("meeting.planned", target=meeting, by=by, at=at, source=outline.name)
    return meeting


def _drafted(plan: Plan, outline: Outline) -> Meeting:
    """Not saved. Open to anybody only where it is known from when until when."""
    ends_on = last_day(plan.starts_on, plan.days)
    # A rakor has the zone of its place.
    zone = plan.host_province.zone if plan.host_province else Zone.WIB
    fields = {name: value for name, value in vars(plan).items() if name != "days"}
    meeting = Meeting(
        **fields,
        ends_on=ends_on,
        zone=zone,
        costs_note=outline.costs_note,
        **dates_from(outline, Days(plan.starts_on, ends_on or plan.starts_on, zone)),
    )
    set_columns(meeting, outline.seats)
    if outline.is_open and meeting.registration_opens_at and meeting.registration_closes_at:
        meeting.registered_by = Meeting.RegisteredBy.ANYBODY
    return meeting


def _planned_just_now(plan: Plan, by: User, at: datetime) -> Meeting | None:
    """Of the same title and first day, by the same account, which plans one at a time."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    planned = AuditEvent.objects.filter(actor=by, action="meeting.planned", at__gt=at - AT_ONCE)
    keys = list(planned.values_list("target_id", flat=True))
    return Meeting.objects.filter(pk__in=keys, title=plan.title, starts_on=plan.starts_on).first()


def _signatory(issuer: Institution | None, key: int | None) -> Signatory | None:
    """Who signed the former letter, where the same institution still lets them."""
    if issuer is None or key is None:
        return None
    return issuer.signatories.filter(pk=key, is_active=True).first()


def _ask(meeting: Meeting, asked: Iterable[Question]) -> None:
    """The same questions, their answers deleted as long after the rakor as formerly."""
    first, last = first_deletion(meeting), forgotten_on(meeting)
    AskedField.objects.bulk_create(
        AskedField(
            meeting=meeting,
            kind=question.kind,
            purpose=question.purpose,
            is_required=question.is_required,
            delete_on=min(first + timedelta(days=max(question.days, 0)), last),
        )
        for question in asked
    )


def _save_under_free_address(meeting: Meeting) -> None:
    """Two who plan the same at once: the second gets the address that follows."""
    while True:
        taken = {
            *Meeting.objects.values_list("slug", flat=True),
            *FormerMeetingSlug.objects.values_list("slug", flat=True),
        }
        meeting.slug = slug_from(meeting.title, meeting.starts_on.year, taken)
        try:
            with transaction.atomic():
                meeting.save(force_insert=True)
            return
        except IntegrityError:
            if not Meeting.objects.filter(slug=meeting.slug).exists():
                raise
            meeting.pk = None


def _make_agenda(meeting: Meeting, items: Iterable[Item], *, with_rooms: bool) -> None:
    """Level by level, as rows need the key of what they stand below."""
    level: list[tuple[AgendaItem | None, Iterable[Item]]] = [(None, items)]
    while level:
        made = [
            (_row(meeting, parent, order, item, with_rooms), item)
            for parent, below in level
            for order, item in enumerate(below, start=1)
        ]
        AgendaItem.objects.bulk_create(row for row, _ in made)
        AgendaPart.objects.bulk_create(
            AgendaPart(item=row, order=order, **part._asdict())
            for row, item in made
            for order, part in enumerate(item.parts, start=1)
        )
        level = [(row, item.items) for row, item in made if item.items]


def _row(
    meeting: Meeting, parent: AgendaItem | None, order: int, item: Item, with_rooms: bool
) -> AgendaItem:
    return AgendaItem(
        meeting=meeting,
        parent=parent,
        order=order,
        day=item.day,
        kind=item.kind,
        title=item.title,
        description=item.description,
        starts_at=item.starts_at,
        duration_minutes=item.minutes,
        place=item.place if with_rooms else "",
        is_parallel=item.is_parallel,
        is_public=item.is_public,
    )
