"""One letter of the outbox: exactly what is sent; edited, held, dropped, sent. And all of them."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from accounts.panel import ReadOnlyAdmin, Step
from forum_portal.lib.email_words import EMAIL_ERRORS
from meetings.actions.outbox import edit
from meetings.actions.outbox_refusals import ChangedMeanwhile, OutboxRefused
from meetings.admin.outbox import ACTS_ON, READS, ask
from meetings.admin.outbox_acts import ACTS, is_for
from meetings.models import OutboxMail
from meetings.outbox.attachments import AttachmentMissing, files_of, names_of
from meetings.outbox.doubts import NEEDED, NEEDED_LISTS, doubts_of
from meetings.outbox.states import LetterState, in_state, standing_of, with_fates


class LetterForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    to = forms.EmailField(label="Kepada", error_messages=EMAIL_ERRORS)
    subject = forms.CharField(label="Hal", max_length=250)
    text = forms.CharField(label="Isi", widget=forms.Textarea(attrs={"rows": 20}), strip=False)


def change_words(admin: Any, request: HttpRequest, letter: OutboxMail) -> HttpResponse:
    """Two people at once: the second sees the other's words beside the own before overwriting."""
    words = {name: getattr(letter, name) for name in ("revision", "to", "subject", "text")}
    form = LetterForm(request.POST or None, initial=words)
    now = None
    if request.method == "POST" and form.is_valid():
        try:
            edit(letter=letter, **form.cleaned_data, by=request.user, at=timezone.now())
        except ChangedMeanwhile as changed:
            form.add_error(None, str(changed))
            now = changed.letter
            form.data = {**form.data.dict(), "revision": now.revision}
        except OutboxRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Surel diubah; bacalah sekali lagi sebelum dikirim.")
            return admin.back_to(letter)
    return admin.page(
        request, letter, "admin/meetings/outbox/edit.html", title="Ubah surel", form=form,
        button="Simpan", now=now,
    )  # fmt: skip


def attachment(admin: Any, request: HttpRequest, letter: OutboxMail, name: str) -> HttpResponse:
    """As it would be sent now."""
    if name not in letter.attachments:
        return admin.back_to(letter)
    letter.attachments = [name]
    try:
        ((file_name, (content_type, content)),) = files_of(letter).items()
    except AttachmentMissing as missing:
        messages.error(request, f"Lampiran tidak dapat dibuat: {missing}")
        return admin.back_to(letter)
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def act_on(name: str, admin: Any, request: HttpRequest, letter: OutboxMail) -> HttpResponse:
    return ask(admin, request, letter, name, [letter])


def is_editable(letter: OutboxMail) -> bool:
    return letter.sent_at is None and letter.dropped_at is None


class StateOfLetter(admin.SimpleListFilter):
    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return LetterState.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        is_known = self.value() in LetterState.values
        return queryset.filter(in_state(self.value())) if is_known else queryset


@admin.register(OutboxMail)
class OutboxMailAdmin(ReadOnlyAdmin):
    fields = (
        "state_text", "doubts", "to", "subject", "text_as_sent", "files", "office", "kind",
        "outbox_link", "made_at", "made_by", "sent_at", "sent_by", "forgotten_at",
    )  # fmt: skip
    readonly_fields = fields
    list_display = ("recipient", "subject", "meeting", "kind", "state")
    list_filter = (StateOfLetter, "kind", ("meeting", admin.RelatedOnlyFieldListFilter))
    search_fields = ("to", "subject", "office__name", "meeting__title")
    ordering = ("-made_at", "-pk")
    steps = (
        Step("ubah", "words", "Ubah", change_words, ACTS_ON, is_editable),
        *(
            Step(path, act.name, act.label, partial(act_on, path), ACTS_ON, partial(is_for, act),
                 act.tone)
            for path, act in ACTS.items()
        ),
        Step("lampiran/<slug:name>", "attachment", "Lampiran", attachment, READS, is_listed=False),
    )  # fmt: skip

    class Media:
        css = {"all": ("css/outbox.css",)}

    def get_fields(self, request: HttpRequest, obj: OutboxMail | None = None) -> list[str]:
        """Without what there is nothing to say of."""
        names = ("office", "sent_at", "sent_by", "forgotten_at")
        silent = {name for name in names if obj and getattr(obj, name) is None}
        if obj and obj.forgotten_at is not None:
            silent |= {"to", "text_as_sent"}
        if obj and (obj.sent_at is not None or not doubts_of(obj)):
            silent.add("doubts")
        return [name for name in self.fields if name not in silent]

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutboxMail]:
        related = super().get_queryset(request).select_related("office", *NEEDED)
        return with_fates(related.prefetch_related(*NEEDED_LISTS))

    @admin.display(description="kepada", ordering="to")
    def recipient(self, letter: OutboxMail) -> str:
        return letter.to or "Alamat sudah dihapus"

    @admin.display(description="keadaan")
    def state(self, letter: OutboxMail) -> str:
        standing = standing_of(letter)
        label = standing.state.label
        return format_html(
            '<span class="panel-state panel-state--{}">{}</span>', standing.tone, label
        )

    @admin.display(description="keadaan")
    def state_text(self, letter: OutboxMail) -> str:
        return format_html("{} {}", self.state(letter), standing_of(letter).note)

    @admin.display(description="perlu diperhatikan")
    def doubts(self, letter: OutboxMail) -> str:
        return format_html('<span class="outbox__doubt">{}</span>', " ".join(doubts_of(letter)))

    @admin.display(description="isi")
    def text_as_sent(self, letter: OutboxMail) -> str:
        return format_html('<div class="panel-preview panel-preview--text">{}</div>', letter.text)

    @admin.display(description="lampiran")
    def files(self, letter: OutboxMail) -> str:
        names = names_of(letter)
        if letter.sent_at is not None or not names:
            return ", ".join(label for _, label in names) or "–"
        links = format_html_join(
            "", '<li><a href="../lampiran/{}/">{}</a></li>', ((name, text) for name, text in names)
        )
        return format_html('<ul class="panel-links">{}</ul>', links)

    @admin.display(description="rakor")
    def outbox_link(self, letter: OutboxMail) -> str:
        address = reverse("admin:meetings_meeting_outbox", args=[letter.meeting_id])
        return format_html('<a href="{}">Kotak keluar {}</a>', address, letter.meeting)
