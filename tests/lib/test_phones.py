import pytest
from django.core.exceptions import ValidationError

from forum_portal.lib.phones import mobile_number, office_number, shown


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("0812-3456-7890", "+6281234567890"),
        ("0812 3456 7890", "+6281234567890"),
        ("+62 812 3456 7890", "+6281234567890"),
        ("62812 3456 7890", "+6281234567890"),
        ("+60 12-345 6789", "+60123456789"),
    ],
)
def test_mobile_number_is_stored_as_e164(written, stored):
    assert mobile_number(written) == stored


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "not_a_number"),
        ("rahasia", "not_a_number"),
        ("0812", "unknown_number"),
        ("081234567890123", "unknown_number"),
        ("021 572 5980", "not_mobile"),
    ],
)
def test_mobile_number_refused(written, code):
    with pytest.raises(ValidationError) as refusal:
        mobile_number(written)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("+6281234567890", "0812-3456-7890"),
        ("+60123456789", "+60 12-345 6789"),
        ("bukan nomor", "bukan nomor"),
    ],
)
def test_shown_nationally(stored, text):
    assert shown(stored) == text


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("(0651) 21234", "+6265121234"),
        ("021 5725980", "+62215725980"),
        ("0812-3456-7890", "+6281234567890"),
    ],
)
def test_office_number_may_be_of_any_kind(written, stored):
    assert office_number(written) == stored


@pytest.mark.parametrize("written", ["kantor", "0651", "021 12345678901234"])
def test_office_number_refused(written):
    with pytest.raises(ValidationError):
        office_number(written)
