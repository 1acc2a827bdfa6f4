"""The page of the panel that keeps an office's pictures and emblem; its rows and its telephone."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from provinces.models import Office, OfficePicture
from tests.factories import make_picture
from tests.panel.forms import errors_of, save
from tests.practices._files import pdf_file, picture_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(aceh: Office) -> str:
    return reverse("admin:provinces_office_pictures", args=[aceh.pk])


def alts(office: Office) -> list[str]:
    return [picture.alt for picture in office.pictures.all()]


def test_picture_is_added_with_its_words(secretary_client: Client, aceh: Office, address: str):
    sent = {"do": "add", "baru-alt": "Gedung balai", "baru-file": picture_file()}
    assert secretary_client.post(address, sent).status_code == 302
    assert alts(aceh) == ["Gedung balai"]
    assert 'value="Gedung balai"' in secretary_client.get(address).text


@pytest.mark.parametrize(
    ("alt", "file", "errors"),
    [
        ("Gedung", pdf_file, {"file": ["Berkas ini bukan gambar JPEG, PNG, atau WebP."]}),
        ("", picture_file, {"alt": ["Bidang ini tidak boleh kosong."]}),
        ("Gedung", None, {"file": ["Bidang ini tidak boleh kosong."]}),
    ],
)
def test_refused_picture_says_why_and_keeps_the_words(
    secretary_client: Client, aceh: Office, address: str, alt, file, errors
):
    sent = {"do": "add", "baru-alt": alt, **({"baru-file": file()} if file else {})}
    page = secretary_client.post(address, sent)
    form = page.context["add_form"]
    assert (page.status_code, form.errors, form["alt"].value()) == (200, errors, alt)
    assert alts(aceh) == []


def test_thirteenth_picture_is_not_offered(secretary_client: Client, aceh: Office, address: str):
    for place in range(1, 13):
        make_picture(aceh, place=place)
    assert secretary_client.get(address).context["add_form"] is None
    sent = {"do": "add", "baru-alt": "Satu lagi", "baru-file": picture_file()}
    assert secretary_client.post(address, sent).status_code == 200
    assert aceh.pictures.count() == 12


@pytest.mark.parametrize(
    ("do", "alt", "order"),
    [("up", "C", "ACB"), ("first", "C", "CAB"), ("down", "A", "BAC"), ("up", "A", "ABC")],
)
def test_picture_is_moved_by_buttons(
    secretary_client: Client, aceh: Office, address: str, do, alt, order
):
    for place, words in enumerate("ABC", start=1):
        make_picture(aceh, place=place, alt=words)
    picture = OfficePicture.objects.get(alt=alt)
    assert secretary_client.post(address, {"do": do, "picture": picture.pk}).status_code == 302
    assert "".join(alts(aceh)) == order


def test_picture_is_removed_after_a_question(secretary_client: Client, aceh: Office, address: str):
    picture = make_picture(aceh, alt="Lama")
    sent = {"do": "remove", "picture": picture.pk}
    page = secretary_client.post(address, sent)
    assert "Gambar “Lama” beserta berkasnya dihapus" in page.text
    assert alts(aceh) == ["Lama"]
    assert secretary_client.post(address, {**sent, "_confirm": "Hapus"}).status_code == 302
    assert alts(aceh) == []
    assert AuditEvent.objects.get().action == "office.picture_removed"


def test_words_of_a_picture_are_changed_beside_it(
    secretary_client: Client, aceh: Office, address: str
):
    picture = make_picture(aceh, alt="Lama")
    name = f"gambar-{picture.pk}-alt"
    sent = {"do": "describe", "picture": picture.pk}
    page = secretary_client.post(address, {**sent, name: ""})
    assert page.context["rows"][0]["form"].errors == {"alt": ["Bidang ini tidak boleh kosong."]}
    secretary_client.post(address, {**sent, name: "Studio"})
    assert alts(aceh) == ["Studio"]


@pytest.mark.parametrize("key", ["999999", "", "x", "1" * 30])
def test_picture_that_is_gone_is_said_to_be(secretary_client: Client, aceh, address, key):
    page = secretary_client.post(address, {"do": "up", "picture": key}, follow=True)
    assert "Gambar itu sudah dihapus." in page.text


def test_emblem_is_kept_replaced_and_removed(secretary_client: Client, aceh: Office, address: str):
    sent = {"do": "logo", "lambang-file": picture_file()}
    assert secretary_client.post(address, sent).status_code == 302
    assert Office.objects.get().logo
    page = secretary_client.post(address, {"do": "logo", "lambang-file": pdf_file()})
    assert page.context["logo_form"].errors == {
        "file": ["Berkas ini bukan gambar JPEG, PNG, atau WebP."]
    }
    secretary_client.post(address, {"do": "remove_logo"})
    assert Office.objects.get().logo
    secretary_client.post(address, {"do": "remove_logo", "_confirm": "Hapus"})
    assert not Office.objects.get().logo


def test_who_may_not_change_pictures_is_refused(note_taker_client: Client, address: str):
    assert note_taker_client.get(address).status_code == 403


@pytest.mark.parametrize("more", [1, 3])
def test_statements_do_not_grow_with_pictures(
    secretary_client: Client, aceh: Office, address: str, more, django_assert_max_num_queries
):
    for place in range(1, more + 1):
        make_picture(aceh, place=place)
    with django_assert_max_num_queries(9):
        secretary_client.get(address)


def test_services_and_programmes_are_rows_of_the_office(secretary_client: Client, aceh: Office):
    response = save(
        secretary_client,
        reverse("admin:provinces_office_change", args=[aceh.pk]),
        services__TOTAL_FORMS=1, services__0__name="Studio", services__0__order=1,
        programmes__TOTAL_FORMS=1, programmes__0__title="Kelas maya",
        programmes__0__year=2024, programmes__0__until_year=2020, programmes__0__state="done",
    )  # fmt: skip
    assert errors_of(response) == ["Tahun akhir tidak boleh sebelum tahun awal."]


@pytest.mark.parametrize(
    ("typed", "stored", "errors"),
    [
        ("(0651) 21234", "+6265121234", []),
        ("(0651) 22620", "+6265122620", []),
        ("", "", []),
        ("12", "+6265122620", [
            "Nomor ini tidak ada: periksa jumlah angka dan awalannya, misalnya (021) 5725980."]),
    ],
)  # fmt: skip
def test_telephone_is_typed_as_people_read_it(
    secretary_client: Client, aceh: Office, typed, stored, errors
):
    Office.objects.update(phone="+6265122620")
    address = reverse("admin:provinces_office_change", args=[aceh.pk])
    assert secretary_client.get(address).context["adminform"].form["phone"].value() == (
        "(0651) 22620"
    )
    response = save(secretary_client, address, phone=typed)
    assert (errors_of(response) if response.status_code == 200 else []) == errors
    assert Office.objects.get().phone == stored
