from django.urls import path

from meetings.views import calendar, meetings, mine, minutes, own_calendar, registration, tickets

app_name = "meetings"

urlpatterns = [
    path("rakor/", meetings.meeting_list, name="list"),
    path("rakor/<slug:slug>/", meetings.meeting_detail, name="detail"),
    path("rakor/<slug:slug>/kalender.ics", calendar.meeting_calendar, name="meeting_calendar"),
    path("rakor/<slug:slug>/dokumen/<int:pk>/", meetings.document_download, name="document"),
    path("rakor/<slug:slug>/daftar/", registration.delegation, name="delegation"),
    path("rakor/<slug:slug>/daftar/tambah/", registration.register, name="register"),
    path("rakor/<slug:slug>/daftar/<uuid:pk>/ubah/", registration.change, name="change"),
    path("rakor/<slug:slug>/daftar/<uuid:pk>/batal/", registration.withdraw, name="withdraw"),
    path(
        "rakor/<slug:slug>/daftar/<uuid:pk>/surat-tugas.pdf",
        registration.assignment_letter,
        name="assignment_letter",
    ),
    path("rakor/<slug:slug>/notula/", minutes.minutes_detail, name="minutes"),
    path("rakor/<slug:slug>/notula.pdf", minutes.minutes_pdf, name="minutes_pdf"),
    path("kalender.ics", calendar.forum_calendar, name="calendar"),
    path("kalender/<str:token>.ics", calendar.own_calendar, name="own_calendar"),
    path("notula/", minutes.minutes_list, name="minutes_list"),
    path("saya/", mine.mine, name="mine"),
    path("saya/kalender/", own_calendar.page, name="own_calendar_page"),
    path("saya/kalender/ganti/", own_calendar.renew, name="calendar_renew"),
    path("saya/kalender/hapus/", own_calendar.remove, name="calendar_remove"),
    path("tiket/<str:code>/", tickets.ticket, name="ticket"),
]
