"""The agenda's releases in the panel: what a release would change, told before it is made."""

from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone

from accounts.panel import PanelAdmin, Step
from meetings import announcements
from meetings.actions.agenda_release import (
    AgendaStands,
    ReleaseRefused,
    is_settled,
    release_agenda,
    tells_readers,
)
from meetings.agenda.content import Contents, all_items, draft_contents
from meetings.agenda.differences import Differences, differences
from meetings.agenda.versions import timeline, versions_of
from meetings.minutes.content import fingerprint
from meetings.models import AgendaRelease, Meeting, OutboxMail


class ReleaseForm(forms.Form):
    comment = forms.CharField(
        label="Catatan rilis",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Dibaca umum di samping versinya dan di dalam surel, misalnya “Sidang komisi "
        "pindah ke siang hari”.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, draft: str) -> None:
        """draft: the fingerprint of what the page shows now, refused or not."""
        super().__init__(data and {**data.dict(), "seen": draft}, initial={"seen": draft})


def agenda_releases(
    model_admin: PanelAdmin, request: HttpRequest, meeting: Meeting
) -> HttpResponse:
    """What releasing would do now, the button, and the versions so far."""
    contents, versions = draft_contents(meeting), versions_of(meeting)
    latest = versions[0] if versions else None
    number = latest.number + 1 if latest else 1
    found = differences(latest.internal, contents.internal) if latest else None

    def do(cleaned: dict[str, Any]) -> str:
        release = release_agenda(
            meeting=meeting,
            comment=cleaned["comment"],
            by=request.user,
            at=timezone.now(),
            seen=request.POST.get("seen", ""),
        )
        return _told(meeting, release)

    return model_admin.confirm(
        request, meeting, title="Rilis susunan acara", do=do, button=f"Rilis versi {number}",
        form_class=partial(ReleaseForm, draft=fingerprint(contents.internal)),
        refusals=(ReleaseRefused,),
        template="admin/meetings/agenda_releases.html",
        obstacles=_obstacles(meeting, contents, latest, found),
        effects=_effects(meeting, contents, latest),
        found=found, latest=latest,
        versions=timeline(meeting, versions),
        draft_url=reverse("meetings:agenda_draft", args=[meeting.slug]),
    )  # fmt: skip


def _told(meeting: Meeting, release: AgendaRelease) -> str:
    """That it was done, and what is left for a person to do."""
    told = f"Susunan acara {meeting} dirilis sebagai versi {release.number}."
    letters = meeting.outbox.waiting().filter(
        kind=OutboxMail.Kind.RELEASED, occasion=f"v{release.number}"
    )
    count = letters.count()
    return f"{told} {count} surel menunggu di kotak keluar." if count else told


def _obstacles(
    meeting: Meeting, contents: Contents, latest: AgendaRelease | None, found: Differences | None
) -> list[str]:
    if is_settled(meeting):
        return [str(AgendaStands(meeting))]
    if not contents.internal["days"]:
        return ["Draf belum berisi satu mata acara pun."]
    if latest is not None and not found:
        return [f"Draf sama dengan versi {latest.number}; tidak ada yang berubah."]
    return []


def _effects(meeting: Meeting, contents: Contents, latest: AgendaRelease | None) -> list[str]:
    shown = sum(1 for _ in all_items(contents.public))
    hidden = sum(1 for _ in all_items(contents.internal)) - shown
    kept = f" {hidden} acara internal hanya terbaca sekretariat." if hidden else ""
    if meeting.published_at is None:
        read = f"Begitu rakor diumumkan, umum membaca {shown} acara.{kept}"
    else:
        read = f"Umum langsung membaca {shown} acara.{kept}"
    effects = [read]
    if latest is not None:
        effects.append(f"Versi {latest.number} tetap tersimpan dan dapat dibaca di alamatnya.")
    if tells_readers(meeting, latest, contents.public, timezone.now()):
        count = len(announcements.readers_of(meeting))
        effects.append(
            f"Surel kepada {count} alamat (peserta dan balai yang diundang) disiapkan di kotak "
            "keluar; tidak ada yang terkirim sebelum diperiksa di sana."
            if count
            else "Tidak ada surel: belum ada peserta atau balai yang diundang."
        )
    else:
        effects.append("Tidak ada surel yang disiapkan.")
    return effects


STEPS = (
    Step("rilis", "agenda_releases", "Rilis susunan acara", agenda_releases,
         "meetings.add_agendarelease"),
)  # fmt: skip
