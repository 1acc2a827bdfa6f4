"""Signed tickets: what another implementation has to read, and what nobody may make up."""

import json
from pathlib import Path
from uuid import UUID

import pytest

from meetings.models import Meeting, Registration, Ticket
from meetings.tickets.signature import QrRead, Reading, public_keys, qr_text, read_qr

VECTORS = json.loads(Path(__file__).with_name("ticket_vectors.json").read_text())
TICKET = Ticket(pk=UUID("6f1c2a54-9d3e-4b7a-8c21-0f5e6d7c8b9a"))
MEETING = Meeting(pk=7)
FOREIGN = QrRead(Reading.FOREIGN)


@pytest.fixture(autouse=True)
def _keys(settings):
    settings.SECRET_KEY = VECTORS["secret_key"]
    settings.SECRET_KEY_FALLBACKS = [VECTORS["former_secret_key"]]


@pytest.mark.parametrize("vector", VECTORS["tickets"], ids=lambda vector: vector["meeting"])
def test_vectors_are_made_and_read(vector):
    meeting, ticket = Meeting(pk=vector["meeting"]), UUID(vector["ticket"])
    assert qr_text(Ticket(pk=ticket), meeting) == vector["text"]
    assert public_keys(meeting) == vector["keys"]
    assert read_qr(vector["text"]) == QrRead(Reading.SIGNED, vector["meeting"], ticket)


def test_ticket_of_a_former_key_is_read_until_that_key_is_gone(settings):
    text = qr_text(TICKET, MEETING)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "kunci-baru-yang-belum-pernah-dipakai"
    assert read_qr(text) == QrRead(Reading.SIGNED, 7, TICKET.pk)
    assert qr_text(TICKET, MEETING) != text
    settings.SECRET_KEY_FALLBACKS = []
    assert read_qr(text) == QrRead(Reading.FORGED, 7, TICKET.pk)


def test_ticket_of_one_rakor_is_none_of_another():
    prefix, _, ticket, signature = qr_text(TICKET, MEETING).split(".")
    moved = f"{prefix}.8.{ticket}.{signature}"
    assert read_qr(moved) == QrRead(Reading.FORGED, 8, TICKET.pk)
    assert not set(public_keys(MEETING)) & set(public_keys(Meeting(pk=8)))


def test_other_ticket_under_the_same_signature_is_forged():
    prefix, meeting, _, signature = qr_text(TICKET, MEETING).split(".")
    other = "AAAAAAAAQACAAAAAAAAAAA"
    assert read_qr(f"{prefix}.{meeting}.{other}.{signature}") == QrRead(
        Reading.FORGED, 7, UUID("00000000-0000-4000-8000-000000000000")
    )


def test_every_changed_sign_of_the_signature_is_noticed():
    text = qr_text(TICKET, MEETING)
    start = text.rindex(".") + 1
    for place in range(start, len(text)):
        sign = "A" if text[place] != "A" else "B"
        changed = text[:place] + sign + text[place + 1 :]
        # The last sign holds bits that must be zero: another one is no code at all.
        assert read_qr(changed).reading in (Reading.FORGED, Reading.FOREIGN)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://forum.example/tiket/0123456789abcdef0123456789abcdef/",
        "BTIKP1.7",
        "BTIKP2.7.bxwqVJ0-S3qMIQ9ebXyLmg." + "A" * 86,
        "BTIKP1.07.bxwqVJ0-S3qMIQ9ebXyLmg." + "A" * 86,
        "BTIKP1.0.bxwqVJ0-S3qMIQ9ebXyLmg." + "A" * 86,
        "BTIKP1.-7.bxwqVJ0-S3qMIQ9ebXyLmg." + "A" * 86,
        "BTIKP1.\u0667.bxwqVJ0-S3qMIQ9ebXyLmg." + "A" * 86,
        "BTIKP1." + "9" * 400 + ".bxwqVJ0-S3qMIQ9ebXyLmg." + "A" * 86,
        "BTIKP1.7.bxwqVJ0-S3qMIQ9ebXyLm\u00e9." + "A" * 86,
        "BTIKP1.7.bxwqVJ0-S3qMIQ9ebXyLmh." + "A" * 86,
        "BTIKP1.7.bxwqVJ0-S3qMIQ9ebXyLmg." + "A" * 85 + "B",
        "BTIKP1.7.bxwqVJ0-S3qMIQ9ebXyLmg." + "A" * 87,
    ],
)
def test_whatever_else_is_scanned_is_foreign(text):
    assert read_qr(text) == FOREIGN


def test_blanks_around_a_code_do_no_harm():
    text = qr_text(TICKET, MEETING)
    assert read_qr(f" {text}\n") == QrRead(Reading.SIGNED, 7, TICKET.pk)


def test_text_holds_nothing_of_the_person():
    registration = Registration(pk=UUID(int=1), full_name="Ani Lestari", ticket_code="a" * 32)
    text = qr_text(Ticket(pk=TICKET.pk, registration=registration), MEETING)
    assert text == qr_text(TICKET, MEETING)
