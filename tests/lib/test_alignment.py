"""Comparing texts ends in good time, whatever they say."""

import pytest

from forum_portal.lib.alignment import MOST_PAIRS, aligned, pairs_of


def test_pairs_are_of_equal_pieces_without_blanks():
    assert pairs_of(["a", " ", "b", " ", "a"], ["a", " ", "a", " ", "c"]) == 4


@pytest.mark.parametrize(("spare", "compares"), [(0, True), (-1, False)])
def test_as_many_pairs_as_are_allowed_are_compared(spare, compares):
    before, after = ["a"] * 10, ["a", "b"] * 10
    assert (aligned(before, after, 100 + spare) is not None) is compares


def test_one_word_over_and_over_is_not_compared():
    assert aligned(["a", " "] * MOST_PAIRS, ["a", " ", "b", " "] * MOST_PAIRS) is None
