"""The address of an article: made once, from its first title."""

from django.db import connection
from django.utils.text import slugify

from practices.models import Practice

# What stands in the same place of other addresses (practices/urls.py).
RESERVED = frozenset(("feed", "milik-balai", "tulis"))
LONGEST = 80
# The lock's number; any constant that no other advisory lock of the database uses.
ADDRESS_LOCK = 7_204_131


def lock_addresses() -> None:
    """Until the transaction ends nobody else chooses an address."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADDRESS_LOCK])


def free_slug(title: str) -> str:
    """From `title`, with a number where another article has it. One query."""
    stem = slugify(title)[: LONGEST - 5].strip("-") or "praktik-baik"
    taken = set(Practice.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    taken |= RESERVED
    number = 1
    while (slug := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return slug
