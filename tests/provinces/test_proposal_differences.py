import pytest

from provinces.proposals.differences import MOST_WORDS, marked


@pytest.mark.parametrize(
    ("old", "new", "left", "right"),
    [
        ("Jalan Merdeka 1", "Jalan Merdeka 12", "Jalan Merdeka <del>1</del>",
         "Jalan Merdeka <ins>12</ins>"),
        ("guru dan siaran", "guru, studio, dan siaran", "guru dan siaran",
         "guru<ins>, studio,</ins> dan siaran"),
        ("sama saja", "sama saja", "sama saja", "sama saja"),
        ("", "baru", "", "baru"),
        ("lama", "", "lama", ""),
        # Two texts with next to nothing in common: one in place of the other.
        ("Siti Aminah", "Budi Santoso, S.T., M.Kom.", "Siti Aminah", "Budi Santoso, S.T., M.Kom."),
        ("a <b> c", "a <b> d", "a &lt;b&gt; <del>c</del>", "a &lt;b&gt; <ins>d</ins>"),
    ],
)  # fmt: skip
def test_words_that_differ_are_marked(old, new, left, right):
    assert marked(old, new) == (left, right)


def test_the_longest_texts_stand_unmarked():
    old = "kata " * MOST_WORDS
    assert marked(old, old + "lagi") == (old, old + "lagi")


def test_a_word_over_and_over_stays_unmarked():
    """Comparing it takes the cube of its length: the page would not come for minutes."""
    assert marked("a " * 1400, "a b " * 700) == ("a " * 1400, "a b " * 700)
