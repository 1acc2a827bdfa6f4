"""Double persons in the panel: found, compared, merged with a reason, parted from the log."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from provinces.models import Office, Person, PersonMerge
from tests.factories import make_post, make_term, make_user

pytestmark = pytest.mark.django_db

NIP = "198001012005012001"


@pytest.fixture
def budi(aceh: Office) -> Person:
    return make_term(make_post(office=aceh), name="Drs. Budi Santoso, M.Si.").person


@pytest.fixture
def double(bali: Office) -> Person:
    person = Person.objects.create(name="BUDI SANTOSO", nip=NIP)
    make_term(make_post(office=bali), person=person)
    return person


def address(person: Person, other: Person | None = None) -> str:
    url = reverse("admin:provinces_person_merge", args=[person.pk])
    return f"{url}?dengan={other.pk}" if other else url


def reader_with(*codenames: str) -> Client:
    reader = make_user(is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(reader)
    return client


def test_queue_lists_pairs_with_their_posts(secretary_client: Client, budi: Person, double: Person):
    Person.objects.create(name="Wayan Sudana")
    page = secretary_client.get("/admin/provinces/person/ganda/")
    assert [(d.first, d.second) for d in page.context["doubles"]] == [(double, budi)]
    assert address(double, budi) in page.text
    assert "Kepala UPTD Balai Tekkomdik Aceh" in page.text


@pytest.mark.parametrize("pairs", [1, 3])
def test_queue_asks_as_much_for_one_pair_as_for_three(
    secretary_client: Client, aceh: Office, django_assert_num_queries, pairs: int
):
    for number in range(pairs):
        for _ in range(2):
            make_term(make_post(office=aceh, slug=f"k{Person.objects.count()}"),
                      name=f"Orang {'Abc'[number]}hmad")  # fmt: skip
    secretary_client.get("/admin/")
    with django_assert_num_queries(8):
        secretary_client.get("/admin/provinces/person/ganda/")


def test_other_is_offered_by_likeness_and_found_by_search(
    secretary_client: Client, budi: Person, double: Person
):
    wayan = Person.objects.create(name="Wayan Sudana")
    assert list(secretary_client.get(address(budi)).context["others"]) == [double]
    page = secretary_client.get(address(budi), {"q": "sudana"})
    assert list(page.context["others"]) == [wayan]
    assert secretary_client.get(address(budi), {"dengan": "9" * 30}).status_code == 200


def test_both_records_are_seen_before_anything_is_written(
    secretary_client: Client, budi: Person, double: Person
):
    page = secretary_client.get(address(budi, double))
    assert page.context["rows"] == [
        {"label": "nama", "kept": budi.name, "merged": "BUDI SANTOSO", "result": budi.name},
        {"label": "NIP", "kept": "", "merged": NIP, "result": NIP},
        {"label": "catatan", "kept": "", "merged": "", "result": ""},
    ]
    (moving,) = page.context["moving"]
    assert moving.startswith("Masa jabatan: BUDI SANTOSO, Kepala Balai TIK Pendidikan Provinsi")
    assert secretary_client.post(address(budi, double), {"reason": ""}).status_code == 200
    assert Person.objects.count() == 2


def test_merge_and_parting_go_through_the_actions(
    secretary_client: Client, budi: Person, double: Person
):
    response = secretary_client.post(address(budi, double), {"reason": "Sama menurut SK"})
    assert response.url == reverse("admin:provinces_person_change", args=[budi.pk])
    merge = PersonMerge.objects.get()
    assert (merge.reason, Person.objects.get()) == ("Sama menurut SK", budi)
    log = reverse("admin:provinces_personmerge_change", args=[merge.pk])
    assert "Masa jabatan: Drs. Budi Santoso" in secretary_client.get(log).text
    undo = reverse("admin:provinces_personmerge_undo", args=[merge.pk])
    assert secretary_client.get(undo).status_code == 200
    assert Person.objects.count() == 1
    page = secretary_client.post(undo, follow=True)
    assert "BUDI SANTOSO kembali tercatat sendiri." in page.text
    assert set(Person.objects.all()) == {budi, double}
    assert "tidak berlaku lagi" in secretary_client.post(undo, follow=True).text


def test_two_nips_are_told_and_not_merged(secretary_client: Client, budi: Person, double: Person):
    Person.objects.filter(pk=budi.pk).update(nip="197001012005011009")
    page = secretary_client.post(address(budi, double), {"reason": "Sama"})
    (obstacle,) = page.context["obstacles"]
    assert page.context["form"].non_field_errors() == [obstacle]
    assert page.context["form"]["reason"].value() == "Sama"
    assert Person.objects.count() == 2


def test_log_shows_no_nip_to_who_may_not_see_it(
    secretary_client: Client, budi: Person, double: Person
):
    secretary_client.post(address(budi, double), {"reason": "Sama"})
    merge = PersonMerge.objects.get()
    client = reader_with("view_personmerge", "view_person")
    pages = [
        client.get(reverse("admin:provinces_personmerge_change", args=[merge.pk])),
        client.get("/admin/provinces/personmerge/"),
        client.get(reverse("admin:provinces_person_change", args=[budi.pk])),
    ]
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert [page.url for page in pages if NIP in page.text] == []


def test_comparison_shows_no_nip_to_who_may_not_see_it(budi: Person, double: Person):
    client = reader_with("view_person", "add_personmerge")
    page = client.get(address(budi, double))
    assert (page.status_code, NIP in page.text) == (200, False)


@pytest.mark.parametrize("client_name", ["note_taker_client", "operator_client"])
def test_merging_is_refused_to_others(
    request: pytest.FixtureRequest, client_name: str, budi: Person, double: Person
):
    client = request.getfixturevalue(client_name)
    assert client.get("/admin/provinces/person/ganda/").status_code == 403
    assert client.post(address(budi, double), {"reason": "Sama"}).status_code == 403
    assert Person.objects.count() == 2


def test_keeping_persons_alone_does_not_allow_merging(budi: Person, double: Person):
    client = reader_with("view_person", "change_person")
    assert client.post(address(budi, double), {"reason": "Sama"}).status_code == 403
    assert client.get("/admin/provinces/person/ganda/").status_code == 403
    assert Person.objects.count() == 2
