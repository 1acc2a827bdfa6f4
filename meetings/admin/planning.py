"""Planning a rakor: from a former one, from a template, or from nothing."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone

from accounts.panel import PanelAdmin
from forum_portal.lib.native_inputs import DateField, TimeInput
from meetings.actions.convening import Plan, plan_meeting
from meetings.actions.hosting import HostElsewhere, check_host
from meetings.actions.meetings import MeetingRefused
from meetings.convening.copied_aftercare import aftercare_of
from meetings.convening.copied_seats import NO_SEATS, seats_of
from meetings.convening.copying import EMPTY, Outline, all_items, outline_of
from meetings.convening.templates import templates
from meetings.convening.timeline import MILESTONES, in_words
from meetings.models import AskedField, InvitationLetter, Meeting
from provinces.models import Office

ADDS = "meetings.add_meeting"
MOST_DAYS = 14
MOST_FOUND = 20
LONGER = f"Paling lama {MOST_DAYS} hari."


class PlanForm(forms.ModelForm):
    """The fields of a rakor that are new; its length stands in for the last day."""

    starts_on = DateField(label="Mulai tanggal")
    days = forms.IntegerField(
        label="Lama (hari)", min_value=1, max_value=MOST_DAYS, error_messages={"max_value": LONGER}
    )

    class Meta:
        model = Meeting
        fields = (
            "title", "theme", "starts_on", "starts_at", "mode", "host_province", "host_office",
            "city", "venue", "organisers", "issuer", "seats_per_office", "capacity",
        )  # fmt: skip
        widgets = {"starts_at": TimeInput, "organisers": forms.Textarea(attrs={"rows": 3})}

    field_order = ("title", "theme", "starts_on", "days")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = str(field.label).capitalize()
        self.fields["venue"].help_text = "Gedung atau hotelnya."
        self.fields["host_province"].help_text = "Zona waktu rakor mengikuti provinsinya."
        self.fields["host_office"].help_text = "Balai di provinsi itu."
        choices: Any = self.fields["host_office"]
        choices.queryset = Office.objects.select_related("province")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            check_host(cleaned.get("host_province"), cleaned.get("host_office"))
        except HostElsewhere as refusal:
            self.add_error("host_office", str(refusal))
        return cleaned


def urls(admin: PanelAdmin) -> list:
    def page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def guarded(request: HttpRequest, **found: Any) -> HttpResponse:
            if not request.user.has_perm(ADDS):
                raise PermissionDenied
            return view(admin, request, **found)

        return admin.admin_site.admin_view(guarded)

    name = "meetings_meeting_plan"
    return [
        path("rencanakan/", page(choose), name=name),
        path("rencanakan/kosong/", page(plan_empty), name=f"{name}_empty"),
        path("rencanakan/templat/<slug:slug>/", page(plan_by_template), name=f"{name}_template"),
        path("rencanakan/rakor/<int:pk>/", page(plan_by_copy), name=f"{name}_copy"),
    ]


def choose(admin: PanelAdmin, request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:100]
    named = Q(title__icontains=query) | Q(city__icontains=query) | Q(theme__icontains=query)
    former = Meeting.objects.filter(named).annotate(items=Count("agenda_items")).latest_first()
    return admin.page(
        request,
        None,  # type: ignore[arg-type]
        "admin/meetings/meeting/plan_choose.html",
        title="Rencanakan rakor",
        templates=templates().values(),
        former=former[:MOST_FOUND],
        query=query,
        most_found=MOST_FOUND,
    )


def plan_empty(admin: PanelAdmin, request: HttpRequest) -> HttpResponse:
    return _plan(admin, request, EMPTY, "Rakor tanpa susunan acara; semuanya diisi kemudian.")


def plan_by_template(admin: PanelAdmin, request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in templates():
        raise Http404
    template = templates()[slug]
    return _plan(admin, request, template.outline, f"Dari templat: {template.outline.name}.")


def plan_by_copy(admin: PanelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_object_or_404(Meeting, pk=pk)
    items = meeting.agenda_items.prefetch_related("parts")
    letter = InvitationLetter.objects.filter(meeting=meeting).first()
    asked, seats, after = meeting.asked_fields.all(), seats_of(meeting), aftercare_of(meeting)
    outline = outline_of(meeting, items, letter, asked, seats, after)
    return _plan(admin, request, outline, f"Disalin dari {meeting} ({meeting.dates}).")


def _plan(admin: PanelAdmin, request: HttpRequest, outline: Outline, lead: str) -> HttpResponse:
    form = PlanForm(request.POST or None, initial=_initial(outline))
    if request.method == "POST" and form.is_valid():
        try:
            plan = Plan(**form.cleaned_data)
            meeting = plan_meeting(plan=plan, outline=outline, by=request.user, at=timezone.now())
        except MeetingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{meeting} direncanakan; baru sekretariat yang melihatnya.")
            return redirect("admin:meetings_meeting_hub", meeting.pk)
    return admin.page(
        request,
        None,  # type: ignore[arg-type]
        "admin/meetings/meeting/plan.html",
        title="Rencanakan rakor",
        form=form,
        lead=lead,
        button="Buat rencana",
        facts=_taken_over(outline) if outline is not EMPTY else [],
    )


def _initial(outline: Outline) -> dict[str, Any]:
    return {
        "title": outline.title,
        "days": outline.days,
        "starts_at": outline.starts_at,
        "mode": outline.mode,
        "organisers": outline.organisers,
        "issuer": outline.issuer_id,
        "seats_per_office": outline.seats_per_office,
        "capacity": outline.capacity,
    }


def _taken_over(outline: Outline) -> list[dict[str, Any]]:
    """What comes along besides what the form shows, and what does not."""
    items = list(all_items(outline.items))
    people = sum(len(item.parts) for item in items)
    agenda = f"{len(items)} mata acara" if items else "Tidak ada mata acara"
    if people:
        agenda += f", {people} peran (jabatan mengikuti hari yang baru)"
    dates = [
        f"{milestone.label} {in_words(outline.distances[milestone.field])}"
        for milestone in MILESTONES
        if milestone.field in outline.distances
    ]
    return [
        {"label": "Susunan acara", "value": agenda},
        {"label": "Linimasa", "value": "\n".join(dates) or "Tidak ada tanggal yang ditetapkan"},
        {
            "label": "Naskah undangan",
            "value": "Disalin tanpa tanggal dan nomor" if outline.letter else "Belum ada",
        },
        {"label": "Pendaftaran", "value": _registered_by(outline)},
        {"label": "Isian pendaftaran", "value": _asked(outline)},
        {"label": "Kursi", "value": _seats(outline)},
        {"label": "Sesudah rakor", "value": _afterwards(outline)},
        {
            "label": "Tidak ikut",
            "value": "Dokumen, pejabat, komitmen, angka, pendaftaran, sesi dan perangkat presensi, "
            "dan notula",
        },
    ]


def _seats(outline: Outline) -> str:
    if outline.seats is NO_SEATS:
        return "Tanpa batas selain yang diisi di sini, dengan daftar tunggu"
    return "Batas, kursi yang disisihkan, dan aturan daftar tunggu"


def _registered_by(outline: Outline) -> str:
    choices = Meeting.RegisteredBy
    return str((choices.ANYBODY if outline.is_open else choices.OFFICES).label)


def _afterwards(outline: Outline) -> str:
    questions, percent = outline.aftercare.questions, outline.aftercare.sessions_percent
    parts = [f"{len(questions)} pertanyaan evaluasi"] if questions else []
    if percent is not None:
        parts.append(f"sertifikat bagi yang hadir paling sedikit {percent}% sesi")
    return "; ".join(parts).capitalize() or "Belum ada evaluasi atau sertifikat"


def _asked(outline: Outline) -> str:
    kinds = [str(AskedField.Kind(question.kind).label) for question in outline.asked]
    return ", ".join(kinds) or "Hanya yang diperlukan"
