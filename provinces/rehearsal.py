"""What an action would do to the terms of a post, found out by doing it and undoing it.

The page that asks before an appointment thereby says exactly what the appointment will do: it
is the same code, under the same lock, against the same data.
"""

from collections.abc import Callable, Iterator

from django.db import transaction

from provinces.models import Post, Term
from provinces.terms import ending
from provinces.vacancies import vacancies

Terms = dict[int, Term]


def effects_on(post: Post, act: Callable[[], object]) -> list[str]:
    """Sentences about the terms that `act` would close, open, change and remove, and about the
    days that would be left without a holder; nothing of it is kept.

    What `act` raises is passed on. Mails that it queues are undone with the rest; a file that
    it stores is not, so leave files out of a rehearsal.
    """
    with transaction.atomic():
        before = terms_now(post)
        act()
        after = terms_now(post)
        transaction.set_rollback(True)
    return effects_between(before, after)


def effects_between(before: Terms, after: Terms) -> list[str]:
    """The same sentences, of an action that was done to the terms of one post."""
    both = [(before[pk], after[pk]) for pk in before if pk in after]
    return [
        *(sentence for then, now in both for sentence in _changes(then, now)),
        *(_opening(term) for pk, term in after.items() if pk not in before),
        *(_removal(term) for pk, term in before.items() if pk not in after),
        *new_vacancies(before, after),
    ]


def terms_now(post: Post) -> Terms:
    terms = post.terms.select_related("person", "post__office", "on_behalf_of")
    return {term.pk: term for term in terms.order_by("period", "pk")}


def new_vacancies(before: Terms, after: Terms) -> list[str]:
    """Those that arise; one that was there before, or grows smaller, is no effect."""
    known = vacancies(before.values())
    return [
        vacancy.in_words()
        for vacancy in vacancies(after.values())
        if not any(vacancy.lies_within(other) for other in known)
    ]


def _changes(then: Term, now: Term) -> Iterator[str]:
    whose = f"Masa jabatan {now.person} sebagai {now.post}"
    if then.period and now.period and _ends_earlier(then, now):
        yield f"{whose} {ending(now)}{_formerly(then)}."
    elif then.when != now.when or then.period != now.period:
        yield f"{whose} berubah: semula {then.when}, menjadi {now.when}."
    is_other = then.person_id != now.person_id
    for label, was, becomes in (
        ("Pemegang" if is_other else "Penulisan nama", then.person.name, now.person.name),
        ("Kedudukan", _standing(then), _standing(now)),
        ("Mewakili", _name(then.on_behalf_of), _name(now.on_behalf_of)),
        ("Nomor SK", then.decree_number, now.decree_number),
        ("Sumber", then.source, now.source),
    ):
        if was != becomes:
            # Titles end with a full stop of their own.
            sentence = f"{label}: semula {was or 'kosong'}, menjadi {becomes or 'kosong'}"
            yield f"{sentence.removesuffix('.')}."


def _ends_earlier(then: Term, now: Term) -> bool:
    """True if nothing of the period differs but an earlier, or a first, end."""
    first, until = then.period.lower, then.period.upper
    return (
        (first, then.from_precision) == (now.period.lower, now.from_precision)
        and now.period.upper is not None
        and (until is None or now.period.upper < until)
    )


def _formerly(then: Term) -> str:
    return f" (semula {then.when})" if then.period.upper else ""


def _opening(term: Term) -> str:
    acting = f" sebagai {term.get_acting_display()}" if term.acting else ""
    return f"{term.person} menjabat {term.post}{acting} {term.when}."


def _removal(term: Term) -> str:
    return f"Catatan {term.person} sebagai {term.post} {term.when} dihapus."


def _standing(term: Term) -> str:
    return term.get_acting_display() if term.acting else "definitif"


def _name(office: object) -> str:
    return str(office or "")
