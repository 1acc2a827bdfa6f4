"""The letters that leave the portal: to whom, what about, whether they left and if not why."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format

from accounts import actions
from accounts.models import QueuedMail
from accounts.panel import ReadOnlyAdmin, Step
from forum_portal.lib.mail_fate import Fate, fate_of, in_fate, with_log

MAY_ARRIVE_TWICE = (
    "Server surel mungkin sudah menerima surel ini tanpa sempat menjawab. Tanyakan dahulu kepada "
    "penerimanya; bila ternyata sudah sampai, surel ini tiba dua kali."
)


class MailState(admin.SimpleListFilter):
    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return Fate.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        fate = self.value()
        return queryset.filter(in_fate(fate)) if fate and fate in Fate.values else queryset


@admin.register(QueuedMail)
class QueuedMailAdmin(ReadOnlyAdmin):
    """Without the text of the letters: they carry sign-in codes and links."""

    fields = (
        "to_text",
        "subject_text",
        "state",
        "created_text",
        "changed_text",
        "retries",
        "next_try",
        "fault",
        "message_id",
    )
    readonly_fields = fields
    list_display = ("subject_text", "to_text", "state", "created_text", "changed_text")
    list_filter = (MailState,)
    search_fields = ("to", "subject")
    steps = (
        Step("coba-lagi", "retry", "Coba kirim lagi", "retry", "accounts.change_queuedmail",
             lambda mail: _fate(mail) == Fate.FAILED, "primary"),
        Step("kirim-ulang", "repeat", "Kirim lagi, meski mungkin sudah sampai", "repeat",
             "accounts.change_queuedmail", lambda mail: _fate(mail) == Fate.UNCERTAIN, "danger"),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[QueuedMail]:
        return with_log(super().get_queryset(request))

    @admin.display(description="kepada", ordering="to")
    def to_text(self, mail: QueuedMail) -> str:
        return ", ".join(mail.to)

    @admin.display(description="hal", ordering="subject")
    def subject_text(self, mail: QueuedMail) -> str:
        return mail.subject or "(tanpa hal)"

    @admin.display(description="keadaan", ordering="status")
    def state(self, mail: QueuedMail) -> str:
        return _fate(mail).label

    @admin.display(description="dibuat", ordering="created")
    def created_text(self, mail: QueuedMail) -> str:
        return moment_text(mail.created)

    @admin.display(description="diperbarui", ordering="last_updated")
    def changed_text(self, mail: QueuedMail) -> str:
        return moment_text(mail.last_updated)

    @admin.display(description="percobaan ulang")
    def retries(self, mail: QueuedMail) -> int:
        return mail.number_of_retries or 0

    @admin.display(description="dicoba lagi pada")
    def next_try(self, mail: QueuedMail) -> str:
        return moment_text(mail.scheduled_time if _fate(mail) == Fate.RETRIED else None)

    @admin.display(description="keterangan terakhir")
    def fault(self, mail: QueuedMail) -> str:
        return (mail.log_reason or "–")[:300]

    def retry(self, request: HttpRequest, mail: QueuedMail) -> HttpResponse:
        return self._retry(
            request, mail, False, title="Kirim lagi surel ini?", button="Coba kirim lagi"
        )

    def repeat(self, request: HttpRequest, mail: QueuedMail) -> HttpResponse:
        return self._retry(
            request, mail, True, title="Kirim lagi surel yang mungkin sudah sampai?",
            button="Kirim lagi", tone="danger", warning=MAY_ARRIVE_TWICE,
        )  # fmt: skip

    def _retry(
        self, request: Any, mail: QueuedMail, may_arrive_twice: bool, **page: Any
    ) -> HttpResponse:
        def do(_: dict[str, Any]) -> str:
            actions.retry_mail(
                mail=mail, may_arrive_twice=may_arrive_twice, by=request.user, at=timezone.now()
            )
            return "Surel dimasukkan kembali ke antrean."

        return self.confirm(request, mail, do=do, refusals=(actions.MailNotRetried,), **page)


def moment_text(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT") if at else "–"


def _fate(mail: QueuedMail) -> Fate:
    return fate_of(mail.status, mail.log_line)
