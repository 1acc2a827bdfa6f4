"""Views, being written."""

from django.http import Http404, HttpRequest, HttpResponse

from accounts.access import public


@public
def minutes_detail(request: HttpRequest, **kwargs) -> HttpResponse:
    raise Http404


@public
def minutes_pdf(request: HttpRequest, **kwargs) -> HttpResponse:
    raise Http404


@public
def minutes_list(request: HttpRequest, **kwargs) -> HttpResponse:
    raise Http404
