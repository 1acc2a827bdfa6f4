"""What devices at the doors ask and send, in JSON.

A device proves itself by a token in a header, which no browser adds to a request by itself as it
does a cookie: a foreign page can send none, so these views need no CSRF token and cookies mean
nothing to them. No body and no token is ever logged (forum_portal/lib/request_log.py).
"""

from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from accounts.access import View, public
from forum_portal.lib.secrecy import kept_by_nobody
from meetings.actions.check_in import Kept, keep_facts
from meetings.actions.checkin_devices import CodeUnknown, enrol_device
from meetings.checkin.credentials import token_hash
from meetings.checkin.device_list import about, list_of, version_of
from meetings.checkin.facts import MOST_BYTES, Batch, BatchRefused, read_batch, read_object
from meetings.checkin.window import why_no_list
from meetings.models import CheckinDevice, Meeting

TOO_MANY_TRIES = "Terlalu banyak kode yang dicoba. Tunggu sepuluh menit, lalu coba lagi."
TOO_LARGE = (
    f"Kiriman ini melebihi {MOST_BYTES // 1024**2} MB. Kirim lebih sedikit catatan sekaligus."
)
UNKNOWN_DEVICE = "Perangkat ini tidak dikenal. Pasang kembali dengan kode dari sekretariat."
LOCKED_OUT = "Perangkat ini dikunci oleh sekretariat. Daftar peserta dihapus dari perangkat."
_COMPACT = {"separators": (",", ":"), "ensure_ascii": False}


def _json(view: View) -> View:
    """Never kept by a browser or on the way: the app itself keeps what it needs."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return kept_by_nobody(view(request, *args, **kwargs))

    return answered


@csrf_exempt
@public
@_json
def enrol(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.published(), slug=slug)
    if refusal := _refuse_kind(request, "POST"):
        return refusal
    try:
        code = read_object(request.body).get("code")
    except BatchRefused as refused:
        return _error(400, str(refused))
    if not _may_try(request, meeting):
        return _error(429, TOO_MANY_TRIES)
    try:
        device, token = enrol_device(
            meeting=meeting, code=code if isinstance(code, str) else "", at=timezone.now()
        )
    except CodeUnknown as refused:
        return _error(400, str(refused))
    return JsonResponse({"token": token, "device": about(device)})


@csrf_exempt
@public
@_json
def device_list(request: HttpRequest, slug: str) -> HttpResponse:
    if refusal := _refuse_kind(request, "GET"):
        return refusal
    device, at = _device(request, slug), timezone.now()
    if device is None:
        return _error(401, UNKNOWN_DEVICE, unknown=True)
    if device.locked_at is not None:
        return _error(403, LOCKED_OUT, locked=True)
    if why := why_no_list(device.meeting, at):
        return _error(403, why, locked=False)
    version = version_of(device)
    etag = f'"{version}"'
    response = get_conditional_response(request, etag) or JsonResponse(
        list_of(device, version, at), json_dumps_params=_COMPACT
    )
    response["ETag"] = etag
    return response


@csrf_exempt
@public
@_json
def facts(request: HttpRequest, slug: str) -> HttpResponse:
    if refusal := _refuse_kind(request, "POST"):
        return refusal
    device = _device(request, slug)
    if device is None:
        return _error(401, UNKNOWN_DEVICE, unknown=True)
    try:
        batch = read_batch(request.body)
    except BatchRefused as refused:
        return _error(400, str(refused))
    at = timezone.now()
    kept = keep_facts(device=device, facts=batch.facts_by(at), unsent=batch.unsent, at=at)
    return JsonResponse(_told(batch, kept), json_dumps_params=_COMPACT)


def _told(batch: Batch, kept: Kept) -> dict[str, Any]:
    return {
        "kept": [str(fact) for fact in kept.kept],
        "flags": {str(fact): flags for fact, flags in kept.flags.items()},
        "refused": {**batch.refused, **{str(fact): why for fact, why in kept.refused.items()}},
        "locked": kept.device.locked_at is not None,
        "version": version_of(kept.device),
    }


def _refuse_kind(request: HttpRequest, method: str) -> HttpResponse | None:
    """What is not asked in the one way there is, or larger than any batch."""
    if request.method != method:
        response = _error(405, f"Alamat ini menerima {method} saja.")
        response["Allow"] = method
        return response
    if method == "GET":
        return None
    if request.content_type != "application/json":
        return _error(415, "Alamat ini menerima JSON saja.")
    length = request.headers.get("Content-Length") or "0"
    if not length.isdecimal() or int(length[:20]) > MOST_BYTES:
        return _error(413, TOO_LARGE)
    return None


def _device(request: HttpRequest, slug: str) -> CheckinDevice | None:
    """Whose token it is, of this rakor alone, by its present address or a former one.

    A door that has been without network asks at the address that it knows.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        return None
    devices = CheckinDevice.objects.select_related("meeting").filter(
        Q(meeting__slug=slug) | Q(meeting__former_slugs__slug=slug),
        meeting__published_at__isnull=False,
    )
    return devices.filter(token_hash=token_hash(token.strip())).first()


def _may_try(request: HttpRequest, meeting: Meeting) -> bool:
    """By address, which a hall of devices shares, and by rakor, against many addresses."""
    return ratelimit.consume(request, action="checkin_enrol", key=meeting.slug)


def _error(status: int, sentence: str, **more: Any) -> JsonResponse:
    response = JsonResponse({"error": sentence, **more}, status=status, json_dumps_params=_COMPACT)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response
