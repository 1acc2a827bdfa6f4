"""The evaluation of a rakor: once a person, in its window, and of nobody knows whom."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection
from django.test import Client

from meetings.actions.certificates import issue_certificates
from meetings.actions.evaluation import (
    AlreadyAnswered,
    AlreadyAsked,
    EvaluationRefused,
    NotOfParticipant,
    NotOpen,
    Question,
    answer_evaluation,
    set_questions,
)
from meetings.aftermath.questions import EvaluationForm
from meetings.aftermath.results import summaries
from meetings.models import EvaluationSheet, EvaluationTurn
from tests.factories import NOW, make_meeting, make_registration
from tests.meetings.after_rakor import CLOSES, ask, make_past_rakor, make_present

pytestmark = pytest.mark.django_db


def address(registration) -> str:
    return f"/tiket/{registration.ticket_code}/evaluasi/"


@time_machine.travel(NOW, tick=False)
def test_answered_on_the_page_once_and_without_a_name(aceh):
    meeting = make_past_rakor()
    scale, choice, text = ask(meeting)
    person = make_present(meeting, aceh, sessions=1, full_name="Cut Nyak Dhien")
    client = Client()
    assert client.get(address(person)).status_code == 200
    sent = {f"q{scale.pk}": "4", f"q{choice.pk}": "Cukup", f"q{text.pk}": "Lebih banyak praktik."}
    response = client.post(address(person), sent)
    assert (response.status_code, response["Location"]) == (302, person.get_absolute_url())
    sheet = EvaluationSheet.objects.get()
    assert (sheet.meeting, sheet.answers) == (
        meeting,
        {str(scale.pk): "4", str(choice.pk): "Cukup", str(text.pk): "Lebih banyak praktik."},
    )
    assert {field.name for field in EvaluationSheet._meta.fields} == {"id", "meeting", "answers"}
    assert {field.name for field in EvaluationTurn._meta.fields} == {"id", "registration"}
    page = client.get(address(person)).content.decode()
    assert "Sudah Anda isi" in page
    assert "Lebih banyak praktik" not in page
    assert "sudah Anda isi" in client.post(address(person), sent).content.decode()
    assert EvaluationSheet.objects.count() == 1


@time_machine.travel(NOW, tick=False)
def test_own_page_leads_to_evaluation_and_certificate(aceh, operator):
    meeting = make_past_rakor(sessions=1)
    ask(meeting)
    person = make_present(meeting, aceh, sessions=1)
    own = person.get_absolute_url()
    page = Client().get(own).text
    assert f'href="{address(person)}"' in page
    assert "sertifikat.pdf" not in page
    issue_certificates(meeting=meeting, by=operator, at=NOW)
    answer_evaluation(registration=person, answers={}, at=NOW)
    page = Client().get(own).text
    assert f'href="{address(person)}"' not in page
    assert f'href="{own}sertifikat.pdf"' in page


@time_machine.travel(NOW, tick=False)
def test_what_was_typed_stays_when_an_answer_is_missing(aceh):
    meeting = make_past_rakor()
    _, _, text = ask(meeting)
    person = make_present(meeting, aceh, sessions=1)
    page = Client().post(address(person), {f"q{text.pk}": "Saran saya."}).content.decode()
    assert ">Seberapa bermanfaat? Pilih salah satu.</a>" in page
    assert "Saran saya." in page
    assert EvaluationSheet.objects.count() == 0


@pytest.mark.parametrize(
    ("away", "refusal"),
    [
        (timedelta(hours=-1), None),
        (timedelta(hours=-1, seconds=-1), NotOpen),
        (CLOSES - NOW - timedelta(seconds=1), None),
        (CLOSES - NOW, NotOpen),
    ],
)
def test_window_is_half_open(aceh, away, refusal):
    meeting = make_past_rakor()
    person = make_present(meeting, aceh, sessions=1)
    if refusal is None:
        answer_evaluation(registration=person, answers={}, at=NOW + away)
        assert EvaluationTurn.objects.get().registration == person
        return
    with pytest.raises(refusal) as refused:
        answer_evaluation(registration=person, answers={}, at=NOW + away)
    assert str(refused.value) == (
        "Evaluasi dibuka Selasa, 24 November 2026, 10.00 WITA "
        "dan ditutup Selasa, 1 Desember 2026, 11.00 WITA."
    )


def test_who_waits_or_withdrew_has_no_say(aceh):
    meeting = make_past_rakor()
    waiting = make_registration(meeting, aceh, seat="menunggu", waiting_since=NOW)
    gone = make_registration(meeting, aceh, withdrawn_at=NOW)
    for person in (waiting, gone):
        with pytest.raises(NotOfParticipant):
            answer_evaluation(registration=person, answers={}, at=NOW)
        assert Client().get(address(person)).status_code == 404


def test_rakor_without_evaluation_has_no_page(aceh):
    person = make_registration(make_meeting(), aceh)
    assert Client().get(address(person)).status_code == 404


def test_questions_are_fixed_once_somebody_answered(aceh, operator):
    meeting = make_past_rakor()
    ask(meeting)
    made = set_questions(
        meeting=meeting, questions=[Question("uraian", "Saran?")], by=operator, at=NOW
    )
    assert [question.text for question in meeting.evaluation_questions.all()] == ["Saran?"]
    person = make_present(meeting, aceh, sessions=1)
    answer_evaluation(registration=person, answers={str(made[0].pk): "Ya"}, at=NOW)
    with pytest.raises(AlreadyAsked, match="1 peserta sudah menjawabnya"):
        set_questions(meeting=meeting, questions=[], by=operator, at=NOW)
    assert meeting.evaluation_questions.count() == 1


def test_a_choice_that_is_not_offered_is_refused():
    meeting = make_past_rakor()
    scale, choice, _ = ask(meeting)
    form = EvaluationForm(
        {f"q{scale.pk}": "6", f"q{choice.pk}": "Entah"}, questions=[scale, choice]
    )
    assert set(form.errors) == {f"q{scale.pk}", f"q{choice.pk}"}


def test_results_count_every_choice_and_hide_few_sheets():
    meeting = make_past_rakor()
    scale, choice, text = ask(meeting)
    sheets = [{str(scale.pk): mark, str(choice.pk): "Cukup"} for mark in ("1", "2", "2", "5")]
    assert summaries([scale], sheets) == []
    sheets.append({str(scale.pk): "5", str(text.pk): "Bagus"})
    marks, lengths, texts = summaries([scale, choice, text], sheets)
    assert marks.counts == (("1", 1, 20), ("2", 2, 40), ("3", 0, 0), ("4", 0, 0), ("5", 2, 40))
    assert (marks.answered, marks.average) == (5, 3.0)
    assert lengths.counts == (("Singkat", 0, 0), ("Cukup", 4, 100), ("Lama", 0, 0))
    assert (texts.answered, texts.texts) == (1, ("Bagus",))


@pytest.mark.any_postgres
@pytest.mark.django_db(transaction=True)
def test_form_sent_twice_at_once_counts_once(aceh):
    meeting = make_past_rakor()
    person = make_present(meeting, aceh, sessions=1)
    start = Barrier(4)

    def answer(_: int) -> type[EvaluationRefused] | None:
        start.wait()
        try:
            answer_evaluation(registration=person, answers={"1": "2"}, at=NOW)
        except EvaluationRefused as refused:
            return type(refused)
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(answer, range(4)))
    assert sorted(outcomes, key=str) == [AlreadyAnswered] * 3 + [None]
    assert EvaluationSheet.objects.count() == 1
