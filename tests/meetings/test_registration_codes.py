"""Codes mailed to those who register for themselves, and what attackers try with them."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from post_office.models import Email

from meetings.actions import registration_codes
from meetings.actions.registration_codes import (
    CODES_PER_HOUR,
    LASTS,
    TRIES,
    CodeRefused,
    PortalIsBusy,
    TooManyCodes,
    forget_codes,
    send_code,
    use_code,
)
from meetings.models import Meeting, RegistrationCode
from tests.factories import NOW, make_meeting, make_registration

pytestmark = [pytest.mark.django_db, pytest.mark.any_postgres]

ANI = "ani@dinas.example"
TICK = timedelta(microseconds=1)


@pytest.fixture
def webinar(db):
    return make_meeting(
        title="Webinar Data", registered_by=Meeting.RegisteredBy.ANYBODY, seats_per_office=None
    )


def mailed(email: str = ANI) -> str:
    """The code in the latest mail to `email`."""
    text = Email.objects.filter(to=[email]).latest("pk").message
    return re.search(r"^    ([A-Z0-9]{4}-[A-Z0-9]{4})$", text, re.MULTILINE)[1]


def refusal(code: RegistrationCode, typed: str, at=NOW) -> str:
    with pytest.raises(CodeRefused) as refused:
        use_code(code=code, typed=typed, at=at)
    return str(refused.value)


def test_a_code_opens_however_it_is_typed(webinar):
    for spelled in (str, str.lower, lambda code: f" {code.replace('-', ' ')} "):
        code = send_code(meeting=webinar, email=ANI, at=NOW)
        use_code(code=code, typed=spelled(mailed()), at=NOW)
        code.refresh_from_db()
        assert (code.used_at, code.tries) == (NOW, 1)


def test_the_code_itself_is_stored_nowhere_but_in_the_mail(webinar):
    code = send_code(meeting=webinar, email=ANI, at=NOW)
    spelled = mailed()
    assert spelled.replace("-", "") not in code.code_hash.upper()
    assert len(code.code_hash) == 64
    assert spelled not in Email.objects.get().subject


def test_the_mail_alone_tells_who_is_registered(webinar, aceh):
    make_registration(webinar, aceh, email="Budi@dinas.example")
    send_code(meeting=webinar, email=ANI, at=NOW)
    send_code(meeting=webinar, email="budi@dinas.example", at=NOW)
    texts = {mail.to[0]: mail.message for mail in Email.objects.all()}
    opens_page = "Alamat ini sudah terdaftar. Kode berikut membuka halaman pendaftaran Anda:"
    assert {to: opens_page in text for to, text in texts.items()} == {
        ANI: False,
        "budi@dinas.example": True,
    }


def test_a_code_is_used_once(webinar):
    code = send_code(meeting=webinar, email=ANI, at=NOW)
    use_code(code=code, typed=mailed(), at=NOW)
    assert refusal(code, mailed()) == "Kode ini sudah dipakai. Mintalah kode baru."


def test_a_code_lasts_a_quarter_of_an_hour(webinar):
    code = send_code(meeting=webinar, email=ANI, at=NOW)
    assert refusal(code, mailed(), NOW + LASTS) == (
        "Kode hanya berlaku 15 menit. Mintalah kode baru."
    )
    use_code(code=code, typed=mailed(), at=NOW + LASTS - TICK)


def test_guessing_ends_before_it_begins_to_be_worth_it(webinar):
    code = send_code(meeting=webinar, email=ANI, at=NOW)
    told = [refusal(code, "AAAA-AAAA") for _ in range(TRIES)]
    assert [re.search(r"tersisa (\d)", text)[1] for text in told] == ["4", "3", "2", "1", "0"]
    # Not even the right one opens any more.
    assert refusal(code, mailed()) == "Kode ini sudah dicoba 5 kali. Mintalah kode baru."


def test_a_code_opens_for_its_own_address_and_rakor_alone(webinar):
    """Row for row: the hash of one code never fits the row of another."""
    mine = send_code(meeting=webinar, email=ANI, at=NOW)
    spelled = mailed()
    other = send_code(meeting=webinar, email="budi@dinas.example", at=NOW)
    elsewhere = send_code(meeting=make_meeting(), email=ANI, at=NOW)
    assert "Kode tidak cocok." in refusal(other, spelled)
    assert "Kode tidak cocok." in refusal(elsewhere, spelled)
    use_code(code=mine, typed=spelled, at=NOW)


def test_an_address_is_not_flooded_from_whatever_rakor(webinar):
    for number in range(CODES_PER_HOUR):
        meeting = webinar if number % 2 else make_meeting()
        send_code(meeting=meeting, email=ANI, at=NOW + timedelta(minutes=number))
    at = NOW + timedelta(hours=1) - TICK
    with pytest.raises(TooManyCodes) as refused:
        send_code(meeting=webinar, email=ANI, at=at)
    assert str(refused.value) == (
        "Ke alamat ini sudah dikirim 5 kode dalam satu jam terakhir. Pakai yang terakhir, "
        "atau minta lagi sesudah pukul 12.00 WITA."
    )
    assert Email.objects.count() == CODES_PER_HOUR
    # Others are not held up by it; an hour after the first, it goes on.
    send_code(meeting=webinar, email="budi@dinas.example", at=at)
    send_code(meeting=webinar, email=ANI, at=at + TICK)


def test_the_portal_as_a_whole_has_a_brake(webinar, monkeypatch):
    monkeypatch.setattr(registration_codes, "ALL_CODES_PER_HOUR", 2)
    for name in ("a", "b"):
        send_code(meeting=webinar, email=f"{name}@dinas.example", at=NOW)
    with pytest.raises(PortalIsBusy, match="Portal sudah mengirim 2 kode"):
        send_code(meeting=webinar, email="c@dinas.example", at=NOW)


def test_addresses_of_codes_are_forgotten_after_a_day(webinar):
    code = send_code(meeting=webinar, email=ANI, at=NOW)
    over = code.expires_at + timedelta(days=1)
    assert (forget_codes(at=over), forget_codes(at=over + TICK)) == (0, 1)
    assert not RegistrationCode.objects.exists()
    assert not Email.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_requests_at_once_send_no_more_than_the_hour_allows(webinar):
    def ask(_: int) -> bool:
        try:
            send_code(meeting=webinar, email=ANI, at=NOW)
        except TooManyCodes:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        sent = list(pool.map(ask, range(12)))
    assert sent.count(True) == CODES_PER_HOUR
    assert Email.objects.count() == CODES_PER_HOUR


@pytest.mark.django_db(transaction=True)
def test_guesses_at_once_are_counted_one_by_one(webinar):
    code = send_code(meeting=webinar, email=ANI, at=NOW)

    def guess(_: int) -> str:
        try:
            return refusal(code, "AAAA-AAAA")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(guess, range(12)))
    assert sum("tersisa" in text for text in told) == TRIES
    code.refresh_from_db()
    assert code.tries == TRIES
