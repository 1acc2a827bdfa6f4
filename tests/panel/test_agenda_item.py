"""One item of a draft as a form: its people, two who save at once, commissions in one go."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from accounts.models import User
from meetings.actions.agenda_items import change_item
from meetings.agenda.merging import ItemDraft, PartDraft, draft_of
from meetings.models import AgendaItem, AgendaPart, Meeting
from provinces.models import Person
from tests.factories import NOW, make_agenda_item, make_meeting, make_office, make_post, make_term
from tests.panel.test_agenda_editor import outline, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting()


def address_of(item: AgendaItem) -> str:
    return page_of(item.meeting, f"{item.pk}/")


def sent_back(client: Client, address: str) -> dict[str, Any]:
    """What the browser would send from the page unchanged."""
    context = client.get(address).context
    rows = context["rows"]
    fields = [field for form in (context["form"], rows.management_form, *rows) for field in form]
    values = {field.html_name: field.value() for field in fields}
    return {**filled(values), "di": context.get("place", "")}


def filled(values: dict[str, Any]) -> dict[str, Any]:
    """Without what a browser would not send: a box without its tick, an input without a value."""
    return {
        name: value for name, value in values.items() if value is not None and value is not False
    }


def save(client: Client, address: str, opened: dict[str, Any], **changes: Any):
    """Sends the form; two underscores stand for the hyphen of a row's name."""
    changed = {name.replace("__", "-"): value for name, value in changes.items()}
    return client.post(address, {**opened, **changed})


def change(item: AgendaItem, by: User | None = None, **fields: Any) -> None:
    """Another editor's save."""
    base = draft_of(AgendaItem.objects.get(pk=item.pk))
    draft = ItemDraft(**{**base.__dict__, **fields})
    change_item(meeting=item.meeting, number=item.pk, base=base, draft=draft, by=by, at=NOW)


def saved(item: AgendaItem) -> ItemDraft:
    return draft_of(AgendaItem.objects.get(pk=item.pk))


def test_saving_nothing_changes_nothing(secretary_client: Client, meeting: Meeting):
    item = make_agenda_item(meeting, description="Satu\nDua", presenter="Budi", is_public=False)
    before = saved(item)
    opened = sent_back(secretary_client, address_of(item))
    response = save(secretary_client, address_of(item), opened, description="Satu\r\nDua")
    assert response.url == page_of(meeting, f"#acara-{item.pk}-ubah")
    item.refresh_from_db()
    assert (saved(item), item.revision) == (before, 1)


def test_people_are_known_or_written(secretary_client: Client, meeting: Meeting):
    term = make_term(make_post(office=make_office(name="Balai TIK Aceh")), name="Ana Lestari")
    twins = [Person.objects.create(name="Budi Santoso") for _ in range(2)]
    item = make_agenda_item(meeting, title="Paparan")
    opened = sent_back(secretary_client, address_of(item))
    save(
        secretary_client, address_of(item), opened, _more="1",
        orang__0__name="ana  lestari", orang__0__role="moderator", orang__0__ORDER="2",
        orang__1__name=f"Budi Santoso (nomor {twins[1].pk})", orang__1__ORDER="1",
    )  # fmt: skip
    opened = sent_back(secretary_client, address_of(item))
    save(
        secretary_client, address_of(item), opened,
        orang__2__name="Kepala Pusdatin", orang__2__position="Narasumber",
    )  # fmt: skip
    assert saved(item).parts == (
        PartDraft("Budi Santoso", "pembicara", "", twins[1].pk),
        PartDraft("Ana Lestari", "moderator", "", term.person_id),
        PartDraft("Kepala Pusdatin", "pembicara", "Narasumber"),
    )


def test_position_of_the_day_is_shown(secretary_client: Client, meeting: Meeting):
    term = make_term(make_post(office=make_office(name="Balai TIK Aceh")), name="Ana Lestari")
    item = make_agenda_item(meeting)
    AgendaPart.objects.create(item=item, person=term.person, name="Ana Lestari")
    page = secretary_client.get(address_of(item))
    assert ("Ana Lestari", "Kepala Balai TIK Aceh") in page.context["people"]
    assert page.context["rows"][0].position_of_the_day == "Kepala Balai TIK Aceh"


def test_person_whose_name_was_put_right_stays_the_same(secretary_client: Client, meeting: Meeting):
    person = Person.objects.create(name="Ana Lestari")
    item = make_agenda_item(meeting)
    AgendaPart.objects.create(item=item, person=person, name="Ana Lestary")
    opened = sent_back(secretary_client, address_of(item))
    save(secretary_client, address_of(item), opened, title="Baru")
    assert saved(item).parts == (PartDraft("Ana Lestary", person=person.pk),)


def test_later_save_keeps_what_the_other_editor_changed(secretary_client: Client, meeting: Meeting):
    item = make_agenda_item(meeting, title="Pleno", place="Aula")
    opened = sent_back(secretary_client, address_of(item))
    change(item, place="Ruang 2")
    response = save(secretary_client, address_of(item), opened, title="Pleno I")
    assert [str(each) for each in get_messages(response.wsgi_request)] == [
        "“Pleno I” disimpan. Yang sementara itu diubah penyunting lain tetap berlaku: ruang."
    ]
    assert saved(item) == ItemDraft("Pleno I", place="Ruang 2")


def test_both_texts_stand_beside_each_other(
    secretary_client: Client, secretariat: User, meeting: Meeting
):
    item = make_agenda_item(meeting, title="Pleno", place="Aula")
    opened = sent_back(secretary_client, address_of(item))
    change(item, by=secretariat, title="Pleno A", place="Ruang 2")
    mine = {"title": "Pleno B", "duration_minutes": "60", "orang__0__name": "Ana"}
    page = save(secretary_client, address_of(item), opened, **mine)
    conflict = page.context["conflict"]
    assert (str(conflict["who"]), conflict["kept"]) == ("Petugas Sekretariat", "ruang")
    assert conflict["clashes"] == [
        {"label": "acara", "base": "Pleno", "theirs": "Pleno A", "mine": "Pleno B"}
    ]
    form, rows = page.context["form"], page.context["rows"]
    assert [form[name].value() for name in ("title", "place", "duration_minutes")] == [
        "Pleno B", "Ruang 2", 60,
    ]  # fmt: skip
    assert rows[0]["name"].value() == "Ana"
    # Saved again, as it is shown, it holds.
    shown = [field for each in (form, rows.management_form, *rows) for field in each]
    again = filled({field.html_name: field.value() for field in shown})
    assert secretary_client.post(address_of(item), again).status_code == 302
    assert saved(item) == ItemDraft(
        "Pleno B", duration_minutes=60, place="Ruang 2", parts=(PartDraft("Ana"),)
    )


def test_removed_item_is_put_back_as_new(secretary_client: Client, meeting: Meeting):
    group = make_agenda_item(meeting, title="Komisi")
    item = make_agenda_item(meeting, title="Paparan", parent=group)
    opened = sent_back(secretary_client, address_of(item))
    number, address = item.pk, address_of(item)
    item.delete()
    page = save(secretary_client, address, opened, title="Paparan I", orang__0__name="Ana")
    assert (page.context["is_gone"], page.context["form"]["title"].value()) == (True, "Paparan I")
    response = save(
        secretary_client, address, opened, title="Paparan I", orang__0__name="Ana", _new="1"
    )
    item = AgendaItem.objects.get(title="Paparan I")
    assert response.url == page_of(meeting, f"#acara-{item.pk}-ubah")
    assert (item.pk != number, item.parent, saved(item).parts) == (
        True, group, (PartDraft("Ana"),)
    )  # fmt: skip
    assert secretary_client.get(address).url == page_of(meeting)


@pytest.mark.parametrize("base", ["", "x", "[]", "{}", '{"starts_at": null, "parts": [1]}'])
def test_broken_form_says_so(secretary_client: Client, meeting: Meeting, base: str):
    item = make_agenda_item(meeting, title="Pleno")
    opened = sent_back(secretary_client, address_of(item))
    page = save(secretary_client, address_of(item), opened, base=base, title="Lain")
    assert list(page.context["form"].errors) == ["base"]
    assert saved(item).title == "Pleno"


def test_refusal_keeps_what_was_typed(secretary_client: Client, meeting: Meeting):
    item = make_agenda_item(meeting, title="Pleno")
    opened = sent_back(secretary_client, address_of(item))
    Meeting.objects.filter(pk=meeting.pk).update(cancelled_at=NOW, cancel_reason="Banjir")
    page = save(secretary_client, address_of(item), opened, title="Pleno I", orang__0__name="Ana")
    assert page.context["form"].non_field_errors() == [
        f"{meeting.title} dibatalkan (Banjir); susunan acaranya tidak dapat diubah lagi."
    ]
    assert page.context["form"]["title"].value() == "Pleno I"
    assert page.context["rows"][0]["name"].value() == "Ana"


def test_new_item_with_everything(secretary_client: Client, meeting: Meeting):
    address = page_of(meeting, "tambah/?di=hari:2")
    opened = sent_back(secretary_client, address)
    save(secretary_client, address, opened, title="Paparan", kind="paparan", orang__0__name="Ana")
    assert outline(meeting) == [(2, None, "Paparan")]
    assert saved(AgendaItem.objects.get()) == ItemDraft(
        "Paparan", "paparan", parts=(PartDraft("Ana"),)
    )


@pytest.mark.parametrize("place", ["", "x", "hari:x", "di-dalam:999999", "sebelum:"])
def test_unknown_place_is_the_first_day(secretary_client: Client, meeting: Meeting, place: str):
    page = secretary_client.get(page_of(meeting, f"tambah/?di={place}"))
    assert page.context["place"] == "hari:1"


def test_commissions_come_with_their_people(secretary_client: Client, meeting: Meeting):
    person = Person.objects.create(name="Ana Lestari")
    address = page_of(meeting, "sidang-komisi/?di=hari:2")
    opened = sent_back(secretary_client, address)
    more = save(
        secretary_client, address, opened, komisi__0__place="Ruang 1", _rows="1", jumlah="4"
    )
    rows = more.context["rows"]
    assert [(row["title"].value(), row["place"].value()) for row in rows] == [
        ("Komisi A", "Ruang 1"), ("Komisi B", None), ("Komisi C", None), ("Komisi D", None),
    ]  # fmt: skip
    response = save(
        secretary_client, address, opened, duration_minutes="120", komisi__0__place="Ruang 1",
        komisi__0__ketua="Ana Lestari", komisi__0__perumus="Budi", komisi__2__title="",
    )  # fmt: skip
    block = AgendaItem.objects.get(parent=None)
    assert response.url == page_of(meeting, f"#acara-{block.pk}")
    assert (block.day, block.duration_minutes, block.is_parallel) == (2, 120, True)
    assert [saved(child) for child in block.children.all()] == [
        ItemDraft(
            "Komisi A", "komisi", place="Ruang 1",
            parts=(PartDraft("Ana Lestari", "ketua", "", person.pk), PartDraft("Budi", "perumus")),
        ),
        ItemDraft("Komisi B", "komisi"),
    ]  # fmt: skip


def test_commission_without_a_name_is_asked_about(secretary_client: Client, meeting: Meeting):
    address = page_of(meeting, "sidang-komisi/")
    opened = sent_back(secretary_client, address)
    page = save(secretary_client, address, opened, komisi__1__title="", komisi__1__ketua="Ana")
    assert page.context["rows"].errors == [
        {}, {"title": ["Beri nama komisi ini, atau kosongkan seluruh barisnya."]}, {},
    ]  # fmt: skip
    assert page.context["rows"][1]["ketua"].value() == "Ana"
    assert outline(meeting) == []


@pytest.mark.parametrize(
    ("page", "sent"),
    [
        ("", {"base": "[" * 100_000}),
        ("", {"orang-0-name": "Budi", "orang-0-known": f"{'9' * 5000} Budi"}),
        ("hapus/", {"seen": "9" * 5000}),
        ("../sidang-komisi/", {"_rows": "1", "jumlah": "9" * 5000}),
    ],
)
def test_hidden_fields_that_no_page_sends_are_no_error_page(
    secretary_client: Client, meeting: Meeting, page: str, sent: dict[str, str]
):
    item = make_agenda_item(meeting)
    opened = sent_back(secretary_client, address_of(item)) if not page else {}
    address = (
        page_of(meeting, page.removeprefix("../")) if ".." in page else address_of(item) + page
    )
    assert secretary_client.post(address, {**opened, **sent}).status_code in (200, 302)
