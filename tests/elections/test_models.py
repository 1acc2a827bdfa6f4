"""What a form of the panel is told about the record of an election."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from elections.actions import publish_result
from elections.models import Acclamation, Election
from tests.elections._records import AT, make_election, make_held_meeting
from tests.factories import make_post


@pytest.fixture
def election(aceh, bali):
    return make_election(make_post(), office=aceh)


def errors_of(record) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        record.full_clean()
    return refused.value.message_dict


def test_whole_record_is_accepted(election):
    election.full_clean()
    election.acclamation.full_clean()


def test_quorum_of_no_office_is_refused(election):
    election.quorum_offices = 0

    errors = errors_of(election)

    assert errors["quorum_offices"] == ["Pastikan nilai ini lebih besar dari atau sama dengan 1."]


def test_same_post_twice_at_a_rakor_is_refused(election):
    again = Election(slug="lagi", meeting=election.meeting, post=election.post)

    assert errors_of(again) == {"__all__": ["Pemilihan jabatan ini pada rakor ini sudah tercatat."]}


def test_errors_stand_beside_their_fields(election):
    acclamation = election.acclamation
    acclamation.acclaimed_at = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    acclamation.term_until = date(2026, 11, 20)

    assert errors_of(acclamation) == {
        "acclaimed_at": [
            "Jumat, 20 November 2026, 11.00 WITA di luar hari rakor: 18–19 November 2026."
        ],
        "term_until": ["Masa bakti harus berakhir sesudah hari aklamasi."],
    }


def test_acclamation_of_an_election_being_added_is_checked(election):
    added = Election(meeting=election.meeting, post=election.post)
    acclamation = Acclamation(election=added, acclaimed_at=AT)

    with pytest.raises(ValidationError) as refused:
        acclamation.clean()

    assert list(refused.value.message_dict) == ["acclaimed_at"]


def test_acclamation_of_an_election_without_a_rakor_waits(election):
    Acclamation(acclaimed_at=AT).clean()
    Acclamation(election=Election(), acclaimed_at=AT).clean()


def test_record_behind_a_published_result_stays(election, secretariat):
    publish_result(election=election, by=secretariat, at=AT)
    sentence = (
        "Hasil pemilihan ini sudah terbit pada Selasa, 24 November 2026, 11.00 WITA; "
        "catatannya tidak diubah lagi."
    )
    election = Election.objects.get()

    assert errors_of(election) == {"__all__": [sentence]}
    assert errors_of(election.acclamation) == {"__all__": [sentence]}


def test_record_that_came_with_the_reference_data_may_be_completed(election):
    publish_result(election=election, by=None, at=AT)

    Election.objects.get().full_clean()


def test_public_sees_published_results_only(election, secretariat, operator):
    chair = make_election(make_post(slug="wakil"), make_held_meeting(slug="lain"), slug="wakil")
    publish_result(election=chair, by=None, at=AT)

    assert list(Election.objects.visible_to(operator)) == [chair]
    assert set(Election.objects.visible_to(secretariat)) == {chair, election}


def test_witnesses_are_one_a_line(election):
    election.acclamation.witnesses = " Rina, S.E. \r\n\r\nBudi\n"

    assert election.acclamation.witness_list == ["Rina, S.E.", "Budi"]
