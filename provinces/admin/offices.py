"""Offices with their names, heads and people."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse

from accounts.panel import Blocks, Rows, Step
from provinces.admin.appointment import appoint_head
from provinces.admin.exchange import ExchangeAdmin
from provinces.admin.naming import correct, move, note_membership, rename
from provinces.admin.periods import (
    MembershipForm,
    NameFormSet,
    OfficeForm,
    OfficeNameForm,
    PeriodFormSet,
)
from provinces.admin.pictures import PicturesPage
from provinces.admin.showcase import ProgrammeBlocks, ServiceBlocks
from provinces.admin.terms import linked_terms
from provinces.admin.verification import VERIFY, show_queue, verify
from provinces.exchange.offices import cells, for_export
from provinces.exchange.rows import Cells
from provinces.models import Membership, Office, OfficeAlias, OfficeName, OfficeStaff, Post, Term

BY_STEPS = (
    "Nama resmi, singkatan, alamat halaman, kepastian nama, kepala, dan keanggotaan diubah dengan "
    "langkah di atas; yang lain langsung di sini."
)


class NameBlocks(Blocks):
    model = OfficeName
    form = OfficeNameForm
    formset = NameFormSet
    fields = (
        ("name", "short_name"),
        "valid",
        ("from_precision", "until_precision"),
        "source",
    )


class MembershipBlocks(Blocks):
    """What is known put right. An office joins, pauses and leaves by its own step."""

    model = Membership
    form = MembershipForm
    formset = PeriodFormSet
    fields = (
        "period",
        ("from_precision", "until_precision"),
        ("end", "reason"),
        "source",
    )

    def has_add_permission(self, request: HttpRequest, obj: Office | None = None) -> bool:
        return False


class AliasRows(Rows):
    model = OfficeAlias
    fields = ("name",)


class StaffRows(Rows):
    model = OfficeStaff
    fields = ("user", "role")


class ToConfirm(admin.SimpleListFilter):
    """Names to be confirmed have their own queue; these are the profiles."""

    title = "yang belum dikonfirmasi"
    parameter_name = "pastikan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("profil", "Profil oleh balai")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(confirmed_on=None) if self.value() == "profil" else queryset


@admin.register(Office)
class OfficeAdmin(ExchangeAdmin):
    exchange_kind = "office"
    import_permissions = ("provinces.add_office", "provinces.change_office")
    form = OfficeForm
    list_display = ("name", "province", "kind", "verification", "confirmed_on")
    list_filter = (ToConfirm, "verification", "kind", "province__island_group", "province__zone")
    list_select_related = ("province",)
    search_fields = ("name", "aliases__name", "former_names__name", "province__name")
    search_help_text = "Cari dengan nama resmi, nama lain, nama terdahulu, atau provinsi."
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "province",
                    ("name", "short_name"),
                    ("name_since", "name_since_precision"),
                    "slug",
                    "kind",
                    "parent_agency",
                )
            },
        ),
        ("Kontak", {"fields": ("city", "address", "phone", "email", "website")}),
        ("Profil", {"fields": ("description", "opening_hours")}),
        ("Kepastian data", {"fields": ("verification", "verification_source", "confirmed_on")}),
    )
    steps = (
        Step("angkat-kepala", "appoint", "Angkat kepala baru", "appoint_head",
             "provinces.add_term", tone="primary"),
        Step("gambar", "pictures", "Gambar dan lambang", "keep_pictures",
             "provinces.change_officepicture"),
        Step("kepastian", "verify", "Nilai kepastian nama", "verify", VERIFY),
        Step("ganti-nama", "rename", "Ganti nama resmi", "rename", "provinces.change_office"),
        Step("ejaan-nama", "correct_name", "Perbaiki ejaan nama", "correct_name",
             "provinces.change_office"),
        Step("pindah-alamat", "move", "Pindahkan alamat halaman", "move",
             "provinces.change_office"),
        Step("keanggotaan", "membership", "Catat bergabung, jeda, keluar", "note_membership",
             "provinces.change_office"),
    )  # fmt: skip

    # How sure a name is has its own step, which asks for the source.
    readonly_fields = ("verification", "verification_source", "heads")

    def get_urls(self) -> list:
        queue = self.admin_site.admin_view(partial(show_queue, self))
        return [path("kepastian/", queue, name="provinces_office_queue"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        tools = []
        if request.user.has_perm(VERIFY):
            tools = [{"label": "Pastikan nama", "url": reverse("admin:provinces_office_queue")}]
        return super().changelist_view(request, {**(extra_context or {}), "list_tools": tools})

    def exported_cells(self, request: HttpRequest) -> Iterable[Cells]:
        offices = self.get_changelist_instance(request).get_queryset(request)
        return map(cells, for_export(offices))

    def get_inlines(self, request: HttpRequest, obj: Office | None) -> list[type]:
        if obj is None:
            return [NameBlocks, AliasRows]
        return [NameBlocks, AliasRows, MembershipBlocks, ServiceBlocks, ProgrammeBlocks, StaffRows]

    def get_fieldsets(self, request: HttpRequest, obj: Office | None = None) -> Any:
        """The head's post comes into being with the office, its terms after that."""
        if obj is None:
            return self.fieldsets
        (_, first), *others = self.fieldsets
        heads = ("Kepala balai, sekarang dan dahulu", {"fields": ("heads",)})
        return ((None, {**first, "description": BY_STEPS}), *others, heads)

    def get_readonly_fields(self, request: HttpRequest, obj: Office | None = None) -> Any:
        """Name and address of an office on record change by steps only."""
        names = ("name", "short_name", "slug") if obj else ()
        return (*super().get_readonly_fields(request, obj), *names)

    @admin.display(description="kepala")
    def heads(self, office: Office) -> str:
        terms = Term.objects.filter(post__office=office).select_related("person")
        return linked_terms(terms.latest_first())

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Office | None = None
    ) -> dict[str, tuple]:
        """The address of an existing office stays when its name changes."""
        return {} if obj else self.prepopulated_fields

    def has_delete_permission(self, request: HttpRequest, obj: Office | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Office, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        Post.objects.get_or_create(office=obj, slug=Post.HEAD, defaults={"title": "Kepala"})

    def verify(self, request: HttpRequest, office: Office) -> HttpResponse:
        return verify(self, request, office)

    def rename(self, request: HttpRequest, office: Office) -> HttpResponse:
        return rename(self, request, office)

    def correct_name(self, request: HttpRequest, office: Office) -> HttpResponse:
        return correct(self, request, office)

    def move(self, request: HttpRequest, office: Office) -> HttpResponse:
        return move(self, request, office)

    def note_membership(self, request: HttpRequest, office: Office) -> HttpResponse:
        return note_membership(self, request, office)

    def keep_pictures(self, request: HttpRequest, office: Office) -> HttpResponse:
        return PicturesPage(self, request, office).answer()

    def appoint_head(self, request: HttpRequest, office: Office) -> HttpResponse:
        return appoint_head(self, request, office)
