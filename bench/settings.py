"""The portal's settings, plus a second template engine that knows only the reference page."""

from forum_portal.settings import *  # noqa: F403
from forum_portal.settings import BASE_DIR, TEMPLATES

TEMPLATES = [
    *TEMPLATES,
    {
        "NAME": "reference",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "bench" / "templates"],
        "OPTIONS": {"builtins": ["forum_portal.lib.date_filters"]},
    },
]
