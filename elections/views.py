"""The forum and its elections, as the public reads them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.access import public_facts
from elections import election_page
from elections.forum_page import counted, forum_facts, posts_of_forum
from elections.models import Election


@public_facts
def forum(request: HttpRequest) -> HttpResponse:
    posts = posts_of_forum(timezone.localdate())
    offices, meetings = counted()
    context = {
        "posts": posts,
        "facts": forum_facts(posts, office_count=offices, meeting_count=meetings),
        "is_sample_data": any(post.is_sample for post in posts),
        "breadcrumbs": [{"label": "Beranda", "url": reverse("home")}, {"label": "Forum"}],
    }
    return render(request, "elections/forum_detail.html", context)


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
