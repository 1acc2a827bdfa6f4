"""The form of one more delegate, drawn once for all: to each reader it is the page of their own."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from meetings.delegations import empty_form
from meetings.models import AskedField, Meeting, Registration
from provinces.models import Office
from tests.factories import NOW, TODAY, make_letter, make_meeting, make_registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

URL = "/rakor/rakor-makassar/daftar/tambah/"
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")([^"]+)"')
NAME = """UPTD "Tikomdik" & <b>Balai</b> 'Aceh'"""


@pytest.fixture
def rakor(db) -> Meeting:
    return make_meeting(slug="rakor-makassar", title="Rakor Makassar", mode="hibrida")


def page(client: Client, query: str = "") -> str:
    response = client.get(f"{URL}?{query}")
    assert response.status_code == 200
    return TOKEN.sub(r"\1token", response.content.decode())


def drawn_afresh(client: Client, query: str = "") -> str:
    """Somebody is asked for whom nobody knows: the form is empty, too."""
    return page(client, f"{query}&dari=tidak-dikenal")


@pytest.mark.parametrize("has_letter", [False, True])
def test_page_is_as_the_template_draws_it(aceh, operator, operator_client, rakor, has_letter):
    Office.objects.filter(pk=aceh.pk).update(name=NAME)
    User.objects.filter(pk=operator.pk).update(full_name=NAME)
    AskedField.objects.create(meeting=rakor, kind="nip", purpose="Tes.", delete_on=TODAY)
    if has_letter:
        make_registration(rakor, aceh, letter=make_letter(rakor, aceh, number="090/123"))
    assert page(operator_client) == drawn_afresh(operator_client)
    assert page(operator_client) == drawn_afresh(operator_client)


def test_page_of_the_secretariat_is_its_own(aceh, operator_client, secretariat_client, rakor):
    others = page(operator_client)
    shown = page(secretariat_client, "balai=aceh")
    assert shown == drawn_afresh(secretariat_client, "balai=aceh")
    assert ("Panel sekretariat" in shown, "Panel sekretariat" in others) == (True, False)
    assert ('value="narasumber"' in shown, 'value="narasumber"' in others) == (True, False)


def test_readers_share_the_drawing_and_nothing_else(
    aceh, bali, operator, other_operator, operator_client, other_operator_client, rakor
):
    empty_form._drawn.cache_clear()
    pages = [page(operator_client), page(other_operator_client)]
    assert empty_form._drawn.cache_info().misses == 1
    own = [
        (aceh.name, operator.full_name, f'data-reader="{operator.pk}"', "balai=aceh"),
        (bali.name, other_operator.full_name, f'data-reader="{other_operator.pk}"', "balai=bali"),
    ]
    found = [[text for texts in own for text in texts if text in shown] for shown in pages]
    assert found == [list(own[0]), list(own[1])]


def test_letter_of_one_office_is_not_shown_to_another(
    aceh, bali, operator_client, other_operator_client, rakor
):
    make_letter(rakor, aceh, number="090/RAHASIA")
    shown = page(operator_client), page(other_operator_client)
    assert ["090/RAHASIA" in one for one in shown] == [True, False]


def test_change_shows_at_once(aceh, operator, operator_client, rakor):
    def change_title():
        Meeting.objects.filter(pk=rakor.pk).update(title="Rakor yang dinamai lagi")

    def ask():
        AskedField.objects.create(meeting=rakor, kind="nip", purpose="Tes.", delete_on=TODAY)

    def rename_reader():
        User.objects.filter(pk=operator.pk).update(full_name="Ani Lestari")

    def rename_office():
        Office.objects.filter(pk=aceh.pk).update(name="Tikomdik Aceh")

    def add_letter():
        make_letter(rakor, aceh, number="090/1")

    def name_in_letter():
        make_registration(rakor, aceh, letter=aceh.assignment_letters.get())

    def withdraw():
        Registration.objects.update(withdrawn_at=NOW)

    former = page(operator_client)
    for do in (
        change_title, ask, rename_reader, rename_office, add_letter, name_in_letter, withdraw,
    ):  # fmt: skip
        do()
        shown = page(operator_client)
        assert shown != former, do.__name__
        assert shown == drawn_afresh(operator_client), do.__name__
        former = shown


def test_form_goes_when_registration_closes(operator_client, rakor):
    closes = NOW + timedelta(hours=1)
    Meeting.objects.filter(pk=rakor.pk).update(registration_closes_at=closes)
    before = page(operator_client)
    with time_machine.travel(closes - timedelta(seconds=1), tick=False):
        assert page(operator_client) == before
    with time_machine.travel(closes, tick=False):
        closed = page(operator_client)
        assert closed == drawn_afresh(operator_client)
    assert ("Pendaftaran sudah ditutup" in closed, 'name="full_name"' in closed) == (True, False)


def test_each_reader_is_told_what_they_can_do_once_registration_is_closed(
    operator_client, secretariat_client, rakor
):
    closes = NOW + timedelta(hours=1)
    Meeting.objects.filter(pk=rakor.pk).update(registration_closes_at=closes)
    page(operator_client), page(secretariat_client, "balai=aceh")
    with time_machine.travel(closes, tick=False):
        shown = page(operator_client), page(secretariat_client, "balai=aceh")
        assert shown[1] == drawn_afresh(secretariat_client, "balai=aceh")
    own = ("lewat sekretariat sampai rakor selesai", "Sekretariat masih dapat mengganti")
    assert [[text in one for text in own] for one in shown] == [[True, False], [False, True]]


def test_form_says_when_it_opens_and_then_is_there(operator_client, rakor):
    opens, closes = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    Meeting.objects.filter(pk=rakor.pk).update(
        registration_opens_at=opens, registration_closes_at=closes
    )
    before = page(operator_client)
    assert "Pendaftaran dibuka mulai 24 November 2026, 12.00 WITA sampai " in before
    with time_machine.travel(opens, tick=False):
        assert 'name="full_name"' in page(operator_client)
    with time_machine.travel(closes, tick=False):
        closed = page(operator_client)
    assert ("Pendaftaran dibuka mulai" in closed, "ditutup sejak" in closed) == (False, True)


def test_token_is_new_each_time_and_accepted(operator, rakor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(operator)
    tokens = [
        {found[1] for found in TOKEN.findall(client.get(URL).content.decode())} for _ in range(2)
    ]
    assert [len(one) for one in tokens] == [1, 1]
    assert tokens[0] != tokens[1]
    sent = {"full_name": ""}
    answers = [client.post(URL, sent).status_code]
    answers += [
        client.post(URL, {**sent, "csrfmiddlewaretoken": min(one)}).status_code for one in tokens
    ]
    assert answers == [403, 200, 200]


def test_message_is_shown_once(operator_client, rakor):
    """A page with something to say is not the one that is kept."""
    draft = {"full_name": "Ani", "save_draft": "1"}
    assert operator_client.post(URL, draft).status_code == 302
    assert ["Draf Ani disimpan" in page(operator_client) for _ in range(2)] == [True, False]


@pytest.mark.parametrize("others", [1, 3])
def test_page_takes_four_statements_however_many_are_registered(
    aceh, bali, operator_client, rakor, others, django_assert_num_queries
):
    """Session, account, rakor with office, letters; drawn beforehand as for anybody."""
    page(operator_client, "balai=aceh")
    for _ in range(others):
        make_registration(rakor, bali)
    with django_assert_num_queries(4):
        page(operator_client, "balai=aceh")
    assert operator_client.get(f"{URL}?balai=bali").status_code == 403
