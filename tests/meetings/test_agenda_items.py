"""The draft changed by actions: what each leaves behind, and what it refuses."""

from datetime import time

import pytest

from accounts.models import AuditEvent, User
from meetings.actions.agenda_items import (
    Commission,
    add_commissions,
    add_item,
    change_item,
    copy_item,
)
from meetings.actions.agenda_places import move_item
from meetings.actions.agenda_refusals import (
    AgendaClosed,
    AgendaRefused,
    FixedWithoutDay,
    ItemChanged,
    ItemGone,
    MoreWithin,
    NoPlace,
)
from meetings.actions.agenda_removals import AlreadyBack, remove_item, restore_item
from meetings.agenda.merging import Clash, ItemDraft, PartDraft, draft_of, from_json, to_json
from meetings.agenda.tree import AtEnd, Beside, Side, Step
from meetings.models import AgendaItem, AgendaPart, Meeting
from provinces.models import Person
from tests.factories import NOW, make_agenda_item, make_meeting

pytestmark = [pytest.mark.django_db, pytest.mark.any_postgres]


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting()


def outline(meeting: Meeting) -> dict:
    """Titles by day, each with what it holds; no two stand in the same place."""

    def within(**holder) -> dict:
        items = list(meeting.agenda_items.filter(**holder))
        assert len({item.order for item in items}) == len(items)
        return {item.title: within(parent=item) for item in items}

    days = meeting.agenda_items.filter(parent=None).values_list("day", flat=True).distinct()
    return {day: within(parent=None, day=day) for day in sorted(set(days), key=str)}


def planted(meeting: Meeting) -> dict[str, AgendaItem]:
    """Day 1: Pembukaan, Komisi (A (Bahas), B), Pleno. Day 2: Penutupan."""
    rows = [("Pembukaan", 1, None), ("Komisi", 1, None), ("A", None, "Komisi")]
    rows += [("Bahas", None, "A"), ("B", None, "Komisi"), ("Pleno", 1, None)]
    items: dict[str, AgendaItem] = {}
    for order, (title, day, parent) in enumerate([*rows, ("Penutupan", 2, None)], start=1):
        items[title] = make_agenda_item(
            meeting, title=title, day=day, parent=items.get(parent or ""), order=order
        )
    return items


PLANTED = {
    1: {"Pembukaan": {}, "Komisi": {"A": {"Bahas": {}}, "B": {}}, "Pleno": {}},
    2: {"Penutupan": {}},
}


def trail() -> list[tuple]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", "target"))


def test_added_item_says_all_that_was_written(meeting: Meeting, secretariat: User):
    person = Person.objects.create(name="Siti Aminah, M.Kom.")
    draft = ItemDraft(
        "Paparan", "paparan", "Tentang *data*.", time(8, 30), 45, "Aula", False, False,
        (PartDraft(person.name, person=person.pk), PartDraft("Budi", "moderator", "Guru")),
    )  # fmt: skip
    item = add_item(meeting=meeting, draft=draft, to=AtEnd(1), by=secretariat, at=NOW)
    assert draft_of(AgendaItem.objects.get(pk=item.pk)) == draft
    assert from_json(to_json(draft)) == draft
    assert trail() == [("agendaitem.added", "Paparan")]


def test_item_is_added_before_a_named_one(meeting: Meeting):
    items = planted(meeting)
    to = Beside(items["Pleno"].pk, Side.BEFORE)
    add_item(meeting=meeting, draft=ItemDraft("Makan"), to=to, by=None, at=NOW)
    add_item(
        meeting=meeting, draft=ItemDraft("C"), to=Beside(items["Komisi"].pk, Side.WITHIN),
        by=None, at=NOW,
    )  # fmt: skip
    komisi = {"A": {"Bahas": {}}, "B": {}, "C": {}}
    assert outline(meeting) == {
        1: {"Pembukaan": {}, "Komisi": komisi, "Makan": {}, "Pleno": {}},
        2: {"Penutupan": {}},
    }


def test_moved_item_takes_along_what_it_holds(meeting: Meeting):
    items = planted(meeting)
    to = Beside(items["Penutupan"].pk, Side.BEFORE)
    moved = move_item(meeting=meeting, number=items["Komisi"].pk, to=to, by=None, at=NOW)
    assert outline(meeting) == {
        1: {"Pembukaan": {}, "Pleno": {}},
        2: {"Komisi": {"A": {"Bahas": {}}, "B": {}}, "Penutupan": {}},
    }
    assert (moved.revision, trail()) == (2, [("agendaitem.shifted", "Komisi")])


@pytest.mark.parametrize(
    ("title", "step", "refused"),
    [
        ("Pembukaan", Step.UP, "“Pembukaan” sudah paling atas."),
        ("Penutupan", Step.DOWN, "“Penutupan” sudah paling bawah."),
        ("Pleno", Step.OUT, "“Pleno” tidak berada di dalam mata acara lain."),
    ],
)
def test_step_that_leads_nowhere_is_refused(meeting: Meeting, title: str, step, refused: str):
    items = planted(meeting)
    with pytest.raises(NoPlace, match=refused):
        move_item(meeting=meeting, number=items[title].pk, to=step, by=None, at=NOW)
    assert (outline(meeting), trail()) == (PLANTED, [])


def test_fixed_time_needs_a_day(meeting: Meeting):
    item = make_agenda_item(meeting, title="Pembukaan", starts_at=time(8))
    with pytest.raises(FixedWithoutDay, match=r"berpukul tetap 08\.00"):
        move_item(meeting=meeting, number=item.pk, to=AtEnd(None), by=None, at=NOW)
    item.refresh_from_db()
    assert item.day == 1


def test_copy_stands_behind_with_all_it_holds(meeting: Meeting):
    items = planted(meeting)
    AgendaPart.objects.create(item=items["A"], role="ketua", name="Ana")
    AgendaItem.objects.filter(title="Komisi").update(starts_at=time(13))
    copy = copy_item(meeting=meeting, number=items["Komisi"].pk, by=None, at=NOW)
    inner = copy.children.get(title="A")
    assert (copy.starts_at, copy.order) == (None, 3)
    assert draft_of(inner).parts == (PartDraft("Ana", "ketua"),)
    titles = copy.children.values_list("title", "children__title")
    assert set(titles) == {("A", "Bahas"), ("B", None)}
    assert meeting.agenda_items.count() == 11


def test_commissions_come_in_one_go(meeting: Meeting):
    chair = PartDraft("Ana", AgendaPart.Role.CHAIR)
    commissions = [Commission("Komisi A", "Ruang 1", (chair,)), Commission("Komisi B", "Ruang 2")]
    item = add_commissions(
        meeting=meeting, to=AtEnd(1), commissions=commissions, by=None, at=NOW, duration_minutes=90
    )
    assert (item.title, item.kind, item.is_parallel) == ("Sidang komisi", "komisi", True)
    assert [draft_of(child) for child in item.children.all()] == [
        ItemDraft("Komisi A", "komisi", place="Ruang 1", parts=(chair,)),
        ItemDraft("Komisi B", "komisi", place="Ruang 2"),
    ]
    with pytest.raises(AgendaRefused, match="terisi 0"):
        add_commissions(meeting=meeting, to=AtEnd(1), commissions=[], by=None, at=NOW)


def test_change_is_kept_once(meeting: Meeting, secretariat: User):
    item = make_agenda_item(meeting, title="Pleno")
    mine = ItemDraft("Pleno I", parts=(PartDraft("Ana"),))
    for fields in (("title", "parts"), ()):
        changed = change_item(
            meeting=meeting, number=item.pk, base=draft_of(item), draft=mine, by=secretariat, at=NOW
        )
        assert (changed.fields, changed.item.revision) == (fields, 2)
    events = AuditEvent.objects.values_list("action", "actor", "details__fields")
    assert list(events) == [("agendaitem.changed", secretariat.pk, ["title", "people"])]


def test_later_save_keeps_what_the_other_one_changed(meeting: Meeting):
    item = make_agenda_item(meeting, title="Pleno", place="Aula")
    base = draft_of(item)
    change_item(
        meeting=meeting, number=item.pk, base=base, draft=ItemDraft("Pleno", place="Ruang 2"),
        by=None, at=NOW,
    )  # fmt: skip
    changed = change_item(
        meeting=meeting, number=item.pk, base=base, draft=ItemDraft("Pleno I", place="Aula"),
        by=None, at=NOW,
    )  # fmt: skip
    item = AgendaItem.objects.get(pk=item.pk)
    assert draft_of(item) == ItemDraft("Pleno I", place="Ruang 2")
    assert (changed.fields, changed.theirs_only, item.revision) == (("title",), ("place",), 3)


def test_same_field_changed_twice_is_decided_by_a_person(meeting: Meeting):
    item = make_agenda_item(meeting, title="Pleno", place="Aula")
    base = draft_of(item)
    theirs = ItemDraft("Pleno A", place="Ruang 2", parts=(PartDraft("Ana"),))
    change_item(meeting=meeting, number=item.pk, base=base, draft=theirs, by=None, at=NOW)
    mine = ItemDraft("Pleno B", place="Aula", duration_minutes=60)
    with pytest.raises(ItemChanged) as refused:
        change_item(meeting=meeting, number=item.pk, base=base, draft=mine, by=None, at=NOW)
    merge = refused.value.merge
    assert merge.clashes == (Clash("title", "Pleno", "Pleno A", "Pleno B"),)
    assert merge.draft == ItemDraft(
        "Pleno B", place="Ruang 2", duration_minutes=60, parts=(PartDraft("Ana"),)
    )
    assert draft_of(AgendaItem.objects.get(pk=item.pk)) == theirs


def test_what_was_removed_comes_back_as_it_was(meeting: Meeting):
    items = planted(meeting)
    AgendaPart.objects.create(item=items["Bahas"], role="ketua", name="Ana")
    komisi = items["Komisi"].pk
    seen = {items[title].pk for title in ("Komisi", "A", "Bahas", "B")}
    removed = remove_item(meeting=meeting, number=komisi, seen=seen, by=None, at=NOW)
    assert outline(meeting) == {1: {"Pembukaan": {}, "Pleno": {}}, 2: {"Penutupan": {}}}
    back = restore_item(meeting=meeting, kept=removed.kept, by=None, at=NOW)
    assert (back.pk, outline(meeting)) == (komisi, PLANTED)
    assert draft_of(AgendaItem.objects.get(pk=items["Bahas"].pk)).parts == (
        PartDraft("Ana", "ketua"),
    )
    with pytest.raises(AlreadyBack):
        restore_item(meeting=meeting, kept=removed.kept, by=None, at=NOW)
    assert trail() == [("agendaitem.removed", "Komisi"), ("agendaitem.restored", "Komisi")]


def test_what_lost_its_place_comes_back_at_the_end_of_its_day(meeting: Meeting):
    items = planted(meeting)
    a, komisi = items["A"].pk, items["Komisi"].pk
    removed = remove_item(
        meeting=meeting, number=a, seen={a, items["Bahas"].pk}, by=None, at=NOW
    )  # fmt: skip
    remove_item(
        meeting=meeting, number=komisi, seen={komisi, items["B"].pk}, by=None, at=NOW
    )  # fmt: skip
    restore_item(meeting=meeting, kept=removed.kept, by=None, at=NOW)
    assert outline(meeting)[1] == {"Pembukaan": {}, "Pleno": {}, "A": {"Bahas": {}}}


def test_nothing_goes_that_nobody_has_read(meeting: Meeting):
    items = planted(meeting)
    seen = {items["Komisi"].pk, items["A"].pk, items["B"].pk}
    with pytest.raises(MoreWithin, match="“Bahas”"):
        remove_item(meeting=meeting, number=items["Komisi"].pk, seen=seen, by=None, at=NOW)
    assert outline(meeting) == PLANTED


DRAFT = ItemDraft("Baru")
ATTEMPTS = {
    "add": lambda meeting, number: add_item(
        meeting=meeting, draft=DRAFT, to=AtEnd(1), by=None, at=NOW
    ),
    "change": lambda meeting, number: change_item(
        meeting=meeting, number=number, base=DRAFT, draft=DRAFT, by=None, at=NOW
    ),
    "move": lambda meeting, number: move_item(
        meeting=meeting, number=number, to=AtEnd(2), by=None, at=NOW
    ),
    "copy": lambda meeting, number: copy_item(meeting=meeting, number=number, by=None, at=NOW),
    "remove": lambda meeting, number: remove_item(
        meeting=meeting, number=number, seen={number}, by=None, at=NOW
    ),
    "commissions": lambda meeting, number: add_commissions(
        meeting=meeting, to=AtEnd(1), commissions=[Commission("A")], by=None, at=NOW
    ),
}
CLOSED = {
    "dibatalkan": {"cancelled_at": NOW, "cancel_reason": "Banjir"},
    "ditutup": {"closed_at": NOW},
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
@pytest.mark.parametrize("state", CLOSED)
def test_closed_draft_is_not_changed(attempt: str, state: str):
    meeting = make_meeting(**CLOSED[state])
    item = make_agenda_item(meeting, title="Pleno")
    with pytest.raises(AgendaClosed, match=state):
        ATTEMPTS[attempt](meeting, item.pk)
    assert (outline(meeting), trail()) == ({1: {"Pleno": {}}}, [])


@pytest.mark.parametrize("attempt", ["change", "move", "copy", "remove"])
def test_item_of_another_rakor_is_not_there(meeting: Meeting, attempt: str):
    other = make_agenda_item(make_meeting(), title="Pleno")
    with pytest.raises(ItemGone):
        ATTEMPTS[attempt](meeting, other.pk)
    assert AgendaItem.objects.get().revision == 1
