"""Minutes in the panel: written by the note taker, seen before, published by the secretariat."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.models import Minutes, Publication
from tests.factories import make_meeting, make_minutes
from tests.panel.forms import save, sent_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def minutes(db: None) -> Minutes:
    meeting = make_meeting(title="Rakor 2026", starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 3))
    return make_minutes(meeting, discussion="Membahas **materi** tanpa jaringan.")


def address_of(minutes: Minutes) -> str:
    return reverse("admin:meetings_minutes_change", args=[minutes.pk])


def step(minutes: Minutes, name: str) -> str:
    return f"/admin/meetings/minutes/{minutes.pk}/{name}/"


def test_note_taker_writes_minutes_with_decisions_and_follow_up(note_taker_client: Client):
    meeting = make_meeting()
    address = reverse("admin:meetings_minutes_add")
    data = {
        **sent_back(note_taker_client, address),
        "meeting": meeting.pk,
        "chair": "Siti Aminah",
        "note_taker": "Budi Santoso",
        "discussion": "Rapat membahas program.",
        "decisions-TOTAL_FORMS": 1,
        "decisions-0-order": 1,
        "decisions-0-text": "Materi disediakan daring.",
        "action_items-TOTAL_FORMS": 1,
        "action_items-0-order": 1,
        "action_items-0-task": "Menyusun materi",
        "action_items-0-responsible": "BLPT",
        "action_items-0-due_on": "2026-12-31",
    }
    assert note_taker_client.post(address, data).status_code == 302
    minutes = Minutes.objects.get()
    assert list(minutes.decisions.values_list("text", flat=True)) == ["Materi disediakan daring."]
    assert list(minutes.action_items.values_list("task", "responsible", "due_on")) == [
        ("Menyusun materi", "BLPT", date(2026, 12, 31))
    ]


def test_only_rakor_without_minutes_are_offered(note_taker_client: Client, minutes: Minutes):
    free = make_meeting()
    make_meeting(cancelled_at=timezone.now(), cancel_reason="Batal")
    page = note_taker_client.get(reverse("admin:meetings_minutes_add"))
    assert list(page.context["adminform"].form.fields["meeting"].queryset) == [free]


def test_preview_shows_the_draft_as_the_public_will_read_it(
    note_taker_client: Client, minutes: Minutes
):
    page = note_taker_client.get(step(minutes, "pratinjau"))
    assert "Membahas <strong>materi</strong> tanpa jaringan." in page.text
    assert not page.context["may_publish"]
    assert not Publication.objects.exists()


def test_note_taker_does_not_publish(note_taker_client: Client, minutes: Minutes):
    labels = [s["label"] for s in note_taker_client.get(address_of(minutes)).context["steps"]]
    assert labels == ["Pratinjau", "Isi kehadiran", "Kutip tanya jawab"]
    assert note_taker_client.post(step(minutes, "terbitkan")).status_code == 403
    assert not Publication.objects.exists()


def test_secretary_publishes_and_the_public_reads(
    secretary_client: Client, public_client: Client, minutes: Minutes
):
    assert secretary_client.get(step(minutes, "terbitkan")).status_code == 200
    assert not Publication.objects.exists()
    assert secretary_client.post(step(minutes, "terbitkan")).url == address_of(minutes)
    assert list(Publication.objects.values_list("number", "correction_note")) == [(1, "")]
    page = public_client.get(reverse("meetings:minutes", args=[minutes.meeting.slug]))
    assert "Membahas <strong>materi</strong> tanpa jaringan." in page.text


def test_second_publication_names_what_it_corrects(secretary_client: Client, minutes: Minutes):
    secretary_client.post(step(minutes, "terbitkan"))
    page = secretary_client.post(step(minutes, "terbitkan"), {"correction_note": "Nama"})
    (error,) = page.context["form"].non_field_errors()
    assert error.startswith("Naskah ini sama dengan terbitan ke-1")
    assert page.context["form"]["correction_note"].value() == "Nama"
    save(secretary_client, address_of(minutes), closing="Ditutup pukul 12.00.")
    assert secretary_client.post(step(minutes, "terbitkan"), {}).context["form"].errors == {
        "correction_note": ["Bidang ini tidak boleh kosong."]
    }
    secretary_client.post(step(minutes, "terbitkan"), {"correction_note": "Penutup ditambahkan"})
    assert list(
        Publication.objects.order_by("number").values_list("number", "correction_note")
    ) == [
        (1, ""),
        (2, "Penutup ditambahkan"),
    ]


def test_minutes_of_a_coming_rakor_are_refused(secretary_client: Client):
    day = timezone.localdate() + timedelta(days=9)
    minutes = make_minutes(make_meeting(title="Rakor Nanti", starts_on=day, ends_on=day))
    page = secretary_client.post(step(minutes, "terbitkan"))
    (error,) = page.context["form"].non_field_errors()
    assert error.startswith("Rakor Nanti belum dimulai.")


def test_published_minutes_are_not_deleted(secretary_client: Client, minutes: Minutes):
    secretary_client.post(step(minutes, "terbitkan"))
    deletion = reverse("admin:meetings_minutes_delete", args=[minutes.pk])
    assert secretary_client.post(deletion, {"post": "yes"}).status_code == 403
    assert Minutes.objects.count() == 1


def test_list_tells_drafts_from_changed_and_published(secretary_client: Client, minutes: Minutes):
    draft = make_minutes(make_meeting())
    secretary_client.post(step(minutes, "terbitkan"))

    def found(state: str) -> list[Minutes]:
        page = secretary_client.get("/admin/meetings/minutes/", {"naskah": state})
        return list(page.context["cl"].result_list)

    assert (found("draf"), found("berubah")) == ([draft], [])
    save(secretary_client, address_of(minutes), closing="Selesai.")
    assert (found("draf"), found("berubah")) == ([draft], [minutes])
