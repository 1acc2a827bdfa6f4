"""The form of a new delegate begins with the only letter that may name one more person."""

import pytest
from django.test import Client

from meetings.models import AssignmentLetter, Meeting, Registration
from tests.factories import NOW, make_draft, make_letter, make_meeting, make_registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

URL = "/rakor/rakor-makassar/daftar/"
FORM = {
    "full_name": "Cut Meutia",
    "role": "pendamping",
    "position": "Pranata Komputer",
    "unit": "Balai Tekkomdik",
    "mobile": "0812-3456-7890",
    "email": "cut@dinas.example",
    "privacy": "on",
}


@pytest.fixture
def rakor(db) -> Meeting:
    return make_meeting(slug="rakor-makassar", title="Rakor Makassar")


def make_unsigned(meeting, office) -> AssignmentLetter:
    times = {"made_at": NOW, "changed_at": NOW}
    return AssignmentLetter.objects.create(meeting=meeting, office=office, task="Hadir", **times)


def chosen(client: Client, path: str) -> tuple[str, bool]:
    """What the select holds, and whether the form says that it was chosen for the reader."""
    page = client.get(f"{URL}{path}").content.decode()
    select = page.partition('<select name="letter"')[2].partition("</select>")[0]
    _, selected, option = select.partition(" selected>")
    return option.partition("</option>")[0] if selected else "", "Dipilihkan karena hanya" in page


@pytest.mark.parametrize("path", ["tambah/", "tambah/?dari=tidak-dikenal"])
def test_only_uploaded_letter_is_chosen_until_there_are_two(operator_client, rakor, aceh, path):
    letter = make_letter(rakor, aceh, number="090/1")
    assert chosen(operator_client, path) == ("090/1 (0 orang)", True)
    make_registration(rakor, aceh, letter=letter)
    assert chosen(operator_client, path) == ("090/1 (1 orang)", True)
    make_letter(rakor, aceh, number="090/2")
    assert chosen(operator_client, path) == ("Belum ada", False)


@pytest.mark.parametrize("path", ["tambah/", "tambah/?dari=tidak-dikenal"])
def test_letter_that_was_written_here_is_chosen_until_it_is_signed(
    operator_client, rakor, aceh, path
):
    make_letter(rakor, aceh, number="090/1", task="Hadir")
    assert chosen(operator_client, path) == ("Belum ada", False)
    make_unsigned(rakor, aceh)
    assert chosen(operator_client, path) == (
        "Surat tugas tanpa nomor dari 24 November 2026, 11.00 WITA, belum diunggah (0 orang)",
        True,
    )


def test_letter_of_another_office_is_not_chosen(operator_client, rakor, bali):
    make_letter(rakor, bali, number="090/9")
    assert chosen(operator_client, "tambah/") == ("", False)


def test_chosen_letter_can_be_taken_off(operator_client, rakor, aceh):
    make_letter(rakor, aceh, number="090/1")
    answer = operator_client.post(f"{URL}tambah/", {**FORM, "letter": "", "email": "cut"})
    assert answer.context["form"]["letter"].value() == ""
    assert "Dipilihkan karena" not in answer.content.decode()
    assert operator_client.post(f"{URL}tambah/", {**FORM, "letter": ""}).status_code == 302
    assert Registration.objects.get().letter is None


def test_draft_without_letter_stays_without_one(operator_client, rakor, aceh):
    make_letter(rakor, aceh, number="090/1")
    draft = make_draft(rakor, aceh)
    assert chosen(operator_client, f"draf/{draft.pk}/") == ("Belum ada", False)
