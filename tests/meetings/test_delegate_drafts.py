"""Drafts of a delegation: saved as far as typed, continued, discarded, registered together."""

from datetime import timedelta

import pytest
from post_office.models import Email

from accounts import kept_forms
from accounts.models import AuditEvent
from meetings.actions.drafts import (
    MOST_DRAFTS,
    DraftChanged,
    FilledDraft,
    TooManyDrafts,
    discard_draft,
    register_drafts,
    save_draft,
)
from meetings.actions.registration_refusals import NotYourOffice
from meetings.models import AssignmentLetter, DelegateDraft, Meeting, Registration
from meetings.privacy import PRIVACY_VERSION
from tests.factories import NOW, make_draft, make_letter, make_meeting, make_registration
from tests.meetings.seating import person
from tests.meetings.test_delegation_pages import flashes, pdf_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

URL = "/rakor/rakor-makassar/daftar/"
SOME = {"full_name": "Ani", "email": "ani@", "mobile": "12", "nip": "abc", "save_draft": "1"}


def whole(name: str, **more: str) -> dict[str, str]:
    return {
        "full_name": name,
        "role": "pendamping",
        "position": "Staf",
        "unit": "Balai",
        "email": f"{name.lower()}@dinas.example",
        "mobile": "0812 3456 7890",
        "privacy": "on",
        "privacy_version": PRIVACY_VERSION,
        **more,
    }


@pytest.fixture
def rakor(db) -> Meeting:
    return make_meeting(slug="rakor-makassar", title="Rakor Makassar")


def test_saved_however_incomplete_and_nothing_is_checked(operator_client, operator, rakor, aceh):
    response = operator_client.post(f"{URL}tambah/", SOME, follow=True)
    assert response.redirect_chain == [(f"{URL}?balai=aceh", 302)]
    assert flashes(response) == ["Draf Ani disimpan. Lanjutkan kapan saja dari halaman ini."]
    draft = DelegateDraft.objects.get()
    assert draft.data == {"full_name": "Ani", "email": "ani@", "mobile": "12"}
    assert (draft.office, draft.changed_by, draft.changed_at) == (aceh, operator, NOW)
    assert (Registration.objects.count(), Email.objects.count()) == (0, 0)
    event = AuditEvent.objects.get(action="delegatedraft.saved")
    assert (event.target, event.details) == (
        "Ani", {"office": "aceh", "meeting": "rakor-makassar"},
    )  # fmt: skip


def test_drafts_come_before_whom_the_office_has_not_registered_yet(operator_client, rakor, aceh):
    make_draft(rakor, aceh, full_name="Ani")
    page = operator_client.get(URL).text
    asked = page.index('id="draf"'), page.index('id="terdaftar"'), page.index("draf di atas")
    assert asked == tuple(sorted(asked))
    assert "Daftarkan kepala balai atau perwakilannya lebih dahulu" not in page


def test_empty_form_is_a_draft_as_well(operator_client, rakor):
    response = operator_client.post(f"{URL}tambah/", {"save_draft": "1"}, follow=True)
    assert flashes(response)[0].startswith("Draf tanpa nama disimpan.")


def test_continued_draft_shows_all_that_was_typed_without_faults(operator_client, rakor, aceh):
    draft = make_draft(rakor, aceh, full_name="Ani", email="ani@", role="kepala", privacy="on")
    response = operator_client.get(f"{URL}draf/{draft.pk}/")
    form = response.context["form"]
    assert [form[name].value() for name in ("full_name", "email", "role", "privacy")] == [
        # The consent was to a former notice, so it is asked again.
        "Ani", "ani@", "kepala", False,
    ]  # fmt: skip
    assert (form.is_bound, "form-errors" in response.content.decode()) == (False, False)
    operator_client.post(f"{URL}draf/{draft.pk}/", {**SOME, "full_name": "Ani Lestari"})
    draft.refresh_from_db()
    assert (draft.data["full_name"], DelegateDraft.objects.count()) == ("Ani Lestari", 1)


def test_letter_stays_with_its_draft_and_goes_with_its_delegate(operator_client, rakor):
    operator_client.post(f"{URL}tambah/", {**SOME, "file": pdf_file()})
    draft, letter = DelegateDraft.objects.get(), AssignmentLetter.objects.get()
    assert (draft.letter, draft.data.get("letter")) == (letter, None)
    page = operator_client.get(f"{URL}draf/{draft.pk}/")
    assert page.context["form"]["letter"].value() == str(letter.pk)
    operator_client.post(f"{URL}draf/{draft.pk}/", {**whole("Ani"), "letter": letter.pk})
    assert Registration.objects.get().letter == letter
    assert DelegateDraft.objects.count() == 0


def test_bad_letter_is_told_and_the_rest_saved(operator_client, rakor):
    bad = pdf_file()
    bad.file.write(b"MZ")
    bad.seek(0)
    response = operator_client.post(f"{URL}tambah/", {**SOME, "file": bad}, follow=True)
    assert flashes(response)[1].startswith("Surat tugas tidak ikut tersimpan. Berkas ini bukan PDF")
    assert (DelegateDraft.objects.count(), AssignmentLetter.objects.count()) == (1, 0)


def test_discarded_after_asking_and_the_letter_stays(operator_client, rakor, aceh):
    draft = make_draft(rakor, aceh, full_name="Ani")
    draft.letter = make_letter(rakor, aceh)
    draft.save()
    url = f"{URL}draf/{draft.pk}/buang/"
    assert "Buang draf?" in operator_client.get(url).content.decode()
    assert DelegateDraft.objects.count() == 1
    assert flashes(operator_client.post(url, follow=True)) == ["Draf Ani dibuang."]
    assert (DelegateDraft.objects.count(), AssignmentLetter.objects.count()) == (0, 1)


def test_all_complete_drafts_are_registered_at_once_and_each_outcome_told(
    operator_client, rakor, aceh, bali
):
    rakor.seats_per_office = 2
    rakor.save()
    for data in (whole("Ani"), whole("Budi"), whole("Citra"), {"full_name": "Dewi"}):
        make_draft(rakor, aceh, **data)
    make_draft(rakor, bali, **whole("Orang"))
    page = operator_client.get(f"{URL}draf/daftarkan/")
    assert [row["name"] for row in page.context["complete"]] == ["Ani", "Budi", "Citra"]
    assert [(row["name"], row["missing"]) for row in page.context["incomplete"]] == [
        (
            "Dewi",
            [
                "Belum diisi: Peran, Jabatan, Unit kerja, Alamat surel, Nomor ponsel (WhatsApp), "
                "persetujuan atas pemberitahuan privasi."
            ],
        )
    ]
    response = operator_client.post(f"{URL}draf/daftarkan/", follow=True)
    assert flashes(response) == [
        "2 orang terdaftar dan menerima tiket lewat surel: Ani, Budi",
        "Masuk daftar tunggu karena belum ada kursi: Citra",
    ]
    assert [(row["name"], row["line"].place) for row in response.context["waiting"]] == [
        ("Citra", "urutan ke-1 dari 1")
    ]
    assert [str(draft) for draft in DelegateDraft.objects.all()] == ["Dewi", "Orang"]


def test_draft_of_who_is_registered_meanwhile_keeps_nobody_back(operator_client, rakor, aceh):
    make_registration(rakor, aceh, full_name="Dr. Budi, M.Pd.", name_key="budi")
    make_draft(rakor, aceh, **whole("Ani"))
    make_draft(rakor, aceh, **whole("Budi"))
    page = operator_client.get(f"{URL}draf/daftarkan/")
    assert [(row["name"], row["missing"]) for row in page.context["incomplete"]] == [
        ("Budi", ["Orang ini sudah terdaftar dari balai Anda; draf ini dapat dibuang."])
    ]
    response = operator_client.post(f"{URL}draf/daftarkan/", follow=True)
    assert flashes(response) == ["Ani terdaftar. Tiket dikirim ke ani@dinas.example."]
    assert [str(draft) for draft in DelegateDraft.objects.all()] == ["Budi"]


def test_one_refusal_registers_nobody_and_names_whom(operator_client, rakor, aceh):
    make_registration(rakor, aceh, full_name="Budi Satu", email="budi@dinas.example")
    make_draft(rakor, aceh, **whole("Ani"))
    make_draft(rakor, aceh, **whole("Budi"))
    response = operator_client.post(f"{URL}draf/daftarkan/")
    assert response.context["refusal"] == (
        "Budi: Alamat surel ini sudah terdaftar pada rakor ini (atas nama Budi Satu)."
    )
    assert (Registration.objects.count(), DelegateDraft.objects.count()) == (1, 2)


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_all_drafts_takes_the_same_statements(
    operator_client, rakor, aceh, django_assert_num_queries, count
):
    for number in range(count):
        make_draft(rakor, aceh, **whole(f"Orang{'abc'[number]}"))
    with django_assert_num_queries(7):
        operator_client.get(f"{URL}draf/daftarkan/")


def test_draft_that_a_colleague_changed_meanwhile_registers_nobody(operator, rakor, aceh):
    draft = make_draft(rakor, aceh, **whole("Ani"))
    filled = [FilledDraft(draft, person(1))]
    DelegateDraft.objects.update(changed_at=NOW.replace(hour=5))
    with pytest.raises(DraftChanged):
        register_drafts(meeting=rakor, office=aceh, filled=filled, by=operator, at=NOW)
    assert Registration.objects.count() == 0


def test_no_office_keeps_more_drafts_than_the_limit(operator_client, operator, rakor, aceh):
    for _ in range(MOST_DRAFTS):
        make_draft(rakor, aceh)
    with pytest.raises(TooManyDrafts):
        save_draft(meeting=rakor, office=aceh, data={}, letter=None, by=operator, at=NOW)
    sealed = kept_forms.seal_for(operator)
    url = f"{URL}tambah/?balai=aceh"
    response = operator_client.post(url, {**SOME, "kept_for": sealed}, follow=True)
    assert "sudah menyimpan 50 draf" in flashes(response)[0]
    assert response.context["form"]["full_name"].value() == "Ani"


def test_others_neither_save_nor_discard(other_operator, rakor, aceh):
    draft = make_draft(rakor, aceh)
    with pytest.raises(NotYourOffice):
        save_draft(meeting=rakor, office=aceh, data={}, letter=None, by=other_operator, at=NOW)
    with pytest.raises(NotYourOffice):
        discard_draft(draft=draft, by=other_operator, at=NOW)


@pytest.mark.parametrize("button", ["save_draft", "register"])
def test_colleagues_save_is_not_overwritten_unseen(operator_client, rakor, aceh, button):
    draft = make_draft(rakor, aceh, full_name="Ani")
    url = f"{URL}draf/{draft.pk}/"
    page = operator_client.get(url)
    assert f'name="read_at" value="{NOW.isoformat()}"' in page.content.decode()
    DelegateDraft.objects.update(
        data={"full_name": "Dari rekan"}, changed_at=NOW + timedelta(minutes=5)
    )
    mine = {
        **whole("Ani"), "read_at": NOW.isoformat(), "kept_for": page.context["kept_for"],
        button: "1",
    }  # fmt: skip
    refused = operator_client.post(url, mine, follow=True)
    assert DelegateDraft.objects.get().data == {"full_name": "Dari rekan"}
    assert Registration.objects.count() == 0
    html = refused.content.decode()
    assert ("baru saja diubah" in html) or ("menggantikan isian" in html)
    assert refused.context["form"]["full_name"].value() == "Ani"
    later = (NOW + timedelta(minutes=5)).isoformat()
    assert f'name="read_at" value="{later}"' in html
    operator_client.post(url, {**mine, "read_at": later})
    assert [str(draft) for draft in DelegateDraft.objects.all()] == (
        ["Ani"] if button == "save_draft" else []
    )


@pytest.mark.parametrize("page", ["", "buang/"])
def test_another_offices_draft_does_not_exist(other_operator_client, rakor, aceh, page):
    draft = make_draft(rakor, aceh, full_name="Rahasia Aceh")
    url = f"{URL}draf/{draft.pk}/{page}"
    for response in (other_operator_client.get(url), other_operator_client.post(url, SOME)):
        assert response.status_code == 404
    assert DelegateDraft.objects.get().data["full_name"] == "Rahasia Aceh"
