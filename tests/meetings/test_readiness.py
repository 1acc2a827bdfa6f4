"""What a rakor lacks, as data and as refusals of the actions."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent
from meetings.actions.meetings import (
    AlreadyOpen,
    MeetingRefused,
    NotReady,
    open_registration,
    publish_meeting,
)
from meetings.convening.readiness import missing, missing_to_invite, to_announce, to_close, to_open
from meetings.convening.standing import Letter, Standing, standing_of
from meetings.models import AgendaRemark, Document, Meeting, OutboxMail, Registration, Scan
from tests.factories import (
    NOW,
    TODAY,
    make_agenda_item,
    make_document,
    make_meeting,
    make_office,
    make_operator,
    make_registration,
    make_scan,
    make_session,
    release,
)
from tests.meetings.letters import make_institution, make_inviting_meeting, make_letter

pytestmark = pytest.mark.django_db


def draft(**fields) -> Meeting:
    """A draft that lacks nothing to be announced."""
    host = make_office().province
    defaults = {"published_at": None, "organisers": "Pusdatin", "host_province": host}
    return make_meeting(**{**defaults, **fields})


@pytest.mark.parametrize(
    ("fields", "lacks"),
    [
        ({}, []),
        ({"theme": ""}, []),
        ({"date_precision": "month", "ends_on": None},
         ["Hari pelaksanaan: Isi tanggalnya sampai ketelitian hari."]),
        ({"mode": "", "organisers": " \n"},
         ["Cara hadir: Pilih luring, daring, atau keduanya.",
          "Penyelenggara: Isi siapa yang menyelenggarakan."]),
        ({"city": ""}, ["Tempat: Isi provinsi tuan rumah dan kota/kabupatennya."]),
        ({"host_province": None}, ["Tempat: Isi provinsi tuan rumah dan kota/kabupatennya."]),
        ({"mode": "daring", "city": "", "host_province": None}, []),
        # A rakor that is over is put on record; only its source is asked.
        ({"starts_on": date(2023, 1, 1), "ends_on": None, "date_precision": "year", "mode": "",
          "organisers": "", "source": ""},
         ["Sumber: Rakor ini sudah selesai; isi penyelenggara atau sumbernya."]),
        ({"starts_on": date(2023, 1, 1), "ends_on": None, "date_precision": "year", "mode": "",
          "city": "", "organisers": "", "source": "buseronline.com"}, []),
    ],
)  # fmt: skip
def test_announcing_lacks(fields: dict, lacks: list[str]):
    assert missing(to_announce(draft(**fields), NOW)) == lacks


def test_draft_that_lacks_something_is_not_announced():
    meeting = draft(title="Rakor Uji", mode="", organisers="")
    with pytest.raises(NotReady) as refused:
        publish_meeting(meeting=meeting, by=None, at=NOW)
    assert str(refused.value) == (
        "Rakor Uji belum dapat diumumkan. Cara hadir: Pilih luring, daring, atau keduanya. "
        "Penyelenggara: Isi siapa yang menyelenggarakan."
    )
    meeting.refresh_from_db()
    assert meeting.published_at is None
    assert not AuditEvent.objects.exists()


def test_inviting_lacks_everything_of_a_mere_draft():
    meeting = draft()
    assert missing_to_invite(meeting, NOW) == [
        "Sudah diumumkan: Rakor belum diumumkan.",
        "Penerbit surat: Pilih penerbit surat.",
        "Penanda tangan: Pilih penanda tangan undangan.",
        "Naskah undangan: Isi hal dan pembuka surat.",
        "Batas jawaban: Isi sampai kapan balai menjawab.",
        "Susunan acara: Surat melampirkan susunan acara yang belum dirilis.",
    ]


@pytest.mark.parametrize(
    ("fields", "lacks"),
    [
        ({}, []),
        ({"answer_by": TODAY},
         ["Batas jawaban: Batas jawaban Selasa, 24 November 2026 tidak di depan lagi."]),
        ({"mode": "daring"}, ["Tautan konferensi: Belum diisi."]),
        ({"mode": "daring", "conference_url": "https://rapat.example/1"}, []),
        ({"cancelled_at": NOW, "cancel_reason": "Banjir"},
         ["Sudah diumumkan: Rakor ini dibatalkan: Banjir"]),
        ({"starts_on": date(2026, 11, 2), "ends_on": date(2026, 11, 3)},
         ["Sudah diumumkan: Rakor sudah selesai (2–3 November 2026)."]),
    ],
)  # fmt: skip
def test_inviting_lacks(fields: dict, lacks: list[str]):
    assert missing_to_invite(make_inviting_meeting(**fields), NOW) == lacks


def test_letter_needs_pattern_and_signatory_of_its_issuer():
    meeting = make_inviting_meeting()
    meeting.issuer = make_institution(kinds=(), short_name="Pusdatin")
    meeting.save()
    assert missing_to_invite(meeting, NOW) == [
        "Pola nomor undangan: Pusdatin belum punya pola nomor surat undangan.",
        "Penanda tangan: Dr. Wening Lestari, M.Pd. bukan penanda tangan penerbit itu.",
    ]


def test_attached_agenda_has_to_be_released():
    meeting = make_inviting_meeting(with_agenda=True)
    make_agenda_item(meeting)
    lack = "Susunan acara: Surat melampirkan susunan acara yang belum dirilis."
    assert missing_to_invite(meeting, NOW) == [lack]
    release(meeting)
    assert missing_to_invite(meeting, NOW) == []


@pytest.mark.parametrize(
    ("fields", "lacks"),
    [
        ({}, []),
        ({"published_at": None}, ["Sudah diumumkan: Rakor belum diumumkan."]),
        ({"registration_opens_at": None},
         ["Waktu pendaftaran: Isi kapan pendaftaran dibuka dan ditutup."]),
        ({"registration_opens_at": None, "registration_closes_at": None},
         ["Waktu pendaftaran: Isi kapan pendaftaran dibuka dan ditutup.",
          "Waktu tutup: Waktu tutupnya belum diisi."]),
        ({"registration_closes_at": NOW, "seats_per_office": None},
         ["Waktu tutup: Waktu tutupnya Selasa, 24 November 2026, 11.00 WITA sudah lewat.",
          "Kursi per balai: Isi berapa kursi untuk tiap balai."]),
    ],
)  # fmt: skip
def test_opening_lacks(fields: dict, lacks: list[str]):
    meeting = make_meeting(**{"registered_by": "none", **fields})
    assert missing(to_open(meeting, NOW)) == lacks


def test_registration_opens_now_or_at_a_time():
    meeting = make_meeting(registered_by="none", registration_opens_at=None)
    later = NOW + timedelta(days=2)
    open_registration(meeting=meeting, opens_at=later, by=None, at=NOW)
    meeting.refresh_from_db()
    assert (meeting.registered_by, meeting.registration_opens_at) == ("offices", later)
    open_registration(meeting=meeting, opens_at=None, by=None, at=NOW)
    meeting.refresh_from_db()
    assert meeting.registration_opens_at == NOW
    with pytest.raises(AlreadyOpen):
        open_registration(meeting=meeting, opens_at=None, by=None, at=NOW)
    assert list(AuditEvent.objects.order_by("pk").values_list("action", "details")) == [
        ("meeting.registration_opened", {"since": "Kamis, 26 November 2026, 11.00 WITA"}),
        ("meeting.registration_opened", {"since": "Selasa, 24 November 2026, 11.00 WITA"}),
    ]


def test_registration_does_not_open_after_it_closes():
    meeting = make_meeting(registered_by="none")
    with pytest.raises(MeetingRefused, match="Pendaftaran ditutup Selasa, 8 Desember 2026"):
        open_registration(meeting=meeting, opens_at=NOW + timedelta(days=14), by=None, at=NOW)


def test_closing_lacks_what_is_still_owed():
    meeting = make_meeting()
    OutboxMail.objects.create(
        meeting=meeting, kind="rilis", to="satu@dinas.example", subject="s", text="t", made_at=NOW
    )
    author = make_operator(make_office())
    AgendaRemark.objects.create(
        meeting=meeting, item_number=1, author=author, text="Kapan?", written_at=NOW
    )
    checks = to_close(meeting, standing_of(meeting), NOW)
    assert [(check.label, check.told, check.is_missing) for check in checks] == [
        ("Rakor selesai", "Rakor berlangsung 15–16 Desember 2026.", True),
        ("Notula terbit", "Notulanya belum dimulai.", True),
        ("Kotak keluar kosong", "1 surel belum dikirim, ditahan, atau dibuang.", True),
        ("Tanya jawab",
         "1 pertanyaan belum dijawab; sesudah ditutup tidak dapat dijawab lagi.", False),
    ]  # fmt: skip


def test_standing_counts_what_stands_in_one_statement():
    """Nothing withdrawn, hidden, sent or of another rakor is counted."""
    meeting, other = make_inviting_meeting(), make_meeting()
    make_letter(other)
    for each in (meeting, other):
        make_agenda_item(each)
        make_document(each, slot=Document.Slot.SLIDES)
        make_registration(each, make_office())
        waiting = {"seat": Registration.Seat.WAITING, "waiting_since": NOW}
        someone = make_registration(each, make_office(), **waiting)
        make_scan(make_session(each), registration=someone, flags=[Scan.Flag.NO_SEAT])
    make_document(meeting, withdrawn_at=NOW)
    make_document(meeting)
    make_registration(meeting, make_office(), withdrawn_at=NOW, withdraw_reason="Sakit")
    author = make_operator(make_office())
    asked = AgendaRemark.objects.create(
        meeting=meeting, item_number=1, author=author, text="Kapan?", written_at=NOW
    )
    hidden = {"hidden_at": NOW, "hide_reason": "Iklan"}
    AgendaRemark.objects.create(
        meeting=meeting, item_number=1, author=author, text="Beli", written_at=NOW, **hidden
    )
    AgendaRemark.objects.create(
        meeting=meeting, item_number=1, author=author, text="Ini", written_at=NOW, answers=asked,
        **hidden,
    )  # fmt: skip
    # To the delegate and to who waits: the release tells both.
    release(meeting)
    with CaptureQueriesContext(connection) as captured:
        standing = standing_of(meeting)
    assert len(captured) == 1
    assert standing == Standing(
        items=1, version=1, prepared=0, invited=0, answered=0, waiting_letters=2, papers=2,
        materials=1, photos=0, open_proposals=0, open_questions=1, registered=1,
        registering=1, waiting=1, unreviewed=2, sittings=1, doubtful=1,
        has_minutes=False, minutes_at=None,
        letter=Letter(True, False, "Dr. Wening Lestari, M.Pd.", True, True),
    )  # fmt: skip


def test_where_anybody_registers_no_seats_of_offices_are_asked():
    meeting = make_meeting(
        registered_by=Meeting.RegisteredBy.ANYBODY,
        seats_per_office=None,
        registration_opens_at=NOW + timedelta(days=1),
    )
    assert missing(to_open(meeting, NOW)) == []
    opened = open_registration(meeting=meeting, opens_at=None, by=None, at=NOW)
    assert (opened.registered_by, opened.registration_opens_at) == ("open", NOW)
