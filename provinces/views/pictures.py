"""Pictures and emblem of an office, as files."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response

from accounts.access import public
from forum_portal.lib.pictures import picture_response
from provinces.models import Office, OfficePicture


@public
def office_picture(request: HttpRequest, slug: str, stem: str, width: int) -> HttpResponse:
    """One size of a picture; its address never stands for another one."""
    picture = get_object_or_404(OfficePicture, office__slug=slug, stem=stem)
    if width not in picture.widths:
        raise Http404
    return picture_response(stem, width)


@public
def office_logo(request: HttpRequest, slug: str) -> HttpResponse:
    """The emblem; its address stays, so a reader's browser asks each time whether it changed."""
    office = get_object_or_404(Office.objects.exclude(logo=""), slug=slug)
    etag = f'"{office.logo.name.rpartition("/")[2]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            response = FileResponse(office.logo.open("rb"), content_type="image/webp")
        except FileNotFoundError:
            raise Http404 from None
        response["Content-Disposition"] = f'inline; filename="{office.slug}.webp"'
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response
