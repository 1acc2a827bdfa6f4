"""The header as each reader gets it, though it is kept for those who have not signed in."""

import re

import pytest
from django.test import Client, RequestFactory

from accounts.models import User
from forum_portal.navigation import navigation

pytestmark = pytest.mark.django_db


def current_sections(page: str) -> set[str]:
    return set(re.findall(r'aria-current="true">([^<]+)<', page))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", {"Beranda"}),
        ("/provinsi/", {"Provinsi"}),
        ("/rakor/", {"Rakor"}),
        ("/privasi/", set()),
    ],
)
def test_header_marks_the_section_however_often_it_is_asked_for(path: str, expected: set[str]):
    pages = [Client().get(f"{path}?kali={number}").text for number in range(2)]

    assert [current_sections(page) for page in pages] == [expected, expected]


def test_kept_header_is_not_shown_to_who_signed_in(secretariat: User):
    public, staff = Client(), Client()
    staff.force_login(secretariat)

    pages = [client.get("/privasi/").text for client in (public, staff, public)]

    assert ["/akun/keluar/" in page for page in pages] == [False, True, False]
    assert ["/akun/masuk/" in page for page in pages] == [True, False, True]


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", ["Beranda"]),
        ("/provinsi/aceh/", ["Provinsi"]),
        ("/rakor/rakor-2025-padang/", ["Rakor"]),
        ("/rakor/rakor-2025-padang/notula/", ["Notula"]),
        ("/forum/pemilihan/ketua-2023/", ["Forum"]),
        ("/akun/masuk/", []),
    ],
)
def test_pages_below_a_section_belong_to_it(path, current):
    items = navigation(RequestFactory().get(path))["nav_items"]
    assert [item["label"] for item in items if item["is_current"]] == current
