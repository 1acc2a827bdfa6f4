"""The agenda's releases in the panel: told before they are made, refused where nothing changed."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from meetings.models import AgendaRelease, Meeting, OutboxMail
from tests.factories import make_agenda_item, make_meeting, make_registration, release

pytestmark = pytest.mark.django_db


@pytest.fixture
def rakor(db) -> Meeting:
    """One that lies ahead, whatever the day of the test."""
    day = timezone.localdate() + timedelta(days=30)
    return make_meeting(starts_on=day, ends_on=day + timedelta(days=1), title="Rakor Uji")


def press(client: Client, meeting: Meeting, comment: str = "", **after: Any) -> HttpResponse:
    """What the button sends from the page as it stands."""
    seen = client.get(address_of(meeting)).context["form"]["seen"].value()
    return client.post(address_of(meeting), {"comment": comment, "seen": seen}, **after)


def address_of(meeting: Meeting) -> str:
    return reverse("admin:meetings_meeting_agenda_releases", args=[meeting.pk])


def test_first_release_tells_what_will_happen_and_does_it(secretary_client, secretary, rakor, aceh):
    make_registration(rakor, aceh)
    make_agenda_item(rakor, title="Pleno")
    make_agenda_item(rakor, title="Rapat tertutup", is_public=False)

    page = secretary_client.get(address_of(rakor))
    done = press(secretary_client, rakor, "Awal.", follow=True)

    assert page.context["effects"] == [
        "Umum langsung membaca 1 acara. 1 acara internal hanya terbaca sekretariat.",
        "Surel kepada 1 alamat (peserta dan balai yang diundang) disiapkan di kotak keluar; "
        "tidak ada yang terkirim sebelum diperiksa di sana.",
    ]
    assert "Rilis versi 1" in page.content.decode()
    made = AgendaRelease.objects.get()
    assert (made.meeting, made.number, made.comment, made.released_by) == (
        rakor, 1, "Awal.", secretary,
    )  # fmt: skip
    assert "Susunan acara Rakor Uji dirilis sebagai versi 1." in done.content.decode()
    assert OutboxMail.objects.count() == 1


def test_next_release_shows_what_changed_and_the_versions_so_far(secretary_client, rakor):
    make_agenda_item(rakor, title="Pleno")
    release(rakor, comment="Susunan awal.")
    make_agenda_item(rakor, title="Penutupan")

    html = secretary_client.get(address_of(rakor)).content.decode()

    for shown in (
        "Yang berubah sejak versi 1",
        '<p class="difference__title">Penutupan</p>',
        "Versi 1 tetap tersimpan dan dapat dibaca di alamatnya.",
        "Tidak ada surel: belum ada peserta atau balai yang diundang.",
        "Susunan awal.",
        "Rilis versi 2",
    ):
        assert shown in html


def test_internal_changes_write_to_nobody(secretary_client, rakor, aceh):
    make_registration(rakor, aceh)
    make_agenda_item(rakor)
    release(rakor)
    make_agenda_item(rakor, is_public=False)

    effects = secretary_client.get(address_of(rakor)).context["effects"]

    assert effects[-1] == "Tidak ada surel yang disiapkan."


@pytest.mark.parametrize("is_released", [False, True])
def test_nothing_to_release_offers_no_button_and_is_refused(secretary_client, rakor, is_released):
    sentence = "Susunan acara Rakor Uji belum berisi satu mata acara pun."
    if is_released:
        make_agenda_item(rakor)
        release(rakor)
        sentence = "Draf sama dengan versi 1 yang sudah dirilis; tidak ada yang berubah."

    html = secretary_client.get(address_of(rakor)).content.decode()
    refused = secretary_client.post(address_of(rakor), {"comment": "Catatan panjang."})

    assert "Belum dapat dilakukan" in html
    assert "Rilis versi" not in html
    assert refused.context["form"].non_field_errors() == [sentence]
    assert "Catatan panjang." in refused.content.decode()
    assert AgendaRelease.objects.count() == int(is_released)


def test_what_nobody_saw_is_not_released(secretary_client, rakor):
    make_agenda_item(rakor, title="Pleno")
    seen = secretary_client.get(address_of(rakor)).context["form"]["seen"].value()
    make_agenda_item(rakor, title="Rapat rahasia")

    refused = secretary_client.post(address_of(rakor), {"comment": "Awal.", "seen": seen})
    shown = refused.context["form"]
    released = AgendaRelease.objects.exists()
    secretary_client.post(address_of(rakor), {"comment": "Awal.", "seen": shown["seen"].value()})

    assert shown.non_field_errors() == [
        "Draf baru saja diubah sesudah halaman ini dibuka. Periksa perubahannya yang sekarang, "
        "lalu rilis lagi."
    ]
    assert shown["comment"].value() == "Awal."
    assert released is False
    assert AgendaRelease.objects.get().comment == "Awal."


def test_note_taker_may_not_release(note_taker_client: Client, rakor):
    make_agenda_item(rakor)

    assert note_taker_client.get(address_of(rakor)).status_code == 403
    assert note_taker_client.post(address_of(rakor), {"comment": ""}).status_code == 403
    assert not AgendaRelease.objects.exists()


def test_statements_do_not_grow_with_items(secretary_client, rakor):
    counts = []
    for _ in range(2):
        for _ in range(3):
            make_agenda_item(rakor, presenter="Siti")
        release(rakor)
        make_agenda_item(rakor)
        with CaptureQueriesContext(connection) as counted:
            secretary_client.get(address_of(rakor))
        counts.append(len(counted))

    assert counts[0] == counts[1]
