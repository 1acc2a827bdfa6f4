"""The page of each rakor, as the public, an office and staff read them."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test import Client

from meetings.models import Commitment, Figure, Meeting, MeetingMove, Official, Publication
from provinces.models import OfficeName, Person
from tests.factories import (
    NOW,
    TODAY,
    make_agenda_item,
    make_document,
    make_meeting,
    make_meeting_picture,
    make_minutes,
    make_office,
    make_province,
    make_registration,
    make_version,
    release,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_postgres,
    pytest.mark.usefixtures("standing_clock"),
]


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def rakor(db) -> Meeting:
    return make_meeting(
        slug="rakor-makassar",
        title="Rakor Makassar",
        theme="Digital untuk semua",
        starts_at=time(8, 0),
        venue="Hotel Pantai",
        host_province=make_province(name="Sulawesi Selatan"),
        mode="hibrida",
        organisers="Pusdatin\nBLPT",
        source="antaranews.com, 2026",
        description="Membahas **program**.",
    )


def test_unknown_slug_is_not_found(public_client):
    assert public_client.get("/rakor/tidak-ada/").status_code == 404


def test_page_shows_what_is_known(public_client, rakor, aceh):
    make_agenda_item(
        rakor,
        title="Pleno I",
        kind="pleno",
        starts_at=time(9, 0),
        duration_minutes=90,
        presenter="Kepala Pusdatin",
        place="Aula",
    )
    release(rakor)
    Commitment.objects.create(meeting=rakor, text="Bersinergi")
    Figure.objects.create(meeting=rakor, name="Indeks SPBE", value="3,86", predicate="sangat baik")
    person = Person.objects.create(name="Suharti", nip="198503152010012002")
    Official.objects.create(meeting=rakor, person=person, position="Sekjen", part="arahan")
    Official.objects.create(meeting=rakor, position="Kepala Dinas", part="hadir")
    make_registration(rakor, aceh, full_name="Peserta Rahasia", email="rahasia@dinas.example")
    html = text(public_client, rakor.get_absolute_url())
    for shown in (
        "“Digital untuk semua”",
        "Selasa\u2013Rabu · mulai "
        '<time datetime="2026-12-15T08:00:00+08:00" data-behaviour="local-time">'
        "08.00 WITA (07.00 WIB, 09.00 WIT)</time>",
        "Hotel Pantai",
        "Luring dan daring",
        "1 peserta dari 1 balai",
        "3 kursi tiap balai",
        "<strong>program</strong>",
        "Selasa, 15 Desember 2026",
        "09.00\u201310.30",
        "Kepala Pusdatin · Aula",
        "Bersinergi",
        "3,86",
        "Suharti",
        "nama tidak disebut sumber",
        "UPTD Balai Tekkomdik Aceh",
        "Pusdatin, BLPT",
        "antaranews.com, 2026",
        'Dibuka sampai <time datetime="2026-12-08T11:00:00+08:00" data-behaviour="local-time">'
        "8 Desember 2026, 11.00 WITA</time>, oleh petugas tiap balai.",
        "/rakor/rakor-makassar/daftar/",
        "/rakor/rakor-makassar/kalender.ics",
    ):
        assert shown in html
    for hidden in ("Peserta Rahasia", "rahasia@dinas.example", "198503152010012002"):
        assert hidden not in html


def test_page_tells_until_when_a_quota_holds(public_client):
    rakor = make_meeting(capacity=40, quota_until=NOW)
    html = text(public_client, rakor.get_absolute_url())
    assert "3 kursi tiap balai sampai 24 November 2026, 11.00 WITA, 40 kursi seluruhnya" in html


def test_internal_items_are_for_staff_alone(
    public_client, operator_client, secretariat_client, rakor
):
    make_agenda_item(rakor, title="Rapat panitia tertutup", is_public=False)
    release(rakor)
    for client in (public_client, operator_client):
        assert "Rapat panitia tertutup" not in text(client, rakor.get_absolute_url())
    html = text(secretariat_client, rakor.get_absolute_url())
    assert "Rapat panitia tertutup" in html
    assert "Internal" in html


def test_a_rakor_known_by_its_year_promises_no_day(public_client):
    meeting = make_meeting(
        starts_on=date(2023, 1, 1),
        ends_on=None,
        date_precision="year",
        starts_at=time(8, 0),
        date_note="hari Senin",
        registered_by="none",
        provinces_reported=22,
        attendance_note="dari 22 provinsi",
    )
    html = text(public_client, meeting.get_absolute_url())
    for shown in ("hari Senin", "22 provinsi", "dari 22 provinsi", "Notula belum tersedia"):
        assert shown in html
    for hidden in ("Januari", "08.00", 'kalender.ics"'):
        assert hidden not in html.split("<main")[1].split("</main")[0]


@pytest.mark.parametrize(
    ("fields", "shown", "has_link"),
    [
        ({"registration_opens_at": NOW + timedelta(hours=1)}, "Pendaftaran belum dibuka", False),
        ({}, "Daftarkan delegasi", True),
        ({"registration_closes_at": NOW}, "Pendaftaran sudah ditutup", True),
        ({"starts_on": TODAY, "ends_on": TODAY}, "Daftarkan delegasi", True),
    ],
)
def test_registration_is_offered_by_its_window(public_client, fields, shown, has_link):
    meeting = make_meeting(**fields)
    html = text(public_client, meeting.get_absolute_url())
    assert shown in html
    assert (f"/rakor/{meeting.slug}/daftar/" in html) is has_link


@pytest.mark.parametrize(
    ("registered_by", "before", "after"),
    [
        ("offices", "Daftarkan delegasi", "Kelola delegasi"),
        ("open", "Daftarkan diri", "Buka halaman saya"),
    ],
)
def test_who_registered_already_is_led_to_what_they_registered(
    operator_client, other_operator_client, aceh, registered_by, before, after
):
    meeting = make_meeting(registered_by=registered_by)
    make_registration(meeting, aceh)
    for client, shown, hidden in (
        (operator_client, after, before),
        (other_operator_client, before, after),
    ):
        html = text(client, meeting.get_absolute_url())
        assert (shown in html, hidden in html) == (True, False)


def test_cancelled_rakor_keeps_its_agenda_and_names_the_reason(public_client):
    meeting = make_meeting()
    make_agenda_item(meeting, title="Pleno yang batal")
    release(meeting)
    Meeting.objects.update(cancelled_at=NOW, cancel_reason="Banjir di Makassar.")
    html = text(public_client, meeting.get_absolute_url())
    assert "Banjir di Makassar." in html
    assert "Pleno yang batal" in html
    assert f"/rakor/{meeting.slug}/daftar/" not in html


def test_account_without_an_office_is_not_offered_registration(rakor, django_user_model):
    client = Client()
    client.force_login(django_user_model.objects.create_user("tamu@dinas.example"))
    assert "/daftar/" not in text(client, rakor.get_absolute_url())


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_six_statements_then_one(public_client, django_assert_num_queries, count):
    meeting = make_meeting()
    for _ in range(count):
        make_agenda_item(meeting)
        Commitment.objects.create(meeting=meeting, text="Janji")
        Official.objects.create(meeting=meeting, position="Kepala", part="hadir")
        make_registration(meeting, make_office())
    release(meeting)
    for expected in (6, 1):
        with django_assert_num_queries(expected):
            public_client.get(f"{meeting.get_absolute_url()}?x={expected}")


def change_title(meeting):
    Meeting.objects.filter(pk=meeting.pk).update(title="Judul lain")


def change_host(meeting):
    meeting.host_province.name = "Provinsi lain"
    meeting.host_province.save()


def add_item(meeting):
    make_agenda_item(meeting, title="Acara lain")
    release(meeting)


def change_office(meeting):
    office = meeting.registrations.get().office
    office.name = "Balai lain"
    office.save()


def rename_office_then(meeting):
    """The rakor lies before it: the page says what the office was called then."""
    office = meeting.registrations.get().office
    OfficeName.objects.create(office=office, name="BPTIKP", valid=(None, date(2027, 1, 1)))


def rename_official_office(meeting):
    office = meeting.officials.get().office
    OfficeName.objects.create(office=office, name="BPTIKP", valid=(None, date(2027, 1, 1)))


def change_person(meeting):
    Person.objects.update(name="Orang lain")


def withdraw(meeting):
    meeting.registrations.update(withdrawn_at=NOW)


def delete_commitment(meeting):
    meeting.commitments.all().delete()


def delete_official(meeting):
    meeting.officials.all().delete()


def publish_minutes(meeting):
    Publication.objects.create(
        minutes=make_minutes(meeting), number=1, content={}, sha256="0" * 64, published_at=NOW
    )


def by_hand(meeting):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE meetings_figure SET value = '4,1'")


def move(meeting):
    MeetingMove.objects.create(
        meeting=meeting, starts_on=TODAY, zone=meeting.zone, reason="Banjir.", moved_at=NOW
    )


def add_document(meeting):
    make_document(meeting)


def add_version(meeting):
    make_version(meeting.documents.first(), content=b"%PDF-1.7 lebih panjang")


def add_picture(meeting):
    make_meeting_picture(meeting)


@pytest.mark.parametrize(
    "change",
    [
        change_title,
        change_host,
        add_item,
        change_office,
        rename_office_then,
        rename_official_office,
        change_person,
        withdraw,
        delete_commitment,
        delete_official,
        publish_minutes,
        by_hand,
        move,
        add_document,
        add_version,
        add_picture,
    ],
)
def test_every_change_shows_at_once(public_client, rakor, aceh, bali, change):
    make_document(rakor)
    Official.objects.create(
        meeting=rakor,
        person=Person.objects.create(name="Suharti"),
        office=bali,
        position="Sekjen",
        part="hadir",
    )
    Commitment.objects.create(meeting=rakor, text="Bersinergi")
    Figure.objects.create(meeting=rakor, name="Indeks", value="3,86")
    make_registration(rakor, aceh)
    before = text(public_client, f"{rakor.get_absolute_url()}?sebelum")
    change(rakor)
    after = text(public_client, f"{rakor.get_absolute_url()}?sesudah")
    assert before.split("<main")[1] != after.split("<main")[1]


def test_past_rakor_names_offices_and_people_as_they_were_then(public_client, rakor, aceh, bali):
    Meeting.objects.update(starts_on=date(2019, 5, 1), ends_on=date(2019, 5, 3))
    for office in (aceh, bali):
        valid = (date(2010, 1, 1), date(2020, 1, 1))
        OfficeName.objects.create(office=office, name=f"BPTIKP {office.slug}", valid=valid)
    person = Person.objects.create(name="Suharti")
    for office, position in ((aceh, "Kepala Balai"), (bali, "Kepala BPTIKP Bali")):
        Official.objects.create(
            meeting=rakor, person=person, office=office, position=position, part="hadir"
        )
    make_registration(rakor, aceh)

    html = text(public_client, rakor.get_absolute_url())

    assert html.count("waktu itu: BPTIKP aceh") == 2  # the official and the delegation
    assert "waktu itu: BPTIKP bali" not in html  # the position tells it
    assert "Kepala BPTIKP Bali" in html
