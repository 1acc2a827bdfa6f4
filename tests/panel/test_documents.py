"""Papers and photographs of a rakor in the panel: filed, followed by versions, withdrawn."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from meetings.models import Document, Meeting
from tests.factories import make_agenda_item, make_document, make_meeting, make_meeting_picture
from tests.practices._files import pdf_file, picture_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def rakor(db) -> Meeting:
    return make_meeting(title="Rakor Makassar")


def papers_page(meeting: Meeting) -> str:
    return reverse("admin:meetings_meeting_documents", args=[meeting.pk])


def paper_page(paper: Document) -> str:
    return reverse("admin:meetings_meeting_document", args=[paper.meeting_id, paper.pk])


def photos_page(meeting: Meeting) -> str:
    return reverse("admin:meetings_meeting_pictures", args=[meeting.pk])


def filed(**changes) -> dict:
    return {"title": "Tata tertib", "slot": "tata-tertib", "item_number": "",
            "visibility": "public", "order": "1", **changes}  # fmt: skip


def photo_rows(*rows: dict) -> dict:
    data = {"do": "add", "baru-TOTAL_FORMS": "4", "baru-INITIAL_FORMS": "0"}
    for number in range(4):
        row = {"alt": "", "caption": "", "visibility": "public"}
        row |= rows[number] if number < len(rows) else {}
        data |= {f"baru-{number}-{name}": value for name, value in row.items()}
    return data


def trail() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def test_paper_is_filed_under_an_item(secretary_client: Client, rakor):
    item = make_agenda_item(rakor)
    sent = filed(slot="bahan", item_number=item.pk, visibility="participants", file=pdf_file())
    assert secretary_client.post(papers_page(rakor), sent).status_code == 302
    paper = rakor.documents.get()
    version = paper.versions.get()
    assert (paper.title, paper.slot, paper.item_number, paper.visibility) == (
        "Tata tertib", "bahan", item.pk, "participants",
    )  # fmt: skip
    assert (version.number, version.size_bytes) == (1, version.file.size)
    assert trail() == ["document.added"]


def test_item_of_another_rakor_is_no_choice(secretary_client: Client, rakor):
    other = make_agenda_item(make_meeting())
    page = secretary_client.post(papers_page(rakor), filed(item_number=other.pk, file=pdf_file()))
    assert list(page.context["form"].errors) == ["item_number"]
    assert not Document.objects.exists()


def test_paper_is_checked_by_content(secretary_client: Client, rakor):
    disguised = SimpleUploadedFile("undangan.pdf", b"MZ program", "application/pdf")
    page = secretary_client.post(papers_page(rakor), filed(file=disguised))
    assert page.context["form"].errors == {"file": ["Berkas ini bukan PDF, melainkan program."]}
    assert not rakor.documents.exists()


def test_a_file_stays_while_the_rest_is_put_right(secretary_client: Client, rakor):
    page = secretary_client.post(papers_page(rakor), filed(title="", file=pdf_file()))
    form = page.context["form"]
    assert list(form.errors) == ["title"]
    key = form["kept_key"].value()
    assert secretary_client.post(papers_page(rakor), filed(kept_key=key)).status_code == 302
    assert rakor.documents.get().versions.count() == 1
    lost = secretary_client.post(papers_page(rakor), filed(kept_key="0" * 32))
    assert lost.context["form"].errors == {
        "file": ["Berkas tidak lagi tersimpan; pilih sekali lagi."]
    }


def test_version_follows_with_a_note(secretary_client: Client, rakor):
    paper = make_document(rakor)
    sent = {"do": "version", "versi-file": pdf_file(), "versi-note": "Pasal 3 diubah"}
    assert secretary_client.post(paper_page(paper), sent).status_code == 302
    assert list(paper.versions.values_list("number", "note")) == [(2, "Pasal 3 diubah"), (1, "")]
    again = secretary_client.post(paper_page(paper), {**sent, "versi-file": pdf_file()})
    assert again.context["version_form"].non_field_errors() == [
        f"Berkas ini sama dengan versi 2 “{paper.title}”; tidak ada yang berubah."
    ]
    assert trail() == ["document.version_added"]


def test_paper_is_withdrawn_and_shown_again(secretary_client: Client, public_client: Client, rakor):
    paper = make_document(rakor)
    address = reverse("meetings:document", args=[rakor.slug, paper.pk])
    secretary_client.post(paper_page(paper), {"do": "withdraw"})
    assert public_client.get(address).status_code == 404
    secretary_client.post(paper_page(paper), {"do": "restore"})
    assert b"".join(public_client.get(address).streaming_content)
    assert trail() == ["document.retracted", "document.reopened"]


def test_paper_is_opened_to_others(secretary_client: Client, rakor):
    paper = make_document(rakor, visibility="secretariat")
    sent = {"do": "file", **filed(title=paper.title, slot="lain")}
    assert secretary_client.get(paper_page(paper)).status_code == 200
    for _ in range(2):
        assert secretary_client.post(paper_page(paper), sent).status_code == 302
    paper.refresh_from_db()
    assert paper.visibility == "public"
    assert AuditEvent.objects.get().details == {"changed": ["dapat dibaca oleh"]}


def test_photographs_are_added_several_at_once(secretary_client: Client, rakor):
    rows = photo_rows(
        {"file": picture_file(), "alt": "Pembukaan"},
        {},
        {"file": picture_file((400, 300)), "alt": "Sidang", "visibility": "participants"},
    )
    assert secretary_client.post(photos_page(rakor), rows).status_code == 302
    assert list(rakor.pictures.values_list("alt", "visibility", "order")) == [
        ("Pembukaan", "public", 1),
        ("Sidang", "participants", 2),
    ]
    assert secretary_client.get(photos_page(rakor)).status_code == 200


def test_photograph_without_words_is_not_kept_but_its_file_is(secretary_client: Client, rakor):
    rows = photo_rows({"file": picture_file(), "alt": "Sidang"}, {"file": picture_file()})
    page = secretary_client.post(photos_page(rakor), rows)
    forms = page.context["rows"].forms
    assert [form.errors for form in forms[:2]] == [
        {}, {"alt": ["Bidang ini tidak boleh kosong."]},
    ]  # fmt: skip
    assert not rakor.pictures.exists()
    keys = [form["kept_key"].value() for form in forms[:2]]
    again = photo_rows(
        {"alt": "Sidang", "kept_key": keys[0]}, {"alt": "Penutupan", "kept_key": keys[1]}
    )
    assert secretary_client.post(photos_page(rakor), again).status_code == 302
    assert list(rakor.pictures.values_list("alt", flat=True)) == ["Sidang", "Penutupan"]


def test_photograph_is_described_moved_and_removed(secretary_client: Client, rakor):
    first, second = (make_meeting_picture(rakor, alt=alt) for alt in ("Satu", "Dua"))

    def post(do: str, **fields) -> int:
        sent = {"do": do, "picture": second.pk, **fields}
        return secretary_client.post(photos_page(rakor), sent).status_code

    words = {"alt": "Peserta", "caption": "Hari kedua", "visibility": "secretariat"}
    said = {f"foto-{second.pk}-{name}": value for name, value in words.items()}
    assert post("describe", **said) == 302
    assert post("describe", **{**said, f"foto-{second.pk}-alt": " "}) == 200
    assert post("up") == 302
    assert list(rakor.pictures.values_list("alt", "caption", "visibility")) == [
        ("Peserta", "Hari kedua", "secretariat"), ("Satu", "", "public"),
    ]  # fmt: skip
    assert post("remove") == 200
    assert post("remove", _confirm="Hapus") == 302
    assert list(rakor.pictures.all()) == [first]


@pytest.mark.parametrize("count", [1, 3])
def test_pages_take_the_same_statements(
    secretary_client: Client, rakor, django_assert_max_num_queries, count
):
    for _ in range(count):
        make_document(rakor)
        make_meeting_picture(rakor)
    with django_assert_max_num_queries(9):
        secretary_client.get(papers_page(rakor))
    with django_assert_max_num_queries(7):
        secretary_client.get(photos_page(rakor))


def test_note_taker_keeps_no_papers(note_taker_client: Client, rakor):
    paper = make_document(rakor)
    for address in (papers_page(rakor), paper_page(paper), photos_page(rakor)):
        assert note_taker_client.get(address).status_code == 403
        assert note_taker_client.post(address, {"do": "withdraw"}).status_code == 403
    assert trail() == []
