"""A letter that was signed electronically elsewhere is handed out as it was uploaded."""

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import AuditEvent
from meetings.models import Invitation
from tests.meetings.letters import invited, make_inviting_meeting
from tests.signed_pdfs import dictionary, name, signed_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


@pytest.fixture
def invitation(aceh, secretariat) -> Invitation:
    return invited(make_inviting_meeting(), aceh, by=secretariat)


def upload(client: Client, invitation: Invitation, content: bytes):
    page = f"/admin/meetings/meeting/{invitation.meeting_id}/unggah-undangan/{invitation.pk}/"
    file = SimpleUploadedFile("surat.pdf", content, "application/pdf")
    return client.post(page, {"file": file})


def test_everybody_gets_the_bytes_that_were_signed(
    secretary_client, public_client, operator_client, invitation
):
    signed = signed_pdf()
    done = upload(secretary_client, invitation, signed)
    assert [str(message) for message in get_messages(done.wsgi_request)] == [
        f"Surat bertanda tangan untuk {invitation.office} disimpan sebagai berkas asli beserta "
        "tanda tangan elektroniknya; keabsahannya diperiksa di luar portal."
    ]
    panel = f"/admin/meetings/meeting/{invitation.meeting_id}/surat-undangan/{invitation.pk}/"
    answers = [
        secretary_client.get(panel),
        public_client.get(f"{invitation.get_absolute_url()}surat.pdf"),
        operator_client.get(f"/saya/undangan/{invitation.pk}/surat.pdf"),
    ]
    for answer in answers:
        headers = ("Content-Type", "Content-Disposition", "X-Content-Type-Options")
        assert (answer.content, *(answer[header] for header in headers)) == (
            signed, "application/pdf", 'inline; filename="surat-undangan.pdf"', "nosniff",
        )  # fmt: skip
        assert answer["Cache-Control"].startswith("private, no-store")
    event = AuditEvent.objects.get(action="invitation.signed")
    assert event.details == {"file": "berkas asli"}


def test_refusal_keeps_the_letter_that_was_there(secretary_client, invitation):
    upload(secretary_client, invitation, signed_pdf())
    invitation.refresh_from_db()
    before = invitation.signed_pdf.name
    hostile = signed_pdf(lambda writer: writer._add_object(dictionary(S=name("/Launch"))))
    refused = upload(secretary_client, invitation, hostile)
    assert refused.status_code == 200
    assert "memuat perintah yang membuka program atau berkas lain" in refused.content.decode()
    invitation.refresh_from_db()
    assert invitation.signed_pdf.name == before
