"""The rules of registering, changing and withdrawing, at their boundaries."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from post_office.models import Email

from accounts.models import AuditEvent
from meetings.actions import delegates, registration_gate
from meetings.actions.registration import Delegate, change_delegate, register_delegate
from meetings.actions.registration_refusals import (
    AlreadyRegistered,
    AlreadyWithdrawn,
    RegistrationRefused,
)
from meetings.actions.withdrawal import withdraw_delegate
from meetings.models import Meeting, Registration
from meetings.when import when
from tests.factories import NOW, make_letter, make_meeting, make_registration

pytestmark = [pytest.mark.django_db, pytest.mark.any_postgres]

ANI = Delegate(
    full_name="Dr. Ani Lestari, M.Pd.",
    role="kepala",
    position="Kepala Balai",
    unit="UPTD Balai Tekkomdik Aceh",
    mobile="+6281234567890",
    email="ani@dinas.example",
    mode="luring",
    privacy_version="2026-11",
    nip="198503152010012002",
)
BUDI = replace(
    ANI,
    full_name="Budi Santoso, S.T.",
    role="pendamping",
    email="budi@dinas.example",
    nip="198503152010011002",
)


@pytest.fixture
def rakor(db):
    return make_meeting(slug="rakor-makassar")


def refusal(action, **arguments) -> RegistrationRefused:
    with pytest.raises(RegistrationRefused) as refused:
        action(**{"at": NOW, **arguments})
    return refused.value


def traces() -> list[tuple[str, dict]]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", "details"))


def test_registered_with_ticket_trace_and_mail(rakor, aceh, operator):
    registration = register_delegate(meeting=rakor, office=aceh, delegate=ANI, by=operator, at=NOW)
    registration.refresh_from_db()
    assert (registration.full_name, registration.name_key) == (
        "Dr. Ani Lestari, M.Pd.",
        "ani lestari",
    )
    assert (registration.created_by, registration.created_at) == (operator, NOW)
    assert len(registration.ticket_code) == 32
    assert traces() == [
        (
            "registration.created",
            {"meeting": "rakor-makassar", "office": "aceh", "role": "kepala", "seat": "terdaftar"},
        )
    ]
    assert [email.to for email in Email.objects.all()] == [["ani@dinas.example"]]


def test_tickets_differ(rakor, aceh, operator):
    codes = {
        register_delegate(meeting=rakor, office=aceh, delegate=one, by=operator, at=NOW).ticket_code
        for one in (ANI, BUDI)
    }
    assert len(codes) == 2


@pytest.mark.parametrize(
    ("shift", "told"),
    [
        (
            timedelta(days=-7, microseconds=-1),
            "Pendaftaran dibuka mulai 17 November 2026, 11.00 WITA sampai "
            "8 Desember 2026, 11.00 WITA.",
        ),
        (timedelta(days=-7), ""),
        (timedelta(days=14, microseconds=-1), ""),
        (timedelta(days=14), "Pendaftaran ditutup sejak 8 Desember 2026, 11.00 WITA."),
    ],
)
def test_window_is_half_open(rakor, aceh, operator, shift, told):
    arguments = {"meeting": rakor, "office": aceh, "delegate": ANI, "by": operator}
    if not told:
        assert register_delegate(**arguments, at=NOW + shift)
    else:
        refused = refusal(register_delegate, **arguments, at=NOW + shift)
        assert str(refused) == told


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (
            {"cancelled_at": NOW, "cancel_reason": "Banjir di Makassar."},
            "Rakor ini dibatalkan: Banjir di Makassar.",
        ),
        (
            {"published_at": None},
            "Rakor ini masih draf; pendaftaran menunggu sampai diterbitkan.",
        ),
        ({"registered_by": "none"}, "Rakor ini tidak memakai pendaftaran di portal."),
    ],
)
def test_refused_where_there_is_no_registration(aceh, operator, fields, reason):
    meeting = make_meeting(**fields)
    refused = refusal(register_delegate, meeting=meeting, office=aceh, delegate=ANI, by=operator)
    assert str(refused) == reason
    assert (Registration.objects.count(), Email.objects.count(), traces()) == (0, 0, [])


def test_refused_for_another_office(rakor, aceh, other_operator):
    refused = refusal(
        register_delegate, meeting=rakor, office=aceh, delegate=ANI, by=other_operator
    )
    assert str(refused) == (
        "Delegasi UPTD Balai Tekkomdik Aceh hanya dapat diurus oleh petugas balai itu sendiri."
    )


def test_secretariat_registers_for_any_office(rakor, aceh, secretariat):
    register_delegate(meeting=rakor, office=aceh, delegate=ANI, by=secretariat, at=NOW)
    assert Registration.objects.get().created_by == secretariat


def test_quota_of_the_office(aceh, bali, operator):
    rakor = make_meeting(has_waiting_list=False)
    for _ in range(2):
        make_registration(rakor, aceh)
    make_registration(rakor, aceh, withdrawn_at=NOW)
    make_registration(rakor, bali)
    make_registration(make_meeting(), aceh)
    register_delegate(meeting=rakor, office=aceh, delegate=ANI, by=operator, at=NOW)
    refused = refusal(register_delegate, meeting=rakor, office=aceh, delegate=BUDI, by=operator)
    assert str(refused) == "Kuota UPTD Balai Tekkomdik Aceh 3 kursi, sudah terpakai 3."


def test_capacity_of_the_whole_meeting(aceh, bali, operator):
    meeting = make_meeting(capacity=2, has_waiting_list=False)
    make_registration(meeting, bali)
    register_delegate(meeting=meeting, office=aceh, delegate=ANI, by=operator, at=NOW)
    refused = refusal(register_delegate, meeting=meeting, office=aceh, delegate=BUDI, by=operator)
    assert str(refused) == "Rakor ini menyediakan 2 kursi, sudah terpakai 2."


@pytest.mark.parametrize(
    ("again", "field", "reason"),
    [
        (
            replace(BUDI, email="ANI@dinas.example"),
            "email",
            "Alamat surel ini sudah terdaftar pada rakor ini (atas nama Dr. Ani Lestari, M.Pd.).",
        ),
        (
            replace(BUDI, nip=ANI.nip),
            "nip",
            "NIP ini sudah terdaftar pada rakor ini (atas nama Dr. Ani Lestari, M.Pd.).",
        ),
        (
            replace(BUDI, full_name="ANI LESTARI"),
            "full_name",
            "Nama ini sudah terdaftar pada rakor ini (atas nama Dr. Ani Lestari, M.Pd.).",
        ),
    ],
)
def test_one_person_is_registered_once(rakor, aceh, operator, again, field, reason):
    register_delegate(meeting=rakor, office=aceh, delegate=ANI, by=operator, at=NOW)
    refused = refusal(register_delegate, meeting=rakor, office=aceh, delegate=again, by=operator)
    assert (refused.field, str(refused)) == (field, reason)


def test_another_office_is_told_who_registered_but_no_name(
    rakor, aceh, bali, operator, other_operator
):
    register_delegate(meeting=rakor, office=aceh, delegate=ANI, by=operator, at=NOW)
    refused = refusal(
        register_delegate, meeting=rakor, office=bali, delegate=ANI, by=other_operator
    )
    assert str(refused) == (
        "Alamat surel ini sudah terdaftar pada rakor ini oleh UPTD Balai Tekkomdik Aceh."
    )


def test_namesakes_of_two_offices_may_both_come(rakor, aceh, bali, operator, other_operator):
    register_delegate(meeting=rakor, office=aceh, delegate=ANI, by=operator, at=NOW)
    namesake = replace(BUDI, full_name=ANI.full_name)
    register_delegate(meeting=rakor, office=bali, delegate=namesake, by=other_operator, at=NOW)
    assert Registration.objects.count() == 2


def test_twice_is_said_before_the_quota(rakor, aceh, operator):
    """Whoever sends the last seat's form twice learns that the first one counted."""
    register_delegate(meeting=rakor, office=aceh, delegate=ANI, by=operator, at=NOW)
    for _ in range(2):
        make_registration(rakor, aceh)
    refused = refusal(register_delegate, meeting=rakor, office=aceh, delegate=ANI, by=operator)
    assert isinstance(refused, AlreadyRegistered)


def test_withdrawn_person_may_be_registered_anew(rakor, aceh, operator):
    first = register_delegate(meeting=rakor, office=aceh, delegate=ANI, by=operator, at=NOW)
    withdraw_delegate(registration=first, reason="Sakit.", by=operator, at=NOW)
    second = register_delegate(meeting=rakor, office=aceh, delegate=ANI, by=operator, at=NOW)
    assert [one.is_active for one in (Registration.objects.get(pk=first.pk), second)] == [
        False,
        True,
    ]


def test_change_says_which_fields_and_sends_a_mail(rakor, aceh, operator):
    registration = register_delegate(meeting=rakor, office=aceh, delegate=ANI, by=operator, at=NOW)
    later = NOW + timedelta(hours=2)
    changed = replace(ANI, position="Plt. Kepala Balai", email="ani.baru@dinas.example")
    change_delegate(registration=registration, delegate=changed, by=operator, at=later)
    registration.refresh_from_db()
    assert (registration.position, registration.changed_at) == ("Plt. Kepala Balai", later)
    assert traces()[1:] == [("registration.changed", {"fields": ["email", "position"]})]
    assert Email.objects.latest("pk").to == ["ani.baru@dinas.example"]


def test_change_to_the_same_leaves_no_trace(rakor, aceh, operator):
    registration = register_delegate(meeting=rakor, office=aceh, delegate=ANI, by=operator, at=NOW)
    change_delegate(registration=registration, delegate=ANI, by=operator, at=NOW)
    assert (len(traces()), Email.objects.count()) == (1, 1)


def test_change_into_another_delegate_is_refused(rakor, aceh, operator):
    register_delegate(meeting=rakor, office=aceh, delegate=ANI, by=operator, at=NOW)
    budi = register_delegate(meeting=rakor, office=aceh, delegate=BUDI, by=operator, at=NOW)
    refused = refusal(
        change_delegate,
        registration=budi,
        delegate=replace(BUDI, email=ANI.email),
        by=operator,
    )
    assert refused.field == "email"


def test_withdrawn_keeps_its_reason_and_cannot_be_changed(rakor, aceh, operator):
    registration = register_delegate(meeting=rakor, office=aceh, delegate=ANI, by=operator, at=NOW)
    for _ in range(2):
        registration = withdraw_delegate(
            registration=registration, reason="Sakit.", by=operator, at=NOW
        )
    assert (registration.withdrawn_at, registration.withdraw_reason) == (NOW, "Sakit.")
    assert [action for action, _ in traces()] == ["registration.created", "registration.withdrawn"]
    assert Email.objects.count() == 2
    refused = refusal(change_delegate, registration=registration, delegate=BUDI, by=operator)
    assert isinstance(refused, AlreadyWithdrawn)


@pytest.mark.parametrize("action", [change_delegate, withdraw_delegate])
def test_others_change_and_withdraw_nothing(rakor, aceh, operator, other_operator, action):
    registration = register_delegate(meeting=rakor, office=aceh, delegate=ANI, by=operator, at=NOW)
    argument = {"delegate": BUDI} if action is change_delegate else {"reason": "Iseng."}
    for by, at in ((other_operator, NOW), (operator, NOW + timedelta(days=14))):
        refusal(action, registration=registration, by=by, at=at, **argument)
    registration.refresh_from_db()
    assert (registration.full_name, registration.is_active) == (ANI.full_name, True)


def test_mail_limit_names_when_to_go_on(rakor, aceh, operator, monkeypatch):
    monkeypatch.setattr(registration_gate, "MAILS_PER_HOUR", 2)
    register_delegate(meeting=rakor, office=aceh, delegate=ANI, by=operator, at=NOW)
    last = register_delegate(meeting=rakor, office=aceh, delegate=BUDI, by=operator, at=NOW)
    refused = refusal(
        withdraw_delegate,
        registration=last,
        reason="Sakit.",
        by=operator,
        at=NOW + timedelta(minutes=59),
    )
    assert str(refused) == (
        "Akun Anda sudah mengirim 2 surel pendaftaran dalam satu jam terakhir. "
        "Silakan lanjutkan sesudah pukul 12.00 WITA."
    )
    withdraw_delegate(registration=last, reason="Sakit.", by=operator, at=NOW + timedelta(hours=1))


def test_rollback_loses_registration_trace_and_mail(rakor, aceh, operator):
    with transaction.atomic():
        register_delegate(meeting=rakor, office=aceh, delegate=ANI, by=operator, at=NOW)
        transaction.set_rollback(True)
    assert (Registration.objects.count(), traces(), Email.objects.count()) == (0, [], 0)


@pytest.mark.parametrize(
    ("same", "field"),
    [
        ({"email": ANI.email}, "email"),
        ({"nip": ANI.nip}, "nip"),
        ({"name_key": "ani lestari"}, "full_name"),
    ],
)
def test_database_has_the_last_word(rakor, aceh, same, field):
    make_registration(rakor, aceh, **same)
    late = Registration(
        meeting=rakor,
        office=aceh,
        ticket_code="LAIN",
        created_at=NOW,
        changed_at=NOW,
        **ANI.values(),
    )
    with pytest.raises(AlreadyRegistered) as refused, delegates.refused_twice():
        late.save()
    assert refused.value.field == field


def test_unknown_constraint_is_not_swallowed(rakor, aceh):
    values = {**ANI.values(), "mode": "hibrida"}
    odd = Registration(meeting=rakor, office=aceh, created_at=NOW, changed_at=NOW, **values)
    with pytest.raises(IntegrityError), delegates.refused_twice():
        odd.save()


def test_change_without_a_letter_keeps_the_former_one(rakor, aceh, operator):
    first, second = make_letter(rakor, aceh), make_letter(rakor, aceh)
    registration = register_delegate(
        meeting=rakor, office=aceh, delegate=replace(ANI, letter=first), by=operator, at=NOW
    )
    kept = []
    for letter in (None, second):
        change_delegate(
            registration=registration, delegate=replace(ANI, letter=letter), by=operator, at=NOW
        )
        kept.append(Registration.objects.get(pk=registration.pk).letter)
    assert kept == [first, second]


def test_the_mail_tells_the_rakor_as_it_is_when_it_is_locked(rakor, aceh, operator):
    """It is written before the lock, of the rakor as the page of whoever registers had read it."""
    moved = rakor.starts_on + timedelta(days=70)
    Meeting.objects.filter(pk=rakor.pk).update(city="Denpasar", starts_on=moved, ends_on=None)
    register_delegate(meeting=rakor, office=aceh, delegate=ANI, by=operator, at=NOW)
    (mail,) = Email.objects.all()
    told = [text in mail.message for text in ("Denpasar", rakor.city, when(rakor))]
    assert told == [True, False, False]
    assert when(Meeting.objects.get()) in mail.message
