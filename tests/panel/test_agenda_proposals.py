"""Proposals and open follow-ups in the panel: taken into the agenda, kept, declined, settled."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from meetings.actions.agenda_proposals import keep_topic
from meetings.actions.minutes import publish_minutes
from meetings.models import ActionItem, AgendaProposal, Meeting
from provinces.models import Office
from tests.factories import NOW, make_agenda_item, make_meeting, make_minutes, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def rakor(db) -> Meeting:
    return make_meeting(title="Rakor 2026")


@pytest.fixture
def page(rakor: Meeting) -> str:
    return reverse("admin:meetings_meeting_agenda_proposals", args=[rakor.pk])


def topic(meeting: Meeting, office: Office, **fields) -> AgendaProposal:
    defaults = {"title": "Studio", "reason": "Perlu.", "proposed_at": NOW,
                "proposed_by": make_user()}  # fmt: skip
    return AgendaProposal.objects.create(meeting=meeting, office=office, **{**defaults, **fields})


def follow_up(by, *, starts_on: date = date(2025, 5, 1), task: str = "Susun pedoman") -> ActionItem:
    """Of a former rakor, published."""
    meeting = make_meeting(starts_on=starts_on, ends_on=starts_on, title=f"Rakor {starts_on:%Y}")
    minutes = make_minutes(meeting)
    found = ActionItem.objects.create(minutes=minutes, task=task, responsible="Pusdatin")
    publish_minutes(minutes=minutes, by=by, at=NOW)
    return found


def sent(do: str, row, **fields) -> dict:
    return {"do": do, "key": str(row.pk), **{f"{row.pk}-{k}": v for k, v in fields.items()}}


def shown(response, name: str) -> list[str]:
    return [row["title"] for row in response.context[name]]


def test_topic_is_accepted_where_it_belongs(secretary_client: Client, rakor, page, aceh):
    plenary = make_agenda_item(rakor, title="Pleno")
    wanted = topic(rakor, aceh, minutes_wanted=30)
    response = secretary_client.post(page, sent("accept", wanted, to=f"di-dalam:{plenary.pk}"))
    assert response.status_code == 302
    wanted.refresh_from_db()
    assert (wanted.item.parent, wanted.item.duration_minutes) == (plenary, 30)
    assert shown(secretary_client.get(page), "waiting") == []


def test_refused_decision_keeps_what_was_typed(secretary_client: Client, rakor, page, aceh):
    wanted = topic(rakor, aceh)
    response = secretary_client.post(page, sent("decline", wanted, to="hari:2", note=" "))
    form = response.context["waiting"][0]["form"]
    assert form.non_field_errors() == ["Isi alasannya: balai pengusul membacanya."]
    assert form["to"].value() == "hari:2"
    assert secretary_client.post(page, sent("decline", wanted, note="Bukan lingkupnya.")).url
    wanted.refresh_from_db()
    assert (wanted.decision, wanted.decision_note) == ("ditolak", "Bukan lingkupnya.")


def test_kept_topics_and_follow_ups_are_offered_to_a_later_rakor(
    secretary_client: Client, secretary, page, rakor, aceh
):
    former = make_meeting(starts_on=date(2025, 7, 1), ends_on=None)
    kept = topic(former, aceh, title="Tersimpan")
    keep_topic(proposal=kept, note="", by=secretary, at=NOW)
    topic(former, aceh, title="Ditarik", withdrawn_at=NOW)
    task = follow_up(secretary)
    response = secretary_client.get(page)
    assert shown(response, "kept") == ["Tersimpan"]
    assert shown(response, "follow_ups") == ["Susun pedoman"]
    secretary_client.post(page, sent("accept", kept, to="hari:"))
    secretary_client.post(page, sent("adopt", task, to="hari:1"))
    items = rakor.agenda_items.order_by("pk")
    assert [(item.title, item.day, item.follows_up) for item in items] == [
        ("Tersimpan", None, None), ("Susun pedoman", 1, task),
    ]  # fmt: skip
    response = secretary_client.get(page)
    assert (shown(response, "kept"), shown(response, "follow_ups")) == ([], [])


def test_only_what_the_latest_publication_lists_is_offered(
    secretary_client: Client, secretary, page, rakor
):
    task = follow_up(secretary)
    ActionItem.objects.create(minutes=task.minutes, task="Belum terbit", responsible="BLPT")
    Meeting.objects.filter(pk=rakor.pk).update(starts_on=date(2026, 3, 1), ends_on=None)
    follow_up(secretary, starts_on=date(2026, 4, 5), task="Rakor sesudahnya")
    draft = make_minutes(make_meeting(starts_on=date(2024, 1, 5), ends_on=None))
    ActionItem.objects.create(minutes=draft, task="Notula draf", responsible="BLPT")
    assert shown(secretary_client.get(page), "follow_ups") == ["Susun pedoman"]
    task.delete()
    publish_minutes(
        minutes=draft.__class__.objects.get(pk=task.minutes_id), by=secretary, at=NOW,
        correction_note="Tindak lanjut diganti",
    )  # fmt: skip
    assert shown(secretary_client.get(page), "follow_ups") == ["Belum terbit"]


def test_follow_up_is_settled(secretary_client: Client, secretary, page):
    task = follow_up(secretary)
    secretary_client.post(page, sent("settle", task, on="2026-10-01", settled_note="Terbit."))
    task.refresh_from_db()
    assert (task.settled_on, task.settled_note) == (date(2026, 10, 1), "Terbit.")
    response = secretary_client.post(page, sent("adopt", task, to="hari:1"))
    assert response.status_code == 200
    assert "Sudah diputus orang lain" in response.text


def test_cancelled_rakor_takes_up_nothing(secretary_client: Client, secretary, page, rakor):
    task = follow_up(secretary)
    Meeting.objects.filter(pk=rakor.pk).update(cancelled_at=NOW, cancel_reason="Banjir")
    response = secretary_client.post(page, sent("adopt", task, to="hari:1"))
    errors = response.context["follow_ups"][0]["form"].non_field_errors()
    assert "dibatalkan (Banjir)" in errors[0]
    assert not rakor.agenda_items.exists()


@pytest.mark.parametrize("key", ["", "0", "x'", "9" * 30])
def test_unknown_keys_change_nothing(secretary_client: Client, page, key):
    for do in ("accept", "keep", "decline", "adopt", "settle"):
        assert secretary_client.post(page, {"do": do, "key": key}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_the_same_statements(
    secretary_client: Client, secretary, page, rakor, aceh, django_assert_num_queries, count
):
    for number in range(count):
        topic(rakor, aceh, title=f"Topik {number}")
        follow_up(secretary, task=f"Tugas {number}")
    with django_assert_num_queries(11):
        secretary_client.get(page)


def test_note_taker_decides_nothing(note_taker_client: Client, page, rakor, aceh):
    wanted = topic(rakor, aceh)
    assert note_taker_client.get(page).status_code == 403
    assert note_taker_client.post(page, sent("accept", wanted, to="hari:1")).status_code == 403
