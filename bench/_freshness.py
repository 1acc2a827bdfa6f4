"""How long a change by staff takes to show: to its author, and to everybody else."""

import time
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client as DjangoClient

from bench._load import ask
from provinces.models import Office

CHANGES = 5
GIVE_UP_SECONDS = 5


@dataclass
class Freshness:
    author_sees_at_once: bool
    slowest_seconds: float


def measure_freshness(host: str, port: int, office: Office) -> Freshness:
    """Changes the office's city and asks for its page as the author and as the public.

    The public's copy is asked for all the time before, so that a kept copy is in the way.
    """
    path, cookie = office.get_absolute_url(), _session_of_staff()
    seen_at_once, slowest = True, 0.0
    for number in range(CHANGES):
        city = f"Kota Ukur {number}"
        _keep_asking(host, port, path, seconds=0.2 + number * 0.15)
        Office.objects.filter(pk=office.pk).update(city=city)
        changed_at = time.perf_counter()
        seen_at_once &= city.encode() in ask(host, port, path, Cookie=cookie).text
        while city.encode() not in ask(host, port, path).text:
            if time.perf_counter() - changed_at > GIVE_UP_SECONDS:
                break
            time.sleep(0.01)
        slowest = max(slowest, time.perf_counter() - changed_at)
    return Freshness(seen_at_once, slowest)


def _keep_asking(host: str, port: int, path: str, *, seconds: float) -> None:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        ask(host, port, path)
        time.sleep(0.01)


def _session_of_staff() -> str:
    client = DjangoClient()
    client.force_login(get_user_model().objects.filter(is_staff=True).first())
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"
