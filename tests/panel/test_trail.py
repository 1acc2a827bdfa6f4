"""The trail in the panel: what was done to a record, in words, on the record's own history."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.audit_details import details_in_words
from accounts.models import AuditEvent, User
from provinces.actions.names import rename_office
from provinces.actions.terms import correct_term
from provinces.models import Office, Term
from tests.factories import NOW, make_post, make_term
from tests.panel.forms import save

pytestmark = pytest.mark.django_db


def history_of(obj: Office | Term) -> str:
    return reverse(f"admin:provinces_{obj._meta.model_name}_history", args=[obj.pk])


def told(event: AuditEvent) -> dict[str, str]:
    return dict(details_in_words(event))


def test_saved_form_says_which_rows_changed(secretary_client: Client, aceh: Office):
    address = reverse("admin:provinces_office_change", args=[aceh.pk])
    save(
        secretary_client,
        address,
        city="Banda Aceh",
        services__TOTAL_FORMS=1,
        services__0__name="Pelatihan guru",
        services__0__order=1,
    )
    event = AuditEvent.objects.get(action="office.changed")
    assert told(event) == {
        "Perubahan": "Kota/kabupaten berubah. Layanan “Pelatihan guru” ditambahkan."
    }


def test_values_of_fields_read_before_and_after(secretary: User):
    term = make_term(make_post(), name="Ana Lestari")
    correct_term(term=term, values={"decree_number": "821/1/2025"}, by=secretary, at=NOW)
    assert told(AuditEvent.objects.get()) == {"Perubahan": "nomor SK: –, 821/1/2025"}


def test_history_shows_steps_and_who_had_no_account(
    secretary_client: Client, secretary: User, aceh: Office
):
    rename_office(office=aceh, name="Tekkom Aceh", since=date(2024, 5, 28), by=secretary, at=NOW)
    AuditEvent.objects.create(
        at=NOW, action="office.confirmed", target_type="provinces.office", target_id=aceh.pk
    )
    trail = secretary_client.get(history_of(aceh)).context["trail"]
    assert [(entry["what"], str(entry["by"])) for entry in trail] == [
        ("Balai menyatakan datanya benar", "Tanpa akun"),
        ("Balai berganti nama", "Ratna Dewi"),
    ]


def test_moments_name_the_zone_of_the_portal(secretary_client: Client, aceh: Office, time_machine):
    """What is done in a step, what is saved in a form, and the latest on the first page."""
    time_machine.move_to(NOW, tick=False)
    save(secretary_client, reverse("admin:provinces_office_change", args=[aceh.pk]), city="Sabang")
    for address in (history_of(aceh), "/admin/"):
        page = secretary_client.get(address).text
        assert (page.count("24 November 2026, 10.00 WIB") > 0, page.count("10.00<")) == (True, 0)


@pytest.mark.parametrize("rows", [1, 3])
def test_history_takes_as_many_statements_for_any_number_of_rows(
    secretary_client: Client, secretary: User, aceh: Office, rows: int, django_assert_num_queries
):
    for number in range(rows):
        AuditEvent.objects.create(
            at=NOW, actor=secretary, action="office.changed", details={"fields": ["city"]},
            target_type="provinces.office", target_id=aceh.pk, target=f"Balai {number}",
        )  # fmt: skip
    with django_assert_num_queries(8):
        page = secretary_client.get(history_of(aceh))
    assert page.context["trail"][0]["details"] == [("Tentang", "kota/kabupaten")]
