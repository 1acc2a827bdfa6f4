"""Moving a rakor, shown before it is done; giving its page another address."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.panel import PanelAdmin, Step
from forum_portal.lib.native_inputs import DateField, TimeInput
from meetings.actions.addresses import change_address
from meetings.actions.hosting import HostElsewhere, check_host
from meetings.actions.meetings import MeetingRefused
from meetings.actions.moving import move_meeting
from meetings.convening.movement import (
    Whereabouts,
    effects,
    is_announced_for_days,
    moved_to,
    objections,
)
from meetings.models import Meeting
from meetings.when import when, where
from provinces.models import Office

CHANGES = "meetings.change_meeting"
CHANGED_SINCE = "Isian atau keadaannya berubah sejak diperiksa; inilah yang akan terjadi sekarang."


class MoveForm(forms.ModelForm):
    """shown: what the reader has seen of the consequences, and consents to."""

    starts_on = DateField(label="Mulai tanggal")
    ends_on = DateField(label="Sampai tanggal", required=False)
    reason = forms.CharField(
        label="Alasan", max_length=300,
        help_text="Dibaca umum pada halaman rakor dan di surel pemberitahuan.",
    )  # fmt: skip
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Meeting
        fields = (
            "starts_on", "ends_on", "starts_at", "host_province", "host_office", "city", "venue",
        )  # fmt: skip
        widgets = {"starts_at": TimeInput}

    field_order = ("starts_on", "ends_on", "starts_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = str(field.label).capitalize()
        self.fields["host_province"].help_text = "Zona waktu mengikuti provinsinya."
        choices: Any = self.fields["host_office"]
        choices.queryset = Office.objects.select_related("province")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            check_host(cleaned.get("host_province"), cleaned.get("host_office"))
        except HostElsewhere as refusal:
            self.add_error("host_office", str(refusal))
        return cleaned

    def whereabouts(self, zone: str) -> Whereabouts:
        """zone: of the rakor now; kept where no province gives another."""
        cleaned = self.cleaned_data
        province = cleaned["host_province"]
        told = {name: cleaned[name] for name in Whereabouts._fields if name in cleaned}
        return Whereabouts(**told, zone=province.zone if province else zone)

    def show(self, told: Sequence[str]) -> None:
        data: Any = self.data.copy()
        data["shown"] = _fingerprint(told)
        self.data = data

    def was_shown(self, told: Sequence[str]) -> bool:
        return self.cleaned_data["shown"] == _fingerprint(told)


class AddressForm(forms.Form):
    slug = forms.SlugField(
        label="Alamat halaman baru", max_length=80,
        help_text="Huruf kecil, angka, dan tanda hubung. Alamat lama terus mengantar ke sini.",
    )  # fmt: skip


def move(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form = MoveForm(request.POST or None, instance=Meeting.objects.get(pk=meeting.pk))
    context: dict[str, Any] = {"button": "Periksa dahulu"}
    if request.method == "POST" and form.is_valid():
        to, at = form.whereabouts(meeting.zone), timezone.now()
        moved = moved_to(meeting, to, at)
        told = effects(meeting, moved)
        consents = "_confirm" in request.POST and form.was_shown(told)
        try:
            if consents or not told:
                return _moved(admin, request, meeting, to, form.cleaned_data["reason"])
        except MeetingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            form.show(told)
            context = _preview(meeting, moved, told)
            if "_confirm" in request.POST:
                context["lead"] = CHANGED_SINCE
    return admin.page(
        request, meeting, "admin/meetings/meeting/plan.html", title="Pindahkan rakor", form=form,
        **{
            "lead": f"Sekarang: {when(meeting)}, di {where(meeting)}. Setiap tanggal di linimasa "
            "ikut bergeser; akibatnya ditampilkan dahulu sebelum apa pun berubah.",
            **context,
        },
    )  # fmt: skip


def _moved(
    admin: PanelAdmin, request: HttpRequest, meeting: Meeting, to: Whereabouts, reason: str
) -> HttpResponse:
    move_meeting(meeting=meeting, to=to, reason=reason, by=request.user, at=timezone.now())
    told = f"{meeting} dipindahkan. Surel pemberitahuannya menunggu di kotak keluar."
    messages.success(request, told)
    return redirect("admin:meetings_meeting_hub", meeting.pk)


def _preview(meeting: Meeting, moved: Meeting, told: list[str]) -> dict[str, Any]:
    told = list(told)
    if release := meeting.current_release:
        told.append(
            f"Susunan acara: versi {release.number} menjadi versi {release.number + 1} bila "
            "harinya berubah."
        )
    told.append("Surel pemberitahuan disiapkan di kotak keluar; Anda yang mengirimnya.")
    found = objections(meeting, moved, timezone.now())
    return {
        "effects": told,
        "button": "Pindahkan",
        "preview_button": "Periksa ulang",
        "warning": " ".join(found),
    }


def readdress(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    def do(cleaned: dict[str, Any]) -> str:
        slug = cleaned["slug"].lower()
        change_address(meeting=meeting, slug=slug, by=request.user, at=timezone.now())
        return f"Halaman rakor sekarang beralamat /rakor/{slug}/."

    return admin.confirm(
        request, meeting, title="Ganti alamat halaman", do=do, button="Ganti alamat",
        form_class=AddressForm, refusals=(MeetingRefused,),
        facts=[{"label": "Alamat sekarang", "value": meeting.get_absolute_url()}],
        lead="Tautan yang sudah beredar tetap berlaku, juga untuk semua halaman di bawahnya.",
    )  # fmt: skip


def _fingerprint(told: Sequence[str]) -> str:
    return sha256("\n".join(told).encode()).hexdigest()


STEPS = (
    Step("pindahkan", "move", "Pindahkan", move, CHANGES,
         lambda m: is_announced_for_days(m, timezone.now()) and m.cancelled_at is None),
    Step("alamat", "address", "Ganti alamat halaman", readdress, CHANGES,
         lambda m: m.published_at is not None),
)  # fmt: skip
