"""The screens of the check-in app: accessible, by keyboard alone, without a camera or a script."""

from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.journeys.conftest import PATIENCE, Reader
from tests.journeys.door import Door, add, make_rakor


def test_every_screen_is_accessible(bare_portal: LiveServer, page: Page, secretariat: User):
    session, tickets = make_rakor(people=2)
    page.set_default_timeout(PATIENCE)
    reader, door = Reader(page, bare_portal.url), Door(page, bare_portal.url, session.meeting)
    _, code = add(session.meeting, secretariat)
    reader.visit(door.path)
    page.get_by_role("button", name="Pasang perangkat").click()
    expect(page.get_by_text("Tuliskan kode pemasangan.")).to_be_visible()
    reader.check()
    door.enrol(code)
    expect(page.get_by_text("Aplikasi tidak dapat dimulai")).to_be_hidden()
    door.hold(tickets[0])
    door.expect_result("Tercatat masuk")
    reader.check()
    door.search("peserta")
    door.expect_result("Perhatian")
    reader.check()
    page.get_by_role("tab", name="Tamu").click()
    page.get_by_role("button", name="Catat tamu").click()
    reader.check()
    page.get_by_role("tab", name="Catatan").click()
    page.get_by_text("HP panitia · Pintu Utara").click()
    reader.check()
    page.get_by_role("button", name="Lepas perangkat ini").click()
    reader.check()
    assert reader.complaints == []


def test_a_person_is_recorded_by_keyboard_alone(
    bare_portal: LiveServer, page: Page, secretariat: User
):
    session, tickets = make_rakor(people=3)
    door = Door(page, bare_portal.url, session.meeting)
    door.enrol(add(session.meeting, secretariat)[1])
    page.get_by_role("tab", name="Pindai").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Cari")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("uji 02")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    door.expect_result("Tercatat masuk", tickets[1].registration.full_name)
    # The list is shown anew; whoever pressed the button has not lost their place.
    expect(page.get_by_role("button", name="Catat masuk")).to_be_focused()
    page.get_by_role("tab", name="Cari").focus()
    page.keyboard.press("End")
    expect(page.get_by_role("tab", name="Catatan")).to_be_focused()
    expect(page.get_by_role("tabpanel")).to_contain_text(tickets[1].registration.full_name)


def test_a_camera_that_is_refused_is_explained(
    bare_portal: LiveServer, browser: Browser, secretariat: User
):
    session, _ = make_rakor(people=1)
    with browser.new_context(locale="id-ID", service_workers="block") as context:
        context.set_default_timeout(PATIENCE)
        door = Door(context.new_page(), bare_portal.url, session.meeting)
        door.enrol(add(session.meeting, secretariat)[1])
        door.page.get_by_role("button", name="Mulai kamera").click()
        # This browser has no camera.
        expect(door.page.get_by_text("Perangkat ini tidak memiliki kamera.")).to_be_visible()
        expect(door.page.get_by_role("button", name="Mulai kamera")).to_be_visible()


def test_a_browser_that_is_too_old_says_what_is_needed(bare_portal: LiveServer, page: Page):
    session, _ = make_rakor(people=1)
    page.route("**/js/checkin/app.*.js", _not_understood)
    page.goto(f"{bare_portal.url}/rakor/{session.meeting.slug}/presensi/")
    expect(page.get_by_role("heading", name="Aplikasi tidak dapat dimulai")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)


def _not_understood(route: Route) -> None:
    route.fulfill(content_type="text/javascript", body="class App { of-a-later-year }")


def test_who_does_not_answer_what_firefox_asks_is_enrolled_all_the_same(
    bare_portal: LiveServer, page: Page, secretariat: User
):
    session, _ = make_rakor(people=1)
    page.add_init_script("navigator.storage.persist = () => new Promise(() => {})")
    door = Door(page, bare_portal.url, session.meeting)
    door.enrol(add(session.meeting, secretariat)[1])
    expect(page.get_by_label("Pemindai genggam")).to_be_visible()


def test_without_https_the_page_says_what_to_do(bare_portal: LiveServer, page: Page):
    session, _ = make_rakor(people=1)
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    page.goto(f"{bare_portal.url}/rakor/{session.meeting.slug}/presensi/")
    expect(page.get_by_text("alamat yang dimulai dengan https://")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)


def test_without_a_script_the_page_says_where_else_presence_is_recorded(
    bare_portal: LiveServer, browser: Browser
):
    session, _ = make_rakor(people=1)
    with browser.new_context(locale="id-ID", java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{bare_portal.url}/rakor/{session.meeting.slug}/presensi/")
        heading = page.get_by_role("heading", name="Aplikasi ini memerlukan JavaScript")
        expect(heading).to_be_visible()
        expect(page.get_by_role("link", name="panel sekretariat")).to_have_count(1)
        expect(page.get_by_role("button")).to_have_count(0)
