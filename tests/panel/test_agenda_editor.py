"""The draft of an agenda in the panel: read, typed line by line, moved, changed, taken out."""

from datetime import time

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.agenda.merging import ItemDraft, draft_of
from meetings.models import AgendaItem, AgendaPart, Meeting
from tests.factories import NOW, make_agenda_item, make_meeting, make_office, make_post, make_term

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(starts_at=time(8))


def page_of(meeting: Meeting, rest: str = "") -> str:
    return reverse("admin:meetings_meeting_agenda", args=[meeting.pk]) + rest


def do(client: Client, meeting: Meeting, what: str, **fields) -> str:
    """Where the answer leads, from the editor's page on."""
    response = client.post(page_of(meeting), {"do": what, **fields})
    assert response.status_code == 302
    return response["Location"].removeprefix(page_of(meeting))


def said(client: Client, meeting: Meeting) -> list[str]:
    return [str(each) for each in get_messages(client.get(page_of(meeting)).wsgi_request)]


def outline(meeting: Meeting) -> list[tuple]:
    return list(meeting.agenda_items.values_list("day", "parent__title", "title"))


def told(rows: list[dict]) -> list[tuple]:
    names = ("time", "title", "kind", "lasts", "place", "is_fixed", "is_internal")
    return [(*(row[name] for name in names), told(row["rows"])) for row in rows]


def test_page_tells_times_people_and_warnings(secretary_client: Client, meeting: Meeting):
    term = make_term(make_post(office=make_office(name="Balai TIK Aceh")), name="Ana Lestari")
    first = make_agenda_item(meeting, title="Arahan", kind="arahan", duration_minutes=90)
    AgendaPart.objects.create(item=first, person=term.person, name="Ana Lestari")
    block = make_agenda_item(
        meeting, title="Sidang komisi", kind="komisi", is_parallel=True, starts_at=time(9)
    )
    make_agenda_item(
        meeting, title="Komisi A", kind="komisi", parent=block, place="Ruang 1",
        duration_minutes=60, is_public=False,
    )  # fmt: skip
    page = secretary_client.get(page_of(meeting))
    first_day, second_day = page.context["days"]
    inner = ("09.00–10.00", "Komisi A", "", "1 jam", "Ruang 1", False, True, [])
    assert told(first_day["rows"]) == [
        ("08.00–09.30", "Arahan", "", "1 jam 30 menit", "", False, False, []),
        ("09.00–10.00", "Sidang komisi", "", "", "", True, False, [inner]),
    ]
    assert first_day["rows"][0]["people"] == [
        ("Pembicara", "Ana Lestari, Kepala Balai TIK Aceh")
    ]  # fmt: skip
    assert (second_day["title"], second_day["rows"]) == ("Rabu, 16 Desember 2026", [])
    warning = "“Sidang komisi” tetap mulai 09.00, 30 menit sebelum “Arahan” selesai."
    assert [each.text for each in page.context["warnings"]] == [warning]
    # At the top with a link, and at the item.
    assert page.content.decode().count(warning) == 2


def test_day_without_a_first_hour_says_what_is_missing(secretary_client: Client):
    meeting = make_meeting()
    make_agenda_item(meeting, day=1)
    make_agenda_item(meeting, day=2, starts_at=time(8))
    make_agenda_item(meeting, day=None)
    days = secretary_client.get(page_of(meeting)).context["days"]
    assert [day["is_untimed"] for day in days] == [True, False, False]


def test_page_takes_as_many_statements_for_any_number_of_items(
    secretary_client: Client, meeting: Meeting
):
    def plant() -> None:
        group = make_agenda_item(meeting, is_parallel=True)
        item = make_agenda_item(meeting, parent=group, place="Aula")
        person = make_term(make_post(office=make_office())).person
        AgendaPart.objects.create(item=item, person=person, name=person.name)

    def statements(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert secretary_client.get(address).status_code == 200
        return len(captured)

    plant()
    item = AgendaItem.objects.exclude(parent=None).get()
    addresses = [page_of(meeting, rest) for rest in ("", f"{item.pk}/", f"{item.pk}/tempat/")]
    addresses.append(page_of(meeting, "sidang-komisi/"))
    once = [statements(address) for address in [addresses[0], *addresses]][1:]
    plant()
    plant()
    assert [statements(address) for address in addresses] == once


@pytest.mark.parametrize(
    "rest", ["", "tambah/", "sidang-komisi/", "{}/", "{}/tempat/", "{}/hapus/"]
)
def test_who_may_not_change_the_agenda(
    note_taker_client: Client, operator_client: Client, client: Client, meeting: Meeting, rest: str
):
    item = make_agenda_item(meeting, title="Rahasia")
    address = page_of(meeting, rest.format(item.pk))
    assert operator_client.get(address).status_code == 403
    assert client.get(address).url == f"{reverse('account_login')}?next={address}"
    # The note taker reads the draft.
    assert note_taker_client.get(address).status_code == (403 if rest else 200)
    assert note_taker_client.post(address, {"do": f"salin {item.pk}"}).status_code == 403
    assert outline(meeting) == [(1, None, "Rahasia")]


def test_reader_finds_nothing_to_press(note_taker_client: Client, meeting: Meeting):
    make_agenda_item(meeting, title="Pleno")
    page = note_taker_client.get(page_of(meeting))
    assert "Pleno" in page.content.decode()
    assert [day["quick"] for day in page.context["days"]] == [None, None]
    assert 'form="susunan"' not in page.content.decode()


def test_line_adds_and_takes_the_focus_again(secretary_client: Client, meeting: Meeting):
    line = {"title": "Pembukaan", "kind": "pembukaan", "duration_minutes": "30", "starts_at": ""}
    assert do(secretary_client, meeting, "tambah hari:2", **line) == "#tambah-hari-2"
    item = AgendaItem.objects.get()
    inner = {**line, "title": "Doa", "kind": "lain"}
    where = do(secretary_client, meeting, f"tambah di-dalam:{item.pk}", **inner)
    assert where == f"?isi={item.pk}#tambah-di-dalam-{item.pk}"
    page = secretary_client.get(page_of(meeting, f"?isi={item.pk}"))
    assert f'id="tambah-di-dalam-{item.pk}"' in page.content.decode()
    assert page.context["days"][1]["rows"][0]["quick"].is_open
    assert draft_of(item) == ItemDraft("Pembukaan", "pembukaan", duration_minutes=30)
    assert outline(meeting) == [(2, None, "Pembukaan"), (None, "Pembukaan", "Doa")]


def test_refused_line_stays_as_it_was_typed(secretary_client: Client, meeting: Meeting):
    line = {"title": "Paparan", "kind": "paparan", "duration_minutes": "0", "starts_at": "08:00"}
    page = secretary_client.post(page_of(meeting), {"do": "tambah hari:1", **line})
    quick = page.context["days"][0]["quick"]
    assert {name: quick[name].value() for name in line} == line
    assert list(quick.errors) == ["duration_minutes"]
    undated = {**line, "duration_minutes": "30"}
    make_agenda_item(meeting, day=None, title="Tanpa hari")
    page = secretary_client.post(page_of(meeting), {"do": "tambah hari:", **undated})
    assert page.context["days"][2]["quick"].non_field_errors() == [
        "“Paparan” berpukul tetap 08.00, dan pukul memerlukan hari. Kosongkan pukulnya lebih "
        "dahulu."
    ]


def test_button_moves_and_keeps_the_focus(secretary_client: Client, meeting: Meeting):
    first, second = (make_agenda_item(meeting, title=title) for title in "AB")
    assert do(secretary_client, meeting, f"naik {second.pk}") == f"#acara-{second.pk}-naik"
    assert outline(meeting) == [(1, None, "B"), (1, None, "A")]
    assert do(secretary_client, meeting, f"ke-dalam {first.pk}") == f"#acara-{first.pk}-ke-dalam"
    assert outline(meeting) == [(1, None, "B"), (None, "B", "A")]
    assert do(secretary_client, meeting, f"naik {second.pk}") == f"#acara-{second.pk}-naik"
    assert said(secretary_client, meeting) == ["“B” sudah paling atas."]


def test_drop_puts_beside_an_item_or_on_a_day(secretary_client: Client, meeting: Meeting):
    first, second, third = (make_agenda_item(meeting, title=title) for title in "ABC")
    where = do(secretary_client, meeting, f"letakkan {third.pk} sebelum:{first.pk}")
    assert where == f"#acara-{third.pk}"
    do(secretary_client, meeting, f"letakkan {second.pk} hari:2")
    assert outline(meeting) == [(1, None, "C"), (1, None, "A"), (2, None, "B")]


@pytest.mark.parametrize(
    "what",
    ["", "terbang 1", "naik", "naik x", "letakkan {} di-atas:1", "letakkan {} hari:999",
     "tambah", "tambah hari:x"],
)  # fmt: skip
def test_nonsense_changes_nothing(secretary_client: Client, meeting: Meeting, what: str):
    item = make_agenda_item(meeting, title="A")
    do(secretary_client, meeting, what.format(item.pk))
    assert said(secretary_client, meeting) == [
        "Permintaan itu tidak dikenali; tidak ada yang diubah."
    ]
    assert outline(meeting) == [(1, None, "A")]


def test_copy_is_changed_next(secretary_client: Client, meeting: Meeting):
    item = make_agenda_item(meeting, title="Paparan")
    where = do(secretary_client, meeting, f"salin {item.pk}")
    copy = AgendaItem.objects.exclude(pk=item.pk).get()
    assert (where, outline(meeting)) == (f"#acara-{copy.pk}-ubah", [(1, None, "Paparan")] * 2)


def test_removal_names_what_goes_and_can_be_undone(secretary_client: Client, meeting: Meeting):
    group, other = (make_agenda_item(meeting, title=title) for title in ("Komisi", "Pleno"))
    inner = make_agenda_item(meeting, title="Paparan", parent=group)
    before = outline(meeting)
    address = page_of(meeting, f"{group.pk}/hapus/")
    page = secretary_client.get(address)
    assert [item.title for item in page.context["going"]] == ["Komisi", "Paparan"]
    assert outline(meeting) == before
    response = secretary_client.post(address, {"seen": [group.pk, inner.pk]})
    assert response.url == page_of(meeting, f"#acara-{other.pk}")
    assert outline(meeting) == [(1, None, "Pleno")]
    assert "Urungkan penghapusan" in secretary_client.get(page_of(meeting)).content.decode()
    assert do(secretary_client, meeting, "kembalikan") == f"#acara-{group.pk}"
    assert outline(meeting) == before
    assert "Urungkan" not in secretary_client.get(page_of(meeting)).content.decode()
    do(secretary_client, meeting, "kembalikan")
    assert "Tidak ada penghapusan yang dapat diurungkan." in said(secretary_client, meeting)


def test_removal_of_what_has_grown_is_asked_again(secretary_client: Client, meeting: Meeting):
    group = make_agenda_item(meeting, title="Komisi")
    make_agenda_item(meeting, title="Paparan", parent=group)
    page = secretary_client.post(page_of(meeting, f"{group.pk}/hapus/"), {"seen": [group.pk]})
    assert "“Paparan”" in page.context["refusal"]
    assert len(page.context["going"]) == AgendaItem.objects.count() == 2


def test_place_is_chosen_among_those_there_are(secretary_client: Client, meeting: Meeting):
    a, b = (make_agenda_item(meeting, title=title) for title in "AB")
    inner = make_agenda_item(meeting, title="C", parent=b)
    address = page_of(meeting, f"{b.pk}/tempat/")
    choices = secretary_client.get(address).context["form"].fields["to"].choices
    offered = [value for _, group in choices for value, _ in group]
    assert offered == [
        "hari:1", f"sebelum:{a.pk}", f"sesudah:{a.pk}", f"di-dalam:{a.pk}", "hari:2"
    ]  # fmt: skip
    page = secretary_client.post(address, {"to": f"di-dalam:{inner.pk}"})
    assert list(page.context["form"].errors) == ["to"]
    assert secretary_client.post(address, {"to": "hari:2"}).url == page_of(
        meeting, f"#acara-{b.pk}"
    )
    assert outline(meeting) == [(1, None, "A"), (2, None, "B"), (None, "B", "C")]


CLOSED = [{"cancelled_at": NOW, "cancel_reason": "Banjir"}, {"closed_at": NOW}]


@pytest.mark.parametrize("state", CLOSED)
def test_closed_agenda_is_read_and_what_was_typed_is_kept(
    secretary_client: Client, meeting: Meeting, state: dict
):
    item = make_agenda_item(meeting, title="Pleno")
    Meeting.objects.filter(pk=meeting.pk).update(**state)
    page = secretary_client.get(page_of(meeting))
    assert (page.context["may_change"], page.context["days"][0]["quick"]) == (False, None)
    do(secretary_client, meeting, f"salin {item.pk}")
    assert "susunan acaranya tidak dapat diubah lagi" in said(secretary_client, meeting)[0]
    assert outline(meeting) == [(1, None, "Pleno")]
