"""A picture as it was sent, made into pixels: refused before it is decoded, or decoded small.

A JPEG is read at half, a quarter or an eighth of its size, other formats whole and then reduced
in strips. bench/pictures.py measures what that takes. One picture at a time is decoded in a
process, so uploads that arrive together do not add up.
"""

import re
import threading
import warnings
from io import BytesIO

from django.core.exceptions import ValidationError
from PIL import Image, ImageCms
from PIL.JpegImagePlugin import JpegImageFile

from forum_portal.lib.disguises import second_nature

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_PIXELS = 50_000_000
# Its decoder keeps the pixels five times, and no camera writes it.
MAX_WEBP_PIXELS = 25_000_000
# A JPEG may repeat itself in ever finer scans, each as dear as the first; cameras use about ten.
MAX_SCANS = 30

# Pillow raises beyond twice this number, before a decoder reserves memory for what a header says.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2

Size = tuple[int, int]

_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_STRIP_ROWS = 64
# A marker of JPEG; within the pixels a 0xFF is followed by zero or counts a restart.
_MARKER = re.compile(rb"\xff+([^\x00\xd0-\xd8\xff])")
_START_OF_SCAN, _END_OF_IMAGE = b"\xda", b"\xd9"
_APPLE_PHOTO = re.compile(rb".{4}ftyp(?:hei|hev|mif1|msf1|avif)", re.DOTALL)

_one_at_a_time = threading.Lock()


def decoded(content: bytes, box: Size) -> Image.Image:
    """`content` upright in RGB or RGBA of sRGB, no larger than `box`, with nothing but pixels.

    Raises ValidationError: not a picture, another file besides, too many pixels, moving, broken.
    """
    if (other := second_nature(content)) and _looks_like_a_picture(content):
        raise ValidationError(
            f"Berkas ini gambar sekaligus {other}. Demi keamanan berkas seperti itu ditolak; "
            "simpan ulang gambarnya dengan aplikasi foto, lalu unggah kembali.",
            code="polyglot",
        )
    with _one_at_a_time, warnings.catch_warnings():
        # Of pictures that are large, or whose second picture is damaged: both are dealt with.
        warnings.simplefilter("ignore")
        picture = _opened(content)
        try:
            return _bare(_colours_of_the_web(_small_and_upright(picture, box)))
        except Exception as broken:
            # Broken pixels surface as whatever error the decoder of that format uses.
            raise _broken() from broken


def _looks_like_a_picture(content: bytes) -> bool:
    return content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF", b"GIF8"))


def _opened(content: bytes) -> Image.Image:
    """The picture with its header read and no pixel decoded."""
    try:
        picture = Image.open(BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError:
        raise _too_many_pixels(MAX_PIXELS) from None
    except Exception as unknown:
        # A header may be damaged in every way there is; the formats are three all the same.
        raise _unknown(content) from unknown
    most = MAX_WEBP_PIXELS if picture.format == "WEBP" else MAX_PIXELS
    if picture.width * picture.height > most:
        raise _too_many_pixels(most)
    if picture.format in ("PNG", "WEBP") and getattr(picture, "n_frames", 1) > 1:
        raise ValidationError(
            "Gambar ini bergerak. Kirim gambar diam: JPEG, PNG, atau WebP.", code="moving"
        )
    if isinstance(picture, JpegImageFile) and _has_too_many_scans(content):
        raise ValidationError(
            "Susunan gambar JPEG ini terlalu rumit. Simpan ulang, lalu unggah kembali.",
            code="too_complex",
        )
    return picture


def _has_too_many_scans(content: bytes) -> bool:
    at = scans = 0
    while scans <= MAX_SCANS and (marker := _MARKER.search(content, at)):
        if marker[1] == _END_OF_IMAGE:
            return False
        scans += marker[1] == _START_OF_SCAN
        # Never less than the two bytes of the length itself.
        at = marker.end() + max(2, int.from_bytes(content[marker.end() : marker.end() + 2]))
    return scans > MAX_SCANS


def _small_and_upright(picture: Image.Image, box: Size) -> Image.Image:
    turn = _UPRIGHT.get(_orientation(picture))
    if turn is not None and turn >= Image.Transpose.ROTATE_90 and turn != turn.ROTATE_180:
        box = box[1], box[0]
    size = _fitted(picture.size, box)
    # Only a JPEG takes the hint; it then decodes no more pixels than the size needs.
    picture.draft(None, size)  # type: ignore[arg-type]
    profile = picture.info.get("icc_profile")
    small = _reduced(picture, max(1, picture.width // size[0])).resize(size)
    small.info = {"icc_profile": profile}
    return small.transpose(turn) if turn is not None else small


def _orientation(picture: Image.Image) -> int:
    try:
        return picture.getexif().get(_ORIENTATION, 1)
    except Exception:
        # Metadata may be nonsense where the picture is sound.
        return 1


def _fitted(size: Size, box: Size) -> Size:
    scale = min(1.0, box[0] / size[0], box[1] / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _reduced(picture: Image.Image, factor: int) -> Image.Image:
    """A whole number of times smaller, in a mode that can be resized; strip by strip, so that
    no second copy of all pixels is needed.
    """
    picture.load()
    mode = _mode_of(picture)
    width, height = picture.size
    small = Image.new(mode, (-(-width // factor), -(-height // factor)))
    rows = _STRIP_ROWS * factor
    for top in range(0, height, rows):
        strip = picture.crop((0, top, width, min(top + rows, height)))
        small.paste(_converted(strip, mode).reduce(factor), (0, top // factor))
    return small


def _mode_of(picture: Image.Image) -> str:
    if picture.mode == "CMYK":
        return "CMYK"
    return "RGBA" if picture.has_transparency_data else "RGB"


def _converted(strip: Image.Image, mode: str) -> Image.Image:
    if strip.mode.startswith("I"):
        # Sixteen bits of grey; Pillow's own conversion cuts off instead of scaling.
        strip = strip.point(lambda grey: grey * (1 / 256)).convert("L")
    return strip.convert(mode)


def _colours_of_the_web(picture: Image.Image) -> Image.Image:
    """In sRGB, which a reader's screen assumes once the camera's profile has been dropped."""
    wanted = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(picture.info["icc_profile"] or b""))
        srgb = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(picture, profile, srgb, outputMode=wanted)
    except (ImageCms.PyCMSError, OSError, ValueError):
        # None, a damaged one, or one of other colours than the picture has.
        return picture.convert(wanted)
    return converted or picture.convert(wanted)


def _bare(picture: Image.Image) -> Image.Image:
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    return clean


def _unknown(content: bytes) -> ValidationError:
    if _APPLE_PHOTO.match(content):
        return ValidationError(
            "Foto HEIC atau AVIF belum dapat dibaca. Simpan sebagai JPEG, lalu unggah kembali.",
            code="disguised",
        )
    return ValidationError("Berkas ini bukan gambar JPEG, PNG, atau WebP.", code="disguised")


def _broken() -> ValidationError:
    return ValidationError(
        "Gambar ini rusak dan tidak dapat dibaca. Simpan ulang, lalu unggah kembali.",
        code="broken",
    )


def _too_many_pixels(most: int) -> ValidationError:
    return ValidationError(
        f"Gambar ini terlalu besar: paling banyak {most // 1_000_000} juta piksel.",
        code="too_many_pixels",
    )
