"""The papers of a rakor, made from data alone."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from forum_portal.lib import pdf
from forum_portal.lib.dates import moment
from forum_portal.lib.markdown import to_tree
from meetings.minutes.content import Content
from meetings.models import Publication

_MINUTES = Path(settings.BASE_DIR) / "templates" / "meetings" / "papers" / "minutes.typ"
_EDITION = pdf.edition(_MINUTES)


def minutes_pdf_tag(publication: Publication) -> str:
    """Differs wherever the bytes differ; made without loading the content."""
    parts = (
        publication.sha256,
        publication.number,
        publication.published_at.isoformat(),
        publication.get_absolute_url(),
        settings.SITE_URL,
        _EDITION,
    )
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:40]


def minutes_pdf(publication: Publication) -> bytes:
    """The notula as it was published, the same bytes each time.

    Some milliseconds a page for the first reader, then kept by the process.
    """
    return _minutes_pdf(publication, minutes_pdf_tag(publication))


@lru_cache(maxsize=16)
def _minutes_pdf(publication: Publication, tag: str) -> bytes:
    return pdf.typeset(_MINUTES, _data(publication), created_at=publication.published_at)


def _data(publication: Publication) -> dict[str, Any]:
    """What minutes.typ reads: words and trees of text, nothing to compute."""
    content = publication.content
    edition = f"Terbitan ke-{publication.number}"
    published = moment(publication.published_at, publication.minutes.meeting.zone)
    return {
        "forum": settings.SITE_NAME,
        "title": f"Notula {content['meeting']['title']}",
        "theme": content["meeting"]["theme"],
        "edition": edition,
        "is_sample": content["is_sample"],
        "foot": [
            f"Tercatat di portal {settings.SITE_NAME}: {edition.lower()}, {published}.",
            f"Terbitan terbaru: {settings.SITE_URL}{publication.get_absolute_url()}",
            f"Sidik jari isi (SHA-256): {publication.sha256}",
        ],
        "facts": _facts(content),
        "agenda": content["agenda"],
        "sections": _sections(content, "attendance", "opening", "discussion"),
        "decisions": content["decisions"],
        "action_items": [
            {**item, "due": item["due"] or "Tidak ditetapkan"} for item in content["action_items"]
        ],
        "closing": _sections(content, "closing"),
        "signatures": [
            {"part": "Notulis", **content["note_taker"]},
            {"part": "Pimpinan rapat", **content["chair"]},
        ],
    }


def _facts(content: Content) -> list[dict[str, str]]:
    """The head of a notula, in the order of the rules for official papers."""
    meeting, chair, note_taker = content["meeting"], content["chair"], content["note_taker"]
    facts = (
        ("Hari/tanggal", _joined(meeting["weekdays"], meeting["dates"])),
        ("Waktu", meeting["time"]),
        ("Tempat", meeting["place"] or meeting["mode"]),
        ("Nomor undangan", content["invitation_number"]),
        ("Pimpinan rapat", _joined(chair["name"], chair["position"])),
        ("Sekretaris", content["secretary"]),
        ("Notulis", _joined(note_taker["name"], note_taker["position"])),
    )
    return [{"label": label, "value": value} for label, value in facts if value]


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


_TITLES = {
    "attendance": "Peserta",
    "opening": "Pembukaan",
    "discussion": "Pembahasan",
    "closing": "Penutup",
}


def _sections(content: Content, *names: str) -> list[dict[str, Any]]:
    return [
        {"title": _TITLES[name], "blocks": to_tree(content[name])}
        for name in names
        if content[name]
    ]
