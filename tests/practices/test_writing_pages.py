"""An office at work on its article: writes, looks, submits, withdraws; never over a colleague."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from practices.models import Practice, PracticeAttachment, PracticePicture
from practices.states import PracticeState, state_of
from provinces.models import OfficeStaff
from tests.factories import (
    NOW,
    make_operator,
    make_practice,
    make_published_practice,
    make_topic,
    make_user,
)
from tests.practices._files import pdf_file, picture_file

pytestmark = pytest.mark.django_db

MINE = "/praktik-baik/milik-balai/"
WRITE = "/praktik-baik/tulis/"


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def sent(practice: Practice, client: Client, **changes: Any) -> dict[str, Any]:
    """What the browser would send from the page of `practice`, with `changes`."""
    form = client.get(f"/praktik-baik/{practice.slug}/ubah/").context["form"]
    fields = {field.html_name: field.value() for field in form}
    kept = {name: value for name, value in fields.items() if value not in (None, False)}
    return {**kept, **changes}


def save(practice: Practice, client: Client, **changes: Any):
    url = f"/praktik-baik/{practice.slug}/ubah/"
    return client.post(url, sent(practice, client, **changes))


def test_title_is_enough_to_begin(operator_client, aceh):
    response = operator_client.post(WRITE, {"title": "Radio murid"})
    practice = Practice.objects.get()
    assert response.url == "/praktik-baik/radio-murid/ubah/"
    assert (practice.office, practice.title, state_of(practice)) == (
        aceh, "Radio murid", PracticeState.DRAFT,
    )  # fmt: skip


def test_whole_article_with_files_is_written_at_once(operator_client):
    topic = make_topic()
    data = {
        "title": "Radio murid",
        "topics": [topic.pk],
        "summary": "Ringkas.",
        "body": "Satu\r\n\r\nDua",
        "new_picture_1": picture_file(),
        "new_alt_1": "Murid di studio",
        "new_paper": pdf_file(),
        "new_paper_title": "Panduan siaran",
        "preview": "1",
    }
    response = operator_client.post(WRITE, data, follow=True)
    assert response.redirect_chain == [("/praktik-baik/radio-murid/pratinjau/", 302)]
    practice = Practice.objects.get()
    assert (practice.body, list(practice.topics.all())) == ("Satu\n\nDua", [topic])
    page = text_of(response)
    assert 'alt="Murid di studio"' in page
    assert "Panduan siaran" in page
    assert "Kirim ke sekretariat" in page


@pytest.mark.parametrize(
    ("files", "field", "error"),
    [
        ({"new_picture_1": picture_file}, "new_alt_1", "Isi uraian gambar"),
        ({"new_paper": pdf_file}, "new_paper_title", "Isi judul lampiran"),
        ({"new_picture_1": pdf_file, "new_alt_1": str}, "new_picture_1", "bukan gambar"),
        ({"new_paper": picture_file, "new_paper_title": str}, "new_paper", "bukan PDF"),
    ],
    ids=["picture without words", "paper without title", "no picture", "no paper"],
)
def test_refused_upload_keeps_what_was_typed(operator_client, files, field, error):
    data = {name: "Kata" if make is str else make() for name, make in files.items()}
    response = operator_client.post(WRITE, {"title": "Radio", "body": "Panjang.", **data})
    assert response.status_code == 200
    assert error in response.context["form"].errors[field][0]
    assert "Panjang.</textarea>" in text_of(response)
    assert not Practice.objects.exists()
    assert not PracticePicture.objects.exists()


def test_chosen_file_has_to_be_chosen_again_after_an_error(operator_client):
    data = {"title": "", "new_paper": pdf_file(), "new_paper_title": "Panduan"}
    response = operator_client.post(WRITE, data)
    assert "Pilih kembali berkasnya" in response.context["form"].errors["new_paper"][0]


def test_pictures_and_papers_are_changed_in_place(operator_client, aceh):
    operator_client.post(WRITE, {
        "title": "Radio", "new_picture_1": picture_file(), "new_alt_1": "Satu",
        "new_picture_2": picture_file(), "new_alt_2": "Dua",
        "new_paper": pdf_file(), "new_paper_title": "Panduan",
    })  # fmt: skip
    practice = Practice.objects.get()
    one, two = practice.pictures.all()
    paper = practice.attachments.get()
    save(practice, operator_client, **{
        f"place_{one.pk}": 3, f"alt_{two.pk}": "Dua, jelas", f"title_{paper.pk}": "Panduan 2026",
    })  # fmt: skip
    assert list(practice.pictures.values_list("alt", flat=True)) == ["Dua, jelas", "Satu"]
    assert practice.attachments.get().title == "Panduan 2026"
    save(practice, operator_client, **{f"drop_{two.pk}": "on", f"drop_paper_{paper.pk}": "on"})
    assert list(practice.pictures.values_list("alt", flat=True)) == ["Satu"]
    assert not PracticeAttachment.objects.exists()


def test_later_save_shows_both_texts_and_then_overwrites_knowingly(operator_client, aceh):
    practice = make_practice(aceh, title="Radio", body="Semula.")
    colleague = Client()
    colleague.force_login(make_operator(aceh, full_name="Rekan Aceh"))
    mine = sent(practice, operator_client, body="Kalimat saya.")
    save(practice, colleague, body="Kalimat rekan.")

    url = f"/praktik-baik/{practice.slug}/ubah/"
    response = operator_client.post(url, mine)

    page = text_of(response)
    assert "Rekan Aceh menyimpan naskah ini lebih dahulu" in page
    assert "Kalimat saya.</textarea>" in page
    assert "Kalimat rekan.</pre>" in page
    practice.refresh_from_db()
    assert practice.body == "Kalimat rekan."
    read_at = response.context["form"]["read_at"].value()
    assert operator_client.post(url, {**mine, "read_at": read_at}).status_code == 302
    practice.refresh_from_db()
    assert practice.body == "Kalimat saya."


def test_what_a_colleague_added_meanwhile_stays(operator_client, aceh):
    practice = make_practice(aceh, title="Radio")
    mine = sent(practice, operator_client, body="Kalimat saya.")
    save(practice, operator_client, new_picture_1=picture_file(), new_alt_1="Studio")
    url = f"/praktik-baik/{practice.slug}/ubah/"
    conflict = operator_client.post(url, mine)
    assert conflict.context["conflict"].parts[0].label == "Isi"
    read_at = conflict.context["form"]["read_at"].value()
    operator_client.post(url, {**mine, "read_at": read_at})
    assert practice.pictures.get().alt == "Studio"


@pytest.mark.parametrize("read_at", ["", "kemarin", "2026-13-45T00:00"])
def test_save_without_knowing_what_was_read_is_a_conflict(operator_client, aceh, read_at):
    practice = make_practice(aceh, body="Semula.")
    response = save(practice, operator_client, body="Lain.", read_at=read_at)
    assert response.context["conflict"] is not None
    practice.refresh_from_db()
    assert practice.body == "Semula."


def test_article_is_submitted_once_complete(operator_client, aceh):
    practice = make_practice(aceh, summary="")
    url = f"/praktik-baik/{practice.slug}/kirim/"
    assert "Yang belum diisi: ringkasan" in text_of(operator_client.get(url))
    operator_client.post(url)
    assert not Practice.objects.submitted().exists()
    Practice.objects.update(summary="Ringkas.")
    response = operator_client.post(url, follow=True)
    assert "Menunggu sekretariat" in text_of(response)
    assert list(Practice.objects.submitted()) == [practice]
    assert "sudah dikirim" in text_of(operator_client.post(url))


def test_returned_article_shows_what_to_improve(operator_client, aceh):
    practice = make_practice(aceh, returned_at=NOW, return_reason="Sebutkan angkanya.")
    for page in ("ubah", "pratinjau"):
        response = operator_client.get(f"/praktik-baik/{practice.slug}/{page}/")
        assert "Sebutkan angkanya." in text_of(response)
    assert "Sebutkan angkanya." in text_of(operator_client.get(MINE))


def test_office_withdraws_with_a_reason(operator_client, aceh, public_client):
    practice = make_published_practice(aceh)
    url = f"/praktik-baik/{practice.slug}/tarik/"
    assert operator_client.post(url, {"reason": ""}).context["form"].errors
    assert operator_client.post(url, {"reason": "Angkanya keliru."}).url == MINE
    assert public_client.get(f"/praktik-baik/{practice.slug}/").status_code == 404
    assert "sudah ditarik: Angkanya keliru." in text_of(operator_client.get(url))


@pytest.mark.parametrize("page", ["ubah", "kirim", "tarik"])
def test_nobody_else_writes(aceh, other_operator_client, secretariat_client, public_client, page):
    practice = make_practice(aceh)
    url = f"/praktik-baik/{practice.slug}/{page}/"
    answers = [
        client.post(url, {"title": "Diambil alih", "reason": "x"}).status_code
        for client in (public_client, other_operator_client, secretariat_client)
    ]
    assert answers == [302, 404, 403]
    practice.refresh_from_db()
    assert (state_of(practice), practice.edited_at) == (PracticeState.DRAFT, NOW)


def test_account_without_an_office_cannot_begin(client):
    client.force_login(make_user())
    assert client.post(WRITE, {"title": "Radio"}).status_code == 403
    assert "belum mewakili balai" in text_of(client.get(MINE))


def test_member_of_two_offices_chooses_for_which(operator, operator_client, bali):
    OfficeStaff.objects.create(office=bali, user=operator)
    assert f"{WRITE}?balai=bali" in text_of(operator_client.get(WRITE))
    operator_client.post(f"{WRITE}?balai=bali", {"title": "Radio"})
    assert Practice.objects.get().office == bali


def test_own_list_holds_every_state_of_the_own_office(operator_client, aceh, bali):
    make_practice(aceh, title="Draf", edited_at=NOW - timedelta(days=2))
    make_practice(aceh, title="Dikirim", submitted_at=NOW, edited_at=NOW - timedelta(days=1))
    make_published_practice(aceh, title="Terbit")
    make_practice(bali, title="Milik Bali")
    rows = operator_client.get(MINE).context["rows"]
    assert [(row["title"], row["state"]) for row in rows] == [
        ("Terbit", "Terbit"), ("Dikirim", "Menunggu sekretariat"), ("Draf", "Draf"),
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_own_list_needs_the_same_queries_for_any_number(
    operator_client, aceh, django_assert_num_queries: DjangoAssertNumQueries, count
):
    for _ in range(count):
        make_published_practice(aceh)
    with django_assert_num_queries(5):
        assert len(operator_client.get(MINE).context["rows"]) == count
