"""Two people write the same minutes: nothing of either is overwritten unseen."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from meetings.actions.minutes_quotes import quote_remark
from meetings.models import Minutes
from tests.factories import NOW, make_meeting, make_minutes, make_remark
from tests.panel.forms import errors_of, save, sent_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def minutes(db: None) -> Minutes:
    minutes = make_minutes(make_meeting(), chair="Siti", discussion="Satu.\nDua.", closing="")
    minutes.decisions.create(order=1, text="Materi daring.")
    minutes.decisions.create(order=2, text="Rakor tahunan.")
    minutes.action_items.create(
        order=1, task="Menyusun", responsible="BLPT", due_on=date(2026, 12, 31)
    )
    return minutes


@pytest.fixture
def address(minutes: Minutes) -> str:
    return reverse("admin:meetings_minutes_change", args=[minutes.pk])


def as_browsers_send(data: dict) -> dict:
    return {name: str(value).replace("\n", "\r\n") for name, value in data.items()}


def decisions(minutes: Minutes) -> list[tuple[int, str]]:
    return list(minutes.decisions.values_list("order", "text"))


def test_quote_that_was_appended_meanwhile_stays(
    note_taker_client: Client, secretariat, minutes, address, aceh
):
    opened = as_browsers_send(sent_back(note_taker_client, address))
    remark = make_remark(minutes.meeting, 999_999, office=aceh, text="Kapan?")
    quote_remark(minutes=minutes, remark=remark, by=secretariat, at=NOW)
    assert note_taker_client.post(address, {**opened, "closing": "Selesai."}).status_code == 302
    minutes.refresh_from_db()
    assert (minutes.discussion, minutes.closing) == (
        f"Satu.\nDua.\n\n> **{aceh.name}**:\n>\n> Kapan?",
        "Selesai.",
    )


def test_what_both_changed_is_shown_side_by_side_and_saved_deliberately(
    note_taker_client: Client, secretary_client: Client, secretary, minutes, address
):
    opened = as_browsers_send(sent_back(note_taker_client, address))
    save(secretary_client, address, discussion="Satu.\nTiga.", opening="Dibuka.")
    mine = {**opened, "discussion": "Empat.", "closing": "Selesai."}
    page = note_taker_client.post(address, mine)
    event = AuditEvent.objects.get(action="minutes.changed")
    assert errors_of(page) == [
        "Belum disimpan: isian ini juga diubah orang lain sejak formulir Anda dibuka."
    ]
    conflict = page.context["conflict"]
    assert (conflict["who"], conflict["kept"], conflict["rows"]) == (
        event.actor,
        "pembukaan",
        "",
    )
    assert conflict["clashes"] == [
        {"label": "pembahasan", "theirs": "Satu.\nTiga.", "mine": "Empat."}
    ]
    minutes.refresh_from_db()
    assert (minutes.discussion, minutes.closing) == ("Satu.\nTiga.", "")

    form = page.context["adminform"].form
    shown = {field.html_name: field.value() for field in form}
    names = ("discussion", "closing", "opening")
    assert [shown[name] for name in names] == ["Empat.", "Selesai.", "Dibuka."]
    assert note_taker_client.post(address, {**mine, **shown}).status_code == 302
    minutes.refresh_from_db()
    assert [getattr(minutes, name) for name in names] == ["Empat.", "Selesai.", "Dibuka."]


def test_rows_that_a_colleague_changed_are_kept(
    note_taker_client: Client, secretary_client: Client, minutes, address
):
    opened = as_browsers_send(sent_back(note_taker_client, address))
    fresh = {"decisions__TOTAL_FORMS": 3, "decisions__2__order": 3, "decisions__2__text": "Baru."}
    save(
        secretary_client, address,
        decisions__0__text="Materi luring.", decisions__1__DELETE="on", **fresh,
    )  # fmt: skip
    assert decisions(minutes) == [(1, "Materi luring."), (3, "Baru.")]
    changed = {"chair": "Budi", "action_items-0-task": "Menyusun materi"}
    assert note_taker_client.post(address, {**opened, **changed}).status_code == 302
    minutes.refresh_from_db()
    assert minutes.chair == "Budi"
    assert decisions(minutes) == [(1, "Materi luring."), (3, "Baru.")]
    assert [item.task for item in minutes.action_items.all()] == ["Menyusun materi"]


@pytest.mark.parametrize("theirs", [{"0__text": "Lain."}, {"0__DELETE": "on"}])
@pytest.mark.parametrize("mine", [{"0-text": "Milik saya."}, {"0-DELETE": "on", "1-text": "Ya."}])
def test_rows_that_both_changed_are_shown_and_none_is_mixed(
    note_taker_client: Client, secretary_client: Client, minutes, address, theirs, mine
):
    opened = as_browsers_send(sent_back(note_taker_client, address))
    save(secretary_client, address, **{f"decisions__{name}": v for name, v in theirs.items()})
    kept = decisions(minutes)
    sent = {**opened, **{f"decisions-{name}": value for name, value in mine.items()}}
    page = note_taker_client.post(address, sent)
    assert decisions(minutes) == kept
    (clash,) = page.context["conflict"]["clashes"]
    typed = {"0-text": "1. Milik saya.\n2. Rakor tahunan.", "0-DELETE": "2. Ya."}
    assert clash == {
        "label": "keputusan",
        "theirs": "\n".join(f"{order}. {text}" for order, text in kept),
        "mine": typed[next(iter(mine))],
    }
    assert page.context["conflict"]["rows"] == "keputusan"
    rows = page.context["inline_admin_formsets"][0].formset.forms
    assert [(row["order"].value(), row["text"].value()) for row in rows] == [
        (str(order), text) for order, text in kept
    ]


def test_form_that_does_not_say_what_it_was_opened_with_overwrites_nothing_unseen(
    note_taker_client: Client, minutes, address
):
    opened = sent_back(note_taker_client, address)
    for told in ("", "[]", "{", "[" * 100_000, '{"chair": 1}'):
        sent = {**opened, "chair": "Budi", "opened_with": told}
        page = note_taker_client.post(address, sent)
        assert page.context["conflict"]["clashes"] == [
            {"label": "pimpinan rapat", "theirs": "Siti", "mine": "Budi"}
        ]
    minutes.refresh_from_db()
    assert minutes.chair == "Siti"


def test_same_change_twice_and_a_change_of_nobody_are_no_conflict(
    note_taker_client: Client, secretary_client: Client, minutes, address
):
    opened = as_browsers_send(sent_back(note_taker_client, address))
    save(secretary_client, address, chair="Budi", decisions__0__text="Lain.")
    again = {**opened, "chair": "Budi", "decisions-0-text": "Lain."}
    assert note_taker_client.post(address, again).status_code == 302
    assert decisions(minutes) == [(1, "Lain."), (2, "Rakor tahunan.")]
