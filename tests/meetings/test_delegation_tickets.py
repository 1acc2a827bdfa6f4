"""The tickets of a delegation: all in one file for its office, each replaced on request."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from meetings.models import Registration
from tests.factories import NOW, TODAY, make_meeting, make_registration, make_ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


@pytest.fixture
def rakor(db):
    return make_meeting(slug="rakor-makassar", title="Rakor Makassar")


@pytest.fixture
def ani(rakor, aceh):
    return seated(rakor, aceh, full_name="Ani Lestari", email="ani@dinas.example")


def seated(rakor, office, **fields):
    registration = make_registration(rakor, office, **fields)
    make_ticket(registration)
    return registration


def tickets_address(rakor, office=""):
    return f"/rakor/{rakor.slug}/daftar/tiket.pdf{office and f'?balai={office.slug}'}"


def address(registration):
    return f"/rakor/rakor-makassar/daftar/{registration.pk}/ganti-tiket/"


def words(response):
    pages = PdfReader(BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_file_holds_the_tickets_of_the_own_delegation(operator_client, rakor, ani, aceh, bali):
    seated(rakor, aceh, full_name="Budi Santoso", created_at=NOW + timedelta(minutes=1))
    seated(rakor, bali, full_name="Wayan Bali")
    seated(make_meeting(), aceh, full_name="Rakor Lain")
    make_registration(rakor, aceh, full_name="Dedi Menunggu", seat="menunggu", waiting_since=NOW)
    gone = seated(rakor, aceh, full_name="Eka Batal")
    Registration.objects.filter(pk=gone.pk).update(withdrawn_at=NOW)
    response = operator_client.get(tickets_address(rakor))
    told = words(response)
    known = ("Ani Lestari", "Budi Santoso", "Wayan", "Rakor Lain", "Dedi", "Eka", "ani@dinas")
    assert [name for name in known if name in told] == ["Ani Lestari", "Budi Santoso"]
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Disposition"] == 'inline; filename="tiket-aceh.pdf"'


def test_secretariat_names_the_office(secretariat_client, rakor, ani, aceh, bali):
    assert "Ani Lestari" in words(secretariat_client.get(tickets_address(rakor, aceh)))
    response = secretariat_client.get(tickets_address(rakor))
    assert response["Location"] == "/rakor/rakor-makassar/daftar/"


def test_others_get_no_tickets(public_client, other_operator_client, rakor, ani, aceh):
    assert public_client.get(tickets_address(rakor, aceh)).status_code == 302
    assert other_operator_client.get(tickets_address(rakor, aceh)).status_code == 403
    # Their own delegation has none.
    assert other_operator_client.get(tickets_address(rakor)).status_code == 404


def test_cancelled_rakor_hands_out_none(operator_client, rakor, ani):
    rakor.cancelled_at, rakor.cancel_reason = NOW, "Banjir."
    rakor.save()
    assert operator_client.get(tickets_address(rakor)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_file_takes_the_same_statements(
    operator_client, rakor, aceh, django_assert_num_queries, count
):
    for _ in range(count):
        seated(rakor, aceh)
    with django_assert_num_queries(6):
        operator_client.get(tickets_address(rakor))


def test_operator_replaces_a_ticket(operator_client, ani):
    page = operator_client.get(address(ani)).text
    assert "Tiket baru dikirim ke ani@dinas.example." in page
    response = operator_client.post(address(ani), {"reason": "Ponsel hilang."}, follow=True)
    assert "Tiket Ani Lestari diganti. Tiket baru dikirim ke ani@dinas.example." in response.text
    former, valid = ani.tickets.order_by("revoked_at")
    assert (former.revoke_reason, valid.revoked_at) == ("Ponsel hilang.", None)


def test_reason_is_asked_for_and_looking_replaces_nothing(operator_client, ani):
    operator_client.get(address(ani))
    page = operator_client.post(address(ani), {"reason": ""})
    assert (page.status_code, "Bidang ini tidak boleh kosong" in page.text) == (200, True)
    assert ani.tickets.count() == 1


def test_refusal_keeps_what_was_typed(operator_client, ani):
    Registration.objects.filter(pk=ani.pk).update(withdrawn_at=NOW, withdraw_reason="Sakit.")
    page = operator_client.post(address(ani), {"reason": "Ponsel hilang."}).text
    assert "sudah berakhir; tidak ada tiket yang dapat diganti." in page
    assert "Ponsel hilang." in page
    assert "tidak memegang tiket yang berlaku" in operator_client.get(address(ani)).text


def test_others_replace_nothing(public_client, other_operator_client, ani):
    for client, status in ((public_client, 302), (other_operator_client, 404)):
        assert client.get(address(ani)).status_code == status
        assert client.post(address(ani), {"reason": "Curi."}).status_code == status
    assert ani.tickets.count() == 1


def test_who_comes_online_is_asked_to_show_no_code_at_a_door(operator_client, rakor, aceh, ani):
    seated(rakor, aceh, full_name="Budi Santoso", email="budi@dinas.example", mode="daring")
    paper = operator_client.get(tickets_address(rakor, aceh)).content
    words = " ".join(PdfReader(BytesIO(paper)).pages[0].extract_text().split())
    asked = ("registrasi ulang", "Anda ikut secara daring", "siapa pun yang membawanya")
    assert [words.count(text) for text in asked] == [1, 1, 2]


def own_ticket(registration):
    return f"/rakor/{registration.meeting.slug}/daftar/{registration.pk}/tiket.pdf"


def test_office_has_the_ticket_of_one_person(
    operator_client, secretariat_client, other_operator_client, public_client, rakor, ani, aceh
):
    seated(rakor, aceh, full_name="Budi Santoso")
    response = operator_client.get(own_ticket(ani))
    told = words(response)
    assert ("Ani Lestari" in told, "Budi" in told) == (True, False)
    assert response["Content-Disposition"] == 'inline; filename="tiket-ani-lestari.pdf"'
    assert response["Cache-Control"] == "private, no-store"
    clients = (secretariat_client, other_operator_client, public_client)
    assert [client.get(own_ticket(ani)).status_code for client in clients] == [200, 404, 302]


@pytest.mark.parametrize(
    "ended",
    [
        {"seat": "menunggu", "waiting_since": NOW},
        {"withdrawn_at": NOW, "withdraw_reason": "Sakit."},
    ],
)
def test_who_has_no_seat_has_no_ticket(operator_client, ani, ended):
    Registration.objects.filter(pk=ani.pk).update(**ended)
    assert operator_client.get(own_ticket(ani)).status_code == 404


def test_cancelled_rakor_has_no_ticket_of_anybody(operator_client, rakor, ani):
    rakor.cancelled_at, rakor.cancel_reason = NOW, "Banjir."
    rakor.save()
    assert operator_client.get(own_ticket(ani)).status_code == 404


@pytest.mark.parametrize("is_past", [False, True])
def test_no_page_of_the_delegation_tells_where_a_person_decides(
    operator_client, secretariat_client, rakor, ani, is_past
):
    """The own page gives consents and answers for its holder: it is told by mail to them alone."""
    if is_past:
        rakor.starts_on = rakor.ends_on = TODAY - timedelta(days=9)
        rakor.save()
    page = own_ticket(ani).removesuffix("tiket.pdf")
    texts = [
        client.get(shown).text
        for client in (operator_client, secretariat_client)
        for shown in ("/rakor/rakor-makassar/daftar/?balai=aceh", page, address(ani))
    ]
    assert [("Ani Lestari" in text, ani.ticket_code in text) for text in texts] == [
        (True, False)
    ] * 6
