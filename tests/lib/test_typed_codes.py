"""Codes come back as they were made, however they are typed."""

import pytest

from forum_portal.lib.typed_codes import in_groups, random_code, signs_of


def test_code_is_of_its_signs_and_length():
    code = random_code("AB", 200)
    assert (len(code), set(code)) == (200, {"A", "B"})


@pytest.mark.parametrize(
    ("code", "shown"),
    [("", ""), ("7KQM", "7KQM"), ("7KQM2XVA", "7KQM-2XVA"), ("7KQM2XVAH9", "7KQM-2XVA-H9")],
)
def test_shown_in_groups_of_four_and_read_from_them(code, shown):
    assert in_groups(code) == shown
    assert signs_of(shown) == code


@pytest.mark.parametrize("typed", ["7kqm-2xva", " 7KQM 2XVA ", "7kqm2xva", "7KQM\u20132XVA"])
def test_read_however_it_was_typed(typed):
    assert signs_of(typed) == "7KQM2XVA"
