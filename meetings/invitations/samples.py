"""The sample letterhead, and the letters of the sample rakor with some answers; all marked."""

from datetime import datetime, timedelta

from accounts.models import User
from meetings.actions.answers import Reply, answer_by_link
from meetings.actions.invitations import issue_letters, prepare_invitations
from meetings.actions.letters import Written, write_letter
from meetings.invitations.letter import suggested_texts
from meetings.models import (
    Institution,
    Invitation,
    Meeting,
    NumberKind,
    NumberPattern,
    Signatory,
)

ANSWERED_BEFORE = timedelta(days=7)
COSTS = "Akomodasi ditanggung penyelenggara; biaya perjalanan ditanggung balai masing-masing."
_HEAD = "Kepala Balai (contoh)"
_REPLIES = (
    Reply("hadir", "Kepala Balai (contoh)", _HEAD),
    Reply("hadir", "Kepala Balai (contoh)", _HEAD),
    Reply("diwakilkan", "Petugas (contoh)", "Kasubbag Tata Usaha", "Wakil Balai, S.Kom. (contoh)",
          "Kepala Seksi Pengembangan"),
    Reply("tidak", "Petugas (contoh)", "Kasubbag Tata Usaha",
          absence_reason="Bersamaan dengan pemeriksaan tahunan oleh inspektorat."),
)  # fmt: skip


def make_institution() -> Institution:
    """The sample letterhead, with a signatory and a pattern for each kind of number."""
    institution, is_new = Institution.objects.get_or_create(
        short_name="Lembaga Contoh",
        defaults={
            "name": "Lembaga Contoh Pembelajaran Digital",
            "parents": "Instansi Contoh untuk Peragaan",
            "address": "Jalan Contoh Nomor 1, Kota Contoh 10000\nTelepon (021) 0000000, surel "
            "surat@contoh.example",
            "city": "Kota Contoh",
            "unit_code": "LC",
            "is_sample": True,
        },
    )
    if is_new:
        Signatory.objects.create(
            institution=institution,
            name="Dr. Pejabat Contoh, M.Pd.",
            position="Kepala Lembaga Contoh",
        )
        NumberPattern.objects.bulk_create(
            NumberPattern(institution=institution, kind=kind, classification=f"CT.{number:02}")
            for number, kind in enumerate(NumberKind.values, 1)
        )
    return institution


def invite_samples(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Letters for every member office: four have answered, those of the others wait.

    at: the moment of the letters; the answers come within the day after it.
    """
    meeting.issuer, meeting.costs_note = make_institution(), COSTS
    meeting.invite_on, meeting.answer_by = at.date(), meeting.starts_on - ANSWERED_BEFORE
    meeting.save(update_fields=["issuer", "costs_note", "invite_on", "answer_by"])
    signatory = Signatory.objects.get(institution=meeting.issuer)
    written = Written(
        signatory=signatory,
        dated_on=at.date(),
        copies="Kepala Dinas Pendidikan provinsi tuan rumah",
        with_agenda=True,
        **suggested_texts(meeting)._asdict(),
    )
    write_letter(meeting=meeting, written=written, by=by, at=at)
    prepare_invitations(meeting=meeting, by=by, at=at)
    issue_letters(meeting=meeting, by=by, at=at)
    offices = meeting.invitations.order_by("office__province__code", "office__slug")
    for hours, (invitation, reply) in enumerate(zip(offices, _REPLIES, strict=False), 1):
        _answered(invitation, reply, at + timedelta(hours=hours))


def _answered(invitation: Invitation, reply: Reply, at: datetime) -> None:
    """As if the letter had reached the office; nothing is sent to a sample."""
    invitation.outbox.update(sent_at=at - timedelta(minutes=30))
    answer_by_link(invitation=invitation, reply=reply, at=at)
