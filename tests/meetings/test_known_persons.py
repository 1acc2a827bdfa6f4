"""Persons of earlier rakor and the further fields of a rakor, in the form of a delegate."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from meetings.models import AskedField, FieldAnswer, Meeting, Registration
from tests.factories import NOW, TODAY, make_meeting, make_registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

URL = "/rakor/rakor-makassar/daftar/"
FORM = {
    "full_name": "Ani",
    "role": "pendamping",
    "position": "Staf",
    "unit": "Balai",
    "email": "ani@dinas.example",
    "mobile": "0812 3456 7890",
    "privacy": "on",
}


@pytest.fixture
def rakor(db) -> Meeting:
    return make_meeting(slug="rakor-makassar", title="Rakor Makassar")


@pytest.fixture
def earlier(db) -> Meeting:
    return make_meeting(title="Rakor Bandung", starts_on=TODAY - timedelta(days=300))


def ask(meeting: Meeting, kind: str, **fields) -> AskedField:
    defaults = {"purpose": "Pemesanan konsumsi.", "delete_on": date(2027, 1, 31)}
    return AskedField.objects.create(meeting=meeting, kind=kind, **{**defaults, **fields})


def known_of(response) -> list[str]:
    return [row["name"] for row in response.context["persons"]]


def test_offers_each_own_person_once_who_is_not_registered_yet(
    operator_client, rakor, earlier, aceh, bali
):
    older = make_meeting(starts_on=TODAY - timedelta(days=700))
    named = {"full_name": "Ani Lestari, M.Pd.", "name_key": "ani lestari"}
    newest = make_registration(earlier, aceh, **named)
    make_registration(older, aceh, full_name="Ani Lestari", name_key="ani lestari")
    make_registration(earlier, aceh, full_name="Budi", name_key="budi")
    make_registration(rakor, aceh, full_name="Budi", name_key="budi")
    make_registration(earlier, aceh, full_name="Batal", withdrawn_at=NOW)
    make_registration(earlier, bali, full_name="Orang Bali")
    response = operator_client.get(f"{URL}dikenal/")
    assert known_of(response) == ["Ani Lestari, M.Pd."]
    assert f"{URL}tambah/?balai=aceh&amp;dari={newest.pk}" in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_statements(
    operator_client, rakor, earlier, aceh, django_assert_num_queries, count
):
    for _ in range(count):
        make_registration(earlier, aceh)
    with django_assert_num_queries(5):
        operator_client.get(f"{URL}dikenal/")


def test_form_begins_with_what_still_holds(operator_client, rakor, earlier, aceh):
    ask(rakor, "nip")
    one = make_registration(
        earlier, aceh, full_name="Ani", role="kepala", nip="1" * 18, rank="III/c",
        mobile="+6281234567890", email="ani@dinas.example",
    )  # fmt: skip
    form = operator_client.get(f"{URL}tambah/?balai=aceh&dari={one.pk}").context["form"]
    assert {name: form[name].value() for name in form.fields if form[name].value()} == {
        "full_name": "Ani",
        "position": "Pranata Komputer",
        "unit": aceh.name,
        "nip": "1" * 18,
        "email": "ani@dinas.example",
        "mobile": "0812-3456-7890",
    }


def test_another_offices_person_is_nobody(operator_client, rakor, earlier, bali):
    other = make_registration(earlier, bali, full_name="Orang Bali", nip="1" * 18)
    for key in (other.pk, uuid4(), "x"):
        response = operator_client.get(f"{URL}tambah/?balai=aceh&dari={key}")
        assert response.context["form"]["full_name"].value() is None
        assert "Orang Bali" not in response.content.decode()


def test_forgotten_contact_is_typed_again(operator_client, rakor, earlier, aceh):
    one = make_registration(earlier, aceh, email="", mobile="")
    html = operator_client.get(f"{URL}dikenal/").content.decode()
    assert "Kontaknya sudah dihapus dan diisi lagi." in html
    form = operator_client.get(f"{URL}tambah/?balai=aceh&dari={one.pk}").context["form"]
    assert (form["email"].value(), form["mobile"].value()) == ("", None)


def test_nobody_known_leads_to_the_form(operator_client, rakor):
    response = operator_client.get(f"{URL}dikenal/")
    assert known_of(response) == []
    assert f'href="{URL}tambah/?balai=aceh"' in response.content.decode()


def test_further_fields_name_purpose_and_day_of_deletion(operator_client, rakor):
    ask(rakor, "makanan")
    ask(rakor, "kaus", purpose="Pembuatan kaus", is_required=True)
    ask(rakor, "kamar", purged_at=NOW)
    response = operator_client.get(f"{URL}tambah/")
    form = response.context["form"]
    assert [(field.name, field.field.required) for field in form.logistics] == [
        ("asked_makanan", False), ("consent_makanan", False), ("asked_kaus", True),
    ]  # fmt: skip
    assert form["asked_makanan"].help_text == (
        "Misalnya vegetarian, atau alergi udang. Untuk pemesanan konsumsi. Dihapus 31 Januari 2027."
    )
    assert 'name="consent_makanan"' in response.content.decode()
    assert "checked" not in response.content.decode().partition("consent_makanan")[2][:40]


def test_answers_are_stored_of_what_was_asked_alone(operator_client, rakor):
    for kind in ("kedatangan", "makanan", "akses"):
        ask(rakor, kind)
    given = {
        "asked_kedatangan": "Senin 13.00",
        "asked_makanan": "vegetarian",
        "consent_makanan": "on",
        "asked_kaus": "XL",
    }
    operator_client.post(f"{URL}tambah/", {**FORM, **given})
    answers = FieldAnswer.objects.order_by("field").values_list("field__kind", "value")
    assert list(answers) == [("kedatangan", "Senin 13.00"), ("makanan", "vegetarian")]


def test_need_without_consent_is_not_taken(operator_client, rakor):
    ask(rakor, "akses")
    response = operator_client.post(f"{URL}tambah/", {**FORM, "asked_akses": "kursi roda"})
    assert response.context["form"].errors == {
        "consent_akses": [
            "Kebutuhan akses hanya dicatat dengan persetujuan: centang, atau kosongkan isiannya."
        ]
    }
    assert 'value="kursi roda"' in response.content.decode()
    assert Registration.objects.count() == 0


def test_consent_taken_back_forgets_the_answer(operator_client, rakor):
    ask(rakor, "akses")
    given = {"asked_akses": "kursi roda", "consent_akses": "on"}
    operator_client.post(f"{URL}tambah/", {**FORM, **given})
    url = f"{URL}{Registration.objects.get().pk}/ubah/"
    form = operator_client.get(url).context["form"]
    assert (form["asked_akses"].value(), form["consent_akses"].value()) == ("kursi roda", True)
    operator_client.post(url, {**FORM, "asked_akses": ""})
    assert FieldAnswer.objects.count() == 0
