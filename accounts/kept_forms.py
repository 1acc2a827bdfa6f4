"""What somebody typed into a form, kept while they sign in again.

A form that is sent after its session ended, or after signing in elsewhere renewed the secret
against forged forms, would be lost. A view that says `keeps_typed` gets it back: the text (never
files) waits for an hour in the cache under a key that only the reader's session knows, for the
account that had opened the form. So neither the next one at the same computer reads it, nor can
another site put words into a form: the page seals for whom it was made. Forms that ask for a
password never say it.
"""

from collections.abc import Callable
from uuid import uuid4

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict

from accounts.access import View
from accounts.models import User

SEAL = "kept_for"  # the name of the hidden field; its value: seal_for()
KEPT_SECONDS = 60 * 60
# Of a form with long texts; more than that nobody types between two clicks.
MAX_CHARACTERS = 40_000
MAX_FIELDS = 100
_SESSION_KEY = "kept_form"
_signer = signing.Signer(salt="accounts.kept_forms")


def keeps_typed(view: View) -> View:
    """For views whose form carries the seal, and which show `typed` to whom it belongs."""
    view.keeps_typed = True  # type: ignore[attr-defined]
    return view


def seal_for(user: User) -> str:
    return _signer.sign(str(user.pk))


def keep(request: HttpRequest) -> bool:
    """True if what was sent is kept: by a form of a view that `keeps_typed`, with its seal."""
    view = request.resolver_match.func if request.resolver_match else None
    if request.method != "POST" or not getattr(view, "keeps_typed", False):
        return False
    owner = _owner(request.POST.get(SEAL, ""))
    typed = {
        name: values
        for name, values in request.POST.lists()
        if name not in (SEAL, "csrfmiddlewaretoken")
    }
    is_for_another = request.user.is_authenticated and str(request.user.pk) != owner
    if not owner or is_for_another or not _is_bounded(typed):
        return False
    # Whoever has a seal could fill the cache, which also counts wrong passwords.
    if not ratelimit.consume(request, action="kept_form", key=owner):
        return False
    forget(request)
    key = uuid4().hex
    kept = {"owner": owner, "path": request.get_full_path(), "typed": typed}
    cache.set(_name(key), kept, KEPT_SECONDS)
    request.session[_SESSION_KEY] = key
    return True


def typed(request: HttpRequest) -> QueryDict | None:
    """What this reader typed into the form at this address and could not send."""
    key = request.session.get(_SESSION_KEY)
    kept = cache.get(_name(key)) if key else None
    if not kept or kept["owner"] != str(request.user.pk):
        return None
    if kept["path"] != request.get_full_path():
        return None
    found = QueryDict(mutable=True)
    for name, values in kept["typed"].items():
        found.setlist(name, values)
    return found


def forget(request: HttpRequest) -> None:
    """After the form was sent, and when the reader signs out."""
    if key := request.session.pop(_SESSION_KEY, ""):
        cache.delete(_name(key))


class KeepTypedMiddleware(LoginRequiredMiddleware):
    """Sends to the sign-in page whoever is not signed in, after keeping what they typed."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        if keep(request):
            messages.warning(
                request,
                "Sesi Anda sudah berakhir. Isian formulir tadi disimpan selama satu jam dan "
                "tampil kembali sesudah Anda masuk.",
            )
        return super().handle_no_permission(request, view_func)


def _owner(seal: str) -> str:
    try:
        return _signer.unsign(seal)
    except signing.BadSignature:
        return ""


def _is_bounded(typed: dict[str, list[str]]) -> bool:
    characters = sum(len(text) for values in typed.values() for text in values)
    return len(typed) <= MAX_FIELDS and characters <= MAX_CHARACTERS


def _name(key: str) -> str:
    return f"kept-form:{key}"
