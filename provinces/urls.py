from django.urls import path

from provinces import views

app_name = "provinces"

urlpatterns = [
    path("", views.office_list, name="list"),
    path("<slug:slug>/", views.office_detail, name="detail"),
    path("<slug:slug>/gambar.webp", views.office_picture, name="picture"),
]
