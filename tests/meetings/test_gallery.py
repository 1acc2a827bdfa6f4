"""Photographs of a rakor: what stands beside each, and who is handed out the files."""

import pytest
from django.test import Client

from meetings.actions.pictures import NotDescribed, TooMany, Words, add_picture
from meetings.models import Document, Meeting, MeetingPicture
from provinces.models import Office
from tests.factories import NOW, make_meeting, make_meeting_picture, make_registration
from tests.practices._files import picture_file

pytestmark = pytest.mark.django_db

ADDRESS = "/rakor/rakor-makassar/foto/"


@pytest.fixture
def rakor(aceh: Office) -> Meeting:
    """Aceh takes part, Bali does not."""
    meeting = make_meeting(slug="rakor-makassar", title="Rakor Makassar")
    make_registration(meeting, aceh)
    return meeting


def added(meeting: Meeting, visibility: str = "public", alt: str = "") -> MeetingPicture:
    words = Words(alt or f"Foto {visibility}", "Hari pertama", visibility)
    return add_picture(meeting=meeting, file=picture_file(), words=words, by=None, at=NOW)


@pytest.fixture
def photos(rakor: Meeting) -> dict[str, str]:
    """The address of one photograph of each visibility."""
    return {
        visibility: f"{ADDRESS}{added(rakor, visibility).stem}-300.webp"
        for visibility, _ in Document.Visibility.choices
    }


def is_handed_out(client: Client, url: str) -> bool:
    response = client.get(url)
    return response.status_code == 200 and bool(b"".join(response.streaming_content))


@pytest.mark.parametrize(
    ("role", "readable"),
    [
        ("public_client", {"public"}),
        ("other_operator_client", {"public"}),
        ("operator_client", {"public", "participants"}),
        ("secretariat_client", {"public", "participants", "secretariat"}),
    ],
)
def test_photographs_by_reader(request, rakor, photos, role, readable):
    client = request.getfixturevalue(role)
    html = client.get(ADDRESS).text
    assert {name for name, url in photos.items() if url in html} == readable
    assert {name for name in photos if f"Foto {name}" in html} == readable
    assert {name for name, url in photos.items() if is_handed_out(client, url)} == readable
    assert f"{len(readable)} foto" in client.get(rakor.get_absolute_url()).text


def test_who_may_keep_a_photograph(secretariat_client: Client, rakor, photos):
    def kept(name: str) -> str:
        response = secretariat_client.get(photos[name])
        b"".join(response.streaming_content)
        return response["Cache-Control"]

    assert {name: kept(name) for name in photos} == {
        "public": "public, max-age=3600, must-revalidate",
        "participants": "private, no-store",
        "secretariat": "private, no-store",
    }
    Meeting.objects.update(published_at=None)
    assert kept("public") == "private, no-store"


def test_each_photograph_is_a_figure_with_words_and_a_link(public_client: Client, rakor):
    photo = added(rakor, alt='Ketua "Aceh" & peserta')
    html = public_client.get(ADDRESS).text
    figure = html.split("<figure")[1].split("</figure>")[0]
    assert f'href="{ADDRESS}{photo.stem}-300.webp"' in figure
    assert 'alt="Ketua &quot;Aceh&quot; &amp; peserta"' in figure
    assert 'width="300" height="200"' in figure
    assert "Hari pertama" in figure.split("<figcaption")[1]


def test_other_sizes_rakor_and_drafts_are_not_found(public_client: Client, rakor, photos):
    stem = photos["public"].rsplit("/", 1)[1].split("-")[0]
    other = make_meeting()
    for url in (f"{ADDRESS}{stem}-480.webp", f"/rakor/{other.slug}/foto/{stem}-300.webp"):
        assert public_client.get(url).status_code == 404
    Meeting.objects.filter(pk=rakor.pk).update(published_at=None)
    for url in (ADDRESS, photos["public"]):
        assert public_client.get(url).status_code == 404


def test_photograph_whose_file_is_gone_is_not_found(public_client: Client, rakor):
    photo = make_meeting_picture(rakor)
    assert public_client.get(f"{ADDRESS}{photo.stem}-480.webp").status_code == 404


def test_nothing_is_kept_without_words_or_beyond_the_most(rakor, monkeypatch):
    with pytest.raises(NotDescribed):
        added(rakor, alt="  ")
    monkeypatch.setattr("meetings.actions.pictures.MOST_PICTURES", 1)
    added(rakor)
    with pytest.raises(TooMany):
        added(rakor)
    assert rakor.pictures.count() == 1


def test_empty_gallery_says_so(public_client: Client, rakor):
    assert "Belum ada foto" in public_client.get(ADDRESS).text


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_the_same_statements(
    public_client: Client, rakor, django_assert_num_queries, count
):
    for _ in range(count):
        make_meeting_picture(rakor)
    with django_assert_num_queries(2):
        public_client.get(ADDRESS)
