"""The site of the panel: who may open it, what its first page shows, in which order."""

from functools import wraps
from typing import Any

from django.apps import apps
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator

from forum_portal import invitations, waiting

# Sections and their pages as the secretariat works, not by the alphabet.
ORDER = {
    "meetings": ("Meeting", "Registration", "OutboxMail", "Minutes", "Institution", "IssuedNumber"),
    "provinces": (
        "Office",
        "Proposal",
        "Campaign",
        "Person",
        "Post",
        "Term",
        "PersonMerge",
        "Province",
    ),
    "practices": ("Practice", "Comment", "Topic"),
    "elections": ("Election",),
    "accounts": ("User", "QueuedMail", "AuditEvent"),
}


class PanelSite(AdminSite):
    site_header = "Panel Sekretariat"
    site_title = "Panel Sekretariat"
    index_title = "Yang menunggu hari ini"
    empty_value_display = "–"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        # One at a time, each on a page that says what else goes with it.
        self.disable_action("delete_selected")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """The portal's own pages only; those of libraries would show what is internal."""
        app = (admin_class or ModelAdmin).__module__.partition(".")[0]
        if app in ORDER:
            super().register(model_or_iterable, admin_class, **options)

    def get_urls(self) -> list:
        invite = self.admin_view(invitations.invite_account)
        return [path("undang-akun/", invite, name="invite_account"), *super().get_urls()]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Own sign-in for strangers, 403 for accounts that are not of the secretariat."""
        inner = super().admin_view(view, cacheable)

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.has_permission(request):
                if request.user.is_authenticated:
                    raise PermissionDenied
                return redirect_to_login(request.get_full_path(), reverse("account_login"))
            return inner(request, *args, **kwargs)

        guarded.admin_site = self
        return guarded

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        target = request.GET.get("next") or reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(target, reverse("account_login"))
        if not self.has_permission(request):
            raise PermissionDenied
        return redirect("admin:index")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("account_change_password")

    def password_change_done(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("admin:index")

    def index(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        at = timezone.now()
        context = {
            "waiting": waiting.for_user(request.user, at=at),
            "next_meetings": waiting.next_meetings(request.user, at=at),
            "may_plan": request.user.has_perm("meetings.add_meeting"),
            "may_invite": request.user.has_perm("accounts.add_user"),
        }
        return super().index(request, {**context, **(extra_context or {})})

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: Any = None
    ) -> HttpResponse:
        title = {"title": apps.get_app_config(app_label).verbose_name}
        return super().app_index(request, app_label, {**title, **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        found = {app["app_label"]: app for app in super().get_app_list(request, app_label)}
        listed = []
        for label, models in ORDER.items():
            if label in found:
                app = found[label]
                app["name"] = apps.get_app_config(label).verbose_name
                app["models"].sort(key=lambda model: models.index(model["object_name"]))
                listed.append(app)
        return listed
