"""Steps of an office: name, address and membership change by them alone, rehearsed first."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from provinces.models import FormerSlug, Membership, Office, OfficeName
from tests.factories import NOW
from tests.panel.forms import errors_of, save

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)


def step(office: Office, name: str) -> str:
    return reverse(f"admin:provinces_office_{name}", args=[office.pk])


def change_of(office: Office) -> str:
    return reverse("admin:provinces_office_change", args=[office.pk])


RENAMING = {"name": "Tekkom Aceh", "since": "2024-05-28", "precision": "day", "short_name": "TKA"}


def test_renaming_says_what_becomes_of_the_old_name_before_it_is_done(
    secretary_client: Client, aceh: Office
):
    asked = secretary_client.post(step(aceh, "rename"), {**RENAMING, "_preview": "1"})

    assert asked.context["effects"] == [
        "UPTD Balai Tekkomdik Aceh menjadi nama terdahulu, berlaku sampai 28 Mei 2024.",
        "Nama resmi menjadi Tekkom Aceh, sejak 28 Mei 2024.",
        "Alamat halaman tetap /provinsi/aceh/.",
        "Kepastian nama tetap “Belum dikonfirmasi” sampai dinilai lagi.",
    ]
    assert Office.objects.get().name == "UPTD Balai Tekkomdik Aceh"
    assert not OfficeName.objects.exists()
    assert not AuditEvent.objects.exists()

    secretary_client.post(step(aceh, "rename"), {**RENAMING, "_confirm": "1"})

    assert list(Office.objects.values_list("name", "short_name")) == [("Tekkom Aceh", "TKA")]
    assert OfficeName.objects.get().name == "UPTD Balai Tekkomdik Aceh"


def test_name_without_a_day_is_said_to_become_another_name(secretary_client: Client, aceh: Office):
    asked = secretary_client.post(step(aceh, "rename"), {**RENAMING, "since": ""})

    assert asked.context["effects"][:2] == [
        "UPTD Balai Tekkomdik Aceh menjadi nama lain, karena masa berlakunya tidak diketahui.",
        "Nama resmi menjadi Tekkom Aceh, entah sejak kapan.",
    ]


def test_refusal_names_the_rule_and_keeps_what_was_typed(secretary_client: Client, aceh: Office):
    refused = secretary_client.post(step(aceh, "rename"), {**RENAMING, "since": "2027-01-01"})

    form = refused.context["form"]
    assert form.non_field_errors() == [
        "Nama baru belum berlaku: 1 Januari 2027 belum tiba. Catat penggantian nama pada harinya."
    ]
    assert form["name"].value() == "Tekkom Aceh"


def test_spelling_is_corrected_in_place(secretary_client: Client, aceh: Office):
    page = secretary_client.get(step(aceh, "correct_name"))
    assert page.context["form"]["name"].value() == "UPTD Balai Tekkomdik Aceh"

    sent = {"name": "UPTD Balai Tekkomdik Aceh", "short_name": "Tekkomdik", "_confirm": "1"}
    secretary_client.post(step(aceh, "correct_name"), sent)

    assert Office.objects.get().short_name == "Tekkomdik"
    assert not OfficeName.objects.exists()


def test_address_moves_and_the_page_says_where_the_old_one_leads(
    secretary_client: Client, aceh: Office
):
    asked = secretary_client.post(step(aceh, "move"), {"slug": "nad"})
    assert asked.context["effects"] == [
        "Halaman balai pindah ke /provinsi/nad/.",
        "Alamat lama /provinsi/aceh/ dan semua halaman di bawahnya seterusnya mengarah ke sana.",
    ]
    assert not FormerSlug.objects.exists()

    secretary_client.post(step(aceh, "move"), {"slug": "nad", "_confirm": "1"})
    assert (Office.objects.get().slug, FormerSlug.objects.get().slug) == ("nad", "aceh")


def test_membership_is_noted_by_its_step(secretary_client: Client, aceh: Office):
    sent = {"what": "pause", "on": "2026-03-09", "precision": "month", "reason": "Penataan"}
    asked = secretary_client.post(step(aceh, "membership"), sent)
    assert asked.context["effects"] == [
        "Keanggotaan UPTD Balai Tekkomdik Aceh dijeda; anggota sampai Maret 2026."
    ]
    assert Membership.objects.get().end == ""

    secretary_client.post(step(aceh, "membership"), {**sent, "_confirm": "1"})
    paused = Membership.objects.get()
    assert (paused.period.upper, paused.end, paused.reason) == (
        date(2026, 3, 1),
        "paused",
        "Penataan",
    )
    undated = secretary_client.post(step(aceh, "membership"), {"what": "leave", "on": ""})
    assert undated.context["form"].errors["on"] == [
        "Isi tanggalnya: sejak kapan balai bukan anggota lagi."
    ]


@pytest.mark.parametrize("name", ["rename", "correct_name", "move", "membership"])
def test_steps_are_for_those_who_keep_offices(note_taker_client: Client, aceh: Office, name: str):
    assert note_taker_client.get(step(aceh, name)).status_code == 403
    assert note_taker_client.post(step(aceh, name), {"_confirm": "1"}).status_code == 403


def test_form_of_an_office_changes_neither_name_nor_address(secretary_client: Client, aceh: Office):
    save(secretary_client, change_of(aceh), name="Lain", slug="lain", short_name="L", city="Sabang")

    office = Office.objects.get()
    assert (office.name, office.slug, office.short_name, office.city) == (
        "UPTD Balai Tekkomdik Aceh",
        "aceh",
        "",
        "Sabang",
    )


def test_rows_of_former_names_keep_clear_of_the_present_one(secretary_client: Client, aceh: Office):
    OfficeName.objects.create(office=aceh, name="BTIKP", valid=(date(2009, 1, 1), date(2016, 1, 1)))
    Office.objects.update(name_since=date(2016, 1, 1))

    row = save(secretary_client, change_of(aceh), former_names__0__valid_1="2017-01-01")
    assert errors_of(row) == [
        "Nama sekarang berlaku sejak 1 Januari 2016; nama terdahulu harus berakhir sebelumnya."
    ]
    present = save(secretary_client, change_of(aceh), name_since="2015-12-31")
    assert errors_of(present) == [
        "BTIKP tercatat berlaku 1 Januari 2009–1 Januari 2016; perbaiki dahulu masanya."
    ]
    endless = save(secretary_client, change_of(aceh), former_names__0__valid_1="")
    assert errors_of(endless) == ["Nama terdahulu memerlukan tanggal penggantian."]


def test_rows_of_memberships_put_right_what_is_known(secretary_client: Client, aceh: Office):
    saved = save(
        secretary_client, change_of(aceh),
        memberships__0__period_0="2020-01-01", memberships__0__from_precision="year",
        memberships__0__source="Berita 2020",
    )  # fmt: skip

    assert saved.status_code == 302, errors_of(saved)
    kept = Membership.objects.get()
    assert (kept.when, kept.source) == ("sejak 2020", "Berita 2020")


def test_new_office_may_not_take_an_address_that_leads_elsewhere(
    secretary_client: Client, aceh: Office
):
    FormerSlug.objects.create(slug="nad", office=aceh)
    sent = {"province": aceh.province_id, "name": "Baru", "slug": "nad", "kind": "balai"}

    response = secretary_client.post("/admin/provinces/office/add/", sent)

    assert response.context["adminform"].form.errors["slug"] == [
        "Alamat “nad” dahulu milik UPTD Balai Tekkomdik Aceh dan masih menuju ke sana."
    ]
