"""Extending, correcting and removing terms: their own record changes, no neighbour's does."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import AuditEvent
from provinces.actions.terms import (
    ReasonMissing,
    TermCollides,
    TermEmpty,
    TermGone,
    TermNotLonger,
    TermOnlySeen,
    TermUnknown,
    correct_term,
    end_term,
    extend_term,
    remove_term,
)
from provinces.models import Person, Post, Term
from tests.factories import NOW, make_post, make_term

FIRST, HAND_OVER, LAST = date(2023, 1, 1), date(2025, 1, 1), date(2027, 1, 1)


@pytest.fixture
def chair(db: None) -> Post:
    return make_post()


@pytest.fixture
def term(chair: Post) -> Term:
    return make_term(
        chair, name="Ana Lestari", period=(FIRST, HAND_OVER),
        from_precision="year", until_precision="year",
    )  # fmt: skip


def events() -> list[tuple[str, dict]]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", "details"))


@pytest.mark.parametrize(
    ("until", "precision", "when"),
    [
        (date(2026, 5, 17), "month", "2023–Mei 2026"),
        (date(2025, 1, 2), "day", "2023–2 Januari 2025"),
        (None, "year", "sejak 2023"),
    ],
)
def test_term_is_extended(term, secretariat, until, precision, when):
    longer = extend_term(term=term, until=until, precision=precision, by=secretariat, at=NOW)

    assert Term.objects.get().when == longer.when == when
    upper = longer.period.upper and longer.period.upper.isoformat()
    assert events() == [("term.extended", {"until_before": "2025-01-01", "until": upper})]


def test_extension_into_the_successor_names_them_and_changes_nobody(chair, term):
    make_term(chair, name="Budi Wibowo", period=(date(2025, 5, 1), None))

    with pytest.raises(TermCollides) as refusal:
        extend_term(term=term, until=None, by=None, at=NOW)

    assert str(refusal.value) == (
        "Budi Wibowo sudah tercatat sebagai Ketua Forum sejak 1 Mei 2025. Satu jabatan hanya "
        "dipegang satu pejabat definitif pada satu masa; perbaiki dahulu masa jabatan itu, atau "
        "pilih masa yang tidak menyentuhnya."
    )
    assert [t.when for t in chair.terms.order_by("period")] == ["2023–2025", "sejak 1 Mei 2025"]
    extend_term(term=term, until=date(2025, 5, 1), by=None, at=NOW)
    assert Term.objects.get(pk=term.pk).when == "2023–1 Mei 2025"


def test_extension_of_a_stand_in_may_overlap(chair):
    make_term(chair, period=(FIRST, None))
    acting = make_term(chair, acting="plh", period=(FIRST, HAND_OVER))

    assert extend_term(term=acting, until=None, by=None, at=NOW).period.upper is None


@pytest.mark.parametrize("until", [date(2025, 1, 1), date(2024, 5, 1)])
def test_extension_that_adds_no_day_is_refused(term, until):
    with pytest.raises(TermNotLonger, match=r"Ana Lestari sebagai Ketua Forum sudah berakhir 2025"):
        extend_term(term=term, until=until, by=None, at=NOW)


def test_open_term_and_sighting_have_no_end_to_extend(chair):
    opened = make_term(chair, name="Ana Lestari")
    seen = make_term(chair, name="Budi Wibowo", period=None, seen_on=FIRST)

    with pytest.raises(TermNotLonger, match="masih terbuka"):
        extend_term(term=opened, until=LAST, by=None, at=NOW)
    with pytest.raises(TermOnlySeen, match="Budi Wibowo hanya tercatat menjabat Ketua Forum"):
        extend_term(term=seen, until=LAST, by=None, at=NOW)


def test_correction_writes_every_detail_and_tells_each_in_the_audit(term, aceh, secretariat):
    other = Person.objects.create(name="Ana Lestari, M.T.", nip="198001012005012001")

    correct_term(
        term=term,
        values={
            "person": other,
            "on_behalf_of": aceh,
            "period": DateRange(date(2023, 10, 30), date(2025, 11, 3)),
            "from_precision": "day",
            "decree_number": "12/SK/2023",
        },
        by=secretariat,
        at=NOW,
    )

    term.refresh_from_db()
    assert (term.person, term.on_behalf_of, term.when) == (other, aceh, "30 Oktober 2023–2025")
    assert events() == [
        (
            "term.corrected",
            {
                "changes": {
                    "person": ["Ana Lestari", "Ana Lestari, M.T."],
                    "on_behalf_of": [None, "UPTD Balai Tekkomdik Aceh"],
                    "period": [["2023-01-01", "2025-01-01"], ["2023-10-30", "2025-01-01"]],
                    "from_precision": ["year", "day"],
                    "decree_number": ["", "12/SK/2023"],
                }
            },
        )
    ]


def test_correction_of_nothing_leaves_no_trace(term):
    values = {"period": DateRange(FIRST, HAND_OVER), "source": "", "decree": None}

    correct_term(term=term, values=values, by=None, at=NOW)

    assert events() == []


def test_correction_into_a_neighbour_names_them(chair, term):
    make_term(chair, name="Budi Wibowo", period=(HAND_OVER, LAST), from_precision="year")

    with pytest.raises(TermCollides, match=r"^Budi Wibowo sudah tercatat sebagai Ketua Forum"):
        correct_term(
            term=term, values={"period": DateRange(FIRST, None)}, by=None, at=NOW
        )  # fmt: skip

    assert sorted(t.period.upper for t in chair.terms.all()) == [HAND_OVER, LAST]


def test_stand_in_that_becomes_definitive_may_collide(chair, term):
    acting = make_term(chair, acting="plt", period=(date(2024, 1, 1), None))

    with pytest.raises(TermCollides, match=r"^Ana Lestari"):
        correct_term(term=acting, values={"acting": ""}, by=None, at=NOW)


def test_sighting_becomes_a_term_and_stays_evidence(chair):
    seen = make_term(chair, name="Budi Wibowo", period=None, seen_on=date(2024, 5, 28))

    correct_term(
        term=seen,
        values={"period": DateRange(date(2024, 5, 28), None), "from_precision": "unknown"},
        by=None,
        at=NOW,
    )

    seen.refresh_from_db()
    assert (seen.when, seen.seen_on) == ("setidaknya sejak 28 Mei 2024", date(2024, 5, 28))


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"period": None}, TermUnknown),
        ({"period": DateRange(None, None)}, TermUnknown),
        ({"period": DateRange(HAND_OVER, FIRST)}, TermEmpty),
        ({"period": DateRange(date(2023, 2, 1), date(2023, 11, 1))}, TermEmpty),
    ],
)
def test_correction_that_leaves_no_day_is_refused(term, values, refusal):
    with pytest.raises(refusal):
        correct_term(term=term, values=values, by=None, at=NOW)

    assert Term.objects.get().when == "2023–2025"


def test_only_details_of_the_term_can_be_corrected(term, aceh):
    with pytest.raises(TypeError, match="post"):
        correct_term(term=term, values={"post": make_post(office=aceh)}, by=None, at=NOW)


def test_new_decree_takes_the_place_of_the_former_file(
    term, tmp_path, django_capture_on_commit_callbacks
):
    for content in (b"%PDF lama", b"%PDF baru"):
        with django_capture_on_commit_callbacks(execute=True):
            correct_term(
                term=term, values={"decree": ContentFile(content, "sk.pdf")}, by=None, at=NOW
            )

    (kept,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert kept.read_bytes() == b"%PDF baru"
    assert events()[-1] == ("term.corrected", {"changes": {"decree": [True, True]}})
    with django_capture_on_commit_callbacks(execute=True):
        correct_term(term=term, values={"decree": None}, by=None, at=NOW)
    assert not kept.exists()


def test_removed_term_is_told_in_the_audit_and_leaves_the_others(chair, term, secretariat):
    other = make_term(chair, period=(HAND_OVER, None))
    number = str(term.pk)

    remove_term(term=term, reason=" Salah orang ", by=secretariat, at=NOW)

    assert list(Term.objects.values_list("pk", "period")) == [
        (other.pk, DateRange(HAND_OVER, None))
    ]
    event = AuditEvent.objects.get()
    assert (event.action, event.target_id, event.details["reason"]) == (
        "term.removed",
        number,
        "Salah orang",
    )
    assert event.details["term"]["person"] == "Ana Lestari"


def test_removal_needs_a_reason(term):
    with pytest.raises(ReasonMissing):
        remove_term(term=term, reason="  ", by=None, at=NOW)

    assert Term.objects.exists()


def test_term_that_is_gone_says_so(term):
    stale = Term.objects.get()
    remove_term(term=term, reason="Keliru", by=None, at=NOW)

    with pytest.raises(TermGone, match=r"^Catatan Ana Lestari sebagai Ketua Forum sudah dihapus"):
        end_term(term=stale, on=LAST, by=None, at=NOW)
