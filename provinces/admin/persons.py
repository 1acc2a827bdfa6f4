"""Persons; double records of one person made one, and parted again from the log."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from accounts.panel import PanelAdmin, Step
from accounts.roles import SEES_NIP
from provinces.actions.people import MergeRefused, merge_persons, undo_merge
from provinces.admin.merging import compared, remembered, search_others
from provinces.doubles import likely_doubles
from provinces.models import Person, PersonMerge
from provinces.pointing_rows import references_to

MERGE = "provinces.add_personmerge"
# More would be a list that nobody reads to its end; the next ones move up.
MOST_DOUBLES = 100


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Alasan",
        max_length=300,
        help_text="Dari mana diketahui bahwa keduanya orang yang sama.",
    )


@admin.register(Person)
class PersonAdmin(PanelAdmin):
    list_display = ("name", "posts_text", "note")
    search_fields = ("name",)
    steps = (
        Step("gabungkan", "merge", "Gabungkan dengan …", "merge", MERGE),
    )  # fmt: skip

    def get_fields(self, request: HttpRequest, obj: Person | None = None) -> list[str]:
        return ["name", "nip", "note"] if request.user.has_perm(SEES_NIP) else ["name", "note"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        return super().get_queryset(request).prefetch_related("terms__post__office")

    @admin.display(description="jabatan yang tercatat")
    def posts_text(self, person: Person) -> str:
        return ", ".join(dict.fromkeys(str(term.post) for term in person.terms.all())) or "–"

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.doubles)
        return [path("ganda/", view, name="provinces_person_doubles"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        tools = []
        if request.user.has_perm(MERGE):
            url = reverse("admin:provinces_person_doubles")
            tools = [{"label": "Kemungkinan ganda", "url": url}]
        return super().changelist_view(request, {**(extra_context or {}), "list_tools": tools})

    def doubles(self, request: HttpRequest) -> HttpResponse:
        """Pairs of records that may be one person's, the likeliest first."""
        if not request.user.has_perm(MERGE):
            raise PermissionDenied
        doubles = likely_doubles(Person.objects.prefetch_related("terms__post__office"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Kemungkinan orang ganda",
            "doubles": doubles[:MOST_DOUBLES],
            "more": max(0, len(doubles) - MOST_DOUBLES),
        }
        return TemplateResponse(request, "admin/provinces/person/doubles.html", context)

    def merge(self, request: HttpRequest, person: Person) -> HttpResponse:
        """First who the other is, then what a merge would do, then the merge."""
        number = request.GET.get("dengan", "")
        other = Person.objects.filter(pk=number).first() if _is_key(number) else None
        if other is None or other == person:
            title = f"Gabungkan {person} dengan …"
            return self.page(
                request, person, "admin/provinces/person/merge_choose.html", title=title,
                **search_others(person, request.GET.get("q", "")),
            )  # fmt: skip

        def do(cleaned: dict[str, Any]) -> str:
            merge = merge_persons(
                keep=person, merged=other, reason=cleaned["reason"],
                by=request.user, at=timezone.now(),
            )  # fmt: skip
            return f"{merge}: digabungkan. Dapat dipisahkan lagi dari Penggabungan orang."

        return self.confirm(
            request, person, title=f"Gabungkan {other} ke dalam {person}?", do=do,
            button="Gabungkan", form_class=ReasonForm, refusals=(MergeRefused,),
            template="admin/provinces/person/merge.html", other=other,
            **compared(person, other, with_nip=request.user.has_perm(SEES_NIP)),
            moving=[reference.label for reference in references_to(other)],
        )  # fmt: skip


@admin.register(PersonMerge)
class PersonMergeAdmin(PanelAdmin):
    list_display = ("merged_name", "kept", "at", "by", "state")
    list_select_related = ("kept", "by", "undone_by")
    search_fields = ("kept__name", "merged__name")
    fields = readonly_fields = (
        "merged_name", "kept", "reason", "at", "by", "moved_text", "state",
    )  # fmt: skip
    steps = (
        Step("pisahkan", "undo", "Pisahkan lagi", "undo", "provinces.change_personmerge",
             lambda merge: merge.undone_at is None, "danger"),
    )  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Records are merged from the page of the one that stays."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="digabungkan")
    def merged_name(self, merge: PersonMerge) -> str:
        return merge.merged.get("name", "")

    @admin.display(description="yang ikut berpindah")
    def moved_text(self, merge: PersonMerge) -> str:
        return "\n".join(remembered(merge)) or "tidak ada"

    @admin.display(description="keadaan", ordering="undone_at")
    def state(self, merge: PersonMerge) -> str:
        if merge.undone_at is None:
            return "Digabungkan"
        by = f" oleh {merge.undone_by}" if merge.undone_by else ""
        return f"Dipisahkan lagi{by}"

    def undo(self, request: HttpRequest, merge: PersonMerge) -> HttpResponse:
        def do(cleaned: dict[str, Any]) -> str:
            split = undo_merge(merge=merge, by=request.user, at=timezone.now())
            return " ".join([f"{split.person} kembali tercatat sendiri.", *split.left_behind])

        return self.confirm(
            request, merge, title=f"Pisahkan lagi {merge.merged['name']}?", do=do,
            button="Pisahkan lagi", refusals=(MergeRefused,), tone="danger",
            effects=[f"{merge.merged['name']} kembali menjadi catatan sendiri.",
                     *(f"{words} kembali kepadanya." for words in remembered(merge))],
            lead=f"Catatan {merge.kept} tetap ada; yang sudah diubah sejak penggabungan dibiarkan.",
        )  # fmt: skip


def _is_key(number: str) -> bool:
    """As long as a key of PostgreSQL can be."""
    return number.isascii() and number.isdecimal() and len(number) < 19
