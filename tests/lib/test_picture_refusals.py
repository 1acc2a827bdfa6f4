"""Pictures that are refused: bombs, files that are two things at once, the broken; and what is
not refused although it looks odd, because phones write it.
"""

import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, PngImagePlugin

from forum_portal.lib.uploads import MAX_PICTURE_BYTES, checked_picture

ALSO = (
    "Berkas ini gambar sekaligus {}. Demi keamanan berkas seperti itu ditolak; simpan ulang "
    "gambarnya dengan aplikasi foto, lalu unggah kembali."
)
TOO_LARGE = "Gambar ini terlalu besar: paling banyak {} juta piksel."
BROKEN = "Gambar ini rusak dan tidak dapat dibaca. Simpan ulang, lalu unggah kembali."
NO_PICTURE = "Berkas ini bukan gambar JPEG, PNG, atau WebP."
ARCHIVE = "arsip ZIP, dokumen Office, atau program Java"
PAGE = "halaman web atau skrip"


def encoded(kind: str = "JPEG", size: tuple[int, int] = (120, 80), **options) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, (40, 80, 120)).save(written, kind, **options)
    return written.getvalue()


def photograph() -> bytes:
    written = BytesIO()
    Image.effect_noise((400, 300), 60).save(written, "JPEG")
    return written.getvalue()


def archive(name: str = "Jahat.class") -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, b"jahat" * 20)
    return written.getvalue()


def program() -> bytes:
    header = b"MZ" + bytes(58) + struct.pack("<I", 64)
    return header + b"PE\0\0" + bytes(40)


def png_text(text: str) -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", text)
    return encoded("PNG", pnginfo=info)


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG that claims its size and holds `data`, whatever that is."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(data))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


def webp_of(width: int, height: int) -> bytes:
    canvas = (
        bytes([0, 0, 0, 0]) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    )
    body = b"WEBP" + b"VP8X" + struct.pack("<I", 10) + canvas
    return b"RIFF" + struct.pack("<I", len(body)) + body


def jpeg_of(width: int, height: int) -> bytes:
    """An ordinary JPEG whose header claims another size."""
    content = bytearray(encoded())
    at = content.index(b"\xff\xc0") + 5
    content[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(content)


def moving(kind: str) -> bytes:
    written = BytesIO()
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "green")]
    frames[0].save(written, kind, save_all=True, append_images=frames[1:], duration=90)
    return written.getvalue()


def many_scans() -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    content = encoded(progressive=True)
    last = content.rindex(b"\xff\xda")
    return content[:-2] + content[last:-2] * 60 + content[-2:]


def refusal(content: bytes) -> str | None:
    try:
        checked_picture(ContentFile(content, name="kiriman"))
    except ValidationError as refused:
        return refused.messages[0].replace("\xa0", " ")
    return None


@pytest.mark.parametrize(
    ("content", "other"),
    [
        (encoded() + archive(), ARCHIVE),
        (encoded("PNG") + archive(), ARCHIVE),
        (encoded("WEBP") + archive(), ARCHIVE),
        (encoded(comment=archive()), ARCHIVE),
        # Only the end of an archive, whose files stand in the picture's pixels.
        (encoded() + archive()[-22:], ARCHIVE),
        (moving("GIF") + archive(), ARCHIVE),
        (encoded(comment=b"%PDF-1.7\n1 0 obj"), "dokumen PDF"),
        (encoded() + b"%PDF-1.4\n%%EOF", "dokumen PDF"),
        (encoded("PNG") + b"<html><script>alert(1)</script>", PAGE),
        (png_text("<script>alert(1)</script>"), PAGE),
        (png_text("<SVG onload=alert(1)>"), PAGE),
        (png_text('<img src=x onerror="alert(1)">'), PAGE),
        (encoded(comment=b"<?php system($_GET[0]); ?>"), PAGE),
        (encoded() + b'<svg xmlns="http://www.w3.org/2000/svg"/>', PAGE),
        (encoded() + program(), "program Windows"),
        (encoded() + b"\x7fELF\x02\x01\x01" + bytes(40), "program Linux"),
        (encoded() + b"Rar!\x1a\x07\x01\x00", "arsip RAR"),
        (encoded() + b"7z\xbc\xaf\x27\x1c" + bytes(26), "arsip 7z"),
        (b"\xff\xd8\xff\xe0/*" + bytes(12072) + encoded()[2:], "skrip"),
        (encoded(comment=bytes(257 - 24) + b"ustar\x0000"), "arsip TAR"),
    ],
)
def test_file_that_is_two_things_at_once_is_refused(content, other):
    assert refusal(content) == ALSO.format(other)


@pytest.mark.parametrize(
    ("content", "most"),
    [
        (png_of(7072, 7071), 50),
        (png_of(65_000, 65_000), 50),
        (png_of(2_000_000_000, 2_000_000_000), 50),
        (jpeg_of(65_500, 65_500), 50),
        (webp_of(16_383, 16_383), 50),
        (encoded("WEBP", (5001, 5000)), 25),
        (encoded("PNG", (12_000, 10_000)), 50),
    ],
)
def test_picture_that_would_fill_the_memory_is_refused_before_it_is_decoded(content, most):
    assert len(content) < 400_000
    assert refusal(content) == TOO_LARGE.format(most)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Berkas ini kosong."),
        (photograph()[:3000], BROKEN),
        (encoded("PNG")[:90], BROKEN),
        (encoded("WEBP")[:-9], NO_PICTURE),
        (png_of(200, 200), BROKEN),
        (png_of(200, 200, b"kurang"), BROKEN),
        (b"\xff\xd8\xff", NO_PICTURE),
        (moving("GIF"), NO_PICTURE),
        (b"<svg onload='x'/>", NO_PICTURE),
        (archive(), NO_PICTURE),
        (
            b"\0\0\0\x18ftypheic" + bytes(40),
            "Foto HEIC atau AVIF belum dapat dibaca. Simpan sebagai JPEG, lalu unggah kembali.",
        ),
        (moving("PNG"), "Gambar ini bergerak. Kirim gambar diam: JPEG, PNG, atau WebP."),
        (moving("WEBP"), "Gambar ini bergerak. Kirim gambar diam: JPEG, PNG, atau WebP."),
        (
            many_scans(),
            "Susunan gambar JPEG ini terlalu rumit. Simpan ulang, lalu unggah kembali.",
        ),
        (
            encoded() + bytes(MAX_PICTURE_BYTES),
            "Berkas ini berukuran 25,0 MB; batasnya 25,0 MB.",
        ),
    ],
)
def test_picture_that_cannot_be_read_is_refused_with_its_reason(content, reason):
    assert refusal(content) == reason


@pytest.mark.parametrize(
    "content",
    [
        encoded() + bytes(4096),
        encoded() + b"\xff" * 300,
        encoded() + encoded(size=(60, 40)),
        # A short video behind the picture ("motion photo").
        encoded() + b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 400,
        encoded(xmp=b'<?xpacket begin=""?><x:xmpmeta><rdf:RDF>PK MZ %PDF</rdf:RDF></x:xmpmeta>'),
        encoded(progressive=True),
        encoded("PNG") + bytes(20),
        png_text("Dipotret di <halaman> kantor, 100% asli."),
    ],
)
def test_what_cameras_add_to_a_picture_passes(content):
    assert refusal(content) is None


def test_second_picture_of_a_phone_passes():
    written = BytesIO()
    first, second = Image.new("RGB", (90, 60)), Image.new("RGB", (30, 20))
    first.save(written, "MPO", save_all=True, append_images=[second])
    assert refusal(written.getvalue()) is None
