"""Logs for the person on duty: one JSON object a line, each with its request's number.

No line holds an address with its query, an IP address, a name or an e-mail address: the route
("rakor/<slug:slug>/") says which page it was, and the account's number who asked.
"""

import json
import logging
import re
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

request_id: ContextVar[str] = ContextVar("request_id", default="")

logger = logging.getLogger("portal.request")

_ACCEPTED_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
# json.dumps() would make a new one for every line.
_ENCODER = json.JSONEncoder(ensure_ascii=False, default=str)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_DETAIL = re.compile(r"DETAIL: .*")


class RequestLogMiddleware:
    """Numbers each request, answers the number as X-Request-ID, logs one line at its end.

    A proxy in front may have numbered it already (X-Request-ID); its number is kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        number = given if _ACCEPTED_ID.fullmatch(given) else secrets.token_hex(8)
        token = request_id.set(number)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = number
            self._log(request, response, time.perf_counter() - started)
            return response
        finally:
            request_id.reset(token)

    def _log(self, request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        if not logger.isEnabledFor(logging.INFO):
            return
        match, asked = request.resolver_match, request.__dict__
        # A page that was kept did not ask who is reading; it brings its route along.
        route, user = asked.get("kept_route"), asked.get("_cached_user")
        logger.info(
            "request",
            extra={
                "fields": {
                    "method": request.method,
                    "route": match.route if match else route,
                    "status": response.status_code,
                    "ms": round(seconds * 1000, 1),
                    "user_id": user.pk if user is not None else None,
                }
            },
        )


class JsonFormatter(logging.Formatter):
    """A log record as one line of JSON, without e-mail addresses and rows of the database."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request_id": request_id.get(),
            "message": _without_personal_data(_without_address(record)),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["traceback"] = _without_personal_data(self.formatException(record.exc_info))
        return _ENCODER.encode(line)


def _without_address(record: logging.LogRecord) -> str:
    """Django names the address that failed, a ticket's secret one among them: its route will do."""
    request = getattr(record, "request", None)
    match = getattr(request, "resolver_match", None)
    if request is None:
        return record.getMessage()
    return record.getMessage().replace(request.path, match.route if match else "<alamat>")


def _without_personal_data(text: str) -> str:
    """PostgreSQL's DETAIL quotes the row that it refused: a name, a NIP, a telephone number."""
    return _EMAIL.sub("<surel>", _DETAIL.sub("DETAIL: <data>", text))
