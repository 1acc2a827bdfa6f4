"""Files in part: which bytes a range means, when it holds, and what a reader may keep."""

from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponseBase
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from forum_portal.lib.ranged_files import FOR_ALL, Span, Unsatisfiable, ranged_file, span_of

# Closing an answer looks after the connections to the database.
pytestmark = pytest.mark.django_db

CONTENT = bytes(range(100))
WRITTEN = datetime(2026, 11, 24, 3, 0, 0, 500_000, tzinfo=UTC)
MODIFIED = "Tue, 24 Nov 2026 03:00:00 GMT"
TAG = "a" * 64


@pytest.fixture(autouse=True)
def _stored():
    default_storage.save("naskah.pdf", ContentFile(CONTENT))


def ask(method: str = "GET", name: str = "naskah.pdf", **headers: str) -> HttpResponseBase:
    request = RequestFactory().generic(method, "/", headers=headers)
    return ranged_file(
        request,
        name=name,
        content_type="application/pdf",
        filename="tata-tertib.pdf",
        tag=TAG,
        modified_at=WRITTEN,
        kept=FOR_ALL,
    )


def content(response: HttpResponseBase) -> bytes:
    sent = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return sent


def test_the_whole_file_says_what_may_be_done_with_it():
    response = ask()
    assert (response.status_code, content(response)) == (200, CONTENT)
    assert dict(response.items()) == {
        "Accept-Ranges": "bytes",
        "Cache-Control": "public, max-age=0, must-revalidate",
        "Content-Disposition": 'inline; filename="tata-tertib.pdf"',
        "Content-Length": "100",
        "Content-Type": "application/pdf",
        "ETag": f'"{TAG}"',
        "Last-Modified": MODIFIED,
        "X-Content-Type-Options": "nosniff",
    }


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-9", 0, 9),
        ("bytes=90-", 90, 99),
        ("bytes=99-500", 99, 99),
        ("bytes=-1", 99, 99),
        ("bytes=-500", 0, 99),
        ("Bytes= 5-6 ", 5, 6),
    ],
)
def test_a_range_is_answered_in_part(asked, first, last):
    response = ask(Range=asked)
    assert (response.status_code, content(response)) == (206, CONTENT[first : last + 1])
    assert response["Content-Range"] == f"bytes {first}-{last}/100"
    assert response["Content-Length"] == str(last - first + 1)
    assert response["ETag"] == f'"{TAG}"'


@pytest.mark.parametrize("asked", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_a_range_beyond_the_file_is_refused_with_its_size(asked):
    response = ask(Range=asked)
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */100")
    assert content(response) == b""


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=0-1,5-6", "bytes=9-3", "bytes=-", "bytes=", "items=0-1", "0-1", "bytes=a-b",
        "bytes=٣-٤", "bytes=1-" + "9" * 400, "bytes=--5",
    ],
)  # fmt: skip
def test_what_is_no_single_range_gets_the_whole_file(asked):
    response = ask(Range=asked.encode().decode("latin-1"))
    assert (response.status_code, content(response)) == (200, CONTENT)


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        (f'"{TAG}"', 206),
        (MODIFIED, 206),
        (f'W/"{TAG}"', 200),
        ('"b"', 200),
        ("Mon, 23 Nov 2026 03:00:00 GMT", 200),
        ("Wed, 25 Nov 2026 03:00:00 GMT", 200),
    ],
)
def test_a_download_is_resumed_only_of_the_same_file(condition, status):
    response = ask(Range="bytes=50-", **{"If-Range": condition})
    expected = CONTENT[50:] if status == 206 else CONTENT
    assert (response.status_code, content(response)) == (status, expected)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If-None-Match": f'"{TAG}"'}, 304),
        ({"If-None-Match": f'W/"{TAG}"'}, 304),
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": f'"b", "{TAG}"', "Range": "bytes=0-1"}, 304),
        ({"If-None-Match": '"b"'}, 200),
        ({"If-Modified-Since": MODIFIED}, 304),
        ({"If-Modified-Since": "Mon, 23 Nov 2026 03:00:00 GMT"}, 200),
        # The tag is asked first: two versions of one second differ in it.
        ({"If-None-Match": '"b"', "If-Modified-Since": MODIFIED}, 200),
        ({"If-Match": '"b"'}, 412),
    ],
)
def test_conditions(headers, status):
    response = ask(**headers)
    assert response.status_code == status
    assert content(response) == (CONTENT if status == 200 else b"")
    assert (response["ETag"], response["Cache-Control"]) == (f'"{TAG}"', FOR_ALL)


def test_a_head_tells_of_the_whole_file():
    response = ask("HEAD", Range="bytes=0-1")
    response.close()
    assert (response.status_code, response["Content-Length"]) == (200, "100")


def test_a_file_that_is_missing_is_not_found():
    with pytest.raises(Http404):
        ask(name="hilang.pdf")


@given(st.integers(0, 50), st.integers(0, 60), st.integers(0, 60))
def test_a_span_lies_within_the_file(size, front, end):
    for asked in (f"bytes={front}-{end}", f"bytes={front}-", f"bytes=-{end}"):
        try:
            span = span_of(asked, size)
        except Unsatisfiable:
            continue
        assert span is None or (0 <= span.first <= span.last < size and isinstance(span, Span))
