"""The page of the mailed link, the form behind it, and the page for the office's staff."""

import json
import logging
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent
from forum_portal.lib.request_log import JsonFormatter
from provinces.actions.campaigns import close_campaign
from provinces.actions.proposals import apply_change, decline_change
from provinces.models import (
    ConfirmationRequest,
    OfficePicture,
    OfficeProgramme,
    OfficeService,
    Proposal,
)
from tests.factories import NOW, TODAY, make_post, make_term
from tests.provinces.campaigns import request_of, seen, started
from tests.provinces.proposals import sent

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_postgres,
    pytest.mark.usefixtures("standing_clock"),
]

WHO = {"answered_by": "Ani Lestari, S.Kom.", "answered_as": "Pranata Komputer"}


@pytest.fixture
def campaign(aceh, bali, operator, secretariat):
    return started(secretariat, message="Mohon diperiksa menjelang rakor.")


@pytest.fixture
def link(campaign, aceh):
    return request_of(aceh).get_absolute_url()


def main_of(response) -> str:
    html = response.content.decode()
    return html.split("<main")[1].split("</main")[0]


def answer(aceh, **changes):
    return {**WHO, "seen": seen(aceh), **changes}


def test_the_page_shows_all_public_data_and_no_private_ones(public_client, link, aceh, operator):
    aceh.address, aceh.phone, aceh.opening_hours = "Jalan Lama 1", "+62651123456", "Senin 08.00"
    aceh.description, aceh.short_name = "Melayani **guru**.", "BTKD Aceh"
    aceh.email, aceh.website = "kantor@aceh.example", "https://aceh.example"
    aceh.confirmed_on = date(2025, 3, 3)
    aceh.save()
    aceh.aliases.create(name="Tekkomdik Aceh")
    head = make_term(
        make_post(office=aceh), name="Cut Contoh, M.Pd.", period=(date(2024, 5, 1), None)
    )
    head.person.nip, head.person.note = "198503152010012002", "catatan rahasia"
    head.person.save()
    OfficeService.objects.create(office=aceh, name="Pelatihan guru", description="Tiap bulan.")
    OfficeProgramme.objects.create(
        office=aceh, title="Kelas digital", year=2023, state="running", reached="412 sekolah."
    )
    OfficePicture.objects.create(
        office=aceh, place=1, stem="a" * 32, widths=[480], width=480, height=320, alt="Gedung balai"
    )
    html = main_of(public_client.get(link))
    for shown in (
        "Yth. Kepala dan petugas UPTD Balai Tekkomdik Aceh", "Mohon diperiksa menjelang rakor.",
        "Selasa, 1 Desember 2026", "Dikonfirmasi balai pada 3 Maret 2025", "Jalan Lama 1",
        "(0651) 123456", "Senin 08.00", "<strong>guru</strong>", "BTKD Aceh", "kantor@aceh.example",
        "https://aceh.example", "Tekkomdik Aceh", "Cut Contoh, M.Pd.", "sejak 1 Mei 2024",
        "Pelatihan guru", "Tiap bulan.", "Kelas digital", "412 sekolah.", "Berjalan", "Anggota",
        "hanya terlihat oleh sekretariat", "1 gambar", "Uraian: Gedung balai",
        f"/provinsi/aceh/gambar/{'a' * 32}-480.webp",
    ):  # fmt: skip
        assert shown in html
    for hidden in ("198503152010012002", "catatan rahasia", operator.email):
        assert hidden not in html


def test_opening_the_link_writes_nothing(public_client, link):
    with CaptureQueriesContext(connection) as queries:
        for address in (link, f"{link}usul/"):
            assert public_client.get(address).status_code == 200
    written = [row["sql"] for row in queries if not row["sql"].startswith("SELECT")]
    assert written == []


def test_the_link_is_told_to_nobody(public_client, link, aceh):
    names = ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")
    secret = {
        "Cache-Control": "private, no-store",
        "X-Robots-Tag": "noindex, nofollow",
        "Referrer-Policy": "strict-origin",
    }
    for response in (
        public_client.get(link),
        public_client.get(f"{link}usul/"),
        public_client.post(link, {}),
        public_client.post(f"{link}usul/", {"buka": "1"}),
    ):
        assert {name: response[name] for name in names} == secret
    robots = public_client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /provinsi/konfirmasi/" in robots


def test_the_form_passes_with_the_origin_that_its_policy_lets_browsers_send(link, aceh):
    client = Client(enforce_csrf_checks=True)
    client.get(link)
    data = answer(aceh, csrfmiddlewaretoken=client.cookies["csrftoken"].value)
    assert client.post(link, data, headers={"origin": "null"}).status_code == 403
    assert client.post(link, data, headers={"origin": "http://testserver"}).status_code == 302


def test_no_line_of_the_log_and_no_event_holds_the_link(public_client, link, aceh, caplog):
    caplog.set_level(logging.INFO)
    token = request_of(aceh).token
    public_client.get(link)
    public_client.get(f"{link}tidak-ada/")
    public_client.get(link[:-1])
    public_client.get(link.replace(token, f"{token}x"))
    public_client.post(link, answer(aceh))
    lines = [JsonFormatter().format(record) for record in caplog.records]
    assert len(lines) >= 5
    assert [line for line in lines if token in line] == []
    events = AuditEvent.objects.values("target", "details", "target_id")
    assert token not in json.dumps(list(events))


def test_all_right_is_kept_and_thanked_for_without_the_name(public_client, link, aceh):
    response = public_client.post(link, answer(aceh), follow=True)
    html = main_of(response)
    assert response.redirect_chain == [(link, 302)]
    assert "Jawaban tersimpan: semua data benar." in html
    assert "Jawaban balai: Semua data benar (24 November 2026 pukul 10.00 WIB)" in html
    assert "jawaban terakhir yang berlaku" in html
    assert "Ani Lestari" not in html
    profile = public_client.get(aceh.get_absolute_url()).content.decode()
    assert "Dikonfirmasi balai pada 24 November 2026" in profile
    assert "Ani Lestari" not in profile


def test_the_second_who_answers_is_told_of_the_first(public_client, link, aceh):
    second = Client()
    opened = second.get(link).context["data"].fingerprint
    public_client.post(link, answer(aceh))
    response = second.post(link, {**WHO, "seen": opened}, follow=True)
    assert (
        "Jawaban ini menggantikan jawaban balai Anda sebelumnya, “semua data benar”, dari "
        "24 November 2026 pukul 10.00 WIB."
    ) in main_of(response)


def test_an_answer_without_a_name_is_not_kept(public_client, link, aceh):
    response = public_client.post(link, answer(aceh, answered_by=" "))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["answered_by"]
    assert 'value="Pranata Komputer"' in main_of(response)
    assert request_of(aceh).answer == ""


def test_data_changed_meanwhile_are_shown_before_they_are_confirmed(public_client, link, aceh):
    data = answer(aceh)
    aceh.address = "Jalan Baru 2"
    aceh.save()
    response = public_client.post(link, data)
    html = main_of(response)
    assert "Data balai berubah sejak halaman ini dibuka" in html
    assert "Jalan Baru 2" in html
    assert 'value="Ani Lestari, S.Kom."' in html
    again = {**WHO, "seen": response.context["data"].fingerprint}
    assert public_client.post(link, again).status_code == 302


def test_something_to_change_brings_the_name_along(public_client, link, aceh):
    response = public_client.post(f"{link}usul/", answer(aceh, buka="1"))
    html = main_of(response)
    assert 'value="Ani Lestari, S.Kom."' in html
    assert "Periksa kembali" not in html
    assert (request_of(aceh).answer, Proposal.objects.count()) == ("", 0)


def test_unknown_and_draft_links_are_not_found(public_client, link, aceh):
    assert public_client.get("/provinsi/konfirmasi/tebakan/").status_code == 404
    assert public_client.get("/provinsi/konfirmasi/tebakan/usul/").status_code == 404


def test_a_closed_campaign_thanks_and_takes_nothing(
    public_client, link, aceh, campaign, secretariat
):
    data = answer(aceh)
    close_campaign(campaign=campaign, by=secretariat, at=NOW)
    html = main_of(public_client.get(link))
    assert "Konfirmasi ini sudah selesai." in html
    assert "tidak menerima jawaban lagi" in html
    assert "<form" not in html
    assert "<form" not in main_of(public_client.post(link, data))
    assert public_client.post(f"{link}usul/", data).headers["Location"] == link
    assert request_of(aceh).answer == ""


def test_staff_confirm_on_their_own_page(operator_client, aceh):
    address = reverse("provinces:confirm_own", args=["aceh"])
    response = operator_client.post(address, {"seen": seen(aceh)}, follow=True)
    aceh.refresh_from_db()
    assert aceh.confirmed_on == TODAY
    html = main_of(response)
    assert "Data tercatat benar." in html
    assert "Dikonfirmasi balai pada 24 November 2026" in html
    assert "/provinsi/aceh/usulkan/" in html


def test_staff_answer_the_running_campaign_on_their_own_page(operator_client, campaign, aceh):
    address = reverse("provinces:confirm_own", args=["aceh"])
    html = main_of(operator_client.get(address))
    assert f"sekaligus menjawab “{campaign.title}”" in html
    assert f"{request_of(aceh).get_absolute_url()}usul/" in html
    html = main_of(operator_client.post(address, {"seen": seen(aceh)}, follow=True))
    assert "Jawaban tersimpan: semua data benar." in html
    assert request_of(aceh).answer == ConfirmationRequest.Answer.CONFIRMED


@pytest.mark.parametrize("page", ["", "usul/"])
def test_the_offices_own_staff_need_not_type_who_they_are(page, link, request):
    typed = [
        'value="Operator Aceh"' in main_of(request.getfixturevalue(who).get(f"{link}{page}"))
        for who in ("operator_client", "other_operator_client", "public_client")
    ]
    assert typed == [True, False, False]


def test_the_desk_asks_for_the_answer_until_it_is_given(operator_client, campaign, aceh):
    desk = reverse("provinces:desk", args=["aceh"])
    waits = "Sekretariat menunggu jawaban balai paling lambat 1 Desember 2026."
    assert waits in main_of(operator_client.get(desk))
    operator_client.post(reverse("provinces:confirm_own", args=["aceh"]), {"seen": seen(aceh)})
    assert waits not in main_of(operator_client.get(desk))


def test_staff_are_told_when_the_data_changed(operator_client, aceh):
    address = reverse("provinces:confirm_own", args=["aceh"])
    response = operator_client.post(address, {"seen": "lama"})
    assert "Data balai berubah sejak halaman ini dibuka" in main_of(response)
    aceh.refresh_from_db()
    assert aceh.confirmed_on is None


@pytest.mark.parametrize("who", ["other_operator_client", "secretariat_client"])
def test_the_own_page_is_the_offices_alone(who, aceh, request):
    client = request.getfixturevalue(who)
    address = reverse("provinces:confirm_own", args=["aceh"])
    assert client.get(address).status_code == 404
    assert client.post(address, {"seen": seen(aceh)}).status_code == 404
    aceh.refresh_from_db()
    assert aceh.confirmed_on is None


def test_the_own_page_needs_signing_in(public_client, aceh):
    address = reverse("provinces:confirm_own", args=["aceh"])
    assert public_client.post(address).headers["Location"] == f"/akun/masuk/?next={address}"


def test_a_day_later_it_is_said_when(public_client, link, aceh):
    public_client.post(link, answer(aceh))
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        html = main_of(public_client.get(link))
    assert "Semua data benar (24 November 2026 pukul 10.00 WIB)" in html


def test_a_proposal_from_the_link_shows_what_becomes_of_it(public_client, link, aceh, secretariat):
    data = {**WHO, **sent(aceh, address="Jalan Baru 2", city="Sabang")}
    html = main_of(public_client.post(f"{link}usul/", data, follow=True))
    assert "Jawaban tersimpan: ada yang perlu diubah." in html
    assert "Jalan Baru 2" in html
    assert html.count("Menunggu diperiksa sekretariat") == 2
    assert "Ani Lestari" not in html
    address, city = request_of(aceh).proposal.changes.order_by("field")
    apply_change(change=address, by=secretariat, at=NOW)
    decline_change(change=city, reason="Kantornya di Banda Aceh.", by=secretariat, at=NOW)
    html = main_of(public_client.get(link))
    for shown in ("sudah diputus", "Diterapkan", "Ditolak: Kantornya di Banda Aceh."):
        assert shown in html


def test_a_proposal_that_is_refused_keeps_what_was_typed(public_client, link, aceh):
    data = {**WHO, **sent(aceh), "answered_as": ""}
    html = main_of(public_client.post(f"{link}usul/", data))
    assert 'value="Ani Lestari, S.Kom."' in html
    html = main_of(public_client.post(f"{link}usul/", {**data, **WHO}))
    assert "Tidak ada perubahan" in html
    assert 'value="Pranata Komputer"' in html
    assert (request_of(aceh).answer, Proposal.objects.count()) == ("", 0)


def test_the_page_takes_the_same_statements(public_client, link, aceh):
    counts = []
    for number in range(3):
        OfficeService.objects.create(office=aceh, name=f"Layanan {number}")
        aceh.aliases.create(name=f"Nama {number}")
        with CaptureQueriesContext(connection) as queries:
            public_client.get(link)
        counts.append(len(queries))
    assert counts == [8, 8, 8]


def test_no_office_takes_the_address_of_the_links(aceh):
    aceh.slug = "konfirmasi"
    with pytest.raises(ValidationError, match="dipakai portal sendiri"):
        aceh.full_clean()
    with pytest.raises(IntegrityError, match="office_slug_not_reserved"):
        aceh.save()
