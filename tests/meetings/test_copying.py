"""Outlines: what comes along of a former rakor, and addresses that nobody has."""

from datetime import date, time

import pytest

from meetings.convening.copying import Item, Outline, Part, outline_of, slug_from
from meetings.convening.templates import templates
from meetings.convening.timeline import MILESTONES, Anchor, Distance
from meetings.models import AgendaItem, AgendaPart, InvitationLetter, Meeting
from provinces.models import Person
from tests.factories import make_agenda_item, make_meeting


def items_of(meeting: Meeting) -> list[AgendaItem]:
    return list(meeting.agenda_items.prefetch_related("parts"))


@pytest.mark.django_db
def test_outline_holds_tree_distances_and_letter_without_what_belongs_to_the_day():
    meeting = make_meeting(
        title="Rapat Koordinasi 2026", starts_on=date(2026, 12, 15), ends_on=date(2026, 12, 16),
        starts_at=time(8), venue="Hotel Pantai", organisers="Pusdatin", capacity=90,
        registered_by="none", registration_opens_at=None, registration_closes_at=None,
        answer_by=date(2026, 12, 8), minutes_due_on=date(2026, 12, 30), costs_note="Sendiri",
        conference_url="https://rapat.example/rahasia", theme="Tema lama",
    )  # fmt: skip
    person = Person.objects.create(name="Siti Aminah")
    top = make_agenda_item(meeting, title="Sidang", day=2, kind="komisi", is_parallel=True)
    inner = make_agenda_item(
        meeting, title="Komisi A", parent=top, duration_minutes=90, place="Ruang A",
        is_public=False,
    )  # fmt: skip
    AgendaPart.objects.create(
        item=inner, role="ketua", name="Siti Aminah", person=person, position="Kepala lama"
    )
    AgendaPart.objects.create(item=inner, name="Narasumber", position="Rektor", order=2)
    letter = InvitationLetter.objects.create(
        meeting=meeting, subject="Undangan", opening="Kami", dated_on=date(2026, 11, 1)
    )

    assert outline_of(meeting, items_of(meeting), letter) == Outline(
        name="Rapat Koordinasi 2026",
        days=2,
        starts_at=time(8),
        mode="luring",
        title="Rapat Koordinasi",
        organisers="Pusdatin",
        costs_note="Sendiri",
        capacity=90,
        seats_per_office=3,
        distances={
            "answer_by": Distance(7, Anchor.BEFORE),
            "minutes_due_on": Distance(14, Anchor.AFTER),
        },
        items=(
            Item(
                "Sidang", kind="komisi", day=2, is_parallel=True,
                items=(
                    Item(
                        "Komisi A", minutes=90, place="Ruang A", is_public=False,
                        parts=(
                            Part("ketua", "Siti Aminah", "", person.pk),
                            Part("pembicara", "Narasumber", "Rektor"),
                        ),
                    ),
                ),
            ),
        ),
        letter={
            "subject": "Undangan", "opening": "Kami", "closing": "", "copies": "",
            "with_agenda": True,
        },
        rooms_of=("Hotel Pantai", "Makassar"),
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "length"), [((1, 3), 3), ((None,), 1), ((), 1)])
def test_rakor_known_to_the_year_is_as_long_as_its_agenda(days: tuple, length: int):
    meeting = make_meeting(
        starts_on=date(2023, 1, 1), ends_on=None, date_precision="year",
        answer_by=date(2022, 12, 1),
    )  # fmt: skip
    for day in days:
        make_agenda_item(meeting, day=day)
    outline = outline_of(meeting, items_of(meeting), None)
    assert (outline.days, outline.distances) == (length, {})


@pytest.mark.parametrize(
    ("title", "taken", "slug"),
    [
        ("Rakor Makassar", [], "rakor-makassar-2027"),
        ("Rakor 2027 Makassar", [], "rakor-2027-makassar"),
        ("Rakor", ["rakor-2027", "rakor-2027-2"], "rakor-2027-3"),
        ("?!", [], "2027"),
        ("a" * 90, ["a" * 80], "a" * 78 + "-2"),
    ],
)
def test_address_tells_title_and_year_and_is_free(title: str, taken: list[str], slug: str):
    assert slug_from(title, 2027, taken) == slug


def test_templates_are_whole():
    """Every kind, date and number of the file is one that a rakor can have."""
    fields = {milestone.field: milestone.is_moment for milestone in MILESTONES}
    found = {}
    for slug, template in templates().items():
        outline = template.outline
        assert outline.mode in Meeting.Mode.values
        for name, far in outline.distances.items():
            assert (far.at is not None) == fields[name]
        days = {item.day for item in outline.items}
        assert days == set(range(1, outline.days + 1))
        found[slug] = (outline.days, outline.mode)
    assert found == {
        "dua-hari-luring": (2, "luring"),
        "satu-hari-daring": (1, "daring"),
        "setengah-hari": (1, "hibrida"),
    }


def test_two_day_template_has_three_commissions_side_by_side():
    (parallel,) = [x for x in templates()["dua-hari-luring"].outline.items if x.is_parallel]
    assert [(item.kind, item.minutes, item.place) for item in parallel.items] == [
        ("komisi", 120, "Ruang A"),
        ("komisi", 120, "Ruang B"),
        ("komisi", 120, "Ruang C"),
    ]
