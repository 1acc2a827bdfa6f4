"""The outbox: what a person may do with a letter before it leaves, and that it leaves once."""

from datetime import timedelta

import pytest
from post_office.models import Email

from accounts.models import AuditEvent
from meetings.actions import outbox
from meetings.actions.outbox import Draft, Seen, Sent
from meetings.actions.outbox_refusals import (
    AlreadySent,
    CannotAttach,
    ChangedMeanwhile,
    Doubtful,
    Dropped,
    HasLetter,
    NeedsReason,
)
from meetings.models import AgendaRelease, Meeting, MeetingMove, OutboxMail
from meetings.outbox.doubts import doubts_of
from tests.factories import NOW, make_meeting, make_registration
from tests.meetings.outbox_letters import make_invitation, make_letter

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(slug="rakor-makassar", title="Rakor Makassar")


def seen(*letters: OutboxMail) -> list[Seen]:
    return [Seen(letter.pk, letter.revision) for letter in letters]


def edit(letter: OutboxMail, by, **fields) -> OutboxMail:
    words = {"to": letter.to, "subject": letter.subject, "text": letter.text}
    return outbox.edit(
        letter=letter, **{**words, "revision": letter.revision, **fields}, by=by, at=LATER
    )


def trail() -> list[tuple[str, dict]]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", "details"))


def test_prepared_once_an_address_and_occasion(meeting, aceh, secretariat):
    drafts = [
        Draft(
            "Ani@dinas.example",
            "Susunan\nacara",
            "\nYth. Ani\r\n\n",
            aceh,
            None,
            None,
            ("kalender",),
        ),
        Draft("ani@dinas.example", "Lain", "Lain"),
        Draft("budi@dinas.example", "Susunan acara", "Yth. Budi"),
    ]
    given = {"meeting": meeting, "kind": "rilis", "by": secretariat, "at": NOW}
    counts = [
        outbox.prepare(**given, occasion="v1", drafts=drafts),
        outbox.prepare(**given, occasion="v1", drafts=drafts),
        outbox.prepare(**given, occasion="v2", drafts=drafts[:1]),
    ]
    assert counts == [2, 0, 1]
    fields = ("to", "occasion", "subject", "text", "office", "attachments", "revision", "made_by")
    assert list(OutboxMail.objects.order_by("pk").values_list(*fields)) == [
        ("Ani@dinas.example", "v1", "Susunan acara", "Yth. Ani\n", aceh.pk, ["kalender"], 1,
         secretariat.pk),
        ("budi@dinas.example", "v1", "Susunan acara", "Yth. Budi\n", None, [], 1, secretariat.pk),
        ("Ani@dinas.example", "v2", "Susunan acara", "Yth. Ani\n", aceh.pk, ["kalender"], 1,
         secretariat.pk),
    ]  # fmt: skip
    assert trail() == [
        ("outbox.prepared", {"kind": "rilis", "letters": 2}),
        ("outbox.prepared", {"kind": "rilis", "letters": 1}),
    ]


def test_dropped_letter_is_not_prepared_again(meeting, secretariat):
    letter = make_letter(meeting)
    outbox.drop(meeting=meeting, letters=[letter.pk], reason="Keliru", by=secretariat, at=NOW)
    drafts = [Draft(letter.to, "Lagi", "Lagi")]
    assert outbox.prepare(
        meeting=meeting, kind="rilis", occasion="v1", drafts=drafts, by=None, at=NOW
    ) == 0  # fmt: skip


def test_edited_letter_is_a_new_revision(meeting, secretariat):
    edited = edit(
        make_letter(meeting), secretariat, to="baru@x.example", subject="Hal\nbaru", text="Isi"
    )
    fields = ("to", "subject", "text", "revision")
    stored = OutboxMail.objects.values_list(*fields).get(pk=edited.pk)
    assert stored == ("baru@x.example", "Hal baru", "Isi\n", 2)
    assert trail() == [("outbox.changed", {"kind": "rilis"})]


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"sent_at": NOW}, AlreadySent),
        ({"dropped_at": NOW, "drop_reason": "Keliru"}, Dropped),
        ({"revision": 2}, ChangedMeanwhile),
    ],
)
def test_what_is_over_or_changed_is_not_edited(meeting, secretariat, fields, refusal):
    letter = make_letter(meeting)
    OutboxMail.objects.update(**fields)
    with pytest.raises(refusal):
        edit(letter, secretariat, text="Lain")
    letter.refresh_from_db()
    assert letter.text != "Lain\n"


def test_two_letters_about_the_same_thing_do_not_go_to_one_address(meeting, secretariat):
    make_letter(meeting, to="ani@dinas.example")
    with pytest.raises(HasLetter):
        edit(make_letter(meeting), secretariat, to="Ani@dinas.example")


def test_held_letters_stay_until_they_are_let_go(meeting, secretariat):
    letters = [make_letter(meeting) for _ in range(3)]
    given = {"meeting": meeting, "by": secretariat, "at": NOW}
    assert outbox.hold(letters=[letters[0].pk, letters[1].pk], **given) == 2
    assert outbox.hold(letters=[letters[0].pk], **given) == 0
    assert outbox.send(seen=seen(*letters), **given) == Sent(1, letters[:2])
    assert outbox.release_hold(letters=[letters[0].pk], **given) == 1
    assert list(OutboxMail.objects.waiting()) == [letters[0]]
    assert trail() == [
        ("outbox.held", {"letters": 2}),
        ("outbox.sent", {"letters": 1}),
        ("outbox.let_go", {"letters": 1}),
    ]


def test_letter_is_dropped_with_a_reason_and_comes_back(meeting, secretariat):
    letter = make_letter(meeting, held_at=NOW)
    given = {"meeting": meeting, "letters": [letter.pk], "by": secretariat, "at": NOW}
    with pytest.raises(NeedsReason):
        outbox.drop(reason=" ", **given)
    assert outbox.drop(reason="Alamat keliru ", **given) == 1
    letter.refresh_from_db()
    assert (letter.dropped_at, letter.drop_reason, letter.held_at) == (NOW, "Alamat keliru", None)
    assert outbox.release_hold(**given) == 1
    letter.refresh_from_db()
    assert (letter.is_waiting, letter.drop_reason) == (True, "")


def test_sent_letter_is_queued_as_it_was_read(meeting, secretariat):
    letter = make_letter(meeting, to="ani@dinas.example", attachments=["kalender"])
    sent = outbox.send(meeting=meeting, seen=seen(letter), by=secretariat, at=LATER)
    assert sent == Sent(1, [])
    letter.refresh_from_db()
    email = Email.objects.get()
    assert (letter.email, letter.sent_at, letter.sent_by) == (email, LATER, secretariat)
    assert (email.to, email.subject, email.message) == (
        ["ani@dinas.example"], letter.subject, letter.text
    )  # fmt: skip
    (attachment,) = email.attachments.all()
    assert (attachment.name, attachment.mimetype) == ("rakor-makassar.ics", "text/calendar")


def test_letter_is_sent_once(meeting, secretariat):
    letter = make_letter(meeting)
    given = {"meeting": meeting, "seen": seen(letter), "by": secretariat, "at": LATER}
    assert outbox.send(**given) == Sent(1, [])
    assert outbox.send(**given) == Sent(0, [letter])
    assert Email.objects.count() == 1
    held = outbox.hold(meeting=meeting, letters=[letter.pk], by=secretariat, at=LATER)
    dropped = outbox.drop(
        meeting=meeting, letters=[letter.pk], reason="X", by=secretariat, at=LATER
    )
    assert (held, dropped) == (0, 0)


def test_letter_changed_since_it_was_read_is_not_sent(meeting, secretariat):
    changed, same = make_letter(meeting), make_letter(meeting)
    read = seen(changed, same)
    edit(changed, secretariat, text="Isi yang lain")
    assert outbox.send(meeting=meeting, seen=read, by=secretariat, at=LATER) == Sent(1, [changed])
    assert [email.to for email in Email.objects.all()] == [[same.to]]


def test_letter_of_another_rakor_is_not_sent(meeting, secretariat):
    other = make_letter(make_meeting())
    assert outbox.send(meeting=meeting, seen=seen(other), by=secretariat, at=LATER) == Sent(0, [])
    assert Email.objects.count() == 0


def test_invitation_that_was_withdrawn_cannot_be_attached(meeting, aceh, secretariat, tmp_path):
    invitation = make_invitation(meeting, aceh, withdrawn_at=NOW)
    good = make_letter(meeting, attachments=["kalender"])
    bad = make_letter(meeting, aceh, invitation=invitation, attachments=["undangan"])
    with pytest.raises(CannotAttach):
        outbox.send(
            meeting=meeting, seen=seen(good, bad), despite_doubts=True, by=secretariat, at=LATER
        )
    assert (Email.objects.count(), OutboxMail.objects.waiting().count()) == (0, 2)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def make_move(meeting: Meeting, at) -> MeetingMove:
    return MeetingMove.objects.create(
        meeting=meeting, starts_on=meeting.starts_on, zone=meeting.zone, reason="Banjir",
        moved_at=at,
    )  # fmt: skip


def doubtful(meeting: Meeting, office, name: str) -> OutboxMail:
    if name == "cancelled":
        Meeting.objects.update(cancelled_at=NOW, cancel_reason="Banjir")
        return make_letter(meeting)
    if name == "released":
        contents = {"public": {}, "internal": {}, "released_at": NOW}
        release = AgendaRelease.objects.create(meeting=meeting, number=2, **contents)
        Meeting.objects.update(current_release=release)
        return make_letter(meeting, occasion="v1")
    if name == "moved":
        letter = make_letter(meeting, kind="pindah", occasion="pindah-1")
        make_move(meeting, LATER)
        return letter
    if name == "withdrawn":
        return make_letter(meeting, invitation=make_invitation(meeting, office, withdrawn_at=NOW))
    if name == "invited again":
        return make_letter(
            meeting, invitation=make_invitation(meeting, office, prepared_at=LATER), made_at=NOW
        )
    if name == "answered":
        answer = {"answer": "hadir", "answered_at": NOW, "answered_through": "tautan"}
        return make_letter(
            meeting, kind="pengingat", invitation=make_invitation(meeting, office, **answer)
        )
    left = {"withdrawn_at": NOW, "withdraw_reason": "Sakit"}
    return make_letter(meeting, registration=make_registration(meeting, office, **left))


@pytest.mark.parametrize(
    ("name", "doubt"),
    [
        ("cancelled", "Rakor ini sudah dibatalkan."),
        ("released", "Susunan acara versi 2 sudah dirilis."),
        ("moved", "Rakor ini dipindahkan sesudah surel ini disiapkan."),
        ("withdrawn", "Undangan balai ini sudah ditarik."),
        (
            "invited again",
            "Balai ini diundang lagi; nomor dan tautan dalam surel ini tidak berlaku lagi.",
        ),
        ("answered", "Balai ini sudah menjawab undangannya."),
        ("left", "Pendaftaran penerimanya sudah dibatalkan."),
    ],
)
def test_what_may_be_no_longer_right_is_sent_deliberately(meeting, aceh, secretariat, name, doubt):
    letter = OutboxMail.objects.get(pk=doubtful(meeting, aceh, name).pk)
    assert doubts_of(letter) == [doubt]
    given = {"meeting": meeting, "seen": seen(letter), "by": secretariat, "at": LATER}
    with pytest.raises(Doubtful):
        outbox.send(**given)
    assert Email.objects.count() == 0
    assert outbox.send(despite_doubts=True, **given) == Sent(1, [])


def test_cancellation_itself_is_not_in_doubt(meeting):
    Meeting.objects.update(cancelled_at=NOW, cancel_reason="Banjir")
    letter = make_letter(meeting, kind="batal", occasion="")
    assert doubts_of(OutboxMail.objects.get(pk=letter.pk)) == []


def test_letter_of_the_latest_move_is_not_in_doubt(meeting):
    make_move(meeting, NOW - timedelta(hours=1))
    make_move(meeting, NOW)
    letter = make_letter(meeting, kind="pindah", occasion="pindah-2")
    assert doubts_of(OutboxMail.objects.get(pk=letter.pk)) == []


def test_letter_that_takes_an_invitation_back_is_not_in_doubt(meeting, aceh):
    invitation = make_invitation(meeting, aceh, withdrawn_at=NOW)
    make_move(meeting, LATER)
    letter = make_letter(meeting, kind="ditarik", invitation=invitation)
    assert doubts_of(OutboxMail.objects.get(pk=letter.pk)) == []
