"""Papers: A4 in PDF/UA-1 and PDF/A-2a, set by typst from a template and data.

The data reach the template as one JSON string, so what a user typed is a value there and never
source. The same template, data and moment give the same bytes.
"""

import hashlib
import json
import unicodedata
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

import typst

FONT_DIRECTORY = Path(__file__).resolve().parent / "fonts" / "arimo-0.4.3"
# Stands for a character that the font does not have, such as a picture character.
NOT_IN_FONT = "\u25a1"


def typeset(template: Path, data: dict[str, Any], *, created_at: datetime) -> bytes:
    """The PDF of `template` with `data` (JSON values), dated `created_at`.

    The template may import files of its own folder only. Takes about 7 ms a page.
    Raises typst.TypstError when the template is wrong.
    """
    compiler = typst.Compiler(
        root=str(template.parent), font_paths=_fonts(), ignore_system_fonts=True
    )
    paper = compiler.compile(
        input=str(template),
        format="pdf",
        sys_inputs={"data": json.dumps(printable(data), ensure_ascii=False)},
        pdf_standards=["ua-1", "a-2a"],
        timestamp=created_at.replace(microsecond=0),
    )
    # A list of pages comes for pictures only.
    return cast(bytes, paper)


def picture(template: Path, data: dict[str, Any]) -> bytes:
    """The PNG of the one page of `template`, each point of it a pixel. As `typeset` otherwise."""
    compiler = typst.Compiler(
        root=str(template.parent), font_paths=_fonts(), ignore_system_fonts=True
    )
    drawn = compiler.compile(
        input=str(template),
        format="png",
        ppi=72.0,
        sys_inputs={"data": json.dumps(printable(data), ensure_ascii=False)},
    )
    return cast(bytes, drawn)


def edition(template: Path) -> str:
    """Changes whenever the same data would give other bytes: the template's folder, typst."""
    digest = hashlib.sha256(version("typst").encode())
    for path in sorted(template.parent.glob("*.typ")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def printable(value: Any) -> Any:
    """`value` with every string in characters that the font has.

    The archival standards refuse a paper with a missing glyph, and one such character in
    minutes of thirty pages must not cost the whole paper. Invisible format characters go.
    """
    if isinstance(value, str):
        return "".join(_printable(character) for character in unicodedata.normalize("NFC", value))
    if isinstance(value, dict):
        return {key: printable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [printable(item) for item in value]
    return value


def _printable(character: str) -> str:
    if character in "\n\t" or ord(character) in _coverage():
        return character
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Mn"):
        return ""
    return NOT_IN_FONT


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(FONT_DIRECTORY)],
    )


@cache
def _coverage() -> frozenset[int]:
    """Code points that all four faces have; coverage.txt holds them as hexadecimal ranges."""
    points: set[int] = set()
    for entry in (FONT_DIRECTORY / "coverage.txt").read_text().split():
        first, _, last = entry.partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(points - {0x2028, 0x2029})
