"""The page that records a new head: asked, rehearsed, and only then done."""

from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import User
from accounts.panel import PanelAdmin
from forum_portal.lib.dates import Precision
from forum_portal.lib.native_inputs import DateField
from provinces.actions.terms import TermRefused, appoint
from provinces.models import Office, Person, Post, Term
from provinces.rehearsal import effects_on


class AppointmentForm(forms.Form):
    person = forms.ModelChoiceField(
        Person.objects.all(), label="Orang yang sudah tercatat", required=False
    )
    new_name = forms.CharField(
        label="Atau nama baru", max_length=150, required=False, help_text="Lengkap dengan gelar."
    )
    from_day = DateField(
        label="Mulai menjabat",
        help_text="Hari pertama; pejabat sebelumnya berakhir pada hari yang sama.",
    )
    from_precision = forms.ChoiceField(
        label="Ketelitian tanggal",
        choices=Precision.choices,
        initial=Precision.DAY,
        help_text="Pilih bulan atau tahun bila harinya tidak diketahui.",
    )
    acting = forms.ChoiceField(
        label="Kedudukan", required=False, choices=[("", "Definitif"), *Term.Acting.choices]
    )
    decree_number = forms.CharField(label="Nomor SK", max_length=100, required=False)
    source = forms.CharField(label="Sumber", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen, new_name = cleaned.get("person"), (cleaned.get("new_name") or "").strip()
        if bool(chosen) == bool(new_name):
            self.add_error("person", "Pilih orang yang sudah tercatat, atau isi satu nama baru.")
        day, precision = cleaned.get("from_day"), cleaned.get("from_precision")
        if day and precision == Precision.MONTH:
            cleaned["from_day"] = day.replace(day=1)
        elif day and precision == Precision.YEAR:
            cleaned["from_day"] = day.replace(month=1, day=1)
        return cleaned


def appoint_head(admin: PanelAdmin, request: HttpRequest, office: Office) -> HttpResponse:
    """Ask, say what will change, and appoint on the second consent."""
    post, _ = Post.objects.get_or_create(
        office=office, slug=Post.HEAD, defaults={"title": "Kepala"}
    ) if request.method == "POST" else (None, False)  # fmt: skip
    form = AppointmentForm(request.POST or None)
    context: dict[str, Any] = {"title": f"Angkat kepala {office}", "form": form}
    if request.method == "POST" and form.is_valid():
        act = partial(_appoint, form.cleaned_data, post, by=request.user, at=timezone.now())
        try:
            if "_confirm" in request.POST:
                messages.success(request, f"{act().person} tercatat sebagai {post}.")
                return admin.back_to(office)
            context["effects"] = effects_on(post, act)
            context["preview_button"] = "Periksa ulang"
        except TermRefused as refusal:
            form.add_error(None, str(refusal))
    context["button"] = "Angkat" if context.get("effects") else "Periksa dahulu"
    return admin.page(request, office, "admin/confirm.html", **context)


@transaction.atomic
def _appoint(cleaned: dict[str, Any], post: Post, *, by: User, at: datetime) -> Term:
    person = cleaned["person"] or Person.objects.create(name=cleaned["new_name"].strip())
    return appoint(
        post=post,
        person=person,
        from_day=cleaned["from_day"],
        from_precision=cleaned["from_precision"],
        acting=cleaned["acting"],
        decree_number=cleaned["decree_number"],
        source=cleaned["source"],
        by=by,
        at=at,
    )
