"""Sample data: complete, marked, repeatable, and never beside real accounts."""

from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.conf import settings as project
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.roles import SECRETARIAT
from elections.reference import load_reference
from elections.samples import load_samples
from meetings.actions.evaluation import is_open
from meetings.attendance.presence import OfficeState
from meetings.attendance.records import attendance_of
from meetings.models import (
    Certificate,
    CheckinDevice,
    EvaluationTurn,
    FieldAnswer,
    Meeting,
    Minutes,
    Publication,
    Registration,
    Ticket,
)
from meetings.states import MeetingState, state_of
from practices.models import Comment, Practice
from provinces.models import Office, OfficeStaff
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db

PASSWORD = "kata-sandi-contoh"


@pytest.fixture(autouse=True)
def _var(settings, tmp_path):
    settings.PORTAL_VAR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def loaded(db) -> Meeting:
    """The upcoming sample rakor, with everything around it."""
    load_reference(directory=project.BASE_DIR / "data", at=NOW)
    load_samples(password=PASSWORD, at=NOW)
    offices = Meeting.RegisteredBy.OFFICES
    return Meeting.objects.filter(is_sample=True, registered_by=offices).latest("starts_on")


def counts() -> list[int]:
    models = (User, OfficeStaff, Meeting, Registration, Publication, Practice, Comment,
              Certificate, CheckinDevice, FieldAnswer)  # fmt: skip
    return [model.objects.count() for model in models]


def test_accounts_are_one_of_the_secretariat_and_one_an_office(loaded):
    secretariat = User.objects.get(email="sekretariat@contoh.example")
    assert secretariat.check_password(PASSWORD)
    assert [group.name for group in secretariat.groups.all()] == [SECRETARIAT]
    assert (secretariat.is_staff, secretariat.is_superuser) == (True, False)
    operators = User.objects.exclude(pk=secretariat.pk)
    assert {operator.email for operator in operators} == {
        f"operator.{slug}@contoh.example" for slug in Office.objects.values_list("slug", flat=True)
    }
    assert OfficeStaff.objects.count() == 22
    assert all("(contoh)" in user.full_name and user.is_sample for user in User.objects.all())


def test_upcoming_rakor_is_open_with_a_full_agenda(loaded):
    assert state_of(loaded, NOW) == MeetingState.REGISTRATION_OPEN
    assert timedelta(days=21) <= loaded.starts_on - NOW.date() < timedelta(days=28)
    days = loaded.current_release.public["days"]
    assert [(day["on"], len(day["items"])) for day in days] == [
        (loaded.starts_on.isoformat(), 15),
        (loaded.ends_on.isoformat(), 12),
    ]
    commissions = days[0]["items"][-1]
    assert [len(inner["items"]) for inner in commissions["items"]] == [3, 3, 3]
    assert loaded.agenda_items.filter(is_public=False).count() == 2
    assert (loaded.mode, loaded.zone, loaded.seats_per_office) == ("hibrida", "Asia/Makassar", 3)


def test_earlier_rakor_has_published_minutes(loaded):
    (publication,) = Publication.objects.all()
    assert publication.content["is_sample"] is True
    assert state_of(publication.minutes.meeting, NOW) == MeetingState.FINISHED


def test_attendance_of_the_earlier_rakor_is_as_its_minutes_tell(loaded):
    minutes = Minutes.objects.get()
    session = minutes.meeting.sessions.get()
    presence = attendance_of(minutes.meeting, [session]).presence(session)
    told = [presence.count(state) for state in OfficeState]
    assert told == [18, 3, 1, 0]
    assert minutes.attendance == "Hadir 18 balai, 3 balai diwakilkan, 1 balai berhalangan."


def test_registrations_belong_to_their_offices(loaded):
    delegates = Registration.objects.all()
    assert (delegates.filter(meeting=loaded).count(), delegates.count()) == (14, 14 + 25 + 3)
    assert all("(contoh)" in delegate.full_name for delegate in delegates)
    assert all(delegate.email.endswith("@contoh.example") for delegate in delegates)


def test_one_delegate_waits_and_the_checking_is_half_done(loaded):
    delegates = loaded.registrations.all()
    states = Counter(delegates.values_list("seat", "review"))
    assert states == {
        ("terdaftar", "diterima"): 4,
        ("terdaftar", "perbaikan"): 1,
        ("terdaftar", "menunggu"): 8,
        ("menunggu", "menunggu"): 1,
    }
    assert Ticket.objects.filter(registration__in=delegates, revoked_at=None).count() == 13
    assert all(delegate.events.exists() for delegate in delegates)
    assert all(letter.file for letter in loaded.assignment_letters.all())


def test_open_webinar_comes_up_after_the_rakor_and_people_came_alone(loaded):
    webinar = Meeting.objects.get(is_sample=True, registered_by=Meeting.RegisteredBy.ANYBODY)
    assert state_of(webinar, NOW) == MeetingState.REGISTRATION_OPEN
    assert webinar.starts_on > loaded.ends_on
    people = webinar.registrations.values_list("office", "seat")
    assert list(people) == [(None, "terdaftar")] * 3


def test_rakor_asks_for_diet_and_shirts_and_has_a_device(loaded):
    asked = loaded.asked_fields.values_list("kind", "is_required")
    assert list(asked) == [("makanan", False), ("kaus", False)]
    assert set(FieldAnswer.objects.values_list("field__kind", "value")) == {("kaus", "L")}
    device = loaded.checkin_devices.get()
    assert (device.name, device.token_hash) == ("Ponsel panitia (contoh)", "")


def test_earlier_rakor_is_evaluated_and_certified(loaded):
    earlier = Minutes.objects.get().meeting
    assert EvaluationTurn.objects.count() == earlier.evaluation_sheets.count() == 5
    certificates = Certificate.objects.filter(registration__meeting=earlier)
    assert certificates.count() == 21
    assert all(one.content["is_sample"] for one in certificates)
    assert is_open(earlier.aftercare, NOW) is False


def test_articles_are_marked_and_one_waits(loaded):
    articles = Practice.objects.all()
    assert all(article.is_sample and "Contoh: " in article.title for article in articles)
    assert (Practice.objects.public().count(), Practice.objects.submitted().count()) == (3, 1)
    assert (Comment.objects.shown().count(), Comment.objects.waiting().count()) == (1, 1)


def test_pages_say_that_they_show_samples(loaded, public_client):
    with time_machine.travel(NOW, tick=False):
        for url in (loaded.get_absolute_url(), "/rakor/", "/", "/notula/", "/praktik-baik/"):
            assert "Data contoh" in public_client.get(url).content.decode(), url


def test_second_load_adds_nothing_and_sets_the_password(loaded):
    before = counts()
    load_samples(password="lain-lagi", at=NOW + timedelta(days=1))
    assert counts() == before
    assert User.objects.get(email="operator.aceh@contoh.example").check_password("lain-lagi")


def test_command_writes_the_password_for_its_owner_alone(loaded, tmp_path):
    printed = StringIO()
    call_command("load_samples", stdout=printed)
    path = tmp_path / "sample-accounts.txt"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text() in printed.getvalue()
    password = path.read_text().split("kata sandi ")[1].split()[0]
    assert User.objects.get(email="sekretariat@contoh.example").check_password(password)


def test_command_makes_another_password_each_time(loaded, tmp_path):
    texts = set()
    for _ in range(2):
        call_command("load_samples", stdout=StringIO())
        texts.add((tmp_path / "sample-accounts.txt").read_text())
    assert len(texts) == 2


def test_refused_beside_a_real_account(loaded, tmp_path):
    make_user()
    with pytest.raises(CommandError, match="berisi 1 akun sungguhan"):
        call_command("load_samples")
    assert not (tmp_path / "sample-accounts.txt").exists()


def test_refused_without_reference_data(tmp_path):
    with pytest.raises(CommandError, match="Data acuan belum ada"):
        call_command("load_samples")
    assert not any(counts())
