"""Each mail once: with the server down, two senders, and a sender killed in the middle."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import transaction
from post_office.models import STATUS, Email

from forum_portal.lib import mail
from forum_portal.lib.mail_fate import Fate, fate_of, with_log
from tests.mail_sink import DROP, SECONDS, Gate, Sink, listening, sender
from tests.ports import free_port

pytestmark = [pytest.mark.any_postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def port(settings) -> int:
    port = free_port()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    transport = {"default": "forum_portal.lib.smtp.EmailBackend"}
    settings.POST_OFFICE = {**settings.POST_OFFICE, "BACKENDS": transport}
    return port


@pytest.fixture
def sink(port) -> Iterator[Sink]:
    sink = Sink()
    with listening(sink, port):
        yield sink


def queue(*names: str) -> None:
    for name in names:
        mail.queue(to=f"{name}@dinas.example", subject="Rakor", text=f"Yth. {name}")


def fates() -> dict[str, tuple[Fate, str]]:
    """Of each mail: what became of it, and why according to the log."""
    return {
        email.to[0].partition("@")[0]: (fate_of(email.status, email.log_line), email.log_reason)
        for email in with_log(Email.objects.all())
    }


def make_all_due() -> None:
    Email.objects.filter(status=STATUS.requeued).update(scheduled_time=None)


def wait_for_the_end_of_locks() -> None:
    """The database lets go of what a killed process held a moment after its end."""
    with transaction.atomic():
        assert list(Email.objects.select_for_update()) != []


def test_server_that_is_down_takes_nothing_and_gets_each_once_later(port):
    queue("ani", "budi", "citra")
    assert (mail.deliver_waiting(), mail.deliver_waiting()) == (0, 0)
    down = "Server surel tidak dapat dihubungi: [Errno 111] Connection refused"
    assert fates() == dict.fromkeys(("ani", "budi", "citra"), (Fate.RETRIED, down))
    assert set(Email.objects.values_list("number_of_retries", "message_id")) == {(None, None)}
    sink = Sink()
    with listening(sink, port):
        assert mail.deliver_waiting() == 0
        make_all_due()
        assert (mail.deliver_waiting(), mail.deliver_waiting()) == (3, 0)
    assert sink.receivers == [f"{name}@dinas.example" for name in ("ani", "budi", "citra")]
    assert {fate for fate, _ in fates().values()} == {Fate.SENT}


def test_reason_of_a_long_outage_is_kept_once_a_mail(port):
    queue("ani")
    for _ in range(3):
        mail.deliver_waiting()
        make_all_due()
    assert Email.objects.get().logs.count() == 1


def test_two_senders_at_once_deliver_each_once(port, sink):
    queue(*(f"a{number}" for number in range(40)))
    both_at_work = sink.gates["MAIL"] = Gate(visitors=2)
    with sender(port) as first, sender(port) as second:
        assert both_at_work.reached.wait(SECONDS)
        both_at_work.opened.set()
        outputs = [process.communicate(timeout=SECONDS) for process in (first, second)]
    assert outputs == [("20 surel diproses.\n", "")] * 2
    assert Counter(sink.receivers) == {f"a{number}@dinas.example": 1 for number in range(40)}
    assert Counter(number for _, number in sink.taken).most_common(1)[0][1] == 1
    assert {fate for fate, _ in fates().values()} == {Fate.SENT}


def test_sender_killed_before_the_text_leaves_the_mail_as_it_was(port, sink):
    queue("ani")
    gate = sink.gates["RCPT"] = Gate()
    with sender(port) as process:
        assert gate.reached.wait(SECONDS)
        process.kill()
        process.wait(SECONDS)
    gate.opened.set()
    wait_for_the_end_of_locks()
    assert fates() == {"ani": (Fate.WAITING, None)}
    assert (mail.deliver_waiting(), mail.deliver_waiting()) == (1, 0)
    assert sink.receivers == ["ani@dinas.example"]
    assert fates() == {"ani": (Fate.SENT, "")}


def test_sender_killed_before_it_heard_the_answer_leaves_an_uncertain_mail(port, sink):
    queue("ani", "budi")
    gate = sink.gates["DATA"] = Gate()
    with sender(port) as process:
        assert gate.reached.wait(SECONDS)
        process.kill()
        process.wait(SECONDS)
    gate.opened.set()
    wait_for_the_end_of_locks()
    make_all_due()
    assert (mail.deliver_waiting(), mail.deliver_waiting()) == (1, 0)
    assert sink.receivers == ["ani@dinas.example", "budi@dinas.example"]
    last_word = (
        "Diserahkan kepada server surel. Selama ini keterangan terakhir, nasibnya tidak pasti: "
        "pengirim berhenti di tengah penyerahan, dan surel ini mungkin sudah sampai."
    )
    assert fates() == {"ani": (Fate.UNCERTAIN, last_word), "budi": (Fate.SENT, "")}


def test_connection_lost_after_the_text_is_uncertain_and_the_rest_waits(sink):
    queue("ani", "budi")
    sink.answers["DATA"] = DROP
    assert (mail.deliver_waiting(), mail.deliver_waiting()) == (1, 0)
    lost = (
        "Tidak pasti: server tidak menjawab sesudah surel diserahkan (Connection unexpectedly "
        "closed). Surel ini mungkin sudah sampai."
    )
    after = "Server surel tidak menjawab surel sebelumnya; dicoba lagi."
    assert fates() == {"ani": (Fate.UNCERTAIN, lost), "budi": (Fate.RETRIED, after)}
    assert sink.receivers == ["ani@dinas.example"]


def test_server_that_hangs_after_the_text_is_uncertain(settings, sink):
    settings.EMAIL_TIMEOUT = 0.5
    queue("ani")
    sink.gates["DATA"] = Gate()
    assert mail.deliver_waiting() == 1
    assert fates()["ani"][0] == Fate.UNCERTAIN
    assert mail.deliver_waiting() == 0


def test_uncertain_mail_sent_again_carries_the_same_number(sink):
    queue("ani")
    sink.answers["DATA"] = DROP
    mail.deliver_waiting()
    Email.objects.update(status=STATUS.queued)
    sink.answers.clear()
    mail.deliver_waiting()
    (first, second) = sink.taken
    assert first == second
    assert fates() == {"ani": (Fate.SENT, "")}


def test_connection_lost_before_the_text_is_tried_again(sink):
    queue("ani")
    sink.answers["MAIL"] = DROP
    mail.deliver_waiting()
    lost = "Sambungan terputus sebelum surel diserahkan: Connection unexpectedly closed"
    assert fates() == {"ani": (Fate.RETRIED, lost)}
    sink.answers.clear()
    make_all_due()
    mail.deliver_waiting()
    assert sink.receivers == ["ani@dinas.example"]


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_refusal_for_now_is_tried_again_with_the_same_number(sink, step):
    queue("ani")
    sink.answers[step] = "451 4.7.1 Coba lagi nanti"
    assert mail.deliver_waiting() == 1
    assert fates() == {"ani": (Fate.RETRIED, "Ditolak server: 451 4.7.1 Coba lagi nanti")}
    assert Email.objects.get().number_of_retries == 1
    sink.answers.clear()
    make_all_due()
    number = Email.objects.get().message_id
    mail.deliver_waiting()
    assert (fates(), sink.taken[-1]) == (
        {"ani": (Fate.SENT, "")}, ("ani@dinas.example", number)
    )  # fmt: skip


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_refusal_for_good_says_why_and_the_next_mail_leaves(sink, step):
    queue("ani")
    sink.answers[step] = "550 5.1.1 Alamat tidak dikenal"
    mail.deliver_waiting()
    sink.answers.clear()
    queue("budi")
    mail.deliver_waiting()
    assert fates() == {
        "ani": (Fate.FAILED, "Ditolak server: 550 5.1.1 Alamat tidak dikenal"),
        "budi": (Fate.SENT, ""),
    }


def test_refused_address_leaves_the_connection_to_the_others(sink):
    queue("ani", "budi")
    sink.answers["RCPT"] = "550 5.1.1 Alamat tidak dikenal"
    assert mail.deliver_waiting() == 2


def test_twelfth_refusal_is_the_last(sink):
    queue("ani")
    sink.answers["RCPT"] = "451 Nanti"
    for _ in range(13):
        make_all_due()
        mail.deliver_waiting()
    assert fates() == {"ani": (Fate.FAILED, "Ditolak server: 451 Nanti")}
    assert Email.objects.get().number_of_retries == 12


def test_mail_whose_attachment_is_lost_does_not_hold_up_the_others(sink):
    mail.queue(
        to="ani@dinas.example", subject="Rakor", text="Yth.",
        attachments={"rakor.ics": ("text/calendar", b"BEGIN:VCALENDAR")},
    )  # fmt: skip
    attachment = Email.objects.get().attachments.get()
    attachment.file.storage.delete(attachment.file.name)
    queue("budi")
    assert mail.deliver_waiting() == 2
    fate, reason = fates()["ani"]
    assert (fate, reason[:52]) == (
        Fate.RETRIED, "Surel tidak dapat disusun: [Errno 2] No such file or"
    )  # fmt: skip
    assert sink.receivers == ["budi@dinas.example"]
