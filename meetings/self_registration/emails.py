"""The mail with a code, for somebody who registers for themselves."""

from django.conf import settings
from django.template.loader import render_to_string
from post_office.models import Email

from forum_portal.lib import mail
from forum_portal.lib.dates import clock
from forum_portal.lib.sample_mark import marked
from meetings.models import RegistrationCode


def code_sent(code: RegistrationCode, spelled: str, *, is_registered: bool) -> Email:
    """To whoever asked for it; says whether the address is registered, as no page does."""
    meeting = code.meeting
    context = {
        "meeting": meeting,
        "code": spelled,
        "until": clock(code.expires_at, meeting.zone),
        "is_registered": is_registered,
        "meeting_url": f"{settings.SITE_URL}{meeting.get_absolute_url()}",
        **mail.signature(),
    }
    # No code in the subject: it shows on a locked screen.
    subject = f"Kode pendaftaran {meeting.title}"
    return mail.queue(
        to=code.email,
        subject=marked(subject, meeting.is_sample),
        text=render_to_string("meetings/emails/registration_code.txt", context),
    )
