"""The certificate as a paper, made from its frozen content alone: the same bytes each time."""

from pathlib import Path

from django.conf import settings
from django.urls import reverse

from forum_portal.lib import pdf
from forum_portal.lib.qr import qr_code
from meetings.models import Certificate

_TEMPLATE = Path(settings.BASE_DIR) / "templates" / "meetings" / "papers" / "certificate.typ"


def certificate_pdf(certificate: Certificate) -> bytes:
    """A4 across, with the code and the address where anybody checks it."""
    address = f"{settings.SITE_URL}{reverse('meetings:certificate', args=[certificate.code])}"
    code = qr_code(address)
    data = {
        **certificate.content,
        "code": certificate.code,
        "address": address,
        "qr": (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {code.size} {code.size}">'
            f'<path d="{code.path}"/></svg>'
        ),
    }
    return pdf.typeset(_TEMPLATE, data, created_at=certificate.issued_at)
