"""Terms in the panel: a record to read, changed by steps that say beforehand what they change."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from accounts.models import AuditEvent
from provinces.models import Office, Post, Term
from tests.factories import make_post, make_term
from tests.panel.forms import consented

pytestmark = pytest.mark.django_db


@pytest.fixture
def chair(db: None) -> Post:
    return make_post()


@pytest.fixture
def term(chair: Post) -> Term:
    return make_term(chair, name="Ana Lestari", decree_number="12/SK", source="Notula rakor")


def step(term: Term, name: str) -> str:
    return f"/admin/provinces/term/{term.pk}/{name}/"


def corrected(term: Term, **fields: object) -> dict[str, object]:
    return {
        "person": term.person_id,
        "from_day": "2025-01-01",
        "from_precision": "day",
        "until_precision": "day",
        "seen_precision": "day",
        "decree_number": "12/SK",
        "source": "Notula rakor",
        **fields,
    }


def test_record_shows_every_field_and_takes_no_plain_save(secretary_client: Client, term: Term):
    term.decree.save("sk.pdf", ContentFile(b"%PDF-isi"))
    page = secretary_client.get(step(term, "change"))
    for words in ("Ana Lestari", "Ketua Forum", "Definitif", "sejak 1 Januari 2025", "12/SK",
                  "Notula rakor", f"/admin/provinces/term/{term.pk}/sk/"):  # fmt: skip
        assert words in page.text
    assert [tool["label"] for tool in page.context["steps"]] == [
        "Akhiri", "Koreksi", "Hapus catatan", "Buka SK (PDF)",
    ]  # fmt: skip
    assert secretary_client.post(step(term, "change"), corrected(term)).status_code == 403
    assert secretary_client.get("/admin/provinces/term/add/").status_code == 403
    assert secretary_client.get(step(term, "delete")).status_code == 403


def test_end_is_rehearsed_with_the_vacancy_then_done(secretary_client: Client, term: Term):
    fields = {"on": "2026-05-04", "precision": "day"}
    page = secretary_client.post(step(term, "akhiri"), fields)
    assert page.context["effects"] == [
        "Masa jabatan Ana Lestari sebagai Ketua Forum berakhir 4 Mei 2026.",
        "Sesudah itu jabatan kosong sejak 4 Mei 2026.",
    ]
    assert consented(secretary_client, step(term, "akhiri"), fields).status_code == 302
    term.refresh_from_db()
    assert term.when == "1 Januari 2025–4 Mei 2026"


def test_end_before_the_beginning_is_refused_with_both_days(secretary_client: Client, term: Term):
    page = secretary_client.post(step(term, "akhiri"), {"on": "2024-05-04", "precision": "day"})
    assert page.context["form"].non_field_errors() == [
        "Akhir masa jabatan (4 Mei 2024) harus sesudah awalnya, 1 Januari 2025."
    ]


def test_extension_says_from_when_to_when(secretary_client: Client, chair: Post):
    term = make_term(
        chair, name="Ana Lestari", period=(date(2023, 1, 1), date(2025, 1, 1)),
        from_precision="year", until_precision="year",
    )  # fmt: skip
    fields = {"until": "2026-01-01", "precision": "year"}
    page = secretary_client.post(step(term, "perpanjang"), fields)
    assert page.context["effects"] == [
        "Masa jabatan Ana Lestari sebagai Ketua Forum berubah: semula 2023–2025, menjadi 2023–2026."
    ]
    assert consented(secretary_client, step(term, "perpanjang"), fields).status_code == 302
    assert Term.objects.get().when == "2023–2026"


def test_correction_that_collides_names_the_neighbour_and_keeps_what_was_typed(
    secretary_client: Client, chair: Post, term: Term
):
    make_term(chair, name="Budi Wibowo", period=(date(2023, 1, 1), date(2025, 1, 1)))
    fields = corrected(term, from_day="2024-06-01", source="Berita acara")
    page = secretary_client.post(step(term, "koreksi"), fields)
    (error,) = page.context["form"].non_field_errors()
    assert error.startswith("Budi Wibowo sudah tercatat sebagai Ketua Forum 1 Januari 2023–1 Jan")
    assert page.context["form"]["source"].value() == "Berita acara"
    assert page.context["form"]["from_day"].value() == "2024-06-01"


def test_correction_tells_each_change(secretary_client: Client, term: Term, aceh: Office):
    fields = corrected(term, on_behalf_of=aceh.pk, decree_number="13/SK", until="2027-01-01")
    page = secretary_client.post(step(term, "koreksi"), fields)
    assert page.context["effects"] == [
        "Masa jabatan Ana Lestari sebagai Ketua Forum berakhir 1 Januari 2027.",
        "Mewakili: semula kosong, menjadi UPTD Balai Tekkomdik Aceh.",
        "Nomor SK: semula 12/SK, menjadi 13/SK.",
        "Sesudah itu jabatan kosong sejak 1 Januari 2027.",
    ]
    assert consented(secretary_client, step(term, "koreksi"), fields).status_code == 302
    term.refresh_from_db()
    assert (term.on_behalf_of, term.decree_number) == (aceh, "13/SK")


def test_correction_of_nothing_says_so_and_offers_no_consent(secretary_client: Client, term: Term):
    page = secretary_client.post(step(term, "koreksi"), corrected(term, _confirm=1))
    assert page.context["warning"].startswith("Tidak ada yang akan berubah")
    assert 'name="_confirm"' not in page.text
    assert not AuditEvent.objects.exists()


def test_correction_keeps_the_file_unless_it_is_taken_off(secretary_client: Client, term: Term):
    term.decree.save("sk.pdf", ContentFile(b"%PDF-isi"))
    consented(secretary_client, step(term, "koreksi"), corrected(term, source="Pers"))
    term.refresh_from_db()
    assert (term.source, bool(term.decree)) == ("Pers", True)
    fields = corrected(term, source="Pers", without_decree="on")
    page = secretary_client.post(step(term, "koreksi"), fields)
    assert page.context["effects"] == ["Berkas SK dilepas."]
    consented(secretary_client, step(term, "koreksi"), fields)
    term.refresh_from_db()
    assert not term.decree


def test_sighting_becomes_a_term(secretary_client: Client, chair: Post):
    seen = make_term(chair, name="Budi Wibowo", period=None, seen_on=date(2024, 5, 28))
    page = secretary_client.get(step(seen, "change"))
    assert [tool["label"] for tool in page.context["steps"]] == ["Koreksi", "Hapus catatan"]
    fields = corrected(seen, from_day="2024-05-28", from_precision="unknown",
                       seen_on="2024-05-28", decree_number="", source="")  # fmt: skip
    page = secretary_client.post(step(seen, "koreksi"), fields)
    assert page.context["effects"] == [
        "Masa jabatan Budi Wibowo sebagai Ketua Forum berubah: semula tercatat 28 Mei 2024, "
        "menjadi setidaknya sejak 28 Mei 2024."
    ]


def test_removal_tells_what_is_left_and_needs_a_reason(secretary_client: Client, chair: Post):
    make_term(chair, name="Budi Wibowo", period=(date(2023, 1, 1), date(2025, 1, 1)))
    term = make_term(chair, name="Ana Lestari", period=(date(2025, 1, 1), date(2027, 1, 1)))
    make_term(chair, name="Citra Dewi", period=(date(2027, 1, 1), None))
    address = step(term, "hapus-catatan")
    assert secretary_client.post(address, {"reason": " "}).context["form"].errors == {
        "reason": ["Bidang ini tidak boleh kosong."]
    }
    page = secretary_client.post(address, {"reason": "Salah orang"})
    assert page.context["effects"] == [
        "Catatan Ana Lestari sebagai Ketua Forum 1 Januari 2025–1 Januari 2027 dihapus.",
        "Sesudah itu jabatan kosong sejak 1 Januari 2025 sampai 1 Januari 2027.",
    ]
    done = consented(secretary_client, address, {"reason": "Salah orang"})
    assert done.url == f"/admin/provinces/post/{chair.pk}/change/"
    assert [t.person.name for t in chair.terms.order_by("period")] == ["Budi Wibowo", "Citra Dewi"]


@pytest.mark.parametrize("name", ["akhiri", "perpanjang", "koreksi", "hapus-catatan", "sk"])
def test_steps_are_closed_to_those_who_do_not_keep_terms(
    note_taker_client: Client, operator_client: Client, public_client: Client, chair: Post, name
):
    term = make_term(chair, period=(date(2025, 1, 1), date(2999, 1, 1)))
    assert note_taker_client.get(step(term, name)).status_code == 403
    assert operator_client.get(step(term, name)).status_code == 403
    assert public_client.get(step(term, name)).status_code == 302


def test_post_of_the_forum_is_added_and_lists_its_holders(secretary_client: Client, term: Term):
    fields = {"title": "Bendahara", "slug": "bendahara", "order": 4}
    assert secretary_client.post("/admin/provinces/post/add/", fields).status_code == 302
    post = Post.objects.get(slug="bendahara")
    assert (post.office, post.title, post.order) == (None, "Bendahara", 4)
    page = secretary_client.get(f"/admin/provinces/post/{term.post_id}/change/")
    assert f'<a href="/admin/provinces/term/{term.pk}/change/">Ana Lestari</a>' in page.text
    assert [tool["label"] for tool in page.context["steps"]] == ["Angkat pemegang jabatan"]


def test_post_added_by_mistake_is_deleted_and_one_with_a_history_is_not(
    secretary_client: Client, term: Term, aceh: Office
):
    mistake, head = make_post(title="Bendahara", slug="bendahara"), make_post(office=aceh)
    statuses = {
        post.pk: secretary_client.post(
            f"/admin/provinces/post/{post.pk}/delete/", {"post": "yes"}
        ).status_code
        for post in (mistake, head, term.post)
    }
    assert statuses == {mistake.pk: 302, head.pk: 403, term.post_id: 403}
    assert set(Post.objects.all()) == {head, term.post}
    assert AuditEvent.objects.get().action == "post.deleted"


@pytest.mark.parametrize("rows", [1, 3])
def test_post_lists_any_number_of_holders_with_as_many_queries(
    secretary_client: Client, chair: Post, rows: int, django_assert_max_num_queries
):
    for year in range(rows):
        make_term(chair, period=(date(2020 + year, 1, 1), date(2021 + year, 1, 1)))
    with django_assert_max_num_queries(8):
        secretary_client.get(f"/admin/provinces/post/{chair.pk}/change/")
