"""Views, being written."""

from django.http import Http404, HttpRequest, HttpResponse

from accounts.access import public


@public
def ticket(request: HttpRequest, **kwargs) -> HttpResponse:
    raise Http404
