"""The praktik baik on an office's page: what is public of its own, the latest three."""

from datetime import timedelta

import pytest
from django.test import Client

from practices.models import Practice
from provinces.models import Office
from tests.factories import NOW, make_practice, make_published_practice

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_latest_public_articles_are_listed(public_client: Client, aceh: Office, bali: Office):
    for number in range(4):
        published_at = NOW - timedelta(days=number)
        make_published_practice(aceh, title=f"Nomor {number}", published_at=published_at)
    make_published_practice(bali, title="Milik Bali")
    response = public_client.get("/provinsi/aceh/")
    assert [(row.title, row.date) for row in response.context["articles"]] == [
        ("Nomor 0", "24 November 2026"),
        ("Nomor 1", "23 November 2026"),
        ("Nomor 2", "22 November 2026"),
    ]
    assert "/praktik-baik/?balai=aceh" in text_of(response)


def test_drafts_and_withdrawn_articles_are_not(public_client: Client, aceh: Office):
    make_practice(aceh, title="RAHASIA draf", submitted_at=NOW)
    hidden = make_published_practice(aceh, title="RAHASIA ditarik")
    Practice.objects.filter(pk=hidden.pk).update(withdrawn_at=NOW, withdraw_reason="Keliru.")
    shown = make_published_practice(aceh, title="Terbaca")
    Practice.objects.filter(pk=shown.pk).update(title="RAHASIA naskah")
    page = text_of(public_client.get("/provinsi/aceh/"))
    assert "Terbaca" in page
    assert "RAHASIA" not in page


def test_office_without_articles_has_no_such_section(public_client: Client, aceh: Office):
    assert 'id="praktik-baik"' not in text_of(public_client.get("/provinsi/aceh/"))
