"""Views, being written."""

from django.http import Http404, HttpRequest, HttpResponse

from accounts.access import public


@public
def office_list(request: HttpRequest, **kwargs) -> HttpResponse:
    raise Http404


@public
def office_detail(request: HttpRequest, **kwargs) -> HttpResponse:
    raise Http404


@public
def office_picture(request: HttpRequest, **kwargs) -> HttpResponse:
    raise Http404
