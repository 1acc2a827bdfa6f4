"""What the header of every page offers."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

_SECTIONS = (
    ("Beranda", "home"),
    ("Provinsi", "provinces:list"),
    ("Rakor", "meetings:list"),
    ("Notula", "meetings:minutes_list"),
    ("Forum", "elections:forum"),
)


def navigation(request: HttpRequest) -> dict[str, object]:
    """Context of every template: site_name, site_url, nav_items (label, url, is_current)."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "nav_items": [
            {"label": label, "url": url, "is_current": _is_current(request.path, url)}
            for label, url in ((label, reverse(name)) for label, name in _SECTIONS)
        ],
    }


def _is_current(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
