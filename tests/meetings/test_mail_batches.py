"""Several registrations at once count as the mails that they cause, each of them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from accounts.models import AuditEvent
from meetings.actions import registration_gate
from meetings.actions.drafts import FilledDraft, register_drafts
from meetings.actions.registration import change_delegate, register_delegates
from meetings.actions.registration_gate import lock_account, lock_meeting
from meetings.actions.registration_refusals import TooManyAtOnce, TooManyMails
from meetings.actions.seat_offers import accept_offer, decline_offer
from meetings.actions.substitution import substitute_delegate
from meetings.actions.tickets import reissue_ticket
from meetings.actions.withdrawal import withdraw_delegate
from meetings.models import DelegateDraft, Meeting, Registration
from tests.factories import NOW, make_draft, make_meeting, make_user
from tests.meetings.lock_queue import meanwhile
from tests.meetings.seating import person, register_each
from tests.meetings.tables import row, xlsx

URL = "/rakor/rakor-makassar/daftar/unggah/?balai=aceh"


@pytest.fixture(autouse=True)
def _limit(monkeypatch):
    monkeypatch.setattr(registration_gate, "MAILS_PER_HOUR", 4)


@pytest.fixture
def rakor(db) -> Meeting:
    return make_meeting(slug="rakor-makassar", capacity=20, seats_per_office=20)


def register(rakor, office, by, numbers, at=NOW):
    people = [person(number) for number in numbers]
    return register_delegates(meeting=rakor, office=office, delegates=people, by=by, at=at)


@pytest.mark.django_db
def test_batch_that_passes_the_limit_says_how_many_may_come_and_when_all(rakor, aceh, operator):
    register_each(rakor, aceh, operator, [1, 2], at=NOW)  # a minute apart
    with pytest.raises(TooManyAtOnce) as refused:
        register(rakor, aceh, operator, [3, 4, 5], at=NOW + timedelta(minutes=10))
    assert str(refused.value) == (
        "Satu akun mengirim paling banyak 4 surel pendaftaran dalam satu jam. Sekarang masih "
        "dapat 2, sedangkan yang hendak didaftarkan 3 orang. Seluruhnya dapat didaftarkan "
        "sesudah pukul 12.00 WITA."
    )
    assert Registration.objects.count() == 2
    # Once the first is an hour old three may be sent, and not one moment earlier.
    with pytest.raises(TooManyAtOnce):
        register(rakor, aceh, operator, [3, 4, 5], at=NOW + timedelta(seconds=3599))
    register(rakor, aceh, operator, [3, 4, 5], at=NOW + timedelta(hours=1))
    assert Registration.objects.count() == 5


@pytest.mark.django_db
def test_more_than_an_hour_takes_come_in_parts(rakor, aceh, operator):
    with pytest.raises(TooManyAtOnce, match=r"masih dapat 4, .* 5 orang. Daftarkan bertahap.$"):
        register(rakor, aceh, operator, range(5))
    register(rakor, aceh, operator, range(4))
    told = str(registration_gate.too_many_at_once(rakor, 5, operator, NOW))
    assert told.endswith("5 orang. Daftarkan bertahap, berikutnya sesudah pukul 12.00 WITA.")
    assert Registration.objects.count() == 4


@pytest.mark.django_db
def test_drafts_that_pass_the_limit_all_stay(rakor, aceh, operator):
    register_each(rakor, aceh, operator, [1, 2])
    filled = [FilledDraft(make_draft(rakor, aceh), person(number)) for number in (3, 4, 5)]
    with pytest.raises(TooManyAtOnce):
        register_drafts(meeting=rakor, office=aceh, filled=filled, by=operator, at=NOW)
    assert (Registration.objects.count(), DelegateDraft.objects.count()) == (2, 3)


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_table_is_registered_in_parts_and_nobody_is_lost(operator_client, operator, rakor, aceh):
    register_each(rakor, aceh, operator, [1, 2], at=NOW - timedelta(minutes=10))
    content = xlsx(row("Ani"), row("Budi"), row("Cici"), row("Dedi", Jabatan=""))
    shown = operator_client.post(URL, {"file": SimpleUploadedFile("x.xlsx", content)})
    page, key = shown.content.decode(), shown.context["key"]
    assert "masih dapat 2, sedangkan yang hendak didaftarkan 3 orang" in page
    assert ("Daftarkan 2 orang yang pertama" in page, 'value="register"' in page) == (True, False)
    refused = operator_client.post(URL, {"key": key, "do": "register"})
    assert "masih dapat 2" in refused.context["refusal"]
    assert Registration.objects.count() == 2
    done = operator_client.post(URL, {"key": key, "do": "part"}, follow=True)
    assert [str(one) for one in done.context["messages"]][-1] == (
        "1 orang dalam berkas itu belum didaftarkan. Satu akun mengirim paling banyak 4 surel "
        "pendaftaran dalam satu jam. Sekarang masih dapat 0, sedangkan yang hendak didaftarkan 1 "
        "orang. Seluruhnya dapat didaftarkan sesudah pukul 11.50 WITA. Unggah lagi berkas yang "
        "sama: yang sudah terdaftar dilewati."
    )
    with time_machine.travel(NOW + timedelta(minutes=50), tick=False):
        again = operator_client.post(URL, {"file": SimpleUploadedFile("x.xlsx", content)})
        operator_client.post(URL, {"key": again.context["key"], "do": "register"})
    names = Registration.objects.filter(unit=aceh.name).values_list("full_name", flat=True)
    assert sorted(names) == ["Ani", "Budi", "Cici"]
    assert [str(one) for one in DelegateDraft.objects.all()] == ["Dedi"]


@pytest.mark.any_postgres
@pytest.mark.django_db(transaction=True)
def test_two_batches_at_the_same_moment_count_each_other(aceh, operator):
    """Of different rakor, whose locks do not meet."""
    start = Barrier(2)

    def send(given: tuple[Meeting, list[int]]) -> bool:
        try:
            connection.ensure_connection()
            start.wait(60)
            register(given[0], aceh, operator, given[1])
        except TooManyAtOnce:
            return False
        finally:
            connection.close()
        return True

    rakor = [make_meeting(capacity=20, seats_per_office=20) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        sent = list(pool.map(send, zip(rakor, ([1, 2, 3], [4, 5, 6]), strict=True)))
    assert sorted(sent) == [False, True]
    assert Registration.objects.count() == 3


@pytest.mark.any_postgres
@pytest.mark.django_db(transaction=True)
def test_two_registered_one_by_one_at_different_rakor_count_each_other(
    aceh, operator, rakor, monkeypatch
):
    monkeypatch.setattr(registration_gate, "MAILS_PER_HOUR", 1)
    other = make_meeting()
    second = meanwhile(
        lambda: register(rakor, aceh, operator, [1]),
        lambda: register(other, aceh, operator, [2]),
        lambda: None,
    )
    assert isinstance(second, TooManyMails)
    assert Registration.objects.get().meeting == rakor


@pytest.mark.any_postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "act",
    [
        partial(change_delegate, delegate=person(9)),
        partial(substitute_delegate, delegate=person(9), reason="Sakit."),
        partial(withdraw_delegate, reason="Sakit."),
        partial(reissue_ticket, reason="Hilang."),
        accept_offer,
        decline_offer,
    ],
)
def test_whatever_mails_takes_the_account_before_the_rakor(aceh, operator, act):
    """Two of one account, each of which holds what the other one wants next, end nowhere."""
    rakor, keeper = make_meeting(capacity=2), make_user(is_staff=True, is_superuser=True)
    first, seated, waiting = register_each(rakor, aceh, operator, [1, 2, 3], at=NOW)
    withdraw_delegate(registration=first, reason="Sakit.", by=operator, at=NOW)
    is_answer = act in (accept_offer, decline_offer)
    done = meanwhile(
        lambda: lock_account(keeper),
        lambda: act(registration=waiting if is_answer else seated, by=keeper, at=NOW),
        lambda: lock_meeting(rakor),
    )
    assert isinstance(done, Registration)
    assert AuditEvent.objects.filter(actor=keeper).exists()


@pytest.mark.any_postgres
@pytest.mark.django_db(transaction=True)
def test_batch_counts_whom_the_same_account_registers_at_that_moment(aceh, operator, rakor):
    batch = meanwhile(
        lambda: register(rakor, aceh, operator, [1]),
        lambda: register(rakor, aceh, operator, [2, 3, 4, 5]),
        lambda: None,
    )
    assert isinstance(batch, TooManyAtOnce)
    assert Registration.objects.count() == 1


@pytest.mark.any_postgres
@pytest.mark.django_db(transaction=True)
def test_drafts_count_whom_the_same_account_registers_at_that_moment(aceh, operator, rakor):
    filled = [FilledDraft(make_draft(rakor, aceh), person(number)) for number in (2, 3, 4, 5)]
    batch = meanwhile(
        lambda: register(rakor, aceh, operator, [1]),
        lambda: register_drafts(meeting=rakor, office=aceh, filled=filled, by=operator, at=NOW),
        lambda: None,
    )
    assert isinstance(batch, TooManyAtOnce)
    assert (Registration.objects.count(), DelegateDraft.objects.count()) == (1, 4)
