"""An office proposes, follows and withdraws; nobody else sees any of it."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from provinces.actions.proposals import apply_change, decline_change
from provinces.models import Proposal
from tests.factories import NOW, make_post, make_term
from tests.provinces.proposals import (
    HEAD,
    PHONE,
    change_of,
    pdf_file,
    picture_file,
    propose_head,
    propose_picture,
    propose_values,
    report,
    sent,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]
ADD = "/provinsi/aceh/usulkan/"


def page_of(proposal: Proposal, name: str = "proposal", *more: int) -> str:
    return reverse(f"provinces:{name}", args=[proposal.office.slug, proposal.pk, *more])


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_changed_fields_become_a_proposal(operator_client, operator, aceh):
    aceh.services.create(name="Pelatihan", order=1)
    data = sent(
        aceh,
        phone="(0651) 21234",
        head=HEAD["name"],
        from_day="2026-10-01",
        decree_number=HEAD["decree_number"],
        decree=pdf_file(),
        **{"layanan-1-name": "Studio", "gambar-0-alt": "Gedung", "gambar-0-file": picture_file()},
    )

    response = operator_client.post(ADD, data)

    proposal = Proposal.objects.get()
    assert response.url == page_of(proposal)
    assert (proposal.proposed_by, bool(proposal.decree)) == (operator, True)
    assert list(proposal.changes.values_list("field", "new")) == [
        ("head", HEAD),
        ("phone", PHONE),
        (
            "services",
            [
                {"name": "Pelatihan", "description": "", "url": ""},
                {"name": "Studio", "description": "", "url": ""},
            ],
        ),
        ("picture", {"alt": "Gedung"}),
    ]


def test_what_changed_while_the_form_was_open_is_not_proposed_back(operator_client, aceh):
    data = sent(aceh, city="Sabang")
    aceh.phone = PHONE
    aceh.save()

    operator_client.post(ADD, data)

    assert [change.field for change in Proposal.objects.get().changes.all()] == ["city"]


def test_an_unchanged_form_is_refused_with_a_sentence(operator_client, aceh):
    response = operator_client.post(ADD, sent(aceh))
    assert "Tidak ada perubahan: semua isian sama" in text_of(response)
    assert not Proposal.objects.exists()


def test_what_was_typed_is_kept_and_lost_files_are_told(operator_client, aceh):
    data = sent(
        aceh, phone="12", head="Cut Contoh", decree=pdf_file(), **{"program-0-title": "Belajar"}
    )

    response = operator_client.post(ADD, data)

    text = text_of(response)
    assert 'value="Cut Contoh"' in text
    assert 'value="Belajar"' in text
    assert [error for _, error in response.context["form"].error_list] == [
        "Telepon kantor: Nomor ini tidak ada: periksa jumlah angka dan awalannya, misalnya "
        "(021) 5725980.",
        "Kepala baru, Mulai menjabat: Isi kapan kepala baru mulai menjabat.",
        "Kepala baru, Berkas SK: Berkas tidak tersimpan karena ada isian yang perlu diperbaiki. "
        "Pilih kembali berkasnya sebelum mengirim.",
        "Program 1, Tahun mulai: Isi tahun mulainya.",
        "Program 1, Keadaan: Pilih keadaan programnya.",
    ]
    opened = [group.key for group in response.context["form"].groups if group.is_open]
    assert opened == ["kontak", "kepala", "program"]


def test_only_parts_that_changed_stay_open(operator_client, aceh):
    response = operator_client.post(ADD, sent(aceh, phone="12", since_precision="day"))
    groups = response.context["form"].groups
    assert [group.key for group in groups if group.is_open] == ["kontak"]


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"name": "Balai Lain"}, "Bila namanya diubah: Pilih apakah namanya berganti"),
        ({"name": ""}, "Nama resmi: Isi nama resminya."),
        ({"decree_number": "1/2026"}, "Kepala baru, Nama kepala baru: Isi nama kepala baru, atau"),
        ({"email": "bukan-surel"}, "Surel kantor: Isi alamat surel yang lengkap"),
        ({"gambar-0-alt": "Gedung"}, "Gambar baru 1, Gambar baru: Pilih berkas gambarnya."),
    ],
)
def test_wrong_entries_are_refused_by_name(operator_client, aceh, typed, error):
    response = operator_client.post(ADD, sent(aceh, **typed))
    errors = [text for _, text in response.context["form"].error_list]
    assert len(errors) == 1
    assert errors[0].startswith(error)


def test_a_file_that_is_no_picture_is_refused(operator_client, aceh):
    response = operator_client.post(ADD, sent(aceh, logo=pdf_file()))
    assert "bukan gambar JPEG, PNG, atau WebP" in text_of(response)


def test_the_office_follows_what_became_of_it(operator_client, operator, secretariat, aceh):
    proposal = propose_head(aceh, operator, phone=PHONE)
    decline_change(change=change_of(proposal, "head"), reason="SK belum sah.", by=secretariat,
                   at=NOW)  # fmt: skip
    apply_change(change=change_of(proposal, "phone"), by=secretariat, at=NOW)

    text = text_of(operator_client.get(page_of(proposal)))

    assert "SK belum sah." in text
    assert "1 dari 2 diterapkan" in text
    assert "Tarik usulan" not in text
    assert "1 dari 2 diterapkan" in text_of(operator_client.get("/provinsi/aceh/usulan/"))


def test_an_open_proposal_waits_on_the_desk_and_is_withdrawn(operator_client, operator, aceh):
    proposal = propose_values(aceh, operator, city="Sabang")
    assert "Kota/kabupaten" in text_of(operator_client.get("/provinsi/aceh/kelola/"))

    assert "Tarik usulan?" in text_of(operator_client.get(page_of(proposal, "proposal_withdraw")))
    operator_client.post(page_of(proposal, "proposal_withdraw"))

    proposal.refresh_from_db()
    assert proposal.is_withdrawn
    assert "Tidak ada usulan" in text_of(operator_client.get("/provinsi/aceh/kelola/"))


def test_another_office_and_readers_do_not_find_it(other_operator_client, public_client, aceh):
    proposal = propose_head(aceh)
    picture = propose_picture(aceh)
    urls = [
        ADD,
        "/provinsi/aceh/kelola/",
        "/provinsi/aceh/usulan/",
        page_of(proposal),
        page_of(proposal, "proposal_withdraw"),
        page_of(proposal, "proposal_decree"),
        page_of(picture, "proposal_picture", picture.changes.get().pk),
    ]
    assert [other_operator_client.get(url).status_code for url in urls] == [404] * len(urls)
    assert [public_client.get(url).status_code for url in urls] == [302] * len(urls)


def test_files_are_read_by_the_office_and_the_secretariat(
    operator_client, secretariat_client, aceh
):
    proposal, picture = propose_head(aceh), propose_picture(aceh)
    urls = [
        page_of(proposal, "proposal_decree"),
        page_of(picture, "proposal_picture", picture.changes.get().pk),
    ]
    for client in (operator_client, secretariat_client):
        for url, kind in zip(urls, ("application/pdf", "image/webp"), strict=True):
            response = client.get(url)
            b"".join(response.streaming_content)
            assert (response["Content-Type"], response["Cache-Control"]) == (
                kind,
                "private, no-store",
            )


def test_readers_reports_are_not_shown_to_the_office(operator_client, aceh):
    proposal = report(aceh)
    assert operator_client.get(page_of(proposal)).status_code == 404
    for url in ("/provinsi/aceh/usulan/", "/provinsi/aceh/kelola/", "/provinsi/aceh/"):
        text = text_of(operator_client.get(url)).lower()
        assert "rahasia" not in text
        assert "21234" not in text


def test_nothing_proposed_is_on_a_public_page(public_client, aceh):
    make_term(make_post(office=aceh), name="Syahrul")
    proposal = propose_head(aceh, phone=PHONE, city="Kota Usulan")
    propose_picture(aceh, alt="Gambar usulan")
    report(aceh)
    for url in ("/", "/provinsi/", "/provinsi/aceh/"):
        text = text_of(public_client.get(url))
        for hidden in (HEAD["name"], HEAD["decree_number"], "21234", "Kota Usulan",
                       "Gambar usulan", "ahasia", proposal.decree.name):  # fmt: skip
            assert hidden not in text


@pytest.mark.parametrize("url", ["/provinsi/aceh/usulan/", "/provinsi/aceh/kelola/"])
def test_statements_do_not_grow_with_the_rows(operator_client, operator, aceh, url):
    counts = []
    for rows in (1, 3):
        while Proposal.objects.count() < rows:
            propose_values(aceh, operator, city="Sabang", phone=PHONE)
        cache.clear()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            operator_client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]
