"""Every address of the portal by every role: who gets in, who is sent to sign in, who is not.

A new URL name without a row here fails the test below. The panel's addresses are read from
its registry, so that a newly registered model is covered without a row.
"""

import pytest
from django.contrib import admin
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import SECRETARIAT
from elections.models import Acclamation, Election, Result
from forum_portal.lib.pictures import store_sizes
from meetings.actions.calendar_address import renew_address
from meetings.actions.minutes import publish_minutes
from meetings.models import Meeting
from practices.actions.publishing import publish_practice
from practices.models import Practice, PracticeAttachment, PracticePicture
from provinces.actions.profile import add_picture, set_logo
from provinces.models import Office, Person, Term
from tests.access_rows import MATRIX
from tests.factories import (
    NOW,
    TODAY,
    make_agenda_item,
    make_letter,
    make_meeting,
    make_minutes,
    make_post,
    make_practice,
    make_registration,
    make_term,
    make_user,
    release,
)
from tests.meetings.addresses import (
    after_addresses,
    agenda_addresses,
    attendance_addresses,
    delegation_addresses,
    own_addresses,
    paper_addresses,
)
from tests.meetings.letters import invited, make_inviting_meeting
from tests.practices._files import picture_file
from tests.provinces.campaigns import request_of, started
from tests.provinces.proposals import propose_head, propose_picture
from tests.test_architecture import views

pytestmark = pytest.mark.any_postgres

ROLES = ("anonymous", "operator", "other operator", "secretariat")


@pytest.fixture
def clients(operator: User, other_operator: User) -> dict[str, Client]:
    """One signed-in browser a role; the secretariat's account has its group, no more."""
    call_command("sync_roles", verbosity=0)
    staff = make_user(is_staff=True)
    staff.groups.set([staff.groups.model.objects.get(name=SECRETARIAT)])
    found = {role: Client() for role in ROLES}
    for role, user in (
        ("operator", operator),
        ("other operator", other_operator),
        ("secretariat", staff),
    ):
        user.set_password("kata-sandi-uji-coba")
        user.save()
        found[role].force_login(user)
    return found


@pytest.fixture
def addresses(aceh: Office, secretariat: User) -> dict[str, dict[str, object]]:
    """What each URL name needs to be reversed, on a portal that has one of everything."""
    meeting = make_meeting(starts_on=TODAY, ends_on=TODAY)
    letter = make_letter(meeting, aceh, task="Mengikuti rakor")
    registration = make_registration(meeting, aceh, letter=letter)
    publish_minutes(minutes=make_minutes(meeting), by=secretariat, at=NOW)
    picture = add_picture(office=aceh, file=picture_file(), alt="Gedung", by=None, at=NOW)
    set_logo(office=aceh, file=picture_file(), by=None, at=NOW)
    meeting_slug = {"slug": meeting.slug}
    practice, stem, key = _practice(aceh)
    practice_slug = {"slug": practice.slug}
    return {
        "office_history": {"slug": aceh.slug},
        "provinces:detail": {"slug": aceh.slug},
        "provinces:logo": {"slug": aceh.slug},
        "provinces:picture": {"slug": aceh.slug, "stem": picture.stem, "width": 300},
        **_proposal_addresses(aceh),
        **_campaign_addresses(aceh, secretariat),
        "practices:detail": practice_slug,
        "practices:attachment": {**practice_slug, "key": key},
        "practices:picture": {**practice_slug, "stem": stem, "width": 300},
        "practices:comment": practice_slug,
        "practices:preview": practice_slug,
        "practices:change": practice_slug,
        "practices:submit": practice_slug,
        "practices:withdraw": practice_slug,
        "meetings:detail": meeting_slug,
        "meetings:meeting_calendar": meeting_slug,
        "meetings:share_picture": meeting_slug,
        "meetings:ticket_keys": meeting_slug,
        **agenda_addresses(meeting),
        **paper_addresses(meeting),
        **delegation_addresses(registration),
        **attendance_addresses(registration),
        **own_addresses(),
        **after_addresses(aceh),
        "meetings:minutes": meeting_slug,
        "meetings:minutes_pdf": meeting_slug,
        "meetings:own_calendar": {"token": renew_address(by=secretariat, at=NOW).token},
        **_invitation_addresses(aceh, secretariat),
        "elections:detail": {"slug": _published_election(meeting, aceh).slug},
        "account_reset_password_from_key": {"uidb36": "1", "key": "kunci-lama"},
    }


def _practice(office: Office) -> tuple[Practice, str, str]:
    """A public article with a picture and a PDF, by its stem and its key."""
    practice = make_practice(office, submitted_at=NOW)
    stored = store_sizes(picture_file())
    PracticePicture.objects.create(practice=practice, place=1, alt="Studio", **stored)
    paper = PracticeAttachment(practice=practice, key="k" * 32, title="Panduan", size_bytes=7)
    paper.file.save("x.pdf", ContentFile(b"panduan"))
    publish_practice(practice=practice, read_at=NOW, by=None, at=NOW)
    return practice, stored["stem"], paper.key


def _proposal_addresses(office: Office) -> dict[str, dict[str, object]]:
    own = {"slug": office.slug}
    proposal, picture = propose_head(office), propose_picture(office)
    one, of_picture = {**own, "pk": proposal.pk}, {**own, "pk": picture.pk}
    return {
        **{f"provinces:{name}": own for name in ("desk", "propose", "proposals", "report",
                                                 "reported")},
        **{f"provinces:{name}": one for name in ("proposal", "proposal_withdraw",
                                                 "proposal_decree")},
        "provinces:proposal_picture": {**of_picture, "change": picture.changes.get().pk},
    }  # fmt: skip


def _campaign_addresses(office: Office, by: User) -> dict[str, dict[str, object]]:
    started(by)
    link = {"token": request_of(office).token}
    return {
        "provinces:confirm": link,
        "provinces:confirm_propose": link,
        "provinces:confirm_own": {"slug": office.slug},
    }


def _invitation_addresses(office: Office, by: User) -> dict[str, dict[str, object]]:
    invitation = invited(make_inviting_meeting(), office, by=by)
    link, own = {"token": invitation.token}, {"pk": invitation.pk}
    return {
        "meetings:invitation": link,
        "meetings:invitation_letter": link,
        "meetings:own_invitation": own,
        "meetings:own_letter": own,
    }


def _published_election(meeting: Meeting, office: Office) -> Election:
    term: Term = make_term(make_post(), on_behalf_of=office, period=(TODAY, None))
    election = Election.objects.create(slug="ketua-uji", meeting=meeting, post=term.post)
    Acclamation.objects.create(election=election, candidate=term.person, office=office)
    Result.objects.create(election=election, term=term, published_at=NOW)
    return election


def _answers(clients: dict[str, Client], url: str) -> tuple[int, ...]:
    return tuple(_status(clients[role], url) for role in ROLES)


def _status(client: Client, url: str) -> int:
    response = client.get(url)
    if response.streaming:
        # Read to its end, a file closes itself.
        b"".join(response.streaming_content)
    return response.status_code


@pytest.mark.django_db
def test_every_address_answers_each_role_as_agreed(clients, addresses, time_machine):
    time_machine.move_to(NOW, tick=False)
    answers = {
        name: _answers(clients, reverse(name, kwargs=addresses.get(name))) for name in MATRIX
    }
    assert answers == MATRIX


def test_no_address_is_missing_from_the_matrix():
    names = {name for name, view in views() if not name.startswith("admin:")}
    assert names == set(MATRIX)


@pytest.mark.django_db
def test_a_draft_is_there_for_the_secretariat_alone(clients):
    draft = make_meeting(published_at=None)
    make_minutes(draft)
    make_agenda_item(draft)
    release(draft)
    answers = {
        name: _answers(clients, reverse(name, kwargs={"slug": draft.slug}))
        for name in (
            "meetings:detail",
            "meetings:meeting_calendar",
            "meetings:ticket_keys",
            "meetings:agenda",
            "meetings:agenda_pdf",
            "meetings:agenda_differences",
            "meetings:minutes",
            "meetings:minutes_pdf",
        )
    }
    hidden = (404, 404, 404, 404)
    assert answers == {
        "meetings:detail": (404, 404, 404, 200),
        "meetings:meeting_calendar": (404, 404, 404, 200),
        "meetings:ticket_keys": (404, 404, 404, 200),
        "meetings:agenda": (404, 404, 404, 200),
        "meetings:agenda_pdf": (404, 404, 404, 200),
        "meetings:agenda_differences": (404, 404, 404, 200),
        "meetings:minutes": hidden,
        "meetings:minutes_pdf": hidden,
    }


@pytest.mark.django_db
def test_an_unknown_slug_is_not_found(clients):
    for name in MATRIX:
        if name.partition(":")[0] in {"provinces", "elections"} and name.endswith("detail"):
            assert _answers(clients, reverse(name, args=["tidak-ada"])) == (404, 404, 404, 404)


@pytest.mark.django_db
def test_the_panel_is_closed_to_all_but_staff(clients):
    Person.objects.create(pk=1, name="Orang")
    closed, opened = {}, {}
    for name, url in _panel_addresses():
        answers = _answers(clients, url)
        closed[name] = answers[:3]
        opened[name] = answers[3]
    to_sign_in = dict.fromkeys(closed, (302, 403, 403))
    assert closed == to_sign_in
    assert {name: status for name, status in opened.items() if status >= 500} == {}


def _panel_addresses() -> list[tuple[str, str]]:
    """The panel's own pages, and list, form and history of each model it shows."""
    found = [
        (f"admin:{name}", reverse(f"admin:{name}"))
        for name in ("index", "password_change", "password_change_done", "jsi18n", "autocomplete")
    ]
    for model in admin.site._registry:
        prefix = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found += [
            (f"{prefix}_{verb}", reverse(f"{prefix}_{verb}")) for verb in ("changelist", "add")
        ]
        found += [
            (f"{prefix}_{verb}", reverse(f"{prefix}_{verb}", args=[1]))
            for verb in ("change", "delete", "history")
        ]
    return found
