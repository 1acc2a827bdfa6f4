"""The marked rows of a list of the panel, before anything is done with them."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect


class ChosenRows:
    """Of a ModelAdmin: names what is missing, where Django speaks of objects to manipulate."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        # "index" comes with the button beside the list, not from the page that asks once more.
        if "index" in request.POST and (missing := _missing(request.POST)):
            messages.warning(request, f"{missing}, lalu tekan Lanjutkan. Tidak ada yang diubah.")
            return redirect(request.get_full_path())
        return super().changelist_view(request, extra_context)  # type: ignore[misc]

    def response_action(self, request: HttpRequest, queryset: QuerySet) -> Any:
        """Chosen keys that are none are the sender's mistake, no fault of the portal."""
        try:
            for key in request.POST.getlist(ACTION_CHECKBOX_NAME):
                self.opts.pk.clean(key, None)  # type: ignore[attr-defined]
        except ValidationError as mistake:
            raise BadRequest("Not a key") from mistake
        return super().response_action(request, queryset)  # type: ignore[misc]


def _missing(sent: QueryDict) -> str:
    has_rows = ACTION_CHECKBOX_NAME in sent
    has_action = any(sent.getlist("action"))
    if has_rows and has_action:
        return ""
    if has_action:
        return "Belum ada baris yang dicentang. Centang dahulu barisnya, pilih tindakannya"
    if has_rows:
        return "Belum ada tindakan yang dipilih. Centang lagi barisnya, pilih tindakannya"
    return "Belum ada yang dipilih. Centang dahulu barisnya, pilih tindakannya"
