"""The work of a rakor as its hub lists it: by what is done together, in the order of doing."""

from django.http import HttpRequest
from django.urls import reverse

from accounts.panel import Step
from meetings.convening.standing import Standing
from meetings.models import Meeting

# Names of steps, and of the lists of the panel beside them.
_GROUPS = (
    ("Acara dan bahan", ("agenda", "agenda_releases", "agenda_proposals", "questions",
                         "documents", "pictures")),
    ("Undangan dan surel", ("letter", "invitations", "outbox")),
    ("Peserta dan kursi", ("registrations", "seats", "waiting", "asked_fields", "logistics",
                           "cards")),
    ("Presensi", ("sessions", "checkin_devices", "reconciliation", "excuses",
                  "attendance_lists")),
    ("Penutup", ("minutes", "aftercare", "thanks")),
)  # fmt: skip
# On the page of the hub itself, as a stage, the timeline or at its end.
_HERE = {"hub", "publish", "open", "close", "timeline", "cancel", "move", "address", "reopen"}

Entry = dict[str, str]


def groups(
    request: HttpRequest, meeting: Meeting, standing: Standing, steps: dict[str, Step]
) -> list[tuple[str, list[Entry]]]:
    """Every other page of the rakor, with what it holds where that can be counted."""
    notes = _notes(standing)
    entries = {
        name: {"label": step.label, "url": f"../{step.path}/", "note": notes.get(name, "")}
        for name, step in steps.items()
        if name not in _HERE
    } | _lists(request, meeting, standing)
    grouped = [
        (title, [entries.pop(name) for name in names if name in entries])
        for title, names in _GROUPS
    ]
    return [
        (title, found) for title, found in [*grouped, ("Lainnya", [*entries.values()])] if found
    ]


def minutes_of(meeting: Meeting) -> str:
    return f"{reverse('admin:meetings_minutes_changelist')}?meeting__id__exact={meeting.pk}"


def _notes(standing: Standing) -> dict[str, str]:
    return {
        "agenda": f"{standing.items} mata acara dalam draf",
        "agenda_releases": f"versi {standing.version} dirilis"
        if standing.version
        else "belum dirilis",
        "letter": "sudah ditulis" if standing.letter.is_written else "belum ditulis",
        "invitations": f"{standing.prepared} balai, {standing.answered} menjawab",
        "outbox": f"{standing.waiting_letters} surel menunggu",
        "documents": f"{standing.papers} dokumen",
        "pictures": f"{standing.photos} foto",
        "agenda_proposals": f"{standing.open_proposals} menunggu putusan",
        "questions": f"{standing.open_questions} belum dijawab",
        "waiting": f"{standing.waiting} orang menunggu",
        "sessions": f"{standing.sittings} sesi",
        "reconciliation": f"{standing.doubtful} menunggu putusan",
    }


def _lists(request: HttpRequest, meeting: Meeting, standing: Standing) -> dict[str, Entry]:
    found = {}
    if request.user.has_perm("meetings.view_registration"):
        address = reverse("admin:meetings_registration_changelist")
        found["registrations"] = {
            "label": "Pendaftaran",
            "url": f"{address}?meeting__id__exact={meeting.pk}",
            # What is to be done; how many there are stands with the stage of registration.
            "note": f"{standing.unreviewed} belum diperiksa",
        }
    if request.user.has_perm("meetings.view_minutes"):
        begins = not standing.has_minutes and request.user.has_perm("meetings.add_minutes")
        begin = f"{reverse('admin:meetings_minutes_add')}?meeting={meeting.pk}"
        written = "draf" if standing.has_minutes else "belum dimulai"
        found["minutes"] = {
            "label": "Notula",
            "url": begin if begins else minutes_of(meeting),
            "note": "terbit" if standing.minutes_at else written,
        }
    return found
