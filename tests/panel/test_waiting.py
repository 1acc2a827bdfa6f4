"""The first page: what waits, counted, for those who may act, with links that show the same."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import STATUS, Email

from accounts.models import User
from elections.models import Election
from forum_portal import waiting
from forum_portal.lib import mail
from meetings.actions.minutes import publish_minutes
from meetings.models import OutboxMail
from provinces.models import Office
from tests.factories import (
    make_letter,
    make_meeting,
    make_minutes,
    make_office,
    make_post,
    make_registration,
    make_scan,
    make_session,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def everything_waits(aceh: Office) -> None:
    at = timezone.now()
    day = timezone.localdate() + timedelta(days=20)
    coming = make_meeting(
        title="Rakor Depan", starts_on=day, ends_on=day,
        registration_opens_at=at - timedelta(days=9),
        registration_closes_at=at + timedelta(days=3),
    )  # fmt: skip
    make_registration(coming, aceh, created_at=at)
    make_registration(
        coming, aceh, created_at=at - timedelta(days=2), letter=make_letter(coming, aceh)
    )
    make_registration(
        coming, aceh, created_at=at - timedelta(days=3), letter=make_letter(coming, aceh),
        review="perbaikan", review_note="Surat buram.", mend_by=date(2026, 3, 1),
    )  # fmt: skip
    make_registration(
        coming, aceh, seat="ditawari", waiting_since=at, review="diterima",
        letter=make_letter(coming, aceh),
    )  # fmt: skip
    doubtful = make_registration(coming, aceh, withdrawn_at=at)
    make_scan(make_session(coming), registration=doubtful, flags=["dibatalkan"])
    past = {"starts_on": date(2026, 3, 2), "ends_on": date(2026, 3, 3)}
    make_meeting(**past)
    make_minutes(make_meeting(**past))
    changed = make_minutes(make_meeting(**past))
    publish_minutes(minutes=changed, by=None, at=at - timedelta(hours=1))
    changed.closing = "Ditutup."
    changed.save()
    Election.objects.create(slug="ketua", meeting=coming, post=make_post())
    mail.queue(to="a@dinas.example", subject="Hal", text="Isi")
    Email.objects.update(status=STATUS.failed)


def test_everything_that_waits_is_counted_and_its_link_lists_as_many(
    secretary_client: Client, secretary: User, aceh: Office
):
    everything_waits(aceh)
    found = waiting.for_user(secretary, at=timezone.now())
    assert [(entry.count, entry.text) for entry in found] == [
        (1, "surel gagal terkirim"),
        (1, "pendaftaran rakor ditutup dalam tujuh hari"),
        (1, "rakor mempunyai catatan presensi yang menunggu putusan"),
        (1, "peserta belum mengirim surat tugas"),
        (1, "perbaikan pendaftaran lewat batas waktunya"),
        (1, "tawaran kursi belum dijawab"),
        (2, "pendaftaran belum diperiksa"),
        (1, "notula berubah sejak terbitan terakhir"),
        (1, "notula masih draf"),
        (1, "rakor selesai tanpa notula"),
        (1, "pemilihan belum diterbitkan hasilnya"),
        (1, "nama balai belum dikonfirmasi Pusdatin"),
        (1, "profil belum dikonfirmasi balainya"),
    ]
    for entry in found:
        shown = secretary_client.get(entry.url).context
        listed = shown["cl"].result_count if "cl" in shown else shown["page"].paginator.count
        assert (entry.text, listed) == (entry.text, entry.count)


def test_next_rakor_says_how_many_registered_today(secretary: User, aceh: Office):
    everything_waits(aceh)
    (nearest,) = waiting.next_meetings(secretary, at=timezone.now())
    assert (nearest.meeting.title, nearest.registered, nearest.registered_today) == (
        "Rakor Depan",
        3,
        1,
    )


def test_note_taker_is_told_of_minutes_alone(note_taker: User, aceh: Office):
    everything_waits(aceh)
    assert [entry.text for entry in waiting.for_user(note_taker, at=timezone.now())] == [
        "notula masih draf",
        "rakor selesai tanpa notula",
    ]
    assert waiting.next_meetings(note_taker, at=timezone.now()) == []


def test_nothing_waits_is_said_calmly(secretary_client: Client):
    page = secretary_client.get("/admin/")
    assert page.context["waiting"] == []
    assert "Tidak ada yang menunggu hari ini." in page.text


def test_first_page_asks_as_often_for_three_rows_as_for_one(secretary_client: Client, aceh: Office):
    counts = []
    for _ in range(2):
        for _ in range(1 + 2 * len(counts)):
            everything_waits_again(aceh)
        with CaptureQueriesContext(connection) as queries:
            secretary_client.get("/admin/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def everything_waits_again(aceh: Office) -> None:
    make_office()
    day = timezone.localdate() + timedelta(days=20)
    make_registration(make_meeting(starts_on=day, ends_on=day), aceh)
    make_minutes(make_meeting(starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 3)))


def test_rakor_behind_its_own_timeline_waits(secretary_client: Client, secretary: User):
    """Each question with one that it counts and those that are done or not due."""
    today, at = timezone.localdate(), timezone.now()
    yesterday, day = today - timedelta(days=1), today + timedelta(days=20)
    coming = {"starts_on": day, "ends_on": day, "registered_by": "none"}
    make_meeting(**coming, published_at=None, announce_on=yesterday)
    make_meeting(**coming, published_at=None, announce_on=today)
    make_meeting(**coming, announce_on=yesterday, invite_on=yesterday)
    make_meeting(**coming, invite_on=yesterday, cancelled_at=at, cancel_reason="Banjir")
    sent = make_meeting(**coming, invite_on=yesterday)
    OutboxMail.objects.create(
        meeting=sent, kind="undangan", to="a@dinas.example", subject="s", text="t", made_at=at,
        sent_at=at,
    )  # fmt: skip
    past = {"starts_on": date(2026, 3, 2), "ends_on": None, "minutes_due_on": date(2026, 3, 9)}
    for fields in (past, {**past, "closed_at": at}, {**past, "minutes_due_on": None}):
        publish_minutes(minutes=make_minutes(make_meeting(**fields)), by=None, at=at)
    names = {
        "rakor lewat tanggal undangannya",
        "rakor lewat tanggal pengumumannya",
        "rakor sudah bernotula dan dapat ditutup",
    }
    found = [e for e in waiting.for_user(secretary, at=at) if e.text in names]
    assert {entry.text: entry.count for entry in found} == dict.fromkeys(names, 1)
    for entry in found:
        assert secretary_client.get(entry.url).context["cl"].result_count == 1
