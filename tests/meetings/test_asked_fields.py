"""What a rakor asks beyond what is needed: its bounds, and what becomes of answers."""

from datetime import date, timedelta

import pytest

from accounts.models import AuditEvent
from meetings.actions.asked_fields import (
    AnsweredOtherwise,
    AskedAlready,
    Asking,
    GoneAlready,
    MeetingOver,
    NeverRequired,
    WrongDay,
    ask_field,
    change_asked,
    stop_asking,
)
from meetings.actions.convening import Plan, plan_meeting
from meetings.actions.moving import move_meeting
from meetings.convening.copying import Question, outline_of
from meetings.delegations.keeping import first_deletion, forgotten_on
from meetings.models import AskedField, DelegateDraft, FieldAnswer, Meeting
from tests.factories import NOW, make_meeting, make_registration
from tests.meetings.whereabouts import whereabouts_of

pytestmark = pytest.mark.django_db

DAY = date(2027, 1, 15)
ASKING = Asking("Memesan kaus", DAY)


@pytest.fixture
def rakor(db) -> Meeting:
    """On 15 and 16 December 2026."""
    return make_meeting()


def asked(meeting: Meeting, kind: str, **fields) -> AskedField:
    return AskedField.objects.create(
        meeting=meeting, kind=kind, **{"purpose": "Memesan kaus", "delete_on": DAY, **fields}
    )


def traces() -> list[tuple[str, dict]]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", "details"))


@pytest.mark.parametrize(
    ("fields", "first", "last"),
    [
        ({}, date(2026, 12, 17), date(2027, 12, 17)),
        ({"date_precision": "month"}, date(2027, 1, 1), date(2028, 1, 1)),
        (
            {"starts_on": date(2028, 2, 28), "ends_on": None},
            date(2028, 2, 29), date(2029, 2, 28),
        ),
    ],
)  # fmt: skip
def test_answers_are_kept_beyond_the_rakor_and_a_year_at_most(fields, first, last):
    meeting = make_meeting(**fields)
    assert (first_deletion(meeting), forgotten_on(meeting)) == (first, last)


@pytest.mark.parametrize("day", [date(2026, 12, 17), date(2027, 12, 17)])
def test_first_and_last_day_may_be_named(rakor, secretariat, day):
    field = ask_field(
        meeting=rakor, kind="kaus", asking=Asking("Memesan kaus", day), by=secretariat, at=NOW
    )
    assert (field.delete_on, field.is_required) == (day, False)
    assert traces() == [("asked_field.added", {"meeting": rakor.title, "until": day.isoformat()})]


@pytest.mark.parametrize(
    ("kind", "asking", "late", "refusal"),
    [
        ("kaus", Asking("Kaus", date(2026, 12, 16)), False, WrongDay),
        ("kaus", Asking("Kaus", date(2027, 12, 18)), False, WrongDay),
        ("makanan", Asking("Makan", DAY, is_required=True), False, NeverRequired),
        ("akses", Asking("Akses", DAY, is_required=True), False, NeverRequired),
        ("nip", ASKING, False, AskedAlready),
        ("kaus", ASKING, True, MeetingOver),
    ],
)
def test_what_may_not_be_asked_is_refused(rakor, secretariat, kind, asking, late, refusal):
    asked(rakor, "nip")
    at = NOW + timedelta(days=23) if late else NOW
    with pytest.raises(refusal):
        ask_field(meeting=rakor, kind=kind, asking=asking, by=secretariat, at=at)
    assert [one.kind for one in AskedField.objects.all()] == ["nip"]


def test_refused_day_names_the_rakor_and_the_days(rakor, secretariat):
    with pytest.raises(WrongDay) as refused:
        ask_field(
            meeting=rakor, kind="kaus", asking=Asking("Kaus", date(2026, 12, 1)), by=secretariat,
            at=NOW,
        )  # fmt: skip
    assert str(refused.value) == (
        "Rakor berlangsung 15–16 Desember 2026. Pilih hari sesudahnya, paling lama satu tahun: "
        "17 Desember 2026 sampai 17 Desember 2027."
    )


@pytest.mark.parametrize(
    "asking", [Asking("Hadiah", DAY), Asking("Memesan kaus", DAY + timedelta(days=1))]
)
def test_neither_purpose_nor_day_widens_under_answers(rakor, aceh, secretariat, asking):
    field = asked(rakor, "kaus")
    FieldAnswer.objects.create(registration=make_registration(rakor, aceh), field=field, value="XL")
    given = {"field": field, "asking": asking, "by": secretariat, "at": NOW}
    with pytest.raises(AnsweredOtherwise, match="1 orang sudah menjawab"):
        change_asked(forget=False, **given)
    assert FieldAnswer.objects.count() == 1
    assert change_asked(forget=True, **given)
    field.refresh_from_db()
    assert (field.purpose, field.delete_on) == (asking.purpose, asking.delete_on)
    assert FieldAnswer.objects.count() == 0


def test_earlier_day_and_requirement_keep_the_answers(rakor, aceh, secretariat):
    field = asked(rakor, "kaus")
    FieldAnswer.objects.create(registration=make_registration(rakor, aceh), field=field, value="XL")
    asking = Asking("Memesan kaus", DAY - timedelta(days=1), is_required=True)
    given = {"field": field, "asking": asking, "forget": False, "by": secretariat, "at": NOW}
    assert [change_asked(**given), change_asked(**given)] == [True, False]
    assert (FieldAnswer.objects.count(), len(traces())) == (1, 1)


@pytest.mark.parametrize("kind", ["nip", "pangkat", "kaus"])
def test_what_is_asked_no_more_is_forgotten_in_drafts_too(rakor, aceh, secretariat, operator, kind):
    field, other = asked(rakor, kind), asked(rakor, "kamar")
    column = {"nip": "nip", "pangkat": "rank"}.get(kind)
    one = make_registration(rakor, aceh, **({column: "1" * 18} if column else {}))
    elsewhere = make_registration(make_meeting(), aceh, nip="1" * 18, rank="III/c")
    answers = [(other, "Sendiri"), *([] if column else [(field, "XL")])]
    for question, value in answers:
        FieldAnswer.objects.create(registration=one, field=question, value=value)
    typed = {"nip": "1", "rank": "2", "asked_kaus": "XL", "asked_kamar": "Sendiri"}
    draft = DelegateDraft.objects.create(
        meeting=rakor, office=aceh, data=typed, made_at=NOW, changed_at=NOW, changed_by=operator
    )
    assert stop_asking(field=field, by=secretariat, at=NOW) == 1
    for row in (one, elsewhere, draft):
        row.refresh_from_db()
    gone = column or "asked_kaus"
    assert draft.data == {name: text for name, text in typed.items() if name != gone}
    assert (one.nip, one.rank) == ("", "")
    assert (elsewhere.nip, elsewhere.rank) == ("1" * 18, "III/c")
    assert list(FieldAnswer.objects.values_list("value", flat=True)) == ["Sendiri"]
    assert traces() == [
        ("asked_field.removed", {"meeting": rakor.title, "until": "2027-01-15", "count": 1})
    ]
    with pytest.raises(GoneAlready):
        stop_asking(field=field, by=secretariat, at=NOW)


def test_copied_rakor_asks_the_same_as_long_after_it(rakor):
    asked(rakor, "kaus", delete_on=date(2027, 1, 16), is_required=True)
    outline = outline_of(rakor, [], None, rakor.asked_fields.all())
    assert outline.asked == (Question("kaus", "Memesan kaus", 30, True),)
    plan = Plan(title="Rakor berikut", starts_on=date(2027, 3, 1), days=1)
    planned = plan_meeting(plan=plan, outline=outline, by=None, at=NOW)
    assert list(
        planned.asked_fields.values_list("kind", "purpose", "delete_on", "is_required")
    ) == [("kaus", "Memesan kaus", date(2027, 4, 1), True)]


def test_day_of_deletion_moves_with_the_rakor(rakor, secretariat):
    field = asked(rakor, "kaus")
    done = asked(rakor, "kamar", purged_at=NOW)
    to = whereabouts_of(rakor)._replace(
        starts_on=date(2026, 12, 20), ends_on=date(2026, 12, 22), host_province=None
    )
    move_meeting(meeting=rakor, to=to, reason="Banjir.", by=secretariat, at=NOW)
    for one in (field, done):
        one.refresh_from_db()
    # Its last day moved by six.
    assert (field.delete_on, done.delete_on) == (DAY + timedelta(days=6), DAY)
