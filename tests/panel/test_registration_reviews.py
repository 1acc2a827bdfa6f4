"""The secretariat checks delegates in the panel, one after the other or many at once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from meetings.models import Registration
from tests.factories import make_letter, make_meeting, make_office, make_registration, make_ticket

pytestmark = pytest.mark.django_db
LIST = "/admin/meetings/registration/"
Review = Registration.Review


@pytest.fixture
def rakor(db):
    day = timezone.localdate() + timedelta(days=30)
    return make_meeting(title="Rakor Makassar", starts_on=day, ends_on=day)


@pytest.fixture
def three(rakor, aceh):
    """Who came first stands first in the queue."""
    since = timezone.now() - timedelta(days=1)
    return [
        make_registration(
            rakor, aceh, full_name=f"Peserta {name}", changed_at=since,
            created_at=since + timedelta(minutes=number),
        )
        for number, name in enumerate(("Satu", "Dua", "Tiga"))
    ]  # fmt: skip


def address(registration, step="periksa/"):
    return f"{LIST}{registration.pk}/{step}"


def decide(client, registration, decision, **fields):
    given = {"putusan": decision, "opened_at": timezone.now().isoformat(), **fields}
    return client.post(address(registration), given)


def reviews(registrations):
    keys = [registration.pk for registration in registrations]
    found = Registration.objects.in_bulk(keys)
    return [found[key].review for key in keys]


def test_page_shows_the_data_the_letter_and_the_neighbours(
    secretary_client: Client, three, rakor, aceh
):
    first, second, third = three
    Registration.objects.filter(pk=second.pk).update(
        nip="198503152010012002", mobile="+6281234567890", letter=make_letter(rakor, aceh)
    )
    page = secretary_client.get(address(second)).text
    for shown in (
        "2 dari 3 yang belum diperiksa",
        f'href="{address(first)}"',
        f'href="{address(third)}"',
        "Peserta Dua",
        "UPTD Balai Tekkomdik Aceh",
        "198503152010012002",
        "0812-3456-7890",
        'src="../surat-tugas.pdf"',
    ):
        assert shown in page


def test_letter_is_shown_in_a_frame_of_the_panel_alone(secretary_client, three, rakor, aceh):
    three[0].letter = make_letter(rakor, aceh)
    three[0].save()
    response = secretary_client.get(address(three[0], "surat-tugas.pdf/"))
    assert b"".join(response.streaming_content) == b"%PDF-1.7 surat"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    page = secretary_client.get(address(three[0]))
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


def test_accepting_leads_on_to_the_next(secretary_client, three):
    response = decide(secretary_client, three[0], "terima")
    assert response["Location"] == f"{address(three[1])}#antrean"
    assert reviews(three) == [Review.ACCEPTED, Review.PENDING, Review.PENDING]


def test_last_of_the_queue_leads_to_the_list(secretary_client, three):
    response = decide(secretary_client, three[2], "terima")
    assert response["Location"] == LIST


def test_mending_asks_what_and_until_when(secretary_client, three):
    page = decide(secretary_client, three[0], "perbaiki", what="", until="")
    assert page.status_code == 200
    assert page.text.count("Bidang ini tidak boleh kosong") == 2
    until = timezone.localdate() + timedelta(days=3)
    decide(secretary_client, three[0], "perbaiki", what="Surat buram.", until=until.isoformat())
    three[0].refresh_from_db()
    assert (three[0].review, three[0].review_note, three[0].mend_by) == (
        Review.TO_MEND,
        "Surat buram.",
        until,
    )


def test_what_was_typed_is_kept_when_it_is_refused(secretary_client, three):
    page = decide(secretary_client, three[0], "perbaiki", what="Surat buram.", until="2030-01-01")
    assert "harus antara" in page.text
    assert "Surat buram." in page.text
    assert reviews(three[:1]) == [Review.PENDING]


def test_declining_ends_it(secretary_client, three):
    make_ticket(three[0])
    decide(secretary_client, three[0], "tolak", reason="Bukan pegawai.")
    three[0].refresh_from_db()
    assert (three[0].review, three[0].is_active) == (Review.DECLINED, False)
    assert not three[0].tickets.filter(revoked_at=None).exists()


def test_page_opened_before_a_change_decides_nothing(secretary_client, three):
    opened_at = (timezone.now() - timedelta(days=2)).isoformat()
    for sent in (opened_at, "", "kemarin", "2026-01-01T00:00:00"):
        page = decide(secretary_client, three[0], "terima", opened_at=sent)
        assert "sesudah Anda membukanya" in page.text
    assert reviews(three[:1]) == [Review.PENDING]


def test_looking_decides_nothing(secretary_client, three):
    secretary_client.get(address(three[0]))
    assert reviews(three) == [Review.PENDING] * 3
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("client_name", ["note_taker_client", "operator_client"])
@pytest.mark.parametrize("step", ["periksa/", "surat-tugas.pdf/", "ganti-tiket/"])
def test_checking_is_refused_to_others(request, client_name, step, three, rakor, aceh):
    three[0].letter = make_letter(rakor, aceh)
    three[0].save()
    client = request.getfixturevalue(client_name)
    assert client.get(address(three[0], step)).status_code == 403
    assert client.post(address(three[0], step), {"putusan": "terima"}).status_code == 403
    assert reviews(three) == [Review.PENDING] * 3


@pytest.mark.parametrize("count", [1, 3])
def test_checking_takes_the_same_statements(
    secretary_client, rakor, aceh, django_assert_num_queries, count
):
    rows = [make_registration(rakor, aceh) for _ in range(count)]
    for registration in rows:
        for number in range(count):
            registration.events.create(at=timezone.now(), kind="diubah", text=f"Ke-{number}")
    secretary_client.get(address(rows[0]))
    with django_assert_num_queries(9):
        secretary_client.get(address(rows[0]))


# --- Many at once ---


def select(client, action, registrations, **fields):
    keys = [str(registration.pk) for registration in registrations]
    return client.post(LIST, {"action": action, "_selected_action": keys, **fields}, follow=True)


def confirm(client, action, registrations, **fields):
    given = {"putuskan": "1", "opened_at": timezone.now().isoformat(), **fields}
    return select(client, action, registrations, **given)


def told(page):
    return [str(message) for message in page.context["messages"]]


def test_selection_is_asked_about_before_it_is_decided(secretary_client, three):
    page = select(secretary_client, "accept_selected", three[:2])
    assert "Terima 2 pendaftaran?" in page.text
    assert ("Peserta Satu" in page.text, "Peserta Tiga" in page.text) == (True, False)
    assert reviews(three) == [Review.PENDING] * 3


def test_question_names_who_will_be_passed_over(secretary_client, three):
    Registration.objects.filter(pk=three[0].pk).update(
        review=Review.ACCEPTED, reviewed_at=timezone.now()
    )
    ends = [
        select(secretary_client, action, three[:2]).text.count("sudah diterima, akan dilewati")
        for action in ("accept_selected", "mend_selected", "decline_selected")
    ]
    assert ends == [1, 0, 0]


def test_all_selected_are_accepted_and_who_is_skipped_is_told_with_the_reason(
    secretary_client, three
):
    Registration.objects.filter(pk=three[1].pk).update(
        withdrawn_at=timezone.now(), withdraw_reason="Sakit."
    )
    page = confirm(secretary_client, "accept_selected", three)
    assert reviews(three) == [Review.ACCEPTED, Review.PENDING, Review.ACCEPTED]
    first, second = told(page)
    assert first == "2 pendaftaran diterima. Surel dikirim."
    assert second.startswith("Dilewati: Pendaftaran Peserta Dua sudah berakhir")


def test_one_text_for_all_that_are_to_mend(secretary_client, three):
    page = confirm(secretary_client, "mend_selected", three[:2], what="", until="")
    assert "Minta perbaikan 2 pendaftaran?" in page.text
    until = timezone.localdate() + timedelta(days=3)
    confirm(
        secretary_client, "mend_selected", three[:2], what="Surat buram.", until=until.isoformat()
    )
    found = Registration.objects.filter(review=Review.TO_MEND).order_by("created_at")
    assert [(one.full_name, one.review_note, one.mend_by) for one in found] == [
        ("Peserta Satu", "Surat buram.", until),
        ("Peserta Dua", "Surat buram.", until),
    ]


def test_a_day_out_of_reach_is_told_once_and_keeps_what_was_typed(secretary_client, three):
    page = confirm(
        secretary_client, "mend_selected", three, what="Surat buram.", until="2031-01-31"
    )
    (why,) = page.context["form"].non_field_errors()
    assert why.startswith("Dilewati 3 pendaftaran: Batas perbaikan 31 Januari 2031 harus antara")
    assert ("Surat buram.</textarea>" in page.text, 'value="2031-01-31"' in page.text) == (
        True,
        True,
    )
    assert reviews(three) == [Review.PENDING] * 3


def test_one_reason_for_all_that_are_declined(secretary_client, three):
    confirm(secretary_client, "decline_selected", three[1:], reason="Dobel.")
    found = Registration.objects.filter(withdrawn_at__isnull=False).order_by("created_at")
    assert [(one.full_name, one.review_note) for one in found] == [
        ("Peserta Dua", "Dobel."),
        ("Peserta Tiga", "Dobel."),
    ]


def test_all_of_the_filter_leave_out_who_came_after_the_page_was_opened(
    secretary_client, three, rakor, aceh
):
    opened_at = timezone.now()
    late = make_registration(
        rakor, aceh, full_name="Terlambat", changed_at=opened_at + timedelta(seconds=1)
    )
    page = confirm(
        secretary_client, "accept_selected", three[:1],
        select_across="1", opened_at=opened_at.isoformat(),
    )  # fmt: skip
    assert reviews([*three, late]) == [Review.ACCEPTED] * 3 + [Review.PENDING]
    assert "Terlambat" in told(page)[1]


@pytest.mark.parametrize("action", ["accept_selected", "mend_selected", "decline_selected"])
def test_who_only_reads_has_no_such_choice(action, three, note_taker_client):
    assert select(note_taker_client, action, three).status_code == 403
    assert reviews(three) == [Review.PENDING] * 3


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_statements(
    secretary_client, rakor, aceh, django_assert_num_queries, count
):
    for _ in range(count):
        make_registration(rakor, aceh, letter=make_letter(rakor, aceh))
        make_registration(rakor, make_office())
    secretary_client.get(LIST)
    with django_assert_num_queries(9):
        secretary_client.get(LIST)


def test_filters_find_what_waits(secretary_client, three):
    past = timezone.localdate() - timedelta(days=1)
    mending = {"review": Review.TO_MEND, "review_note": "Buram."}
    Registration.objects.filter(pk=three[1].pk).update(**mending, mend_by=past)
    Registration.objects.filter(pk=three[2].pk).update(**mending, mend_by=timezone.localdate())

    def found(**query):
        page = secretary_client.get(LIST, query)
        return {registration.full_name for registration in page.context["cl"].result_list}

    assert found(verifikasi="belum") == {"Peserta Satu"}
    assert found(verifikasi="perbaikan") == {"Peserta Dua", "Peserta Tiga"}
    assert found(verifikasi="lewat") == {"Peserta Dua"}
    Registration.objects.filter(pk=three[0].pk).update(seat="menunggu", waiting_since=past_moment())
    assert found(kursi="menunggu") == {"Peserta Satu"}


def past_moment():
    return timezone.now() - timedelta(days=1)


def test_panel_replaces_a_ticket_and_shows_both(secretary_client, three):
    former = make_ticket(three[0])
    secretary_client.post(address(three[0], "ganti-tiket/"), {"reason": "Ponsel hilang."})
    page = secretary_client.get(
        reverse("admin:meetings_registration_change", args=[three[0].pk])
    ).text
    valid = three[0].tickets.get(revoked_at=None)
    assert f"{valid.number}, berlaku" in page
    assert f"{former.number}, dicabut: Ponsel hilang." in page
    assert "yang lama dicabut: Ponsel hilang." in page
