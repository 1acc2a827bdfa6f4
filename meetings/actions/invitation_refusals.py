"""Why nobody is invited, issued a letter, reminded or withdrawn: sentences for the reader."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.formats import date_format

from forum_portal.lib.dates import moment
from meetings.models import Invitation, Meeting
from provinces.models import Office


class InvitationRefused(Exception):
    """The rule that stands in the way, with the data behind it."""


class MeetingEnded(InvitationRefused):
    def __init__(self, meeting: Meeting) -> None:
        what = f"{meeting.title} ({meeting.dates}) sudah selesai."
        if meeting.cancelled_at is not None:
            what = f"{meeting.title} dibatalkan pada {moment(meeting.cancelled_at, meeting.zone)}."
        super().__init__(what)


class NotReady(InvitationRefused):
    def __init__(self, missing: Iterable[str]) -> None:
        super().__init__(f"Undangan belum dapat diterbitkan. {' '.join(missing)}")


class NobodyToInvite(InvitationRefused):
    def __init__(self, today: date) -> None:
        super().__init__(
            "Semua balai yang tercatat sebagai anggota pada "
            f"{date_format(today, 'j F Y')} sudah masuk daftar undangan."
        )


class NotAMember(InvitationRefused):
    def __init__(self, office: Office, today: date) -> None:
        super().__init__(
            f"{office} tidak tercatat sebagai anggota forum pada {date_format(today, 'j F Y')}."
        )


class AlreadyInvited(InvitationRefused):
    def __init__(self, office: Office, meeting: Meeting) -> None:
        super().__init__(f"{office} sudah masuk daftar undangan {meeting}.")


class NothingToIssue(InvitationRefused):
    def __init__(self) -> None:
        super().__init__(
            "Tidak ada surat yang perlu diterbitkan: setiap undangan sudah bernomor, dan surelnya "
            "sudah di kotak keluar atau balainya tanpa alamat surel."
        )


class NobodyToRemind(InvitationRefused):
    def __init__(self) -> None:
        super().__init__(
            "Tidak ada yang perlu diingatkan: semua balai yang menerima surel sudah menjawab, "
            "surelnya masih di kotak keluar, atau dikirim kurang dari 24 jam yang lalu."
        )


class NotIssued(InvitationRefused):
    def __init__(self, invitation: Invitation) -> None:
        super().__init__(f"Surat undangan untuk {invitation.office} belum diterbitkan.")


class AlreadyWithdrawn(InvitationRefused):
    def __init__(self, invitation: Invitation, withdrawn_at: datetime) -> None:
        super().__init__(
            f"Undangan {invitation.office} sudah ditarik pada "
            f"{moment(withdrawn_at, invitation.meeting.zone)}, "
            f"dengan alasan: {invitation.withdraw_reason}"
        )
