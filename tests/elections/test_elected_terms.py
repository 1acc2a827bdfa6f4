"""A term that an election opened goes on saying what the election decided."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from elections.actions import publish_result
from elections.models import Result
from provinces.actions.terms import (
    TermDecided,
    correct_term,
    end_term,
    extend_term,
    remove_term,
)
from provinces.models import Person, Term
from tests.elections._records import AT, make_election
from tests.factories import make_post, make_term


@pytest.fixture
def term(aceh, bali) -> Term:
    """Of Siti Aminah, since 19 November 2026 and until 2029."""
    election = make_election(make_post(), office=aceh)
    publish_result(election=election, by=None, at=AT)
    return Term.objects.get()


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("person", "pemegangnya"),
        ("acting", "kedudukannya"),
        ("period", "awalnya"),
        ("on_behalf_of", "balai yang diwakilinya"),
    ],
)
def test_what_the_election_decided_cannot_be_corrected(term, bali, name, word):
    values = {
        "person": Person.objects.create(name="Orang Lain"),
        "acting": "plt",
        "period": DateRange(date(2026, 12, 1), date(2029, 1, 1)),
        "on_behalf_of": bali,
    }

    with pytest.raises(TermDecided) as refusal:
        correct_term(term=term, values={name: values[name]}, by=None, at=AT)

    assert str(refusal.value) == (
        "Masa jabatan ini ditetapkan oleh Hasil Pemilihan Ketua, Rapat Koordinasi Uji: "
        f"{word} mengikuti catatan itu. Tercatat: Siti Aminah, M.Kom., Ketua Forum."
    )
    assert Term.objects.get().when == "19 November 2026–2029"


def test_what_came_later_can(term):
    end_term(term=term, on=date(2028, 3, 1), by=None, at=AT)
    extend_term(term=term, until=date(2028, 6, 1), by=None, at=AT)
    values = {"decree_number": "12/SK/2026", "source": "Berita acara"}
    correct_term(term=term, values=values, by=None, at=AT)

    term.refresh_from_db()
    assert (term.when, term.decree_number) == ("19 November 2026–1 Juni 2028", "12/SK/2026")


def test_what_the_record_left_open_can_be_completed(aceh):
    """Of what the press told: "2023", and not for which office."""
    term = make_term(
        make_post(), name="Firman", period=(date(2023, 1, 1), date(2025, 1, 1)),
        from_precision="year", until_precision="year",
    )  # fmt: skip
    election = make_election(term.post, slug="ketua-2023", candidate=term.person)
    Result.objects.create(election=election, term=term, published_at=AT)
    values = {
        "period": DateRange(date(2023, 11, 2), date(2025, 1, 1)),
        "from_precision": "day",
        "on_behalf_of": aceh,
    }

    corrected = correct_term(term=term, values=values, by=None, at=AT)

    assert (corrected.when, corrected.on_behalf_of) == ("2 November 2023–2025", aceh)


def test_term_that_a_result_refers_to_cannot_be_removed(term):
    with pytest.raises(TermDecided) as refusal:
        remove_term(term=term, reason="Keliru", by=None, at=AT)

    assert str(refusal.value) == (
        "Hasil Pemilihan Ketua, Rapat Koordinasi Uji menyebut Siti Aminah, M.Kom. sebagai Ketua "
        "Forum 19 November 2026–2029; catatan ini tidak dapat dihapus. Akhiri atau koreksi masa "
        "jabatannya."
    )
    assert Term.objects.get() == term
