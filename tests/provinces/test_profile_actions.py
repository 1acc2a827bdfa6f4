"""What an office tells of itself: changed field by field, row by row, and said in the audit."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent
from provinces.actions.profile import (
    ProfileRefused,
    set_aliases,
    set_programmes,
    set_services,
    update_profile,
)
from provinces.models import Office
from tests.factories import NOW

PROGRAMME = {"title": "Kelas maya", "year": "2024", "state": "running"}


def trail() -> list[tuple[str, dict]]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", "details"))


def update(office: Office, **values: str) -> list[str]:
    return update_profile(office=office, values=values, by=None, at=NOW)


def refused(action, **arguments) -> str:
    with pytest.raises(ProfileRefused) as refusal:
        action(**arguments, by=None, at=NOW)
    return str(refusal.value)


def test_profile_changes_and_the_audit_names_fields_without_their_values(aceh):
    changed = update(
        aceh, phone="(0651) 21234", email="info@dinas.example", city="  Banda Aceh ", address=""
    )
    fresh = Office.objects.get()
    assert changed == ["phone", "email", "city"]
    assert (fresh.phone, fresh.email, fresh.city) == (
        "+6265121234", "info@dinas.example", "Banda Aceh",
    )  # fmt: skip
    assert aceh.phone == "+6265121234"
    assert trail() == [("office.changed", {"fields": ["city", "email", "phone"]})]


def test_saying_the_same_again_leaves_no_trace(aceh):
    Office.objects.update(phone="+6265121234", opening_hours="Senin\nSelasa")
    assert update(aceh, phone="0651 21234", opening_hours="Senin\r\nSelasa") == []
    assert trail() == []


def test_old_value_that_no_rule_would_admit_may_stay_while_another_changes(aceh):
    Office.objects.update(phone="12")
    assert update(aceh, phone="12", city="Sabang") == ["city"]


def test_every_wrong_field_is_told_at_once_and_nothing_is_kept(aceh):
    with pytest.raises(ValidationError) as refusal:
        update(
            aceh,
            city="Sabang",
            phone="1",
            email="bukan surel",
            website="javascript:alert(1)",
            parent_agency="x" * 201,
            description="x" * 10_001,
        )
    assert set(refusal.value.message_dict) == {
        "phone", "email", "website", "parent_agency", "description",
    }  # fmt: skip
    assert Office.objects.get().city == ""
    assert trail() == []


def test_field_that_is_no_text_of_the_profile_is_a_mistake_of_the_code(aceh):
    with pytest.raises(ValueError, match="verification"):
        update(aceh, verification="official")


def test_aliases_are_exactly_those_given_in_their_order(aceh):
    aceh.aliases.create(name="Lama")
    names = ["BTIKP  Aceh", " ", "btikp aceh", aceh.name, "Tekkomdik"]
    set_aliases(office=aceh, names=names, by=None, at=NOW)
    assert [alias.name for alias in aceh.aliases.all()] == ["BTIKP Aceh", "Tekkomdik"]
    set_aliases(office=aceh, names=["BTIKP Aceh", "Tekkomdik"], by=None, at=NOW)
    assert trail() == [("office.aliases_set", {"count": 2})]


def test_services_keep_the_order_in_which_they_are_given(aceh):
    services = [{"name": "Studio"}, {"name": "Pelatihan", "description": "Guru", "url": ""}]
    set_services(office=aceh, services=services, by=None, at=NOW)
    assert list(aceh.services.values_list("name", "description", "order")) == [
        ("Studio", "", 1), ("Pelatihan", "Guru", 2),
    ]  # fmt: skip
    set_services(office=aceh, services=[], by=None, at=NOW)
    assert not aceh.services.exists()
    assert trail() == [
        ("office.services_set", {"count": 2}),
        ("office.services_set", {"count": 0}),
    ]


def test_programmes_are_stored_as_numbers_and_none(aceh):
    rows = [{**PROGRAMME, "until_year": "", "reached": " 40 sekolah "}]
    set_programmes(office=aceh, programmes=rows, by=None, at=NOW)
    columns = ("title", "year", "until_year", "state", "reached", "source")
    assert list(aceh.programmes.values_list(*columns)) == [
        ("Kelas maya", 2024, None, "running", "40 sekolah", "")
    ]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([{**PROGRAMME, "title": " "}], "Program ke-1: program: Field ini tidak boleh kosong."),
        (
            [PROGRAMME, {**PROGRAMME, "title": "B", "state": "hebat"}],
            "Program ke-2: keadaan: Nilai 'hebat' bukan pilihan yang valid.",
        ),
        ([PROGRAMME, PROGRAMME], "Program ke-2: Program ini sudah tercatat untuk tahun itu."),
        (
            [{**PROGRAMME, "until_year": 2020}],
            "Program ke-1: Tahun akhir tidak boleh sebelum tahun awal.",
        ),
        ([PROGRAMME] * 41, "Program: 41 butir; batasnya 40 butir."),
    ],
)
def test_programme_refused_says_which_and_keeps_what_was_there(aceh, rows, reason):
    aceh.programmes.create(title="Lama", year=2020, state="done")
    assert refused(set_programmes, office=aceh, programmes=rows) == reason
    assert [programme.title for programme in aceh.programmes.all()] == ["Lama"]
    assert trail() == []


def test_service_with_an_unsafe_link_is_refused(aceh):
    services = [{"name": "Studio", "url": "javascript:alert(1)"}]
    assert refused(set_services, office=aceh, services=services) == (
        "Layanan ke-1: tautan: Masukkan URL yang valid."
    )
