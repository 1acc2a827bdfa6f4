"""The paper of an invitation: the PDF that was signed outside the portal, else the one made here.

A preview bears a mark across the page and no number, so that it cannot be taken for a letter.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from forum_portal.lib import pdf
from forum_portal.lib.qr import qr_code
from meetings.invitations.letter import Content
from meetings.models import Invitation

FILE_NAME = "surat-undangan.pdf"
_TEMPLATE = Path(settings.BASE_DIR) / "templates" / "meetings" / "papers" / "invitation.typ"


def letter_pdf(invitation: Invitation) -> bytes:
    """What the office gets: the signed PDF where there is one. Only of an issued letter."""
    if invitation.signed_pdf:
        with invitation.signed_pdf.open() as signed:
            return signed.read()
    return issued_pdf(invitation)


def issued_pdf(invitation: Invitation) -> bytes:
    """The letter as it was issued, the same bytes each time."""
    if invitation.content is None or invitation.issued_at is None:
        raise ValueError(f"{invitation} is not issued")
    mark = "CONTOH" if invitation.content["is_sample"] else ""
    return _typeset(invitation.content, mark=mark, at=invitation.issued_at)


def preview_pdf(content: Content, *, at: datetime) -> bytes:
    """The same letter with PRATINJAU across each page."""
    return _typeset(content, mark="PRATINJAU", at=at)


def _typeset(content: Content, *, mark: str, at: datetime) -> bytes:
    data: dict[str, Any] = {
        **content,
        "mark": mark,
        "qr": qr_code(content["answer_url"]).svg,
        "foot": f"Surat ini dibuat dan tercatat di portal {settings.SITE_NAME}.",
    }
    return pdf.typeset(_TEMPLATE, data, created_at=at)
