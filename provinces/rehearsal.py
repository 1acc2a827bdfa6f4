"""What an action would do to the terms of a post, found out by doing it and undoing it.

The page that asks before an appointment thereby says exactly what the appointment will do: it
is the same code, under the same lock, against the same data.
"""

from collections.abc import Callable

from django.db import transaction

from forum_portal.lib.dates import partial_date
from provinces.models import Post, Term


def effects_on(post: Post, act: Callable[[], object]) -> list[str]:
    """Sentences about the terms that `act` would open and close; nothing of it is kept.

    What `act` raises is passed on. Mails that it queues are undone with the rest.
    """
    with transaction.atomic():
        before = {term.pk: term.period for term in post.terms.all()}
        act()
        after = list(post.terms.select_related("person", "post__office"))
        transaction.set_rollback(True)
    closed = [t for t in after if t.pk in before and t.period != before[t.pk]]
    opened = [t for t in after if t.pk not in before]
    return [_closing(term) for term in closed] + [_opening(term) for term in opened]


def _closing(term: Term) -> str:
    day = partial_date(term.period.upper, term.until_precision)
    return f"Masa jabatan {term.person} sebagai {term.post} berakhir {day}."


def _opening(term: Term) -> str:
    acting = f" sebagai {term.get_acting_display()}" if term.acting else ""
    return f"{term.person} menjabat {term.post}{acting} {term.when}."
