"""Posts and terms; provinces to look up."""

from typing import Any

from django.contrib import admin
from django.db.models import ForeignKey, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest

from accounts.panel import PanelAdmin
from provinces.models import Post, Province, Term


class OfForum(admin.SimpleListFilter):
    title = "milik"
    parameter_name = "milik"
    lookup = "office__isnull"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("forum", "Forum"), ("balai", "Balai")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return (
            queryset.filter(**{self.lookup: self.value() == "forum"}) if self.value() else queryset
        )


class OfForumTerms(OfForum):
    lookup = "post__office__isnull"


@admin.register(Post)
class PostAdmin(PanelAdmin):
    list_display = ("title", "owner", "order")
    list_filter = (OfForum,)
    list_select_related = ("office",)
    search_fields = ("title", "office__name")
    fields = ("office", "title", "slug", "order")

    @admin.display(description="milik", ordering="office__name")
    def owner(self, post: Post) -> str:
        return post.office.name if post.office else "Forum"

    def has_delete_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        return False


@admin.register(Term)
class TermAdmin(PanelAdmin):
    list_display = ("person", "post", "acting", "when")
    list_filter = (OfForumTerms, "acting")
    list_select_related = ("person", "post__office")
    search_fields = ("person__name", "post__title", "post__office__name")
    fieldsets = (
        (None, {"fields": ("post", "person", "acting", "on_behalf_of")}),
        ("Masa jabatan", {
            "fields": ("period", ("from_precision", "until_precision")),
            "description": "Hari “sampai” tidak lagi termasuk masa jabatan: itulah hari pertama "
            "penggantinya. Kosongkan bila masih menjabat.",
        }),
        ("Bila awalnya tidak diketahui", {"fields": (("seen_on", "seen_precision"),)}),
        ("Dasar", {"fields": ("decree_number", "source")}),
    )  # fmt: skip

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        if db_field.name == "post":
            # Each choice says whose post it is.
            kwargs["queryset"] = Post.objects.select_related("office")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="masa jabatan")
    def when(self, term: Term) -> str:
        return term.when


@admin.register(Province)
class ProvinceAdmin(PanelAdmin):
    list_display = ("name", "code", "iso", "zone", "island_group")
    list_filter = ("zone", "island_group")
    search_fields = ("name", "code")

    def has_delete_permission(self, request: HttpRequest, obj: Province | None = None) -> bool:
        return False
