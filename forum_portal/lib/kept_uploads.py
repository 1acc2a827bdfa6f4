"""A checked file between the page that takes it and the page that asks once more.

A browser never sends a chosen file twice. So what was sent with a form that is shown again is
kept for an hour, under a key that only the form knows; forget_expired (expired.py) tidies up after
those who never came back.
"""

from uuid import UUID, uuid4

from django.core.cache import cache
from django.core.files.base import ContentFile, File

KEPT_SECONDS = 60 * 60


def keep(file: File) -> str:
    """The key by which `kept` finds the content again."""
    key = uuid4().hex
    file.seek(0)
    cache.set(_name(key), file.read(), KEPT_SECONDS)
    file.seek(0)
    return key


def kept(key: str, name: str = "berkas.pdf") -> File | None:
    """None if it was kept too long ago, or never."""
    try:
        content = cache.get(_name(UUID(hex=key).hex))
    except ValueError:
        return None
    return ContentFile(content, name=name) if content else None


def forget(key: str) -> None:
    cache.delete(_name(key))


def _name(key: str) -> str:
    return f"kept-upload:{key}"
