"""Who registered for themselves puts their own data right."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from meetings.actions.registration import register_person
from meetings.models import AskedField, Meeting, Registration, RegistrationEvent
from meetings.privacy import PRIVACY_VERSION
from tests.factories import NOW, make_meeting, make_registration
from tests.meetings.self_registering import person

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_postgres,
    pytest.mark.usefixtures("standing_clock"),
]

TYPED = {"full_name": "Ani Lestari, M.Pd.", "position": "Kepala Sekolah", "unit": "SMA 2"}


@pytest.fixture
def ani(db) -> Registration:
    meeting = make_meeting(
        registered_by=Meeting.RegisteredBy.ANYBODY, seats_per_office=None, mode="daring"
    )
    delegate = person("Ani", privacy_version=PRIVACY_VERSION, mobile="+6281234567890", rank="III/c")
    return register_person(meeting=meeting, delegate=delegate, at=NOW)


def send(client: Client, registration: Registration, **typed: str):
    return client.post(f"/tiket/{registration.ticket_code}/ubah/", typed, follow=True)


def text(response) -> str:
    main = response.content.decode().split("<main")[1].split("</main")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_the_form_shows_what_is_stored(public_client, ani):
    html = public_client.get(f"/tiket/{ani.ticket_code}/ubah/").content.decode()
    for shown in ('value="Ani"', 'value="Guru"', 'value="0812-3456-7890"'):
        assert shown in html
    # The notice that was accepted is still the one in force.
    assert "pemberitahuan privasi dan setuju" not in html


def test_what_is_changed_is_kept_and_what_is_not_asked_stays(public_client, ani):
    Registration.objects.update(role="narasumber")
    assert "Data Anda tersimpan." in text(send(public_client, ani, **TYPED))
    ani.refresh_from_db()
    kept = {name: getattr(ani, name) for name in (*TYPED, "email", "rank", "role", "mobile")}
    assert kept == {
        **TYPED,
        "email": "ani@sekolah.example",
        "rank": "III/c",
        "role": "narasumber",
        "mobile": "",
    }
    event = ani.events.get(kind=RegistrationEvent.Kind.CHANGED)
    assert event.by is None


def test_what_is_wrong_is_told_and_stays_typed(public_client, ani):
    response = send(public_client, ani, full_name="Ani", position="", unit="SMA 2")
    assert "Isi jabatan." in text(response)
    assert 'value="SMA 2"' in response.content.decode()
    ani.refresh_from_db()
    assert ani.unit == "SMA 1"


def test_an_answer_goes_with_its_consent(public_client, ani):
    ani.meeting.asked_fields.create(
        kind=AskedField.Kind.DIET, purpose="Konsumsi.", delete_on=NOW.date() + timedelta(days=60)
    )
    answered = {**TYPED, "asked_makanan": "Vegetarian", "consent_makanan": "on"}
    send(public_client, ani, **answered)
    assert [answer.value for answer in ani.field_answers.all()] == ["Vegetarian"]
    assert "Vegetarian" in public_client.get(f"/tiket/{ani.ticket_code}/ubah/").content.decode()
    send(public_client, ani, **TYPED)
    assert not ani.field_answers.exists()


def test_after_closing_only_what_the_secretariat_asked_for(public_client, ani):
    with time_machine.travel(NOW + timedelta(days=15), tick=False):
        assert "Ubah data" not in text(public_client.get(ani.get_absolute_url()))
        assert "Pendaftaran ditutup sejak" in text(send(public_client, ani, **TYPED))
        Registration.objects.update(
            review="perbaikan",
            review_note="Nama belum lengkap.",
            mend_by=NOW.date() + timedelta(days=16),
        )
        page = text(public_client.get(ani.get_absolute_url()))
        assert "Perlu perbaikan Nama belum lengkap." in page
        assert "Anda dapat memperbaikinya paling lambat 10 Desember 2026, 23.59 WITA." in page
        assert "Data Anda tersimpan." in text(send(public_client, ani, **TYPED))


def test_a_delegate_is_put_right_by_the_office(public_client, aceh):
    delegate = make_registration(make_meeting(), aceh)
    assert public_client.get(f"/tiket/{delegate.ticket_code}/ubah/").status_code == 404
    assert send(public_client, delegate, **TYPED).status_code == 404
    Registration.objects.update(review="perbaikan", review_note="Nama belum lengkap.")
    page = text(public_client.get(delegate.get_absolute_url()))
    assert "Petugas UPTD Balai Tekkomdik Aceh dapat memperbaikinya." in page


def test_who_withdrew_changes_nothing(public_client, ani):
    Registration.objects.update(withdrawn_at=NOW, withdraw_reason="Sakit.")
    assert "sudah dibatalkan" in text(send(public_client, ani, **TYPED))
    ani.refresh_from_db()
    assert ani.full_name == "Ani"


def test_nobody_has_the_portal_mail_without_end(public_client, ani, settings):
    """Also who registers, withdraws, and registers again."""
    rates = {**settings.ACCOUNT_RATE_LIMITS, "own_registration": "2/h/key"}
    settings.ACCOUNT_RATE_LIMITS = rates
    told = [text(send(public_client, ani, **{**TYPED, "unit": f"SMA {n}"})) for n in range(3)]
    assert ["terlalu sering diubah" in each for each in told] == [False, False, True]
    ani.refresh_from_db()
    assert (ani.unit, ani.events.filter(kind=RegistrationEvent.Kind.CHANGED).count()) == (
        "SMA 1",
        2,
    )
