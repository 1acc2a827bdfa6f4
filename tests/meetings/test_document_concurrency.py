"""Two who upload the next version at once get two numbers, each with its own file."""

from io import BytesIO
from threading import Barrier, Thread

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, transaction
from pypdf import PdfWriter

from meetings.actions.documents import FiledAlready, Filing, add_document, add_version
from meetings.models import DocumentVersion
from tests.factories import NOW, make_document, make_meeting

pytestmark = pytest.mark.any_postgres


def pdf(pages: int) -> ContentFile:
    writer, written = PdfWriter(), BytesIO()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    writer.write(written)
    return ContentFile(written.getvalue(), name="naskah.pdf")


@pytest.mark.django_db(transaction=True)
def test_uploads_at_once_follow_each_other():
    paper = make_document(make_meeting())
    start = Barrier(3)

    def upload(pages: int) -> None:
        try:
            start.wait()
            add_version(document=paper, file=pdf(pages), note=str(pages), by=None, at=NOW)
        finally:
            connection.close()

    threads = [Thread(target=upload, args=(pages,)) for pages in (1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    versions = list(paper.versions.all())
    assert [version.number for version in versions] == [4, 3, 2, 1]
    assert {version.note for version in versions} == {"", "1", "2", "3"}
    assert len({version.sha256 for version in versions}) == 4
    assert all(version.file.storage.exists(version.file.name) for version in versions)


@pytest.mark.django_db(transaction=True)
def test_button_pressed_twice_files_one_paper():
    meeting, start, outcomes = make_meeting(), Barrier(2), []

    def press() -> None:
        try:
            start.wait()
            filing = Filing(title="Tata tertib", slot="tata-tertib", visibility="public")
            add_document(meeting=meeting, filing=filing, file=pdf(1), by=None, at=NOW)
            outcomes.append(None)
        except FiledAlready as refused:
            outcomes.append(str(refused))
        finally:
            connection.close()

    threads = [Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    paper = meeting.documents.get()
    assert sorted(outcomes, key=bool) == [None, str(FiledAlready(paper))]
    assert paper.versions.count() == 1


@pytest.mark.django_db
def test_a_version_never_changes():
    version = make_document(make_meeting()).versions.get()
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        DocumentVersion.objects.filter(pk=version.pk).update(note="Lain")
