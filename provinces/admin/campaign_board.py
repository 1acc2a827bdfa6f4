"""The board of a campaign: who has answered what, whom to reach by other means, as a file too."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.panel import PanelAdmin
from forum_portal.lib.email_words import EMAIL_ERRORS
from forum_portal.lib.spreadsheet import FORMATS, table_bytes
from provinces.actions import campaigns as actions
from provinces.actions.campaigns import CampaignRefused, day_and_time
from provinces.campaign_roll import latecomers
from provinces.models import Campaign, ConfirmationRequest, Office

Answer = ConfirmationRequest.Answer
SEES_LINKS = "provinces.change_confirmationrequest"
PAGE_SIZE = 50
REMINDS_BY_ITSELF = (
    "Tiga hari sebelum tenggat portal mengingatkan sendiri, satu kali, bila pengingat harian "
    "terpasang di server (perintah remind_offices). Balai yang sudah menerima surel pada hari-hari "
    "itu dilewati."
)
FILTERS = {
    "belum": ("Belum menjawab", Q(answered_at=None)),
    "benar": ("Data benar", Q(answer=Answer.CONFIRMED)),
    "usulan": ("Mengusulkan", Q(answer=Answer.PROPOSED)),
    "tanpa-alamat": ("Tanpa alamat", Q(sent_to=[])),
}
_HEADER = (
    "Provinsi", "Balai", "Keadaan", "Dijawab pada", "Dijawab oleh", "Jabatan penjawab",
    "Alamat surel", "Dikirim pada", "Pengingat", "Diingatkan pada",
)  # fmt: skip


class LatecomerForm(forms.Form):
    office = forms.ModelChoiceField(
        Office.objects.none(),
        label="Balai",
        help_text="Balai anggota hari ini yang belum ditanya.",
        error_messages={"required": "Pilih balainya."},
    )


class AgainForm(forms.Form):
    request = forms.ModelChoiceField(
        ConfirmationRequest.objects.none(),
        label="Balai",
        error_messages={"required": "Pilih balainya."},
    )
    address = forms.EmailField(
        label="Alamat surel", error_messages={**EMAIL_ERRORS, "required": "Isi alamat surelnya."}
    )
    replace_link = forms.BooleanField(
        label="Ganti tautannya: alamat sebelumnya keliru, dan tautan lama tidak boleh berlaku lagi",
        required=False,
    )


def board(admin: PanelAdmin, request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """The page; by POST the whole list as a file, because handing out names is recorded."""
    rows = campaign.requests.select_related("office__province", "proposal")
    kind = request.POST.get("format", "")
    if request.method == "POST" and kind in FORMATS:
        return _file(rows, campaign, kind, by=request.user, at=timezone.now())
    chosen = request.GET.get("jawaban", "")
    counts = campaign.requests.aggregate(
        all=Count("pk"), **{key: Count("pk", filter=q) for key, (_, q) in FILTERS.items()}
    )
    found = rows.filter(FILTERS[chosen][1]) if chosen in FILTERS else rows
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return admin.page(
        request, campaign, "admin/provinces/campaign/board.html",
        title=f"Papan kemajuan: {campaign}",
        counts=counts,
        answered=counts["all"] - counts["belum"],
        filters=_filters(counts, chosen),
        page=page,
        rows=[_row(row) for row in page],
        sees_links=request.user.has_perm(SEES_LINKS),
        formats=FORMATS,
        reminds=REMINDS_BY_ITSELF if campaign.is_running else "",
    )  # fmt: skip


def add_office(admin: PanelAdmin, request: HttpRequest, campaign: Campaign) -> HttpResponse:
    def form(data: Any) -> LatecomerForm:
        made = LatecomerForm(data)
        made.fields["office"].queryset = latecomers(campaign, timezone.localdate())
        return made

    def do(cleaned: dict[str, Any]) -> str:
        asked = actions.add_office(
            campaign=campaign, office=cleaned["office"], by=request.user, at=timezone.now()
        )
        if not asked.sent_to:
            return f"{asked.office} ditambahkan tanpa surel: salin tautannya dari papan kemajuan."
        return f"{asked.office} ditambahkan, {len(asked.sent_to)} surel mengantre."

    return admin.confirm(
        request, campaign, title="Tambah balai yang baru bergabung", do=do,
        button="Tanya balai ini", form_class=form, refusals=(CampaignRefused,),
        lead="Balai itu menerima tautan dan surel yang sama seperti balai lain.",
    )  # fmt: skip


def send_again(admin: PanelAdmin, request: HttpRequest, campaign: Campaign) -> HttpResponse:
    chosen = request.GET.get("balai", "")

    def form(data: Any) -> AgainForm:
        made = AgainForm(data, initial={"request": chosen if chosen.isdecimal() else None})
        made.fields["request"].queryset = campaign.requests.select_related("office__province")
        made.fields["request"].label_from_instance = lambda row: row.office.name
        return made

    def do(cleaned: dict[str, Any]) -> str:
        asked = actions.send_again(**cleaned, by=request.user, at=timezone.now())
        return f"Surel untuk {asked.office} mengantre."

    return admin.confirm(
        request, campaign, title="Kirim lagi ke satu balai", do=do, button="Kirim",
        form_class=form, refusals=(CampaignRefused,),
        lead="Untuk alamat yang dibetulkan, atau balai yang sebelumnya tanpa alamat. Alamat pada "
             "data balai tidak ikut berubah.",
    )  # fmt: skip


def _filters(counts: dict[str, int], chosen: str) -> list[dict[str, Any]]:
    rows = [("", "Semua", counts["all"])]
    rows += [(key, label, counts[key]) for key, (label, _) in FILTERS.items()]
    return [
        {"query": f"?jawaban={key}" if key else "?", "label": label, "count": count,
         "is_chosen": key == chosen}
        for key, label, count in rows
    ]  # fmt: skip


def _row(row: ConfirmationRequest) -> dict[str, Any]:
    state, tone = _state(row)
    return {
        "request": row,
        "state": state,
        "tone": tone,
        "answered_at": day_and_time(row.answered_at),
        "sent_at": day_and_time(row.sent_at),
        "reminded_at": day_and_time(row.reminded_at),
        "link": f"{settings.SITE_URL}{row.get_absolute_url()}",
        "proposal_url": _proposal_url(row),
    }


def _state(row: ConfirmationRequest) -> tuple[str, str]:
    if row.answer == Answer.CONFIRMED:
        return "Data benar", "green"
    if row.answer == Answer.PROPOSED:
        return "Mengusulkan", "blue"
    return ("Belum menjawab", "amber") if row.sent_to else ("Tanpa alamat", "red")


def _proposal_url(row: ConfirmationRequest) -> str:
    if row.proposal_id is None or row.answer != Answer.PROPOSED:
        return ""
    return reverse("admin:provinces_proposal_change", args=[row.proposal_id])


def _file(
    rows: QuerySet[ConfirmationRequest], campaign: Campaign, kind: str, *, by: User, at: datetime
) -> HttpResponse:
    table = [_cells(row) for row in rows]
    audit.record("campaign.exported", target=campaign, by=by, at=at, format=kind, count=len(table))
    content, content_type = table_bytes(kind, "Konfirmasi data", _HEADER, table)
    response = HttpResponse(content, content_type=content_type)
    name = f"konfirmasi-data-{timezone.localdate(at):%Y-%m-%d}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cells(row: ConfirmationRequest) -> Iterable[str | int]:
    """Without the link: a file goes from hand to hand."""
    return [
        row.office.province.name,
        row.office.name,
        _state(row)[0],
        day_and_time(row.answered_at),
        row.answered_by,
        row.answered_as,
        ", ".join(row.sent_to),
        day_and_time(row.sent_at),
        row.reminders,
        day_and_time(row.reminded_at),
    ]
