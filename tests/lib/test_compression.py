"""What is compressed, how, and for whom."""

import gzip

import brotli
import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from forum_portal.lib.compression import CompressionMiddleware

TEXT = "<p>Rapat koordinasi BTIKP se-Indonesia</p>" * 20
BROWSER = "gzip, deflate, br, zstd"


def answer(response: HttpResponse, accept: str = BROWSER, cookie: str = "") -> HttpResponse:
    request = RequestFactory().get("/", HTTP_ACCEPT_ENCODING=accept, HTTP_COOKIE=cookie)
    return CompressionMiddleware(lambda request: response)(request)


def test_public_reader_gets_brotli():
    response = answer(HttpResponse(TEXT))

    assert response["Content-Encoding"] == "br"
    assert response["Content-Length"] == str(len(response.content))
    assert response["Vary"] == "Accept-Encoding"
    assert brotli.decompress(response.content).decode() == TEXT


@pytest.mark.parametrize(
    ("accept", "cookie"), [("gzip", ""), (BROWSER, "sessionid=abc"), ("gzip, broken", "")]
)
def test_session_and_older_reader_get_gzip(accept: str, cookie: str):
    response = answer(HttpResponse(TEXT), accept, cookie)

    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content).decode() == TEXT


def test_length_of_a_page_for_a_session_varies():
    lengths = {len(answer(HttpResponse(TEXT), "gzip").content) for _ in range(50)}

    assert len(lengths) > 1


@pytest.mark.parametrize("accept", ["", "deflate", "identity"])
def test_reader_who_cannot_decompress_gets_it_plain(accept: str):
    response = answer(HttpResponse(TEXT), accept)

    assert response.content.decode() == TEXT
    assert response["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse("pendek"),
        HttpResponse(TEXT, content_type="application/pdf"),
        HttpResponse(TEXT, headers={"Content-Encoding": "gzip"}),
    ],
)
def test_what_would_not_gain_is_left_alone(response: HttpResponse):
    before = response.content

    assert answer(response).content == before


def test_stream_is_left_alone():
    response = answer(StreamingHttpResponse(iter([TEXT.encode()])))

    assert b"".join(response).decode() == TEXT


@pytest.mark.parametrize(("etag", "expected"), [('"a"', 'W/"a"'), ('W/"a"', 'W/"a"')])
def test_tag_of_a_compressed_page_is_weak(etag: str, expected: str):
    assert answer(HttpResponse(TEXT, headers={"ETag": etag}))["ETag"] == expected
