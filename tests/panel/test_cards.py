"""Name badges, table cards and tickets of a selection, printed from the panel."""

from datetime import timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from pypdf import PdfReader

from accounts.models import AuditEvent
from meetings.models import Meeting, Registration
from tests.factories import NOW, make_meeting, make_registration, make_ticket

pytestmark = pytest.mark.django_db
LIST = "/admin/meetings/registration/"
LONG_NAME = "Prof. Dr. Ir. " + "Kusumadiningratwiryodiprojosuryaningrat " * 3 + "M.Sc., Ph.D."


@pytest.fixture
def rakor(db):
    return make_meeting(title="Rakor Makassar")


@pytest.fixture
def people(rakor, aceh, bali):
    """Ani and Budi of Aceh, Citra of Bali, all with a seat; Dedi waits."""
    before = NOW - timedelta(days=2)
    head = {"role": Registration.Role.HEAD, "created_at": before, "changed_at": before}
    found = {
        "ani": make_registration(rakor, aceh, full_name="Ani Lestari", **head),
        "budi": make_registration(rakor, aceh, full_name="Budi Santoso"),
        "citra": make_registration(rakor, bali, full_name="Citra Dewi", mode=Meeting.Mode.ONLINE),
    }
    for registration in found.values():
        make_ticket(registration, issued_at=before)
    make_registration(rakor, aceh, full_name="Dedi Menunggu", seat="menunggu", waiting_since=NOW)
    return found


def address(rakor):
    return f"/admin/meetings/meeting/{rakor.pk}/kartu/"


def pages(response):
    assert response["Content-Type"] == "application/pdf", response.text
    found = PdfReader(BytesIO(response.content)).pages
    return [" ".join(page.extract_text().split()) for page in found]


def paper(client: Client, rakor, kind="kartu-nama-a6", **choice):
    return pages(client.post(address(rakor), {"kind": kind, "_print": "1", **choice}))


def names(printed):
    known = ("Ani Lestari", "Budi Santoso", "Citra Dewi", "Dedi Menunggu")
    return [name for page in printed for name in known if name in page]


def test_badges_name_who_has_a_seat_by_office(secretary_client, rakor, people):
    printed = paper(secretary_client, rakor)
    assert names(printed) == ["Ani Lestari", "Budi Santoso", "Citra Dewi"]
    number = people["ani"].tickets.get().number
    for part in ("Rakor Makassar", "KEPALA BALAI", "UPTD Balai Tekkomdik Aceh", f"Tiket {number}"):
        assert part in printed[0]


def test_four_badges_stand_on_a_sheet(secretary_client, rakor, people, aceh):
    for _ in range(2):
        make_ticket(make_registration(rakor, aceh))
    assert len(paper(secretary_client, rakor, "kartu-nama-a4")) == 2
    reader = PdfReader(BytesIO(
        secretary_client.post(address(rakor), {"kind": "kartu-nama-a4", "_print": "1"}).content
    ))  # fmt: skip
    assert [round(float(side) / 72 * 25.4) for side in reader.pages[0].mediabox[2:]] == [210, 297]


def test_table_card_says_the_name_on_both_sides(secretary_client, rakor, people):
    printed = paper(secretary_client, rakor, "kartu-meja")
    assert [page.count(name) for page, name in zip(printed, names(printed), strict=True)] == [2] * 3


def test_two_tickets_stand_on_a_page(secretary_client, rakor, people):
    assert [len(names([page])) for page in paper(secretary_client, rakor, "tiket")] == [2, 1]


@pytest.mark.parametrize("kind", ["kartu-nama-a4", "kartu-nama-a6", "kartu-meja", "tiket"])
def test_long_name_fits_whole(secretary_client, rakor, aceh, kind):
    make_ticket(make_registration(rakor, aceh, full_name=LONG_NAME[:150]))
    (page,) = paper(secretary_client, rakor, kind)
    # It is broken where a line ends.
    assert LONG_NAME[:150].replace(" ", "") in page.replace(" ", "").replace("\u200b", "")


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        ({"role": "kepala"}, ["Ani Lestari"]),
        ({"mode": "daring"}, ["Citra Dewi"]),
        ({"role": "pendamping", "mode": "luring"}, ["Budi Santoso"]),
    ],
)
def test_selection_by_role_and_way_of_attending(secretary_client, rakor, people, choice, found):
    assert names(paper(secretary_client, rakor, **choice)) == found


def test_selection_by_office(secretary_client, rakor, people, bali):
    assert names(paper(secretary_client, rakor, office=bali.pk)) == ["Citra Dewi"]


def test_selection_by_what_changed_since_on_the_clock_of_the_rakor(secretary_client, rakor, people):
    since = NOW.astimezone(ZoneInfo("Asia/Makassar")) - timedelta(hours=1)
    typed = f"{since:%Y-%m-%dT%H:%M}"
    # Ani's data are of two days ago, but her ticket was replaced now.
    assert names(paper(secretary_client, rakor, since=typed)) == ["Budi Santoso", "Citra Dewi"]
    people["ani"].tickets.update(revoked_at=NOW, revoke_reason="Hilang.")
    make_ticket(people["ani"], issued_at=NOW)
    assert names(paper(secretary_client, rakor, since=typed))[0] == "Ani Lestari"
    later = f"{since + timedelta(hours=2):%Y-%m-%dT%H:%M}"
    page = secretary_client.post(
        address(rakor), {"kind": "tiket", "_print": "1", "since": later}
    ).text
    assert "tidak seorang pun dari pilihan itu memegang tiket" in page


def test_counting_prints_nothing(secretary_client, rakor, people):
    given = {"kind": "tiket", "role": "kepala", "_count": "1"}
    page = secretary_client.post(address(rakor), given).text
    assert "<strong>1 peserta</strong>" in page
    assert "<strong>3 peserta</strong>" in secretary_client.get(address(rakor)).text
    assert not AuditEvent.objects.exists()


def test_printing_is_recorded_without_names(secretary_client, secretary, rakor, people):
    paper(secretary_client, rakor, "tiket")
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.target, event.details) == (
        "registration.printed",
        secretary,
        "3 pendaftaran",
        {"format": "tiket", "count": 3},
    )


@pytest.mark.parametrize(
    ("action", "count"),
    [
        ("print_badges", 1),
        ("print_badges_alone", 2),
        ("print_table_cards", 2),
        ("print_tickets", 1),
    ],
)
def test_selected_rows_of_the_list_are_printed(secretary_client, people, action, count):
    keys = [str(people[name].pk) for name in ("ani", "citra")]
    response = secretary_client.post(LIST, {"action": action, "_selected_action": keys})
    printed = pages(response)
    assert (len(printed), set(names(printed))) == (count, {"Ani Lestari", "Citra Dewi"})


def test_selection_without_a_ticket_is_told(secretary_client, people):
    waiting = Registration.objects.get(full_name="Dedi Menunggu")
    page = secretary_client.post(
        LIST, {"action": "print_badges", "_selected_action": [str(waiting.pk)]}, follow=True
    )
    assert [str(message) for message in page.context["messages"]] == [
        "Tidak ada yang dicetak: tidak seorang pun dari pilihan itu memegang tiket."
    ]


@pytest.mark.parametrize("client_name", ["note_taker_client", "operator_client"])
def test_printing_is_refused_to_others(request, client_name, rakor, people):
    client = request.getfixturevalue(client_name)
    assert client.get(address(rakor)).status_code == 403
    assert client.post(address(rakor), {"kind": "tiket", "_print": "1"}).status_code == 403
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_printing_takes_the_same_statements(
    secretary_client, rakor, aceh, django_assert_num_queries, count
):
    for _ in range(count):
        make_ticket(make_registration(rakor, aceh))
    with django_assert_num_queries(8):
        paper(secretary_client, rakor, "tiket")
