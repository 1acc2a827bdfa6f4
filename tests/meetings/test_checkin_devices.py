"""Devices at the doors in the panel: added, enrolled, changed, locked out, enrolled again."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, User
from accounts.roles import NOTE_TAKER
from meetings.actions.checkin_devices import (
    LockedAlready,
    change_device,
    lock_device,
    open_code,
    renew_code,
)
from meetings.checkin.credentials import code_hash, token_hash
from meetings.models import CheckinDevice, Meeting
from tests.factories import NOW, make_meeting, make_scan, make_session, make_user
from tests.meetings.devices import enrolled, make_device

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(title="Rakor Makassar")


def page(meeting: Meeting, device: CheckinDevice | None = None) -> str:
    name = "checkin_device" if device else "checkin_devices"
    keys = [meeting.pk, device.pk] if device else [meeting.pk]
    return reverse(f"admin:meetings_meeting_{name}", args=keys)


def text_of(response: Any) -> str:
    return response.content.decode()


def trail() -> list[tuple[str, dict]]:
    events = AuditEvent.objects.filter(action__startswith="checkindevice.").order_by("pk")
    return list(events.values_list("action", "details"))


def test_neither_code_nor_token_is_kept(meeting, settings):
    """Whoever reads the database finds hashes, and of the code not even one to try out."""
    device = make_device(meeting, at=NOW)
    code = open_code(device, NOW)
    assert (len(code), code_hash(code)) == (9, device.enrol_hash)
    token = enrolled(device)
    row = CheckinDevice.objects.values().get()
    assert (row["enrol_hash"], row["enrol_until"]) == ("", None)
    assert row["token_hash"] == token_hash(token)
    plain = [code, code.replace("-", ""), token]
    assert [word for word in plain if word in str([row, trail()])] == []
    settings.SECRET_KEY = "kunci-lain"
    assert code_hash(code) != device.enrol_hash
    assert open_code(device, NOW) == ""


def test_codes_differ_by_device_and_by_time(meeting, secretariat):
    device, other = make_device(meeting, at=NOW), make_device(meeting, at=NOW)
    later = NOW + timedelta(seconds=1)
    renewed = renew_code(device=device, by=secretariat, at=later)
    codes = [open_code(device, NOW), open_code(other, NOW), open_code(renewed, later)]
    assert len(set(codes)) == 3


def test_what_happens_to_a_device_stands_in_the_trail(meeting, secretariat):
    device = make_device(meeting, by=secretariat, at=NOW)
    enrolled(device)
    names = {"name": "Tablet 2", "door": "Pintu utama", "may_add_walk_ins": True}
    assert change_device(device=device, by=secretariat, at=NOW, **names) is True
    assert change_device(device=device, by=secretariat, at=NOW, **names) is False
    lock_device(device=device, reason="Hilang", by=secretariat, at=NOW)
    with pytest.raises(LockedAlready, match=r"sudah dikunci .* 11\.00 WITA: Hilang"):
        lock_device(device=device, reason="Lagi", by=secretariat, at=NOW)
    renew_code(device=device, by=secretariat, at=NOW)
    renew_code(device=device, by=secretariat, at=NOW)
    assert trail() == [
        ("checkindevice.added", {"door": "Pintu utama", "meeting": "Rakor Makassar"}),
        ("checkindevice.enrolled", {"meeting": "Rakor Makassar"}),
        ("checkindevice.changed", {"changed": ["nama", "tamu tanpa pendaftaran"]}),
        ("checkindevice.locked", {"reason": "Hilang"}),
        ("checkindevice.unlocked", {}),
        ("checkindevice.code_given", {}),
    ]


def test_a_device_found_again_needs_its_new_code(meeting, secretariat):
    device = make_device(meeting)
    enrolled(device)
    lock_device(device=device, reason="Hilang", by=secretariat, at=NOW)
    renewed = renew_code(device=device, by=secretariat, at=NOW)
    assert (renewed.token_hash, renewed.locked_at, renewed.lock_reason) == ("", None, "")
    assert open_code(renewed, NOW)


def test_another_telephone_takes_over_when_it_is_enrolled(meeting, secretariat):
    """Until then the door is not left without one."""
    device = make_device(meeting)
    token = enrolled(device)
    renewed = renew_code(device=device, by=secretariat, at=NOW)
    assert renewed.token_hash == token_hash(token)


def test_a_device_is_added_and_shows_its_code(secretariat_client, meeting, settings):
    settings.SITE_URL = "https://portal.example"
    sent = {"name": "Tablet 1", "door": "Pintu utama", "may_add_walk_ins": "on"}
    response = secretariat_client.post(page(meeting), sent, follow=True)
    device = CheckinDevice.objects.get()
    code = open_code(device, NOW)
    assert response.redirect_chain == [(page(meeting, device), 302)]
    text = text_of(response)
    assert f'<p class="panel-enrolment__code">{code}</p>' in text
    assert "sampai pukul 11.30 WITA" in text
    assert f"https://portal.example/rakor/{meeting.slug}/presensi/" in text
    assert (device.name, device.door, device.may_add_walk_ins) == ("Tablet 1", "Pintu utama", True)


def test_the_code_is_shown_until_it_is_used_or_too_old(secretariat_client, meeting, time_machine):
    device = make_device(meeting, at=NOW)
    code = open_code(device, NOW)
    assert code in text_of(secretariat_client.get(page(meeting, device)))
    time_machine.move_to(NOW + timedelta(minutes=30), tick=False)
    expired = text_of(secretariat_client.get(page(meeting, device)))
    assert (code in expired, "Belum dipasang" in expired) == (False, True)


def test_a_device_without_a_name_keeps_what_was_typed(secretariat_client, meeting):
    response = secretariat_client.post(page(meeting), {"name": " ", "door": "Pintu timur"})
    assert (response.status_code, CheckinDevice.objects.count()) == (200, 0)
    assert 'value="Pintu timur"' in text_of(response)


def test_a_device_is_locked_with_a_reason_and_opened_again(secretariat_client, meeting):
    device = make_device(meeting)
    enrolled(device)
    refused = secretariat_client.post(page(meeting, device), {"do": "lock", "reason": ""})
    assert refused.status_code == 200
    device.refresh_from_db()
    assert device.locked_at is None
    sent = {"do": "lock", "reason": "Hilang di lobi"}
    text = text_of(secretariat_client.post(page(meeting, device), sent, follow=True))
    assert "Dikunci, 24 November, 11.00 WITA: Hilang di lobi" in text
    assert "panel-enrolment__code" not in text
    opened = secretariat_client.post(page(meeting, device), {"do": "code"}, follow=True)
    device.refresh_from_db()
    assert (device.locked_at, open_code(device, NOW) in text_of(opened)) == (None, True)


def test_the_list_tells_of_each_device(secretariat_client, meeting):
    device = make_device(meeting, door="Pintu timur")
    enrolled(device)
    session = make_session(meeting)
    for _ in range(2):
        make_scan(session, device=device, method="tamu", walk_in_name="Rina")
    CheckinDevice.objects.filter(pk=device.pk).update(unsent_facts=17)
    make_device(make_meeting(), name="Tablet rakor lain")
    text = text_of(secretariat_client.get(page(meeting)))
    cells = ['<td data-label="Catatan">2</td>', "<strong>17</strong>", "Pintu timur", "Terpasang"]
    assert [cell for cell in cells if cell not in text] == []
    assert "Tablet rakor lain" not in text


def test_an_empty_list_says_what_to_do(secretariat_client, meeting):
    assert "Belum ada perangkat." in text_of(secretariat_client.get(page(meeting)))


def test_a_device_of_another_rakor_is_not_there(secretariat_client, meeting):
    other = make_device(make_meeting())
    assert secretariat_client.get(page(meeting, other)).status_code == 404


@pytest.mark.parametrize("devices", [1, 3])
def test_statements_do_not_grow(secretariat_client, meeting, devices, django_assert_num_queries):
    for _ in range(devices):
        make_device(meeting)
    with django_assert_num_queries(4):
        secretariat_client.get(page(meeting))


def note_taker() -> User:
    call_command("sync_roles", verbosity=0)
    user = make_user(is_staff=True)
    user.groups.set([user.groups.model.objects.get(name=NOTE_TAKER)])
    return user


@pytest.mark.parametrize("role", ["anonymous", "operator", "note taker"])
def test_who_is_not_of_the_secretariat_gets_neither_page_nor_code(meeting, operator, role):
    device, client = make_device(meeting, at=NOW), Client()
    if role != "anonymous":
        client.force_login(operator if role == "operator" else note_taker())
    code = open_code(device, NOW)
    for address in (page(meeting), page(meeting, device)):
        for response in (client.get(address), client.post(address, {"do": "code"})):
            assert response.status_code in (302, 403)
            assert code not in text_of(response)
    device.refresh_from_db()
    assert open_code(device, NOW) == code


def test_who_may_only_look_gets_no_code(meeting):
    device, user = make_device(meeting, at=NOW), make_user(is_staff=True)
    names = ("view_meeting", "view_checkindevice")
    permissions = user.user_permissions.model.objects.filter(codename__in=names)
    user.user_permissions.set(permissions)
    client = Client()
    client.force_login(user)
    text = text_of(client.get(page(meeting, device)))
    assert (device.name in text, open_code(device, NOW) in text) == (True, False)
    refused = client.post(page(meeting, device), {"do": "code"})
    added = client.post(page(meeting), {"name": "Tablet 9"})
    assert (refused.status_code, added.status_code) == (403, 200)
    assert CheckinDevice.objects.count() == 1
