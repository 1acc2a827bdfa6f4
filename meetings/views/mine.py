"""Views, being written."""

from django.http import Http404, HttpRequest, HttpResponse

from accounts.access import public


@public
def mine(request: HttpRequest, **kwargs) -> HttpResponse:
    raise Http404
