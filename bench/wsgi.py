"""The portal as gunicorn serves it, with the reference views beside it in the same process."""

import os
from collections.abc import Callable, Iterable
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import connection
from django.test.utils import override_settings

Environ = dict[str, Any]
StartResponse = Callable[..., Any]


class ReferenceRequest(WSGIRequest):
    urlconf = "bench.reference"


class ReferenceHandler(WSGIHandler):
    """Django's own handler with two addresses and an empty list of middleware."""

    request_class = ReferenceRequest


django.setup(set_prefix=False)
portal = WSGIHandler()
with override_settings(MIDDLEWARE=[]):
    reference = ReferenceHandler()


def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    handler = reference if environ["PATH_INFO"].startswith("/bench/") else portal
    if "HTTP_X_BENCH_COUNT" in environ:
        return _counted(handler, environ, start_response)
    return handler(environ, start_response)


def _counted(
    handler: WSGIHandler, environ: Environ, start_response: StartResponse
) -> Iterable[bytes]:
    """Adds how many SQL statements the answer took, and which worker gave it."""
    statements = 0

    def count(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal statements
        statements += 1
        return execute(*arguments)

    def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        told = [("X-Bench-SQL", str(statements)), ("X-Bench-Worker", str(os.getpid()))]
        return start_response(status, [*headers, *told], *more)

    with connection.execute_wrapper(count):
        return handler(environ, start)
