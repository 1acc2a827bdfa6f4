"""A stored file handed out so that a reader may resume it, read from its middle, or keep it.

Conditions (If-Match, If-None-Match, If-Modified-Since) are Django's own; this adds ranges after
RFC 9110, section 14: one range of bytes, from the front or from the end, with If-Range. What is
no single range is answered with the whole file, as the standard allows.

Own, because what there is falls short: django-ranged-response is of 2017 and knows no If-Range,
so that a resumed download may join two files; WhiteNoise's is internal, refuses a range of one
byte and knows no If-Range either; django-sendfile2 needs a server in front for every file.
PDFs get no `sandbox` policy: Chromium shows none of them under one. They were written anew
without scripts when they came in, or refused with them (uploads.py, signed_pdf.py beside it).
"""

import re
from datetime import datetime
from io import RawIOBase
from typing import NamedTuple

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

# For whoever asks; for readers that were checked, who ask again each time; kept by nobody.
FOR_ALL = "public, max-age=0, must-revalidate"
FOR_SOME = "private, no-cache"
FOR_NONE_TO_KEEP = "private, no-store"

_ONE_RANGE = re.compile(r"bytes=\s*([0-9]{0,18})-([0-9]{0,18})\s*", re.ASCII | re.IGNORECASE)


class Span(NamedTuple):
    """Bytes of a file, both ends included."""

    first: int
    last: int


class Unsatisfiable(Exception):
    """A range that no byte of the file is in."""


def ranged_file(
    request: HttpRequest,
    *,
    name: str,
    content_type: str,
    filename: str,
    tag: str,
    modified_at: datetime | None,
    kept: str,
) -> HttpResponseBase:
    """The answer to `request` for the file `name` of the storage; Http404 where it is missing.

    tag: names these bytes and no others, such as their SHA-256. kept: Cache-Control.
    modified_at: None where nobody wrote it down.
    """
    etag = f'"{tag}"'
    modified = int(modified_at.timestamp()) if modified_at else None
    headers = {"Accept-Ranges": "bytes", "Cache-Control": kept, "ETag": etag}
    if modified is not None:
        headers["Last-Modified"] = http_date(modified)
    known = get_conditional_response(request, etag, modified, HttpResponse(headers=headers))
    if known is not None and known.status_code != 200:
        return _headed(known, headers)
    file = _opened(name)
    try:
        span = _asked(request, headers, file.size)
    except Unsatisfiable:
        size = file.size
        file.close()
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    headers |= {
        "Content-Type": content_type,
        "Content-Disposition": f'inline; filename="{filename}"',
        "X-Content-Type-Options": "nosniff",
    }
    if request.method == "HEAD":
        headers["Content-Length"] = str(file.size)
        file.close()
        return HttpResponse(headers=headers)
    return _headed(_whole_or_part(file, span), headers)


def span_of(header: str, size: int) -> Span | None:
    """What a Range header asks of a file of `size` bytes; None: all of it.

    Raises Unsatisfiable.
    """
    found = _ONE_RANGE.fullmatch(header.strip())
    if found is None or not any(found.groups()):
        return None
    front, end = found.groups()
    if not front:
        first, last = max(0, size - int(end)), size - 1
    else:
        first, last = int(front), min(int(end), size - 1) if end else size - 1
        if end and int(end) < first:
            return None
    if first > last:
        raise Unsatisfiable
    return Span(first, last)


class _Part(RawIOBase):
    """`file` from `span.first` to `span.last`, then nothing more."""

    def __init__(self, file: File, span: Span) -> None:
        self._file, self._left = file, span.last - span.first + 1
        file.seek(span.first)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        content = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(content)
        return content

    def close(self) -> None:
        self._file.close()
        super().close()


def _asked(request: HttpRequest, headers: dict[str, str], size: int) -> Span | None:
    """None: the whole file. Raises Unsatisfiable."""
    condition = request.headers.get("If-Range", "")
    # A tag must be the same one, a date the same second: anything else may be another file.
    is_same = condition in ("", headers["ETag"], headers.get("Last-Modified"))
    if request.method != "GET" or not is_same:
        return None
    return span_of(request.headers.get("Range", ""), size)


def _whole_or_part(file: File, span: Span | None) -> FileResponse:
    if span is None:
        response = FileResponse(file)
        response["Content-Length"] = str(file.size)
        return response
    size = file.size
    response = FileResponse(_Part(file, span), status=206)
    response["Content-Length"] = str(span.last - span.first + 1)
    response["Content-Range"] = f"bytes {span.first}-{span.last}/{size}"
    return response


def _headed(response: HttpResponseBase, headers: dict[str, str]) -> HttpResponseBase:
    for name, value in headers.items():
        response[name] = value
    return response


def _opened(name: str) -> File:
    try:
        return default_storage.open(name)
    except FileNotFoundError:
        raise Http404 from None
