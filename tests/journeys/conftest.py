"""A real browser on a live portal with reference and sample data.

Each page that a journey visits is checked where it stands: `reader.visit()` and
`reader.check()` run axe in light and dark, on a phone and on a desk, and every console
message (a breach of the content policy is one) fails the journey at its end. A page that is built
of the same elements and classes as one checked before differs from it in words alone, and is not
checked again.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.journeys.kept_portal import PASSWORD, KeptPortal
from tests.journeys.wire import Wire

# The browser's event loop runs in the test's thread; the ORM there is used synchronously.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# script/test names the browser that it found.
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {"phone": (390, 844), "desk": (1280, 900)}
# ms; a machine that does much else answers late, and what never comes fails all the same. Longer
# than the check-in app waits for an answer and rests after a failure.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)
AXE = next((Path(__file__).parent.parent / "vendor").glob("axe-core-*/axe.min.js"))


# What pages that were checked are built of, for as long as the browser lives.
BUILT_OF = """
    [...new Set([...document.querySelectorAll("body *")].map(element =>
        [element.tagName, element.className, ...element.getAttributeNames()].join(" ")
    ))].sort().join("|")
"""
_checked: set[str] = set()


class Reader:
    """A person at a browser: goes to addresses of the portal and checks what is shown."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.complaints: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def visit(self, path: str) -> None:
        # As late as whatever was changed just before is there for everybody.
        caches["pages"].clear()
        response = self.page.goto(self.address + path)
        assert response is not None
        assert response.status == 200, f"{path}: {response.status}"
        self.check()

    def check(self) -> None:
        """axe finds nothing on the page that is open: light, dark, phone, desk."""
        build = self.page.evaluate(BUILT_OF)
        if build in _checked:
            return
        self.page.evaluate(AXE.read_text())
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme)
            for width, height in WIDTHS.values():
                self.page.set_viewport_size({"width": width, "height": height})
                assert self._violations() == [], f"{self.page.url} ({scheme}, {width})"
                overflow = self.page.evaluate(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                )
                assert overflow <= 0, f"{self.page.url} scrolls sideways at {width}"
        self.page.emulate_media(color_scheme="light")
        _checked.add(build)

    def sign_in_with_password(self, email: str) -> None:
        self.visit("/akun/masuk/")
        self.page.get_by_text("Masuk dengan kata sandi").click()
        form = self.page.locator("form", has=self.page.get_by_label("Kata sandi", exact=True))
        form.get_by_label("Alamat surel").fill(email)
        form.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
        self.follow(form.get_by_role("button", name="Masuk"))
        assert re.search(r"/(admin|saya)/$", self.page.url), self.page.url

    def press(self, name: str) -> None:
        """Presses the button or link of the page's body called `name`, and checks what comes."""
        main = self.page.get_by_role("main")
        button = main.get_by_role("button", name=name, exact=True)
        link = main.get_by_role("link", name=name, exact=True)
        self.follow(button.or_(link).first)

    def follow(self, way: Locator) -> None:
        """Presses what leads to another page, and checks that page once it is there.

        A press alone returns while the page before is still shown, or none.
        """
        with self.page.expect_navigation():
            way.click()
        self.check()

    def _violations(self) -> list[str]:
        found = self.page.evaluate("axe.run().then(result => result.violations)")
        return [
            f"{violation['id']}: {node['html'][:160]}"
            for violation in found
            for node in violation["nodes"]
        ]

    def _hear(self, message: ConsoleMessage) -> None:
        # What has no address is axe itself, trying to read imported style sheets.
        if message.type in {"error", "warning"} and message.location["url"]:
            self.complaints.append(f"{message.text} ({message.location['url']})")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium: the registry of browsers is not reachable everywhere."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new window that knows nothing of the ones before it; colours change at once."""
    with browser.new_context(
        locale="id-ID", timezone_id="Asia/Jakarta", reduced_motion="reduce"
    ) as context:
        yield context.new_page()


@pytest.fixture
def bare_portal(live_server: LiveServer, settings: django_settings.__class__) -> LiveServer:
    """The portal without reference and sample data: for a journey that makes its own."""
    settings.SITE_URL = live_server.url
    settings.STATICFILES_DIRS = [settings.STATIC_ROOT]
    return live_server


@pytest.fixture
def wire(bare_portal: LiveServer) -> Iterator[Wire]:
    with Wire(bare_portal.url) as wire:
        yield wire


@pytest.fixture(scope="session")
def kept_portal(tmp_path_factory: pytest.TempPathFactory) -> KeptPortal:
    return KeptPortal(tmp_path_factory.mktemp("portal"))


@pytest.fixture
def portal(
    live_server: LiveServer,
    kept_portal: KeptPortal,
    settings: django_settings.__class__,
    tmp_path: Path,
) -> LiveServer:
    """The portal as `script/server` shows it on a new machine."""
    settings.SITE_URL = live_server.url
    settings.PORTAL_VAR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    # The test runner puts mail aside; here it waits in the queue, as it does in service.
    settings.EMAIL_BACKEND = "post_office.EmailBackend"
    # The test server finds static files in their sources; let it find the collected ones, whose
    # hashed names the pages ask for.
    settings.STATICFILES_DIRS = [settings.STATIC_ROOT]
    kept_portal.show(tmp_path)
    return live_server


@pytest.fixture
def reader(portal: LiveServer, page: Page) -> Iterator[Reader]:
    page.set_default_timeout(PATIENCE)
    person = Reader(page, portal.url)
    yield person
    assert person.complaints == []
