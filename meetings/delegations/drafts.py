"""The drafts of a delegation, read as the form would read them: complete, or what is missing."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.urls import reverse

from forum_portal.lib.dates import moment
from forum_portal.lib.person_names import name_key
from meetings.actions.drafts import FilledDraft
from meetings.delegations.asked import asked_of
from meetings.delegations.reaching import crumbs, delegation_url, letters_of
from meetings.forms import DelegateForm
from meetings.models import DelegateDraft, Meeting
from meetings.privacy import PRIVACY_VERSION
from meetings.registration_notice import closed_registration
from meetings.states import is_registration_open
from provinces.models import Office

# Beside the names of the form's fields: which notice the tick of "privacy" was about.
_NOTICE = "privacy_version"
_REGISTERED = "Orang ini sudah terdaftar dari balai Anda; draf ini dapat dibuang."


@dataclass(frozen=True)
class ReadDraft:
    draft: DelegateDraft
    form: DelegateForm
    is_registered: bool = False  # the person, by another way

    @cached_property
    def missing(self) -> list[str]:
        """What has to be put right before registering; empty where nothing has."""
        if self.is_registered:
            return [_REGISTERED]
        unfilled, others = [], []
        for name, errors in self.form.errors.as_data().items():
            label = self._label(name)
            for error in errors:
                if error.code == "required":
                    unfilled.append(label)
                else:
                    others += [f"{label}: {text}" if label else text for text in error.messages]
        return [f"Belum diisi: {', '.join(unfilled)}.", *others] if unfilled else others

    def filled(self) -> FilledDraft:
        """Of a draft that misses nothing."""
        return FilledDraft(self.draft, self.form.delegate(None))

    def _label(self, name: str) -> str:
        """In the sentence that lists what is missing; the tick of a box is no field's name."""
        if name == "privacy":
            return "persetujuan atas pemberitahuan privasi"
        return str(self.form.fields[name].label) if name in self.form.fields else ""


def draft_data(form: DelegateForm) -> dict[str, str]:
    """What is stored of the form as it was sent; the letter is the draft's own."""
    typed = form.typed()
    typed.pop("letter", None)
    return {**typed, _NOTICE: PRIVACY_VERSION} if "privacy" in typed else typed


def draft_texts(draft: DelegateDraft) -> dict[str, str]:
    """As a browser would send them; a consent to a former notice is asked again."""
    texts = {**draft.data, "letter": str(draft.letter_id or "")}
    if texts.pop(_NOTICE, "") != PRIVACY_VERSION:
        texts.pop("privacy", None)
    return texts


def as_it_was_read(draft: DelegateDraft, read_at: str) -> DelegateDraft:
    """The draft that the sent page showed; read_at: when it was saved then, in ISO's form."""
    try:
        moment_read = datetime.fromisoformat(read_at)
    except ValueError:
        return draft
    read = copy(draft)
    read.changed_at = moment_read
    return read


def read_drafts(meeting: Meeting, office: Office, *, any_role: bool) -> list[ReadDraft]:
    """The oldest first. One statement without drafts; with any one more, and asked_of() and
    letters_of().
    """
    drafts = list(meeting.delegate_drafts.filter(office=office).order_by("made_at", "pk"))
    if not drafts:
        return []
    asked, letters = asked_of(meeting), letters_of(meeting, office)
    active = meeting.registrations.active().filter(office=office)
    names = set(active.values_list("name_key", flat=True))
    return [
        ReadDraft(
            draft,
            DelegateForm(
                draft_texts(draft),
                meeting=meeting,
                asked=asked,
                letters=lambda: letters,
                any_role=any_role,
            ),
            is_registered=name_key(draft.data.get("full_name", "")) in names,
        )
        for draft in drafts
    ]


def draft_rows(meeting: Meeting, read: Sequence[ReadDraft]) -> list[dict[str, Any]]:
    return [_row(meeting, one) for one in read]


def drafts_context(
    meeting: Meeting, office: Office, read: Sequence[ReadDraft], *, at: datetime
) -> dict[str, Any]:
    """What the page says that registers all complete drafts."""
    back_url = delegation_url(meeting, office)
    return {
        "meeting": meeting,
        "office": office,
        "complete": draft_rows(meeting, [one for one in read if not one.missing]),
        "incomplete": draft_rows(meeting, [one for one in read if one.missing]),
        "is_open": is_registration_open(meeting, at),
        "closed": closed_registration(meeting, at),
        "back_url": back_url,
        "is_sample_data": meeting.is_sample,
        "breadcrumbs": crumbs(meeting, ("Delegasi", back_url), ("Daftarkan semua draf", "")),
    }


def saved(draft: DelegateDraft, meeting: Meeting) -> str:
    return f"Disimpan {moment(draft.changed_at, meeting.zone)}"


def _row(meeting: Meeting, one: ReadDraft) -> dict[str, Any]:
    arguments = [meeting.slug, one.draft.pk]
    return {
        "name": str(one.draft),
        "note": saved(one.draft, meeting),
        "missing": one.missing,
        "url": reverse("meetings:draft", args=arguments),
        "discard_url": reverse("meetings:draft_discard", args=arguments),
    }
