from django.urls import path

from provinces.views import campaigns, offices, pictures, programmes, proposals, reports

app_name = "provinces"

urlpatterns = [
    path("", offices.office_list, name="list"),
    # Before the offices, none of which may take its address (actions/names.py).
    path("program-transformasi-digital/", programmes.programme_list, name="programmes"),
    path("konfirmasi/<str:token>/", campaigns.confirm, name="confirm"),
    path("konfirmasi/<str:token>/usul/", campaigns.confirm_propose, name="confirm_propose"),
    path("<slug:slug>/konfirmasi/", campaigns.confirm_own, name="confirm_own"),
    path("<slug:slug>/", offices.office_detail, name="detail"),
    path("<slug:slug>/lambang.webp", pictures.office_logo, name="logo"),
    path(
        "<slug:slug>/gambar/<slug:stem>-<int:width>.webp",
        pictures.office_picture,
        name="picture",
    ),
    path("<slug:slug>/kelola/", proposals.desk, name="desk"),
    path("<slug:slug>/usulkan/", proposals.add, name="propose"),
    path("<slug:slug>/usulan/", proposals.listed, name="proposals"),
    path("<slug:slug>/usulan/<uuid:pk>/", proposals.detail, name="proposal"),
    path("<slug:slug>/usulan/<uuid:pk>/tarik/", proposals.withdraw, name="proposal_withdraw"),
    path("<slug:slug>/usulan/<uuid:pk>/sk/", proposals.decree, name="proposal_decree"),
    path(
        "<slug:slug>/usulan/<uuid:pk>/gambar/<int:change>/",
        proposals.picture,
        name="proposal_picture",
    ),
    path("<slug:slug>/laporkan/", reports.add, name="report"),
    path("<slug:slug>/laporkan/terkirim/", reports.done, name="reported"),
]
