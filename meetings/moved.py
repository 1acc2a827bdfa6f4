"""Old addresses of rakor lead to the present ones for good, with everything below them.

Asked only where a page was not found, as provinces/moved.py is for the offices.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from meetings.models import FormerMeetingSlug


class MovedMeetingMiddleware:
    """Turns the 404 of /rakor/<old>/... into a 301, of a form that was open meanwhile into a 308:
    the browser then sends all that was typed to the present address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404:
            return response
        address = present_address(request.get_full_path())
        is_read = request.method in {"GET", "HEAD"}
        return (
            HttpResponsePermanentRedirect(address, preserve_request=not is_read)
            if address
            else response
        )


def present_address(path: str) -> str:
    """`path`, which may have a query, with the rakor's present slug; empty if none moved."""
    root = reverse("meetings:list")
    if not path.startswith(root):
        return ""
    slug, slash, rest = path.removeprefix(root).partition("/")
    if not slash:
        return ""
    moved = FormerMeetingSlug.objects.filter(slug=slug, meeting__published_at__isnull=False)
    present = moved.values_list("meeting__slug", flat=True).first()
    return f"{root}{present}/{rest}" if present else ""
