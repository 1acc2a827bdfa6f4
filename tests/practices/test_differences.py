"""What differs between two texts, as people see it."""

import pytest

from practices.differences import (
    ADDED,
    CHANGED,
    MOST_LINES,
    REMOVED,
    SAME,
    SKIPPED,
    Line,
    Part,
    differences,
)


def whole(kind: str, text: str) -> Line:
    return Line(kind, (Part(kind, text),))


def test_same_texts_differ_in_nothing():
    assert differences("a\n\nb", "a\nb\n") == []


def test_words_are_compared_within_a_line():
    assert differences("Dua minggu tiap semester.", "Tiga minggu tiap semester.") == [
        Line(
            CHANGED,
            (
                Part(REMOVED, "Dua"),
                Part(ADDED, "Tiga"),
                Part(SAME, " minggu tiap semester."),
            ),
        )
    ]


def test_lines_with_little_in_common_are_removed_and_added():
    assert differences("Murid menulis naskah.", "1.200 butir soal.") == [
        whole(REMOVED, "Murid menulis naskah."),
        whole(ADDED, "1.200 butir soal."),
    ]


def test_lines_far_from_a_change_are_counted():
    before = "\n".join("abcdefg")
    assert differences(before, before + "\nbaru") == [
        Line(SKIPPED, left_out=6),
        whole(SAME, "g"),
        whole(ADDED, "baru"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "kind"), [("", "isi", ADDED), ("isi", "", REMOVED)], ids=["empty", "emptied"]
)
def test_text_beside_nothing(old, new, kind):
    assert differences(old, new) == [whole(kind, "isi")]


def test_too_many_lines_are_not_compared():
    old, new = "a\n" * MOST_LINES, "a\n" * (MOST_LINES + 1)
    lines = differences(old, new)
    assert [line.kind for line in lines] == [REMOVED] * MOST_LINES + [ADDED] * (MOST_LINES + 1)


def test_both_texts_can_be_read_from_the_difference():
    old, new = "Satu dua tiga.\nEmpat lima.\nEnam", "Satu dua 3.\nEmpat lima.\nTujuh delapan"
    lines = differences(old, new)
    texts = {
        leave: "\n".join(
            "".join(part.text for part in line.parts if part.kind != leave)
            for line in lines
            if line.kind != leave
        )
        for leave in (ADDED, REMOVED)
    }
    assert texts == {ADDED: old, REMOVED: new}


def test_lines_of_one_word_over_and_over_are_compared_until_it_takes_too_long():
    lines = differences("\n".join(["a " * 100] * 8), "\n".join(["a b " * 100] * 8))
    kinds = [line.kind for line in lines]
    assert kinds == [CHANGED] * 4 + [REMOVED, ADDED] * 4
