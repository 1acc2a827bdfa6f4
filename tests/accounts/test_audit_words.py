import pytest

from accounts.audit_words import in_words


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("minutes.published", "Notula diterbitkan"),
        ("account.invited_again", "Akun diundang lagi"),
        ("aftercare.changed", "Sesudah rakor diubah"),
        ("certificate.replaced", "Sertifikat diterbitkan penggantinya"),
        ("certificate.revoked", "Sertifikat dicabut"),
        ("evaluation.asked", "Evaluasi disusun pertanyaannya"),
        ("seat.swapped", "seat swapped"),
    ],
)
def test_action_in_words(action, words):
    assert in_words(action) == words
