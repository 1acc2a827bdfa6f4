"""Campaigns: written, looked at as the offices will read them, sent, followed, closed."""

from copy import copy
from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.panel import PanelAdmin, Step
from provinces.actions.campaigns import (
    BETWEEN_LETTERS,
    CampaignRefused,
    NobodyToRemind,
    close_campaign,
    day_and_time,
    obstacle_to_start,
    remind,
    start_campaign,
)
from provinces.admin.campaign_board import (
    REMINDS_BY_ITSELF,
    SEES_LINKS,
    add_office,
    board,
    send_again,
)
from provinces.campaign_emails import Letter, asking, reminding
from provinces.campaign_roll import Asked, roll_on
from provinces.models import Campaign, ConfirmationRequest

CHANGES = "provinces.change_campaign"
LETTER = "admin/provinces/campaign/letter.html"
LINK_TO_COME = "tautan-rahasia-balai"
SUGGESTION = (
    "Menjelang rapat koordinasi berikutnya kami ingin memastikan bahwa data setiap balai di "
    "portal forum benar dan terbaru, karena dipakai untuk undangan, daftar hadir, dan notula."
)


class InState(admin.SimpleListFilter):
    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("draf", "Draf"),
            ("berjalan", "Berjalan"),
            ("segera", "Tenggat dalam tiga hari, belum lengkap"),
            ("lewat", "Lewat tenggat, belum lengkap"),
            ("ditutup", "Ditutup"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        today, requests = timezone.localdate(), ConfirmationRequest.objects
        found = {
            "draf": Q(started_at=None),
            "berjalan": Q(started_at__isnull=False, closed_at=None),
            "segera": Q(pk__in=requests.due_within(3, today).values("campaign")),
            "lewat": Q(pk__in=requests.overdue(today).values("campaign")),
            "ditutup": Q(closed_at__isnull=False),
        }
        return queryset.filter(found[self.value()]) if self.value() in found else queryset


@admin.register(Campaign)
class CampaignAdmin(PanelAdmin):
    list_display = ("title", "due_on", "state", "answers")
    list_filter = (InState,)
    search_fields = ("title",)
    fields = ("title", "message", "due_on")
    steps = (
        Step("kirim", "send", "Kirim", "send", CHANGES, lambda c: c.started_at is None, "primary"),
        Step("papan", "board", "Papan kemajuan", "show_board", "provinces.view_confirmationrequest",
             lambda c: c.started_at is not None, "primary"),
        Step("ingatkan", "remind", "Ingatkan", "send_reminders", CHANGES, lambda c: c.is_running),
        Step("tambah-balai", "add_office", "Tambah balai", "ask_latecomer", CHANGES,
             lambda c: c.is_running),
        Step("kirim-lagi", "send_again", "Kirim lagi ke satu balai", "ask_again", SEES_LINKS,
             lambda c: c.is_running),
        Step("tutup", "close", "Tutup", "close", CHANGES, lambda c: c.is_running, "danger"),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Campaign]:
        answered = Count("requests", filter=Q(requests__answered_at__isnull=False))
        return super().get_queryset(request).annotate(asked=Count("requests"), answered=answered)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"message": SUGGESTION, **super().get_changeform_initial_data(request)}

    def get_readonly_fields(self, request: HttpRequest, obj: Campaign | None = None) -> list[str]:
        """What the offices have read stays; only the day may still be moved."""
        if obj is None or obj.started_at is None:
            return []
        return ["title", "message", *([] if obj.is_running else ["due_on"])]

    def save_model(self, request: HttpRequest, obj: Campaign, form: Any, change: bool) -> None:
        """Writes what was edited and no more: it may be sent or closed at this moment."""
        if change:
            obj.save(update_fields=form.changed_data)
        else:
            super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:
        return False

    @admin.display(description="keadaan")
    def state(self, campaign: Campaign) -> str:
        if campaign.started_at is None:
            return "Draf"
        if campaign.closed_at:
            return f"Ditutup {day_and_time(campaign.closed_at)}"
        return f"Berjalan sejak {day_and_time(campaign.started_at)}"

    @admin.display(description="jawaban")
    def answers(self, campaign: Campaign) -> str:
        return f"{campaign.answered} dari {campaign.asked}" if campaign.asked else "–"

    def send(self, request: HttpRequest, campaign: Campaign) -> HttpResponse:
        def do(_: dict[str, Any]) -> str:
            sent = start_campaign(campaign=campaign, by=request.user, at=timezone.now())
            return f"{sent.offices} balai ditanya, {sent.letters} surel mengantre."

        roll = roll_on(timezone.localdate())
        return self.confirm(
            request, campaign, title=f"Kirim “{campaign}” ke semua balai?", do=do,
            button="Kirim sekarang", refusals=(CampaignRefused,), template=LETTER,
            facts=_facts_of(roll, campaign), obstacles=_obstacles(campaign),
            letter=_first_letter(roll, campaign),
            lead="Setiap balai anggota hari ini menerima satu tautan untuk memeriksa datanya. "
                 "Sesudah dikirim, judul dan pengantar tidak dapat diubah lagi.",
        )  # fmt: skip

    def send_reminders(self, request: HttpRequest, campaign: Campaign) -> HttpResponse:
        def do(_: dict[str, Any]) -> str:
            sent = remind(campaign=campaign, by=request.user, at=timezone.now())
            return f"{sent.offices} balai diingatkan, {sent.letters} surel mengantre."

        rows = campaign.requests.to_remind(timezone.now() - BETWEEN_LETTERS)
        waiting = list(rows.select_related("office", "campaign"))
        return self.confirm(
            request, campaign, title="Ingatkan balai yang belum menjawab?", do=do,
            button="Kirim pengingat", refusals=(CampaignRefused,), template=LETTER,
            lead=REMINDS_BY_ITSELF,
            facts=[
                {"label": "Diingatkan", "value": f"{len(waiting)} balai"},
                {"label": "Balainya", "value": ", ".join(row.office.name for row in waiting)},
                {"label": "Tidak ikut", "value": "Yang sudah menjawab, tanpa alamat, atau menerima "
                                                 "surel kurang dari 24 jam yang lalu"},
            ] if waiting else [],
            obstacles=[] if waiting else [NobodyToRemind()],
            letter=_first_reminder(waiting),
        )  # fmt: skip

    def close(self, request: HttpRequest, campaign: Campaign) -> HttpResponse:
        def do(_: dict[str, Any]) -> str:
            close_campaign(campaign=campaign, by=request.user, at=timezone.now())
            return f"“{campaign}” ditutup."

        answers = f"{campaign.answered} dari {campaign.asked} balai"
        return self.confirm(
            request, campaign, title=f"Tutup “{campaign}”?", do=do, button="Tutup",
            refusals=(CampaignRefused,), tone="danger",
            facts=[{"label": "Sudah menjawab", "value": answers}],
            lead="Tautan tidak menerima jawaban lagi dan tidak dapat dibuka kembali. Jawaban yang "
                 "sudah masuk dan usulannya tetap ada.",
        )  # fmt: skip

    def show_board(self, request: HttpRequest, campaign: Campaign) -> HttpResponse:
        return board(self, request, campaign)

    def ask_latecomer(self, request: HttpRequest, campaign: Campaign) -> HttpResponse:
        return add_office(self, request, campaign)

    def ask_again(self, request: HttpRequest, campaign: Campaign) -> HttpResponse:
        return send_again(self, request, campaign)


def _obstacles(campaign: Campaign) -> list[CampaignRefused]:
    """What would refuse the start, said before anybody has read the letter in vain."""
    obstacle = obstacle_to_start(campaign, timezone.localdate())
    return [obstacle] if obstacle else []


def _facts_of(roll: list[Asked], campaign: Campaign) -> list[dict[str, Any]]:
    silent = [asked.office.name for asked in roll if not asked.addresses]
    letters = sum(len(asked.addresses) for asked in roll)
    return [
        {"label": "Ditanya", "value": f"{len(roll)} balai"},
        {"label": "Surel", "value": f"{letters} surel, satu untuk setiap alamat balai dan akunnya"},
        {"label": "Tanpa alamat", "value": ", ".join(silent) or "Tidak ada"},
        {"label": "Dijawab paling lambat", "value": date_format(campaign.due_on, "l, j F Y")},
    ]


def _first_reminder(waiting: list[ConfirmationRequest]) -> Letter | None:
    """Without the link of that office, which not everybody who reminds may see."""
    if not waiting:
        return None
    shown = copy(waiting[0])
    shown.token = LINK_TO_COME
    return reminding(shown)


def _first_letter(roll: list[Asked], campaign: Campaign) -> Letter | None:
    """As the first office will read it; its link is drawn when the letter is sent."""
    if not roll:
        return None
    office = next((asked.office for asked in roll if asked.addresses), roll[0].office)
    return asking(ConfirmationRequest(campaign=campaign, office=office, token=LINK_TO_COME))
