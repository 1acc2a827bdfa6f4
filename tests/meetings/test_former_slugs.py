"""Old addresses of rakor: every page below them leads to the present one, for good."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import AuditEvent, User
from meetings.actions.addresses import AddressTaken, change_address
from meetings.actions.meetings import MeetingRefused
from meetings.models import FormerMeetingSlug, Meeting
from tests.factories import NOW, make_meeting

pytestmark = [pytest.mark.django_db, pytest.mark.any_postgres]


@pytest.fixture
def meeting(db: None) -> Meeting:
    return make_meeting(slug="rakor-makassar", title="Rakor Makassar")


def readdressed(meeting: Meeting, slug: str, by: User | None = None) -> Meeting:
    return change_address(meeting=meeting, slug=slug, by=by, at=NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/rakor/rakor-makassar/", "/rakor/rakor-bali/"),
        ("/rakor/rakor-makassar/?a=1&b=2", "/rakor/rakor-bali/?a=1&b=2"),
        ("/rakor/rakor-makassar/kalender.ics", "/rakor/rakor-bali/kalender.ics"),
    ],
)
def test_old_address_leads_to_the_present_one_for_good(
    public_client: Client, meeting: Meeting, old: str, new: str
):
    readdressed(meeting, "rakor-bali")
    response = public_client.get(old)
    assert (response.status_code, response.url) == (301, new)
    assert public_client.get(new).status_code == 200


def test_form_that_was_open_is_sent_on_with_what_was_typed(
    operator_client: Client, meeting: Meeting
):
    readdressed(meeting, "rakor-bali")
    response = operator_client.post("/rakor/rakor-makassar/daftar/tambah/", {"full_name": "Ana"})
    assert (response.status_code, response.url) == (308, "/rakor/rakor-bali/daftar/tambah/")


def test_every_old_address_leads_there_in_one_step(public_client: Client, meeting: Meeting):
    for slug in ("rakor-a", "rakor-b", "rakor-c"):
        meeting = readdressed(meeting, slug)
    old = ("rakor-makassar", "rakor-a", "rakor-b")
    assert {slug: public_client.get(f"/rakor/{slug}/").url for slug in old} == dict.fromkeys(
        old, "/rakor/rakor-c/"
    )


def test_rakor_returns_to_its_own_old_address_without_a_loop(
    public_client: Client, meeting: Meeting
):
    readdressed(readdressed(meeting, "rakor-bali"), "rakor-makassar")
    assert public_client.get("/rakor/rakor-makassar/").status_code == 200
    assert public_client.get("/rakor/rakor-bali/").url == "/rakor/rakor-makassar/"
    assert list(FormerMeetingSlug.objects.values_list("slug", flat=True)) == ["rakor-bali"]


def test_draft_leaves_no_old_address(public_client: Client):
    draft = make_meeting(slug="rakor-draf", published_at=None)
    readdressed(draft, "rakor-baru")
    assert public_client.get("/rakor/rakor-draf/").status_code == 404
    assert not FormerMeetingSlug.objects.exists()


@pytest.mark.parametrize("path", ["/rakor/tidak-ada/", "/rakor/tidak-ada/agenda/"])
def test_what_never_was_is_not_found(public_client: Client, meeting: Meeting, path: str):
    readdressed(meeting, "rakor-bali")
    assert public_client.get(path).status_code == 404


@pytest.mark.parametrize("slug", ["rakor-lama", "rakor-kini"])
def test_address_that_another_has_or_had_is_refused(meeting: Meeting, secretariat: User, slug: str):
    readdressed(make_meeting(slug="rakor-lama", title="Rakor Lain"), "rakor-kini")
    with pytest.raises(AddressTaken) as refused:
        readdressed(meeting, slug, secretariat)
    assert str(refused.value) == f"Alamat {slug} dipakai, atau pernah dipakai, Rakor Lain."
    meeting.refresh_from_db()
    assert meeting.slug == "rakor-makassar"


def test_database_refuses_an_address_that_another_had(meeting: Meeting):
    readdressed(meeting, "rakor-bali")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_meeting(slug="rakor-makassar")
    other = make_meeting()
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=other.pk).update(slug="rakor-makassar")


def test_same_address_is_no_change(meeting: Meeting, secretariat: User):
    with pytest.raises(MeetingRefused, match="sudah dipakai rakor ini"):
        readdressed(meeting, "rakor-makassar", secretariat)


def test_change_of_address_is_on_record(meeting: Meeting, secretariat: User):
    readdressed(meeting, "rakor-bali", secretariat)
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.details) == (
        "meeting.address_changed",
        secretariat,
        {"before": "rakor-makassar", "after": "rakor-bali"},
    )
