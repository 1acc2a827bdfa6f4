"""Proposals: what is kept of them, applied, declined, withdrawn, and told."""

from datetime import date

import pytest
from django.core.files.storage import default_storage
from post_office.models import Email

from accounts.models import AuditEvent
from provinces.actions.proposals import (
    AlreadyDecided,
    Change,
    ChangeRefused,
    NothingProposed,
    ReasonMissing,
    ValueMoved,
    apply_change,
    decline_change,
    propose,
    withdraw_proposal,
)
from provinces.models import OfficePicture, Person, Proposal, Term
from tests.factories import NOW, make_operator, make_post, make_term
from tests.provinces.proposals import (
    HEAD,
    PHONE,
    change_of,
    propose_head,
    propose_picture,
    propose_values,
    report,
)

pytestmark = pytest.mark.django_db


def stored(tmp_path) -> list[str]:
    return sorted(path.suffix for path in tmp_path.rglob("*") if path.is_file())


def test_what_the_office_already_says_is_not_proposed(aceh, operator):
    proposal = propose_values(aceh, operator, city=aceh.city, phone=PHONE, aliases=[])

    assert list(proposal.changes.values_list("field", "old", "new")) == [("phone", "", PHONE)]


def test_nothing_new_is_no_proposal(aceh, operator):
    name = {"name": aceh.name, "short_name": "", "kind": "spelling"}
    with pytest.raises(NothingProposed, match="Tidak ada perubahan"):
        propose_values(aceh, operator, city="", name=name, services=[])
    assert not Proposal.objects.exists()


def test_a_message_alone_is_for_the_secretariat_to_read(aceh, operator):
    proposal = propose(
        office=aceh, changes=[], origin="office", by=operator, at=NOW, message="Peta keliru."
    )
    assert [change.field for change in proposal.changes.all()] == ["report"]


def test_applied_values_are_what_the_office_says(aceh, operator, secretariat):
    services = [{"name": "Pelatihan guru", "description": "", "url": ""}]
    programmes = [{"title": "Belajar digital", "year": 2023, "until_year": None,
                   "state": "running", "reached": "40 sekolah", "source": ""}]  # fmt: skip
    proposal = propose_values(
        aceh, operator, phone=PHONE, aliases=["BTKP"], services=services, programmes=programmes,
        name={"name": "Balai Baru", "short_name": "BB", "kind": "renamed",
              "since": "2026-01-05", "precision": "day", "source": "Pergub 1/2026"},
    )  # fmt: skip

    for change in proposal.changes.all():
        apply_change(change=change, by=secretariat, at=NOW, consent=True)

    aceh.refresh_from_db()
    assert (aceh.name, aceh.short_name, aceh.phone) == ("Balai Baru", "BB", PHONE)
    assert "BTKP" in aceh.aliases.values_list("name", flat=True)
    assert aceh.services.get().name == "Pelatihan guru"
    assert aceh.programmes.get().reached == "40 sekolah"
    assert aceh.former_names.get().name == "UPTD Balai Tekkomdik Aceh"
    # Applying is not confirming: only the office says that all of its data are right.
    assert aceh.confirmed_on is None


def test_an_applied_head_takes_the_decree_along(
    aceh, operator, secretariat, django_capture_on_commit_callbacks
):
    proposal = propose_head(aceh, operator)
    file = proposal.decree.name

    with django_capture_on_commit_callbacks(execute=True):
        apply_change(change=change_of(proposal, "head"), by=secretariat, at=NOW)

    term = Term.objects.get()
    proposal.refresh_from_db()
    assert (term.person.name, term.period.lower) == (HEAD["name"], date(2026, 10, 1))
    assert (term.decree.name, proposal.decree.name) == (file, "")
    assert default_storage.exists(file)


def test_a_head_of_a_known_name_is_the_person_on_record(aceh, operator, secretariat):
    known = Person.objects.create(name="cut contoh, m.kom.")
    proposal = propose_head(aceh, operator)

    apply_change(change=change_of(proposal, "head"), by=secretariat, at=NOW)

    assert Term.objects.get().person == known


def test_a_refusal_of_the_field_leaves_the_change_open(aceh, operator, secretariat):
    make_term(make_post(office=aceh), name="Syahrul", period=(date(2026, 10, 1), None))
    proposal = propose_head(aceh, operator)
    change = change_of(proposal, "head")

    with pytest.raises(ChangeRefused, match=r"^Syahrul sudah tercatat sebagai Kepala"):
        apply_change(change=change, by=secretariat, at=NOW)

    change.refresh_from_db()
    proposal.refresh_from_db()
    assert (change.outcome, proposal.closed_at) == ("", None)
    assert not Person.objects.filter(name=HEAD["name"]).exists()


def test_a_value_that_moved_needs_consent(aceh, operator, secretariat):
    proposal = propose_values(aceh, operator, city="Banda Aceh")
    aceh.city = "Sabang"
    aceh.save()
    change = change_of(proposal, "city")

    with pytest.raises(ValueMoved, match="sudah berubah sejak diusulkan"):
        apply_change(change=change, by=secretariat, at=NOW)
    apply_change(change=change, by=secretariat, at=NOW, consent=True)

    aceh.refresh_from_db()
    assert aceh.city == "Banda Aceh"


def test_a_change_is_not_declined_without_a_reason(aceh, operator, secretariat):
    change = propose_values(aceh, operator, city="Sabang").changes.get()
    with pytest.raises(ReasonMissing):
        decline_change(change=change, reason="  ", by=secretariat, at=NOW)


def test_the_last_decision_closes_and_tells_everyone_once(aceh, operator, secretariat):
    make_operator(aceh, email="kepala.aceh@dinas.example")
    make_operator(aceh, email="keluar@dinas.example", is_active=False)
    proposal = propose_head(aceh, operator, phone=PHONE)

    apply_change(change=change_of(proposal, "head"), by=secretariat, at=NOW)
    assert not Email.objects.exists()
    decline_change(
        change=change_of(proposal, "phone"), reason="Nomor tidak aktif.", by=secretariat, at=NOW
    )

    proposal.refresh_from_db()
    assert proposal.closed_at == NOW
    assert sorted(mail.to[0] for mail in Email.objects.all()) == [
        "kepala.aceh@dinas.example",
        "operator.aceh@dinas.example",
    ]
    text = Email.objects.first().email_message().body
    assert "Diterapkan:\n  - Kepala: Cut Contoh, M.Kom., sejak 1 Oktober 2026" in text
    assert "- Telepon kantor: (0651) 21234\n    Alasan: Nomor tidak aktif." in text


def test_a_reader_is_answered_and_forgotten(aceh, operator, secretariat):
    proposal = report(aceh)

    apply_change(change=proposal.changes.get(), by=secretariat, at=NOW)

    proposal.refresh_from_db()
    assert (proposal.sender_name, proposal.sender_email) == ("", "")
    told = {mail.to[0]: mail.email_message().body for mail in Email.objects.all()}
    assert sorted(told) == ["operator.aceh@dinas.example", "pembaca.rahasia@contoh.example"]
    assert "Rahasia" not in told["operator.aceh@dinas.example"]
    assert "rahasia" not in str(list(AuditEvent.objects.values_list("details", "target")))


def test_the_office_hears_nothing_of_a_declined_report(aceh, operator, secretariat):
    change = report(aceh).changes.get()
    decline_change(change=change, reason="Nomor itu bukan milik balai.", by=secretariat, at=NOW)
    assert [mail.to for mail in Email.objects.all()] == [["pembaca.rahasia@contoh.example"]]


def test_withdrawn_proposals_are_not_decided_any_more(aceh, operator, secretariat):
    proposal = propose_values(aceh, operator, city="Sabang")
    withdraw_proposal(proposal=proposal, by=operator, at=NOW)

    with pytest.raises(AlreadyDecided, match="ditarik oleh balainya"):
        apply_change(change=proposal.changes.get(), by=secretariat, at=NOW)
    with pytest.raises(AlreadyDecided, match="sudah selesai"):
        withdraw_proposal(proposal=proposal, by=operator, at=NOW)
    assert not Email.objects.exists()


def test_files_go_with_the_proposal_that_needed_them(
    aceh, operator, secretariat, tmp_path, django_capture_on_commit_callbacks
):
    proposals = [propose_head(aceh, operator), propose_picture(aceh)]
    assert stored(tmp_path) == [".pdf", ".webp"]

    with django_capture_on_commit_callbacks(execute=True):
        for proposal in proposals:
            change = proposal.changes.get()
            decline_change(change=change, reason="Tidak jelas.", by=secretariat, at=NOW)

    assert stored(tmp_path) == []


def test_an_applied_picture_stands_on_the_page_and_its_copy_goes(
    aceh, secretariat, tmp_path, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        change = propose_picture(aceh).changes.get()
        private = change.file.path
        apply_change(change=change, by=secretariat, at=NOW)

    picture = OfficePicture.objects.get()
    assert (picture.alt, picture.place) == ("Gedung balai", 1)
    assert private not in {str(path) for path in tmp_path.rglob("*")}


def test_a_picture_is_taken_away(aceh, secretariat):
    apply_change(change=propose_picture(aceh).changes.get(), by=secretariat, at=NOW)
    old = {"picture": OfficePicture.objects.get().pk, "alt": "Gedung balai"}
    proposal = propose(
        office=aceh, changes=[Change("picture", old=old)], origin="office", by=None, at=NOW
    )

    apply_change(change=proposal.changes.get(), by=secretariat, at=NOW)

    assert not OfficePicture.objects.exists()


def test_every_step_leaves_its_trace_without_values(aceh, operator, secretariat):
    proposal = propose_values(aceh, operator, phone=PHONE, city="Sabang")
    apply_change(change=change_of(proposal, "phone"), by=secretariat, at=NOW)
    decline_change(change=change_of(proposal, "city"), reason="Keliru.", by=secretariat, at=NOW)

    events = AuditEvent.objects.filter(action__startswith="proposal.").order_by("pk")
    assert [(event.action, event.details) for event in events] == [
        ("proposal.created", {"fields": ["city", "phone"]}),
        ("proposal.applied", {"field": "phone"}),
        ("proposal.declined", {"field": "city"}),
    ]
