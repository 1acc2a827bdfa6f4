"""A person's own page: what it tells of the seat, and what the person may do there."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import AuditEvent
from meetings.actions.name_consent import set_name_consent
from meetings.actions.registration import change_delegate, register_person
from meetings.actions.withdrawal import withdraw_delegate
from meetings.models import Meeting, Registration, RegistrationEvent
from meetings.models import SeatOffer as Offer
from tests.factories import NOW, make_meeting, make_registration
from tests.meetings.self_registering import person

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_postgres,
    pytest.mark.usefixtures("standing_clock"),
]

Seat = Registration.Seat


@pytest.fixture
def webinar(db) -> Meeting:
    """One seat, open to anybody; online in another zone than most readers'."""
    return make_meeting(
        slug="webinar",
        title="Webinar Data",
        registered_by=Meeting.RegisteredBy.ANYBODY,
        seats_per_office=None,
        capacity=1,
        mode="daring",
        conference_url="https://temu.example/ruang",
    )


@pytest.fixture
def ani(webinar) -> Registration:
    return register_person(meeting=webinar, delegate=person("Ani"), at=NOW)


@pytest.fixture
def budi(webinar, ani) -> Registration:
    """Waits, because Ani has the only seat."""
    return register_person(meeting=webinar, delegate=person("Budi"), at=NOW)


@pytest.fixture
def offered(ani, budi) -> Registration:
    """Budi, to whom Ani's seat is offered."""
    withdraw_delegate(registration=ani, reason="Sakit.", by=None, at=NOW)
    budi.refresh_from_db()
    assert budi.seat == Seat.OFFERED
    return budi


def words(client: Client, registration: Registration) -> str:
    html = client.get(f"/tiket/{registration.ticket_code}/").content.decode()
    main = html.split("<main")[1].split("</main")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def act(client: Client, registration: Registration, verb: str, **data: str):
    return client.post(f"/tiket/{registration.ticket_code}/{verb}/", data, follow=True)


def state(registration: Registration) -> tuple[str, bool]:
    registration.refresh_from_db()
    return registration.seat, registration.is_active


def test_with_a_seat_it_shows_ticket_and_the_way_into_the_room(public_client, ani):
    text = words(public_client, ani)
    for shown in ("Sah", "Masuk ke konferensi", "Tampilkan nama saya", "Batalkan pendaftaran"):
        assert shown in text
    for absent in ("Daftar tunggu", "Tawaran kursi"):
        assert absent not in text


def test_waiting_tells_the_place_why_and_what_follows(public_client, budi):
    text = words(public_client, budi)
    for shown in (
        "Urutan Anda: 1 dari 1 , menunggu sejak 24 November 2026, 11.00 WITA",
        "Urutan menurut waktu mendaftar.",
        "Mengapa belum ada kursi: Rakor ini menyediakan 1 kursi, sudah terpakai 1.",
        "ditahan 24 jam sampai Anda menjawab.",
        "Kursi ditawarkan sampai Selasa, 8 Desember 2026, 11.00 WITA.",
    ):
        assert shown in text
    for absent in ("Masuk ke konferensi", "temu.example", "Ani"):
        assert absent not in text


def test_an_offer_tells_its_deadline_in_both_zones(public_client, offered):
    html = public_client.get(f"/tiket/{offered.ticket_code}/").content.decode()
    assert (
        '<time datetime="2026-11-25T11:00:00+08:00" data-behaviour="local-time">'
        "25 November 2026, 11.00 WITA</time>"
    ) in html
    assert "Terima kursi" in html
    assert "local-times" in html


def test_to_open_addresses_does_nothing(public_client, offered):
    """Programs that look mail over open every link in it."""
    for verb in ("terima", "tolak", "nama", "batal"):
        public_client.get(f"/tiket/{offered.ticket_code}/{verb}/")
    assert state(offered) == (Seat.OFFERED, True)


def test_accepting_gives_seat_and_ticket(public_client, offered):
    html = act(public_client, offered, "terima").content.decode()
    assert state(offered) == (Seat.CONFIRMED, True)
    assert offered.tickets.filter(revoked_at=None).count() == 1
    assert "Kursi Anda pasti." in html


def test_an_offer_that_lapsed_is_not_accepted(public_client, offered):
    with time_machine.travel(NOW + timedelta(hours=24), tick=False):
        text = words(public_client, offered)
        asked = public_client.get(f"/tiket/{offered.ticket_code}/tolak/")
        html = act(public_client, offered, "terima").content.decode()
    assert "Batas waktunya sudah lewat. Kursi ini tidak dapat diterima lagi." in text
    assert "Ada kursi untuk Anda" not in text
    assert (asked.status_code, asked.url) == (302, f"/tiket/{offered.ticket_code}/")
    assert "25 November 2026, 11.00 WITA" in html
    assert state(offered) == (Seat.OFFERED, True)


def test_declining_asks_first_and_ends_the_registration(public_client, offered):
    question = public_client.get(f"/tiket/{offered.ticket_code}/tolak/").content.decode()
    assert "Tolak tawaran kursi?" in question
    act(public_client, offered, "tolak")
    assert state(offered) == (Seat.OFFERED, False)
    assert Offer.objects.get().outcome == Offer.Outcome.DECLINED


def test_without_an_offer_nothing_is_accepted_or_declined(public_client, budi):
    for verb in ("terima", "tolak"):
        act(public_client, budi, verb)
    assert state(budi) == (Seat.WAITING, True)


def test_consent_is_given_and_taken_back_by_the_person(public_client, ani):
    assert "checked" not in public_client.get(ani.get_absolute_url()).content.decode()
    html = act(public_client, ani, "nama", show="1").content.decode()
    assert "Tersimpan: nama Anda ditampilkan pada daftar peserta." in html
    assert "checked" in html
    ani.refresh_from_db()
    assert ani.name_public_at == NOW
    act(public_client, ani, "nama", show="1")  # twice is once
    act(public_client, ani, "nama")
    ani.refresh_from_db()
    assert ani.name_public_at is None
    told = ani.events.filter(kind=RegistrationEvent.Kind.CONSENT).values_list("text", flat=True)
    assert list(told) == [
        "Mengizinkan nama tampil pada daftar peserta.",
        "Mencabut izin nama tampil pada daftar peserta.",
    ]
    trail = AuditEvent.objects.filter(action__startswith="registration.name_").order_by("pk")
    assert list(trail.values_list("action", flat=True)) == [
        "registration.name_shown",
        "registration.name_hidden",
    ]


def test_consent_is_taken_back_even_when_all_is_over(public_client, ani):
    ani.name_public_at = NOW
    ani.withdrawn_at, ani.withdraw_reason = NOW, "Sakit."
    ani.save()
    act(public_client, ani, "nama")
    ani.refresh_from_db()
    assert ani.name_public_at is None
    html = act(public_client, ani, "nama", show="1").content.decode()
    assert "Pendaftaran Ani sudah berakhir; namanya tidak dapat ditampilkan." in html


def test_who_came_alone_withdraws_alone_with_a_reason(public_client, ani):
    html = act(public_client, ani, "batal", reason=" ").content.decode()
    assert "Isi alasan pembatalan." in html
    assert state(ani) == (Seat.CONFIRMED, True)
    act(public_client, ani, "batal", reason="Berhalangan.")
    assert state(ani) == (Seat.CONFIRMED, False)
    assert ani.withdraw_reason == "Berhalangan."
    assert not ani.tickets.filter(revoked_at=None).exists()


def test_one_may_withdraw_until_the_rakor_is_over(public_client, ani):
    with time_machine.travel(NOW + timedelta(days=60), tick=False):
        assert "Batalkan pendaftaran" not in words(public_client, ani)
        html = act(public_client, ani, "batal", reason="Berhalangan.").content.decode()
        assert "Rakor ini sudah selesai; pendaftarannya ditutup sejak" in html
        assert state(ani) == (Seat.CONFIRMED, True)
    with time_machine.travel(NOW + timedelta(days=15), tick=False):
        assert "Batalkan pendaftaran" in words(public_client, ani)
        act(public_client, ani, "batal", reason="Berhalangan.")
    assert state(ani) == (Seat.CONFIRMED, False)


def test_a_delegate_asks_the_office(public_client, aceh):
    delegate = make_registration(make_meeting(), aceh)
    assert "Hubungi petugas UPTD Balai Tekkomdik Aceh" in words(public_client, delegate)
    for answer in (
        public_client.get(f"/tiket/{delegate.ticket_code}/batal/"),
        act(public_client, delegate, "batal", reason="Berhalangan."),
    ):
        assert answer.status_code == 404
    assert state(delegate) == (Seat.CONFIRMED, True)


def test_a_cancelled_rakor_offers_nothing(public_client, offered):
    Meeting.objects.update(cancelled_at=NOW, cancel_reason="Gempa.")
    text = words(public_client, offered)
    for absent in ("Terima kursi", "konferensi", "Batalkan pendaftaran", "Tampilkan nama"):
        assert absent not in text
    act(public_client, offered, "terima")
    assert state(offered) == (Seat.OFFERED, True)


def test_after_the_rakor_it_says_so_and_shuts_the_room(public_client, ani, budi):
    with time_machine.travel(NOW + timedelta(days=60), tick=False):
        seated, waited = words(public_client, ani), words(public_client, budi)
    assert "Rakor ini sudah selesai." in seated
    assert "Rakor ini sudah selesai; sampai saat itu tidak ada kursi untuk Anda." in waited
    for absent in ("Masuk ke konferensi", "Tunjukkan kode QR", "Daftar tunggu Urutan"):
        assert absent not in seated + waited


def test_only_who_comes_in_person_is_asked_to_show_the_code(public_client, ani):
    told = []
    for mode in ("luring", "daring"):
        Registration.objects.filter(pk=ani.pk).update(mode=mode)
        text = words(public_client, ani)
        told.append(("Tunjukkan kode QR" in text, "Anda ikut secara daring" in text))
    assert told == [(True, False), (False, True)]


def test_a_form_without_its_token_from_elsewhere_is_refused(offered):
    stranger = Client(enforce_csrf_checks=True)
    for verb in ("terima", "tolak", "nama", "batal"):
        answer = stranger.post(f"/tiket/{offered.ticket_code}/{verb}/", {"show": "1"})
        assert answer.status_code == 403
    assert state(offered) == (Seat.OFFERED, True)


@pytest.mark.parametrize("verb", ["terima", "tolak", "nama", "batal"])
def test_nobody_acts_by_guessing(public_client, offered, verb):
    for guess in ("tebakan", offered.ticket_code.upper(), str(offered.pk)):
        assert public_client.post(f"/tiket/{guess}/{verb}/").status_code == 404
    assert state(offered) == (Seat.OFFERED, True)


def test_all_of_it_stays_out_of_caches_and_searches(public_client, offered):
    for verb in ("", "tolak/", "batal/"):
        response = public_client.get(f"/tiket/{offered.ticket_code}/{verb}")
        names = ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")
        assert {name: response[name] for name in names} == {
            "Cache-Control": "private, no-store",
            "X-Robots-Tag": "noindex, nofollow",
            "Referrer-Policy": "strict-origin",
        }


@pytest.mark.parametrize("waiting", [1, 3])
def test_waiting_takes_the_same_statements(
    public_client, webinar, budi, django_assert_num_queries, waiting
):
    for number in range(waiting):
        register_person(meeting=webinar, delegate=person(f"Cici {number}"), at=NOW)
    with django_assert_num_queries(4):
        public_client.get(budi.get_absolute_url())


@pytest.mark.parametrize(
    ("fields", "is_kept"),
    [
        ({"full_name": "Dr. Ani, M.Pd."}, True),
        ({"position": "Kepala Sekolah"}, True),
        ({"full_name": "Orang Lain"}, False),
        ({"email": "lain@sekolah.example"}, False),
    ],
)
def test_a_consent_is_of_the_person_who_gave_it(secretariat, ani, fields, is_kept):
    """Whoever is put there in the person's stead has consented to nothing."""
    set_name_consent(registration=ani, is_given=True, at=NOW)
    changed = replace(person("Ani"), **fields)
    change_delegate(registration=ani, delegate=changed, by=secretariat, at=NOW)
    ani.refresh_from_db()
    assert (ani.name_public_at is not None) is is_kept


def test_who_came_through_an_office_is_told_who_can_still_change_it(public_client, aceh):
    one = make_registration(make_meeting(), aceh)
    told = (
        "Berhalangan hadir, atau ada data yang keliru? Hubungi petugas UPTD Balai Tekkomdik Aceh; "
    )
    opened, closed = (
        "balai dapat membetulkan, mengganti, atau membatalkan.",
        "di luar masa pendaftaran, sekretariat yang mengganti atau membatalkan.",
    )
    page = words(public_client, one)
    assert (told + opened in page, closed in page) == (True, False)
    Meeting.objects.update(registration_closes_at=NOW)
    page = words(public_client, one)
    assert (told + closed in page, opened in page) == (True, False)
