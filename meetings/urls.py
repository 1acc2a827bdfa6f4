from django.urls import path

from meetings.views import (
    agenda,
    assignment_letters,
    calendar,
    checkin,
    discussion,
    documents,
    feed,
    invitations,
    meetings,
    mine,
    minutes,
    own_calendar,
    proposals,
    registration,
    sharing,
    tickets,
)

app_name = "meetings"

urlpatterns = [
    path("rakor/", meetings.meeting_list, name="list"),
    path("rakor/<slug:slug>/", meetings.meeting_detail, name="detail"),
    path("rakor/<slug:slug>/gambar.png", sharing.picture, name="share_picture"),
    path("rakor/<slug:slug>/kalender.ics", calendar.meeting_calendar, name="meeting_calendar"),
    path("rakor/<slug:slug>/dokumen/", documents.documents, name="documents"),
    path("rakor/<slug:slug>/dokumen/<int:pk>/", documents.document, name="document"),
    path(
        "rakor/<slug:slug>/dokumen/<int:pk>/v<int:number>/",
        documents.document_version,
        name="document_version",
    ),
    path(
        "rakor/<slug:slug>/agenda/diskusi/<int:number>/", discussion.discussion, name="discussion"
    ),
    path(
        "rakor/<slug:slug>/agenda/diskusi/<int:number>/<int:pk>/sembunyikan/",
        discussion.hide,
        name="remark_hide",
    ),
    path("rakor/<slug:slug>/usulan-acara/", proposals.proposals, name="proposals"),
    path(
        "rakor/<slug:slug>/usulan-acara/<uuid:pk>/tarik/",
        proposals.withdraw,
        name="proposal_withdraw",
    ),
    path("rakor/<slug:slug>/foto/", documents.gallery, name="gallery"),
    path("rakor/<slug:slug>/foto/<slug:stem>-<int:width>.webp", documents.picture, name="picture"),
    path("rakor/<slug:slug>/daftar/", registration.delegation, name="delegation"),
    path("rakor/<slug:slug>/daftar/tambah/", registration.register, name="register"),
    path("rakor/<slug:slug>/daftar/<uuid:pk>/ubah/", registration.change, name="change"),
    path("rakor/<slug:slug>/daftar/<uuid:pk>/batal/", registration.withdraw, name="withdraw"),
    path(
        "rakor/<slug:slug>/daftar/<uuid:pk>/surat-tugas.pdf",
        assignment_letters.of_delegate,
        name="assignment_letter",
    ),
    path("rakor/<slug:slug>/daftar/surat-tugas/", assignment_letters.letters, name="letters"),
    path(
        "rakor/<slug:slug>/daftar/surat-tugas/buat/",
        assignment_letters.write,
        name="letter_write",
    ),
    path(
        "rakor/<slug:slug>/daftar/surat-tugas/unggah/",
        assignment_letters.upload,
        name="letter_upload",
    ),
    path(
        "rakor/<slug:slug>/daftar/surat-tugas/<int:pk>/ubah/",
        assignment_letters.change,
        name="letter_change",
    ),
    path(
        "rakor/<slug:slug>/daftar/surat-tugas/<int:pk>/tanda-tangan/",
        assignment_letters.sign,
        name="letter_sign",
    ),
    path(
        "rakor/<slug:slug>/daftar/surat-tugas/<int:pk>/hapus/",
        assignment_letters.remove,
        name="letter_remove",
    ),
    path(
        "rakor/<slug:slug>/daftar/surat-tugas/<int:pk>/naskah.pdf",
        assignment_letters.paper,
        name="letter_paper",
    ),
    path(
        "rakor/<slug:slug>/daftar/surat-tugas/<int:pk>/surat-tugas.pdf",
        assignment_letters.signed,
        name="letter_signed",
    ),
    path("rakor/<slug:slug>/presensi/pasang/", checkin.enrol, name="checkin_enrol"),
    path("rakor/<slug:slug>/presensi/daftar.json", checkin.device_list, name="checkin_list"),
    path("rakor/<slug:slug>/presensi/fakta/", checkin.facts, name="checkin_facts"),
    path("rakor/<slug:slug>/agenda/", agenda.agenda_detail, name="agenda"),
    path("rakor/<slug:slug>/agenda.pdf", agenda.agenda_pdf, name="agenda_pdf"),
    path("rakor/<slug:slug>/agenda/beda/", agenda.agenda_differences, name="agenda_differences"),
    path("rakor/<slug:slug>/agenda/draf/", agenda.agenda_draft, name="agenda_draft"),
    path("rakor/<slug:slug>/agenda/v<int:number>/", agenda.agenda_detail, name="agenda_version"),
    path(
        "rakor/<slug:slug>/agenda/v<int:number>.pdf", agenda.agenda_pdf, name="agenda_version_pdf"
    ),
    path("rakor/<slug:slug>/notula/", minutes.minutes_detail, name="minutes"),
    path("rakor/<slug:slug>/notula.pdf", minutes.minutes_pdf, name="minutes_pdf"),
    path("kalender.ics", calendar.forum_calendar, name="calendar"),
    path("kalender/<str:token>.ics", calendar.own_calendar, name="own_calendar"),
    path("feed/", feed.feed, name="feed"),
    path("notula/", minutes.minutes_list, name="minutes_list"),
    path("saya/", mine.mine, name="mine"),
    path("saya/kalender/", own_calendar.page, name="own_calendar_page"),
    path("saya/kalender/ganti/", own_calendar.renew, name="calendar_renew"),
    path("saya/kalender/hapus/", own_calendar.remove, name="calendar_remove"),
    path("tiket/<str:code>/", tickets.ticket, name="ticket"),
    path("undangan/<str:token>/", invitations.answer, name="invitation"),
    path("undangan/<str:token>/surat.pdf", invitations.letter, name="invitation_letter"),
    path("saya/undangan/<int:pk>/", invitations.answer_own, name="own_invitation"),
    path("saya/undangan/<int:pk>/surat.pdf", invitations.own_letter, name="own_letter"),
]
