"""Views, being written."""

from django.http import Http404, HttpRequest, HttpResponse

from accounts.access import public


@public
def meeting_list(request: HttpRequest, **kwargs) -> HttpResponse:
    raise Http404


@public
def meeting_detail(request: HttpRequest, **kwargs) -> HttpResponse:
    raise Http404


@public
def document_download(request: HttpRequest, **kwargs) -> HttpResponse:
    raise Http404
