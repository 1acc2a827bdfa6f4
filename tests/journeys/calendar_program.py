"""A calendar program: ical.js in a browser of its own, in the zone of whoever uses it."""

from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Route

LIBRARY = next((Path(__file__).parent.parent / "vendor").glob("ical.js-*/ical.min.js"))
# Reserved by RFC 2606; every request to it is answered here.
HOME = "http://kalender.example"

# As programs do: of each uid the version with the greatest SEQUENCE counts, and what is cancelled
# is not shown. Zones are those of the file itself.
_SUBSCRIBE = """async (text) => {
  const { default: ICAL } = await import("/ical.js");
  const known = (window.known ??= new Map());
  const file = new ICAL.Component(ICAL.parse(text));
  for (const component of file.getAllSubcomponents("vevent")) {
    const event = new ICAL.Event(component);
    const former = known.get(event.uid);
    if (!former || event.sequence >= former.sequence) {
      const at = event.startDate.toJSDate();
      const written = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString());
      known.set(event.uid, {
        title: event.summary,
        sequence: event.sequence,
        status: component.getFirstPropertyValue("status"),
        zone: event.startDate.zone.tzid,
        starts: written(event.startDate),
        ends: written(event.endDate),
        shown: at.toLocaleString("id-ID", { dateStyle: "short", timeStyle: "short" }),
      });
    }
  }
  return Object.fromEntries([...known].filter(([, event]) => event.status !== "CANCELLED"));
}"""


class CalendarProgram:
    def __init__(self, browser: Browser, zone: str) -> None:
        self.context: BrowserContext = browser.new_context(locale="id-ID", timezone_id=zone)
        self.page: Page = self.context.new_page()
        self.page.route(f"{HOME}/**", _answer)
        self.page.goto(f"{HOME}/")

    def subscribe(self, address: str) -> dict[str, dict]:
        """What the calendar shows, by uid, after it has asked for `address` (again)."""
        answer = self.page.request.get(address)
        assert answer.status == 200, f"{address}: {answer.status}"
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        return self.page.evaluate(_SUBSCRIBE, answer.text())

    def close(self) -> None:
        self.context.close()


def _answer(route: Route) -> None:
    if route.request.url.endswith("/ical.js"):
        route.fulfill(body=LIBRARY.read_text(), content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html><title>Kalender</title>", content_type="text/html")
