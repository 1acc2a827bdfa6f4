"""Public pages, kept for a second for readers who have not signed in.

Under load a page of published facts is made once or twice a second and process instead of once
a reader. Whoever has signed in bypasses the cache, so a change shows at once to its author and
within two seconds to everybody else, even behind a proxy that keeps pages, too; nothing needs
to be invalidated.
"""

import threading
import time
from collections.abc import Callable
from functools import wraps
from typing import NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from forum_portal.lib.compression import chosen_encoding

# A page older than this is made anew by the first reader who asks for it ...
LIFETIME_SECONDS = 0.6
# ... while it still answers the others, so that a crowd does not make it all at once.
OLDEST_SECONDS = 1.0
# How long a proxy in front may keep it on top of that.
PROXY_SECONDS = 1
# How long a crowd waits for the first copy of a page before each makes its own.
PATIENCE_SECONDS = 5.0
# With the 200 entries of CACHES["pages"] this bounds what the cache can grow to.
LARGEST_PAGE_BYTES = 128 * 1024
LONGEST_ADDRESS = 300
# A reader with one of these cookies may see a page made for them alone.
PERSONAL_COOKIES = (settings.SESSION_COOKIE_NAME, "messages")
# What the key stands for; a page that depends on anything else is not kept.
KNOWN_VARIATIONS = {"cookie", "accept-encoding"}


class Page(NamedTuple):
    made_at: float
    content: bytes
    headers: dict[str, str]
    # Which page it is, for the request log: a kept page never reaches the URL configuration.
    route: str | None


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

    def __init__(
        self,
        get_response: Callable[[HttpRequest], HttpResponse],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.get_response = get_response
        self._clock = clock
        # The pages that some thread of this process is making now.
        self._being_made: dict[str, threading.Event] = {}
        self._lock = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = _key(request)
        if key is None:
            return self._fresh(request)
        page = caches["pages"].get(key)
        if page and self._age(page) < LIFETIME_SECONDS:
            return _answer(request, page)
        with self._lock:
            other = self._being_made.get(key)
            if other is None:
                mine = self._being_made[key] = threading.Event()
        if other is None:
            try:
                return self._made(request, key)
            finally:
                with self._lock:
                    del self._being_made[key]
                mine.set()
        if page is None:
            # Nothing to show meanwhile: the page is there when the other thread has made it.
            other.wait(PATIENCE_SECONDS)
            page = caches["pages"].get(key)
        if page and self._age(page) < OLDEST_SECONDS:
            return _answer(request, page)
        return self._made(request, key)

    def _made(self, request: HttpRequest, key: str) -> HttpResponse:
        # The age counts from before the page reads its data.
        made_at = self._clock()
        response = self._fresh(request)
        if not _is_for_everybody(response):
            return response
        response["Cache-Control"] = f"public, max-age=0, s-maxage={PROXY_SECONDS}"
        patch_vary_headers(response, ("Cookie",))
        if len(response.content) <= LARGEST_PAGE_BYTES:
            match = request.resolver_match
            route = match.route if match else None
            page = Page(made_at, response.content, dict(response.items()), route)
            caches["pages"].set(key, page, OLDEST_SECONDS)
        return response

    def _age(self, page: Page) -> float:
        return self._clock() - page.made_at

    def _fresh(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-cache"
        return response


def _key(request: HttpRequest) -> str | None:
    """Everything that an anonymous page may depend on; None if this reader gets a fresh one.

    The host is taken as it was sent: an unknown one is refused when its page is made, so no
    page is ever kept under it.
    """
    meta = request.META
    if request.method != "GET" or "HTTP_AUTHORIZATION" in meta:
        return None
    if "HTTP_COOKIE" in meta and any(name in request.COOKIES for name in PERSONAL_COOKIES):
        return None
    address = request.get_full_path()
    if len(address) > LONGEST_ADDRESS:
        return None
    return f"{request.scheme}|{meta.get('HTTP_HOST')}|{chosen_encoding(request)}|{address}"


def _is_for_everybody(response: HttpResponse) -> bool:
    """True for a public page that sets no cookie and varies by nothing that the key leaves out."""
    varies_by = {name.strip().lower() for name in response.get("Vary", "").split(",")}
    return (
        getattr(response, "is_public_page", False)
        and not response.streaming
        and not response.cookies
        and varies_by - {""} <= KNOWN_VARIATIONS
    )


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    request.kept_route = page.route  # type: ignore[attr-defined]
    response = HttpResponse(page.content, headers=page.headers)
    if "HTTP_IF_NONE_MATCH" in request.META:
        etag = page.headers.get("ETag")
        response = get_conditional_response(request, etag=etag, response=response) or response
    return response
