"""Public pages, kept for a second for readers who have not signed in.

Under load a page of published facts is made once a second and process instead of once a
reader. Whoever has signed in bypasses the cache, so a change shows at once to its author and
within a second to everybody else; nothing needs to be invalidated.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse

LIFETIME_SECONDS = 1
# A reader with one of these cookies may see a page made for them alone.
PERSONAL_COOKIES = (settings.SESSION_COOKIE_NAME, "messages")


def cacheable(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks the successful answers of `view` as the same for every anonymous reader."""

    @wraps(view)
    def marked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.is_public_page = response.status_code == 200  # type: ignore[attr-defined]
        return response

    return marked


class PageCacheMiddleware:
    """Answers anonymous GETs of public pages from memory; stands before all other work."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or any(name in request.COOKIES for name in PERSONAL_COOKIES):
            return self._fresh(request)
        key = _key(request)
        kept = caches["pages"].get(key)
        if kept is not None:
            content, headers = kept
            return HttpResponse(content, headers=headers)
        response = self._fresh(request)
        if getattr(response, "is_public_page", False) and not response.cookies:
            response["Cache-Control"] = f"public, max-age=0, s-maxage={LIFETIME_SECONDS}"
            caches["pages"].set(key, (response.content, dict(response.items())), LIFETIME_SECONDS)
        return response

    def _fresh(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-cache"
        return response


def _key(request: HttpRequest) -> str:
    compressed = "gzip" in request.headers.get("Accept-Encoding", "")
    return f"{request.scheme}|{request.get_host()}|{compressed:d}|{request.get_full_path()}"
