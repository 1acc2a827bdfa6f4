"""Rakor in the panel: the rakor's own clock, publishing, cancelling, papers."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from accounts.models import AuditEvent, User
from forum_portal.lib.pictures import store_sizes
from meetings.actions.meetings import AlreadyHeld, cancel_meeting
from meetings.meeting_files import file_names
from meetings.models import Meeting, OutboxMail, SeatOffer
from provinces.models import Office
from tests.factories import (
    make_document,
    make_meeting,
    make_meeting_picture,
    make_office,
    make_registration,
    make_version,
)
from tests.panel.forms import errors_of, save
from tests.practices._files import picture_file

pytestmark = pytest.mark.django_db


def address_of(meeting: Meeting) -> str:
    return reverse("admin:meetings_meeting_change", args=[meeting.pk])


def coming(**fields) -> Meeting:
    """A rakor that is not over, whatever the day of the test."""
    day = timezone.localdate() + timedelta(days=30)
    return make_meeting(starts_on=day, ends_on=day + timedelta(days=1), **fields)


def test_registration_times_are_on_the_clock_of_the_rakor(secretary_client: Client):
    meeting = make_meeting(
        zone="Asia/Jayapura",
        registration_opens_at=datetime(2026, 12, 1, 23, 0, tzinfo=UTC),
        registration_closes_at=datetime(2026, 12, 10, 8, 0, tzinfo=UTC),
    )
    page = secretary_client.get(address_of(meeting))
    form = page.context["adminform"].form
    assert 'value="2026-12-02T08:00"' in str(form["registration_opens_at"])
    save(secretary_client, address_of(meeting), registration_closes_at="2026-12-11T16:00")
    meeting.refresh_from_db()
    assert (meeting.registration_opens_at, meeting.registration_closes_at) == (
        datetime(2026, 12, 1, 23, 0, tzinfo=UTC),
        datetime(2026, 12, 11, 7, 0, tzinfo=UTC),
    )


def test_times_follow_when_the_zone_is_put_right(secretary_client: Client):
    meeting = make_meeting(
        zone="Asia/Jakarta",
        registration_closes_at=datetime(2026, 12, 10, 8, 0, tzinfo=UTC),
        published_at=None,
    )
    save(secretary_client, address_of(meeting), zone="Asia/Makassar")
    meeting.refresh_from_db()
    assert meeting.registration_closes_at == datetime(2026, 12, 10, 7, 0, tzinfo=UTC)


def test_offer_is_held_no_longer_than_registration_is_open(secretary_client: Client, aceh: Office):
    now = timezone.now()
    meeting = coming(zone="Asia/Jakarta", registration_opens_at=now - timedelta(days=9),
                     registration_closes_at=now + timedelta(days=9))  # fmt: skip
    waiting = make_registration(meeting, aceh, seat="ditawari", waiting_since=now)
    SeatOffer.objects.create(
        registration=waiting, made_at=now, expires_at=now + timedelta(days=8), reason="Kursi."
    )
    closes = (now + timedelta(days=2)).replace(second=0, microsecond=0)
    local = closes.astimezone(ZoneInfo("Asia/Jakarta"))
    save(secretary_client, address_of(meeting), registration_closes_at=f"{local:%Y-%m-%dT%H:%M}")
    offers = list(SeatOffer.objects.order_by("pk").values_list("outcome", flat=True))
    assert offers == ["ditarik", ""]
    assert SeatOffer.objects.open().get().expires_at <= closes


def test_saving_nothing_leaves_no_trace(secretary_client: Client):
    meeting = make_meeting()
    response = save(secretary_client, address_of(meeting))
    assert response.status_code == 302
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"ends_on": "2026-01-01"}, "Rakor tidak dapat berakhir sebelum dimulai."),
        (
            {"registration_closes_at": "2026-01-01T08:00"},
            "Pendaftaran harus ditutup sesudah dibuka.",
        ),
        ({"registered_by": "offices"}, "Isi dahulu kursi per balai pada langkah Kursi."),
    ],
)
def test_broken_rule_is_said_on_the_form(secretary_client: Client, changes: dict, reason: str):
    meeting = make_meeting(published_at=None, registered_by="none", seats_per_office=None)
    response = save(secretary_client, address_of(meeting), **changes)
    assert errors_of(response) == [reason]


def test_draft_is_published_once(secretary_client: Client, secretary: User):
    host = make_office().province
    meeting = coming(published_at=None, organisers="Pusdatin", host_province=host)
    address = f"/admin/meetings/meeting/{meeting.pk}/terbitkan/"
    assert secretary_client.get(address).status_code == 200
    meeting.refresh_from_db()
    assert meeting.published_at is None
    assert secretary_client.post(address).url == f"/admin/meetings/meeting/{meeting.pk}/kesiapan/"
    meeting.refresh_from_db()
    first = meeting.published_at
    assert first is not None
    secretary_client.post(address)
    meeting.refresh_from_db()
    assert meeting.published_at == first
    assert list(AuditEvent.objects.values_list("action", "actor")) == [
        ("meeting.published", secretary.pk)
    ]


def test_cancelling_needs_a_reason_and_tells_every_delegate(
    secretary_client: Client, aceh: Office, bali: Office
):
    meeting = coming()
    make_registration(meeting, aceh, email="satu@dinas.example")
    make_registration(meeting, bali, email="dua@dinas.example")
    make_registration(
        meeting, bali, email="batal@dinas.example", withdrawn_at=timezone.now(),
        withdraw_reason="Sakit",
    )  # fmt: skip
    address = f"/admin/meetings/meeting/{meeting.pk}/batalkan/"
    assert secretary_client.post(address, {"reason": " "}).context["form"].errors == {
        "reason": ["Bidang ini tidak boleh kosong."]
    }
    secretary_client.post(address, {"reason": "Gunung meletus"})
    meeting.refresh_from_db()
    assert meeting.cancel_reason == "Gunung meletus"
    assert meeting.cancelled_at is not None
    letters = OutboxMail.objects.waiting().order_by("to")
    assert [letter.to for letter in letters] == ["dua@dinas.example", "satu@dinas.example"]
    assert {letter.subject for letter in letters} == {f"Pembatalan {meeting.title}"}
    assert all("Alasan: Gunung meletus" in letter.text for letter in letters)
    # A person reads them first.
    assert Email.objects.count() == 0


def test_past_rakor_is_not_cancelled(secretary_client: Client, secretary: User):
    meeting = make_meeting(starts_on=date(2024, 5, 28), ends_on=date(2024, 5, 31))
    secretary_client.post(
        f"/admin/meetings/meeting/{meeting.pk}/batalkan/", {"reason": "Terlambat"}
    )
    meeting.refresh_from_db()
    assert meeting.cancelled_at is None
    with pytest.raises(AlreadyHeld) as refused:
        cancel_meeting(meeting=meeting, reason="Terlambat", by=secretary, at=timezone.now())
    assert str(refused.value) == (
        f"{meeting.title} (28\u201331 Mei 2024) sudah selesai dan tidak dapat dibatalkan lagi."
    )


def test_published_rakor_is_not_deleted(secretary_client: Client):
    published, draft = coming(), coming(published_at=None)
    deletion = "admin:meetings_meeting_delete"
    assert (
        secretary_client.post(reverse(deletion, args=[published.pk]), {"post": "yes"}).status_code
        == 403
    )
    secretary_client.post(reverse(deletion, args=[draft.pk]), {"post": "yes"})
    assert list(Meeting.objects.all()) == [published]


def with_files(meeting: Meeting) -> list[str]:
    """A paper in two versions, one of them withdrawn, and a photograph; their files."""
    make_version(make_document(meeting, withdrawn_at=timezone.now()))
    stored = store_sizes(picture_file((800, 600)))
    make_meeting_picture(meeting, **stored)
    return file_names(meeting)


def test_files_of_a_deleted_draft_go_and_those_of_others_stay(
    secretary_client: Client, tmp_path, django_capture_on_commit_callbacks
):
    draft, other = coming(published_at=None), coming(published_at=None)
    gone, kept = with_files(draft), with_files(other)
    assert (len(gone), len(kept)) == (4, 4)
    address = reverse("admin:meetings_meeting_delete", args=[draft.pk])
    with django_capture_on_commit_callbacks(execute=True):
        assert secretary_client.post(address, {"post": "yes"}).status_code == 302
        assert len(files_in(tmp_path)) == 8
    assert list(Meeting.objects.all()) == [other]
    assert files_in(tmp_path) == sorted(kept)


def test_files_of_a_rakor_that_cannot_be_deleted_stay(
    secretary_client: Client, tmp_path, django_capture_on_commit_callbacks, aceh
):
    """Its registrations hold it; nothing of it goes."""
    draft = coming(published_at=None)
    kept = with_files(draft)
    make_registration(draft, aceh)
    with django_capture_on_commit_callbacks(execute=True):
        secretary_client.post(
            reverse("admin:meetings_meeting_delete", args=[draft.pk]), {"post": "yes"}
        )
    assert list(Meeting.objects.all()) == [draft]
    assert files_in(tmp_path) == sorted(kept)


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_note_taker_reads_a_rakor_but_changes_nothing(note_taker_client: Client):
    meeting = coming()
    page = note_taker_client.get(address_of(meeting))
    assert [step["label"] for step in page.context["steps"]] == ["Kesiapan", "Susunan acara"]
    assert note_taker_client.post(address_of(meeting), {"title": "Lain"}).status_code == 403
    for step in ("terbitkan", "batalkan"):
        address = f"/admin/meetings/meeting/{meeting.pk}/{step}/"
        assert note_taker_client.post(address, {"reason": "x"}).status_code == 403
    meeting.refresh_from_db()
    assert meeting.cancelled_at is None
