"""Papers of a rakor: who finds them on its page and who is handed them out."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from meetings.models import Document, Meeting
from tests.factories import make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def rakor(db) -> Meeting:
    return make_meeting(slug="rakor-makassar")


@pytest.fixture
def papers(rakor, settings, tmp_path) -> dict[str, str]:
    """The address of one document of each visibility."""
    settings.MEDIA_ROOT = tmp_path
    urls = {}
    for visibility, _ in Document.Visibility.choices:
        paper = Document(meeting=rakor, title=f"Naskah {visibility}", visibility=visibility)
        paper.file.save("x.pdf", ContentFile(b"%PDF-1.7 isi"))
        urls[visibility] = f"/rakor/rakor-makassar/dokumen/{paper.pk}/"
    return urls


def is_handed_out(client: Client, url: str) -> bool:
    response = client.get(url)
    # Read to its end, a file is closed.
    return response.status_code == 200 and bool(b"".join(response.streaming_content))


@pytest.mark.parametrize(
    ("role", "readable"),
    [
        ("public_client", {"public"}),
        ("operator_client", {"public", "participants"}),
        ("secretariat_client", {"public", "participants", "secretariat"}),
    ],
)
def test_documents_by_reader(request, rakor, papers, role, readable):
    client = request.getfixturevalue(role)
    html = client.get(rakor.get_absolute_url()).content.decode()
    assert {name for name, url in papers.items() if url in html} == readable
    assert {name for name, url in papers.items() if is_handed_out(client, url)} == readable


def test_document_is_handed_out_as_pdf(public_client, papers):
    response = public_client.get(papers["public"])
    assert b"".join(response.streaming_content) == b"%PDF-1.7 isi"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="naskah-public.pdf"'


def test_document_of_another_rakor_or_a_draft_is_not_found(public_client, papers):
    other = make_meeting()
    pk = papers["public"].split("/")[-2]
    assert public_client.get(f"/rakor/{other.slug}/dokumen/{pk}/").status_code == 404
    Meeting.objects.filter(slug="rakor-makassar").update(published_at=None)
    assert public_client.get(papers["public"]).status_code == 404
