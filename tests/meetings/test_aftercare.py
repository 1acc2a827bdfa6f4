"""Thanks after a rakor: one mail for each who was there, and none that nobody has read."""

from datetime import timedelta

import pytest

from meetings.actions.aftercare import NobodyCame, NotFinished, prepare_thanks
from meetings.actions.certificates import issue_certificates
from meetings.models import OutboxMail
from tests.factories import NOW, make_registration
from tests.meetings.after_rakor import ask, make_past_rakor, make_present

pytestmark = pytest.mark.django_db


def test_each_who_came_is_thanked_once(aceh, operator, settings):
    settings.SITE_URL = "https://forum.example"
    meeting = make_past_rakor(sessions=1)
    ask(meeting)
    person = make_present(meeting, aceh, sessions=1, email="ani@dinas.example")
    make_registration(meeting, aceh, email="tak-hadir@dinas.example")
    issue_certificates(meeting=meeting, by=operator, at=NOW)
    assert prepare_thanks(meeting=meeting, by=operator, at=NOW) == 1
    assert prepare_thanks(meeting=meeting, by=operator, at=NOW) == 0
    mail = OutboxMail.objects.get()
    assert (mail.to, mail.kind, mail.is_waiting) == ("ani@dinas.example", "terima", True)
    assert mail.subject == "Terima kasih telah mengikuti Rakor Makassar"
    own = f"https://forum.example/tiket/{person.ticket_code}/"
    assert mail.text.count(own) == 2
    assert f"{own}evaluasi/" in mail.text
    assert "1 Desember 2026, 11.00 WITA" in mail.text


def test_mail_is_silent_of_what_there_is_not(aceh, operator):
    meeting = make_past_rakor(sessions=1)
    make_present(meeting, aceh, sessions=1)
    prepare_thanks(meeting=meeting, by=operator, at=NOW)
    text = OutboxMail.objects.get().text
    assert "Sertifikat" not in text
    assert "evaluasi" not in text


def test_refused_before_the_end_and_when_nobody_came(aceh, operator):
    meeting = make_past_rakor(sessions=1)
    make_registration(meeting, aceh)
    with pytest.raises(NotFinished):
        prepare_thanks(meeting=meeting, by=operator, at=NOW - timedelta(days=1))
    with pytest.raises(NobodyCame):
        prepare_thanks(meeting=meeting, by=operator, at=NOW)
