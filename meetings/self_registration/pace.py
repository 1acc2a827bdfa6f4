"""How often somebody may register or change their own data: each time a mail goes to them."""

from allauth.core import ratelimit
from django.http import HttpRequest

from meetings.actions.registration_refusals import RegistrationRefused


class TooOften(RegistrationRefused):
    def __init__(self) -> None:
        super().__init__(
            "Pendaftaran Anda sudah terlalu sering diubah dalam satu jam terakhir. Tunggu "
            "sebentar, lalu kirim sekali lagi."
        )


def check_pace(request: HttpRequest, email: str) -> None:
    """By address of mail, over all rakor. Raises TooOften."""
    if not ratelimit.consume(request, action="own_registration", key=email.lower()):
        raise TooOften
