from django.urls import path

from practices.views import reading, writing

app_name = "practices"

# An article whose title reads like one of the fixed words gets a number (practices/addresses.py).
urlpatterns = [
    path("", reading.practice_list, name="list"),
    path("feed/", reading.feed, name="feed"),
    path("milik-balai/", writing.mine, name="mine"),
    path("tulis/", writing.write, name="write"),
    path("<slug:slug>/", reading.practice_detail, name="detail"),
    path("<slug:slug>/pratinjau/", writing.preview, name="preview"),
    path("<slug:slug>/ubah/", writing.change, name="change"),
    path("<slug:slug>/kirim/", writing.submit, name="submit"),
    path("<slug:slug>/tarik/", writing.withdraw, name="withdraw"),
    path("<slug:slug>/komentar/", reading.comment, name="comment"),
    path("<slug:slug>/lampiran/<slug:key>/", reading.attachment, name="attachment"),
    path("<slug:slug>/gambar/<slug:stem>-<int:width>.webp", reading.picture, name="picture"),
]
