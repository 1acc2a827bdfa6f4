"""Several devices and windows at the doors of one rakor; devices that are lost, released, done."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from meetings.actions.checkin_devices import (
    enrol_device,
    lock_device,
    open_code,
    renew_code,
)
from meetings.checkin.window import wipe_at
from meetings.models import AttendanceSession, CheckinDevice, Meeting, Scan, Ticket
from tests.factories import make_meeting, make_session
from tests.journeys.conftest import PATIENCE
from tests.journeys.door import Door, add, code_of, make_rakor

OpenDoor = Callable[..., Door]


@pytest.fixture
def rakor(bare_portal: LiveServer) -> tuple[AttendanceSession, list[Ticket]]:
    return make_rakor(people=3)


@pytest.fixture
def open_door(
    browser: Browser,
    bare_portal: LiveServer,
    rakor: tuple[AttendanceSession, list[Ticket]],
    secretariat: User,
) -> Iterator[OpenDoor]:
    """A telephone of its own that is enrolled; keywords say what the device is.

    is_kept: the app lies on it, and opens without a network.
    """
    meeting = rakor[0].meeting
    with ExitStack() as stack:

        def opened(*, is_kept: bool = False, **fields) -> Door:
            workers = "allow" if is_kept else "block"
            context = browser.new_context(locale="id-ID", service_workers=workers)
            stack.enter_context(context)
            context.set_default_timeout(PATIENCE)
            door = Door(context.new_page(), bare_portal.url, meeting)
            door.device, code = add(meeting, secretariat, **fields)
            door.enrol(code)
            if is_kept:
                door.keep()
            return door

        yield opened


def flags() -> list[tuple[str, list[str]]]:
    return [(scan.door, scan.flags) for scan in Scan.objects.order_by("scanned_at")]


def test_two_devices_scan_the_same_person(open_door: OpenDoor, rakor):
    north, south = open_door(door="Pintu Utara"), open_door(door="Pintu Selatan")
    ticket = rakor[1][0]
    north.hold(ticket)
    north.expect_result("Tercatat masuk")
    north.expect_unsent(0)
    south.hold(ticket)
    south.expect_result("Tercatat masuk")
    south.expect_unsent(0)
    south.page.get_by_role("tab", name="Catatan").click()
    expect(south.page.get_by_role("tabpanel")).to_contain_text("juga dipindai di pintu lain")
    assert flags() == [("Pintu Utara", []), ("Pintu Selatan", ["dua-pintu"])]
    # A code that leads to a device that works already is not used up.
    north.page.goto(f"{north.address}#kode=ABCD-EFGH")
    north.expect_result("Kode pemasangan tidak dipakai")
    assert north.page.url == north.address


def test_a_device_says_who_came_in_before_and_records_it_again(open_door: OpenDoor, rakor):
    door, name = open_door(), rakor[1][0].registration.full_name
    door.search(name)
    door.expect_result("Tercatat masuk", name)
    door.search(name)
    door.expect_result("Perhatian: Sudah tercatat masuk", "di Pintu Utara")
    door.page.get_by_role("radio", name="Keluar").check()
    door.page.get_by_role("tab", name="Pindai").click()
    door.hold(rakor[1][0])
    door.expect_result("Tercatat keluar", name)
    door.expect_unsent(0)
    rows = Scan.objects.order_by("scanned_at").values_list("method", "direction", "flags")
    assert list(rows) == [
        ("cari", "masuk", []),
        ("cari", "masuk", ["berulang"]),
        ("tiket", "keluar", []),
    ]


def test_what_is_no_ticket_of_the_rakor_is_refused_and_recorded(open_door: OpenDoor, rakor):
    door, text = open_door(), code_of(rakor[1][0])
    _, (other, *_) = make_rakor(people=1)
    door.type("https://contoh.example/")
    door.expect_result("Ditolak: Bukan kode tiket")
    door.type(f"{text[:-2]}{'A' if text[-2] != 'A' else 'B'}{text[-1]}")
    door.expect_result("Ditolak: Tanda tangan tiket tidak sah")
    door.hold(other)
    door.expect_result("Ditolak: Tiket rakor lain")
    door.expect_unsent(0)
    assert [flags for _, flags in flags()] == [["tak-dikenal"], ["palsu"], ["rakor-lain"]]


def test_a_device_that_is_carried_to_another_door_says_so(open_door: OpenDoor, rakor):
    door = open_door()
    door.hold(rakor[1][0])
    door.expect_result("Tercatat masuk")
    door.expect_unsent(0)
    door.page.get_by_text("HP panitia · Pintu Utara").click()
    door.page.get_by_label("Pintu").fill("Lobi")
    door.page.get_by_label("Pintu").press("Enter")
    expect(door.page.get_by_text("HP panitia · Lobi")).to_be_visible()
    door.hold(rakor[1][0])
    door.expect_result("Sudah tercatat masuk")
    door.hold(rakor[1][1])
    door.expect_result("Tercatat masuk", rakor[1][1].registration.full_name)
    door.expect_unsent(0)
    assert flags() == [("Pintu Utara", []), ("Lobi", ["dua-pintu"]), ("Lobi", [])]


def test_a_guest_is_recorded_where_the_device_may(open_door: OpenDoor):
    door = open_door()
    expect(open_door(may_add_walk_ins=False).page.get_by_role("tab", name="Tamu")).to_be_hidden()
    door.page.get_by_role("tab", name="Tamu").click()
    door.page.get_by_role("button", name="Catat tamu").click()
    expect(door.page.get_by_text("Tuliskan nama tamu.")).to_be_visible()
    door.page.get_by_label("Nama lengkap").fill("Rina Kartika")
    door.page.get_by_label("Balai (opsional)").select_option(label="Balai TIK Pendidikan Uji")
    door.page.get_by_role("button", name="Catat tamu").click()
    door.expect_result("Tamu tercatat", "Rina Kartika", "Balai TIK Pendidikan Uji")
    door.expect_unsent(0)
    guest = Scan.objects.get()
    assert (guest.walk_in_name, guest.office.name, guest.flags) == (
        "Rina Kartika",
        "Balai TIK Pendidikan Uji",
        [],
    )


def test_a_locked_device_wipes_its_list_and_sends_what_it_held(
    open_door: OpenDoor, rakor, secretariat: User
):
    door, name = open_door(), rakor[1][0].registration.full_name
    door.hold(rakor[1][1])
    door.expect_result("Tercatat masuk")
    door.expect_unsent(0)
    door.page.context.set_offline(True)
    door.hold(rakor[1][0])
    door.expect_unsent(1)
    assert name in str(door.kept("state"))
    lock_device(device=door.device, reason="Hilang", by=secretariat, at=timezone.now())
    door.page.context.set_offline(False)
    expect(door.page.get_by_text("Perangkat ini dikunci oleh sekretariat.")).to_be_visible()
    expect(door.page.get_by_text("catatan belum terkirim tetap disimpan")).to_be_hidden()
    assert [row for _, row in flags()] == [[], ["terkunci"]]
    assert "Peserta Uji" not in str(door.kept("state") + door.kept("facts"))
    door.page.reload()
    expect(door.page.get_by_role("button", name="Pasang perangkat")).to_be_visible()


def test_a_replaced_device_sends_what_it_held_once_it_is_enrolled_again(
    open_door: OpenDoor, rakor, secretariat: User
):
    door, at = open_door(), timezone.now()
    door.page.context.set_offline(True)
    door.hold(rakor[1][0])
    door.expect_unsent(1)
    device = renew_code(device=door.device, by=secretariat, at=at)
    enrol_device(meeting=device.meeting, code=open_code(device, at), at=at)
    door.page.context.set_offline(False)
    expect(door.page.get_by_text("Perangkat ini tidak dikenal lagi")).to_be_visible()
    expect(door.page.get_by_text("1 catatan belum terkirim tetap disimpan")).to_be_visible()
    assert "Peserta Uji" not in str(door.kept("state") + door.kept("facts"))
    again = renew_code(device=device, by=secretariat, at=timezone.now())
    door.page.get_by_label("Kode pemasangan").fill(open_code(again, timezone.now()))
    door.page.get_by_role("button", name="Pasang perangkat").click()
    door.expect_unsent(0)
    assert [row for _, row in flags()] == [[]]


def test_after_the_rakor_a_device_forgets_without_a_network(open_door: OpenDoor, rakor):
    door, meeting = open_door(is_kept=True), rakor[0].meeting
    door.page.context.set_offline(True)
    door.hold(rakor[1][0])
    door.expect_unsent(1)
    door.page.clock.set_fixed_time(wipe_at(meeting) + timedelta(minutes=1))
    door.page.reload()
    expect(door.page.get_by_text("Rakor sudah selesai.")).to_be_visible()
    door.expect_unsent(1)
    assert "Peserta Uji" not in str(door.kept("state") + door.kept("facts"))
    door.page.clock.set_fixed_time(timezone.now())
    door.page.context.set_offline(False)
    door.page.reload()
    door.expect_unsent(0)
    assert Scan.objects.get().registration == rakor[1][0].registration


def test_an_answer_that_is_lost_makes_no_second_fact(open_door: OpenDoor, rakor):
    door, lost = open_door(), []

    def lose_answer(route: Route) -> None:
        route.fetch()
        route.abort()
        lost.extend(fact["ticket"] for fact in route.request.post_data_json["facts"])

    door.page.route("**/presensi/fakta/", lose_answer)
    door.hold(rakor[1][0])
    door.wait_until(lambda: bool(lost))
    door.expect_state("Tanpa jaringan")
    door.expect_unsent(1)
    assert Scan.objects.count() == 1
    door.page.unroute("**/presensi/fakta/")
    door.page.get_by_text("HP panitia · Pintu Utara").click()
    door.page.get_by_role("button", name="Perbarui daftar").click()
    door.expect_unsent(0)
    assert [row for _, row in flags()] == [[]]


def test_a_network_that_swallows_what_is_sent_is_none(open_door: OpenDoor, rakor):
    door = open_door()
    door.page.clock.install()
    door.page.reload()
    door.expect_state("Tersambung")
    door.page.route("**/presensi/fakta/", lambda route: None)
    door.hold(rakor[1][0])
    door.expect_result("Tercatat masuk")
    door.page.clock.run_for(5_000)
    door.expect_state("Tanpa jaringan")
    door.hold(rakor[1][1])
    door.expect_result("Tercatat masuk")
    door.expect_unsent(2)
    door.page.unroute("**/presensi/fakta/")
    # It tries again by itself.
    door.page.clock.run_for(60_000)
    door.expect_state("Tersambung")
    door.expect_unsent(0)
    assert Scan.objects.count() == 2


def test_a_wrong_clock_is_told_until_it_is_set_and_the_times_are_right(open_door: OpenDoor, rakor):
    door, notice = open_door(), "lebih lambat daripada portal. Setel jamnya"
    door.page.clock.install(time=timezone.now() - timedelta(hours=2))
    door.page.reload()
    expect(door.page.get_by_text(notice)).to_be_visible()
    door.hold(rakor[1][0])
    door.expect_result("Tercatat masuk")
    door.expect_unsent(0)
    scan = Scan.objects.get()
    assert (scan.received_at - scan.scanned_at < timedelta(minutes=5), scan.flags) == (True, [])
    door.page.clock.set_system_time(timezone.now())
    door.page.get_by_text("HP panitia · Pintu Utara").click()
    door.page.get_by_role("button", name="Perbarui daftar").click()
    expect(door.page.get_by_text(notice)).to_be_hidden()


def test_two_windows_of_a_device_show_the_same_and_send_once(open_door: OpenDoor, rakor):
    door = open_door()
    other = Door(
        door.page.context.new_page(), door.address.removesuffix(door.path), rakor[0].meeting
    )
    other.page.goto(other.address)
    door.page.context.set_offline(True)
    for window, ticket in zip((door, other, door), rakor[1], strict=True):
        window.hold(ticket)
        window.expect_result(ticket.registration.full_name)
    for window in (door, other):
        window.expect_unsent(3)
    other.hold(rakor[1][0])
    other.expect_result("Sudah tercatat masuk")
    door.page.context.set_offline(False)
    for window in (door, other):
        window.expect_unsent(0)
    assert [row for _, row in flags()] == [[], [], [], ["berulang"]]


def test_a_device_is_released_knowing_what_is_lost(open_door: OpenDoor, rakor):
    door = open_door()
    door.page.context.set_offline(True)
    door.hold(rakor[1][0])
    door.expect_unsent(1)
    door.page.get_by_text("HP panitia · Pintu Utara").click()
    door.page.get_by_role("button", name="Lepas perangkat ini").click()
    expect(door.page.get_by_text("1 catatan belum ada di portal dan akan hilang.")).to_be_visible()
    door.page.get_by_role("button", name="Tidak jadi").click()
    door.expect_unsent(1)
    door.page.get_by_role("button", name="Lepas perangkat ini").click()
    door.page.get_by_role("button", name="Lepas perangkat", exact=True).click()
    expect(door.page.get_by_role("button", name="Pasang perangkat")).to_be_visible()
    assert (door.kept("state"), door.kept("facts")) == ([], [])


def test_facts_of_a_session_that_is_gone_are_sent_to_another(open_door: OpenDoor, rakor):
    session, tickets = rakor
    door = open_door()
    door.page.context.set_offline(True)
    for count, ticket in enumerate(tickets[:2], start=1):
        door.hold(ticket)
        door.expect_unsent(count)
    session.delete()
    make_session(session.meeting, title="Pleno pengganti")
    door.page.context.set_offline(False)
    door.expect_unsent(0, refused=2)
    expect(door.page.get_by_label("Sesi", exact=True)).to_contain_text("Pleno pengganti")
    door.hold(tickets[2])
    door.expect_result(tickets[2].registration.full_name)
    door.expect_unsent(0, refused=2)
    assert CheckinDevice.objects.get().unsent_facts == 2
    door.page.get_by_text("HP panitia · Pintu Utara").click()
    door.page.get_by_role("button", name="Lepas perangkat ini").click()
    expect(door.page.get_by_text("2 catatan belum ada di portal dan akan hilang.")).to_be_visible()
    door.page.get_by_role("button", name="Tidak jadi").click()
    door.page.get_by_role("tab", name="Catatan").click()
    # What somebody must do something about stands first, though another was recorded since.
    states = door.page.get_by_role("tabpanel").locator(".badge")
    expect(states).to_have_text(["Tidak diterima portal", "Tidak diterima portal", "Terkirim"])
    door.page.get_by_role("button", name="Kirim lagi").click()
    expect(states).to_have_text(["Terkirim"] * 3)
    door.expect_unsent(0)
    assert CheckinDevice.objects.get().unsent_facts == 0
    sent = Scan.objects.order_by("scanned_at").values_list("registration", "session__title")
    assert list(sent) == [(each.registration_id, "Pleno pengganti") for each in tickets]


def test_without_a_session_nothing_is_recorded_and_the_page_says_so(open_door: OpenDoor, rakor):
    rakor[0].delete()
    door = open_door()
    expect(door.page.get_by_text("Belum ada sesi. Sekretariat menambahkannya")).to_be_visible()
    door.search(rakor[1][0].registration.full_name)
    door.expect_result("Tidak tercatat", "Belum ada sesi presensi.")
    door.expect_unsent(0)
    assert door.kept("facts") == []


def test_a_rakor_that_is_far_off_says_since_when_its_list_is_given(
    bare_portal: LiveServer, page: Page, secretariat: User
):
    far: Meeting = make_meeting()
    _, code = add(far, secretariat)
    page.goto(f"{bare_portal.url}/rakor/{far.slug}/presensi/")
    page.get_by_label("Kode pemasangan").fill("SALAH-KODE")
    page.get_by_role("button", name="Pasang perangkat").click()
    expect(page.get_by_text("Kode ini tidak dikenal")).to_be_visible()
    page.get_by_label("Kode pemasangan").fill(code.lower())
    page.get_by_role("button", name="Pasang perangkat").click()
    expect(page.get_by_text("Daftar peserta dibagikan mulai 7 hari sebelum rakor")).to_be_visible()


def test_portal_hears_each_minute_of_a_door_where_nothing_happens(open_door: OpenDoor):
    door = open_door()
    door.page.clock.install()
    door.page.reload()
    door.expect_state("Tersambung")
    CheckinDevice.objects.update(seen_at=None, unsent_facts=9)
    asked: list[str] = []
    door.page.on("request", lambda request: asked.append(request.url.rpartition("presensi/")[2]))
    with door.page.expect_response("**/presensi/fakta/"):
        door.page.clock.run_for(61_000)
    device = CheckinDevice.objects.get()
    assert (device.seen_at is not None, device.unsent_facts) == (True, 0)
    # Its answer says that the list is the same.
    assert asked == ["fakta/"]
