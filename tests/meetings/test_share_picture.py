"""/rakor/<slug>/gambar.png: the picture of a rakor where its address is shared."""

import io

import pytest
from PIL import Image

from meetings.models import Meeting
from meetings.share_picture import share_picture
from tests.factories import NOW, make_meeting

pytestmark = pytest.mark.django_db

GROUND = (8, 53, 117)
# The last rows of what the title has for itself: letters that end there were cut.
END_OF_THE_TITLE = (64, 434, 1136, 438)


def picture_of(meeting: Meeting) -> Image.Image:
    return Image.open(io.BytesIO(share_picture(meeting))).convert("RGB")


def colours_of(picture: Image.Image) -> set[tuple[int, int, int]]:
    return {colour for _, colour in picture.getcolors(maxcolors=1_000_000)}


def test_public_gets_a_picture_of_the_size_that_programs_ask_for(public_client):
    meeting = make_meeting()
    response = public_client.get(f"{meeting.get_absolute_url()}gambar.png")
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    picture = Image.open(io.BytesIO(response.content))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))


def test_same_picture_is_not_sent_twice_and_another_one_is(public_client):
    meeting = make_meeting(title="Rakor")
    address = f"{meeting.get_absolute_url()}gambar.png"
    first = public_client.get(address)
    known = {"if-none-match": first["ETag"]}
    again = public_client.get(f"{address}?lagi", headers=known)
    assert (again.status_code, again.content) == (304, b"")
    Meeting.objects.filter(pk=meeting.pk).update(cancelled_at=NOW, cancel_reason="Gempa.")
    later = public_client.get(f"{address}?baru", headers=known)
    assert later.status_code == 200
    assert later.content != first.content


@pytest.mark.parametrize(
    ("is_sample", "is_cancelled", "colours"),
    [
        (False, False, set()),
        (True, False, {(253, 243, 220)}),
        (False, True, {(253, 236, 234)}),
        (True, True, {(253, 243, 220), (253, 236, 234)}),
    ],
)
def test_sample_and_cancellation_are_marked(is_sample, is_cancelled, colours):
    cancelled = {"cancelled_at": NOW, "cancel_reason": "Gempa."} if is_cancelled else {}
    meeting = make_meeting(is_sample=is_sample, **cancelled)
    badges = {(253, 243, 220), (253, 236, 234)}
    assert colours_of(picture_of(meeting)) & badges == colours


@pytest.mark.parametrize(
    "title",
    [
        "Rakor",
        "W" * 200,
        ("Rapat Koordinasi Pengembangan Pembelajaran Digital " * 4)[:200],
        "i " * 100,
        "\u65e5\U0001f600" * 100,
    ],
)
def test_title_fits_above_the_line_whatever_its_length(title):
    meeting = make_meeting(title=title[:200], venue="Gedung " * 28)
    picture = picture_of(meeting)
    assert colours_of(picture.crop(END_OF_THE_TITLE)) == {GROUND}
    # Nor does anything leave it on the right.
    assert colours_of(picture.crop((1140, 140, 1200, 630))) == {GROUND}


def test_draft_has_a_picture_for_the_secretariat_alone(public_client, secretariat_client):
    address = f"{make_meeting(published_at=None).get_absolute_url()}gambar.png"
    assert public_client.get(address).status_code == 404
    assert secretariat_client.get(address).status_code == 200


def test_picture_takes_one_statement(public_client, django_assert_num_queries):
    meeting = make_meeting()
    with django_assert_num_queries(1):
        public_client.get(f"{meeting.get_absolute_url()}gambar.png")
