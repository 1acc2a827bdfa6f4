"""Topics that offices propose: until when, by whom, what becomes of them, who is told."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import connection
from django.test import Client
from post_office.models import Email

from accounts.models import AuditEvent, User
from meetings.actions.agenda_proposals import (
    AlreadyDecided,
    ReasonMissing,
    Topic,
    accept_topic,
    decline_topic,
    keep_topic,
    propose_topic,
    withdraw_topic,
)
from meetings.actions.agenda_refusals import AgendaClosed
from meetings.agenda.proposing import proposal_window
from meetings.agenda.tree import AtEnd
from meetings.models import AgendaProposal, Meeting
from provinces.models import Office
from tests.factories import NOW, make_meeting, make_operator, make_user

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_postgres,
    pytest.mark.usefixtures("standing_clock"),
]

ADDRESS = "/rakor/rakor-makassar/usulan-acara/"
SENT = {"title": " Studio  bersama ", "reason": "Belum ada tempat.", "minutes_wanted": "45"}


@pytest.fixture
def rakor(db) -> Meeting:
    """In WITA, eight hours ahead of NOW's clock, and 21 days away."""
    return make_meeting(slug="rakor-makassar", proposals_by=date(2026, 11, 30))


def proposed(meeting: Meeting, office: Office, by: User, title: str = "Studio") -> AgendaProposal:
    return propose_topic(
        meeting=meeting, office=office, topic=Topic(title, "Perlu."), by=by, at=NOW
    )


@pytest.mark.parametrize(
    ("fields", "after", "is_open", "words"),
    [
        ({}, timedelta(0), True, "Usulan diterima sampai 30 November 2026."),
        # 23.59 WITA of the last day is 15.59 UTC.
        ({}, timedelta(days=6, hours=12, minutes=59), True,
         "Usulan diterima sampai 30 November 2026."),
        ({}, timedelta(days=6, hours=13), False, "Usulan acara Rakor ditutup 30 November 2026."),
        ({"proposals_by": None}, timedelta(days=20), True,
         "Usulan diterima selama rakor belum selesai."),
        ({"proposals_by": None}, timedelta(days=23), False, "Rakor sudah selesai."),
        ({"published_at": None}, timedelta(0), False, "Rakor belum diumumkan."),
        ({"closed_at": NOW}, timedelta(0), False, "Rakor sudah ditutup."),
        ({"cancelled_at": NOW, "cancel_reason": "Banjir"}, timedelta(0), False,
         "Rakor dibatalkan."),
    ],
)  # fmt: skip
def test_window(fields, after, is_open, words):
    meeting = make_meeting(**{"title": "Rakor", "proposals_by": date(2026, 11, 30), **fields})
    assert proposal_window(meeting, NOW + after) == (is_open, words)


def test_office_proposes_and_follows_what_becomes_of_it(
    operator_client: Client, rakor, aceh, secretariat
):
    assert operator_client.post(ADDRESS, SENT).url == ADDRESS
    topic = AgendaProposal.objects.get()
    assert (topic.title, topic.office, topic.minutes_wanted) == ("Studio bersama", aceh, 45)
    rows = operator_client.get(ADDRESS).context["rows"]
    assert [(row["title"], row["state"]) for row in rows] == [
        ("Studio bersama", "Menunggu putusan")
    ]
    decline_topic(proposal=topic, note="Sudah dibahas 2025.", by=secretariat, at=NOW)
    html = operator_client.get(ADDRESS).text
    assert "Tidak diterima" in html
    assert "Jawaban sekretariat: Sudah dibahas 2025." in html
    assert "/tarik/" not in html


def test_same_topic_twice_and_an_eleventh_are_refused_with_what_was_typed(
    operator_client: Client, rakor, aceh, operator
):
    proposed(rakor, aceh, operator, "Studio bersama")
    page = operator_client.post(ADDRESS, SENT)
    assert page.context["form"].non_field_errors() == [
        f"{aceh.name} sudah mengusulkan “Studio bersama” untuk rakor ini."
    ]
    assert page.context["form"]["reason"].value() == "Belum ada tempat."
    for number in range(9):
        proposed(rakor, aceh, operator, f"Topik {number}")
    page = operator_client.post(ADDRESS, {**SENT, "title": "Sebelas"})
    assert "sebanyak-banyaknya 10" in page.context["form"].non_field_errors()[0]
    assert AgendaProposal.objects.count() == 10


def test_closed_window_keeps_the_page_and_refuses_the_form(operator_client: Client, rakor):
    Meeting.objects.update(proposals_by=date(2026, 11, 23))
    page = operator_client.get(ADDRESS)
    assert (page.status_code, page.context["form"]) == (200, None)
    page = operator_client.post(ADDRESS, SENT)
    assert page.context["form"].non_field_errors() == [
        f"Usulan acara {rakor.title} ditutup 23 November 2026."
    ]
    assert not AgendaProposal.objects.exists()


def test_account_of_two_offices_says_for_which(rakor, aceh, bali):
    user = make_operator(aceh)
    bali.staff.create(user=user)
    client = Client()
    client.force_login(user)
    assert list(client.post(ADDRESS, SENT).context["form"].errors) == ["office"]
    client.post(ADDRESS, {**SENT, "office": bali.pk})
    assert AgendaProposal.objects.get().office == bali
    other = client.post(ADDRESS, {**SENT, "office": make_meeting().pk + 10_000})
    assert list(other.context["form"].errors) == ["office"]


def test_proposals_of_another_office_do_not_exist(
    other_operator_client: Client, public_client: Client, rakor, aceh, operator
):
    topic = proposed(rakor, aceh, operator, "Rahasia Aceh")
    assert "Rahasia Aceh" not in other_operator_client.get(ADDRESS).text
    assert other_operator_client.post(f"{ADDRESS}{topic.pk}/tarik/").status_code == 404
    assert "Rahasia Aceh" not in public_client.get(rakor.get_absolute_url()).text
    topic.refresh_from_db()
    assert topic.withdrawn_at is None


def test_account_without_an_office_is_refused(rakor):
    client = Client()
    client.force_login(make_user())
    assert client.get(ADDRESS).status_code == 403


def test_topic_is_withdrawn_until_it_is_decided(operator_client: Client, rakor, aceh, operator):
    topic = proposed(rakor, aceh, operator)
    address = f"{ADDRESS}{topic.pk}/tarik/"
    assert operator_client.get(address).status_code == 405
    assert operator_client.post(address).url == ADDRESS
    topic.refresh_from_db()
    assert topic.withdrawn_at == NOW
    with pytest.raises(AlreadyDecided):
        withdraw_topic(proposal=topic, by=operator, at=NOW)


def test_accepted_topic_becomes_an_item_and_the_office_is_told(rakor, aceh, operator, secretariat):
    topic = proposed(rakor, aceh, operator)
    item = accept_topic(
        proposal=topic, meeting=rakor, to=AtEnd(2), note="Hari kedua.", by=secretariat, at=NOW
    )
    topic.refresh_from_db()
    assert (item.title, item.day, topic.item, topic.decision) == ("Studio", 2, item, "diterima")
    letter = Email.objects.get()
    assert letter.to == ["operator.aceh@dinas.example"]
    assert letter.subject == f"Usulan acara {rakor.title}: diterima"
    assert "Catatan: Hari kedua." in letter.message
    assert f"masuk draf susunan acara {rakor.title}" in letter.message
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == [
        "agendaproposal.proposed", "agendaitem.added", "agendaproposal.accepted",
    ]  # fmt: skip
    with pytest.raises(AlreadyDecided, match="sudah diterima"):
        keep_topic(proposal=topic, note="", by=secretariat, at=NOW)


def test_nothing_is_decided_where_the_agenda_is_closed(rakor, aceh, operator, secretariat):
    topic = proposed(rakor, aceh, operator)
    Meeting.objects.update(cancelled_at=NOW, cancel_reason="Banjir")
    with pytest.raises(AgendaClosed):
        accept_topic(proposal=topic, meeting=rakor, to=AtEnd(1), note="", by=secretariat, at=NOW)
    topic.refresh_from_db()
    assert (topic.decision, Email.objects.count()) == ("", 0)


def test_declining_needs_a_reason(rakor, aceh, operator, secretariat):
    topic = proposed(rakor, aceh, operator)
    with pytest.raises(ReasonMissing):
        decline_topic(proposal=topic, note="  ", by=secretariat, at=NOW)


def test_kept_topic_is_taken_up_by_a_later_rakor(rakor, aceh, operator, secretariat):
    topic = proposed(rakor, aceh, operator)
    keep_topic(proposal=topic, note="Tahun depan.", by=secretariat, at=NOW)
    later = make_meeting(title="Rakor 2027")
    item = accept_topic(
        proposal=topic, meeting=later, to=AtEnd(None), note="", by=secretariat, at=NOW
    )
    topic.refresh_from_db()
    assert (topic.meeting, item.meeting, topic.item) == (rakor, later, item)
    assert "susunan acara Rakor 2027" in Email.objects.order_by("pk").last().message


def test_page_of_the_rakor_leads_there_while_the_window_is_open(
    operator_client: Client, public_client: Client, secretariat_client: Client, rakor
):
    def leads(client: Client, question: str) -> bool:
        return f'href="{ADDRESS}"' in client.get(f"{rakor.get_absolute_url()}?{question}").text

    clients = (operator_client, public_client, secretariat_client)
    assert [leads(client, "buka") for client in clients] == [True, True, False]
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        assert [leads(client, "tutup") for client in clients] == [False, False, False]


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_the_same_statements(
    operator_client: Client, rakor, aceh, operator, django_assert_num_queries, count
):
    for number in range(count):
        proposed(rakor, aceh, operator, f"Topik {number}")
    with django_assert_num_queries(5):
        operator_client.get(ADDRESS)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_is_told(aceh, operator, secretariat):
    meeting = make_meeting()
    topic = proposed(meeting, aceh, operator)
    start, told = Barrier(2), []

    def decide() -> None:
        try:
            start.wait()
            accept_topic(
                proposal=topic, meeting=meeting, to=AtEnd(1), note="", by=secretariat, at=NOW
            )
        except AlreadyDecided as refused:
            told.append(str(refused))
        finally:
            connection.close()

    threads = [Thread(target=decide) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    assert meeting.agenda_items.count() == 1
    assert Email.objects.count() == 1
