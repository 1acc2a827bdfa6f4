"""After a rakor, in the panel: settings, questions, results, certificates, thanks."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AuditEvent
from meetings.actions.certificates import issue_certificates, revoke_certificate
from meetings.models import Aftercare, Certificate, EvaluationSheet, OutboxMail
from tests.factories import NOW, make_meeting, make_office, make_registration
from tests.meetings.after_rakor import ask, make_past_rakor, make_present

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

PAGES = ("aftercare", "evaluation_questions", "evaluation_results", "certificates", "thanks")


def address(name: str, meeting, *more: int) -> str:
    return reverse(f"admin:meetings_meeting_{name}", args=[meeting.pk, *more])


def row(number: int, **fields: str) -> dict[str, str]:
    given = {"order": str(number), "text": "", "kind": "skala", "choices": "", **fields}
    return {f"tanya-{number - 1}-{name}": value for name, value in given.items()}


def management(count: int) -> dict[str, str]:
    return {"tanya-TOTAL_FORMS": str(count), "tanya-INITIAL_FORMS": "0"}


def test_settings_are_meant_on_the_clock_of_the_rakor(secretary_client):
    meeting = make_past_rakor()
    signatory = meeting.aftercare.signatory
    sent = {
        "evaluation_opens_at": "2026-11-24T08:00",
        "evaluation_closes_at": "2026-11-30T17:00",
        "sessions_percent": "80",
        "signatory": str(signatory.pk),
        "dated_on": "2026-11-25",
    }
    page = address("aftercare", meeting)
    assert secretary_client.post(page, sent).status_code == 302
    aftercare = Aftercare.objects.get(meeting=meeting)
    assert (
        aftercare.evaluation_opens_at,
        aftercare.evaluation_closes_at,
        aftercare.sessions_percent,
        aftercare.signatory,
        aftercare.dated_on,
    ) == (
        datetime(2026, 11, 24, 0, 0, tzinfo=UTC),
        datetime(2026, 11, 30, 9, 0, tzinfo=UTC),
        80,
        signatory,
        date(2026, 11, 25),
    )
    assert 'value="2026-11-24T08:00"' in secretary_client.get(page).text


@pytest.mark.parametrize(
    ("opens", "closes", "told"),
    [
        ("2026-11-24T08:00", "", "Isi waktu buka dan waktu tutup evaluasi, atau kosongkan."),
        ("2026-11-24T08:00", "2026-11-24T08:00", "Evaluasi ditutup sesudah dibuka."),
    ],
)
def test_half_a_window_is_refused_and_kept(secretary_client, opens, closes, told):
    meeting = make_past_rakor()
    sent = {"evaluation_opens_at": opens, "evaluation_closes_at": closes, "sessions_percent": "75"}
    page = secretary_client.post(address("aftercare", meeting), sent).text
    assert told in page
    assert f'value="{opens}"' in page


def test_questions_are_kept_in_the_order_of_their_numbers(secretary_client):
    meeting = make_past_rakor()
    page = address("evaluation_questions", meeting)
    assert "Seberapa bermanfaat materi rakor" in secretary_client.get(f"{page}?contoh").text
    sent = management(4) | row(1, order="9", text="Akhir?") | row(2, text="Awal?")
    sent |= row(3) | row(4, order="", text="Tanpa nomor?", kind="pilihan", choices="A\n\n B\nA")
    assert secretary_client.post(page, sent).status_code == 302
    kept = meeting.evaluation_questions.values_list("text", "kind", "choices")
    assert list(kept) == [
        ("Awal?", "skala", ""),
        ("Akhir?", "skala", ""),
        ("Tanpa nomor?", "pilihan", "A\nB"),
    ]


def test_choice_without_choices_is_refused_and_nothing_is_lost(secretary_client):
    meeting = make_past_rakor()
    ask(meeting)
    sent = management(1) | row(1, text="Lama?", kind="pilihan", choices="Cukup")
    page = secretary_client.post(address("evaluation_questions", meeting), sent).text
    assert "Isi sedikitnya dua pilihan yang berbeda." in page
    assert 'value="Lama?"' in page
    assert meeting.evaluation_questions.count() == 3


def test_results_are_shown_and_handed_out_once_it_is_closed_from_five_sheets_on(secretary_client):
    meeting = make_past_rakor()
    aftercare = meeting.aftercare
    aftercare.evaluation_closes_at = NOW
    aftercare.save()
    scale, _, text = ask(meeting)
    page = address("evaluation_results", meeting)
    for number in range(5):
        assert "Perbanyak praktik" not in secretary_client.get(page).text
        EvaluationSheet.objects.create(
            meeting=meeting,
            answers={str(scale.pk): "4", str(text.pk): f"=Perbanyak praktik {number}"},
        )
    assert "Perbanyak praktik 4" in secretary_client.get(page).text
    sheet = load_workbook(BytesIO(secretary_client.post(page).content)).active
    cells = [cell for each in sheet.iter_rows() for cell in each]
    assert any("Perbanyak praktik 0" in str(cell.value) for cell in cells)
    # Numbers, which a spreadsheet program adds up.
    assert [cell.value for cell in sheet["C"]] == [
        "Banyaknya", 0, 0, 0, 5, 0, 0, 0, 0, 1, 1, 1, 1, 1
    ]  # fmt: skip
    assert all(cell.data_type != "f" for cell in cells)
    assert AuditEvent.objects.filter(action="evaluation.exported").count() == 1
    aftercare.evaluation_closes_at = NOW + timedelta(minutes=1)
    aftercare.save()
    assert "Perbanyak praktik" not in secretary_client.get(page).text
    assert secretary_client.post(page)["Content-Type"].startswith("text/html")


def test_certificates_are_issued_seen_and_revoked(secretary_client, aceh):
    meeting = make_past_rakor(sessions=1)
    make_present(meeting, aceh, sessions=1, full_name="Cut Meutia")
    make_registration(meeting, aceh, full_name="Tidak Hadir")
    page = address("certificates", meeting)
    assert "Terbitkan 1 sertifikat" in secretary_client.get(page).text
    assert "1 sertifikat diterbitkan." in secretary_client.post(page, follow=True).text
    certificate = Certificate.objects.get()
    paper = secretary_client.get(address("certificate_paper", meeting, certificate.pk))
    assert paper.content.startswith(b"%PDF")
    revoke = address("certificate_revoke", meeting, certificate.pk)
    assert secretary_client.post(revoke, {"reason": "Nama keliru"}).status_code == 302
    assert "dicabut: Nama keliru" in secretary_client.get(page).text
    told = secretary_client.post(page, follow=True).text
    assert "Tidak ada yang baru. 1 orang yang berhak dilewati" in told
    assert "pada baris orangnya: Cut Meutia" in told
    assert Certificate.objects.count() == 1
    other = address("certificate_revoke", make_meeting(), certificate.pk)
    assert secretary_client.get(other).status_code == 404


def test_revoked_certificate_is_replaced_when_that_is_confirmed(secretary_client, aceh, operator):
    meeting = make_past_rakor(sessions=1)
    person = make_present(meeting, aceh, sessions=1, full_name="Cut Meutia")
    (former,) = issue_certificates(meeting=meeting, by=operator, at=NOW).made
    page = address("certificates", meeting)
    replace = address("certificate_replace", meeting, former.pk)
    link = f'href="../pengganti-sertifikat/{former.pk}/"'
    assert link not in secretary_client.get(page).text
    assert secretary_client.get(replace).status_code == 404
    revoke_certificate(certificate=former, reason="Nama keliru.", by=operator, at=NOW)
    assert link in secretary_client.get(page).text
    asked = secretary_client.get(replace).text
    assert "Nama keliru." in asked
    assert Certificate.objects.count() == 1
    told = secretary_client.post(replace, follow=True)
    valid = person.certificates.get(revoked_at=None)
    assert told.redirect_chain == [(page, 302)]
    assert f"Sertifikat pengganti {valid.code} diterbitkan." in told.text
    assert "masih sah" in secretary_client.post(replace).text
    of_another = address("certificate_replace", make_meeting(), former.pk)
    assert secretary_client.get(of_another).status_code == 404


def test_thanks_wait_in_the_outbox(secretary_client, aceh):
    meeting = make_past_rakor(sessions=1)
    make_present(meeting, aceh, sessions=1)
    page = address("thanks", meeting)
    assert secretary_client.get(page).status_code == 200
    assert OutboxMail.objects.count() == 0
    told = secretary_client.post(page, follow=True).text
    assert "1 surel ucapan terima kasih menunggu di kotak keluar." in told
    assert OutboxMail.objects.get().is_waiting


@pytest.mark.parametrize("name", PAGES)
def test_note_takers_are_refused(note_taker_client, public_client, name):
    meeting = make_past_rakor()
    assert note_taker_client.get(address(name, meeting)).status_code == 403
    assert public_client.get(address(name, meeting)).status_code == 302


@pytest.mark.parametrize("name", PAGES)
def test_statements_do_not_grow_with_people(secretary_client: Client, name):
    meeting = make_past_rakor(sessions=1)
    ask(meeting)
    make_present(meeting, make_office(), sessions=1)
    page = address(name, meeting)
    few = statements(secretary_client, page)
    for _ in range(3):
        make_present(meeting, make_office(), sessions=1)
        EvaluationSheet.objects.create(meeting=meeting, answers={})
    assert statements(secretary_client, page) == few


def statements(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)
