"""The outbox in the panel: nothing leaves that nobody has read."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import STATUS, Email, Log

from forum_portal import waiting
from forum_portal.lib.mail_fate import UNCERTAIN
from meetings.models import Meeting, OutboxMail
from meetings.outbox.states import standing_of, with_fates
from tests.factories import NOW, make_meeting
from tests.meetings.outbox_letters import make_invitation, make_letter

pytestmark = pytest.mark.django_db
LETTERS = "/admin/meetings/outboxmail/"


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(slug="rakor-makassar", title="Rakor Makassar")


def list_of(meeting: Meeting) -> str:
    return f"/admin/meetings/meeting/{meeting.pk}/kotak-keluar/"


def act(client: Client, meeting: Meeting, name: str, *letters: OutboxMail, **data: Any) -> Any:
    chosen = [f"{letter.pk}-{letter.revision}" for letter in letters]
    return client.post(f"{list_of(meeting)}tindakan/", {"tindakan": name, "surel": chosen, **data})


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def sent_to() -> list[str]:
    return sorted(email.to[0] for email in Email.objects.all())


def gone(meeting: Meeting, status: int, line: str = "", **fields: Any) -> OutboxMail:
    """A letter that was sent, and what became of it in the queue."""
    email = Email.objects.create(from_email="a@b.example", to="c@d.example", status=status)
    Log.objects.create(email=email, status=1, exception_type=line, message="550 Ditolak")
    Log.objects.update(date=timezone.now() - timedelta(hours=1))
    return make_letter(meeting, sent_at=NOW, email=email, **fields)


def every_state(meeting: Meeting) -> dict[str, OutboxMail]:
    return {
        "menunggu": make_letter(meeting),
        "ditahan": make_letter(meeting, held_at=NOW),
        "antre": gone(meeting, STATUS.queued),
        "terkirim": gone(meeting, STATUS.sent),
        "gagal": gone(meeting, STATUS.failed, "SMTPDataError"),
        "tidak-pasti": gone(meeting, STATUS.failed, UNCERTAIN),
        "dibuang": make_letter(meeting, dropped_at=NOW, drop_reason="Keliru"),
    }


def rows_of(page: Any) -> list[OutboxMail]:
    return [row["letter"] for group in page.context["groups"] for row in group["rows"]]


def test_letters_stand_by_kind_and_state(secretary_client: Client, meeting: Meeting):
    letters = every_state(meeting)
    page = secretary_client.get(list_of(meeting))
    assert rows_of(page) == [letters["menunggu"]]
    filters = [(row["query"], row["count"]) for row in page.context["filters"]]
    assert filters == [*((f"?keadaan={state}", 1) for state in letters), ("?keadaan=", 7)]
    for state, letter in letters.items():
        assert rows_of(secretary_client.get(list_of(meeting), {"keadaan": state})) == [letter]
        listed = secretary_client.get(LETTERS, {"keadaan": state}).context["cl"].result_list
        assert list(listed) == [letter]


def test_waiting_in_the_queue_says_why_and_until_when(meeting: Meeting):
    letter = gone(meeting, STATUS.requeued, "unreachable")
    Email.objects.update(scheduled_time=NOW)
    standing = standing_of(with_fates(OutboxMail.objects.filter(pk=letter.pk)).get())
    assert (standing.state.value, standing.note) == (
        "antre",
        "550 Ditolak. Dicoba lagi Selasa, 24 November 2026, 11.00 WITA.",
    )


def test_sent_letter_that_the_queue_forgot_stays_sent(secretary_client: Client, meeting: Meeting):
    letter = make_letter(meeting, sent_at=NOW)
    page = secretary_client.get(list_of(meeting), {"keadaan": "terkirim"})
    assert rows_of(page) == [letter]


def test_chosen_letters_are_read_before_they_are_sent(
    secretary_client: Client, secretary: Any, meeting: Meeting
):
    first, second, third = (make_letter(meeting, to=f"{name}@x.example") for name in "abc")
    asked = act(secretary_client, meeting, "kirim", first, second)
    assert asked.context["title"] == "Kirim 2 surel?"
    assert [row["letter"] for row in asked.context["rows"]] == [first, second]
    assert all(letter.text.strip() in asked.text for letter in (first, second))
    assert (sent_to(), third.text.strip() in asked.text) == ([], False)
    done = act(secretary_client, meeting, "kirim", first, second, _confirm="Kirim")
    assert (done.url, said(done)) == (list_of(meeting), ["2 surel masuk antrean kirim."])
    assert sent_to() == sorted([first.to, second.to])
    first.refresh_from_db()
    assert first.sent_by == secretary
    act(secretary_client, meeting, "kirim", first, second, _confirm="Kirim")
    assert len(sent_to()) == 2


def test_all_that_wait_are_shown_and_those_alone_are_sent(
    secretary_client: Client, meeting: Meeting
):
    letters = every_state(meeting)
    make_letter(make_meeting())
    asked = secretary_client.post(f"{list_of(meeting)}tindakan/", {"tindakan": "kirim-semua"})
    shown = [row["letter"] for row in asked.context["rows"]]
    assert shown == [letters["menunggu"]]
    later = make_letter(meeting)
    act(secretary_client, meeting, "kirim", *shown, _confirm="Kirim")
    later.refresh_from_db()
    assert later.is_waiting


def test_letter_changed_while_it_was_read_is_not_sent(secretary_client: Client, meeting: Meeting):
    changed, same = make_letter(meeting), make_letter(meeting)
    OutboxMail.objects.filter(pk=changed.pk).update(revision=2)
    done = act(secretary_client, meeting, "kirim", changed, same, _confirm="Kirim")
    assert said(done) == [
        "1 surel masuk antrean kirim. Tidak dikirim, karena diubah, ditahan, atau dikirim orang "
        f"lain sejak Anda baca: {changed.to}."
    ]
    assert sent_to() == [same.to]


def test_letters_of_a_cancelled_rakor_need_a_tick(secretary_client: Client, meeting: Meeting):
    letter = make_letter(meeting)
    Meeting.objects.update(cancelled_at=NOW, cancel_reason="Banjir")
    assert "Rakor ini sudah dibatalkan." in secretary_client.get(list_of(meeting)).text
    refused = act(secretary_client, meeting, "kirim", letter, _confirm="Kirim")
    assert refused.context["form"].errors == {
        "despite_doubts": ["Centang bila memang hendak dikirim, atau batalkan."]
    }
    assert sent_to() == []
    act(secretary_client, meeting, "kirim", letter, _confirm="Kirim", despite_doubts="on")
    assert sent_to() == [letter.to]


def test_letters_are_held_dropped_and_brought_back(secretary_client: Client, meeting: Meeting):
    letter = make_letter(meeting)
    for name, data, state in (
        ("tahan", {}, "ditahan"),
        ("buang", {"reason": "Keliru"}, "dibuang"),
        ("kembalikan", {}, "menunggu"),
    ):
        act(secretary_client, meeting, name, letter, _confirm="x", **data)
        page = secretary_client.get(list_of(meeting), {"keadaan": state})
        assert rows_of(page) == [letter]
    refused = act(secretary_client, meeting, "buang", letter, _confirm="x", reason=" ")
    assert refused.context["form"].errors == {"reason": ["Bidang ini tidak boleh kosong."]}


@pytest.mark.parametrize("data", [{}, {"surel": ["", "x-1", "9" * 30, "-"]}])
def test_nothing_chosen_is_said(secretary_client: Client, meeting: Meeting, data):
    make_letter(meeting)
    done = secretary_client.post(f"{list_of(meeting)}tindakan/", {"tindakan": "kirim", **data})
    assert said(done) == ["Tidak ada surel yang dipilih, atau keadaannya sudah berubah."]
    unknown = secretary_client.post(f"{list_of(meeting)}tindakan/", {"tindakan": "lain"})
    assert (unknown.status_code, sent_to()) == (404, [])
    assert secretary_client.get(f"{list_of(meeting)}tindakan/").url == list_of(meeting)


def test_failed_letters_are_tried_again(secretary_client: Client, meeting: Meeting):
    letter = gone(meeting, STATUS.failed, "SMTPDataError")
    assert "550 Ditolak" in secretary_client.get(list_of(meeting), {"keadaan": "gagal"}).text
    done = act(secretary_client, meeting, "coba-lagi", letter, _confirm="x")
    assert said(done) == ["1 surel masuk antrean kirim lagi."]
    assert Email.objects.get().status == STATUS.queued


def test_uncertain_letter_is_sent_again_knowingly(secretary_client: Client, meeting: Meeting):
    letter = gone(meeting, STATUS.failed, UNCERTAIN)
    act(secretary_client, meeting, "coba-lagi", letter, _confirm="x")
    assert Email.objects.get().status == STATUS.failed
    asked = secretary_client.get(f"{LETTERS}{letter.pk}/kirim-ulang/")
    assert "surel ini tiba dua kali" in asked.text
    act(secretary_client, meeting, "kirim-ulang", letter, _confirm="x")
    assert Email.objects.get().status == STATUS.queued


def test_letter_is_read_whole_with_its_attachments(
    secretary_client: Client, meeting: Meeting, aceh
):
    letter = make_letter(meeting, aceh, text="Yth. <b>Ani</b>\n\nbaris", attachments=["kalender"])
    page = secretary_client.get(f"{LETTERS}{letter.pk}/change/")
    assert "Yth. &lt;b&gt;Ani&lt;/b&gt;\n\nbaris" in page.text
    assert [step["path"] for step in page.context["steps"]] == [
        "../ubah/", "../kirim/", "../tahan/", "../buang/"
    ]  # fmt: skip
    answer = secretary_client.get(f"{LETTERS}{letter.pk}/lampiran/kalender/")
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "text/calendar", 'attachment; filename="rakor-makassar.ics"'
    )  # fmt: skip
    assert answer.content.startswith(b"BEGIN:VCALENDAR")
    other = secretary_client.get(f"{LETTERS}{letter.pk}/lampiran/undangan/")
    assert other.status_code == 302


def test_attachment_that_cannot_be_made_is_said(secretary_client: Client, meeting: Meeting, aceh):
    invitation = make_invitation(meeting, aceh, withdrawn_at=NOW)
    letter = make_letter(meeting, aceh, invitation=invitation, attachments=["undangan"])
    answer = secretary_client.get(f"{LETTERS}{letter.pk}/lampiran/undangan/")
    assert said(answer) == [
        "Lampiran tidak dapat dibuat: Surat undangannya belum diterbitkan atau sudah ditarik."
    ]


def words(letter: OutboxMail, **fields: Any) -> dict[str, Any]:
    return {"revision": 1, "to": letter.to, "subject": "Hal baru", "text": "Isi baru\n", **fields}


def test_letter_is_edited(secretary_client: Client, meeting: Meeting):
    letter = make_letter(meeting)
    address = f"{LETTERS}{letter.pk}/ubah/"
    assert secretary_client.get(address).context["form"].initial["text"] == letter.text
    bad = secretary_client.post(address, words(letter, to="bukan alamat"))
    assert (bad.status_code, "Isi baru" in bad.text) == (200, True)
    secretary_client.post(address, words(letter))
    letter.refresh_from_db()
    assert (letter.subject, letter.text, letter.revision) == ("Hal baru", "Isi baru\n", 2)


def test_later_editor_sees_the_others_words_and_loses_none(
    secretary_client: Client, meeting: Meeting
):
    letter = make_letter(meeting)
    OutboxMail.objects.update(text="Tulisan rekan\n", revision=5)
    address = f"{LETTERS}{letter.pk}/ubah/"
    refused = secretary_client.post(address, words(letter))
    assert "Tulisan rekan" in refused.text
    form = refused.context["form"]
    assert (form["text"].value(), form["revision"].value()) == ("Isi baru\n", 5)
    secretary_client.post(address, words(letter, revision=5))
    assert OutboxMail.objects.get().text == "Isi baru\n"


def test_note_taker_and_strangers_see_no_letter(
    note_taker_client: Client, client: Client, meeting: Meeting
):
    letter = make_letter(meeting, attachments=["kalender"])
    one = f"{LETTERS}{letter.pk}/"
    addresses = [
        list_of(meeting), f"{list_of(meeting)}tindakan/", LETTERS, f"{one}change/", f"{one}ubah/",
        f"{one}kirim/", f"{one}tahan/", f"{one}buang/", f"{one}lampiran/kalender/",
    ]  # fmt: skip
    assert [note_taker_client.get(address).status_code for address in addresses] == [403] * 9
    refused = act(note_taker_client, meeting, "kirim", letter, _confirm="x")
    assert (refused.status_code, sent_to()) == (403, [])
    assert {client.get(address).status_code for address in addresses} == {302}


def test_first_page_counts_what_waits(secretary: Any, meeting: Meeting):
    every_state(meeting)
    found = {row.text: row.count for row in waiting.for_user(secretary, at=timezone.now())}
    assert (
        found["surel rakor menunggu dibaca dan dikirim"],
        found["surel gagal terkirim"],
        found["surel tidak pasti terkirim"],
    ) == (1, 1, 1)


def test_pages_ask_as_often_for_three_letters_as_for_one(
    secretary_client: Client, meeting: Meeting, aceh, bali
):
    counts = []
    for office in (aceh, bali):
        for number in range(1 + 2 * len(counts)):
            invitation = make_invitation(meeting, office) if not number else None
            make_letter(meeting, office, invitation=invitation, attachments=["kalender"])
            gone(meeting, STATUS.failed, UNCERTAIN)
        pages = (list_of(meeting), f"{list_of(meeting)}?keadaan=", LETTERS)
        with CaptureQueriesContext(connection) as queries:
            for page in pages:
                secretary_client.get(page)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_long_list_has_pages(secretary_client: Client, meeting: Meeting):
    OutboxMail.objects.bulk_create(
        OutboxMail(meeting=meeting, kind="rilis", occasion="v1", to=f"a{number}@x.example",
                   subject="Hal", text="Isi", made_at=NOW)
        for number in range(201)
    )  # fmt: skip
    page = secretary_client.get(list_of(meeting))
    assert (len(rows_of(page)), page.context["page"].paginator.num_pages) == (50, 5)
    asked = secretary_client.post(f"{list_of(meeting)}tindakan/", {"tindakan": "kirim-semua"})
    assert (len(asked.context["rows"]), asked.context["left"]) == (200, 1)


def test_forgotten_letter_shows_its_record_alone(secretary_client, meeting, aceh):
    gone = {"to": "", "text": "", "forgotten_at": NOW}
    letter = make_letter(meeting, aceh, **gone, dropped_at=NOW, drop_reason="Keliru.")
    page = secretary_client.get(f"{LETTERS}{letter.pk}/change/").content.decode()
    assert ("Alamat dan isi dihapus pada" in page, "Kembalikan" in page) == (True, False)
    lists = [secretary_client.get(address).content.decode() for address in (
        LETTERS, list_of(meeting),
    )]  # fmt: skip
    assert ["Alamat sudah dihapus" in shown for shown in lists] == [True, True]
    act(secretary_client, meeting, "kembalikan", letter, _confirm="ya")
    letter.refresh_from_db()
    assert letter.dropped_at == NOW
