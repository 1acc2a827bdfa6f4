"""What a device proves itself by: a code that somebody types once, then a token of its own."""

import secrets
from datetime import datetime
from hashlib import sha256

from django.utils.crypto import salted_hmac

from forum_portal.lib.typed_codes import in_groups, signs_of

# Read aloud and typed on a telephone: no I, O, 0 or 1.
_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_CODE_LENGTH = 8  # 40 bits, for half an hour and against counted tries
_TOKEN_BYTES = 32


def enrolment_code(device_id: int, until: datetime) -> str:
    """Such as "ABCD-EFGH": the code of this device that is good until then.

    Derived from SECRET_KEY, so that the panel can show it again without its being stored. Whoever
    reads the database cannot tell it.
    """
    salt = "meetings.checkin.enrolment"
    digest = salted_hmac(salt, f"{device_id} {until.isoformat()}", algorithm="sha256").digest()
    signs = "".join(_SIGNS[byte % len(_SIGNS)] for byte in digest[:_CODE_LENGTH])
    return in_groups(signs)


def code_hash(typed: str) -> str:
    """Of a code however it was typed. Keyed: 40 bits alone could be tried out by who reads it."""
    signs = signs_of(typed)
    return salted_hmac("meetings.checkin.code", signs, algorithm="sha256").hexdigest()


def new_token() -> str:
    return secrets.token_urlsafe(_TOKEN_BYTES)


def token_hash(token: str) -> str:
    """256 random bits need no key and no slow hash: nobody tries them out.

    The database looks the hash up, of which whoever sends a token cannot choose a single bit: how
    long that takes says nothing of a token.
    """
    return sha256(token.encode("utf-8", "replace")).hexdigest()
