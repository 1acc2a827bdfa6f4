"""Questions and answers about the agenda: who reads, who writes, what the minutes quote."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts.actions import sync_roles
from accounts.models import AuditEvent, User
from accounts.roles import NOTE_TAKER
from meetings.actions.agenda_remarks import TooManyAtOnce, write_remark
from meetings.actions.registration_gate import lock_account, lock_meeting
from meetings.models import AgendaRemark, Meeting
from provinces.models import Office
from tests.factories import (
    NOW,
    make_agenda_item,
    make_meeting,
    make_operator,
    make_registration,
    make_remark,
    make_user,
    release,
)
from tests.meetings.lock_queue import meanwhile

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_postgres,
    pytest.mark.usefixtures("standing_clock"),
]


@pytest.fixture
def rakor(aceh: Office) -> Meeting:
    """Aceh takes part, Bali does not."""
    meeting = make_meeting(slug="rakor-makassar", title="Rakor Makassar")
    make_registration(meeting, aceh)
    return meeting


@pytest.fixture
def number(rakor: Meeting) -> int:
    """Of the released item that is asked about."""
    item = make_agenda_item(rakor, title="Pleno")
    release(rakor)
    return item.pk


@pytest.fixture
def page(number: int) -> str:
    return f"/rakor/rakor-makassar/agenda/diskusi/{number}/"


def texts(client: Client, page: str) -> list[tuple[str, str, list[str]]]:
    return [
        (row["speaker"], row["text"], [answer["text"] for answer in row["answers"]])
        for row in client.get(page).context["questions"]
    ]


def test_office_asks_and_the_secretariat_answers(
    operator_client, secretariat_client, rakor, aceh, page
):
    assert operator_client.post(page, {"text": "Siapa\r\nmencatat?"}).status_code == 302
    question = AgendaRemark.objects.get()
    secretariat_client.post(f"{page}?jawab={question.pk}", {"text": "Notulis."})
    answer = AgendaRemark.objects.latest("pk")
    operator_client.post(f"{page}?jawab={answer.pk}", {"text": "Terima kasih."})
    assert texts(operator_client, page) == [
        (aceh.name, "Siapa\nmencatat?", ["Notulis.", "Terima kasih."])
    ]
    html = operator_client.get(page).text
    assert "Sekretariat" in html
    for name in ("Petugas Sekretariat", "operator.aceh@dinas.example"):
        assert name not in html.split("<main")[1]


def test_thread_is_for_those_who_take_part(
    public_client, other_operator_client, operator_client, secretariat_client, rakor, number, page
):
    make_remark(rakor, number, text="Rahasia peserta")
    readers = {
        "public": public_client, "bali": other_operator_client, "aceh": operator_client,
        "secretariat": secretariat_client,
    }  # fmt: skip
    assert {name: client.get(page).status_code for name, client in readers.items()} == {
        "public": 302, "bali": 404, "aceh": 200, "secretariat": 200,
    }  # fmt: skip
    assert other_operator_client.post(page, {"text": "Saya ikut"}).status_code == 404
    agenda = "/rakor/rakor-makassar/agenda/"
    for client, label in ((operator_client, True), (public_client, False),
                          (other_operator_client, False)):  # fmt: skip
        html = client.get(agenda).text
        assert ("Tanya jawab (1)" in html, page in html) == (label, label)
        assert "Rahasia peserta" not in html
    for client in (public_client, other_operator_client):
        assert page not in client.get(rakor.get_absolute_url()).text


def test_who_withdraws_its_delegates_reads_no_more(operator_client, rakor, page):
    assert operator_client.get(page).status_code == 200
    rakor.registrations.update(withdrawn_at=NOW, withdraw_reason="Batal")
    assert operator_client.get(page).status_code == 404


def test_item_that_the_reader_does_not_have_has_no_thread(
    operator_client, secretariat_client, rakor, number
):
    inner = make_agenda_item(rakor, title="Rapat tertutup", is_public=False)
    draft = f"/rakor/rakor-makassar/agenda/diskusi/{inner.pk}/"
    assert secretariat_client.get(draft).status_code == 404
    release(rakor, at=NOW + timedelta(minutes=1))
    assert secretariat_client.get(draft).status_code == 200
    assert operator_client.get(draft).status_code == 404
    assert operator_client.post(draft, {"text": "Apa ini?"}).status_code == 404


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"closed_at": NOW}, "sudah ditutup"),
        ({"cancelled_at": NOW, "cancel_reason": "Banjir"}, "dibatalkan"),
    ],
)
def test_closed_rakor_is_read_but_not_written(operator_client, rakor, number, page, fields, words):
    make_remark(rakor, number, text="Pertanyaan lama")
    Meeting.objects.update(**fields)
    response = operator_client.get(page)
    assert response.context["form"] is None
    assert "Pertanyaan lama" in response.text
    response = operator_client.post(page, {"text": "Terlambat"})
    assert words in response.context["form"].non_field_errors()[0]
    assert response.context["form"]["text"].value() == "Terlambat"
    assert AgendaRemark.objects.count() == 1


def test_hidden_remark_says_why_and_no_more(
    operator_client, secretariat_client, public_client, rakor, number, page
):
    remark = make_remark(rakor, number, text="Kata-kata kasar")
    make_remark(rakor, number, text="Jawaban", answers=remark)
    hide = f"{page}{remark.pk}/sembunyikan/"
    assert operator_client.get(hide).status_code == 403
    assert operator_client.post(hide, {"do": "hide", "reason": "x"}).status_code == 403
    response = secretariat_client.post(hide, {"do": "hide", "reason": " "})
    assert list(response.context["form"].errors) == ["reason"]
    secretariat_client.post(hide, {"do": "hide", "reason": "Tidak sopan"})
    assert texts(operator_client, page) == [("Sekretariat", "", ["Jawaban"])]
    html = operator_client.get(f"{page}?jawab={remark.pk}").text
    assert "Disembunyikan sekretariat: Tidak sopan" in html
    assert "Kata-kata kasar" not in html
    assert "Kata-kata kasar" in secretariat_client.get(page).text
    refused = operator_client.post(f"{page}?jawab={remark.pk}", {"text": "Mengapa?"})
    assert "sudah disembunyikan" in refused.context["form"].non_field_errors()[0]
    secretariat_client.post(hide, {"do": "show"})
    assert texts(operator_client, page) == [("Sekretariat", "Kata-kata kasar", ["Jawaban"])]
    told = AuditEvent.objects.filter(action__startswith="agendaremark.").order_by("pk")
    assert list(told.values_list("action", flat=True)) == [
        "agendaremark.hidden", "agendaremark.reopened",
    ]  # fmt: skip


def test_note_taker_reads_but_neither_writes_nor_hides(rakor, number, page):
    sync_roles()
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get(name=NOTE_TAKER))
    client = Client()
    client.force_login(user)
    remark = make_remark(rakor, number)
    assert client.get(page).context["form"] is None
    client.post(page, {"text": "Catatan"})
    assert client.get(f"{page}{remark.pk}/sembunyikan/").status_code == 403
    assert list(AgendaRemark.objects.all()) == [remark]


def test_answer_belongs_to_the_same_item_and_rakor(operator_client, rakor, number, page):
    other = make_meeting()
    elsewhere = make_remark(other, number)
    on_other_item = make_remark(rakor, number + 1)
    for remark in (elsewhere, on_other_item):
        response = operator_client.post(f"{page}?jawab={remark.pk}", {"text": "Jawaban"})
        assert "tidak ada" in response.context["form"].non_field_errors()[0]
    assert AgendaRemark.objects.count() == 2


@pytest.mark.parametrize("wrong", ["other item", "other rakor", "an answer", "itself"])
def test_database_refuses_an_answer_to_anything_but_a_question_about_the_item(rakor, number, wrong):
    question = make_remark(rakor, number)
    answer = make_remark(rakor, number, answers=question)
    remark = make_remark(rakor, number)
    answered = {
        "other item": lambda: make_remark(rakor, number + 1),
        "other rakor": lambda: make_remark(make_meeting(), number),
        "an answer": lambda: answer,
        "itself": lambda: remark,
    }[wrong]()
    with pytest.raises(IntegrityError, match="agenda_remark_thread"), transaction.atomic():
        point(remark, answers_id=answered.pk)
    point(remark, answers_id=question.pk)


def test_database_moves_no_question_away_from_its_answers(rakor, number):
    question = make_remark(rakor, number)
    make_remark(rakor, number, answers=question)
    for moved in ({"item_number": number + 1}, {"meeting_id": make_meeting().pk}):
        with pytest.raises(IntegrityError, match="agenda_remark_thread"), transaction.atomic():
            point(question, **moved)


def point(remark: AgendaRemark, **to: int) -> None:
    ((column, value),) = to.items()
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE meetings_agendaremark SET {column} = %s WHERE id = %s", [value, remark.pk]
        )


def test_account_of_two_offices_says_for_which(rakor, aceh, bali, page):
    user = make_operator(aceh)
    bali.staff.create(user=user)
    client = Client()
    client.force_login(user)
    # Bali takes no part: there is nothing to choose.
    assert "office" not in client.get(page).context["form"].fields
    make_registration(rakor, bali)
    assert list(client.post(page, {"text": "Halo"}).context["form"].errors) == ["office"]
    client.post(page, {"text": "Halo", "office": bali.pk})
    assert AgendaRemark.objects.get().office == bali


def test_same_words_twice_and_an_eleventh_remark_are_refused(operator_client, operator, page):
    for number in range(10):
        assert operator_client.post(page, {"text": f"Pertanyaan {number}"}).status_code == 302
    for text, words in (("Pertanyaan 3", "sudah terkirim"), ("Sebelas", "sepuluh menit")):
        response = operator_client.post(page, {"text": text})
        assert words in response.context["form"].non_field_errors()[0]
    with time_machine.travel(NOW + timedelta(minutes=10), tick=False):
        assert operator_client.post(page, {"text": "Sebelas"}).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_the_same_statements(
    operator_client, rakor, number, page, aceh, django_assert_num_queries, count
):
    for _ in range(count):
        question = make_remark(rakor, number, office=aceh)
        make_remark(rakor, number, office=aceh, answers=question)
    with django_assert_num_queries(6):
        operator_client.get(page)


@pytest.mark.django_db(transaction=True)
def test_limit_holds_for_an_account_that_writes_at_once(aceh, operator: User):
    meeting = make_meeting()
    number = make_agenda_item(meeting).pk
    for _ in range(9):
        make_remark(meeting, number, author=operator)
    start, refused = Barrier(3), []

    def write(text: str) -> None:
        try:
            start.wait()
            write_remark(
                meeting=meeting, item_number=number, office=aceh, text=text, answers=None,
                by=operator, at=NOW,
            )  # fmt: skip
        except TooManyAtOnce as reason:
            refused.append(reason)
        finally:
            connection.close()

    threads = [Thread(target=write, args=(text,)) for text in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(refused), AgendaRemark.objects.count()) == (2, 10)


@pytest.mark.django_db(transaction=True)
def test_whoever_registers_several_may_ask_at_the_same_moment(rakor, number, aceh, operator):
    """Both lock the account, then the rakor: in another order each would wait for the other."""

    def ask() -> AgendaRemark:
        return write_remark(
            meeting=rakor, item_number=number, office=aceh, text="Berapa lama?", answers=None,
            by=operator, at=NOW,
        )  # fmt: skip

    asked = meanwhile(lambda: lock_account(operator), ask, lambda: lock_meeting(rakor))
    assert AgendaRemark.objects.get() == asked
