"""What devices at the doors are told and may send: with their token alone, of their rakor alone."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from meetings.actions.addresses import change_address
from meetings.actions.checkin_devices import lock_device, open_code, renew_code
from meetings.actions.tickets import issue_ticket, revoke_tickets
from meetings.checkin.facts import MOST_BYTES
from meetings.checkin.window import wipe_at
from meetings.models import CheckinDevice, Meeting, Scan
from meetings.tickets.signature import public_keys
from provinces.models import Office
from tests.factories import (
    NOW,
    TODAY,
    make_meeting,
    make_office,
    make_registration,
    make_session,
    make_ticket,
)
from tests.meetings.devices import Door, by_search, by_ticket, enrolled, make_device

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)
    cache.clear()


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(starts_on=TODAY, ends_on=TODAY, title="Rakor Makassar")


@pytest.fixture
def device(meeting) -> CheckinDevice:
    return make_device(meeting, at=NOW)


@pytest.fixture
def door(meeting, device) -> Door:
    return Door(meeting, enrolled(device))


def enrol(meeting: Meeting, code: object):
    response = Door(meeting, "").post("checkin_enrol", {"code": code})
    return response.status_code, response.json()


def test_a_code_becomes_a_token_once(meeting, device):
    code = open_code(device, NOW)
    status, told = enrol(meeting, f" {code.lower().replace('-', ' ')} ")
    assert (status, told["device"]) == (
        200,
        {"name": "Tablet 1", "door": "Pintu utama", "may_add_walk_ins": False},
    )
    assert Door(meeting, told["token"]).list().status_code == 200
    status, told = enrol(meeting, code)
    assert (status, list(told)) == (400, ["error"])


@pytest.mark.parametrize("code", ["", "AAAA-AAAA", None, 7, ["x"], {"code": "x"}, "x" * 10_000])
def test_no_other_code_enrols(meeting, device, code):
    assert enrol(meeting, code)[0] == 400
    device.refresh_from_db()
    assert device.token_hash == ""


def test_a_code_is_of_its_rakor_and_its_half_hour(meeting, device, time_machine):
    code = open_code(device, NOW)
    assert enrol(make_meeting(), code)[0] == 400
    time_machine.move_to(NOW + timedelta(minutes=30), tick=False)
    assert open_code(device, NOW + timedelta(minutes=30)) == ""
    assert enrol(meeting, code)[0] == 400


def test_a_lock_ends_the_code_and_a_new_code_ends_the_former(meeting, device, secretariat):
    first = open_code(device, NOW)
    lock_device(device=device, reason="Hilang", by=secretariat, at=NOW)
    assert enrol(meeting, first)[0] == 400
    device = renew_code(device=device, by=secretariat, at=NOW + timedelta(seconds=1))
    assert enrol(meeting, first)[0] == 400
    assert enrol(meeting, open_code(device, NOW))[0] == 200


def test_tries_are_counted(meeting, device):
    """By address; whoever has typed thirty wrong codes waits, also with the right one."""
    answers = {enrol(meeting, "AAAA-AAAA")[0] for _ in range(30)}
    assert (answers, enrol(meeting, open_code(device, NOW))[0]) == ({400}, 429)


def test_a_draft_has_no_devices_that_are_answered(device, door, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(published_at=None)
    assert Door(meeting, "").post("checkin_enrol", {"code": "x"}).status_code == 404
    assert (door.list().status_code, door.send([]).status_code) == (401, 401)


def test_the_list_says_who_comes_and_which_tickets_are_void(meeting, device, door, aceh, bali):
    session = make_session(meeting, title="Hari pertama", starts_at="08:00")
    seated = make_registration(meeting, aceh, full_name="Ani", role="kepala")
    waiting = make_registration(
        meeting, bali, full_name="Budi", mode="daring", seat="menunggu", waiting_since=NOW
    )
    alone = make_registration(meeting, aceh, full_name="Citra")
    type(alone).objects.filter(pk=alone.pk).update(office=None)
    gone = make_registration(meeting, bali, full_name="Dewi", withdrawn_at=NOW)
    ended = make_ticket(gone, revoked_at=NOW, revoke_reason="Dibatalkan")
    former = make_ticket(seated, revoked_at=NOW, revoke_reason="Hilang")
    valid = make_ticket(seated)
    make_registration(make_meeting(), aceh, full_name="Peserta rakor lain")
    response = door.list()
    told = response.json()
    version = told.pop("version")
    void = told.pop("void")
    assert told == {
        "made_at": NOW.isoformat(),
        "meeting": {
            "id": meeting.pk,
            "slug": meeting.slug,
            "title": "Rakor Makassar",
            "zone": "Asia/Makassar",
            "wipe_at": wipe_at(meeting).isoformat(),
        },
        "device": {"name": "Tablet 1", "door": "Pintu utama", "may_add_walk_ins": False},
        "keys": public_keys(meeting),
        "sessions": [
            {"id": session.pk, "title": "Hari pertama", "on": TODAY.isoformat(),
             "starts": "08:00", "ends": None},
        ],
        "offices": [{"id": bali.pk, "name": bali.name}, {"id": aceh.pk, "name": aceh.name}],
        "people": [
            [seated.pk.hex, "Ani", 1, "Kepala balai", "luring", "terdaftar", [valid.pk.hex]],
            [waiting.pk.hex, "Budi", 0, "Pendamping", "daring", "menunggu", []],
            [alone.pk.hex, "Citra", -1, "Pendamping", "luring", "terdaftar", []],
        ],
    }  # fmt: skip
    assert sorted(void) == sorted(
        [
            [ended.pk.hex, gone.pk.hex, "dibatalkan", "Dewi"],
            [former.pk.hex, seated.pk.hex, "dicabut", "Ani"],
        ]
    )
    assert response["ETag"] == f'"{version}"'
    assert response["Cache-Control"] == "private, no-store"


def test_a_lost_device_holds_no_way_to_reach_anybody(meeting, door, aceh):
    """Planted in everything that a registration keeps beside the name."""
    secret = {
        "email": "rahasia@dinas.example",
        "mobile": "+6281399998888",
        "nip": "198001012005011001",
        "ticket_code": "KODERAHASIA" + "7" * 21,
        "position": "Jabatan rahasia",
        "unit": "Unit rahasia",
        "rank": "Pangkat rahasia",
        "review_note": "Catatan rahasia",
    }
    person = make_registration(meeting, aceh, **secret)
    make_ticket(person)
    gone = make_registration(
        meeting, aceh, **{**secret, "ticket_code": "KODERAHASIA" + "8" * 21}, withdrawn_at=NOW,
        withdraw_reason="Alasan rahasia",
    )  # fmt: skip
    make_ticket(gone, revoked_at=NOW, revoke_reason="Alasan rahasia")
    body = door.list().content.decode()
    assert person.full_name in body
    assert gone.full_name in body
    leaked = [*secret.values(), secret["mobile"][1:], "KODERAHASIA", "rahasia"]
    assert [word for word in leaked if word.casefold() in body.casefold()] == []


def _withdraw(meeting: Meeting) -> None:
    meeting.registrations.update(withdrawn_at=NOW)


def _reissue(meeting: Meeting) -> None:
    person = meeting.registrations.get()
    revoke_tickets(person, "Hilang", NOW)
    issue_ticket(person, NOW)


CHANGES = {
    "a name": lambda meeting: meeting.registrations.update(full_name="Nama Baru"),
    "a withdrawal": _withdraw,
    "a ticket": _reissue,
    "a session": make_session,
    "an office": lambda meeting: Office.objects.update(name="Nama baru"),
    "another office": lambda meeting: make_office(),
    "the rakor": lambda meeting: Meeting.objects.update(title="Judul baru"),
    "the door": lambda meeting: CheckinDevice.objects.update(door="Pintu timur"),
    "a permission": lambda meeting: CheckinDevice.objects.update(may_add_walk_ins=True),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_the_list_is_sent_again_when_it_has_changed(meeting, door, aceh, change):
    make_ticket(make_registration(meeting, aceh))
    etag = door.list()["ETag"]
    unchanged = door.list(**{"If-None-Match": etag})
    assert (unchanged.status_code, unchanged.content, unchanged["ETag"]) == (304, b"", etag)
    change(meeting)
    assert door.list(**{"If-None-Match": etag}).status_code == 200


def test_other_keys_make_another_list(door, settings):
    etag = door.list()["ETag"]
    settings.SECRET_KEY_FALLBACKS = ["kunci-lama"]
    changed = door.list(**{"If-None-Match": etag})
    assert (changed.status_code, len(changed.json()["keys"])) == (200, 2)


def test_facts_leave_the_list_as_it_is_and_say_its_version(meeting, door, aceh):
    person, session = make_registration(meeting, aceh), make_session(meeting)
    ticket = make_ticket(person)
    version = door.list().json()["version"]
    sent = [by_ticket(session, ticket), by_search(session, person), {"id": "x"}]
    told = door.send(sent, unsent=3).json()
    assert sorted(told.pop("kept")) == sorted(fact["id"] for fact in sent[:2])
    assert list(told.pop("flags").values()) == [["berulang"]]
    assert told == {
        "refused": {"#3": "Cara pencatatannya tidak dikenal."},
        "locked": False,
        "version": version,
    }
    assert CheckinDevice.objects.get().unsent_facts == 3


@pytest.mark.parametrize("hours", [2, -2, 24])
def test_a_device_whose_clock_is_wrong_records_at_the_time_of_the_portal(
    meeting, door, aceh, hours
):
    person, off = make_registration(meeting, aceh), timedelta(hours=hours)
    # Before the network came back.
    said = {"at": (NOW + off - timedelta(minutes=3)).isoformat(), "offline": True}
    door.send([by_search(make_session(meeting), person, **said)], clock=(NOW + off).isoformat())
    scan = Scan.objects.get()
    assert (scan.scanned_at, scan.received_at, scan.flags) == (
        NOW - timedelta(minutes=3), NOW, [],
    )  # fmt: skip


def test_a_locked_device_gets_no_list_and_its_facts_are_kept(
    meeting, device, door, aceh, secretariat
):
    person, session = make_registration(meeting, aceh), make_session(meeting)
    lock_device(device=device, reason="Hilang", by=secretariat, at=NOW)
    refused = door.list()
    assert (refused.status_code, refused.json()["locked"]) == (403, True)
    assert person.full_name not in refused.content.decode()
    told = door.send([by_search(session, person)]).json()
    assert (told["locked"], list(told["flags"].values())) == (True, [["terkunci"]])
    renew_code(device=device, by=secretariat, at=NOW)
    assert (door.list().status_code, door.send([]).status_code) == (401, 401)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"starts_on": TODAY + timedelta(days=7)}, 200),
        ({"starts_on": TODAY + timedelta(days=8)}, 403),
        ({"starts_on": TODAY - timedelta(days=2)}, 200),
        ({"starts_on": TODAY - timedelta(days=3)}, 403),
        ({"cancelled_at": NOW, "cancel_reason": "Banjir"}, 403),
        ({"date_precision": "month"}, 403),
    ],
)
def test_the_list_is_handed_out_near_the_rakor_alone(meeting, door, aceh, fields, status):
    person = make_registration(meeting, aceh)
    Meeting.objects.filter(pk=meeting.pk).update(**{"ends_on": None, **fields})
    response = door.list()
    assert response.status_code == status
    if status == 403:
        assert response.json()["locked"] is False
        assert person.full_name not in response.content.decode()


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Bearer x", "Basic {}", "{}"])
def test_nobody_else_is_answered(meeting, device, door, header, secretariat_client):
    token = door.headers["Authorization"].removeprefix("Bearer ")
    door.headers = {} if header is None else {"Authorization": header.format(token)}
    assert (door.list().status_code, door.send([]).status_code) == (401, 401)
    address = reverse("meetings:checkin_list", args=[meeting.slug])
    signed_in = secretariat_client.get(address)
    assert (signed_in.status_code, list(signed_in.json())) == (401, ["error", "unknown"])


def test_a_device_is_of_one_rakor(meeting, door, aceh):
    other = make_meeting(starts_on=TODAY, ends_on=TODAY)
    fact = by_search(make_session(other), make_registration(other, aceh))
    stranger = Door(other, door.headers["Authorization"].removeprefix("Bearer "))
    assert (stranger.list().status_code, stranger.send([fact]).status_code) == (401, 401)
    assert Scan.objects.count() == 0


def test_a_door_that_knows_a_former_address_is_answered(meeting, door, aceh, secretariat):
    """Turned away, it would remove its list in the middle of the rakor."""
    fact = by_search(make_session(meeting), make_registration(meeting, aceh))
    change_address(meeting=meeting, slug="rakor-baru", by=secretariat, at=NOW)
    listed, sent = door.list(), door.send([fact])
    assert (listed.status_code, listed.json()["meeting"]["slug"]) == (200, "rakor-baru")
    assert sent.json()["kept"] == [fact["id"]]


def test_what_is_asked_in_another_way_is_refused_in_json(meeting, door):
    address = reverse("meetings:checkin_facts", args=[meeting.slug])
    listed = reverse("meetings:checkin_list", args=[meeting.slug])
    large = json.dumps({"facts": [], "x": "x" * MOST_BYTES})
    answers = [
        door.client.get(address, headers=door.headers),
        door.client.post(listed, headers=door.headers),
        door.client.post(address, {"facts": "[]"}, headers=door.headers),
        door.post("checkin_facts", large),
        door.post("checkin_facts", b"{"),
        door.send([{}] * 2001),
    ]
    assert [answer.status_code for answer in answers] == [405, 405, 415, 413, 400, 400]
    assert [list(answer.json()) for answer in answers] == [["error"]] * 6
    assert {answer["Cache-Control"] for answer in answers} == {"private, no-store"}


@pytest.mark.parametrize("people", [1, 3])
def test_statements_do_not_grow(meeting, door, aceh, people, django_assert_num_queries):
    session = make_session(meeting)
    persons = [make_registration(meeting, aceh) for _ in range(people)]
    facts = [by_ticket(session, make_ticket(person)) for person in persons]
    with django_assert_num_queries(6):
        door.list()
    with django_assert_num_queries(13):
        door.send(facts)


def test_the_log_names_neither_token_nor_people(meeting, door, aceh, caplog):
    person, session = make_registration(meeting, aceh), make_session(meeting)
    with caplog.at_level("INFO"):
        door.list()
        door.send([by_search(session, person)])
        door.send([{}] * 2001)
    token = door.headers["Authorization"].removeprefix("Bearer ")
    logged = " ".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    assert "presensi/fakta/" in logged
    assert [word for word in (token, person.full_name, person.pk.hex) if word in logged] == []
