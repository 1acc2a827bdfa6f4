"""Sesudah rakor: evaluation, certificates and thanks, each from one page of the panel."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.panel import PanelAdmin, Step
from forum_portal.lib.dates import ZONE_NAMES
from forum_portal.lib.native_inputs import DateField, LocalDateTimeField
from meetings.actions.aftercare import (
    AftercareRefused,
    Settings,
    prepare_thanks,
    set_aftercare,
)
from meetings.models import Aftercare, Certificate, Meeting, OutboxMail, Signatory

_MOMENTS = ("evaluation_opens_at", "evaluation_closes_at")


class AftercareForm(forms.Form):
    """Moments are typed on the rakor's clock."""

    evaluation_opens_at = LocalDateTimeField(label="Evaluasi dibuka", required=False)
    evaluation_closes_at = LocalDateTimeField(label="Evaluasi ditutup", required=False)
    sessions_percent = forms.IntegerField(
        label="Sertifikat bagi yang hadir paling sedikit (% sesi)",
        min_value=1,
        max_value=100,
        help_text="Dibulatkan ke atas: dari 3 sesi, 66% berarti 2 sesi dan 67% berarti 3 sesi.",
    )
    signatory = forms.ModelChoiceField(
        label="Penanda tangan sertifikat",
        queryset=Signatory.objects.none(),
        required=False,
        empty_label="Belum dipilih",
    )
    dated_on = DateField(label="Tanggal sertifikat", required=False)

    def __init__(self, *args: Any, meeting: Meeting, aftercare: Aftercare, **kwargs: Any) -> None:
        zone = ZoneInfo(meeting.zone)
        initial = {name: getattr(aftercare, name) for name in Settings._fields}
        for name in _MOMENTS:
            if initial[name]:
                initial[name] = initial[name].astimezone(zone).replace(tzinfo=None)
        super().__init__(*args, initial=initial, **kwargs)
        self.zone = zone
        signatories: Any = self.fields["signatory"]
        signatories.queryset = Signatory.objects.filter(is_active=True).select_related(
            "institution"
        )
        for name in _MOMENTS:
            self.fields[name].help_text = f"Menurut {ZONE_NAMES[meeting.zone]}."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in _MOMENTS:
            if cleaned.get(name):
                cleaned[name] = cleaned[name].replace(tzinfo=self.zone)
        opens, closes = (cleaned.get(name) for name in _MOMENTS)
        if bool(opens) != bool(closes) and not self.errors:
            self.add_error(_MOMENTS[1], "Isi waktu buka dan waktu tutup evaluasi, atau kosongkan.")
        elif opens and closes and closes <= opens:
            self.add_error(_MOMENTS[1], "Evaluasi ditutup sesudah dibuka.")
        return cleaned

    def settings(self) -> Settings:
        return Settings(**{name: self.cleaned_data[name] for name in Settings._fields})


def show(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Eight statements."""
    found = Aftercare.objects.filter(meeting=meeting).select_related("signatory").first()
    form = AftercareForm(
        request.POST or None, meeting=meeting, aftercare=found or Aftercare(meeting=meeting)
    )
    if request.method == "POST" and form.is_valid():
        set_aftercare(meeting=meeting, values=form.settings(), by=request.user, at=timezone.now())
        messages.success(request, "Pengaturan sesudah rakor disimpan.")
        return redirect(request.path)
    return admin.page(
        request, meeting, "admin/meetings/aftercare.html", title="Sesudah rakor",
        form=form, work=_work(request, meeting),
    )  # fmt: skip


def _work(request: HttpRequest, meeting: Meeting) -> list[dict[str, str]]:
    questions = meeting.evaluation_questions.count()
    sheets = meeting.evaluation_sheets.count()
    valid = Certificate.objects.filter(registration__meeting=meeting, revoked_at=None).count()
    thanks = meeting.outbox.filter(kind=OutboxMail.Kind.THANKS).count()
    return [
        _page("../pertanyaan-evaluasi/", "Pertanyaan evaluasi", f"{questions} pertanyaan"),
        _page("../hasil-evaluasi/", "Hasil evaluasi", f"{sheets} lembar"),
        _page("../sertifikat/", "Sertifikat", f"{valid} berlaku"),
        _page("../terima-kasih/", "Ucapan terima kasih", f"{thanks} surel disiapkan"),
    ]


def _page(url: str, label: str, note: str) -> dict[str, str]:
    return {"url": url, "label": label, "note": note}


def thank(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    def do(cleaned: dict[str, Any]) -> str:
        count = prepare_thanks(meeting=meeting, by=request.user, at=timezone.now())
        return f"{count} surel ucapan terima kasih menunggu di kotak keluar."

    return admin.confirm(
        request, meeting, title="Siapkan ucapan terima kasih?", do=do,
        button="Siapkan surel", refusals=(AftercareRefused,), back_url="../sesudah/",
        lead="Satu surel bagi setiap peserta yang tercatat hadir, dengan tautan sertifikat dan "
        "evaluasinya. Surel menunggu di kotak keluar sampai Anda membaca dan mengirimnya; yang "
        "sudah disiapkan tidak disiapkan lagi.",
    )  # fmt: skip


STEPS = (
    Step("sesudah", "aftercare", "Sesudah rakor", show, "meetings.change_aftercare"),
    Step("terima-kasih", "thanks", "Ucapan terima kasih", thank, "meetings.change_outboxmail",
         is_listed=False),
)  # fmt: skip
