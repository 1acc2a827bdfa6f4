"""The pages of an invitation: by its secret link, signed in, and from the reader's own page."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from meetings.actions.answers import Reply, answer_by_link
from meetings.actions.invitations import prepare_invitations, withdraw_invitation
from meetings.models import Invitation, Meeting
from tests.factories import NOW, make_meeting, make_operator
from tests.meetings.letters import invited, make_inviting_meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

COMES = {"answer": "hadir", "answered_by": "Ani", "answered_as": "Kepala Balai"}
AFTER = NOW + timedelta(days=15)


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def invitation(aceh, operator, secretariat) -> Invitation:
    return invited(make_inviting_meeting(), aceh, by=secretariat)


@pytest.fixture
def link(invitation) -> str:
    return f"/undangan/{invitation.token}/"


def main_of(response) -> str:
    html = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(html.split())


def test_page_says_who_is_invited_to_what(public_client, link):
    html = main_of(public_client.get(link))
    for shown in (
        "<h1>Undangan Rakor Uji</h1>", "Kepada Yth. Kepala UPTD Balai Tekkomdik Aceh", "Tema uji",
        "Selasa\u2013Rabu, 15\u201316 Desember 2026, mulai 08.00 WITA",
        "Hotel Uji, Makassar, Sulawesi Uji", "1/BL/DM.01/2026",
        "Selasa, 8 Desember 2026, pukul 24.00 WITA", f'href="{link}surat.pdf"',
        'href="/rakor/rakor-uji/"', "Kirim jawaban",
    ):  # fmt: skip
        assert shown in html


def test_answer_is_thanked_for_and_may_change(public_client, link, invitation):
    said = main_of(public_client.post(link, COMES, follow=True))
    assert "Jawaban balai: Hadir" in said
    assert "Dijawab Ani, Kepala Balai, Selasa, 24 November 2026, 11.00 WITA." in said
    assert "Simpan jawaban baru" in said
    changed = {
        **COMES, "answer": "diwakilkan", "representative": "Budi, S.T.",
        "representative_position": "Kepala Seksi",
    }  # fmt: skip
    response = public_client.post(link, changed, follow=True)
    assert "Jawaban tersimpan: Hadir diwakilkan oleh Budi, S.T., Kepala Seksi." in (
        response.content.decode()
    )
    invitation.refresh_from_db()
    assert (invitation.answer, invitation.representative) == ("diwakilkan", "Budi, S.T.")


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"answer": ""}, {"answer": ["Pilih salah satu jawaban."]}),
        ({"answer": "diwakilkan"}, {
            "representative": ["Isi nama wakil yang akan hadir."],
            "representative_position": ["Isi jabatan wakil yang akan hadir."],
        }),
        ({"answer": "tidak"}, {"absence_reason": ["Isi alasan tidak hadir."]}),
        ({"answered_by": " ", "answered_as": ""}, {
            "answered_by": ["Isi nama penjawab."], "answered_as": ["Isi jabatan penjawab."],
        }),
    ],
)  # fmt: skip
def test_error_keeps_what_was_typed(public_client, link, changes, errors):
    sent = {**COMES, "representative": "", "absence_reason": "", **changes}
    response = public_client.post(link, sent)
    form = response.context["form"]
    assert form.errors == errors
    assert {name: form[name].value() for name in sent} == sent
    assert Invitation.objects.get().answer == ""


def test_opening_the_page_writes_nothing(public_client, link):
    before = Invitation.objects.values().get()
    public_client.get(link)
    public_client.head(link)
    public_client.get(f"{link}surat.pdf")
    assert Invitation.objects.values().get() == before


def test_address_stays_secret(public_client, link):
    secret = {
        "Cache-Control": "private, no-store",
        "X-Robots-Tag": "noindex, nofollow",
        "Referrer-Policy": "strict-origin",
    }
    for response in (
        public_client.get(link),
        public_client.post(link, {}),
        public_client.post(link, COMES),
        public_client.get(f"{link}surat.pdf"),
    ):
        assert {name: response[name] for name in secret} == secret
    robots = public_client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /undangan/" in robots


def test_the_form_passes_with_the_origin_that_its_policy_lets_browsers_send(link):
    client = Client(enforce_csrf_checks=True)
    client.get(link)
    data = {**COMES, "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    assert client.post(link, data, headers={"origin": "null"}).status_code == 403
    assert client.post(link, data, headers={"origin": "http://testserver"}).status_code == 302


def test_unknown_link_and_letter_that_is_not_issued_are_not_found(
    public_client, operator_client, aceh, secretariat
):
    (prepared,) = prepare_invitations(meeting=make_inviting_meeting(), by=secretariat, at=NOW)
    for client, address in (
        (public_client, "/undangan/tidak-ada/"),
        (public_client, "/undangan/tidak-ada/surat.pdf"),
        (public_client, f"/undangan/{prepared.token}/"),
        (public_client, f"/undangan/{prepared.token}/surat.pdf"),
        (operator_client, f"/saya/undangan/{prepared.pk}/"),
    ):
        assert client.get(address).status_code == 404


def test_after_the_last_day_the_answer_stands_and_no_other_is_taken(public_client, link):
    public_client.post(link, COMES)
    with time_machine.travel(AFTER, tick=False):
        html = main_of(public_client.get(link))
        refused = public_client.post(link, {**COMES, "answer": "tidak", "absence_reason": "Lain"})
    assert "Batas menjawab undangan ini sudah lewat" in html
    assert "Jawaban balai: Hadir" in html
    assert "<form" not in html
    assert "Jawaban tidak disimpan." in main_of(refused)
    assert Invitation.objects.get().answer == "hadir"


def test_after_withdrawal_the_page_says_why_and_the_letter_is_gone(
    public_client, link, invitation, secretariat
):
    withdraw_invitation(invitation=invitation, reason="Salah alamat.", by=secretariat, at=NOW)
    html = main_of(public_client.get(link))
    assert "Undangan ini ditarik pada Selasa, 24 November 2026, 11.00 WITA" in html
    assert "<form" not in html
    assert "surat.pdf" not in html
    assert public_client.get(f"{link}surat.pdf").status_code == 404


def test_after_cancellation_the_page_says_why(public_client, link):
    Meeting.objects.update(cancelled_at=NOW, cancel_reason="Bencana.")
    html = main_of(public_client.get(link))
    assert "Rakor Uji dibatalkan pada Selasa, 24 November 2026, 11.00 WITA" in html
    assert "<form" not in html


def test_answer_from_before_a_move_asks_to_look_again(public_client, link, invitation):
    answer_by_link(invitation=invitation, reply=Reply(**COMES), at=NOW)
    invitation.meeting.moves.create(
        starts_on=NOW.date(), zone="Asia/Makassar", reason="Banjir.",
        moved_at=NOW + timedelta(hours=1),
    )  # fmt: skip
    assert "Rakor dipindahkan sesudah jawaban ini" in main_of(public_client.get(link))


def test_letter_is_handed_out_as_it_was_issued_or_signed(public_client, link, invitation):
    made = public_client.get(f"{link}surat.pdf")
    assert (made["Content-Type"], made["Content-Disposition"], made.content[:5]) == (
        "application/pdf", 'inline; filename="surat-undangan.pdf"', b"%PDF-",
    )  # fmt: skip
    invitation.signed_pdf.save("x.pdf", ContentFile(b"%PDF-bertanda tangan"))
    assert public_client.get(f"{link}surat.pdf").content == b"%PDF-bertanda tangan"


def test_many_answers_from_one_address_are_slowed(public_client, link, settings):
    settings.ACCOUNT_RATE_LIMITS = {"invitation_answer": "2/m/ip"}
    answers = [public_client.post(link, COMES) for _ in range(3)]
    assert [response.status_code for response in answers] == [302, 302, 429]
    assert "Terlalu banyak permintaan dari alamat ini." in main_of(answers[2])


def test_conference_and_other_offices_are_not_on_the_page(public_client, aceh, bali, secretariat):
    meeting = make_inviting_meeting(
        mode="daring", conference_url="https://konferensi.example/kunci"
    )
    invitation = invited(meeting, aceh, by=secretariat)
    html = public_client.get(f"/undangan/{invitation.token}/").content.decode()
    for secret in ("konferensi.example", bali.name, bali.invitations.get().token, "1970010119951"):
        assert secret not in html


def test_own_staff_answer_signed_in_and_need_not_type_their_name(
    operator_client, other_operator_client, invitation, operator
):
    own = f"/saya/undangan/{invitation.pk}/"
    form = operator_client.get(own).context["form"]
    assert (form["answered_by"].value(), form["answered_as"].value()) == (
        "Operator Aceh", operator.offices.get().get_role_display()
    )  # fmt: skip
    assert operator_client.post(own, COMES).url == own
    invitation.refresh_from_db()
    assert (invitation.answer, invitation.answered_through) == ("hadir", "akun")
    assert other_operator_client.get(own).status_code == 404
    assert other_operator_client.post(own, COMES).status_code == 404
    assert operator_client.get(f"{own}surat.pdf").status_code == 200
    assert other_operator_client.get(f"{own}surat.pdf").status_code == 404


def test_own_page_lists_open_invitations_of_own_offices(
    operator_client, other_operator_client, aceh, bali, secretariat
):
    invitation = invited(make_inviting_meeting(), aceh, by=secretariat)
    rows = operator_client.get("/saya/").context["invitations"]
    assert [(row["title"], row["url"], row["state"]) for row in rows] == [
        ("Rakor Uji", f"/saya/undangan/{invitation.pk}/", "Belum dijawab"),
    ]
    assert "Undangan" in main_of(operator_client.get("/saya/"))
    answer_by_link(invitation=invitation, reply=Reply(**COMES), at=NOW)
    rows = operator_client.get("/saya/").context["invitations"]
    assert [row["state"] for row in rows] == ["Hadir"]
    (other,) = other_operator_client.get("/saya/").context["invitations"]
    assert other["url"] == f"/saya/undangan/{bali.invitations.get().pk}/"
    with time_machine.travel(NOW + timedelta(days=40), tick=False):
        operator_client.force_login(make_operator(aceh))
        assert operator_client.get("/saya/").context["invitations"] == []


def test_own_page_asks_the_same_number_of_statements(operator_client, aceh, operator, secretariat):
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            operator_client.get("/saya/")
        return len(asked)

    invited(make_inviting_meeting(), aceh, by=secretariat)
    one = statements()
    for number in (2, 3):
        meeting = make_meeting(title=f"Rakor {number}")
        Invitation.objects.create(
            meeting=meeting, office=aceh, token=f"t{number}", prepared_at=NOW, issued_at=NOW,
            content={}, number=meeting.issued_numbers.create(
                institution_id=Meeting.objects.exclude(issuer=None).get().issuer_id,
                kind="undangan", year=2026, serial=number, text=f"{number}", subject="x",
                issued_at=NOW,
            ),
        )  # fmt: skip
    assert statements() == one
