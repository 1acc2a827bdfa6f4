"""Planning a rakor: what the new draft holds, and two who plan the same at once."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import AuditEvent, User
from meetings.actions.convening import Plan, PlannedJustNow, plan_meeting
from meetings.actions.hosting import HostElsewhere
from meetings.convening.copying import EMPTY, outline_of
from meetings.convening.templates import templates
from meetings.convening.timeline import dates_of
from meetings.models import AgendaPart, FormerMeetingSlug, InvitationLetter, Meeting
from provinces.models import Office, Person
from tests.factories import NOW, make_agenda_item, make_document, make_meeting
from tests.meetings.letters import make_institution
from tests.meetings.lock_queue import meanwhile

pytestmark = pytest.mark.any_postgres

FIRST = date(2027, 3, 2)
FIELDS = ("day", "kind", "title", "duration_minutes", "place", "is_parallel", "is_public")


def plan(**fields) -> Plan:
    return Plan(**{"title": "Rakor Bali", "starts_on": FIRST, "days": 2, **fields})


def test_template_gives_dates_agenda_and_letter_on_the_new_days(bali: Office, secretariat: User):
    outline = templates()["dua-hari-luring"].outline
    meeting = plan_meeting(
        plan=plan(host_province=bali.province, host_office=bali, city="Denpasar"),
        outline=outline, by=secretariat, at=NOW,
    )  # fmt: skip
    meeting.refresh_from_db()
    wita = ZoneInfo("Asia/Makassar")
    assert dates_of(meeting) == {
        "announce_on": date(2027, 1, 1),
        "proposals_by": date(2027, 1, 26),
        "invite_on": date(2027, 1, 31),
        "registration_opens_at": datetime(2027, 1, 31, 8, tzinfo=wita),
        "answer_by": date(2027, 2, 16),
        "registration_closes_at": datetime(2027, 2, 23, 16, tzinfo=wita),
        "materials_by": date(2027, 2, 25),
        "minutes_due_on": date(2027, 3, 17),
    }
    assert (meeting.slug, meeting.ends_on, meeting.zone, meeting.registered_by) == (
        "rakor-bali-2027", date(2027, 3, 3), "Asia/Makassar", "none",
    )  # fmt: skip
    assert (meeting.published_at, meeting.is_sample) == (None, False)
    assert meeting.agenda_items.filter(parent__title="Sidang komisi", kind="komisi").count() == 3
    assert meeting.invitation_letter.subject == "Undangan Rapat Koordinasi"
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.details) == (
        "meeting.planned", secretariat, {"source": "Rakor dua hari, luring"},
    )  # fmt: skip


def test_copy_takes_tree_and_letter_and_leaves_papers_positions_and_rooms(
    bali: Office, secretariat: User
):
    issuer = make_institution()
    former = make_meeting(
        title="Rakor 2026", venue="Hotel Lama", issuer=issuer, theme="Tema lama",
        conference_url="https://rapat.example/rahasia", costs_note="Ditanggung balai.",
    )  # fmt: skip
    person = Person.objects.create(name="Siti Aminah")
    top = make_agenda_item(former, title="Sidang", is_parallel=True)
    below = make_agenda_item(former, title="Komisi A", parent=top, place="Ruang A")
    deepest = make_agenda_item(former, title="Laporan", parent=below, is_public=False)
    AgendaPart.objects.create(item=deepest, name=person.name, person=person, position="Dahulu")
    make_document(former)
    InvitationLetter.objects.create(
        meeting=former, subject="Undangan", dated_on=FIRST, signatory=issuer.signatories.get()
    )
    outline = outline_of(
        former, former.agenda_items.prefetch_related("parts"), former.invitation_letter
    )

    meeting = plan_meeting(
        plan=plan(issuer=issuer, venue="Hotel Baru"), outline=outline, by=secretariat, at=NOW
    )

    assert list(meeting.agenda_items.values_list("title", "parent__title", "place")) == [
        ("Sidang", None, ""), ("Komisi A", "Sidang", ""), ("Laporan", "Komisi A", ""),
    ]  # fmt: skip
    part = AgendaPart.objects.get(item__meeting=meeting)
    assert (part.name, part.person, part.position) == ("Siti Aminah", person, "")
    letter = meeting.invitation_letter
    assert (letter.subject, letter.dated_on, letter.signatory) == (
        "Undangan", None, issuer.signatories.get(),
    )  # fmt: skip
    assert (meeting.theme, meeting.conference_url, meeting.costs_note) == (
        "", "", "Ditanggung balai.",
    )  # fmt: skip
    assert not meeting.documents.exists()
    assert former.agenda_items.count() == 3


def test_rooms_come_along_to_the_same_place_and_signatory_only_with_the_issuer(
    secretariat: User,
):
    issuer = make_institution()
    former = make_meeting(venue="Hotel Lama", city="Makassar", issuer=issuer, starts_at=time(8))
    make_agenda_item(former, title="Pleno", place="Aula", duration_minutes=90)
    letter = InvitationLetter.objects.create(
        meeting=former, subject="Undangan", signatory=issuer.signatories.get()
    )
    outline = outline_of(former, former.agenda_items.prefetch_related("parts"), letter)
    other = make_institution(short_name="Pusdatin")
    there = plan(venue="Hotel Lama", city="Makassar", issuer=other)
    meeting = plan_meeting(plan=there, outline=outline, by=secretariat, at=NOW)
    assert list(meeting.agenda_items.values_list(*FIELDS)) == [
        (1, "lain", "Pleno", 90, "Aula", False, True)
    ]
    assert meeting.invitation_letter.signatory is None


def test_host_lies_in_the_province(aceh: Office, bali: Office, secretariat: User):
    with pytest.raises(HostElsewhere) as refused:
        plan_meeting(
            plan=plan(host_province=bali.province, host_office=aceh),
            outline=EMPTY, by=secretariat, at=NOW,
        )  # fmt: skip
    assert str(refused.value) == "UPTD Balai Tekkomdik Aceh berada di Aceh, tuan rumahnya Bali."
    assert not Meeting.objects.exists()


def test_empty_plan_of_one_day_has_no_last_day(secretariat: User):
    meeting = plan_meeting(plan=plan(days=1), outline=EMPTY, by=secretariat, at=NOW)
    assert (meeting.ends_on, meeting.zone) == (None, "Asia/Jakarta")
    assert set(dates_of(meeting).values()) == {None}
    assert not meeting.agenda_items.exists()
    assert not InvitationLetter.objects.exists()


def test_button_pressed_twice_plans_one_rakor(secretariat: User):
    def press(at: datetime) -> Meeting:
        return plan_meeting(plan=plan(), outline=EMPTY, by=secretariat, at=at)

    first = press(NOW)
    with pytest.raises(PlannedJustNow):
        press(NOW + timedelta(seconds=59))
    later = press(NOW + timedelta(seconds=60))
    assert list(Meeting.objects.order_by("pk")) == [first, later]


def test_address_is_none_that_any_rakor_has_or_had(secretariat: User):
    FormerMeetingSlug.objects.create(slug="rakor-bali-2027", meeting=make_meeting())
    make_meeting(slug="rakor-bali-2027-2")
    meeting = plan_meeting(plan=plan(), outline=EMPTY, by=secretariat, at=NOW)
    assert meeting.slug == "rakor-bali-2027-3"


@pytest.mark.django_db(transaction=True)
def test_two_who_plan_the_same_at_once_get_two_addresses():
    """The second has chosen the same address and waits for what becomes of the first."""
    outcomes: list[str] = []

    def press() -> None:
        outcomes.append(plan_meeting(plan=plan(), outline=EMPTY, by=None, at=NOW).slug)

    meanwhile(press, press, lambda: None)
    assert outcomes == ["rakor-bali-2027", "rakor-bali-2027-2"]
