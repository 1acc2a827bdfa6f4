"""What an office shows of itself: pictures, services, programmes of digital transformation.

The programmes are its part of what the forum promised at its rakor of 2023, so they are shown
with that promise where the rakor's record holds it.
"""

import json
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.core.files.storage import default_storage
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse

from forum_portal.lib.compiled_queries import compiled
from forum_portal.lib.pictures import Shown, has_file, shown
from provinces.members import Member
from provinces.models import Office, OfficePicture, OfficeProgramme, OfficeService, Province

PROMISED_IN = 2023
PROMISE_WORDS = "transformasi digital"

_TONES = {
    OfficeProgramme.State.PLANNED: "neutral",
    OfficeProgramme.State.RUNNING: "blue",
    OfficeProgramme.State.DONE: "green",
    OfficeProgramme.State.STOPPED: "red",
}
_PICTURE = ("stem", "widths", "width", "height", "alt")
_SERVICE = ("name", "description", "url")
_PROGRAMME = ("title", "year", "until_year", "state", "reached", "source")

Row = dict[str, Any]


class Promise(NamedTuple):
    """What the forum promised, and the rakor where it did."""

    text: str
    meeting: str
    url: str


class Showcase(NamedTuple):
    """pictures: those whose files are there, in their places; the first opens the page."""

    pictures: list[Shown]
    services: list[Row]
    programmes: list[Row]
    promise: Promise | None


def showcase_of(member: Member) -> Showcase:
    """One query."""
    columns = [[json.loads(row) for row in rows] for rows in _rows(member.pk)[0]]
    pictures, services, programmes, promises = columns
    return Showcase(
        pictures=[
            shown(**row, address=_picture_address(member.slug))
            for row in pictures
            if has_file(row["stem"], min(row["widths"]))
        ],
        services=services,
        programmes=[programme_row(row) for row in programmes],
        promise=_promise(promises[0]) if promises else None,
    )


def programme_row(row: Row) -> Row:
    """The years and the state of a programme in words, beside what it says of itself.

    row: title, year, until_year, state, reached, source.
    """
    state = OfficeProgramme.State(row["state"])
    return {
        "title": row["title"],
        "years": years_in_words(row["year"], row["until_year"]),
        "state": state.label,
        "tone": _TONES[state],
        "reached": row["reached"],
        "source": row["source"],
    }


def years_in_words(first: int, last: int | None) -> str:
    """ "2023", or "2023–2025"."""
    return str(first) if last in (None, first) else f"{first}\u2013{last}"


def logo_url(office: Office) -> str:
    """Empty without an emblem, or where the database came without its file."""
    name = office.logo.name
    if not name or not default_storage.exists(name):
        return ""
    return reverse("provinces:logo", args=[office.slug])


def promise_of_forum() -> Promise | None:
    """One query."""
    rows = _promise_rows()
    return _promise(dict(zip(("text", "title", "slug"), rows[0], strict=True))) if rows else None


def _picture_address(slug: str):
    def address(stem: str, width: int) -> str:
        return reverse("provinces:picture", args=[slug, stem, width])

    return address


def _promise(row: Row) -> Promise:
    url = reverse("meetings:detail", args=[row["slug"]])
    return Promise(text=row["text"], meeting=row["title"], url=url)


@compiled
def _rows(office: int) -> QuerySet:
    def listed(rows: QuerySet, columns: tuple[str, ...]) -> ArraySubquery:
        return ArraySubquery(rows.values(row=JSONObject(**{name: name for name in columns})))

    ours = {"office": OuterRef("pk")}
    return Office.objects.filter(pk=office).values_list(
        listed(OfficePicture.objects.filter(**ours).order_by("place"), _PICTURE),
        listed(OfficeService.objects.filter(**ours).order_by("order", "pk"), _SERVICE),
        listed(OfficeProgramme.objects.filter(**ours).order_by("-year", "title"), _PROGRAMME),
        ArraySubquery(
            _promises()[:1].values(
                row=JSONObject(
                    text="hosted_meetings__commitments__text",
                    title="hosted_meetings__title",
                    slug="hosted_meetings__slug",
                )
            )
        ),
    )


@compiled
def _promise_rows() -> QuerySet:
    return _promises().values_list(
        "hosted_meetings__commitments__text", "hosted_meetings__title", "hosted_meetings__slug"
    )[:1]


def _promises() -> QuerySet:
    """The rakor are another app's, further to the right: reached through who hosted them."""
    return Province.objects.filter(
        hosted_meetings__starts_on__year=PROMISED_IN,
        hosted_meetings__published_at__isnull=False,
        hosted_meetings__cancelled_at=None,
        hosted_meetings__commitments__text__icontains=PROMISE_WORDS,
    ).order_by("hosted_meetings__starts_on", "hosted_meetings__commitments__order")
