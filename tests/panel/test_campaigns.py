"""Campaigns in the panel: written, looked at, sent, followed on the board, handed out."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from post_office.models import Email

from accounts.models import AuditEvent
from forum_portal import waiting
from provinces.actions.campaigns import close_campaign
from provinces.actions.confirmation import answer_with_proposal, confirm_data
from provinces.actions.proposals import Change
from provinces.models import Campaign, ConfirmationRequest
from tests.factories import NOW, TODAY, make_office, make_operator
from tests.panel.forms import save
from tests.provinces.campaigns import ANI, BUDI, DUE, make_campaign, request_of, seen, started

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

STEPS = ("kirim", "papan", "ingatkan", "tambah-balai", "kirim-lagi", "tutup")


def address(campaign: Campaign, step: str = "change") -> str:
    return f"/admin/provinces/campaign/{campaign.pk}/{step}/"


def main_of(response) -> str:
    return response.content.decode().split('id="content"')[1]


def test_a_new_one_comes_with_a_suggestion(secretary_client: Client):
    page = secretary_client.get(reverse("admin:provinces_campaign_add"))
    assert "Menjelang rapat koordinasi berikutnya" in main_of(page)


def test_the_preview_shows_the_letter_and_who_has_no_address(
    secretary_client, aceh, bali, operator
):
    campaign = make_campaign(message="Mohon diperiksa.")
    html = main_of(secretary_client.get(address(campaign, "kirim")))
    for shown in (
        "2 balai", "1 surel", "Balai TIK Pendidikan Provinsi Bali", "Selasa, 1 Desember 2026",
        "Mohon konfirmasi data UPTD Balai Tekkomdik Aceh paling lambat",
        "Yth. Kepala dan petugas UPTD Balai Tekkomdik Aceh", "Mohon diperiksa.",
        "/provinsi/konfirmasi/tautan-rahasia-balai/", "Kirim sekarang",
    ):  # fmt: skip
        assert shown in html
    assert (Email.objects.count(), ConfirmationRequest.objects.count()) == (0, 0)


def test_sending_asks_every_office(secretary_client, aceh, bali, operator):
    campaign = make_campaign()
    response = secretary_client.post(address(campaign, "kirim"), follow=True)
    assert "2 balai ditanya, 1 surel mengantre." in response.content.decode()
    assert (Email.objects.count(), ConfirmationRequest.objects.count()) == (1, 2)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"due_on": TODAY - timedelta(days=1)}, "Isi tenggat yang belum lewat."),
        ({}, "masih berjalan sejak 24 November 2026 pukul 10.00 WIB"),
    ],
)
def test_what_forbids_sending_is_said_beforehand(
    secretary_client, aceh, secretariat, fields, reason
):
    if not fields:
        started(secretariat, title="Lain")
    html = main_of(secretary_client.get(address(make_campaign(**fields), "kirim")))
    assert reason in html
    assert "Kirim sekarang" not in html


def test_what_was_read_stays_but_the_day_may_move(secretary_client, aceh, secretariat):
    campaign = started(secretariat, message="Mohon diperiksa.")
    save(secretary_client, address(campaign), title="Lain", due_on="2026-12-08")
    campaign.refresh_from_db()
    assert (campaign.title, f"{campaign.due_on}", campaign.started_at) == (
        "Konfirmasi data menjelang rakor 2026", "2026-12-08", NOW,
    )  # fmt: skip


def test_reminding_shows_whom_and_sends_once(
    secretary, secretary_client, aceh, bali, operator, secretariat
):
    campaign = started(secretariat)
    html = main_of(secretary_client.get(address(campaign, "ingatkan")))
    assert "kurang dari 24 jam yang lalu" in html
    assert "Kirim pengingat" not in html
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        secretary_client.force_login(secretary)
        html = main_of(secretary_client.get(address(campaign, "ingatkan")))
        assert "Pengingat: konfirmasi data UPTD Balai Tekkomdik Aceh" in html
        assert "1 balai" in html
        assert request_of(aceh).token not in html
        secretary_client.post(address(campaign, "ingatkan"))
    assert request_of(aceh).reminders == 1
    assert Email.objects.count() == 2


def test_the_board_shows_each_answer(secretary_client, aceh, bali, operator, secretariat):
    quiet = make_office(name="Balai Sunyi")
    make_operator(bali, email="operator.bali@dinas.example")
    make_operator(make_office(name="Balai Lambat"), email="lambat@dinas.example")
    campaign = started(secretariat)
    confirm_data(request=request_of(aceh), answerer=ANI, seen=seen(aceh), by=None, at=NOW)
    answer_with_proposal(
        request=request_of(bali), answerer=BUDI, changes=[Change("city", "Denpasar")],
        by=None, at=NOW,
    )  # fmt: skip
    response = secretary_client.get(address(campaign, "papan"))
    rows = {row["request"].office.name: row["state"] for row in response.context["rows"]}
    assert rows == {
        "UPTD Balai Tekkomdik Aceh": "Data benar",
        "Balai TIK Pendidikan Provinsi Bali": "Mengusulkan",
        "Balai Sunyi": "Tanpa alamat",
        "Balai Lambat": "Belum menjawab",
    }
    html = main_of(response)
    for shown in (
        "2 dari 4 balai sudah menjawab", "Ani Lestari, S.Kom., Pranata Komputer",
        "Budi Santoso, Kepala Tata Usaha", "operator.aceh@dinas.example", "Belum menjawab (2)",
        f"/admin/provinces/proposal/{request_of(bali).proposal_id}/change/",
        request_of(quiet).get_absolute_url(),
    ):  # fmt: skip
        assert shown in html


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        ("belum", ["Balai Sunyi"]),
        ("benar", ["UPTD Balai Tekkomdik Aceh"]),
        ("usulan", []),
        ("tanpa-alamat", ["Balai Sunyi"]),
        ("tak-ada", ["UPTD Balai Tekkomdik Aceh", "Balai Sunyi"]),
    ],
)
def test_the_board_is_filtered(secretary_client, aceh, operator, secretariat, chosen, names):
    make_office(name="Balai Sunyi")
    campaign = started(secretariat)
    confirm_data(request=request_of(aceh), answerer=ANI, seen=seen(aceh), by=None, at=NOW)
    response = secretary_client.get(address(campaign, "papan"), {"jawaban": chosen})
    assert [row["request"].office.name for row in response.context["rows"]] == names


def test_the_board_takes_the_same_statements(secretary_client, aceh, operator, secretariat):
    campaign = started(secretariat)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            secretary_client.get(address(campaign, "papan"))
        counts.append(len(queries))
        for _ in range(2):
            office = make_office()
            ConfirmationRequest.objects.create(campaign=campaign, office=office, token=office.slug)
    assert counts[0] == counts[1]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_board_as_a_file_holds_no_link(secretary_client, aceh, operator, secretariat, kind):
    campaign = started(secretariat)
    confirm_data(request=request_of(aceh), answerer=ANI, seen=seen(aceh), by=None, at=NOW)
    response = secretary_client.post(address(campaign, "papan"), {"format": kind})
    assert f'"konfirmasi-data-2026-11-24.{kind}"' in response["Content-Disposition"]
    row = (
        "Aceh", "UPTD Balai Tekkomdik Aceh", "Data benar", "24 November 2026 pukul 10.00 WIB",
        "Ani Lestari, S.Kom.", "Pranata Komputer", "operator.aceh@dinas.example",
        "24 November 2026 pukul 10.00 WIB", 0,
    )  # fmt: skip
    if kind == "xlsx":
        sheet = load_workbook(BytesIO(response.content)).active
        assert tuple(cell.value for cell in sheet[2])[:9] == row
    else:
        assert "Ani Lestari, S.Kom." in response.content.decode("utf-8-sig")
    assert request_of(aceh).token.encode() not in response.content
    event = AuditEvent.objects.get(action="campaign.exported")
    assert event.details == {"format": kind, "count": 1}


def test_a_late_office_is_added(secretary_client, aceh, secretariat):
    campaign = started(secretariat)
    late = make_office(name="Balai Baru", email="baru@dinas.example")
    page = address(campaign, "tambah-balai")
    html = main_of(secretary_client.get(page))
    assert "Balai Baru" in html
    assert "UPTD Balai Tekkomdik Aceh" not in html
    response = secretary_client.post(page, {"office": late.pk}, follow=True)
    assert "Balai Baru ditambahkan, 1 surel mengantre." in response.content.decode()
    assert campaign.requests.count() == 2


def test_a_letter_goes_again_to_a_corrected_address(secretary_client, aceh, secretariat):
    campaign = started(secretariat)
    request = request_of(aceh)
    page = f"{address(campaign, 'kirim-lagi')}?balai={request.pk}"
    assert f'<option value="{request.pk}" selected>' in main_of(secretary_client.get(page))
    wrong = secretary_client.post(page, {"request": request.pk, "address": "bukan"})
    assert 'value="bukan"' in main_of(wrong)
    data = {"request": request.pk, "address": "baru@aceh.example", "replace_link": "on"}
    secretary_client.post(page, data)
    assert request_of(aceh).sent_to == ["baru@aceh.example"]
    assert request_of(aceh).token != request.token


def test_closing_takes_no_more_answers(secretary_client, aceh, secretariat):
    campaign = started(secretariat)
    html = main_of(secretary_client.get(address(campaign, "tutup")))
    assert "0 dari 1 balai" in html
    secretary_client.post(address(campaign, "tutup"))
    campaign.refresh_from_db()
    assert campaign.closed_at == NOW


def test_what_is_due_waits_on_the_first_page(secretary, secretary_client, aceh, bali, secretariat):
    started(secretariat)
    confirm_data(request=request_of(aceh), answerer=ANI, seen=seen(aceh), by=None, at=NOW)

    def found(days: int) -> list[tuple[int, str]]:
        at = NOW.replace(year=DUE.year, month=DUE.month, day=DUE.day) + timedelta(days=days)
        with time_machine.travel(at, tick=False):
            secretary_client.force_login(secretary)
            entries = [e for e in waiting.for_user(secretary, at=at) if "konfirmasi data" in e.text]
            for entry in entries:
                listed = secretary_client.get(entry.url).context["cl"].queryset
                assert [campaign.due_on for campaign in listed] == [DUE]
        return [(entry.count, entry.text) for entry in entries]

    soon = [(1, "balai belum menjawab konfirmasi data, tenggat dalam tiga hari")]
    assert [found(days) for days in (-4, -3, 0, 1)] == [
        [], soon, soon, [(1, "balai lewat tenggat konfirmasi data")],
    ]  # fmt: skip


def test_the_note_taker_gets_nowhere(note_taker_client, aceh, secretariat):
    running, draft = started(secretariat), make_campaign()
    for campaign in (running, draft):
        for step in ("change", *STEPS):
            for ask in (note_taker_client.get, note_taker_client.post):
                assert ask(address(campaign, step)).status_code == 403
    assert Email.objects.count() == 0
    running.refresh_from_db()
    assert running.closed_at is None


def test_steps_that_do_not_apply_lead_back(secretary_client, aceh, secretariat):
    running, draft = started(secretariat), make_campaign()
    back = {(running, "kirim"), *((draft, step) for step in STEPS[1:])}
    for campaign, step in back:
        response = secretary_client.post(address(campaign, step))
        assert response.headers["Location"] == address(campaign)


def test_that_the_portal_reminds_by_itself_is_said_while_it_does(
    secretary_client, aceh, secretariat
):
    campaign = started(secretariat)
    for step in ("papan", "ingatkan"):
        assert "portal mengingatkan sendiri" in main_of(
            secretary_client.get(address(campaign, step))
        )
    close_campaign(campaign=campaign, by=secretariat, at=NOW)
    board = main_of(secretary_client.get(address(campaign, "papan")))
    assert "portal mengingatkan sendiri" not in board
