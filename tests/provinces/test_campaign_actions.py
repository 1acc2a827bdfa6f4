"""The secretariat's side: start, remind, send again, add an office, close."""

from datetime import timedelta

import pytest
from post_office.models import Email

from accounts.models import AuditEvent
from provinces.actions.campaigns import (
    AlreadyAsked,
    AlreadyStarted,
    DueInThePast,
    NobodyToAsk,
    NobodyToRemind,
    NotAMember,
    NotRunning,
    OtherRunning,
    Sent,
    add_office,
    close_campaign,
    remind,
    send_again,
    start_campaign,
)
from provinces.actions.confirmation import confirm_data
from provinces.models import ConfirmationRequest
from tests.factories import NOW, TODAY, make_office, make_operator
from tests.provinces.campaigns import (
    ANI,
    left_on,
    letters,
    make_campaign,
    request_of,
    seen,
    started,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
ACEH_SUBJECT = (
    "Mohon konfirmasi data UPTD Balai Tekkomdik Aceh paling lambat Selasa, 1 Desember 2026"
)


@pytest.fixture
def campaign():
    return make_campaign()


@pytest.fixture
def aceh(aceh):
    aceh.email = "Kantor@Aceh.example"
    aceh.save()
    return aceh


def test_start_asks_each_member_once_an_address(campaign, aceh, bali, operator, secretariat):
    make_operator(aceh, email="kantor@aceh.example")
    make_operator(aceh, email="bekas@aceh.example", is_active=False)
    left_on(TODAY, make_office(name="Balai Lama", email="lama@dinas.example"))
    make_office(name="Balai Nanti", membership=(TODAY + DAY, None), email="nanti@dinas.example")
    sent = start_campaign(campaign=campaign, by=secretariat, at=NOW)
    assert sent == Sent(offices=2, letters=2)
    assert letters() == [
        ("kantor@aceh.example", ACEH_SUBJECT),
        ("operator.aceh@dinas.example", ACEH_SUBJECT),
    ]
    rows = ConfirmationRequest.objects.values_list("office", "sent_at", "answer")
    assert list(rows) == [(aceh.pk, NOW, ""), (bali.pk, None, "")]
    campaign.refresh_from_db()
    assert (campaign.started_at, campaign.closed_at) == (NOW, None)


def test_each_office_has_a_link_of_its_own(campaign, aceh, bali, secretariat):
    start_campaign(campaign=campaign, by=secretariat, at=NOW)
    tokens = ConfirmationRequest.objects.values_list("token", flat=True)
    assert [len(token) for token in tokens] == [43, 43]
    assert len(set(tokens)) == 2


def test_the_trail_names_neither_link_nor_address(campaign, aceh, bali, secretariat):
    start_campaign(campaign=campaign, by=secretariat, at=NOW)
    remind(campaign=campaign, by=secretariat, at=NOW + DAY)
    send_again(
        request=request_of(bali), address="baru@bali.example", replace_link=True,
        by=secretariat, at=NOW + DAY,
    )  # fmt: skip
    close_campaign(campaign=campaign, by=secretariat, at=NOW + 2 * DAY)
    events = AuditEvent.objects.order_by("pk").values_list("action", "details")
    assert list(events) == [
        ("campaign.started", {"offices": 2, "letters": 1}),
        ("campaign.reminded", {"offices": 1, "letters": 1}),
        ("campaign.sent_again", {"office": "bali", "new_link": True}),
        ("campaign.closed", {"unanswered": 2}),
    ]


def test_start_twice_is_refused(campaign, aceh, secretariat):
    start_campaign(campaign=campaign, by=secretariat, at=NOW)
    with pytest.raises(AlreadyStarted, match=r"24 November 2026 pukul 10\.00 WIB"):
        start_campaign(campaign=campaign, by=secretariat, at=NOW + DAY)
    assert len(letters()) == 1


def test_a_closed_campaign_does_not_start_again(campaign, aceh, secretariat):
    start_campaign(campaign=campaign, by=secretariat, at=NOW)
    close_campaign(campaign=campaign, by=secretariat, at=NOW)
    with pytest.raises(AlreadyStarted):
        start_campaign(campaign=campaign, by=secretariat, at=NOW)


def test_one_campaign_runs_at_a_time(campaign, aceh, secretariat):
    started(secretariat, title="Konfirmasi lama")
    with pytest.raises(OtherRunning, match="“Konfirmasi lama” masih berjalan"):
        start_campaign(campaign=campaign, by=secretariat, at=NOW)


def test_start_after_its_own_due_day_is_refused(aceh, secretariat):
    campaign = make_campaign(due_on=TODAY - DAY)
    with pytest.raises(DueInThePast, match="Senin, 23 November 2026"):
        start_campaign(campaign=campaign, by=secretariat, at=NOW)
    campaign.refresh_from_db()
    assert campaign.started_at is None


def test_start_on_the_due_day_is_taken(aceh, secretariat):
    sent = start_campaign(campaign=make_campaign(due_on=TODAY), by=secretariat, at=NOW)
    assert sent.offices == 1


def test_start_without_members_is_refused(campaign, secretariat):
    with pytest.raises(NobodyToAsk):
        start_campaign(campaign=campaign, by=secretariat, at=NOW)


def test_remind_writes_to_who_has_not_answered(aceh, bali, other_operator, secretariat):
    quiet = make_office(name="Balai Sunyi")
    campaign = started(secretariat)
    confirm_data(request=request_of(aceh), answerer=ANI, seen=seen(aceh), by=None, at=NOW)
    Email.objects.all().delete()
    sent = remind(campaign=campaign, by=secretariat, at=NOW + DAY)
    assert sent == Sent(offices=1, letters=1)
    assert letters() == [
        (
            "operator.bali@dinas.example",
            "Pengingat: konfirmasi data Balai TIK Pendidikan Provinsi Bali, "
            "tenggat Selasa, 1 Desember 2026",
        )
    ]
    rows = {row.office_id: row.reminders for row in ConfirmationRequest.objects.all()}
    assert rows == {aceh.pk: 0, bali.pk: 1, quiet.pk: 0}


@pytest.mark.parametrize(("hours", "is_sent"), [(23, False), (24, True)])
def test_remind_waits_a_day_after_each_letter(aceh, secretariat, hours, is_sent):
    campaign = started(secretariat)
    last = NOW
    for at in (NOW + DAY, NOW + DAY + timedelta(hours=hours)):
        if at - last >= DAY:
            assert remind(campaign=campaign, by=secretariat, at=at).letters == 1
            last = at
        else:
            with pytest.raises(NobodyToRemind):
                remind(campaign=campaign, by=secretariat, at=at)
    assert request_of(aceh).reminders == (2 if is_sent else 1)


def test_a_draft_reminds_nobody(campaign, aceh, secretariat):
    with pytest.raises(NotRunning, match="belum dikirim"):
        remind(campaign=campaign, by=secretariat, at=NOW)


def test_send_again_adds_the_address_for_reminders(aceh, secretariat):
    campaign = started(secretariat)
    token = request_of(aceh).token
    for address in ("baru@aceh.example", "BARU@aceh.example"):
        send_again(
            request=request_of(aceh), address=address, replace_link=False,
            by=secretariat, at=NOW + DAY,
        )  # fmt: skip
    request = request_of(aceh)
    assert (request.token, request.sent_to) == (
        token, ["Kantor@Aceh.example", "baru@aceh.example"],
    )  # fmt: skip
    with pytest.raises(NobodyToRemind):
        remind(campaign=campaign, by=secretariat, at=NOW + DAY)
    assert remind(campaign=campaign, by=secretariat, at=NOW + 2 * DAY).letters == 2


def test_send_again_with_a_new_link_forgets_the_wrong_address(aceh, secretariat, public_client):
    started(secretariat)
    former = request_of(aceh).get_absolute_url()
    send_again(
        request=request_of(aceh), address="baru@aceh.example", replace_link=True,
        by=secretariat, at=NOW,
    )  # fmt: skip
    request = request_of(aceh)
    assert request.sent_to == ["baru@aceh.example"]
    assert [to for to, _ in letters()] == ["Kantor@Aceh.example", "baru@aceh.example"]
    assert public_client.get(former).status_code == 404
    assert public_client.get(request.get_absolute_url()).status_code == 200


def test_an_office_that_joined_late_is_asked_once(aceh, secretariat):
    campaign = started(secretariat)
    late = make_office(name="Balai Baru", email="baru@dinas.example")
    request = add_office(campaign=campaign, office=late, by=secretariat, at=NOW + DAY)
    assert (request.sent_to, request.sent_at) == (["baru@dinas.example"], NOW + DAY)
    assert [to for to, _ in letters()] == ["Kantor@Aceh.example", "baru@dinas.example"]
    with pytest.raises(AlreadyAsked, match="Balai Baru sudah menerima tautan"):
        add_office(campaign=campaign, office=late, by=secretariat, at=NOW + DAY)


def test_an_office_outside_the_forum_is_not_asked(aceh, secretariat):
    campaign = started(secretariat)
    former = left_on(TODAY, make_office(name="Balai Lama"))
    with pytest.raises(NotAMember, match="Balai Lama tidak tercatat sebagai anggota"):
        add_office(campaign=campaign, office=former, by=secretariat, at=NOW)


def test_closed_takes_no_step_any_more(aceh, bali, secretariat):
    campaign = started(secretariat)
    close_campaign(campaign=campaign, by=secretariat, at=NOW + DAY)
    again = {"address": "a@aceh.example", "replace_link": False, "request": request_of(aceh)}
    for step, details in (
        (close_campaign, {"campaign": campaign}),
        (remind, {"campaign": campaign}),
        (send_again, again),
        (add_office, {"campaign": campaign, "office": make_office()}),
    ):
        with pytest.raises(NotRunning, match="sudah ditutup pada 25 November 2026"):
            step(**details, by=secretariat, at=NOW + 2 * DAY)
    assert len(letters()) == 1
