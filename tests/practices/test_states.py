"""The state of an article, computed and asked of the database alike."""

from datetime import timedelta

import pytest

from practices.models import Practice
from practices.states import PracticeState, in_state, state_of
from tests.factories import NOW, make_practice, make_published_practice

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def test_each_article_is_in_the_state_that_it_is_found_by(aceh):
    returned = {"returned_at": NOW, "return_reason": "Sebutkan angkanya."}
    withdrawn = {"withdrawn_at": NOW, "withdraw_reason": "Keliru."}
    articles = {
        "draf": make_practice(aceh),
        "dikirim": make_practice(aceh, submitted_at=NOW, **returned),
        "dikembalikan": make_practice(aceh, **returned, **withdrawn),
        "ditarik": make_practice(aceh, **withdrawn),
        "terbit": make_published_practice(aceh),
        "berubah": make_published_practice(aceh),
    }
    Practice.objects.filter(pk=articles["berubah"].pk).update(edited_at=LATER)
    articles["berubah"].refresh_from_db()

    assert {name: state_of(practice) for name, practice in articles.items()} == {
        name: PracticeState(name) for name in articles
    }
    assert {
        state.value: list(Practice.objects.filter(in_state(state))) for state in PracticeState
    } == {name: [practice] for name, practice in articles.items()}


def test_withdrawn_article_is_not_public_whatever_else_it_is(aceh):
    public = make_published_practice(aceh)
    hidden = make_published_practice(aceh)
    Practice.objects.filter(pk=hidden.pk).update(withdrawn_at=NOW, withdraw_reason="Keliru.")
    make_practice(aceh, submitted_at=NOW)

    assert list(Practice.objects.public()) == [public]
