from django.urls import path

from provinces.views import offices

app_name = "provinces"

urlpatterns = [
    path("", offices.office_list, name="list"),
    path("<slug:slug>/", offices.office_detail, name="detail"),
]
