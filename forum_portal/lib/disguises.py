"""What else a file is besides what it claims to be: a picture that also opens as a web page.

A picture is written anew before anybody gets it, so nothing of a second file survives. It is
refused all the same: whoever hides an archive or a program in a photograph means harm, or sends
a file that was tampered with without their knowledge.

The whole file is searched, as readers of those formats do: an archive is read from its end, a
page from its first tag, wherever that stands. Each sign is long enough, or checked far enough,
that compressed pixels do not hold it by chance. What cameras add themselves passes: EXIF, XMP, a
second picture (MPF), a depth map, a short video, padding.
"""

import re
from collections.abc import Callable

_ZIP_METHODS = rb"[\x00\x08\x09\x0c\x0e\x5d\x5f\x63]\x00"
_SIGNS = (
    ("dokumen PDF", re.compile(rb"%PDF-[12]\.\d")),
    ("dokumen PostScript", re.compile(rb"%!PS-Adobe-\d")),
    (
        "arsip ZIP, dokumen Office, atau program Java",
        # A file's header with a version and method there is; or the end of the directory.
        re.compile(rb"PK(?:\x03\x04[\x00-\x3f]\x00..%b|\x05\x06\x00{4})" % _ZIP_METHODS, re.DOTALL),
    ),
    ("arsip RAR", re.compile(rb"Rar!\x1a\x07")),
    ("arsip 7z", re.compile(rb"7z\xbc\xaf\x27\x1c")),
    (
        "halaman web atau skrip",
        re.compile(
            rb"<(?:\?php\s|\?=\s*\$_|(?i:script[\s/>]|html[\s>]|!doctype\s+html|iframe[\s/>]"
            rb"|body\s+on[a-z]+\s*=|img\s+[^<>]{0,200}\bon[a-z]+\s*=|svg>|svg\s+[a-z:]+\s*=))"
        ),
    ),
    ("program Linux", re.compile(rb"\x7fELF[\x01\x02][\x01\x02]\x01")),
)
_DOS_HEADER = re.compile(rb"MZ.{58}(..)\x00\x00", re.DOTALL)
# The head of a picture read as the start of a comment in JavaScript: `RIFF/*`, and a JPEG whose
# first segment is 12,074 bytes long where every camera writes 16.
_SCRIPT_HEADS = (b"RIFF/*", b"\xff\xd8\xff\xe0/*")
_TAR_SIGN_AT = 257


def second_nature(content: bytes) -> str | None:
    """What `content` is besides a picture, in words for its sender; None for an honest one."""
    named = next((name for name, sign in _SIGNS if sign.search(content)), None)
    return named or next((name for name, holds in _CHECKS if holds(content)), None)


def _is_program(content: bytes) -> bool:
    for header in _DOS_HEADER.finditer(content):
        at = header.start() + int.from_bytes(header[1], "little")
        if content[at : at + 4] == b"PE\0\0":
            return True
    return False


def _is_script(content: bytes) -> bool:
    return content.startswith(_SCRIPT_HEADS)


def _is_tar(content: bytes) -> bool:
    return content[_TAR_SIGN_AT : _TAR_SIGN_AT + 5] == b"ustar"


_CHECKS: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    ("program Windows", _is_program),
    ("skrip", _is_script),
    ("arsip TAR", _is_tar),
)
