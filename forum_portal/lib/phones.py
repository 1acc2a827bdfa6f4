"""Telephone numbers: written any way, kept as E.164, shown as Indonesians read them."""

import phonenumbers
from django.core.exceptions import ValidationError
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

HOME_REGION = "ID"
_MOBILE_TYPES = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def mobile_number(text: str) -> str:
    """The E.164 form of a mobile number: "0812 3456 7890" gives "+6281234567890".

    Numbers of other countries are accepted with their +. Raises ValidationError with the
    reason: not a number, not in use in its country, or not a mobile number.
    """
    number = _number(text, "0812-3456-7890")
    if phonenumbers.number_type(number) not in _MOBILE_TYPES:
        raise ValidationError(
            "Ini nomor telepon tetap. Tulis nomor ponsel yang dapat menerima WhatsApp.",
            code="not_mobile",
        )
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def office_number(text: str) -> str:
    """The E.164 form of a number of any kind: "(0651) 21234" gives "+6265121234".

    Raises ValidationError with the reason: not a number, or not in use in its country.
    """
    number = _number(text, "(021) 5725980")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def shown(e164: str) -> str:
    """A stored number for reading: "0812-3456-7890", those of other countries with their +."""
    try:
        number = phonenumbers.parse(e164, HOME_REGION)
    except NumberParseException:
        return e164
    is_home = number.country_code == phonenumbers.country_code_for_region(HOME_REGION)
    style = PhoneNumberFormat.NATIONAL if is_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def _number(text: str, example: str) -> PhoneNumber:
    try:
        number = phonenumbers.parse(text, HOME_REGION)
    except NumberParseException:
        raise ValidationError(
            f"Ini bukan nomor telepon. Tulis nomornya seperti {example}.", code="not_a_number"
        ) from None
    if not phonenumbers.is_valid_number(number):
        raise ValidationError(
            f"Nomor ini tidak ada: periksa jumlah angka dan awalannya, misalnya {example}.",
            code="unknown_number",
        )
    return number
