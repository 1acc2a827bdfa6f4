"""One upload in several small files: what survives of it, what is left out."""

from contextlib import suppress
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image, ImageCms

from forum_portal.lib.pictures import file_name, has_file, shown, store_sizes

pytestmark = pytest.mark.any_postgres

GPS = 0x8825
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">Penulis rahasia</x:xmpmeta>'


def photograph(size: tuple[int, int] = (7304, 5480), **options) -> bytes:
    """A JPEG as a phone writes it, with its place and maker; 40 megapixels unless told."""
    exif = Image.Exif()
    exif[0x010F] = "Kamera rahasia"
    exif[0x0112] = options.pop("orientation", 1)
    exif.get_ifd(GPS).update({1: "S", 2: (6.0, 12.0, 30.5), 3: "E", 4: (106.0, 49.0, 12.0)})
    written = BytesIO()
    picture = Image.new("RGB", size, (30, 90, 160))
    picture.paste((240, 240, 240), (0, 0, size[0] // 4, size[1] // 4))
    picture.save(written, "JPEG", exif=exif, xmp=XMP, **options)
    return written.getvalue()


def stored(content: bytes) -> list[bytes]:
    """The files made of `content`, smallest first."""
    sizes = store_sizes(ContentFile(content, name="kiriman"))
    return [content_of(sizes["stem"], width) for width in sizes["widths"]]


def content_of(stem: str, width: int) -> bytes:
    with default_storage.open(file_name(stem, width)) as file:
        return file.read()


def smallest(content: bytes) -> Image.Image:
    return Image.open(BytesIO(stored(content)[0]))


def sizes_of(content: bytes) -> list[tuple[int, int]]:
    return [Image.open(BytesIO(file)).size for file in stored(content)]


def encoded(mode: str, kind: str, size: tuple[int, int] = (300, 200), **options) -> bytes:
    written = BytesIO()
    Image.new(mode, size, options.pop("color", 0)).save(written, kind, **options)
    return written.getvalue()


@pytest.mark.django_db
def test_photograph_of_forty_megapixels_becomes_small_files_without_metadata():
    before = photograph(
        icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    )
    files = stored(before)
    pictures = [Image.open(BytesIO(file)) for file in files]
    assert [(picture.format, picture.size) for picture in pictures] == [
        ("WEBP", (480, 360)),
        ("WEBP", (960, 720)),
        ("WEBP", (1600, 1200)),
    ]
    for file, picture in zip(files, pictures, strict=True):
        assert len(file) < 50_000
        assert dict(picture.getexif()) == {}
        assert {"exif", "xmp", "icc_profile"}.isdisjoint(picture.info)
        for private in (b"Kamera rahasia", b"Penulis rahasia", b"EXIF", b"XMP ", b"ICCP"):
            assert private not in file
    assert b"Kamera rahasia" in before
    assert b"Penulis rahasia" in before


@pytest.mark.django_db
def test_same_upload_gives_the_same_bytes():
    content = photograph((1200, 900))
    assert stored(content) == stored(content)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((1, 1), [(1, 1)]),
        ((300, 200), [(300, 200)]),
        ((575, 400), [(575, 400)]),
        ((576, 400), [(480, 333), (576, 400)]),
        ((1000, 500), [(480, 240), (1000, 500)]),
        ((3000, 4000), [(480, 640), (960, 1280), (1500, 2000)]),
        ((9000, 30), [(480, 2), (960, 3), (1600, 5)]),
        ((4, 30_000), [(1, 2000)]),
    ],
)
def test_no_file_is_larger_than_what_was_sent_or_useful(size, expected):
    assert sizes_of(photograph(size)) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("orientation", range(1, 9))
def test_picture_taken_in_any_position_stands_upright(orientation):
    """The light corner is at the top left of the sensor; where EXIF says it belongs is known."""
    picture = smallest(photograph((400, 200), orientation=orientation)).convert("L")
    width, height = picture.size
    corners = {
        "top left": picture.getpixel((5, 5)),
        "top right": picture.getpixel((width - 5, 5)),
        "bottom left": picture.getpixel((5, height - 5)),
        "bottom right": picture.getpixel((width - 5, height - 5)),
    }
    expected = {1: "top left", 2: "top right", 3: "bottom right", 4: "bottom left",
                5: "top left", 6: "top right", 7: "bottom right", 8: "bottom left"}  # fmt: skip
    assert max(corners, key=corners.__getitem__) == expected[orientation]
    assert (width > height) == (orientation < 5)


@pytest.mark.django_db
def test_transparent_palette_stays_transparent():
    picture = Image.new("P", (900, 700), 1)
    picture.putpalette([255, 0, 0, 0, 128, 0])
    picture.paste(0, (0, 0, 450, 700))
    written = BytesIO()
    picture.save(written, "PNG", transparency=0)
    small = smallest(written.getvalue())
    assert (small.mode, small.getpixel((20, 20))[3], small.getpixel((470, 20))[3]) == (
        "RGBA", 0, 255,
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (encoded("CMYK", "JPEG", color=(0, 255, 255, 0)), (255, 0, 0)),
        (encoded("L", "JPEG", color=200), (200, 200, 200)),
        (encoded("I;16", "PNG", color=0x8000), (128, 128, 128)),
        (encoded("1", "PNG", color=1), (255, 255, 255)),
        (encoded("LA", "PNG", color=(100, 255)), (100, 100, 100)),
        (encoded("RGB", "WEBP", color=(10, 200, 30), lossless=True), (10, 200, 30)),
    ],
)
def test_colours_are_kept_whatever_the_mode(content, expected):
    seen = smallest(content).getpixel((9, 9))
    assert all(abs(a - b) <= 4 for a, b in zip(seen, expected, strict=True)), seen


@pytest.mark.django_db
def test_damaged_metadata_does_not_spoil_a_sound_picture():
    content = encoded("RGB", "JPEG", exif=b"Exif\0\0rusak", icc_profile=b"bukan profil")
    assert sizes_of(content) == [(300, 200)]


@pytest.mark.django_db(transaction=True)
def test_files_of_a_transaction_that_is_undone_are_gone(tmp_path):
    with transaction.atomic():
        kept = store_sizes(ContentFile(photograph((700, 500)), name="a"))
    with suppress(RuntimeError), transaction.atomic():
        store_sizes(ContentFile(photograph((700, 500)), name="b"))
        raise RuntimeError
    with transaction.atomic():
        store_sizes(ContentFile(photograph((700, 500)), name="c"))
        transaction.set_rollback(True)
    names = {path.name for path in (tmp_path / "pictures").iterdir()}
    assert names == {f"{kept['stem']}-480.webp", f"{kept['stem']}-700.webp"}
    assert has_file(kept["stem"], 480)


@pytest.mark.django_db
def test_noise_stays_within_its_share_of_bytes():
    noise = Image.effect_noise((1600, 1200), 90).convert("RGB")
    written = BytesIO()
    noise.save(written, "JPEG", quality=95)
    sizes = store_sizes(ContentFile(written.getvalue(), name="a"))
    assert default_storage.size(file_name(sizes["stem"], 1600)) < len(written.getvalue()) / 2


def test_page_offers_every_size_and_reserves_the_place():
    picture = shown(
        stem="ab", widths=[480, 960, 1600], width=1600, height=1200, alt="Gedung",
        address=lambda stem, width: f"/g/{stem}-{width}.webp",
    )  # fmt: skip
    assert picture == (
        "/g/ab-960.webp",
        "/g/ab-480.webp 480w, /g/ab-960.webp 960w, /g/ab-1600.webp 1600w",
        "/g/ab-1600.webp",
        1600,
        1200,
        "Gedung",
    )
