"""What print adds to a page: the addresses of its links, but none that is a key."""

from provinces.models import Office
from tests.factories import make_registration, make_ticket
from tests.journeys.conftest import Reader
from tests.journeys.test_delegation import OPERATOR, open_meeting

PRINTED = """() => Object.fromEntries([...document.querySelectorAll("main a[href]")]
    .filter(link => link.checkVisibility())
    .map(link => [link.getAttribute("href"), getComputedStyle(link, "::after").content]))"""


def test_printed_delegate_tells_where_the_rakor_is_and_no_secret_address(reader: Reader):
    meeting = open_meeting()
    person = make_registration(meeting, Office.objects.get(slug="bali"), full_name="Ayu Lestari")
    make_ticket(person)
    reader.sign_in_with_password(OPERATOR)
    reader.visit(f"/rakor/{meeting.slug}/daftar/{person.pk}/")
    reader.page.emulate_media(media="print")
    printed = reader.page.evaluate(PRINTED)
    assert printed.pop(f"/rakor/{meeting.slug}/") != "none"
    assert f"/rakor/{meeting.slug}/daftar/{person.pk}/tiket.pdf" in printed
    assert person.get_absolute_url() not in printed
    assert set(printed.values()) == {"none"}
