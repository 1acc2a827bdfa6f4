"""The register of what the forum promised in 2023: the programmes of all offices."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.access import public_facts
from provinces.forms.programmes import ProgrammeFilterForm
from provinces.models import OfficeProgramme
from provinces.showcase import programme_row, promise_of_forum
from provinces.sought import Sought

PAGE_SIZE = 25


@public_facts
def programme_list(request: HttpRequest) -> HttpResponse:
    """Six statements, whatever the number of programmes."""
    form = ProgrammeFilterForm(request.GET)
    page = Paginator(_ordered(form.select(OfficeProgramme.objects.all())), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "query": form.query,
        "page": page,
        "rows": [_row(programme) for programme in page.object_list],
        "facts": _facts(timezone.localdate()),
        "promise": promise_of_forum(),
        "breadcrumbs": [
            {"label": "Beranda", "url": reverse("home")},
            {"label": "Provinsi", "url": reverse("provinces:list")},
            {"label": "Program transformasi digital"},
        ],
    }
    return render(request, "provinces/programme_list.html", context)


def _ordered(programmes: QuerySet[OfficeProgramme]) -> QuerySet[OfficeProgramme]:
    return programmes.select_related("office").order_by(
        "-year", "office__province__code", "office__slug", "title", "pk"
    )


def _row(programme: OfficeProgramme) -> dict[str, Any]:
    names = ("title", "year", "until_year", "state", "reached", "source")
    return {
        **programme_row({name: getattr(programme, name) for name in names}),
        "office": programme.office.name,
        "office_url": programme.office.get_absolute_url(),
    }


def _facts(today: date) -> list[dict[str, str]]:
    """How many members have told, and how far their programmes are. Two queries."""
    joined = Sought(today).offices()
    ours = Q(office__in=joined.values("pk"))
    counts = OfficeProgramme.objects.aggregate(
        offices=Count("office", filter=ours, distinct=True),
        **{state.value: Count("pk", filter=Q(state=state)) for state in OfficeProgramme.State},
    )
    told = {
        "label": "Balai anggota yang mencatatkan",
        "value": f"{counts['offices']} dari {joined.count()}",
    }
    # Most programmes go on: the word for those that do not comes up only where there is one.
    shown = (s for s in OfficeProgramme.State if counts[s.value] or s != s.STOPPED)
    return [told, *({"label": s.label, "value": f"{counts[s.value]} program"} for s in shown)]
