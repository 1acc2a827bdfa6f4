"""What nobody types, sent to the pages of a delegation all the same."""

import pytest
import time_machine

from meetings.models import DelegateDraft, Meeting
from tests.factories import NOW, make_meeting

pytestmark = pytest.mark.django_db

URL = "/rakor/rakor-makassar/daftar/"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def rakor(db) -> Meeting:
    return make_meeting(slug="rakor-makassar", title="Rakor Makassar")


def test_sign_that_no_text_of_the_database_holds_is_left_out_of_a_draft(operator_client, rakor):
    """A valid form refuses it; a draft is not checked."""
    typed = {"full_name": "A\0ni", "nip": "\0", "save_draft": "1"}
    operator_client.post(f"{URL}tambah/", typed)
    assert DelegateDraft.objects.get().data == {"full_name": "Ani"}
