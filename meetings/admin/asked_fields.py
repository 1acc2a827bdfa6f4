"""Isian pendaftaran: what a rakor asks beyond what is needed, for a purpose and until a day."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.panel import PanelAdmin, Step
from forum_portal.lib.dates import Precision, partial_date
from forum_portal.lib.native_inputs import DateField, DateInput
from meetings.actions.asked_fields import (
    Asking,
    AskingRefused,
    ask_field,
    change_asked,
    count_answers,
    stop_asking,
)
from meetings.delegations.keeping import first_deletion, forgotten_on
from meetings.models import AskedField, Meeting

Kind = AskedField.Kind

# What the day is set to before somebody thinks about it: bills are settled by then.
USUAL_DAYS = 30
_USUAL_PURPOSE = {
    Kind.NIP: "Surat tugas dan mencegah pendaftaran ganda",
    Kind.RANK: "Surat tugas dan surat perjalanan dinas",
    Kind.ARRIVAL: "Menyiapkan penjemputan dan registrasi ulang",
    Kind.ROOM: "Menyiapkan pembagian kamar",
    Kind.DIET: "Menyiapkan makanan yang sesuai",
    Kind.ACCESS: "Menyiapkan tempat dan pendampingan yang sesuai",
    Kind.SHIRT: "Memesan kaus peserta",
}


class AskingForm(forms.Form):
    purpose = forms.CharField(
        label="Kegunaan",
        max_length=200,
        help_text="Dibaca setiap orang di formulir, setelah kata “Untuk”.",
    )
    delete_on = DateField(label="Jawabannya dihapus pada", widget=DateInput)
    is_required = forms.BooleanField(label="Wajib diisi", required=False)
    forget = forms.BooleanField(label="Hapus jawaban yang sudah ada", required=False)

    def __init__(
        self, *args: Any, meeting: Meeting, kind: str, answers: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        first, last = first_deletion(meeting), forgotten_on(meeting)
        day: Any = self.fields["delete_on"]
        day.widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}
        day.help_text = (
            f"Sesudah rakor, paling lama satu tahun: {_day(first)} sampai {_day(last)}. "
            "Ikut bergeser bila rakor dipindahkan."
        )
        if kind in AskedField.OPT_IN:
            del self.fields["is_required"]
        self.fields["forget"].help_text = (
            f"{answers} orang sudah menjawab. Perlu dicentang bila kegunaannya diganti atau "
            "tanggalnya dimundurkan: mereka menjawab untuk yang mereka baca."
        )
        if not answers:
            del self.fields["forget"]

    def asking(self) -> Asking:
        """The form is valid."""
        cleaned = self.cleaned_data
        return Asking(
            purpose=" ".join(cleaned["purpose"].split()),
            delete_on=cleaned["delete_on"],
            is_required=cleaned.get("is_required", False),
        )


def fields(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """All kinds, asked or not. Three statements."""
    asked = {one.kind: one for one in meeting.asked_fields.annotate(given=Count("answers"))}
    own = meeting.registrations.aggregate(
        **{
            kind: Count("pk", filter=~Q(**{column: ""}))
            for kind, column in AskedField.OWN_COLUMN.items()
        }
    )
    return admin.page(
        request,
        meeting,
        "admin/meetings/meeting/asked_fields.html",
        title="Isian pendaftaran",
        rows=[_row(meeting, kind, asked.get(kind), own) for kind in Kind],
    )


def field(admin: PanelAdmin, request: HttpRequest, meeting: Meeting, kind: str) -> HttpResponse:
    """One question: asked from now on, or asked otherwise."""
    if kind not in Kind.values:
        raise Http404
    asked = meeting.asked_fields.filter(kind=kind).first()
    if asked is not None and asked.purged_at is not None:
        messages.warning(request, f"Jawaban {asked} sudah dihapus sesuai tanggalnya.")
        return redirect("admin:meetings_meeting_asked_fields", meeting.pk)
    answers = count_answers(asked) if asked else 0
    form = AskingForm(
        request.POST or None, meeting=meeting, kind=kind, answers=answers,
        initial=_initial(meeting, kind, asked),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _act(request, meeting, kind, asked, form))
        except AskingRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            return redirect("admin:meetings_meeting_asked_fields", meeting.pk)
    return admin.page(
        request,
        meeting,
        "admin/meetings/meeting/asked_field.html",
        title=Kind(kind).label,
        form=form,
        is_opt_in=kind in AskedField.OPT_IN,
        remove_url=_address("asked_field_remove", meeting, kind) if asked else "",
        back_url=reverse("admin:meetings_meeting_asked_fields", args=[meeting.pk]),
    )


def remove(admin: PanelAdmin, request: HttpRequest, meeting: Meeting, kind: str) -> HttpResponse:
    asked = meeting.asked_fields.filter(kind=kind, purged_at=None).first()
    if asked is None:
        raise Http404

    def do(cleaned: dict[str, Any]) -> str:
        count = stop_asking(field=asked, by=request.user, at=timezone.now())
        gone = f"; jawaban {count} orang dihapus" if count else ""
        return f"{asked} tidak ditanyakan lagi{gone}."

    return admin.confirm(
        request, meeting, title=f"Berhenti menanyakan {str(asked).lower()}?", do=do,
        button="Berhenti menanyakan", refusals=(AskingRefused,), tone="danger",
        lead="Isian ini hilang dari formulir pendaftaran. Jawaban yang sudah ada dihapus dan tidak "
        "dapat dikembalikan.",
        facts=[{"label": "Sudah menjawab", "value": f"{count_answers(asked)} orang"}],
    )  # fmt: skip


def _act(
    request: HttpRequest, meeting: Meeting, kind: str, asked: AskedField | None, form: AskingForm
) -> str:
    given: dict[str, Any] = {"asking": form.asking(), "by": request.user, "at": timezone.now()}
    if asked is None:
        return f"{ask_field(meeting=meeting, kind=kind, **given)} ditanyakan saat mendaftar."
    forget = form.cleaned_data.get("forget", False)
    is_changed = change_asked(field=asked, forget=forget, **given)
    return f"{asked} disimpan." if is_changed else "Tidak ada yang berubah."


def _initial(meeting: Meeting, kind: str, asked: AskedField | None) -> dict[str, Any]:
    if asked is not None:
        return {name: getattr(asked, name) for name in ("purpose", "delete_on", "is_required")}
    usual = first_deletion(meeting) + timedelta(days=USUAL_DAYS)
    return {"purpose": _USUAL_PURPOSE[Kind(kind)], "delete_on": usual}


def _row(
    meeting: Meeting, kind: AskedField.Kind, asked: AskedField | None, own: dict[Any, int]
) -> dict[str, Any]:
    state = "Tidak ditanyakan"
    if asked is not None:
        state = "Ditanyakan, wajib" if asked.is_required else "Ditanyakan"
    if asked is not None and asked.purged_at is not None:
        state = "Jawabannya sudah dihapus"
    return {
        "label": kind.label,
        "is_opt_in": kind in AskedField.OPT_IN,
        "asked": asked,
        "state": state,
        "delete_on": _day(asked.delete_on) if asked else "",
        "answers": own.get(kind, asked.given) if asked else 0,  # type: ignore[attr-defined]
        "url": "" if asked and asked.purged_at else _address("asked_field", meeting, kind),
    }


def _address(name: str, meeting: Meeting, kind: str) -> str:
    return reverse(f"admin:meetings_meeting_{name}", args=[meeting.pk, kind])


def _day(day: date) -> str:
    return partial_date(day, Precision.DAY)


STEPS = (
    Step("isian", "asked_fields", "Isian pendaftaran", fields, "meetings.change_askedfield"),
    Step("isian/<slug:kind>", "asked_field", "Isian pendaftaran", field,
         "meetings.change_askedfield", is_listed=False),
    Step("isian/<slug:kind>/berhenti", "asked_field_remove", "Berhenti menanyakan", remove,
         "meetings.delete_askedfield", is_listed=False),
)  # fmt: skip
