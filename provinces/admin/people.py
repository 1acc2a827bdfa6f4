"""Posts with who holds them; provinces to look up."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from accounts.panel import PanelAdmin, Step
from provinces.admin.appointment import appoint_holder
from provinces.admin.terms import OfForum, linked_terms
from provinces.models import Post, Province
from provinces.pointing_rows import is_referred_to


@admin.register(Post)
class PostAdmin(PanelAdmin):
    """The post of an office's head comes with the office; here the forum's are added."""

    list_display = ("title", "owner", "order")
    list_filter = (OfForum,)
    list_select_related = ("office",)
    search_fields = ("title", "office__name")
    search_help_text = "Cari dengan nama jabatan atau balai."
    prepopulated_fields = {"slug": ("title",)}
    steps = (
        Step("angkat", "appoint", "Angkat pemegang jabatan", "appoint", "provinces.add_term",
             tone="primary"),
    )  # fmt: skip

    def get_fields(self, request: HttpRequest, obj: Post | None = None) -> tuple[str, ...]:
        return ("owner", "title", "slug", "order", "holders") if obj else ("title", "slug", "order")

    def get_readonly_fields(self, request: HttpRequest, obj: Post | None = None) -> tuple[str, ...]:
        """By its code the portal finds a post again: who leads, who heads an office."""
        return ("owner", "slug", "holders") if obj else ()

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Post | None = None
    ) -> dict[str, tuple]:
        return {} if obj else self.prepopulated_fields

    @admin.display(description="milik", ordering="office__name")
    def owner(self, post: Post) -> str:
        return post.office.name if post.office else "Forum"

    @admin.display(description="pemegang, sekarang dan dahulu")
    def holders(self, post: Post) -> str:
        return linked_terms(post.terms.select_related("person").latest_first())

    def has_delete_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        """Only what was added by mistake: the head's post is its office's, a history stays."""
        if obj and (obj.office_id or is_referred_to(obj)):
            return False
        return super().has_delete_permission(request, obj)

    def appoint(self, request: HttpRequest, post: Post) -> HttpResponse:
        return appoint_holder(self, request, post, post=post, title=f"Angkat {post}")


@admin.register(Province)
class ProvinceAdmin(PanelAdmin):
    list_display = ("name", "code", "iso", "zone", "island_group")
    list_filter = ("zone", "island_group")
    search_fields = ("name", "code")

    def has_delete_permission(self, request: HttpRequest, obj: Province | None = None) -> bool:
        return False
