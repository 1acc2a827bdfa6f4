"""What every answer carries, and what https adds; docs/operations.md says how to switch it on."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

POLICY = {
    "default-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}
SETTINGS_OF_HTTPS = (
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
    "SESSION_COOKIE_HTTPONLY",
)


@pytest.mark.django_db
def test_every_page_carries_the_content_policy_and_the_secure_headers(client):
    for path in ("/", "/provinsi/", "/akun/masuk/", "/tidak-ada/"):
        headers = client.get(path).headers
        assert set(headers["Content-Security-Policy"].split("; ")) == POLICY
        assert (
            headers["X-Frame-Options"],
            headers["X-Content-Type-Options"],
            headers["Referrer-Policy"],
            headers["Cross-Origin-Opener-Policy"],
        ) == ("DENY", "nosniff", "same-origin", "same-origin")


@pytest.mark.parametrize(
    ("site_url", "expected"),
    [
        ("https://forum.example.go.id", [True, True, True, 31536000, True]),
        ("http://127.0.0.1:8000", [False, False, False, 0, True]),
    ],
)
def test_https_makes_cookies_secure(site_url, expected):
    script = (
        "from forum_portal import settings as s; "
        f"print([getattr(s, name) for name in {SETTINGS_OF_HTTPS!r}])"
    )
    environment = {**os.environ, "SITE_URL": site_url}
    said = subprocess.run(
        [sys.executable, "-c", script],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert said.stdout.strip() == str(expected)


@pytest.mark.django_db
def test_a_page_for_who_signed_in_is_kept_by_nobody(operator_client):
    response = operator_client.get("/")
    assert response.headers["Cache-Control"].startswith("private")
