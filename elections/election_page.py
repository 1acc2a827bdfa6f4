"""The record of one election in words; what nobody recorded stays visibly unknown."""

from typing import Any

from django.urls import reverse

from elections.models import Acclamation, Election
from elections.quorum import is_quorate
from forum_portal.lib.dates import moment, partial_date

Row = dict[str, Any]


def badges(election: Election) -> list[Row]:
    method = {"text": election.get_method_display(), "tone": "blue"}
    draft = {"text": "Draf", "tone": "neutral"}
    sample = {"text": "Contoh", "tone": "amber"}
    is_draft = not (election.is_published and election.meeting.published_at)
    return [method, *[draft] * is_draft, *[sample] * election.meeting.is_sample]


def facts(election: Election, acclamation: Acclamation | None) -> list[Row]:
    """The strip of what people look for first."""
    if acclamation is None:
        return [{"label": "Calon", "value": ""}, {"label": "Masa bakti", "value": ""}]
    return [
        {
            "label": "Terpilih" if election.is_published else "Calon",
            "value": acclamation.candidate.name,
            "note": acclamation.position,
        },
        {"label": "Masa bakti", "value": _term(election, acclamation)},
        {
            "label": "Balai hadir",
            "value": _offices(acclamation.offices_present),
            "note": _quorum_note(election, acclamation),
        },
        {
            "label": "Saat aklamasi",
            "value": _moment(election, acclamation),
        },
    ]


def record(election: Election, acclamation: Acclamation | None, *, has_minutes: bool) -> list[Row]:
    """All that is recorded, in the order of a berita acara."""
    meeting = election.meeting
    rows: list[Row] = [
        {"label": "Rakor", "value": meeting.title, "url": meeting.get_absolute_url()},
        {"label": "Jabatan", "value": f"{election.post.title} Forum"},
        {"label": "Cara", "value": election.get_method_display()},
    ]
    if acclamation:
        rows += _acclamation_rows(election, acclamation)
    rows += [
        {"label": "Hasil", "value": _outcome(election, acclamation)},
        {"label": "Sumber", "value": election.source or _recorder(election)},
    ]
    if has_minutes:
        url = reverse("meetings:minutes", args=[meeting.slug])
        rows.append({"label": "Notula", "value": "Notula rakor ini", "url": url})
    return rows


def _acclamation_rows(election: Election, acclamation: Acclamation) -> list[Row]:
    office, called_then = acclamation.office, election.office_then  # type: ignore[attr-defined]
    return [
        {
            "label": "Calon",
            "value": acclamation.candidate.name,
            "note": acclamation.position,
        },
        {
            "label": "Mewakili",
            "value": office.name if office else "",
            "note": f"waktu itu: {called_then}" if called_then else "",
            "url": office.get_absolute_url() if office else "",
        },
        {"label": "Pengusul", "value": acclamation.proposed_by},
        {"label": "Balai hadir", "value": _offices(acclamation.offices_present)},
        {"label": "Kuorum", "value": _offices(election.quorum_offices)},
        {"label": "Saat aklamasi", "value": _moment(election, acclamation)},
        {"label": "Masa bakti", "value": _term(election, acclamation)},
    ]


def _outcome(election: Election, acclamation: Acclamation | None) -> str:
    if not (election.is_published and acclamation):
        return "Belum diterbitkan"
    return f"{acclamation.candidate.name} terpilih secara {election.get_method_display().lower()}"


def _recorder(election: Election) -> str:
    is_recorded_here = election.is_published and election.result.published_by_id
    return "Dicatat sekretariat di portal ini" if is_recorded_here else ""


def _term(election: Election, acclamation: Acclamation) -> str:
    """The term that the result opened, else what is planned for it."""
    if election.is_published:
        return election.result.term.when
    if acclamation.term_until:
        return f"sampai {partial_date(acclamation.term_until, acclamation.until_precision)}"
    return ""


def _moment(election: Election, acclamation: Acclamation) -> str:
    if acclamation.acclaimed_at is None:
        return ""
    return moment(acclamation.acclaimed_at, election.meeting.zone)


def _offices(count: int | None) -> str:
    return "" if count is None else f"{count} balai"


def _quorum_note(election: Election, acclamation: Acclamation) -> str:
    present, quorum = acclamation.offices_present, election.quorum_offices
    if quorum is None:
        return "kuorum belum diketahui"
    if present is None:
        return f"kuorum {quorum} balai"
    verdict = "tercapai" if is_quorate(present, quorum) else "tidak tercapai"
    return f"kuorum {quorum} balai, {verdict}"
