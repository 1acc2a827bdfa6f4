"""Pictures in several sizes: small WebP files that a page chooses from by the reader's screen.

`store_sizes` writes them, `shown` describes them to templates/_components/picture.html,
`picture_response` hands one out, `delete_sizes` takes them away with their row.
"""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import NamedTuple, TypedDict
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import models
from django.http import FileResponse, Http404
from PIL import Image

from forum_portal.lib.picture_files import decoded
from forum_portal.lib.stored_files import delete_on_commit, stays_if_committed
from forum_portal.lib.uploads import MAX_PICTURE_BYTES, read_within

# A phone, a phone with a dense screen, a desk. The height keeps portraits as small.
WIDTHS = (480, 960, 1600)
LARGEST = (1600, 2000)
# Of the middle size, for browsers that know no srcset.
PLAIN_WIDTH = 960
# A size is left out where the whole picture is hardly wider.
STEP = 1.2
# Tried in turn until a file stays within its share: noise and foliage need the lower ones.
QUALITIES = (80, 70, 58, 45, 32)
BYTES_PER_PIXEL = 0.22
SPARE_BYTES = 4096


class SizedPicture(models.Model):
    """A picture whose files are `<stem>-<width>.webp`, one for each of `widths`.

    The files never change: a new picture has a new stem.
    """

    stem = models.CharField("kode berkas", max_length=32, unique=True, editable=False)
    widths = ArrayField(models.PositiveSmallIntegerField(), editable=False)
    # Of the largest file, so that a page reserves the picture's place.
    width = models.PositiveSmallIntegerField("lebar", editable=False)
    height = models.PositiveSmallIntegerField("tinggi", editable=False)
    alt = models.CharField(
        "uraian gambar",
        max_length=200,
        help_text="Dibacakan bagi pembaca yang tidak melihat gambarnya.",
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.alt


class Sizes(TypedDict):
    """The fields of a SizedPicture that say which files there are."""

    stem: str
    widths: list[int]
    width: int
    height: int


class Shown(NamedTuple):
    """A picture as its component takes it; `url` is that of the largest file."""

    src: str
    srcset: str
    url: str
    width: int
    height: int
    alt: str


def store_sizes(file: File) -> Sizes:
    """Writes `file` in its sizes and says which they are.

    A transaction that is rolled back takes the files with it.
    Raises ValidationError with the reason, as uploads.checked_picture does.
    """
    picture = decoded(read_within(file, MAX_PICTURE_BYTES), LARGEST)
    stem, files = uuid4().hex, encoded_sizes(picture)
    for width, content in files.items():
        name = default_storage.save(file_name(stem, width), ContentFile(content))
        stays_if_committed(name)
    return Sizes(stem=stem, widths=list(files), width=picture.width, height=picture.height)


def encoded_sizes(picture: Image.Image) -> dict[int, bytes]:
    """The WebP files of `picture` by their width, the smallest first."""
    widths = [*(width for width in WIDTHS if width * STEP <= picture.width), picture.width]
    return {width: _webp(picture, width) for width in widths}


def delete_sizes(picture: SizedPicture) -> None:
    """Takes away the files of `picture` once the transaction that removes its row has ended."""
    delete_on_commit([file_name(picture.stem, width) for width in picture.widths])


def shown(
    *,
    stem: str,
    widths: Sequence[int],
    width: int,
    height: int,
    alt: str,
    address: Callable[[str, int], str],
) -> Shown:
    """address: gives the URL of the file of a stem and width."""
    plain = min(widths, key=lambda offered: abs(offered - PLAIN_WIDTH))
    return Shown(
        src=address(stem, plain),
        srcset=", ".join(f"{address(stem, offered)} {offered}w" for offered in sorted(widths)),
        url=address(stem, max(widths)),
        width=width,
        height=height,
        alt=alt,
    )


def file_name(stem: str, width: int) -> str:
    return f"pictures/{stem}-{width}.webp"


def has_file(stem: str, width: int) -> bool:
    """False where the database came without its files: a page then leaves the picture out."""
    return default_storage.exists(file_name(stem, width))


def picture_response(stem: str, width: int) -> FileResponse:
    """The file, kept by browsers and proxies for a year: it never changes. Raises Http404."""
    try:
        file = default_storage.open(file_name(stem, width))
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, content_type="image/webp")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _webp(picture: Image.Image, width: int) -> bytes:
    height = max(1, round(picture.height * width / picture.width))
    sized = picture if width == picture.width else picture.resize((width, height))
    most = SPARE_BYTES + BYTES_PER_PIXEL * width * height
    content = b""
    for quality in QUALITIES:
        written = BytesIO()
        sized.save(written, "WEBP", quality=quality, method=4)
        content = written.getvalue()
        if len(content) <= most:
            break
    return content
