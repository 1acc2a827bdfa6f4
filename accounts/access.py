"""Who may open a view: every view carries exactly one of these decorators.

The middleware sends whoever is not signed in to the sign-in page unless the view is public,
so a forgotten decorator closes a page rather than opening it; tests/test_architecture.py
still refuses a view without one. What of a page's objects a reader may see is decided by the
querysets (`visible_to`) and the apps' permissions.py.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from forum_portal.lib import page_cache

View = Callable[..., HttpResponse]


def public_facts(view: View) -> View:
    """Anyone; the page shows published facts only, so its anonymous copy may be cached."""
    return _declared("public_facts", login_not_required(page_cache.cacheable(view)))


def public(view: View) -> View:
    """Anyone, answered anew each time (a ticket by its secret address, a sign-in page)."""
    return _declared("public", login_not_required(view))


def signed_in(view: View) -> View:
    """Whoever has signed in; others go to the sign-in page and come back."""
    return _declared("signed_in", view)


def signed_in_or_absent(view: View) -> View:
    """Whoever has signed in; for others it does not exist (404): a paper of somebody's office."""

    @wraps(view)
    def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            raise Http404
        return view(request, *args, **kwargs)

    return _declared("signed_in_or_absent", login_not_required(checked))


def secretariat(view: View) -> View:
    """Staff alone; other accounts get 403, anonymous readers the sign-in page."""

    @wraps(view)
    def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_staff:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return _declared("secretariat", checked)


def _declared(name: str, view: View) -> View:
    view.access = name  # type: ignore[attr-defined]
    return view
