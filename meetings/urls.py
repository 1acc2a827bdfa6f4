from django.urls import URLPattern, URLResolver, include, path

from meetings.views import (
    agenda,
    assignment_letters,
    board,
    bulk,
    calendar,
    certificates,
    checkin,
    checkin_app,
    delegates,
    delegation_tickets,
    discussion,
    documents,
    drafts,
    evaluation,
    excuses,
    feed,
    invitations,
    meetings,
    mine,
    minutes,
    own_calendar,
    own_page,
    participants,
    proposals,
    registration,
    self_checkin,
    self_registration,
    sharing,
    tickets,
)

app_name = "meetings"

_Addresses = list[URLPattern | URLResolver]

# In groups, so that few addresses are compared before the one that is asked for.
_letters = [
    path("", assignment_letters.letters, name="letters"),
    path("buat/", assignment_letters.write, name="letter_write"),
    path("unggah/", assignment_letters.upload, name="letter_upload"),
    path("<int:pk>/ubah/", assignment_letters.change, name="letter_change"),
    path("<int:pk>/tanda-tangan/", assignment_letters.sign, name="letter_sign"),
    path("<int:pk>/hapus/", assignment_letters.remove, name="letter_remove"),
    path("<int:pk>/naskah.pdf", assignment_letters.paper, name="letter_paper"),
    path("<int:pk>/surat-tugas.pdf", assignment_letters.signed, name="letter_signed"),
]

_delegation: _Addresses = [
    path("surat-tugas/", include(_letters)),
    path("", self_registration.door, name="delegation"),
    path("kode/", self_registration.code, name="self_register_code"),
    path("diri/", self_registration.register, name="self_register"),
    path("tambah/", delegates.register, name="register"),
    path("tiket.pdf", delegation_tickets.tickets, name="office_tickets"),
    path("<uuid:pk>/tiket.pdf", delegation_tickets.of_delegate, name="delegate_ticket"),
    path("<uuid:pk>/sertifikat.pdf", certificates.of_delegate, name="delegate_certificate"),
    path("<uuid:pk>/ganti-tiket/", delegation_tickets.reissue, name="ticket_reissue"),
    path("dikenal/", registration.known, name="known"),
    path("draf/daftarkan/", drafts.register_all, name="drafts_register"),
    path("draf/<int:pk>/", drafts.draft, name="draft"),
    path("draf/<int:pk>/buang/", drafts.discard, name="draft_discard"),
    path("<uuid:pk>/", registration.delegate, name="delegate"),
    path("<uuid:pk>/ganti/", delegates.substitute, name="substitute"),
    path("<uuid:pk>/tawaran/", registration.seat_offer, name="seat_offer"),
    path("<uuid:pk>/ubah/", delegates.change, name="change"),
    path("<uuid:pk>/batal/", delegates.withdraw, name="withdraw"),
    path("<uuid:pk>/surat-tugas.pdf", assignment_letters.of_delegate, name="assignment_letter"),
    path("unggah/", bulk.table, name="bulk"),
    path("unggah/templat.xlsx", bulk.blank_table, name="bulk_table"),
]

_checkin = [
    path("", checkin_app.page, name="checkin"),
    path("sw.js", checkin_app.worker, name="checkin_worker"),
    path("sw-kirim.js", checkin_app.sending_worker, name="checkin_sending_worker"),
    path("aplikasi.webmanifest", checkin_app.manifest, name="checkin_manifest"),
    path("pasang/", checkin.enrol, name="checkin_enrol"),
    path("daftar.json", checkin.device_list, name="checkin_list"),
    path("fakta/", checkin.facts, name="checkin_facts"),
]

_agenda = [
    path("diskusi/<int:number>/", discussion.discussion, name="discussion"),
    path("diskusi/<int:number>/<int:pk>/sembunyikan/", discussion.hide, name="remark_hide"),
    path("", agenda.agenda_detail, name="agenda"),
    path("beda/", agenda.agenda_differences, name="agenda_differences"),
    path("draf/", agenda.agenda_draft, name="agenda_draft"),
    path("v<int:number>/", agenda.agenda_detail, name="agenda_version"),
    path("v<int:number>.pdf", agenda.agenda_pdf, name="agenda_version_pdf"),
]

_documents = [
    path("", documents.documents, name="documents"),
    path("<int:pk>/", documents.document, name="document"),
    path("<int:pk>/v<int:number>/", documents.document_version, name="document_version"),
]

_meeting: _Addresses = [
    path("", meetings.meeting_detail, name="detail"),
    path("peserta/", participants.participants, name="participants"),
    path("gambar.png", sharing.picture, name="share_picture"),
    path("kunci-tiket.json", tickets.keys, name="ticket_keys"),
    path("kalender.ics", calendar.meeting_calendar, name="meeting_calendar"),
    path("usulan-acara/", proposals.proposals, name="proposals"),
    path("usulan-acara/<uuid:pk>/tarik/", proposals.withdraw, name="proposal_withdraw"),
    path("foto/", documents.gallery, name="gallery"),
    path("foto/<slug:stem>-<int:width>.webp", documents.picture, name="picture"),
    path("papan/", board.board, name="board"),
    path("papan/isi/", board.board_part, name="board_part"),
    path("izin/", excuses.excuses, name="excuses"),
    path("izin/<int:pk>/tarik/", excuses.withdraw, name="excuse_withdraw"),
    path("agenda.pdf", agenda.agenda_pdf, name="agenda_pdf"),
    path("notula/", minutes.minutes_detail, name="minutes"),
    path("notula.pdf", minutes.minutes_pdf, name="minutes_pdf"),
    path("agenda/", include(_agenda)),
    path("daftar/", include(_delegation)),
    path("dokumen/", include(_documents)),
    path("presensi/", include(_checkin)),
]

_ticket = [
    path("", tickets.ticket, name="ticket"),
    path("terima/", own_page.accept, name="seat_accept"),
    path("tolak/", own_page.decline, name="seat_decline"),
    path("nama/", own_page.name_consent, name="name_consent"),
    path("kebutuhan/cabut/", own_page.take_back_needs, name="needs_taken_back"),
    path("ubah/", own_page.change, name="own_change"),
    path("batal/", own_page.withdraw, name="own_withdraw"),
    path("presensi/", self_checkin.check_in, name="self_check_in"),
    path("tiket.pdf", tickets.ticket_pdf, name="ticket_pdf"),
    path("tiket.png", tickets.ticket_png, name="ticket_png"),
    path("evaluasi/", evaluation.evaluation, name="evaluation"),
    path("sertifikat.pdf", certificates.certificate_pdf, name="certificate_pdf"),
]

_own = [
    path("", mine.mine, name="mine"),
    path("kalender/", own_calendar.page, name="own_calendar_page"),
    path("kalender/ganti/", own_calendar.renew, name="calendar_renew"),
    path("kalender/hapus/", own_calendar.remove, name="calendar_remove"),
    path("undangan/<int:pk>/", invitations.answer_own, name="own_invitation"),
    path("undangan/<int:pk>/surat.pdf", invitations.own_letter, name="own_letter"),
]

urlpatterns = [
    path("rakor/", meetings.meeting_list, name="list"),
    path("rakor/<slug:slug>/", include(_meeting)),
    path("kalender.ics", calendar.forum_calendar, name="calendar"),
    path("kalender/<str:token>.ics", calendar.own_calendar, name="own_calendar"),
    path("feed/", feed.feed, name="feed"),
    path("notula/", minutes.minutes_list, name="minutes_list"),
    path("verifikasi/", certificates.check, name="certificate_check"),
    path("verifikasi/<str:code>/", certificates.certificate, name="certificate"),
    path("undangan/<str:token>/", invitations.answer, name="invitation"),
    path("undangan/<str:token>/surat.pdf", invitations.letter, name="invitation_letter"),
    path("saya/", include(_own)),
    path("tiket/<str:code>/", include(_ticket)),
]
