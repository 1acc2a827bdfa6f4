"""Papers of a rakor: who finds them on its pages, who is handed them out, what may be kept."""

from hashlib import sha256

import pytest
from django.test import Client

from meetings.models import Document, Meeting
from provinces.models import Office
from tests.factories import (
    NOW,
    make_agenda_item,
    make_document,
    make_meeting,
    make_registration,
    make_version,
    release,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/rakor/rakor-makassar/dokumen/"


@pytest.fixture
def rakor(aceh: Office) -> Meeting:
    """Aceh takes part, Bali does not: it has withdrawn its only delegate."""
    meeting = make_meeting(slug="rakor-makassar", title="Rakor Makassar")
    make_registration(meeting, aceh)
    return meeting


@pytest.fixture
def papers(rakor: Meeting, bali: Office) -> dict[str, str]:
    """The address of one paper of each visibility, and of one that was withdrawn."""
    make_registration(rakor, bali, withdrawn_at=NOW, withdraw_reason="Sakit")
    found = {
        visibility: make_document(rakor, title=f"Naskah {visibility}", visibility=visibility)
        for visibility, _ in Document.Visibility.choices
    }
    found["withdrawn"] = make_document(rakor, title="Naskah withdrawn", withdrawn_at=NOW)
    return {name: f"{ADDRESS}{paper.pk}/" for name, paper in found.items()}


def is_handed_out(client: Client, url: str) -> bool:
    response = client.get(url)
    # Read to its end, a file is closed.
    return response.status_code == 200 and bool(b"".join(response.streaming_content))


@pytest.mark.parametrize(
    ("role", "listed", "readable"),
    [
        ("public_client", {"public"}, {"public"}),
        ("other_operator_client", {"public"}, {"public"}),
        ("operator_client", {"public", "participants"}, {"public", "participants"}),
        (
            "secretariat_client",
            {"public", "participants", "secretariat"},
            {"public", "participants", "secretariat", "withdrawn"},
        ),
    ],
)
def test_papers_by_reader(request, rakor, papers, role, listed, readable):
    client = request.getfixturevalue(role)
    for page in (rakor.get_absolute_url(), ADDRESS):
        html = client.get(page).content.decode()
        assert {name for name, url in papers.items() if f'"{url}"' in html} == listed
        assert {name for name in papers if f"Naskah {name}" in html} == listed
    assert {name for name, url in papers.items() if is_handed_out(client, url)} == readable
    versions = {name for name, url in papers.items() if is_handed_out(client, f"{url}v1/")}
    assert versions == readable


def test_a_kept_page_for_participants_is_not_shown_to_others(
    operator_client, other_operator_client, public_client, rakor, papers
):
    """The body of a page is kept for a kind of reader: first those who may read, then others."""
    for _ in range(2):
        assert "Naskah participants" in operator_client.get(rakor.get_absolute_url()).text
        for client in (other_operator_client, public_client):
            assert "Naskah participants" not in client.get(rakor.get_absolute_url()).text
            assert "Naskah participants" not in client.get(ADDRESS).text


def test_delegate_of_another_rakor_does_not_take_part(other_operator_client, papers, bali):
    make_registration(make_meeting(), bali)
    assert other_operator_client.get(papers["participants"]).status_code == 404


@pytest.mark.parametrize(
    ("name", "latest", "version"),
    [
        ("public", "public, max-age=0, must-revalidate", "public, max-age=3600, must-revalidate"),
        ("participants", "private, no-cache", "private, no-cache"),
        ("secretariat", "private, no-store", "private, no-store"),
        ("withdrawn", "private, no-store", "private, no-store"),
    ],
)
def test_who_may_keep_a_paper(secretariat_client, papers, name, latest, version):
    kept = [
        secretariat_client.head(url)["Cache-Control"]
        for url in (papers[name], f"{papers[name]}v1/")
    ]
    assert kept == [latest, version]


def test_public_paper_of_a_draft_is_kept_by_nobody(secretariat_client, public_client, papers):
    Meeting.objects.update(published_at=None)
    assert secretariat_client.head(papers["public"])["Cache-Control"] == "private, no-store"
    assert public_client.get(papers["public"]).status_code == 404
    assert public_client.get(ADDRESS).status_code == 404


def test_paper_is_handed_out_as_pdf_in_part_and_once(public_client, papers):
    response = public_client.get(papers["public"])
    assert b"".join(response.streaming_content) == b"%PDF-1.7 isi"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="naskah-public.pdf"'
    assert response["ETag"] == f'"{sha256(b"%PDF-1.7 isi").hexdigest()}"'
    part = public_client.get(papers["public"], headers={"Range": "bytes=-3"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"isi")
    again = public_client.get(papers["public"], headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_known_tag_does_not_open_a_paper(other_operator_client, papers):
    """A condition is asked after the permission."""
    tag = f'"{sha256(b"%PDF-1.7 isi").hexdigest()}"'
    for headers in ({"If-None-Match": tag}, {"If-None-Match": "*"}, {"Range": "bytes=0-1"}):
        assert other_operator_client.get(papers["participants"], headers=headers).status_code == 404


def test_the_address_of_a_paper_follows_its_versions(public_client, rakor):
    paper = make_document(rakor, content=b"%PDF-1 satu", title="Tata Tertib")
    make_version(paper, content=b"%PDF-1 dua")
    sent = {
        ending: b"".join(public_client.get(f"{ADDRESS}{paper.pk}/{ending}").streaming_content)
        for ending in ("", "v1/", "v2/")
    }
    assert sent == {"": b"%PDF-1 dua", "v1/": b"%PDF-1 satu", "v2/": b"%PDF-1 dua"}
    assert public_client.get(f"{ADDRESS}{paper.pk}/v3/").status_code == 404


def test_paper_of_another_rakor_is_not_found(public_client, papers):
    other = make_meeting()
    pk = papers["public"].split("/")[-2]
    for ending in ("", "v1/"):
        assert public_client.get(f"/rakor/{other.slug}/dokumen/{pk}/{ending}").status_code == 404


def test_page_orders_papers_by_slot_and_item(public_client, secretariat_client, rakor):
    opened = make_agenda_item(rakor, title="Paparan umum")
    inner = make_agenda_item(rakor, title="Rapat tertutup", is_public=False)
    release(rakor)
    make_document(rakor, title="Laporan akhir", slot="laporan")
    invitation = make_document(rakor, title="Undangan", slot="undangan")
    make_version(invitation, note="Tempat berubah")
    make_document(rakor, title="Slide", slot="bahan", item_number=opened.pk)
    make_document(rakor, title="Catatan", slot="bahan", item_number=inner.pk)
    Document.objects.create(meeting=rakor, title="Tanpa berkas", visibility="public")

    def shown(client: Client) -> list[tuple[str, list[str]]]:
        context = client.get(ADDRESS).context
        return [
            (part["title"], [paper["title"] for paper in part["papers"]])
            for part in [*context["slots"], *context["items"]]
        ]

    assert shown(public_client) == [
        ("Undangan", ["Undangan"]),
        ("Bahan paparan", ["Catatan"]),
        ("Laporan", ["Laporan akhir"]),
        ("Paparan umum", ["Slide"]),
    ]
    assert shown(secretariat_client) == [
        ("Undangan", ["Undangan"]),
        ("Laporan", ["Laporan akhir"]),
        ("Paparan umum", ["Slide"]),
        ("Rapat tertutup", ["Catatan"]),
    ]
    html = public_client.get(ADDRESS).text
    assert "Rapat tertutup" not in html
    assert "Tempat berubah" in html
    assert f'href="{ADDRESS}{invitation.pk}/v1/"' in html


def test_empty_page_says_so(public_client, rakor):
    assert "Belum ada dokumen" in public_client.get(ADDRESS).text


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_the_same_statements(public_client, rakor, django_assert_num_queries, count):
    for number in range(count):
        paper = make_document(rakor, title=f"Naskah {number}")
        make_version(paper)
    with django_assert_num_queries(4):
        public_client.get(ADDRESS)
