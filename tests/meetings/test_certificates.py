"""Certificates: for whom, what they say, and how anybody checks one."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from pypdf import PdfReader

from meetings.actions.certificates import (
    AlreadyRevoked,
    NobodySigns,
    NoSessions,
    NotEarned,
    NotFinished,
    StillValid,
    issue_certificates,
    replace_certificate,
    revoke_certificate,
)
from meetings.aftermath.certificates import new_code, read_code, sessions_needed
from meetings.aftermath.paper import certificate_pdf
from meetings.models import Aftercare, Certificate
from tests.factories import NOW, make_registration, make_scan
from tests.meetings.after_rakor import make_past_rakor, make_present

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("sessions", "percent", "needed"),
    [(4, 75, 3), (3, 75, 3), (3, 67, 3), (3, 66, 2), (1, 1, 1), (10, 100, 10), (0, 75, 0)],
)
def test_part_of_a_session_counts_as_a_whole_one(sessions, percent, needed):
    assert sessions_needed(sessions, percent) == needed


def test_issued_to_who_was_there_often_enough_once(aceh, operator):
    meeting = make_past_rakor(sessions=4)
    meeting.aftercare.sessions_percent = 75
    meeting.aftercare.save()
    enough = make_present(meeting, aceh, sessions=3, full_name="Cut Meutia")
    make_present(meeting, aceh, sessions=2, full_name="Teuku Umar")
    made = issue_certificates(meeting=meeting, by=operator, at=NOW).made
    assert [certificate.registration for certificate in made] == [enough]
    assert issue_certificates(meeting=meeting, by=operator, at=NOW).made == []
    content = Certificate.objects.get().content
    assert content == {
        "name": "Cut Meutia",
        "role": "Pendamping",
        "from": aceh.name,
        "meeting": "Rakor Makassar",
        "theme": "",
        "dates": "22\u201323 November 2026",
        "place": "Makassar",
        "attended": 3,
        "sessions": 4,
        "institution": content["institution"],
        "signatory": "Dr. Sri Lestari, M.Pd.",
        "signatory_position": "Kepala Pusat",
        "dated": "24 November 2026",
        "city": content["city"],
        "site": content["site"],
        "is_sample": False,
    }


def test_facts_that_do_not_count_earn_nothing(aceh, operator):
    meeting = make_past_rakor(sessions=1)
    person = make_registration(meeting, aceh)
    make_scan(meeting.sessions.get(), registration=person, flags=["dicabut"])
    assert issue_certificates(meeting=meeting, by=operator, at=NOW).made == []


def test_refused_before_the_end_and_while_something_is_missing(aceh, operator):
    meeting = make_past_rakor()
    with pytest.raises(NotFinished):
        issue_certificates(meeting=meeting, by=operator, at=NOW - timedelta(days=1))
    meeting.sessions.all().delete()
    with pytest.raises(NoSessions):
        issue_certificates(meeting=meeting, by=operator, at=NOW)
    meeting.aftercare.signatory = None
    meeting.aftercare.save()
    with pytest.raises(NobodySigns):
        issue_certificates(meeting=meeting, by=operator, at=NOW)


def test_revoked_says_so_and_another_follows_only_when_it_is_chosen(aceh, operator):
    meeting = make_past_rakor(sessions=1)
    person = make_present(meeting, aceh, sessions=1)
    (former,) = issue_certificates(meeting=meeting, by=operator, at=NOW).made
    own = f"/tiket/{person.ticket_code}/sertifikat.pdf"
    assert Client().get(own).status_code == 200
    revoke_certificate(certificate=former, reason="Nama keliru.", by=operator, at=NOW)
    with pytest.raises(AlreadyRevoked):
        revoke_certificate(certificate=former, reason="Lagi.", by=operator, at=NOW)
    assert Client().get(own).status_code == 404
    page = Client().get(f"/verifikasi/{former.code}/").content.decode()
    assert "sudah dicabut" in page
    assert "Nama keliru." in page
    assert "Sertifikat ini sah" not in page
    assert "Penggantinya sudah diterbitkan" not in page
    assert issue_certificates(meeting=meeting, by=operator, at=NOW) == ([], [person])
    following = replace_certificate(registration=person, by=operator, at=NOW)
    with pytest.raises(StillValid, match=following.code):
        replace_certificate(registration=person, by=operator, at=NOW)
    assert issue_certificates(meeting=meeting, by=operator, at=NOW) == ([], [])
    assert following.code != former.code
    assert "Sertifikat ini sah" in Client().get(f"/verifikasi/{following.code}/").content.decode()
    page = Client().get(f"/verifikasi/{former.code}/").content.decode()
    assert "Penggantinya sudah diterbitkan" in page
    assert following.code not in page


def test_another_code_is_checked_from_the_page_of_one(aceh, operator):
    meeting = make_past_rakor(sessions=1)
    make_present(meeting, aceh, sessions=1)
    (one,) = issue_certificates(meeting=meeting, by=operator, at=NOW).made
    page = Client().get(f"/verifikasi/{one.code}/")
    assert page.context["breadcrumbs"][1:] == [
        {"label": "Verifikasi sertifikat", "url": "/verifikasi/"},
        {"label": one.code, "url": ""},
    ]
    assert '<a href="/verifikasi/">Verifikasi sertifikat</a>' in page.text


def test_no_replacement_for_who_earned_none(aceh, operator):
    meeting = make_past_rakor(sessions=4)
    person = make_present(meeting, aceh, sessions=3, full_name="Cut Meutia")
    (former,) = issue_certificates(meeting=meeting, by=operator, at=NOW).made
    revoke_certificate(certificate=former, reason="Keliru.", by=operator, at=NOW)
    meeting.aftercare.sessions_percent = 100
    meeting.aftercare.save()
    assert issue_certificates(meeting=meeting, by=operator, at=NOW) == ([], [])
    with pytest.raises(NotEarned, match="sedikitnya pada 4 dari 4 sesi; Cut Meutia hadir pada 3"):
        replace_certificate(registration=person, by=operator, at=NOW)
    person.withdrawn_at, person.withdrawal_reason = NOW, "Pindah."
    person.save()
    with pytest.raises(NotEarned, match="pendaftaran Cut Meutia sudah berakhir"):
        replace_certificate(registration=person, by=operator, at=NOW)


@time_machine.travel(NOW, tick=False)
def test_own_page_tells_of_a_revoked_one_until_another_follows(aceh, operator):
    meeting = make_past_rakor(sessions=1)
    person = make_present(meeting, aceh, sessions=1)
    (former,) = issue_certificates(meeting=meeting, by=operator, at=NOW).made
    revoke_certificate(certificate=former, reason="Nama keliru.", by=operator, at=NOW)
    own = person.get_absolute_url()
    page = Client().get(own).text
    assert f'href="/verifikasi/{former.code}/"' in page
    assert "Nama keliru." in page
    assert f"{own}sertifikat.pdf" not in page
    following = replace_certificate(registration=person, by=operator, at=NOW)
    page = Client().get(own).text
    assert f'href="{own}sertifikat.pdf"' in page
    assert following.code in page
    assert former.code not in page


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("is_given", [True, False])
def test_who_has_none_reads_for_whom_they_are(aceh, is_given):
    meeting = make_past_rakor(sessions=3)
    if not is_given:
        Aftercare.objects.update(signatory=None)
    page = Client().get(make_present(meeting, aceh, sessions=1).get_absolute_url()).text
    assert ("hadir pada sedikitnya 67% sesi" in page, "Sertifikat" in page) == (is_given,) * 2


def test_code_is_found_however_it_is_typed(aceh, operator):
    meeting = make_past_rakor(sessions=1)
    make_present(meeting, aceh, sessions=1, nip="198001012005011001", mobile="+6281299998888")
    (certificate,) = issue_certificates(meeting=meeting, by=operator, at=NOW).made
    typed = certificate.code.lower().replace("-", " ")
    response = Client().get("/verifikasi/", {"kode": f" {typed} "}, follow=True)
    page = response.content.decode()
    assert response.redirect_chain == [(f"/verifikasi/{certificate.code}/", 302)]
    assert certificate.content["name"] in page
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    for private in ("198001012005011001", "81299998888", certificate.registration.email):
        assert private not in page


@pytest.mark.parametrize("code", ["AAAA-BBBB-CCCC-DDDD", "x", "%00", "a" * 500])
def test_unknown_code_is_told_as_unknown(code):
    response = Client().get(f"/verifikasi/{code}/")
    assert response.status_code in (400, 404)


def test_codes_have_no_signs_that_look_alike():
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(r"([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}", code) for code in codes)
    assert all(read_code(code) == code for code in codes)


def test_paper_says_what_is_frozen_and_is_the_same_each_time(aceh, operator):
    meeting = make_past_rakor(sessions=1)
    name = "Prof. Dr. H. Teuku Muhammad Iskandar Zulkarnain Al-Asyi, S.Si., M.Kom., Ph.D."
    person = make_present(meeting, aceh, sessions=1, full_name=name)
    (certificate,) = issue_certificates(meeting=meeting, by=operator, at=NOW).made
    person.full_name = "Nama Lain"
    person.save()
    paper = certificate_pdf(certificate)
    pages = PdfReader(BytesIO(paper)).pages
    text = " ".join(pages[0].extract_text().split())
    assert len(pages) == 1
    assert name in text
    assert "Nama Lain" not in text
    assert certificate.code in text
    assert "Hadir pada 1 dari 1 sesi" in text
    assert certificate_pdf(certificate) == paper


def test_paper_stays_one_page_however_long_its_texts(aceh, operator):
    rakor = make_past_rakor(
        title="Rapat Koordinasi Nasional " * 7,
        theme="Pemerataan mutu " * 18,
        venue="Gedung A " * 20,
    )
    name = "Prof. Dr. Ir. H. Muhammad Syarifuddin Abdurrahman Al-Banjari, S.Pd., M.Kom., Ph.D."
    make_present(rakor, aceh, sessions=3, full_name=name)
    (certificate,) = issue_certificates(meeting=rakor, by=operator, at=NOW).made
    (page,) = PdfReader(BytesIO(certificate_pdf(certificate))).pages
    text = " ".join(page.extract_text().split())
    for shown in (name, "Dr. Sri Lestari, M.Pd.", f"Kode {certificate.code}"):
        assert text.count(shown) == 1
