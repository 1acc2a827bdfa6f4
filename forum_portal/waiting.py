"""What waits for the secretariat today: the first page of the panel.

One statement an entry, whatever the number of rows, and only those that the reader may act on.
"""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import QueuedMail, User
from elections.models import Election
from forum_portal.lib.mail_fate import Fate, in_fate, with_log
from meetings import awaiting
from meetings.models import Meeting, OutboxMail, Registration
from meetings.outbox.states import LetterState
from meetings.states import Phase, in_phase
from practices.models import Comment, Practice
from practices.states import PracticeState
from provinces.models import ConfirmationRequest, Office, Proposal
from provinces.verification_queue import unconfirmed_offices


@dataclass(frozen=True)
class Waiting:
    count: int
    text: str
    url: str
    tone: str


@dataclass(frozen=True)
class NextMeeting:
    meeting: Meeting
    registered: int
    registered_today: int
    url: str


def for_user(user: User, *, at: datetime) -> list[Waiting]:
    """The entries that are not empty and that `user` may act on, most urgent first."""
    entries = []
    for permission, queryset, text, model, query, tone in _questions(at):
        if user.has_perm(permission) and (count := queryset.count()):
            # A queue is a page of its own, made for what is counted.
            page = model if model.endswith("_queue") else f"{model}_changelist"
            url = f"{reverse(f'admin:{page}')}{urlencode(query) and '?' + urlencode(query)}"
            entries.append(Waiting(count, text, url, tone))
    return entries


def next_meetings(user: User, *, at: datetime) -> list[NextMeeting]:
    """Coming and running meetings with their registrations, the nearest first; at most five."""
    if not user.has_perm("meetings.view_registration"):
        return []
    today = at.astimezone(ZoneInfo("Asia/Jakarta")).replace(hour=0, minute=0, second=0)
    seated = Q(registrations__withdrawn_at=None, registrations__seat=Registration.Seat.CONFIRMED)
    meetings = (
        Meeting.objects.published()
        .filter(in_phase(Phase.UPCOMING, at) | in_phase(Phase.ONGOING, at))
        .annotate(
            registered=Count("registrations", filter=seated),
            registered_today=Count(
                "registrations", filter=seated & Q(registrations__created_at__gte=today)
            ),
        )
        .order_by("starts_on")[:5]
    )
    listed = reverse("admin:meetings_registration_changelist")
    return [
        NextMeeting(
            meeting,
            meeting.registered,
            meeting.registered_today,
            f"{listed}?meeting__id__exact={meeting.pk}",
        )
        for meeting in meetings
    ]


def _questions(at: datetime) -> list[tuple[str, QuerySet, str, str, dict[str, str], str]]:
    """Who may act, what is counted, the words after the number, the list and its filter, tone."""
    # Long because it is one table, in the order of urgency.
    mails = with_log(QueuedMail.objects.all())
    return [
        ("accounts.change_queuedmail", mails.filter(in_fate(Fate.FAILED)),
         "surel gagal terkirim", "accounts_queuedmail", {"keadaan": Fate.FAILED.value}, "red"),
        ("accounts.change_queuedmail", mails.filter(in_fate(Fate.UNCERTAIN)),
         "surel tidak pasti terkirim", "accounts_queuedmail",
         {"keadaan": Fate.UNCERTAIN.value}, "red"),
        ("meetings.change_outboxmail", OutboxMail.objects.waiting(),
         "surel rakor menunggu dibaca dan dikirim", "meetings_outboxmail",
         {"keadaan": LetterState.WAITING.value}, "amber"),
        ("provinces.change_proposal", Proposal.objects.open().filter(
            origin=Proposal.Origin.OFFICE),
         "usulan balai menunggu putusan", "provinces_proposal",
         {"keadaan": "menunggu", "origin__exact": "office"}, "amber"),
        ("provinces.change_proposal", Proposal.objects.open().filter(
            origin=Proposal.Origin.PUBLIC),
         "laporan pembaca menunggu putusan", "provinces_proposal",
         {"keadaan": "menunggu", "origin__exact": "public"}, "blue"),
        ("meetings.change_meeting", awaiting.closing_soon(at),
         "pendaftaran rakor ditutup dalam tujuh hari", "meetings_meeting",
         {"menunggu": "pendaftaran"}, "amber"),
        ("meetings.change_meeting", awaiting.uninvited(at),
         "rakor lewat tanggal undangannya", "meetings_meeting", {"menunggu": "undangan"}, "amber"),
        ("meetings.change_invitation", awaiting.unanswered_soon(at),
         "rakor dengan undangan belum dijawab, tenggat dalam tiga hari", "meetings_meeting",
         {"menunggu": "jawaban"}, "amber"),
        ("meetings.change_invitation", awaiting.unreached(at),
         "rakor mengundang balai tanpa alamat surel", "meetings_meeting",
         {"menunggu": "tanpa-alamat"}, "red"),
        ("meetings.change_meeting", awaiting.unannounced(at),
         "rakor lewat tanggal pengumumannya", "meetings_meeting",
         {"menunggu": "pengumuman"}, "amber"),
        ("meetings.change_agendaproposal", awaiting.with_proposals(),
         "rakor menerima usulan acara yang belum diputus", "meetings_meeting",
         {"menunggu": "usulan"}, "amber"),
        ("meetings.add_scanruling", awaiting.with_doubtful_presence(),
         "rakor mempunyai catatan presensi yang menunggu putusan", "meetings_meeting",
         {"menunggu": "presensi"}, "amber"),
        ("meetings.change_registration", awaiting.without_letter(at),
         "peserta belum mengirim surat tugas", "meetings_registration",
         {"surat": "belum"}, "amber"),
        ("meetings.change_registration", awaiting.mending_overdue(at),
         "perbaikan pendaftaran lewat batas waktunya", "meetings_registration",
         {"verifikasi": "lewat"}, "amber"),
        ("meetings.change_registration", Registration.objects.offered(),
         "tawaran kursi belum dijawab", "meetings_registration",
         {"kursi": Registration.Seat.OFFERED.value}, "blue"),
        ("meetings.change_registration", awaiting.unreviewed(at),
         "pendaftaran belum diperiksa", "meetings_registration",
         {"verifikasi": "belum"}, "blue"),
        ("meetings.add_publication", awaiting.changed_minutes(),
         "notula berubah sejak terbitan terakhir", "meetings_minutes",
         {"naskah": "berubah"}, "amber"),
        ("meetings.change_minutes", awaiting.unpublished_minutes(),
         "notula masih draf", "meetings_minutes", {"naskah": "draf"}, "blue"),
        ("meetings.add_minutes", awaiting.without_minutes(at),
         "rakor selesai tanpa notula", "meetings_meeting", {"menunggu": "notula"}, "blue"),
        ("meetings.change_meeting", awaiting.unclosed(at),
         "rakor sudah bernotula dan dapat ditutup", "meetings_meeting",
         {"menunggu": "penutupan"}, "neutral"),
        ("practices.add_edition", Practice.objects.submitted(),
         "praktik baik menunggu diperiksa", "practices_practice",
         {"keadaan": PracticeState.SUBMITTED.value}, "amber"),
        ("practices.change_comment", Comment.objects.waiting(),
         "komentar menunggu persetujuan", "practices_comment",
         {"keadaan": "menunggu"}, "amber"),
        ("provinces.change_campaign", ConfirmationRequest.objects.overdue(timezone.localdate(at)),
         "balai lewat tenggat konfirmasi data", "provinces_campaign",
         {"keadaan": "lewat"}, "amber"),
        ("provinces.change_campaign", ConfirmationRequest.objects.due_within(
            3, timezone.localdate(at)),
         "balai belum menjawab konfirmasi data, tenggat dalam tiga hari", "provinces_campaign",
         {"keadaan": "segera"}, "blue"),
        ("elections.add_result", Election.objects.filter(result=None),
         "pemilihan belum diterbitkan hasilnya", "elections_election",
         {"hasil": "belum"}, "blue"),
        ("provinces.change_office", unconfirmed_offices(),
         "nama balai belum dikonfirmasi Pusdatin", "provinces_office_queue", {}, "neutral"),
        ("provinces.change_office", Office.objects.filter(confirmed_on=None),
         "profil belum dikonfirmasi balainya", "provinces_office",
         {"pastikan": "profil"}, "neutral"),
    ]  # fmt: skip
