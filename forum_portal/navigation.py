"""What the header of every page offers."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

_MINUTES = "meetings:minutes_list"
_SECTIONS = (
    ("Beranda", "home"),
    ("Provinsi", "provinces:list"),
    ("Rakor", "meetings:list"),
    ("Notula", _MINUTES),
    ("Praktik baik", "practices:list"),
    ("Forum", "elections:forum"),
)


def navigation(request: HttpRequest) -> dict[str, object]:
    """Context of every template.

    site_name, site_url; nav_items: list of (label, url, is_current); nav_section: the address
    of the current one, "cari" or "lain", which is all that a header depends on while nobody
    signed in.
    """
    sections = _section_urls()
    current = next((url for _, url in sections if _is_current(request.path, url)), "lain")
    if request.path == reverse("search"):
        # Not a section, but a place of the header of its own.
        current = "cari"
    if request.path.endswith(reverse(_MINUTES)):
        # The minutes of a rakor, under the address of that rakor, are minutes to their reader.
        current = reverse(_MINUTES)
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "nav_section": current,
        "nav_items": [
            {"label": label, "url": url, "is_current": url == current} for label, url in sections
        ],
    }


@cache
def _section_urls() -> tuple[tuple[str, str], ...]:
    return tuple((label, reverse(name)) for label, name in _SECTIONS)


def _is_current(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
