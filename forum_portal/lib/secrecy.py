"""Answers of which nobody on the way keeps a copy."""

from typing import TypeVar

from django.http import HttpResponseBase

from forum_portal.lib.ranged_files import FOR_NONE_TO_KEEP

Response = TypeVar("Response", bound=HttpResponseBase)


def kept_by_nobody(response: Response) -> Response:
    """Neither by the browser nor by a cache: it is asked for anew each time."""
    response["Cache-Control"] = FOR_NONE_TO_KEEP
    return response


def found_by_nobody(response: Response) -> Response:
    """Kept by nobody, and in no search engine: a name stands there."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return kept_by_nobody(response)


def at_secret_address(response: Response) -> Response:
    """Found by nobody; no site is told the address, which is the key.

    strict-origin: the name of the portal alone is told, to the portal itself too. "no-referrer"
    would make browsers send a form without the origin that CSRF asks for.
    """
    response["Referrer-Policy"] = "strict-origin"
    return found_by_nobody(response)
