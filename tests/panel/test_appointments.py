"""Appointing in the panel: of an office or of the forum, rehearsed and then done."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfWriter

from provinces.models import Office, Person, Post, Term
from tests.factories import make_post, make_term
from tests.panel.forms import consented

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(aceh: Office) -> Post:
    return make_post(office=aceh)


def address_of(post: Post) -> str:
    if post.office_id:
        return f"/admin/provinces/office/{post.office_id}/angkat-kepala/"
    return f"/admin/provinces/post/{post.pk}/angkat/"


def typed(**fields: object) -> dict[str, object]:
    return {
        "new_name": "Dra. Nur Aini, M.Pd.",
        "from_day": "2026-11-02",
        "from_precision": "day",
        "until_precision": "day",
        **fields,
    }


def pdf() -> bytes:
    writer, written = PdfWriter(), BytesIO()
    writer.add_blank_page(width=200, height=200)
    writer.write(written)
    return written.getvalue()


def terms_of(post: Post) -> list[tuple[str, date, date | None]]:
    return [
        (t.person.name, t.period.lower, t.period.upper)
        for t in post.terms.select_related("person").order_by("period")
    ]


def test_head_is_rehearsed_then_appointed(secretary_client: Client, head: Post):
    make_term(head, name="Kepala Lama")
    fields = typed(decree_number="821/77/2026")
    page = secretary_client.post(address_of(head), fields)
    assert page.context["effects"] == [
        "Masa jabatan Kepala Lama sebagai Kepala UPTD Balai Tekkomdik Aceh berakhir "
        "2 November 2026.",
        "Dra. Nur Aini, M.Pd. menjabat Kepala UPTD Balai Tekkomdik Aceh sejak 2 November 2026.",
    ]
    assert terms_of(head) == [("Kepala Lama", date(2025, 1, 1), None)]
    assert not Person.objects.filter(name="Dra. Nur Aini, M.Pd.").exists()
    done = consented(secretary_client, address_of(head), fields)
    assert done.url == f"/admin/provinces/office/{head.office_id}/change/"
    assert terms_of(head) == [
        ("Kepala Lama", date(2025, 1, 1), date(2026, 11, 2)),
        ("Dra. Nur Aini, M.Pd.", date(2026, 11, 2), None),
    ]


def test_long_list_of_persons_is_searched_by_the_name_that_is_typed(
    secretary_client: Client, head: Post, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("provinces.forms.terms.MOST_LISTED", 2)
    names = ("Dr. Siti Rahma, M.Pd.", "Budi Santoso", "Ana Lestari")
    siti, *_ = [Person.objects.create(name=name) for name in names]
    page = secretary_client.get(address_of(head))
    assert [value for value, _ in page.context["form"].fields["person"].choices] == [""]
    page = secretary_client.post(address_of(head), typed(new_name="siti"))
    assert [value for value, _ in page.context["form"].fields["person"].choices] == ["", siti.pk]
    assert "new_name" in page.context["form"].errors
    consented(secretary_client, address_of(head), typed(new_name="siti", person=siti.pk))
    assert terms_of(head) == [(siti.name, date(2026, 11, 2), None)]
    assert Person.objects.count() == 3


def test_first_head_brings_the_post_of_the_office(secretary_client: Client, aceh: Office):
    address = f"/admin/provinces/office/{aceh.pk}/angkat-kepala/"
    assert consented(secretary_client, address, typed()).status_code == 302
    assert str(Term.objects.get().post) == "Kepala UPTD Balai Tekkomdik Aceh"


def test_post_of_the_forum_is_held_on_behalf_of_an_office(secretary_client: Client, aceh: Office):
    treasurer = make_post(title="Bendahara", slug="bendahara")
    fields = typed(
        on_behalf_of=aceh.pk, from_day="2023-01-01", from_precision="year",
        until="2025-01-01", until_precision="year", source="Notula rakor",
    )  # fmt: skip
    assert consented(secretary_client, address_of(treasurer), fields).status_code == 302
    term = Term.objects.get()
    assert (term.on_behalf_of, term.when, term.source) == (aceh, "2023–2025", "Notula rakor")


def test_office_of_a_head_is_not_asked_for_again(secretary_client: Client, head: Post):
    assert "on_behalf_of" not in secretary_client.get(address_of(head)).context["form"].fields


def test_stand_in_displaces_nobody_and_says_so(secretary_client: Client, head: Post):
    make_term(head, name="Kepala Lama")
    page = secretary_client.post(address_of(head), typed(acting="plh", until="2026-12-01"))
    assert page.context["effects"] == [
        "Dra. Nur Aini, M.Pd. menjabat Kepala UPTD Balai Tekkomdik Aceh sebagai Plh. "
        "2 November–1 Desember 2026.",
    ]


def test_unknown_beginning_tells_what_becomes_of_the_former(secretary_client: Client, head: Post):
    make_term(head, name="Kepala Lama")
    page = secretary_client.post(address_of(head), typed(from_precision="unknown"))
    assert page.context["effects"] == [
        "Masa jabatan Kepala Lama sebagai Kepala UPTD Balai Tekkomdik Aceh tercatat sampai "
        "1 November 2026, akhirnya tidak diketahui.",
        "Dra. Nur Aini, M.Pd. menjabat Kepala UPTD Balai Tekkomdik Aceh setidaknya sejak "
        "2 November 2026.",
    ]


def test_appointment_with_an_end_tells_of_the_days_without_a_holder(
    secretary_client: Client, head: Post
):
    make_term(head, name="Kepala Lama")
    page = secretary_client.post(address_of(head), typed(until="2027-01-01"))
    assert page.context["effects"][2:] == ["Sesudah itu jabatan kosong sejak 1 Januari 2027."]


def test_appointment_that_collides_says_with_whom_and_keeps_the_form(
    secretary_client: Client, head: Post
):
    make_term(head, name="Kepala Sekarang", period=(date(2026, 6, 1), None))
    fields = typed(new_name="Penerus", from_day="2026-05-01", _confirm=1)
    page = secretary_client.post(address_of(head), fields)
    (error,) = page.context["form"].non_field_errors()
    assert error.startswith("Kepala Sekarang sudah tercatat sebagai Kepala UPTD Balai Tekkomdik")
    assert page.context["form"]["new_name"].value() == "Penerus"
    assert not Person.objects.filter(name="Penerus").exists()


def test_consent_counts_for_what_was_shown_alone(secretary_client: Client, head: Post):
    page = secretary_client.post(address_of(head), typed())
    shown = page.context["form"]["shown"].value()
    make_term(head, name="Kepala Lama")
    page = secretary_client.post(address_of(head), typed(shown=shown, _confirm=1))
    assert page.context["warning"].startswith("Isian atau keadaannya berubah sejak diperiksa.")
    assert terms_of(head) == [("Kepala Lama", date(2025, 1, 1), None)]


def test_appointment_needs_one_person(secretary_client: Client, head: Post):
    known = Person.objects.create(name="Sudah Tercatat")
    for person, name in ((known.pk, "Nama Baru"), ("", "")):
        page = secretary_client.post(address_of(head), typed(person=person, new_name=name))
        assert page.context["form"].errors == {
            "person": ["Pilih orang yang sudah tercatat, atau isi satu nama baru."]
        }


def test_name_like_another_is_asked_about(secretary_client: Client, head: Post):
    Person.objects.create(name="Nur Aini")
    page = secretary_client.post(address_of(head), typed())
    assert page.context["form"].errors == {
        "new_name": [
            "Mirip dengan yang sudah tercatat: “Nur Aini”. Bila orangnya sama, pilih dari daftar "
            "di atas; bila lain, beri tanda di bawah ini."
        ]
    }
    assert 'type="checkbox" name="is_other"' in page.text
    fields = typed(is_other="on")
    assert consented(secretary_client, address_of(head), fields).status_code == 302
    assert Person.objects.count() == 2


def test_decree_outlives_the_page_that_asks_once_more(secretary_client: Client, head: Post):
    sent = SimpleUploadedFile("SK.pdf", pdf(), "application/pdf")
    page = secretary_client.post(address_of(head), typed(decree=sent))
    assert page.context["effects"][-1] == "Berkas SK disimpan."
    assert "Berkas sudah diterima dan ikut disimpan." in page.text
    form = page.context["form"]
    again = {name: form[name].value() for name in ("shown", "decree_kept")}
    done = secretary_client.post(address_of(head), typed(**again, _confirm=1))
    assert done.status_code == 302
    term = Term.objects.get()
    page = secretary_client.get(f"/admin/provinces/term/{term.pk}/sk/")
    assert page.headers["Content-Type"] == "application/pdf"
    assert "no-store" in page.headers["Cache-Control"]
    assert b"".join(page.streaming_content).startswith(b"%PDF-")


def test_decree_that_is_no_pdf_is_refused(secretary_client: Client, head: Post):
    sent = SimpleUploadedFile("SK.pdf", b"<html>", "application/pdf")
    page = secretary_client.post(address_of(head), typed(decree=sent))
    assert page.context["form"].errors == {
        "decree": ["Berkas ini bukan PDF, melainkan halaman web atau XML."]
    }


def test_decree_kept_too_long_is_asked_for_again(secretary_client: Client, head: Post):
    for key in ("f" * 32, "../../rahasia"):
        page = secretary_client.post(address_of(head), typed(decree_kept=key))
        assert page.context["form"].errors == {
            "decree": ["Berkas SK tidak lagi tersimpan; pilih sekali lagi."]
        }


def test_note_taker_appoints_nobody(note_taker_client: Client, head: Post):
    chair = make_post()
    for address in (address_of(head), address_of(chair)):
        assert note_taker_client.get(address).status_code == 403
        assert note_taker_client.post(address, typed(_confirm=1)).status_code == 403
    assert not Term.objects.exists()
