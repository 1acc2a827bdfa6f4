"""The picture that stands for a rakor where its address is shared."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response

from accounts.access import public_facts
from meetings.models import Meeting
from meetings.share_picture import picture_tag, share_picture


@public_facts
def picture(request: HttpRequest, slug: str) -> HttpResponse:
    visible = Meeting.objects.visible_to(request.user).select_related("host_province")
    meeting = get_object_or_404(visible, slug=slug)
    etag = f'"{picture_tag(meeting)}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(share_picture(meeting), content_type="image/png")
    response["ETag"] = etag
    return response
