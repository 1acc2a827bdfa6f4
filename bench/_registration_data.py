"""Rakor to register for, and people who are signed in to do it."""

from datetime import time, timedelta
from importlib import import_module
from itertools import count
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from accounts.models import User
from meetings.models import Meeting
from provinces.models import Office, OfficeStaff, Province

OPERATORS_AN_OFFICE = 4
LETTERS = "abcdefghijklmnopqrstuvwxyz"
CSRF_SECRET = "bench" * 6 + "ab"

_numbers = count(1)


class Operator(NamedTuple):
    office: int
    slug: str
    cookies: str


def make_rakor(name: str) -> Meeting:
    """Open for registration, with seats for all."""
    number, at = next(_numbers), timezone.now()
    return Meeting.objects.create(
        slug=f"bench-{name}-{number}",
        title=f"Rakor pengukuran {name} {number}",
        starts_on=timezone.localdate() + timedelta(days=30),
        starts_at=time(8),
        mode=Meeting.Mode.ONSITE,
        venue="Hotel Pantai",
        city="Makassar",
        host_province=Province.objects.get(slug="sulawesi-selatan"),
        registered_by=Meeting.RegisteredBy.OFFICES,
        registration_opens_at=at - timedelta(days=1),
        registration_closes_at=at + timedelta(days=14),
        seats_per_office=10_000,
        capacity=100_000,
        published_at=at,
    )


def sign_in_operators() -> list[Operator]:
    """Several of each office."""
    signed_in = []
    for office in Office.objects.order_by("pk"):
        for number in range(OPERATORS_AN_OFFICE):
            user = User.objects.create_user(email=f"bench{office.pk}.{number}@contoh.example")
            OfficeStaff.objects.create(office=office, user=user)
            signed_in.append(Operator(office.pk, office.slug, cookies_of(user)))
    return signed_in


def delegate_form() -> bytes:
    """Somebody who was never registered, as the browser sends the form."""
    number = next(_numbers)
    name = "".join(LETTERS[number // 26**place % 26] for place in range(5))
    return urlencode(
        {
            "csrfmiddlewaretoken": CSRF_SECRET,
            "full_name": f"Peserta {name}",
            "role": "pendamping",
            "position": "Pranata Komputer",
            "unit": "Balai Pengukuran",
            "email": f"{name}@contoh.example",
            "mobile": "0812-3456-7890",
            "privacy": "on",
        }
    ).encode()


def cookies_of(user: User) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    names = settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME
    return f"{names[0]}={session.session_key}; {names[1]}={CSRF_SECRET}"
