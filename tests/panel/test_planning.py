"""Planning a rakor in the panel, its readiness, its timeline, and moving it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from meetings.models import FormerMeetingSlug, Meeting, MeetingMove
from provinces.models import Office
from tests.factories import (
    NOW,
    make_agenda_item,
    make_meeting,
    make_office,
    make_registration,
)
from tests.panel.forms import errors_of, save

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

CHOOSE = "/admin/meetings/meeting/rencanakan/"
BY_TEMPLATE = f"{CHOOSE}templat/dua-hari-luring/"
TODAY = timezone.localdate(NOW)


def page_of(meeting: Meeting, step: str) -> str:
    return f"/admin/meetings/meeting/{meeting.pk}/{step}/"


def coming(**fields: Any) -> Meeting:
    """In thirty days, for two days."""
    day = TODAY + timedelta(days=30)
    return make_meeting(**{"starts_on": day, "ends_on": day + timedelta(days=1), **fields})


def sent_back(form: Any, **changes: Any) -> dict[str, Any]:
    """What the browser would send of `form`, with `changes`."""
    values = {field.html_name: field.value() for field in form}
    return {k: v for k, v in {**values, **changes}.items() if v not in (None, False)}


def test_choice_leads_to_templates_copies_and_nothing(secretary_client: Client):
    former = make_meeting(title="Rakor Lama")
    page = secretary_client.get(CHOOSE).content.decode()
    for kind in ("templat/dua-hari-luring", "templat/satu-hari-daring", "templat/setengah-hari",
                 f"rakor/{former.pk}", "kosong"):  # fmt: skip
        assert f'href="{CHOOSE}{kind}/"' in page
        assert secretary_client.get(f"{CHOOSE}{kind}/").status_code == 200
    assert secretary_client.get(f"{CHOOSE}templat/tidak-ada/").status_code == 404
    assert secretary_client.get(f"{CHOOSE}rakor/{former.pk + 1}/").status_code == 404


def test_former_rakor_is_found_by_its_words(secretary_client: Client):
    make_meeting(title="Rakor Lama", city="Padang")
    make_meeting(title="Rakor Lain")
    found = secretary_client.get(CHOOSE, {"q": "padang"}).context["former"]
    assert [meeting.title for meeting in found] == ["Rakor Lama"]
    empty = secretary_client.get(CHOOSE, {"q": "tidak ada"}).content.decode()
    assert "Tidak ada rakor yang cocok dengan “tidak ada”." in empty


@pytest.mark.parametrize("path", [CHOOSE, BY_TEMPLATE, f"{CHOOSE}kosong/"])
def test_note_taker_plans_nothing(note_taker_client: Client, path: str):
    assert note_taker_client.get(path).status_code == 403
    assert note_taker_client.post(path, {"title": "Rakor"}).status_code == 403
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("path", [CHOOSE, BY_TEMPLATE, f"{CHOOSE}kosong/", f"{CHOOSE}rakor/1/"])
def test_planning_is_the_secretariats_alone(
    public_client: Client, operator_client: Client, path: str
):
    assert public_client.get(path).url == f"/akun/masuk/?next={path}"
    assert operator_client.get(path).status_code == 403
    assert operator_client.post(path, {"title": "Rakor"}).status_code == 403


def test_choice_takes_as_many_statements_for_three_rakor_as_for_one(secretary_client: Client):
    counts = []
    for _ in range(3):
        make_agenda_item(make_meeting())
        with CaptureQueriesContext(connection) as captured:
            secretary_client.get(CHOOSE)
        counts.append(len(captured))
    assert counts[1] == counts[2]


def test_plan_by_template_lands_on_its_readiness(secretary_client: Client, bali: Office):
    form = secretary_client.get(BY_TEMPLATE).context["form"]
    data = sent_back(
        form, starts_on="2027-03-02", host_province=bali.province_id, host_office=bali.pk,
        city="Denpasar", organisers="Pusdatin",
    )  # fmt: skip
    response = secretary_client.post(BY_TEMPLATE, data)
    meeting = Meeting.objects.get()
    assert response.url == reverse("admin:meetings_meeting_hub", args=[meeting.pk])
    assert (meeting.slug, meeting.ends_on, meeting.zone, meeting.agenda_items.count()) == (
        "rapat-koordinasi-balai-tik-pendidikan-2027", date(2027, 3, 3), "Asia/Makassar", 17,
    )  # fmt: skip
    assert secretary_client.get(response.url).status_code == 200


def test_refused_plan_keeps_what_was_typed(secretary_client: Client, aceh: Office, bali: Office):
    form = secretary_client.get(BY_TEMPLATE).context["form"]
    data = sent_back(
        form, theme="Tema baru", days="40", host_province=bali.province_id, host_office=aceh.pk
    )
    page = secretary_client.post(BY_TEMPLATE, data)
    assert page.context["form"].errors == {
        "starts_on": ["Bidang ini tidak boleh kosong."],
        "days": ["Paling lama 14 hari."],
        "host_office": ["UPTD Balai Tekkomdik Aceh berada di Aceh, tuan rumahnya Bali."],
    }
    assert page.context["form"]["theme"].value() == "Tema baru"
    assert not Meeting.objects.exists()


def test_readiness_tells_what_lacks_and_leads_there(secretary_client: Client):
    meeting = coming(published_at=None, organisers="", mode="")
    stages = secretary_client.get(page_of(meeting, "kesiapan")).context["stages"]
    told = [(stage["label"], stage["state"], stage["button"]) for stage in stages]
    assert told[0] == ("Umumkan", "Kurang 3", None)
    assert [label for label, _, _ in told] == ["Umumkan", "Undang", "Buka pendaftaran", "Tutup"]
    lacking = [check for check in stages[0]["checks"] if check["word"] == "Kurang"]
    assert [check["label"] for check in lacking] == ["Cara hadir", "Tempat", "Penyelenggara"]
    change = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    assert {check["url"] for check in lacking} == {change}


def test_readiness_tells_how_far_the_rakor_is_filled(secretary_client: Client):
    meeting, office = coming(capacity=100), make_office()
    for of in (office, office, make_office()):
        make_registration(meeting, of)
    opened = secretary_client.get(page_of(meeting, "kesiapan")).context["stages"][2]["done"]
    assert opened.endswith(" 3 peserta terdaftar dari 2 balai; 100 kursi seluruhnya.")


def test_draft_that_lacks_something_offers_no_announcement(secretary_client: Client):
    meeting = coming(published_at=None, organisers="")
    page = secretary_client.get(page_of(meeting, "terbitkan")).content.decode()
    assert "Penyelenggara: Isi siapa yang menyelenggarakan." in page
    assert 'value="Umumkan"' not in page
    secretary_client.post(page_of(meeting, "terbitkan"))
    meeting.refresh_from_db()
    assert meeting.published_at is None


def test_readiness_takes_as_many_statements_whatever_it_counts(secretary_client: Client):
    meeting, counts = coming(), []
    for _ in range(3):
        make_agenda_item(meeting)
        make_registration(meeting, make_office())
        with CaptureQueriesContext(connection) as captured:
            secretary_client.get(page_of(meeting, "kesiapan"))
        counts.append(len(captured))
    assert counts[1] == counts[2]


def test_note_taker_reads_the_readiness_and_changes_nothing(note_taker_client: Client):
    meeting = coming()
    context = note_taker_client.get(page_of(meeting, "kesiapan")).context
    assert (context["endings"], context["timeline_url"]) == ([], "")
    assert {stage["button"] for stage in context["stages"]} == {None}
    for step in ("linimasa", "pindahkan", "alamat", "buka-pendaftaran", "tutup", "buka-kembali"):
        assert note_taker_client.get(page_of(meeting, step)).status_code == 403
        assert note_taker_client.post(page_of(meeting, step), {}).status_code == 403


def test_form_leads_first_to_the_readiness(secretary_client: Client):
    steps = secretary_client.get(page_of(coming(), "change")).context["steps"]
    assert steps[0] == {"label": "Kesiapan", "path": "../kesiapan/", "tone": "primary"}
    assert len(steps) <= 4


def test_timeline_is_counted_before_it_is_saved(secretary_client: Client):
    meeting = coming(registered_by="none")
    address = page_of(meeting, "linimasa")
    form = secretary_client.get(address).context["form"]
    data = sent_back(form, answer_by_days="7", invite_on_days="5")
    page = secretary_client.post(address, {**data, "_count": "1"})
    assert page.context["warnings"] == ["Batas jawaban mendahului pengiriman undangan."]
    meeting.refresh_from_db()
    assert meeting.answer_by is None
    assert secretary_client.post(address, {**data, "_save": "1"}).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.answer_by, meeting.invite_on) == (
        meeting.starts_on - timedelta(days=7), meeting.starts_on - timedelta(days=5),
    )  # fmt: skip
    event = AuditEvent.objects.get(action="meeting.timeline_set")
    assert event.details == {"changed": ["Undangan dikirim", "Batas jawaban undangan"]}
    # The moments of the registration were sent back unchanged.
    form = secretary_client.get(address).context["form"]
    secretary_client.post(address, {**sent_back(form), "_save": "1"})
    assert AuditEvent.objects.filter(action="meeting.timeline_set").count() == 1


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"registration_opens_at_at": ""}, ["Pendaftaran dibuka: isi juga pukulnya."]),
        ({"registration_closes_at_days": ""},
         ["Pendaftaran memerlukan waktu buka dan waktu tutup."]),
        ({"registration_opens_at_days": "0"}, ["Pendaftaran harus ditutup sesudah dibuka."]),
    ],
)  # fmt: skip
def test_refused_timeline_says_why(secretary_client: Client, changes: dict, errors: list[str]):
    meeting = coming()
    address = page_of(meeting, "linimasa")
    form = secretary_client.get(address).context["form"]
    page = secretary_client.post(address, {**sent_back(form, **changes), "_save": "1"})
    assert [e for found in page.context["form"].errors.values() for e in found] == errors


def test_timeline_needs_known_days(secretary_client: Client):
    meeting = make_meeting(date_precision="year", ends_on=None)
    page = secretary_client.get(page_of(meeting, "linimasa")).content.decode()
    assert "Hari pelaksanaannya belum diketahui (2026)" in page


def test_move_is_shown_before_it_is_done(secretary_client: Client):
    meeting = coming(answer_by=TODAY + timedelta(days=20))
    address, day = page_of(meeting, "pindahkan"), TODAY + timedelta(days=37)
    form = secretary_client.get(address).context["form"]
    data = sent_back(form, starts_on=day, ends_on="", reason="Gunung meletus")
    shown = secretary_client.post(address, {**data, "_preview": "1"}).context
    assert any(told.startswith("Batas jawaban undangan: ") for told in shown["effects"])
    assert not MeetingMove.objects.exists()
    # Consent to what was not shown is none.
    secretary_client.post(address, {**data, "_confirm": "1"})
    assert not MeetingMove.objects.exists()
    consent = {**data, "shown": shown["form"]["shown"].value(), "_confirm": "1"}
    response = secretary_client.post(address, consent)
    assert response.url == reverse("admin:meetings_meeting_hub", args=[meeting.pk])
    meeting.refresh_from_db()
    assert (meeting.starts_on, meeting.ends_on, meeting.answer_by) == (
        day, None, TODAY + timedelta(days=27),
    )  # fmt: skip


def test_announced_days_are_no_field_of_the_form(secretary_client: Client):
    meeting = coming()
    address = page_of(meeting, "change")
    page = secretary_client.get(address)
    fields = set(page.context["adminform"].form.fields)
    frozen = {"slug", "starts_on", "ends_on", "starts_at", "zone", "city", "venue",
              "host_province", "host_office", "date_precision"}  # fmt: skip
    assert fields & frozen == set()
    assert 'href="../pindahkan/"' in page.content.decode()
    save(secretary_client, address, starts_on="2030-01-01", city="Lain", title="Judul baru")
    before = (meeting.starts_on, meeting.city)
    meeting.refresh_from_db()
    assert (meeting.starts_on, meeting.city, meeting.title) == (*before, "Judul baru")


def test_form_writes_what_was_edited_alone(secretary_client: Client):
    """The rest may have been released, moved or cancelled while it was open."""
    meeting = coming()
    with CaptureQueriesContext(connection) as captured:
        save(secretary_client, page_of(meeting, "change"), title="Judul baru")
    (written,) = [q["sql"] for q in captured if q["sql"].startswith('UPDATE "meetings_meeting"')]
    assert written.startswith('UPDATE "meetings_meeting" SET "title" = \'Judul baru\' WHERE')


def test_draft_takes_its_dates_along_when_the_form_moves_it(secretary_client: Client):
    meeting = coming(published_at=None, answer_by=TODAY + timedelta(days=20))
    closes = meeting.registration_closes_at
    week = timedelta(days=7)
    first, last = meeting.starts_on + week, meeting.ends_on + week
    save(secretary_client, page_of(meeting, "change"), starts_on=first, ends_on=last)
    meeting.refresh_from_db()
    assert (meeting.starts_on, meeting.answer_by, meeting.registration_closes_at) == (
        first, TODAY + timedelta(days=27), closes + week,
    )  # fmt: skip


def test_form_refuses_an_address_that_another_had(secretary_client: Client, bali: Office):
    FormerMeetingSlug.objects.create(slug="rakor-lama", meeting=make_meeting(title="Rakor Kini"))
    meeting = coming(published_at=None)
    response = save(
        secretary_client, page_of(meeting, "change"), slug="rakor-lama", host_office=bali.pk
    )
    assert errors_of(response) == [
        "Alamat rakor-lama dipakai, atau pernah dipakai, Rakor Kini.",
        "Balai TIK Pendidikan Provinsi Bali berada di Bali, provinsinya belum dipilih.",
    ]


def test_address_is_changed_by_its_own_step(secretary_client: Client):
    meeting = coming(slug="rakor-lama")
    secretary_client.post(page_of(meeting, "alamat"), {"slug": "Rakor-Baru"})
    meeting.refresh_from_db()
    assert meeting.slug == "rakor-baru"


def test_first_page_of_the_panel_offers_to_plan(
    secretary_client: Client, note_taker_client: Client
):
    link = f'href="{CHOOSE}"'
    assert link in secretary_client.get("/admin/").content.decode()
    assert link in secretary_client.get("/admin/meetings/meeting/").content.decode()
    assert link not in note_taker_client.get("/admin/").content.decode()
    assert link not in note_taker_client.get("/admin/meetings/meeting/").content.decode()
