"""A reader without an account reports an error: kept, limited, answered, forgotten."""

import pytest
from django.core.cache import cache
from django.test import Client

from provinces.models import Proposal
from tests.factories import NOW

pytestmark = pytest.mark.django_db
URL = "/provinsi/aceh/laporkan/"
TYPED = {
    "about": "phone",
    "message": "Nomornya tidak tersambung.",
    "value": "(0651) 21234",
    "sender_name": "Pembaca Rahasia",
    "sender_email": "Pembaca@contoh.example",
}


@pytest.fixture(autouse=True)
def _fresh(time_machine):
    time_machine.move_to(NOW, tick=False)
    cache.clear()
    yield
    cache.clear()


def test_a_report_waits_as_a_proposal_of_less_weight(public_client, aceh):
    response = public_client.post(URL, TYPED)

    proposal = Proposal.objects.get()
    assert response.url == "/provinsi/aceh/laporkan/terkirim/"
    assert (proposal.origin, proposal.proposed_by, proposal.sender_email, proposal.message) == (
        "public",
        None,
        "pembaca@contoh.example",
        "Nomornya tidak tersambung.",
    )
    assert [(c.field, c.new) for c in proposal.changes.all()] == [("phone", "+6265121234")]
    assert "Terima kasih" in public_client.get(response.url).content.decode()


@pytest.mark.parametrize(
    ("typed", "new"),
    [
        ({"about": "head", "value": "Budi"}, {"about": "head", "text": "Budi"}),
        ({"value": ""}, {"about": "phone", "text": ""}),
        ({"about": "other", "value": "Peta"}, {"about": "other", "text": "Peta"}),
    ],
)
def test_what_is_not_one_plain_value_is_words_for_a_person(public_client, aceh, typed, new):
    public_client.post(URL, {**TYPED, **typed})
    assert [(c.field, c.new) for c in Proposal.objects.get().changes.all()] == [("report", new)]


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"about": ""}, "Pilih bagian yang keliru."),
        ({"message": " "}, "Tuliskan apa yang keliru."),
        ({"message": "x" * 1001}, "1000"),
        ({"value": "12"}, "Nomor ini tidak ada"),
        ({"sender_email": "bukan surel"}, "Isi alamat surel yang lengkap"),
        ({"about": "city", "value": "Sabang"}, "Itulah yang sudah tertulis"),
    ],
)
def test_wrong_reports_are_refused_with_everything_typed(public_client, aceh, typed, error):
    aceh.city = "Sabang"
    aceh.save()
    text = public_client.post(URL, {**TYPED, **typed}).content.decode()
    assert error in text
    assert "Pembaca Rahasia" in text
    assert not Proposal.objects.exists()


def test_a_program_that_fills_in_everything_is_thanked_and_ignored(public_client, aceh):
    response = public_client.post(URL, {**TYPED, "homepage": "https://iklan.example"})
    assert response.status_code == 302
    assert not Proposal.objects.exists()


def test_one_address_is_limited_for_each_office_and_keeps_what_it_typed(public_client, aceh, bali):
    for number in range(5):
        public_client.post(URL, {**TYPED, "about": "other", "value": str(number)})

    refused = public_client.post(URL, TYPED)
    other = public_client.post("/provinsi/bali/laporkan/", TYPED)

    assert (refused.status_code, other.status_code) == (429, 302)
    assert "Laporan Anda belum terkirim" in refused.content.decode()
    assert "Nomornya tidak tersambung." in refused.content.decode()
    assert Proposal.objects.count() == 6


def test_a_report_without_the_token_of_its_page_is_refused(aceh):
    response = Client(enforce_csrf_checks=True).post(URL, TYPED)
    assert response.status_code == 403
    assert not Proposal.objects.exists()


def test_a_page_with_typed_entries_is_kept_by_nobody(public_client, aceh):
    assert "Pembaca" not in public_client.get(URL).content.decode()
    assert public_client.get("/provinsi/tidak-ada/laporkan/").status_code == 404
    assert public_client.get("/provinsi/tidak-ada/laporkan/terkirim/").status_code == 404
