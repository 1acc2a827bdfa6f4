"""The content of some minutes made ready for a page: the same for the public and a preview."""

from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from forum_portal.lib.markdown import to_html
from meetings.minutes.content import Content
from meetings.models import Meeting, Publication

_TEXTS = ("attendance", "opening", "discussion", "closing")


@dataclass(frozen=True)
class Reading:
    """What the page of one publication shows of its content."""

    title: str
    theme: str
    is_sample: bool
    facts: list[dict[str, str]]
    details: list[dict[str, str]]
    parts: list[dict[str, str]]
    body: SafeString


@lru_cache(maxsize=32)
def read(publication: Publication) -> Reading:
    """A publication never changes, so each process sets its text once; one query when it does.

    Other than a cache of pages, this cannot show anything old.
    """
    return reading_of(publication.content)


def reading_of(content: Content) -> Reading:
    """`content` of a publication or of a draft (meetings.minutes.content.draft_content)."""
    meeting = content["meeting"]
    return Reading(
        title=meeting["title"],
        theme=meeting["theme"],
        is_sample=content["is_sample"],
        facts=_facts(content),
        details=_details(content),
        parts=_parts(content),
        body=render_body(content),
    )


def render_body(content: Content) -> SafeString:
    """The sections from the agenda to the closing, as HTML without headings above h2."""
    html = {name: to_html(content[name]) for name in _TEXTS}
    return render_to_string("meetings/_minutes.html", {"minutes": content, "html": html})


def _facts(content: Content) -> list[dict[str, str]]:
    meeting, chair, note_taker = content["meeting"], content["chair"], content["note_taker"]
    when = ", ".join(part for part in (meeting["weekdays"], meeting["time"]) if part)
    place, mode = meeting["place"], meeting["mode"]
    if not place and mode == Meeting.Mode.ONLINE.label:
        place, mode = mode, ""
    return [
        {"label": "Hari dan tanggal", "value": meeting["dates"], "note": when},
        {"label": "Tempat", "value": place, "note": mode},
        {"label": "Pimpinan rapat", "value": chair["name"], "note": chair["position"]},
        {"label": "Notulis", "value": note_taker["name"], "note": note_taker["position"]},
    ]


def _details(content: Content) -> list[dict[str, str]]:
    details = (
        ("Nomor undangan", content["invitation_number"]),
        ("Sekretaris", content["secretary"]),
    )
    return [{"label": label, "value": value} for label, value in details if value]


def _parts(content: Content) -> list[dict[str, str]]:
    """The sections that there are, for the list of contents; anchors as in _minutes.html."""
    parts = (
        ("agenda", "Acara", "acara"),
        ("attendance", "Peserta", "peserta"),
        ("opening", "Pembukaan", "pembukaan"),
        ("discussion", "Pembahasan", "pembahasan"),
        ("decisions", "Keputusan", "keputusan"),
        ("action_items", "Tindak lanjut", "tindak-lanjut"),
        ("closing", "Penutup", "penutup"),
    )
    return [{"label": label, "url": f"#{anchor}"} for key, label, anchor in parts if content[key]]
