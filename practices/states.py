"""In which state an article is, derived from its timestamps in this one place.

What an office sees is the state of its working text; whether the public reads an edition is
another question (Practice.is_public), because a published article may be worked on.
"""

from django.db.models import F, Q, TextChoices

from practices.models import Practice


class PracticeState(TextChoices):
    SUBMITTED = "dikirim", "Menunggu sekretariat"
    RETURNED = "dikembalikan", "Perlu diperbaiki"
    WITHDRAWN = "ditarik", "Ditarik"
    DRAFT = "draf", "Draf"
    CHANGED = "berubah", "Terbit, naskah berubah"
    PUBLISHED = "terbit", "Terbit"


TONES = {
    PracticeState.SUBMITTED: "blue",
    PracticeState.RETURNED: "amber",
    PracticeState.WITHDRAWN: "neutral",
    PracticeState.DRAFT: "neutral",
    PracticeState.CHANGED: "amber",
    PracticeState.PUBLISHED: "green",
}

# In this order: the first that holds is the state. What was returned after it was withdrawn is
# returned, because withdrawing forgets an earlier return.
_HOLDS = {
    PracticeState.SUBMITTED: Q(submitted_at__isnull=False),
    PracticeState.RETURNED: Q(returned_at__isnull=False),
    PracticeState.WITHDRAWN: Q(withdrawn_at__isnull=False),
    PracticeState.DRAFT: Q(current=None),
    PracticeState.CHANGED: Q(edited_at__gt=F("current__published_at")),
    PracticeState.PUBLISHED: Q(),
}


def state_of(practice: Practice) -> PracticeState:
    """Reads practice.current: select it where there are several."""
    if practice.submitted_at:
        return PracticeState.SUBMITTED
    if practice.returned_at:
        return PracticeState.RETURNED
    if practice.withdrawn_at:
        return PracticeState.WITHDRAWN
    if practice.current is None:
        return PracticeState.DRAFT
    if practice.edited_at > practice.current.published_at:
        return PracticeState.CHANGED
    return PracticeState.PUBLISHED


def in_state(state: PracticeState) -> Q:
    """The articles of which `state_of` says `state`."""
    found = _HOLDS[state]
    for earlier, holds in _HOLDS.items():
        if earlier == state:
            break
        found &= ~holds
    return found
