"""The secretariat's queue, and the page on which each change is decided."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import NOTE_TAKER, SECRETARIAT
from provinces.actions.proposals import apply_change, propose
from provinces.models import Proposal, Term
from tests.factories import NOW, make_post, make_term, make_user
from tests.provinces.proposals import (
    HEAD,
    PHONE,
    change_of,
    propose_head,
    propose_picture,
    propose_values,
    report,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]
QUEUE = "/admin/provinces/proposal/"


@pytest.fixture
def clerk(db: None) -> Client:
    """Of the secretariat by its group, no more."""
    return signed_in(SECRETARIAT)


def signed_in(role: str) -> Client:
    call_command("sync_roles", verbosity=0)
    user = make_user(is_staff=True, full_name="Sekretaris Pertama")
    user.groups.set([user.groups.model.objects.get(name=role)])
    client = Client()
    client.force_login(user)
    return client


def page_of(proposal: Proposal) -> str:
    return reverse("admin:provinces_proposal_change", args=[proposal.pk])


def decisions(proposal: Proposal, **chosen: str | tuple[str, str]) -> dict[str, str]:
    """Field to "terapkan", or to "tolak" with a reason, as the page sends them."""
    data = {}
    for field, decision in chosen.items():
        change = change_of(proposal, field)
        choice, reason = (decision, "") if isinstance(decision, str) else decision
        data |= {f"putusan-{change.pk}": choice, f"alasan-{change.pk}": reason}
    return data


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_queue_has_offices_before_readers_and_the_oldest_first(clerk, aceh, bali):
    closed = propose_values(aceh, city="Sabang")
    apply_change(change=closed.changes.get(), by=None, at=NOW)
    reader, first, second = report(bali), propose_values(bali, city="Ubud"), None
    second = propose_values(aceh, phone=PHONE)
    Proposal.objects.filter(pk=first.pk).update(created_at=NOW.replace(year=2025))

    listed = list(clerk.get(QUEUE).context["cl"].result_list)

    assert listed == [first, second, reader, closed]
    waiting = clerk.get(f"{QUEUE}?keadaan=menunggu").context["cl"].result_list
    assert list(waiting) == [first, second, reader]


def test_the_first_page_of_the_panel_counts_what_waits(clerk, aceh):
    propose_values(aceh, city="Sabang")
    report(aceh)
    waiting = {entry.text: entry.count for entry in clerk.get("/admin/").context["waiting"]}
    assert waiting["usulan balai menunggu putusan"] == 1
    assert waiting["laporan pembaca menunggu putusan"] == 1


def test_old_and_new_stand_beside_each_other_with_what_will_happen(clerk, aceh, operator):
    aceh.address = "Jalan Nyak Arief 1"
    aceh.save()
    make_term(make_post(office=aceh), name="Syahrul")
    proposal = propose_head(aceh, operator, address="Jalan Nyak Arief 121")

    text = text_of(clerk.get(page_of(proposal)))

    assert "Jalan Nyak Arief <del>1</del>" in text
    assert "Jalan Nyak Arief <ins>121</ins>" in text
    assert "Masa jabatan Syahrul sebagai Kepala UPTD Balai Tekkomdik Aceh berakhir" in text
    assert "dicatat sebagai orang baru" in text
    assert reverse("provinces:proposal_decree", args=["aceh", proposal.pk]) in text
    # Rehearsed to be told, not done.
    assert [term.person.name for term in Term.objects.all()] == ["Syahrul"]


def test_one_is_applied_and_one_declined_in_one_go(clerk, aceh, operator):
    proposal = propose_head(aceh, operator, phone=PHONE)
    data = decisions(proposal, head=("tolak", "SK belum sah."), phone="terapkan")

    response = clerk.post(page_of(proposal), data)

    assert response.url == QUEUE
    outcomes = proposal.changes.values_list("field", "outcome", "reason")
    assert list(outcomes) == [("head", "declined", "SK belum sah."), ("phone", "applied", "")]


def test_what_is_left_open_waits(clerk, aceh, operator):
    proposal = propose_values(aceh, operator, phone=PHONE, city="Sabang")
    response = clerk.post(page_of(proposal), decisions(proposal, phone="terapkan", city=""))
    assert response.url == page_of(proposal)
    assert "1 dari 2 diputus" in text_of(clerk.get(page_of(proposal)))


def test_a_refusal_stands_beside_its_change_and_the_others_are_done(clerk, aceh, operator):
    proposal = propose_head(aceh, operator, phone=PHONE)
    make_term(make_post(office=aceh), name="Syahrul", period=("2026-10-01", None))

    response = clerk.post(page_of(proposal), decisions(proposal, head="terapkan", phone="terapkan"))

    text = text_of(response)
    assert "1 perubahan diputus." in text
    assert "Syahrul sudah tercatat sebagai Kepala UPTD Balai Tekkomdik Aceh" in text
    assert change_of(proposal, "head").outcome == ""


def test_a_refusal_without_a_reason_keeps_what_was_chosen(clerk, aceh, operator):
    proposal = propose_values(aceh, operator, phone=PHONE)
    text = text_of(clerk.post(page_of(proposal), decisions(proposal, phone="tolak")))
    assert "Isi alasan penolakan" in text
    assert 'value="tolak"' in text
    assert change_of(proposal, "phone").outcome == ""


def test_a_value_that_moved_is_shown_thrice_and_needs_consent(clerk, aceh, operator):
    proposal = propose_values(aceh, operator, city="Banda Aceh")
    aceh.city = "Sabang"
    aceh.save()
    data = decisions(proposal, city="terapkan")

    text = text_of(clerk.post(page_of(proposal), data))
    assert "Sekarang, sudah berubah" in text
    assert "Sabang" in text
    consent = f"setuju-{change_of(proposal, 'city').pk}"
    clerk.post(page_of(proposal), {**data, consent: "on"})

    aceh.refresh_from_db()
    assert aceh.city == "Banda Aceh"


def test_the_second_of_two_secretaries_is_told(clerk, aceh, operator, secretariat):
    proposal = propose_values(aceh, operator, phone=PHONE, city="Sabang")
    data = decisions(proposal, phone="terapkan")
    apply_change(change=change_of(proposal, "phone"), by=secretariat, at=NOW)

    # Their page was opened before; the field that it sends is not asked for any more.
    text = text_of(clerk.post(page_of(proposal), data, follow=True))

    assert "Telepon kantor sudah diputus oleh Petugas Sekretariat: diterapkan." in text


def test_pictures_are_shown(clerk, aceh):
    proposal = propose_picture(aceh)
    text = text_of(clerk.get(page_of(proposal)))
    change = proposal.changes.get()
    assert reverse("provinces:proposal_picture", args=["aceh", proposal.pk, change.pk]) in text
    assert 'alt="Gedung balai"' in text


def test_a_closed_proposal_is_read_only(clerk, aceh, operator):
    proposal = propose_values(aceh, operator, phone=PHONE)
    apply_change(change=proposal.changes.get(), by=operator, at=NOW)
    assert "Simpan putusan" not in text_of(clerk.get(page_of(proposal)))


def test_who_may_not_decide_neither_sees_nor_does(aceh, operator_client, public_client):
    proposal = propose_values(aceh, phone=PHONE)
    data = decisions(proposal, phone="terapkan")
    for client, status in ((public_client, 302), (operator_client, 403),
                           (signed_in(NOTE_TAKER), 403)):  # fmt: skip
        assert client.get(page_of(proposal)).status_code == status
        assert client.post(page_of(proposal), data).status_code == status
    assert change_of(proposal, "phone").outcome == ""


def test_nobody_adds_or_deletes(secretariat_client, aceh):
    proposal = propose_values(aceh, phone=PHONE)
    assert secretariat_client.get(f"{QUEUE}add/").status_code == 403
    assert secretariat_client.post(f"{QUEUE}{proposal.pk}/delete/").status_code == 403


def test_a_message_with_markup_is_shown_as_text(clerk, aceh):
    proposal = propose(office=aceh, changes=[], origin="office", by=None, at=NOW,
                       message="<script>alert(1)</script>")  # fmt: skip
    assert "<script>alert" not in clerk.get(page_of(proposal)).content.decode()
    assert HEAD["name"] not in clerk.get(page_of(proposal)).content.decode()


def test_statements_of_the_queue_do_not_grow_with_its_rows(clerk, aceh, operator):
    counts = []
    for rows in (1, 3):
        while Proposal.objects.count() < rows:
            propose_values(aceh, operator, city="Sabang", phone=PHONE)
        with CaptureQueriesContext(connection) as queries:
            clerk.get(QUEUE)
        counts.append(len(queries))
    assert counts[0] == counts[1]
