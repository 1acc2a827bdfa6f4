"""Appointing: the former holder makes room, nobody else does."""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from accounts.models import AuditEvent
from provinces.actions.terms import TermCollides, TermEmpty, TermNotOpen, appoint, end_term
from provinces.models import Person, Post, Term
from tests.factories import NOW, make_post, make_term


@pytest.fixture
def chair(db: None) -> Post:
    return make_post()


@pytest.fixture
def person(db: None) -> Person:
    return Person.objects.create(name="Siti Aminah, M.Kom.", nip="198001012005012001")


def test_first_appointment_opens_a_term_with_all_that_is_known(chair, person, aceh, secretariat):
    term = appoint(
        post=chair,
        person=person,
        from_day=date(2026, 1, 1),
        until=date(2029, 1, 1),
        from_precision="year",
        until_precision="year",
        on_behalf_of=aceh,
        decree_number="12/SK/2026",
        source="berita acara",
        by=secretariat,
        at=NOW,
    )

    term = Term.objects.get(pk=term.pk)
    assert (term.when, term.on_behalf_of, term.acting) == ("2026–2029", aceh, "")
    assert (term.decree_number, term.source) == ("12/SK/2026", "berita acara")


def test_appointment_is_audited_with_what_it_closed_and_without_nip(chair, person, secretariat):
    former = make_term(chair, period=(date(2023, 1, 1), date(2027, 1, 1)))

    term = appoint(post=chair, person=person, from_day=date(2026, 5, 4), by=secretariat, at=NOW)

    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.at, event.target_id) == (
        "term.appointed",
        secretariat,
        NOW,
        str(term.pk),
    )
    assert event.details == {
        "post": "Ketua Forum",
        "from_day": "2026-05-04",
        "until": None,
        "acting": "",
        "closed_terms": [{"term": former.pk, "until_before": "2027-01-01"}],
    }


@pytest.mark.parametrize("former_until", [None, date(2027, 1, 1)])
def test_former_holder_ends_on_the_day_without_gap_or_overlap(chair, person, former_until):
    former = make_term(chair, name="Pendahulu", period=(date(2023, 1, 1), former_until))

    appoint(post=chair, person=person, from_day=date(2026, 5, 4), by=None, at=NOW)

    former.refresh_from_db()
    assert (former.period.upper, former.until_precision) == (date(2026, 5, 4), "day")
    assert Term.objects.get(period__contains=date(2026, 5, 3)) == former
    assert Term.objects.get(period__contains=date(2026, 5, 4)).person == person


def test_former_term_that_ended_before_is_left_alone(chair, person):
    former = make_term(chair, period=(date(2023, 1, 1), date(2025, 1, 1)), until_precision="year")

    appoint(post=chair, person=person, from_day=date(2025, 1, 1), by=None, at=NOW)

    former.refresh_from_db()
    assert (former.period.upper, former.until_precision) == (date(2025, 1, 1), "year")


@pytest.mark.parametrize(
    ("other_from", "until"),
    [
        (date(2026, 5, 4), None),  # began the same day
        (date(2026, 5, 5), None),  # begins within an open term
        (date(2026, 12, 31), date(2027, 1, 1)),  # begins on the last day
    ],
)
def test_term_that_begins_on_or_after_the_day_refuses(chair, person, other_from, until):
    other = make_term(chair, name="Rina Wati", period=(other_from, date(2030, 1, 1)))
    other.refresh_from_db()

    with pytest.raises(TermCollides) as refusal:
        appoint(post=chair, person=person, from_day=date(2026, 5, 4), until=until, by=None, at=NOW)

    assert str(refusal.value).startswith(
        f"Rina Wati sudah tercatat sebagai Ketua Forum {other.when}. Satu jabatan hanya"
    )
    assert list(Term.objects.all()) == [other]


def test_term_up_to_the_next_one_fits(chair, person):
    make_term(chair, period=(date(2027, 1, 1), None))

    term = appoint(
        post=chair,
        person=person,
        from_day=date(2026, 5, 4),
        until=date(2027, 1, 1),
        by=None,
        at=NOW,
    )

    assert term.period.upper == date(2027, 1, 1)


def test_refused_appointment_leaves_the_former_term_open(chair, person):
    former = make_term(chair, period=(date(2023, 1, 1), date(2026, 6, 1)))
    make_term(chair, period=(date(2026, 6, 1), None))

    with pytest.raises(TermCollides):
        appoint(post=chair, person=person, from_day=date(2026, 5, 4), by=None, at=NOW)

    former.refresh_from_db()
    assert former.period.upper == date(2026, 6, 1)


@pytest.mark.parametrize("until", [date(2026, 5, 4), date(2026, 5, 3)])
def test_term_without_a_day_is_refused(chair, person, until):
    with pytest.raises(TermEmpty, match=r"harus sesudah awalnya, 4 Mei 2026\."):
        appoint(post=chair, person=person, from_day=date(2026, 5, 4), until=until, by=None, at=NOW)

    assert not Term.objects.exists()


def test_acting_holder_leaves_the_definitive_term_open(chair, person):
    definitive = make_term(chair)

    appoint(post=chair, person=person, from_day=date(2026, 5, 4), acting="plh", by=None, at=NOW)

    definitive.refresh_from_db()
    assert definitive.period.upper is None


def test_definitive_holder_ends_the_acting_one(chair, person):
    acting = make_term(chair, acting="plt", period=(date(2026, 1, 1), None))

    appoint(post=chair, person=person, from_day=date(2026, 5, 4), by=None, at=NOW)

    acting.refresh_from_db()
    assert acting.period.upper == date(2026, 5, 4)


def test_sighting_is_left_as_it_is(chair, person):
    sighting = make_term(chair, period=None, seen_on=date(2023, 1, 1), seen_precision="year")

    appoint(post=chair, person=person, from_day=date(2022, 5, 4), by=None, at=NOW)

    sighting.refresh_from_db()
    assert (sighting.period, sighting.when) == (None, "tercatat 2023")


def test_other_posts_are_left_alone(chair, person, aceh):
    head = make_term(make_post(office=aceh))

    appoint(post=chair, person=person, from_day=date(2026, 5, 4), by=None, at=NOW)

    head.refresh_from_db()
    assert head.period.upper is None


def test_ended_term_has_no_successor(chair, secretariat):
    term = make_term(chair, period=(date(2023, 1, 1), None), from_precision="year")

    end_term(term=term, on=date(2026, 5, 4), by=secretariat, at=NOW)

    term = Term.objects.get()
    assert term.period.upper == date(2026, 5, 4)
    assert list(AuditEvent.objects.values_list("action", "details")) == [
        ("term.ended", {"until": "2026-05-04"})
    ]


@pytest.mark.parametrize(
    ("period", "refusal"),
    [
        ((date(2026, 5, 4), None), TermEmpty),
        ((date(2020, 1, 1), date(2026, 5, 3)), TermNotOpen),
        (None, TermNotOpen),
    ],
)
def test_end_that_says_nothing_is_refused(chair, period, refusal):
    make_term(chair, period=period, seen_on=date(2023, 1, 1))
    term = Term.objects.get()

    with pytest.raises(refusal):
        end_term(term=term, on=date(2026, 5, 4), by=None, at=NOW)

    assert Term.objects.get().period == term.period
    assert not AuditEvent.objects.exists()


def test_unknown_beginning_makes_the_former_end_unknown(chair, person):
    former = make_term(chair, name="Pendahulu", period=(date(2023, 1, 1), None))

    term = appoint(
        post=chair, person=person, from_day=date(2026, 5, 4), from_precision="unknown",
        by=None, at=NOW,
    )  # fmt: skip

    former.refresh_from_db()
    assert (former.when, term.when) == (
        "mulai 1 Januari 2023, akhirnya tidak diketahui",
        "setidaknya sejak 4 Mei 2026",
    )
    assert former.period.upper == term.period.lower == date(2026, 5, 4)


def test_coarse_beginning_begins_where_the_former_is_known_to_end(chair, person):
    former = make_term(chair, period=(date(2023, 5, 1), date(2025, 6, 30)))

    term = appoint(
        post=chair, person=person, from_day=date(2025, 1, 1), from_precision="year",
        by=None, at=NOW,
    )  # fmt: skip

    former.refresh_from_db()
    assert (former.when, term.when) == ("1 Mei 2023–30 Juni 2025", "sejak 2025")
    assert term.period.lower == date(2025, 6, 30)


def test_days_beyond_what_is_known_are_dropped(chair, person):
    term = appoint(
        post=chair, person=person, from_day=date(2023, 8, 17), from_precision="year",
        until=date(2025, 8, 17), until_precision="month", by=None, at=NOW,
    )  # fmt: skip

    assert (term.period.lower, term.period.upper) == (date(2023, 1, 1), date(2025, 8, 1))


@pytest.mark.parametrize(
    ("acting", "ends"), [("plt", {"plt": date(2026, 5, 4)}), ("plh", {"plh": date(2026, 5, 4)})]
)
def test_acting_holder_follows_the_one_of_the_same_kind_alone(chair, person, acting, ends):
    for kind in ("", "plt", "plh"):
        make_term(chair, acting=kind)

    appoint(post=chair, person=person, from_day=date(2026, 5, 4), acting=acting, by=None, at=NOW)

    former = chair.terms.exclude(person=person)
    assert {term.acting: term.period.upper for term in former} == {
        "": None, "plt": None, "plh": None, **ends,
    }  # fmt: skip


def test_decree_is_kept_under_a_name_of_its_own(chair, person):
    term = appoint(
        post=chair, person=person, from_day=date(2026, 5, 4), by=None, at=NOW,
        decree=ContentFile(b"%PDF-1.4 SK", name="SK Rahasia.pdf"),
    )  # fmt: skip

    assert Path(term.decree.path).read_bytes() == b"%PDF-1.4 SK"
    assert "Rahasia" not in term.decree.name
