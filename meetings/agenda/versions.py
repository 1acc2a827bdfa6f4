"""The versions of an agenda for its pages: which there are, and what two of them differ in."""

from typing import Any

from django.urls import reverse

from forum_portal.lib.dates import moment
from meetings.agenda.differences import Differences, differences
from meetings.models import AgendaRelease, Meeting

Row = dict[str, Any]


def versions_of(meeting: Meeting) -> list[AgendaRelease]:
    """Without their contents, latest first. One query."""
    return list(meeting.agenda_releases.defer("public", "internal", "words").order_by("-number"))


def difference_of(
    first: AgendaRelease, second: AgendaRelease, *, with_internal: bool
) -> Differences:
    """What became of `first` in `second`. One query."""
    column = "internal" if with_internal else "public"
    found = AgendaRelease.objects.filter(pk__in=(first.pk, second.pk))
    contents = dict(found.values_list("pk", column))
    return differences(contents[first.pk], contents[second.pk])


def version_url(release: AgendaRelease, meeting: Meeting) -> str:
    return reverse("meetings:agenda_version", args=[meeting.slug, release.number])


def difference_url(meeting: Meeting, first: int, second: int) -> str:
    url = reverse("meetings:agenda_differences", args=[meeting.slug])
    return f"{url}?dari={first}&ke={second}"


def pdf_url(meeting: Meeting, number: int | None, *, with_internal: bool) -> str:
    """number: of a version; None for the latest, whichever that will be."""
    if number is None:
        url = reverse("meetings:agenda_pdf", args=[meeting.slug])
    else:
        url = reverse("meetings:agenda_version_pdf", args=[meeting.slug, number])
    return f"{url}?lengkap" if with_internal else url


def timeline(
    meeting: Meeting, versions: list[AgendaRelease], shown: AgendaRelease | None = None
) -> list[Row]:
    """Each version as an event: when, with which comment, and the way to what it changed."""
    return [
        {
            "when": moment(release.released_at, meeting.zone),
            "title": f"Versi {release.number}",
            "note": release.comment or ("Versi pertama" if release.number == 1 else ""),
            "url": "" if release == shown else version_url(release, meeting),
            "is_now": release == shown,
            "difference_url": difference_url(meeting, release.number - 1, release.number)
            if release.number > 1
            else "",
            "number": release.number,
        }
        for release in versions
    ]
