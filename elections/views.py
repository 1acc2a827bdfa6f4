"""Views, being written."""

from django.http import Http404, HttpRequest, HttpResponse

from accounts.access import public


@public
def forum(request: HttpRequest, **kwargs) -> HttpResponse:
    raise Http404


@public
def election_detail(request: HttpRequest, **kwargs) -> HttpResponse:
    raise Http404
