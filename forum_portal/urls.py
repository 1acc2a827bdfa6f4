"""The addresses of the portal; design: words a citizen can read, and old ones redirect."""

from django.contrib import admin
from django.urls import include, path

from forum_portal import views
from forum_portal.search import views as search

urlpatterns = [
    path("", views.home, name="home"),
    path("cari/", search.search, name="search"),
    path("cari/saran/", search.suggestions, name="search_suggestions"),
    path("privasi/", views.privacy, name="privacy"),
    path("healthz", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    # Of all apps, so its view stands above them.
    path("provinsi/<slug:slug>/riwayat/", views.office_history, name="office_history"),
    path("provinsi/", include("provinces.urls")),
    path("praktik-baik/", include("practices.urls")),
    path("", include("meetings.urls")),
    path("forum/", include("elections.urls")),
    path("akun/", include("accounts.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "forum_portal.views.bad_request"
handler403 = "forum_portal.views.forbidden"
handler404 = "forum_portal.views.not_found"
handler500 = "forum_portal.views.server_error"
