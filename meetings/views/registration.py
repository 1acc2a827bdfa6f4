"""Views, being written."""

from django.http import Http404, HttpRequest, HttpResponse

from accounts.access import public


@public
def delegation(request: HttpRequest, **kwargs) -> HttpResponse:
    raise Http404


@public
def register(request: HttpRequest, **kwargs) -> HttpResponse:
    raise Http404


@public
def change(request: HttpRequest, **kwargs) -> HttpResponse:
    raise Http404


@public
def withdraw(request: HttpRequest, **kwargs) -> HttpResponse:
    raise Http404


@public
def assignment_letter(request: HttpRequest, **kwargs) -> HttpResponse:
    raise Http404
