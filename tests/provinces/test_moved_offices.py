"""Old addresses: every page below them leads to the present one, for good and with its query."""

import threading

import pytest
from django.db import connection

from provinces.actions.names import NameRefused, move_address
from provinces.models import FormerSlug, Office
from tests.factories import NOW, make_office

pytestmark = pytest.mark.any_postgres


def moved(office: Office, slug: str) -> Office:
    return move_address(office=office, slug=slug, by=None, at=NOW)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/provinsi/aceh/", "/provinsi/nad/"),
        ("/provinsi/aceh/?pada=2024-05-28", "/provinsi/nad/?pada=2024-05-28"),
        ("/provinsi/aceh/riwayat/", "/provinsi/nad/riwayat/"),
        ("/provinsi/aceh/riwayat/?jenis=nama&page=2", "/provinsi/nad/riwayat/?jenis=nama&page=2"),
    ],
)
def test_old_address_leads_to_the_present_one_for_good(public_client, aceh, old, new):
    moved(aceh, "nad")

    response = public_client.get(old)

    assert (response.status_code, response.url) == (301, new)
    assert public_client.get(new).status_code == 200


def test_every_old_address_leads_there_in_one_step(public_client, aceh):
    for slug in ("nad", "aceh-baru", "balai-aceh"):
        aceh = moved(aceh, slug)

    assert {
        slug: public_client.get(f"/provinsi/{slug}/").url for slug in ("aceh", "nad", "aceh-baru")
    } == dict.fromkeys(("aceh", "nad", "aceh-baru"), "/provinsi/balai-aceh/")


def test_office_returns_to_its_own_old_address_without_a_loop(public_client, aceh):
    moved(moved(aceh, "nad"), "aceh")

    assert public_client.get("/provinsi/aceh/").status_code == 200
    assert public_client.get("/provinsi/nad/").url == "/provinsi/aceh/"
    assert list(FormerSlug.objects.values_list("slug", "office__slug")) == [("nad", "aceh")]


def test_moving_keeps_the_office_and_is_on_record(aceh, secretariat):
    office = move_address(office=aceh, slug=" nad ", by=secretariat, at=NOW)

    event = secretariat.audit_events.get()
    assert (office.pk, event.action, event.details) == (
        aceh.pk,
        "office.moved",
        {"before": "aceh", "after": "nad"},
    )


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        ("bali", "Alamat “bali” sudah dipakai Balai TIK Pendidikan Provinsi Bali."),
        (
            "bali-lama",
            "Alamat “bali-lama” dahulu milik Balai TIK Pendidikan Provinsi Bali dan masih "
            "menuju ke sana.",
        ),
        ("konfirmasi", "Alamat “konfirmasi” dipakai portal sendiri; pilih yang lain."),
        ("aceh", "Alamat halaman balai ini sudah “aceh”."),
        (
            "Aceh Baru",
            "Alamat halaman terdiri atas paling banyak 50 huruf kecil dan angka, dipisahkan "
            "tanda hubung, misalnya jawa-barat.",
        ),
    ],
)
def test_address_of_another_is_refused(aceh, bali, slug, sentence):
    Office.objects.filter(pk=bali.pk).update(slug="bali-lama")
    moved(bali, "bali")

    with pytest.raises(NameRefused) as refused:
        moved(aceh, slug)

    assert str(refused.value) == sentence
    assert Office.objects.get(pk=aceh.pk).slug == "aceh"


def test_what_was_never_an_office_stays_not_found(public_client, aceh):
    moved(aceh, "nad")

    paths = ("/provinsi/atlantis/", "/provinsi/nad/tidak-ada/", "/rakor/aceh/", "/provinsi/acehx/")
    assert [public_client.get(path).status_code for path in paths] == [404] * 4


def test_form_that_was_open_during_the_move_is_sent_to_the_present_address(public_client, aceh):
    moved(aceh, "nad")

    response = public_client.post("/provinsi/aceh/laporkan/", {"message": "Nomornya salah."})

    assert (response.status_code, response["Location"]) == (308, "/provinsi/nad/laporkan/")


def test_address_in_use_wins_over_a_former_one_however_it_came_to_be(public_client, aceh, bali):
    FormerSlug.objects.create(slug="aceh", office=bali)

    assert public_client.get("/provinsi/aceh/").status_code == 200
    assert public_client.get("/provinsi/aceh/tidak-ada/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_two_offices_moving_to_one_address_at_once_one_is_told_why():
    first, second = make_office(slug="satu", name="Satu"), make_office(slug="dua", name="Dua")
    start, outcomes = threading.Barrier(2), []

    def move(office: Office) -> None:
        start.wait()
        try:
            outcomes.append(move_address(office=office, slug="baru", by=None, at=NOW).name)
        except NameRefused as refused:
            outcomes.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=move, args=(office,)) for office in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    winner = Office.objects.get(slug="baru")
    assert sorted(outcomes) == sorted([winner.name, f"Alamat “baru” sudah dipakai {winner.name}."])
