import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections.quorum import is_quorate


@pytest.mark.parametrize(
    ("present", "required", "quorate"),
    [(12, 12, True), (11, 12, False), (13, 12, True), (1, 1, True), (0, 1, False)],
)
def test_quorum_counts_from_exactly_the_number(present, required, quorate):
    assert is_quorate(present, required) is quorate


@pytest.mark.parametrize(("present", "required"), [(5, 0), (5, -1), (-1, 5)])
def test_quorum_of_nothing_is_an_error(present, required):
    with pytest.raises(ValueError, match="no quorum"):
        is_quorate(present, required)


@given(required=st.integers(1, 100), present=st.integers(0, 100))
def test_one_more_office_never_breaks_a_quorum(required, present):
    assert is_quorate(present + 1, required) >= is_quorate(present, required)
