"""A file that waits for the second consent."""

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile

from forum_portal.lib.kept_uploads import forget, keep, kept

pytestmark = pytest.mark.django_db


def test_file_is_found_again_by_its_key_alone():
    key = keep(ContentFile(b"%PDF-isi"))

    again = kept(key, name="sk.pdf")
    assert (again.name, again.read()) == ("sk.pdf", b"%PDF-isi")
    assert kept("0" * 32) is None


def test_forgotten_file_is_gone():
    key = keep(ContentFile(b"%PDF-isi"))
    forget(key)
    assert kept(key) is None


@pytest.mark.parametrize("key", ["", "rahasia", "../../etc/passwd", "x" * 5000])
def test_key_of_another_entry_of_the_cache_finds_nothing(key):
    cache.set("rahasia", b"isi", 60)
    assert kept(key) is None


def test_file_is_kept_however_many_rate_limits_are_counted():
    """As many as a few minutes of wrong sign-ins leave behind."""
    key = keep(ContentFile(b"%PDF-isi"))
    for number in range(310):
        cache.set(f"percobaan:{number}", 1, 300)
    assert kept(key) is not None
