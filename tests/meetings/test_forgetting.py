"""Answers go on the day that their question names, contacts a year after the rakor."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from accounts.models import AuditEvent
from meetings.actions.forgetting import Forgotten, forget_personal_data
from meetings.models import (
    AskedField,
    DelegateDraft,
    Excuse,
    FieldAnswer,
    Meeting,
    Registration,
)
from tests.factories import NOW, make_letter, make_meeting, make_registration

pytestmark = pytest.mark.django_db

WITA = ZoneInfo("Asia/Makassar")
DAY = date(2027, 1, 15)
ON_THE_DAY = datetime(2027, 1, 15, tzinfo=WITA)
# The last day of the rakor is 16 December 2026.
A_YEAR_LATER = datetime(2027, 12, 17, tzinfo=WITA)
JUST_BEFORE = timedelta(microseconds=1)
NIP = "198503152010012002"


@pytest.fixture(autouse=True)
def media(tmp_path) -> Path:
    return tmp_path


@pytest.fixture
def rakor(db) -> Meeting:
    return make_meeting(title="Rakor Makassar")


def ask(meeting: Meeting, kind: str, day: date = DAY) -> AskedField:
    return AskedField.objects.create(
        meeting=meeting, kind=kind, purpose="Menyiapkan", delete_on=day
    )


def answer(registration: Registration, field: AskedField) -> None:
    FieldAnswer.objects.create(registration=registration, field=field, value="Alergi udang")


def draft(meeting, office, by, **data) -> DelegateDraft:
    return DelegateDraft.objects.create(
        meeting=meeting, office=office, data=data, made_at=NOW, changed_at=NOW, changed_by=by
    )


def traces() -> list[tuple[str, dict]]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", "details"))


def test_answers_go_on_their_day_where_the_rakor_is_held(rakor, aceh, operator):
    diet, nip, later = (
        ask(rakor, "makanan"),
        ask(rakor, "nip"),
        ask(rakor, "kaus", DAY + timedelta(1)),
    )
    one = make_registration(rakor, aceh, nip=NIP, rank="III/c")
    for field in (diet, later):
        answer(one, field)
    waiting = draft(rakor, aceh, operator, full_name="Budi", nip=NIP, asked_makanan="Udang")
    assert forget_personal_data(at=ON_THE_DAY - JUST_BEFORE) == Forgotten(0, 0)
    assert FieldAnswer.objects.count() == 2
    assert forget_personal_data(at=ON_THE_DAY) == Forgotten(2, 0)
    assert forget_personal_data(at=ON_THE_DAY) == Forgotten(0, 0)
    for row in (one, waiting, diet, nip, later):
        row.refresh_from_db()
    assert (one.nip, one.rank, waiting.data) == ("", "III/c", {"full_name": "Budi"})
    assert [field.purged_at for field in (diet, nip, later)] == [ON_THE_DAY, ON_THE_DAY, None]
    assert [left.field for left in FieldAnswer.objects.all()] == [later]
    about = {"meeting": "Rakor Makassar", "count": 1}
    assert traces() == [("asked_field.purged", about)] * 2


def test_contacts_go_and_the_archive_stays(
    rakor, aceh, operator, media, django_capture_on_commit_callbacks
):
    letter = make_letter(rakor, aceh, number="090", task="Mengikuti", signatory_name="Umar",
                         signatory_nip=NIP)  # fmt: skip
    one = make_registration(
        rakor, aceh, full_name="Ani", position="Kepala", nip=NIP, rank="IV/a", letter=letter
    )
    gone = make_registration(
        rakor, aceh, withdrawn_at=NOW, withdraw_reason="Sakit.", review="ditolak",
        review_note="Dirawat di rumah sakit.",
    )  # fmt: skip
    draft(rakor, aceh, operator, full_name="Budi")
    Excuse.objects.create(
        meeting=rakor, registration=one, kind="sakit", note="Demam", recorded_at=NOW,
        recorded_by=operator,
    )  # fmt: skip
    other = make_registration(make_meeting(starts_on=date(2027, 6, 1), ends_on=None), aceh)
    kept = Registration.objects.values("full_name", "position", "unit", "role", "seat", "mode")
    before = list(kept.order_by("pk"))
    assert forget_personal_data(at=A_YEAR_LATER - JUST_BEFORE) == Forgotten(0, 0)
    assert len(list(media.rglob("*.pdf"))) == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_personal_data(at=A_YEAR_LATER) == Forgotten(0, 1)
    assert forget_personal_data(at=A_YEAR_LATER) == Forgotten(0, 0)
    for row in (one, gone, other, letter):
        row.refresh_from_db()
    for row in (one, gone):
        assert (row.mobile, row.email, row.nip, row.rank) == ("", "", "", "")
    assert (gone.withdraw_reason, gone.review_note) == ("", "Catatan sudah dihapus.")
    assert (one.review_note, gone.withdrawn_at) == ("", NOW)
    assert (bool(other.mobile), bool(other.email)) == (True, True)
    assert list(kept.order_by("pk")) == before
    assert (letter.number, letter.signatory_name, letter.signatory_nip) == ("090", "Umar", "")
    assert (bool(letter.file), letter.size_bytes, list(media.rglob("*.pdf"))) == (False, 0, [])
    assert (DelegateDraft.objects.count(), Excuse.objects.get().note) == (0, "")
    assert traces() == [
        ("meeting.contacts_forgotten",
         {"registrations": 2, "drafts": 1, "files": 1, "excuses": 1}),
    ]  # fmt: skip


def test_forgotten_registration_is_still_shown(rakor, aceh, operator_client, secretariat_client):
    one = make_registration(rakor, aceh, full_name="Ani Lestari")
    forget_personal_data(at=A_YEAR_LATER)
    for client, url in (
        (operator_client, f"/rakor/{rakor.slug}/daftar/"),
        (secretariat_client, f"/admin/meetings/registration/{one.pk}/change/"),
    ):
        assert "Ani Lestari" in client.get(url).content.decode()


def test_command_says_how_much(rakor, aceh, capsys):
    make_registration(rakor, aceh)
    ask(rakor, "kaus", date(2020, 6, 1))
    Meeting.objects.update(starts_on=date(2020, 1, 1), ends_on=None)
    call_command("forget_personal_data")
    assert capsys.readouterr().out == ("Dihapus: jawaban 1 isian tambahan, kontak 1 rakor.\n")
