"""What is told of two contents: each difference once, nothing of what stayed."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.agenda.content import Content, all_items
from meetings.agenda.differences import (
    Change,
    Differences,
    Entry,
    Shift,
    difference_lines,
    differences,
)
from tests.meetings.agenda_contents import DAYS, content, item, part

SECOND = DAYS[2]


def entry(number: int, when: str, *changes: Change, **fields: Any) -> Entry:
    defaults = {
        "number": number,
        "title": f"Acara {number}",
        "inside": "",
        "when": f"Selasa, 15 Desember 2026, {when} WITA",
        "place": "",
        "is_internal": False,
        "changes": changes,
        "numbers": frozenset({number}),
    }
    return Entry(**{**defaults, **fields})


def test_new_and_cancelled_items_are_told_with_their_time():
    found = differences(content(item(1, "08.00")), content(item(2, "09.00", place="Aula")))

    assert found == Differences(
        new=(entry(2, "09.00–10.00", place="Aula"),), cancelled=(entry(1, "08.00–09.00"),)
    )


def test_moved_item_is_told_from_when_and_where_to_when_and_where():
    before = content(item(1, "08.00"), item(2, "10.00", place="Aula"))
    after = content(item(1, "08.00"), item(2, "10.30", place="Melati"))

    moved = entry(
        2,
        "10.30–11.30",
        Change("Waktu", "10.00–11.00 WITA", "10.30–11.30 WITA"),
        Change("Ruang", "Aula", "Melati"),
        place="Melati",
    )
    assert differences(before, after) == Differences(moved=(moved,))


def test_item_on_another_day_is_told_with_both_days():
    before = content(item(1, "08.00"), item(2, "09.00"), second=(item(3, "08.00", on=SECOND),))
    after = content(
        item(1, "08.00"), second=(item(3, "08.00", on=SECOND), item(2, "09.00", on=SECOND))
    )

    assert differences(before, after).moved[0].changes == (
        Change(
            "Waktu",
            "Selasa, 15 Desember 2026, 09.00–10.00 WITA",
            "Rabu, 16 Desember 2026, 09.00–10.00 WITA",
        ),
    )


def test_changed_item_tells_each_field_in_words():
    old = item(1, "08.00", parts=[part("Siti Aminah", "Kepala Balai")], description="Lama.")
    new = item(
        1,
        "08.00",
        minutes=90,
        title="Paparan",
        kind="paparan",
        parts=[part("Budi"), part("Ani", role="moderator")],
        is_public=False,
        is_parallel=True,
    )

    found = differences(content(old), content(new))

    assert found == Differences(
        changed=(
            entry(
                1,
                "08.00–09.30",
                Change("Judul", "“Acara 1”", "“Paparan”"),
                Change("Jenis", "Acara", "Paparan"),
                Change("Lama", "1 jam", "1 jam 30 menit"),
                Change("Pembicara", "Siti Aminah, Kepala Balai", "Budi"),
                Change("Moderator", "belum ditentukan", "Ani"),
                Change("Keterangan", "Lama.", "tidak ada"),
                Change("Isinya", "berurutan", "berjalan bersamaan"),
                Change("Tampil", "untuk umum", "internal"),
                title="Paparan",
                is_internal=True,
            ),
        )
    )


def test_whole_rakor_that_moved_is_told_once():
    def on(first: str, second: str) -> Content:
        inner = item(5, "08.00", on=first)
        listed = [item(1, "08.00", inner, on=first), item(2, "09.00", on=first)]
        made = content(*listed, second=(item(3, "08.00", on=second),))
        for day, at in zip(made["days"], (first, second), strict=True):
            day["on"] = at
        return made

    found = differences(on("2026-12-15", "2026-12-16"), on("2026-12-22", "2026-12-23"))

    text = (
        "Seluruh acara mundur 7 hari: semula mulai Selasa, 15 Desember 2026, 08.00 WITA, "
        "menjadi Selasa, 22 Desember 2026, 08.00 WITA."
    )
    assert found == Differences(shifts=(Shift(text, frozenset({1, 2, 3, 5})),))


def test_whole_day_that_moved_is_told_once():
    still = (item(3, "08.00", on=SECOND), item(4, "09.00", on=SECOND))
    before = content(item(1, "08.00"), item(2, "09.00"), second=still)
    after = content(item(1, "07.30"), item(2, "08.30"), second=still)

    text = (
        "Seluruh acara Selasa, 15 Desember 2026 maju 30 menit: semula mulai Selasa, "
        "15 Desember 2026, 08.00 WITA, menjadi Selasa, 15 Desember 2026, 07.30 WITA."
    )
    assert differences(before, after) == Differences(shifts=(Shift(text, frozenset({1, 2})),))


def test_what_follows_a_longer_item_is_told_once():
    rest = ("09.00", "10.00", "11.00")
    before = content(item(1, "08.00"), *(item(2 + n, at) for n, at in enumerate(rest)))
    later = ("09.15", "10.15", "11.15")
    after = content(item(1, "08.00", minutes=75), *(item(2 + n, at) for n, at in enumerate(later)))

    text = (
        "3 acara berturut-turut, dari “Acara 2” sampai “Acara 4”, mundur 15 menit: semula mulai "
        "Selasa, 15 Desember 2026, 09.00 WITA, menjadi Selasa, 15 Desember 2026, 09.15 WITA."
    )
    assert differences(before, after) == Differences(
        shifts=(Shift(text, frozenset({2, 3, 4})),),
        changed=(entry(1, "08.00–09.15", Change("Lama", "1 jam", "1 jam 15 menit")),),
    )


def test_items_that_move_with_what_they_are_part_of_are_not_told():
    before = content(item(9, "07.00"), item(1, "08.00", item(2, "08.00"), item(3, "09.00")))
    after = content(item(9, "07.00"), item(1, "10.00", item(2, "10.00"), item(3, "11.30")))

    assert [moved.number for moved in differences(before, after).moved] == [1, 3]


def test_cancelled_block_is_told_once_with_all_it_held():
    block = item(1, "08.00", item(2, "08.00", item(3, "08.00")), item(4, "08.00"))

    assert differences(content(block, item(9, "12.00")), content(item(9, "12.00"))) == Differences(
        cancelled=(entry(1, "08.00–09.00", numbers=frozenset({1, 2, 3, 4})),)
    )


def test_item_that_left_its_block_is_told_as_changed_not_as_new():
    before = content(item(1, "08.00", item(2, "08.00")))
    after = content(item(1, "08.00", title="Lain"), item(2, "08.00"))

    found = differences(before, after)

    assert (found.new, found.cancelled) == ((), ())
    assert found.changed[1].changes == (Change("Bagian dari", "“Acara 1”", "susunan utama"),)


def test_new_order_without_times_is_told():
    before = content(item(1, minutes=None), item(2, minutes=None))
    after = content(item(2, minutes=None), item(1, minutes=None))

    note = "Urutan berubah: Selasa, 15 Desember 2026."
    assert differences(before, after) == Differences(notes=(note,))


def test_another_zone_is_told():
    found = differences(content(item(1, "08.00")), content(item(1, "08.00"), zone="Asia/Jakarta"))

    assert found == Differences(notes=("Zona waktu: WITA menjadi WIB.",))


def test_whether_a_time_was_typed_or_follows_is_no_difference():
    assert not differences(content(item(1, "08.00")), content(item(1, "08.00", is_fixed=True)))


def test_letters_tell_the_same_in_lines():
    before = content(item(1, "08.00"), item(2, "10.00", item(4, "10.00")), item(3, "12.00"))
    after = content(
        item(1, "08.00", description="x" * 300),
        item(3, "12.15", place="Aula"),
        item(5, "13.00", item(6, "13.00")),
    )

    assert difference_lines(differences(before, after)) == [
        "Baru:",
        "- Acara 5 (Selasa, 15 Desember 2026, 13.00–14.00 WITA, beserta 1 acara di dalamnya)",
        "",
        "Pindah waktu atau ruang:",
        "- Acara 3 (Selasa, 15 Desember 2026, 12.15–13.15 WITA, Aula). Waktu: 12.00–13.00 WITA "
        "menjadi 12.15–13.15 WITA. Ruang: belum ditentukan menjadi Aula.",
        "",
        "Berubah:",
        "- Acara 1 (Selasa, 15 Desember 2026, 08.00–09.00 WITA). Keterangan diperbarui.",
        "",
        "Ditiadakan:",
        "- Acara 2 (Selasa, 15 Desember 2026, 10.00–11.00 WITA, beserta 1 acara di dalamnya)",
    ]


@st.composite
def agendas(draw) -> Content:
    """Two days, two levels, numbers out of a few, so that two agendas have many in common."""
    numbers = draw(st.lists(st.integers(1, 9), unique=True, max_size=7))
    days: dict[str, list] = {DAYS[1]: [], DAYS[2]: []}
    for number in numbers:
        on = draw(st.sampled_from(sorted(days)))
        at = draw(st.sampled_from(["", "08.00", "09.00", "10.30"]))
        place, title = draw(st.sampled_from(["", "Aula"])), draw(st.sampled_from(["A", "B"]))
        made = item(number, at, on=on, place=place, title=title)
        homes = [days[on], *(each["items"] for each in days[on])]
        draw(st.sampled_from(homes)).append(made)
    return content(*days[DAYS[1]], second=tuple(days[DAYS[2]]))


def numbers_of(agenda: Content) -> set[int]:
    return {each["number"] for each in all_items(agenda)}


def told(entries: tuple[Entry, ...]) -> list[int]:
    return sorted(number for each in entries for number in each.numbers)


@settings(max_examples=60)
@given(agendas())
def test_nothing_is_different_from_itself(agenda):
    assert differences(agenda, agenda) == Differences()


@settings(max_examples=150)
@given(agendas(), agendas())
def test_every_item_is_accounted_for(before, after):
    found, old, new = differences(before, after), numbers_of(before), numbers_of(after)

    assert told(found.new) == sorted(new - old)
    assert told(found.cancelled) == sorted(old - new)
    kept = {*told(found.moved), *told(found.changed)}.union(*(s.numbers for s in found.shifts))
    assert kept <= old & new


@settings(max_examples=150)
@given(agendas(), agendas())
def test_no_difference_goes_untold(before, after):
    assert bool(differences(before, after)) == (before != after)
