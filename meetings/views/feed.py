"""News of the rakor for programs that follow them."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from accounts.access import public_facts
from meetings.feed import NewsFeed


@public_facts
def feed(request: HttpRequest) -> HttpResponse:
    response = NewsFeed()(request)
    # By its tag alone: a title that was put right is newer than the latest news.
    del response["Last-Modified"]
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag, None, response) or response
