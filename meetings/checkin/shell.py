"""The check-in app's shell: the page, and what its service worker keeps on the device."""

import json
from hashlib import sha256
from typing import Any

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

from meetings.models import Meeting

# Everything that the page loads; tests/meetings/test_checkin_app.py compares it with the folders.
SCRIPTS = (
    "app", "background", "camera", "desk", "enrolment", "facts", "list", "network", "people",
    "scanner", "screen", "search", "sending", "sessions", "settings", "signals", "store", "sync",
    "tabs", "tickets", "unstarted", "verdict", "words",
)  # fmt: skip
FILES = (
    *(f"js/checkin/{name}.js" for name in SCRIPTS),
    *(f"css/{name}.css" for name in ("tokens", "layout", "components", "checkin")),
    "vendor/qr-0.7.0/decode.js",
    "vendor/qr-0.7.0/index.js",
    "vendor/noble-ed25519-3.2.0/index.js",
    "vendor/plus-jakarta-sans-5.3.0/plus-jakarta-sans-latin-wght-normal.woff2",
    "img/favicon.svg",
    "img/app-180.png",
    "img/app-192.png",
)
# What the service worker is made of: what serves the shell, and what sends when the app is closed.
WORKER = "js/checkin/worker.js"
SENDER = "js/checkin/sender.js"


def page(meeting: Meeting) -> str:
    """The same for whoever asks: it is kept on devices, beside the sessions of other people."""
    desk = reverse("admin:meetings_meeting_sessions", args=[meeting.pk])
    context = {"meeting": meeting, "desk_url": desk}
    return render_to_string("meetings/checkin_app.html", context)


def worker(meeting: Meeting) -> str:
    """A classic script, for browsers that know no other: the shell, and no sending."""
    return f"{_said(meeting)}importScripts({json.dumps(static(WORKER))});\n"


def sending_worker(meeting: Meeting) -> str:
    """A module, so that it works by the same rules of sending as the page."""
    imports = [f"import {json.dumps(static(name))};\n" for name in (WORKER, SENDER)]
    return "".join([_said(meeting), *imports])


def manifest(meeting: Meeting) -> dict[str, Any]:
    """What makes it installable; addresses are relative to the page's folder."""
    icons = [("img/app-192.png", "192x192", "any"), ("img/app-512.png", "512x512", "any"),
             ("img/app-512.png", "512x512", "maskable")]  # fmt: skip
    return {
        "id": reverse("meetings:checkin", args=[meeting.slug]),
        "name": f"Presensi {meeting.title}",
        "short_name": "Presensi",
        "description": "Mencatat presensi rakor, juga tanpa jaringan.",
        "lang": "id",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#083575",
        "icons": [
            {"src": static(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in icons
        ],
    }


def _said(meeting: Meeting) -> str:
    """It changes with the page and with each file; a browser then takes the new shell."""
    files = [static(name) for name in FILES]
    files.append(reverse("meetings:checkin_manifest", args=[meeting.slug]))
    version = sha256("\n".join([page(meeting), *files]).encode()).hexdigest()[:16]
    shell = {
        "version": version,
        "slug": meeting.slug,
        "page": reverse("meetings:checkin", args=[meeting.slug]),
        "files": files,
    }
    return f"self.SHELL = {json.dumps(shell)};\n"
