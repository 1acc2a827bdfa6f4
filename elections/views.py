"""The forum and its elections, as the public reads them."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.access import public_facts
from elections import election_page
from elections.forum_page import counted, forum_facts, posts_of_forum
from elections.models import Election
from provinces.forms.as_of import AsOfForm


@public_facts
def forum(request: HttpRequest) -> HttpResponse:
    """Today's page; the one of a past day where ?pada= names one."""
    today = timezone.localdate()
    as_of = AsOfForm(request.GET, today=today)
    day = as_of.day
    posts = posts_of_forum(day or today, is_past=day is not None)
    counts = counted(day or today, is_past=day is not None)
    context = {
        "posts": posts,
        "facts": forum_facts(posts, counts, day),
        "as_of": as_of,
        "day": day,
        "is_sample_data": any(post.is_sample for post in posts),
        "breadcrumbs": _way_to(day),
    }
    page = "elections/forum_past.html" if day else "elections/forum_detail.html"
    return render(request, page, context)


@public_facts
def election_detail(request: HttpRequest, slug: str) -> HttpResponse:
    election = get_object_or_404(Election.objects.whole().visible_to(request.user), slug=slug)
    acclamation = getattr(election, "acclamation", None)
    title = f"Pemilihan {election.post.title} Forum"
    context = {
        "title": title,
        "election": election,
        "meeting": election.meeting,
        "badges": election_page.badges(election),
        "facts": election_page.facts(election, acclamation),
        "record": election_page.record(election, acclamation, has_minutes=election.has_minutes),
        "witnesses": acclamation.witness_list if acclamation else [],
        "is_sample_data": election.meeting.is_sample,
        "breadcrumbs": [
            {"label": "Beranda", "url": reverse("home")},
            {"label": "Forum", "url": reverse("elections:forum")},
            {"label": f"{title}, {election.meeting.starts_on.year}"},
        ],
    }
    return render(request, "elections/election_detail.html", context)


def _way_to(day: date | None) -> list[dict[str, str]]:
    home = {"label": "Beranda", "url": reverse("home")}
    if day is None:
        return [home, {"label": "Forum"}]
    forum = {"label": "Forum", "url": reverse("elections:forum")}
    return [home, forum, {"label": date_format(day, "j F Y")}]
