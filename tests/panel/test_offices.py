"""Offices in the panel: found by any name, heads listed, periods that may not overlap."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, User
from provinces.models import Office, OfficeAlias, OfficeName, Person
from tests.factories import make_office, make_post, make_term
from tests.panel.forms import errors_of, save

pytestmark = pytest.mark.django_db


def address_of(office: Office) -> str:
    return reverse("admin:provinces_office_change", args=[office.pk])


@pytest.mark.parametrize("words", ["Tekkomdik Aceh", "UPTB Lama", "BTKP", "Aceh"])
def test_office_is_found_by_any_of_its_names(secretary_client: Client, aceh: Office, words: str):
    make_office(name="Balai Lain")
    OfficeAlias.objects.create(office=aceh, name="BTKP Banda Aceh")
    OfficeName.objects.create(
        office=aceh, name="UPTB Lama", valid=(date(2010, 1, 1), date(2015, 1, 1))
    )
    response = secretary_client.get("/admin/provinces/office/", {"q": words})
    assert list(response.context["cl"].result_list) == [aceh]


def test_saving_writes_one_audit_row_that_names_the_fields(
    secretary_client: Client, secretary: User, aceh: Office
):
    response = save(secretary_client, address_of(aceh), city="Banda Aceh")
    assert response.status_code == 302, errors_of(response)
    aceh.refresh_from_db()
    assert aceh.city == "Banda Aceh"
    assert list(AuditEvent.objects.values_list("action", "target", "actor", "details")) == [
        (
            "office.changed",
            "UPTD Balai Tekkomdik Aceh",
            secretary.pk,
            {"changes": [{"changed": {"fields": ["Kota/kabupaten"]}}]},
        )
    ]


def test_saving_nothing_leaves_no_trace(secretary_client: Client, aceh: Office):
    make_term(make_post(office=aceh))
    assert save(secretary_client, address_of(aceh)).status_code == 302
    assert not AuditEvent.objects.exists()


def test_new_office_comes_with_the_post_of_its_head(secretary_client: Client, aceh: Office):
    data = {
        "province": aceh.province_id, "name": "Balai Kedua", "slug": "balai-kedua",
        "kind": "balai", "verification": "unverified", "name_since_precision": "day",
        "former_names-TOTAL_FORMS": 0, "former_names-INITIAL_FORMS": 0,
        "aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0,
    }  # fmt: skip
    secretary_client.post("/admin/provinces/office/add/", data)
    office = Office.objects.get(slug="balai-kedua")
    assert list(office.posts.values_list("title", "slug")) == [("Kepala", "kepala")]


def test_heads_are_listed_with_the_way_to_their_terms(secretary_client: Client, aceh: Office):
    term = make_term(make_post(office=aceh), name="Rahmi", period=(date(2024, 1, 1), None))
    page = secretary_client.get(address_of(aceh))
    row = f'<li><a href="/admin/provinces/term/{term.pk}/change/">Rahmi</a>, sejak 1 Januari 2024'
    assert row in page.text
    assert save(secretary_client, address_of(aceh), terms__TOTAL_FORMS=1).status_code == 302
    term.refresh_from_db()
    assert term.when == "sejak 1 Januari 2024"


def test_former_names_may_touch_but_not_overlap(secretary_client: Client, aceh: Office):
    for name, period in (("A", (2001, 2010)), ("B", (2010, 2020))):
        valid = (date(period[0], 1, 1), date(period[1], 1, 1))
        OfficeName.objects.create(office=aceh, name=name, valid=valid)
    response = save(secretary_client, address_of(aceh), former_names__0__valid_0="2009-01-01")
    assert errors_of(response) == ["Masa berlaku ini bertumpang tindih dengan baris “A”."]
    save(
        secretary_client, address_of(aceh),
        former_names__0__valid_0="2009-01-01", former_names__1__valid_1="2009-01-01",
    )  # fmt: skip
    assert [(n.name, n.valid.lower.year, n.valid.upper.year) for n in aceh.former_names.all()] == [
        ("B", 2009, 2020),
        ("A", 2001, 2009),
    ]


def test_nip_is_shown_to_the_role_that_keeps_persons(
    secretary_client: Client, note_taker_client: Client
):
    person = Person.objects.create(name="Rahmi", nip="198001012005012001")
    address = reverse("admin:provinces_person_change", args=[person.pk])
    assert "198001012005012001" in secretary_client.get(address).text
    assert note_taker_client.get(address).status_code == 403
    assert "198001012005012001" not in secretary_client.get("/admin/provinces/person/").text


def test_rows_are_at_hand_without_a_script(secretary_client: Client, aceh: Office):
    address = reverse("admin:provinces_office_change", args=[aceh.pk])
    counts = [
        [
            len(inline.formset.extra_forms)
            for inline in secretary_client.get(page).context["inline_admin_formsets"]
        ]
        for page in (address, f"{address}?baris")
    ]
    assert counts == [[0, 0, 0, 0, 0, 0], [2, 2, 0, 2, 2, 2]]
