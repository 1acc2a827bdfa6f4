import re
from pathlib import Path

import pytest
from django.conf import settings

from accounts.audit_words import NOUNS, SENTENCES, VERBS, in_words

APPS = ("accounts", "provinces", "practices", "meetings", "elections")
RECORDED = re.compile(r'audit\.record(?:_many)?\(\s*"(\w+)\.(\w+)"')


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("minutes.published", "Notula diterbitkan"),
        ("account.invited_again", "Akun diundang lagi"),
        ("aftercare.changed", "Sesudah rakor diubah"),
        ("certificate.replaced", "Sertifikat pengganti diterbitkan"),
        ("certificate.revoked", "Sertifikat dicabut"),
        ("evaluation.asked", "Pertanyaan evaluasi disusun"),
        ("seat.swapped", "seat swapped"),
    ],
)
def test_action_in_words(action, words):
    assert in_words(action) == words


def test_every_action_that_is_recorded_has_words():
    sources = [path for app in APPS for path in Path(settings.BASE_DIR, app).rglob("*.py")]
    found = {action for path in sources for action in RECORDED.findall(path.read_text())}
    assert ("registration", "withdrawn") in found
    unknown = [
        f"{noun}.{verb}"
        for noun, verb in sorted(found)
        if f"{noun}.{verb}" not in SENTENCES and not (noun in NOUNS and verb in VERBS)
    ]
    assert unknown == []
