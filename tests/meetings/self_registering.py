"""People who register for themselves, in the tests."""

import re

from django.utils.text import slugify
from post_office.models import Email

from meetings.actions.registration import Delegate


def person(name: str, **fields: object) -> Delegate:
    """Somebody from nowhere in particular, who takes part online."""
    values: dict[str, object] = {
        "full_name": name,
        "role": "peserta",
        "position": "Guru",
        "unit": "SMA 1",
        "mobile": "",
        "email": f"{slugify(name)}@sekolah.example",
        "mode": "daring",
        "privacy_version": "2026-11",
        **fields,
    }
    return Delegate(**values)  # type: ignore[arg-type]


def mailed_code(email: str) -> str:
    """The code in the latest mail to `email`."""
    text = Email.objects.filter(to=[email]).latest("pk").message
    found = re.search(r"^    ([A-Z0-9]{4}-[A-Z0-9]{4})$", text, re.MULTILINE)
    assert found, text
    return found[1]
