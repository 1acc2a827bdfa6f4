"""What nobody types, sent to the pages of a delegation all the same."""

from datetime import timedelta

import pytest

from meetings.actions import registration_gate
from meetings.actions.registration_refusals import TooManyMails
from meetings.actions.seat_offers import accept_offer, decline_offer
from meetings.actions.withdrawal import withdraw_delegate
from meetings.models import DelegateDraft, Meeting, Registration
from tests.factories import NOW, make_meeting, make_user
from tests.meetings.seating import register_each, seats_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

URL = "/rakor/rakor-makassar/daftar/"
FORM = {
    "role": "pendamping",
    "position": "Pranata Komputer",
    "unit": "UPTD Balai Tekkomdik Aceh",
    "email": "ani@dinas.example",
    "mobile": "0812 3456 7890",
    "privacy": "on",
}


@pytest.fixture
def rakor(db) -> Meeting:
    return make_meeting(slug="rakor-makassar", title="Rakor Makassar")


def test_sign_that_no_text_of_the_database_holds_is_left_out_of_a_draft(operator_client, rakor):
    """A valid form refuses it; a draft is not checked."""
    typed = {"full_name": "A\0ni", "nip": "\0", "save_draft": "1"}
    operator_client.post(f"{URL}tambah/", typed)
    assert DelegateDraft.objects.get().data == {"full_name": "Ani"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("\u202eAni\u202c\tLestari", ["Ani Lestari"]), ("\u202e \u202c", []), ("...\u200b", [])],
)
def test_a_name_that_turns_the_page_around_is_kept_as_it_is_meant(
    operator_client, rakor, typed, kept
):
    answer = operator_client.post(f"{URL}tambah/", {**FORM, "full_name": typed})
    assert list(Registration.objects.values_list("full_name", flat=True)) == kept
    assert ("Isi nama lengkap." in answer.content.decode()) == (not kept)


@pytest.fixture
def offered(rakor, aceh, operator, secretariat):
    """Somebody who waited, with the offer of a seat."""
    Meeting.objects.filter(pk=rakor.pk).update(capacity=1)
    first, second = register_each(rakor, aceh, operator, [1, 2])
    withdraw_delegate(registration=first, reason="Sakit.", by=secretariat, at=NOW)
    return second


def test_answer_that_is_neither_of_the_two_buttons_ends_nobodys_registration(
    operator_client, offered
):
    url = f"{URL}{offered.pk}/tawaran/"
    assert operator_client.post(url, {}).status_code == 200
    assert seats_of(offered) == ["ditawari"]
    operator_client.post(url, {"decline": "1"})
    assert seats_of(offered) == ["berakhir"]


@pytest.mark.parametrize("answer", [accept_offer, decline_offer])
def test_answer_to_an_offer_counts_as_the_mail_that_it_sends(offered, bali, monkeypatch, answer):
    monkeypatch.setattr(registration_gate, "MAILS_PER_HOUR", 1)
    keeper = make_user(is_staff=True, is_superuser=True)
    answer(registration=offered, by=keeper, at=NOW)
    with pytest.raises(TooManyMails):
        register_each(offered.meeting, bali, keeper, [3], at=NOW + timedelta(minutes=1))
