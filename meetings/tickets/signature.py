"""What the QR code of a ticket says, signed, so that a scanner without the server can check it.

    BTIKP1.<rakor>.<ticket>.<signature>

rakor: its number; ticket: the id of the Ticket in 22 signs of base64url, signature: Ed25519 in
86, both without padding, over the bytes of `btikp-ticket-1:<rakor>:<id as 32 hex digits>`.
The text names nobody, and opens no page.

Each rakor has a key pair of its own, derived from SECRET_KEY by HKDF: nothing is stored, and a
scanner of one rakor holds no key that says anything about another. Of former keys, in
SECRET_KEY_FALLBACKS, signatures are still accepted. tests/meetings/ticket_vectors.json holds
examples for another implementation.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from functools import lru_cache
from hmac import compare_digest
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

from meetings.models import Meeting, Ticket

PREFIX = "BTIKP1"
_SEED_BYTES = 32
_SALT = b"forum-portal tickets 1"
_TEXT = re.compile(rf"{PREFIX}\.([1-9][0-9]{{0,17}})\.([\w-]{{22}})\.([\w-]{{86}})", re.ASCII)


class Reading(models.TextChoices):
    SIGNED = "signed", "Tiket"
    # It has the form of a ticket, but no key of that rakor signed it.
    FORGED = "forged", "Tanda tangan tiket tidak sah"
    FOREIGN = "foreign", "Bukan kode tiket portal ini"


@dataclass(frozen=True)
class QrRead:
    """meeting, ticket: what the code claims; None where it is no code of a ticket at all."""

    reading: Reading
    meeting: int | None = None
    ticket: UUID | None = None


def qr_text(ticket: Ticket, meeting: Meeting) -> str:
    """For the QR code; the same each time."""
    signature = _key(settings.SECRET_KEY, meeting.pk).sign(_signed(meeting.pk, ticket.pk))
    return f"{PREFIX}.{meeting.pk}.{_to_text(ticket.pk.bytes)}.{_to_text(signature)}"


def read_qr(text: str) -> QrRead:
    """What was scanned, whatever it is. Says nothing of whether the ticket is still valid."""
    match = _TEXT.fullmatch(text.strip())
    if match is None:
        return QrRead(Reading.FOREIGN)
    meeting, claimed, signature = int(match[1]), _from_text(match[2]), _from_text(match[3])
    # One text for one ticket: the last sign has bits to spare, which must be zero.
    if _to_text(claimed) != match[2] or _to_text(signature) != match[3]:
        return QrRead(Reading.FOREIGN)
    ticket = UUID(bytes=claimed)
    message = _signed(meeting, ticket)
    is_signed = any(_has_signed(key, signature, message) for key in _keys(meeting))
    return QrRead(Reading.SIGNED if is_signed else Reading.FORGED, meeting, ticket)


def public_keys(meeting: Meeting) -> list[str]:
    """32 bytes each in base64url, the present one first: what a scanner checks by."""
    return [_to_text(key.public_key().public_bytes_raw()) for key in _keys(meeting.pk)]


def _keys(meeting: int) -> list[Ed25519PrivateKey]:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [_key(secret, meeting) for secret in secrets]


@lru_cache(maxsize=64)
def _key(secret: str, meeting: int) -> Ed25519PrivateKey:
    derivation = HKDF(
        algorithm=SHA256(), length=_SEED_BYTES, salt=_SALT, info=f"meeting:{meeting}".encode()
    )
    return Ed25519PrivateKey.from_private_bytes(derivation.derive(secret.encode()))


def _has_signed(key: Ed25519PrivateKey, signature: bytes, message: bytes) -> bool:
    """By signing once more: a key signs a message in one way, and checking takes thrice as long.

    A device sends a thousand codes at once; whoever has no private key checks by the public one.
    """
    return compare_digest(key.sign(message), signature)


def _signed(meeting: int, ticket: UUID) -> bytes:
    return f"btikp-ticket-1:{meeting}:{ticket.hex}".encode("ascii")


def _to_text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode("ascii").rstrip("=")


def _from_text(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
