"""The portal as gunicorn serves it, with the reference views beside it in the same process.

Two headers are understood here and by no portal outside the bench: X-Bench-Count adds to the
answer how many SQL statements it took; X-Bench-Forget makes the process forget every part of a
page that it drew before, so that the answer costs what the first one after a change costs.
"""

import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import connection
from django.test.utils import override_settings
from django.urls import get_resolver

Environ = dict[str, Any]
StartResponse = Callable[..., Any]


class ReferenceRequest(WSGIRequest):
    urlconf = "bench.reference"


class ReferenceHandler(WSGIHandler):
    """Django's own handler with the addresses of the reference views."""

    request_class = ReferenceRequest


# What the apps keep of a page; asked by its data each time, so that it is never old.
PACKAGES = ("provinces", "practices", "meetings", "elections", "forum_portal")
# These do not come from the database.
CONSTANT = {
    "forum_portal.navigation._section_urls",
    "provinces.map._outline",
    "provinces.members.address_of",
    "provinces.places._address_of_list",
}

django.setup(set_prefix=False)
portal = WSGIHandler()
with override_settings(MIDDLEWARE=[]):
    reference = ReferenceHandler()
# What `django-admin startproject` begins with.
STANDARD = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
with override_settings(MIDDLEWARE=STANDARD):
    standard = ReferenceHandler()
# Imports every view.
get_resolver().url_patterns  # noqa: B018


def _drawn_parts() -> list[str]:
    """The functions of the apps that remember what they returned, lib's constants apart."""
    found = {
        f"{module.__name__}.{name}"
        for module in list(sys.modules.values())
        if module.__name__.partition(".")[0] in PACKAGES
        and not module.__name__.startswith("forum_portal.lib")
        for name, value in vars(module).items()
        if hasattr(value, "cache_clear")
    }
    return sorted(found - CONSTANT)


DRAWN_PARTS = _drawn_parts()


def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    handler = _handler_of(environ["PATH_INFO"])
    if "HTTP_X_BENCH_FORGET" in environ:
        _forget()
    if "HTTP_X_BENCH_COUNT" in environ:
        return _counted(handler, environ, start_response)
    return handler(environ, start_response)


def _handler_of(path: str) -> WSGIHandler:
    if path.startswith("/bench/standard/"):
        return standard
    return reference if path.startswith("/bench/") else portal


def _forget() -> None:
    for name in DRAWN_PARTS:
        module, _, function = name.rpartition(".")
        getattr(sys.modules[module], function).cache_clear()


def _counted(
    handler: WSGIHandler, environ: Environ, start_response: StartResponse
) -> Iterable[bytes]:
    """Adds how many SQL statements the answer took, and which worker gave it."""
    statements = 0

    def count(execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        """What goes together in one trip is as many statements (run_planned)."""
        nonlocal statements
        statements += sql.count("; ") + 1
        return execute(sql, *arguments)

    def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        told = [("X-Bench-SQL", str(statements)), ("X-Bench-Worker", str(os.getpid()))]
        return start_response(status, [*headers, *told], *more)

    with connection.execute_wrapper(count):
        return handler(environ, start)
