"""Offices in the panel: found by any name, heads appointed, periods that may not overlap."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, User
from provinces.models import Office, OfficeAlias, OfficeName, Person, Post, Term
from tests.factories import make_office, make_post, make_term
from tests.panel.forms import errors_of, save

pytestmark = pytest.mark.django_db


def address_of(office: Office) -> str:
    return reverse("admin:provinces_office_change", args=[office.pk])


def terms_of(post: Post) -> list[tuple[str, date, date | None]]:
    return [
        (t.person.name, t.period.lower, t.period.upper)
        for t in post.terms.select_related("person").order_by("period")
    ]


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
        "kind": "balai", "verification": "unverified",
        "former_names-TOTAL_FORMS": 0, "former_names-INITIAL_FORMS": 0,
        "aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0,
    }  # fmt: skip
    secretary_client.post("/admin/provinces/office/add/", data)
    office = Office.objects.get(slug="balai-kedua")
    assert list(office.posts.values_list("title", "slug")) == [("Kepala", "kepala")]


def test_head_is_rehearsed_then_appointed(secretary_client: Client, aceh: Office):
    post = make_post(office=aceh)
    make_term(post, name="Kepala Lama")
    address = f"/admin/provinces/office/{aceh.pk}/angkat-kepala/"
    fields = {
        "new_name": "Dra. Nur Aini, M.Pd.",
        "from_day": "2026-11-02",
        "from_precision": "day",
        "decree_number": "821/77/2026",
    }
    page = secretary_client.post(address, fields)
    assert page.context["effects"] == [
        "Masa jabatan Kepala Lama sebagai Kepala UPTD Balai Tekkomdik Aceh berakhir "
        "2 November 2026.",
        "Dra. Nur Aini, M.Pd. menjabat Kepala UPTD Balai Tekkomdik Aceh sejak 2 November 2026.",
    ]
    assert terms_of(post) == [("Kepala Lama", date(2025, 1, 1), None)]
    assert not Person.objects.filter(name="Dra. Nur Aini, M.Pd.").exists()
    assert secretary_client.post(address, {**fields, "_confirm": "1"}).status_code == 302
    assert terms_of(post) == [
        ("Kepala Lama", date(2025, 1, 1), date(2026, 11, 2)),
        ("Dra. Nur Aini, M.Pd.", date(2026, 11, 2), None),
    ]


def test_appointment_that_collides_says_with_whom_and_keeps_the_form(
    secretary_client: Client, aceh: Office
):
    post = make_post(office=aceh)
    make_term(post, name="Kepala Sekarang", period=(date(2026, 6, 1), None))
    page = secretary_client.post(
        f"/admin/provinces/office/{aceh.pk}/angkat-kepala/",
        {"new_name": "Penerus", "from_day": "2026-05-01", "from_precision": "day", "_confirm": 1},
    )
    (error,) = page.context["form"].non_field_errors()
    assert error.startswith("Kepala Sekarang sudah tercatat sebagai Kepala UPTD Balai Tekkomdik")
    assert page.context["form"]["new_name"].value() == "Penerus"
    assert not Person.objects.filter(name="Penerus").exists()


def test_appointment_needs_one_person(secretary_client: Client, aceh: Office):
    known = Person.objects.create(name="Sudah Tercatat")
    address = f"/admin/provinces/office/{aceh.pk}/angkat-kepala/"
    for person, name in ((known.pk, "Nama Baru"), ("", "")):
        fields = {"person": person, "new_name": name, "from_day": "2026-11-02",
                  "from_precision": "day"}  # fmt: skip
        page = secretary_client.post(address, fields)
        assert page.context["form"].errors == {
            "person": ["Pilih orang yang sudah tercatat, atau isi satu nama baru."]
        }


def test_two_new_heads_at_one_time_are_refused_beside_the_field(
    secretary_client: Client, aceh: Office
):
    make_post(office=aceh)
    first, second = (Person.objects.create(name=name) for name in ("Satu", "Dua"))
    new = {}
    for number, person in enumerate((first, second)):
        new |= {
            f"terms__{number}__person": person.pk,
            f"terms__{number}__period_0": "2024-01-01",
            f"terms__{number}__period_1": "",
            f"terms__{number}__from_precision": "day",
            f"terms__{number}__until_precision": "day",
            f"terms__{number}__seen_precision": "day",
        }
    response = save(secretary_client, address_of(aceh), terms__TOTAL_FORMS=2, **new)
    assert errors_of(response) == [
        "Masa jabatan ini bertumpang tindih dengan Satu, yang juga definitif."
    ]
    assert not Term.objects.exists()


def test_boundary_between_two_heads_moves_in_one_save(secretary_client: Client, aceh: Office):
    post = make_post(office=aceh)
    make_term(post, name="Lama", period=(date(2020, 1, 1), date(2024, 1, 1)))
    make_term(post, name="Baru", period=(date(2024, 1, 1), None))
    # The latest stands first in the form.
    response = save(
        secretary_client,
        address_of(aceh),
        terms__1__period_1="2024-07-01",
        terms__0__period_0="2024-07-01",
    )
    assert response.status_code == 302, errors_of(response)
    assert terms_of(post) == [
        ("Lama", date(2020, 1, 1), date(2024, 7, 1)),
        ("Baru", date(2024, 7, 1), None),
    ]


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


def test_term_that_ends_before_it_begins_is_refused(secretary_client: Client, aceh: Office):
    make_term(make_post(office=aceh), period=(date(2024, 1, 1), None))
    response = save(secretary_client, address_of(aceh), terms__0__period_1="2023-01-01")
    assert errors_of(response) == ["Awal jangkauan harus tidak melebihi akhir jangkauan."]


def test_nip_is_shown_to_the_role_that_keeps_persons(
    secretary_client: Client, note_taker_client: Client
):
    person = Person.objects.create(name="Rahmi", nip="198001012005012001")
    address = reverse("admin:provinces_person_change", args=[person.pk])
    assert "198001012005012001" in secretary_client.get(address).text
    assert note_taker_client.get(address).status_code == 403
    assert "198001012005012001" not in secretary_client.get("/admin/provinces/person/").text
