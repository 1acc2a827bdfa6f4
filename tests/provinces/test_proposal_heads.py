"""What the portal says of the present head is put right: proposed, decided, applied."""

from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import AuditEvent
from forum_portal.lib.uploads import checked_pdf
from provinces.actions.people import correct_person_name
from provinces.actions.proposals import (
    Change,
    ChangeRefused,
    HeadChanged,
    NothingProposed,
    ValueMoved,
    apply_change,
    propose,
)
from provinces.models import Office, Person, Proposal, ProposedChange, Term
from provinces.proposals.fields import facts_of, words_of
from tests.factories import NOW, TODAY, make_post, make_term
from tests.lib.test_uploads import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen_head(aceh) -> Term:
    """Known from the press alone: "tercatat 2023"."""
    return make_term(
        make_post(office=aceh), name="Syahrul", period=None, seen_on=date(2023, 1, 1),
        seen_precision="year", source="Serambi",
    )  # fmt: skip


def correction_of(office: Office, **values: Any) -> dict[str, Any]:
    """The head as it stands there, but for what is given."""
    return {"kind": "correction", **facts_of(office, TODAY)["head"], "decree": False, **values}


def propose_correction(office: Office, *, decree: bool = False, **values: Any) -> ProposedChange:
    change = Change("head", correction_of(office, decree=decree, **values))
    file = checked_pdf(ContentFile(pdf(), name="sk.pdf")) if decree else None
    proposal = propose(
        office=office, changes=[change], origin="office", by=None, at=NOW, decree=file
    )
    return proposal.changes.get()


def facts_then(term: Term) -> tuple[Any, ...]:
    term.refresh_from_db()
    return term.person.name, term.acting, term.when, term.decree_number, term.source


def test_a_sighting_gets_its_period_and_stays_seen(aceh, seen_head, secretariat):
    change = propose_correction(
        aceh, from_day="2022-01-03", precision="day", decree_number="821/3/2022"
    )

    apply_change(change=change, by=secretariat, at=NOW)

    assert facts_then(seen_head) == (
        "Syahrul", "", "sejak 3 Januari 2022", "821/3/2022", "Usulan balai, 24-11-2026",
    )  # fmt: skip
    assert (seen_head.seen_on, Term.objects.count()) == (date(2023, 1, 1), 1)
    assert AuditEvent.objects.filter(action="term.corrected").count() == 1


def test_a_name_gets_its_titles_everywhere(aceh, seen_head, secretariat):
    change = propose_correction(aceh, name="Dr. Syahrul, M.Pd.")

    apply_change(change=change, by=secretariat, at=NOW)

    assert facts_then(seen_head) == ("Dr. Syahrul, M.Pd.", "", "tercatat 2023", "", "Serambi")
    event = AuditEvent.objects.get(action="person.name_corrected")
    assert event.details == {"before": "Syahrul", "after": "Dr. Syahrul, M.Pd."}
    assert not AuditEvent.objects.filter(action="term.corrected").exists()


def test_the_decree_moves_to_the_term_and_replaces_the_former(
    aceh, seen_head, secretariat, django_capture_on_commit_callbacks
):
    seen_head.decree.save("sk.pdf", ContentFile(pdf()))
    former = seen_head.decree.name
    change = propose_correction(aceh, decree=True)
    file = change.proposal.decree.name

    with django_capture_on_commit_callbacks(execute=True):
        apply_change(change=change, by=secretariat, at=NOW)

    seen_head.refresh_from_db()
    assert (seen_head.decree.name, Proposal.objects.get().decree.name) == (file, "")
    assert (default_storage.exists(file), default_storage.exists(former)) == (True, False)


def test_plt_becomes_definitive_and_the_end_stays(aceh, secretariat):
    period = (date(2025, 1, 1), date(2027, 1, 1))
    term = make_term(make_post(office=aceh), name="Syahrul", acting="plt", period=period)
    change = propose_correction(aceh, acting="", from_day="2025-03-01", precision="month")

    apply_change(change=change, by=secretariat, at=NOW)

    term.refresh_from_db()
    assert (term.acting, term.from_precision) == ("", "month")
    assert (term.period.lower, term.period.upper) == (date(2025, 3, 1), date(2027, 1, 1))


def test_what_already_stands_there_is_not_proposed(aceh, seen_head):
    with pytest.raises(NothingProposed):
        propose_correction(aceh)


def test_a_file_alone_says_something_new(aceh, seen_head):
    assert propose_correction(aceh, decree=True).new["decree"] is True


def test_the_head_of_another_term_is_not_put_right(aceh, seen_head):
    with pytest.raises(HeadChanged, match="sudah berganti sejak halaman ini dibuka"):
        propose_correction(aceh, term=seen_head.pk + 1, name="Syahrul, M.Pd.")


def test_a_head_who_changed_meanwhile_needs_consent_and_the_term_meant_is_put_right(
    aceh, seen_head, secretariat
):
    change = propose_correction(aceh, name="Syahrul, M.Pd.")
    follower = make_term(seen_head.post, name="Cut Contoh", period=(date(2026, 10, 1), None))

    with pytest.raises(ValueMoved):
        apply_change(change=change, by=secretariat, at=NOW)
    apply_change(change=change, by=secretariat, at=NOW, consent=True)

    assert facts_then(seen_head)[0] == "Syahrul, M.Pd."
    assert facts_then(follower)[0] == "Cut Contoh"


def test_a_period_in_the_way_of_another_is_refused_by_name(aceh, seen_head, secretariat):
    change = propose_correction(aceh, name="Syahrul, M.Pd.", from_day="2022-01-03")
    make_term(seen_head.post, name="Cut Contoh", period=(date(2026, 10, 1), None))

    with pytest.raises(ChangeRefused, match=r"^Cut Contoh sudah tercatat sebagai Kepala"):
        apply_change(change=change, by=secretariat, at=NOW, consent=True)

    change.refresh_from_db()
    assert (change.outcome, facts_then(seen_head)[:3]) == ("", ("Syahrul", "", "tercatat 2023"))


def test_a_term_that_is_gone_cannot_be_put_right(aceh, seen_head, secretariat):
    change = propose_correction(aceh, name="Syahrul, M.Pd.")
    seen_head.delete()

    with pytest.raises(ChangeRefused, match=r"^Catatan Syahrul sebagai kepala sudah dihapus"):
        apply_change(change=change, by=secretariat, at=NOW, consent=True)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Syahrul (tercatat 2023)"),
        (
            {"acting": "plt", "from_day": "2022-01-03", "precision": "month", "decree": True},
            "Syahrul, Plt. (sejak Januari 2022)\nBerkas SK disertakan.",
        ),
        ({"decree_number": "821/3"}, "Syahrul (tercatat 2023)\nSK 821/3"),
    ],
)
def test_a_correction_reads_as_the_record_does(aceh, seen_head, values, words):
    assert words_of("head", facts_of(aceh, TODAY)["head"]) == "Syahrul (tercatat 2023)"
    told = words_of("head", correction_of(aceh, **values))
    assert told == f"{words}\nPerbaikan data kepala yang sekarang; orangnya tetap."


def test_an_unknown_beginning_is_not_taken_for_a_known_one(aceh):
    make_term(make_post(office=aceh), from_precision="unknown")
    head = facts_of(aceh, TODAY)["head"]
    told = {key: head[key] for key in ("when", "from_day", "precision")}
    assert told == {"when": "setidaknya sejak 1 Januari 2025", "from_day": None, "precision": "day"}


def test_the_same_name_again_leaves_no_trace(secretariat):
    person = Person.objects.create(name="Syahrul")
    correct_person_name(person=person, name=" Syahrul ", by=secretariat, at=NOW)
    assert not AuditEvent.objects.exists()
