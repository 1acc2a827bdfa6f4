"""What the public reads: the list, the articles, their files and what members say of them."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from accounts.access import public, public_facts, signed_in
from forum_portal.lib.pictures import picture_response
from forum_portal.lib.ranged_files import FOR_NONE_TO_KEEP
from practices import files
from practices.actions.comments import CommentRefused, write_comment
from practices.article import MOST_RELATED, public_reading, readable, related_to
from practices.comments import comment_rows, comments_page
from practices.feed import PracticeFeed
from practices.forms.comment import CommentForm
from practices.list_page import filters_of, listed, page_of, rows_of, rows_on
from practices.models import Practice
from practices.permissions import reads_draft, voices_of, writes
from provinces.permissions import offices_of


@public_facts
def practice_list(request: HttpRequest) -> HttpResponse:
    filters = filters_of(request.GET)
    page = page_of(filters.select(Practice.objects.public()), request.GET.get("page"))
    rows = rows_on(page)
    context = {
        "filters": filters,
        "page": page,
        "rows": rows,
        "query": filters.query(),
        "may_write": offices_of(request.user).exists(),
        "is_sample_data": any(row["is_sample"] for row in rows),
        "breadcrumbs": crumbs(),
    }
    return render(request, "practices/practice_list.html", context)


@public_facts
def practice_detail(request: HttpRequest, slug: str) -> HttpResponse:
    practice = get_object_or_404(readable(Practice.objects.all()), slug=slug)
    if not practice.is_public:
        if reads_draft(request.user, practice):
            return redirect("practices:preview", practice.slug)
        raise Http404
    return _article(request, practice, comment_form(request))


@signed_in
def comment(request: HttpRequest, slug: str) -> HttpResponse:
    practice = get_object_or_404(readable(Practice.objects.public()), slug=slug)
    form = comment_form(request)
    if request.method != "POST" or form is None:
        return redirect(f"{practice.get_absolute_url()}#komentar")
    if form.is_valid():
        try:
            written = write_comment(
                practice=practice,
                text=form.cleaned_data["text"],
                office=form.cleaned_data["voice"],
                by=request.user,
                at=timezone.now(),
            )
        except CommentRefused as refused:
            form.add_error(None, str(refused))
        else:
            shows = "sudah tampil" if written.approved_at else "menunggu persetujuan sekretariat"
            messages.success(request, f"Terima kasih. Komentar Anda {shows}.")
            return redirect(f"{practice.get_absolute_url()}#komentar-{written.pk}")
    return _article(request, practice, form)


@public
def attachment(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    practice = get_object_or_404(Practice.objects.select_related("current"), slug=slug)
    if reads_draft(request.user, practice):
        paper = files.draft_paper(practice, key)
    else:
        paper = files.public_paper(practice, key)
    name = f"{slugify(paper.title)[:80] or 'lampiran'}.pdf"
    return files.paper_response(request, paper, name)


@public
def picture(request: HttpRequest, slug: str, stem: str, width: int) -> HttpResponse:
    practice = get_object_or_404(Practice.objects.select_related("current"), slug=slug)
    is_public = files.holds_picture(practice, stem, width)
    if not is_public and not (
        reads_draft(request.user, practice) and files.holds_draft_picture(practice, stem, width)
    ):
        raise Http404
    response: FileResponse = picture_response(stem, width)
    # Less than for good: what is withdrawn is gone from the caches within the hour.
    response["Cache-Control"] = "public, max-age=3600" if is_public else FOR_NONE_TO_KEEP
    return response


@public_facts
def feed(request: HttpRequest) -> HttpResponse:
    return PracticeFeed()(request)


def comment_form(request: HttpRequest) -> CommentForm | None:
    """None for who has no voice: a reader, or an account that acts for no office."""
    if not request.user.is_authenticated:
        return None
    offices, speaks_for_all = voices_of(request.user)
    form = CommentForm(
        request.POST if request.method == "POST" else None,
        offices=offices,
        speaks_for_all=speaks_for_all,
    )
    return form if form.has_voice else None


def crumbs(*more: tuple[str, str]) -> list[dict[str, str]]:
    """From the home page to `more`, pairs of label and address; the last without one."""
    trail = [("Beranda", reverse("home")), ("Praktik baik", reverse("practices:list")), *more]
    return [
        {"label": label, "url": url} if url and number < len(trail) else {"label": label}
        for number, (label, url) in enumerate(trail, 1)
    ]


def _article(request: HttpRequest, practice: Practice, form: CommentForm | None) -> HttpResponse:
    reading, here = public_reading(practice, practice.current), practice.get_absolute_url()
    page = comments_page(practice, request.user, request.GET.get("komentar"))
    context: dict[str, Any] = {
        "practice": practice,
        "reading": reading,
        "comments": comment_rows(page),
        "comments_page": page,
        "comment_form": form,
        "related": rows_of(listed(related_to(practice))[:MOST_RELATED]),
        "may_write": writes(request.user, practice),
        "login_url": f"{reverse('account_login')}?{urlencode({'next': f'{here}#komentar'})}",
        "is_sample_data": practice.is_sample,
        "breadcrumbs": crumbs((reading.title, "")),
    }
    return render(request, "practices/practice_detail.html", context)
