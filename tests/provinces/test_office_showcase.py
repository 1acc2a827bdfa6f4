"""What an office shows of itself on its page: pictures, emblem, services, programmes, hours."""

from datetime import date
from html import unescape
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from meetings.models import Commitment
from provinces.actions.profile import add_picture, set_logo
from provinces.models import Office, OfficePicture, OfficeProgramme, OfficeService
from provinces.verification import is_stale
from tests.factories import NOW, TODAY, make_meeting, make_picture


def upload() -> ContentFile:
    written = BytesIO()
    Image.new("RGB", (1000, 700), (20, 90, 40)).save(written, "JPEG")
    return ContentFile(written.getvalue(), name="gedung.jpg")


@pytest.fixture
def picture(aceh: Office) -> OfficePicture:
    return add_picture(office=aceh, file=upload(), alt="Gedung <balai>", by=None, at=NOW)


def page(client: Client):
    return client.get("/provinsi/aceh/")


def text_of(response) -> str:
    return unescape(" ".join(response.content.decode().split()))


def body_of(response) -> bytes:
    return b"".join(response.streaming_content)


def test_first_picture_opens_the_page_in_place_of_the_map(public_client, picture):
    base = f"/provinsi/aceh/gambar/{picture.stem}"
    content = page(public_client).content.decode()

    assert f'<a class="office-picture" href="{base}-1000.webp">' in content
    assert f'srcset="{base}-480.webp 480w, {base}-1000.webp 1000w"' in content
    assert 'width="1000" height="700" alt="Gedung &lt;balai&gt;"' in content
    assert 'fetchpriority="high"' in content
    assert 'loading="lazy"' not in content
    assert 'class="map"' not in content
    assert 'id="gambar"' not in content


def test_further_pictures_are_fetched_when_they_come_into_view(public_client, aceh, picture):
    add_picture(office=aceh, file=upload(), alt="Studio", by=None, at=NOW)
    content = page(public_client).content.decode()

    assert content.count('loading="lazy"') == 1
    assert content.index('alt="Studio"') > content.index('id="gambar"')


def test_picture_whose_files_are_lost_is_left_out(public_client, aceh):
    make_picture(aceh, alt="Hilang")
    Office.objects.update(logo="provinces.office/hilang.webp")
    content = page(public_client).content.decode()

    assert "Hilang" not in content
    assert "<img" not in content
    assert 'class="map"' in content


def test_picture_is_served_for_a_year_and_without_guessing_its_kind(public_client, picture):
    response = public_client.get(f"/provinsi/aceh/gambar/{picture.stem}-480.webp")

    assert Image.open(BytesIO(body_of(response))).size == (480, 336)
    assert (response["Content-Type"], response["Cache-Control"]) == (
        "image/webp", "public, max-age=31536000, immutable",
    )  # fmt: skip
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "address",
    [
        "aceh/gambar/{stem}-481.webp",
        "aceh/gambar/{stem}-99999999999999999999.webp",
        "bali/gambar/{stem}-480.webp",
        "aceh/gambar/..-480.webp",
        "aceh/gambar/tidak-ada-480.webp",
        "aceh/lambang.webp",
        "atlantis/lambang.webp",
    ],
)
def test_no_other_file_is_served(public_client, picture, bali, address):
    assert public_client.get(f"/provinsi/{address.format(stem=picture.stem)}").status_code == 404


def test_emblem_keeps_its_address_and_is_asked_for_again(public_client, aceh):
    set_logo(office=aceh, file=upload(), by=None, at=NOW)
    assert 'src="/provinsi/aceh/lambang.webp" alt="Lambang UPTD' in text_of(page(public_client))

    first = public_client.get("/provinsi/aceh/lambang.webp")
    assert Image.open(BytesIO(body_of(first))).size == (640, 448)
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    again = {"HTTP_IF_NONE_MATCH": first["ETag"]}
    assert public_client.get("/provinsi/aceh/lambang.webp", **again).status_code == 304
    set_logo(office=aceh, file=upload(), by=None, at=NOW)
    changed = public_client.get("/provinsi/aceh/lambang.webp", **again)
    assert (changed.status_code, body_of(changed) != b"") == (200, True)


def test_services_programmes_and_hours_are_told(public_client, aceh):
    OfficeService.objects.create(office=aceh, name="Studio", url="https://studio.example/")
    OfficeProgramme.objects.create(
        office=aceh, title="Kelas maya", year=2023, until_year=2025, state="done",
        reached="<b>40</b> sekolah", source="Laporan 2025",
    )  # fmt: skip
    OfficeProgramme.objects.create(office=aceh, title="Radio", year=2024, state="stopped")
    Office.objects.update(opening_hours="Senin–Kamis 08.00–16.00\r\n\r\nJumat 08.00–16.30")

    response = page(public_client)

    showcase = response.context["showcase"]
    assert showcase.services == [
        {"name": "Studio", "description": "", "url": "https://studio.example/"}
    ]
    assert [
        (row["title"], row["years"], row["state"], row["tone"]) for row in showcase.programmes
    ] == [
        ("Radio", "2024", "Dihentikan", "red"),
        ("Kelas maya", "2023–2025", "Selesai", "green"),
    ]
    assert response.context["opening_hours"] == ["Senin–Kamis 08.00–16.00", "Jumat 08.00–16.30"]
    assert "&lt;b&gt;40&lt;/b&gt; sekolah" in response.content.decode()


@pytest.mark.parametrize("published_at", [NOW, None])
def test_programmes_name_the_published_rakor_that_promised_them(
    public_client, aceh, bali, published_at
):
    meeting = make_meeting(
        title="Rakor 2023",
        slug="rakor-2023",
        starts_on=date(2023, 10, 30),
        ends_on=None,
        host_province=bali.province,
        published_at=published_at,
    )
    Commitment.objects.create(meeting=meeting, text="Bersinergi", order=1)
    Commitment.objects.create(meeting=meeting, text="Program Transformasi Digital", order=2)

    text = text_of(page(public_client))

    promised = '<a href="/rakor/rakor-2023/">Rakor 2023</a>: “Program Transformasi Digital”.'
    assert (promised in text) == (published_at is not None)
    assert ("Rakor 2023" in text) == (published_at is not None)


@pytest.mark.parametrize(
    ("confirmed_on", "expected"),
    [
        (None, True),
        (date(2025, 11, 23), True),
        (date(2025, 11, 24), True),
        (date(2025, 11, 25), False),
        (TODAY, False),
    ],
)
def test_confirmation_is_old_after_exactly_twelve_months(confirmed_on, expected):
    assert is_stale(confirmed_on, TODAY) is expected


def test_confirmation_of_a_leap_day_is_old_from_the_first_of_march():
    confirmed_on = date(2024, 2, 29)
    assert not is_stale(confirmed_on, date(2025, 2, 28))
    assert is_stale(confirmed_on, date(2025, 3, 1))


@pytest.mark.usefixtures("standing_clock")
@pytest.mark.parametrize(
    ("confirmed_on", "note", "standing"),
    [
        (None, "Belum dikonfirmasi balai", "Balai ini belum pernah menyatakan"),
        (
            date(2025, 11, 24),
            "Dikonfirmasi balai pada 24 November 2025, 12 bulan yang lalu atau lebih",
            "Dalam 12 bulan terakhir balai ini tidak lagi menyatakan",
        ),
        (TODAY, "Dikonfirmasi balai pada 24 November 2026", "Balai ini menyatakan data"),
    ],
)
def test_age_of_the_confirmation_is_said_plainly(public_client, aceh, confirmed_on, note, standing):
    Office.objects.update(confirmed_on=confirmed_on)
    response = page(public_client)
    assert response.context["facts"][-1]["note"] == note
    assert f"<p>{standing}" in text_of(response)


@pytest.mark.parametrize("more", [1, 3])
def test_statements_do_not_grow_with_what_is_shown(
    public_client, aceh, more, django_assert_num_queries: DjangoAssertNumQueries
):
    for number in range(more):
        add_picture(office=aceh, file=upload(), alt=f"Gambar {number}", by=None, at=NOW)
        OfficeService.objects.create(office=aceh, name=f"Layanan {number}")
        OfficeProgramme.objects.create(office=aceh, title=f"P{number}", year=2024, state="done")
    with django_assert_num_queries(7):
        assert page(public_client).status_code == 200
