"""How sure a name is: said with its source, and remembered by the trail."""

import pytest

from accounts.models import AuditEvent, User
from provinces.actions.verification import VerificationRefused, set_verification
from provinces.models import Office
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def judge(office: Office, verification: str, source: str, by: User | None = None) -> Office:
    return set_verification(office=office, verification=verification, source=source, by=by, at=NOW)


def test_judgement_stands_with_its_source_and_trail(aceh: Office, secretariat: User):
    judge(aceh, "official", " Surat Pusdatin 12/2026 ", secretariat)
    aceh.refresh_from_db()
    assert (aceh.verification, aceh.verification_source) == ("official", "Surat Pusdatin 12/2026")
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.target_id, event.details) == (
        "office.verified",
        secretariat,
        str(aceh.pk),
        {"before": "unverified", "after": "official", "source": "Surat Pusdatin 12/2026"},
    )


def test_a_doubt_needs_its_reason_and_a_confirmation_its_source(aceh: Office):
    for verification in Office.Verification.values:
        with pytest.raises(VerificationRefused, match="memerlukan sumber"):
            judge(aceh, verification, "  ")
    assert not AuditEvent.objects.exists()


def test_nothing_new_is_refused(aceh: Office):
    judge(aceh, "press", "kabarbireuen.com 2021")
    with pytest.raises(VerificationRefused, match="sudah tercatat “Nama dari pers”"):
        judge(aceh, "press", "kabarbireuen.com 2021")
    judge(aceh, "press", "serambinews.com 2024")
    assert AuditEvent.objects.count() == 2


def test_a_word_that_is_no_judgement_is_an_error(aceh: Office):
    with pytest.raises(ValueError, match="pasti"):
        judge(aceh, "pasti", "Surat")
