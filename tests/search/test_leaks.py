"""What no reader may find: each planted word stands in something that is not public.

Every secret is looked for with each query, in the results of every kind and in the suggestions.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from accounts.models import User
from meetings.actions.minutes import publish_minutes
from meetings.models import Decision, Document, Meeting, Minutes, Official
from provinces.models import Office, Person, Proposal, ProposedChange, Term
from tests.factories import (
    NOW,
    TODAY,
    make_agenda_item,
    make_comment,
    make_meeting,
    make_minutes,
    make_post,
    make_practice,
    make_published_practice,
    make_registration,
    make_term,
    make_topic,
    release,
)

pytestmark = [pytest.mark.django_db, pytest.mark.any_postgres]


# Each is one word that no public text has. The queries: the words, beginnings, and words that
# stand beside them in what is public or not.
SECRETS = (
    "rahasiasidang", "rahasiatema", "rahasiaacara", "rahasiapembicara", "rahasiarancangan",
    "rahasiapengisi", "rahasiapejabat",
    "rahasianotula", "rahasiakeputusan", "rahasianaskah", "rahasiahadir", "rahasiadokumen",
    "rahasiadraf", "rahasiakirim", "rahasiatarik", "rahasiabaru", "rahasiaringkas",
    "rahasiakomentar", "rahasiaorang", "rahasiacatatan", "rahasiaberkas", "rahasiausul",
    "rahasiapesan", "rahasiapelapor", "rahasiapeserta", "rahasiabatal", "rahasiaunit",
    "rahasiaakun", "197001012000011001", "628119998877",
)  # fmt: skip
BESIDE = (
    "rahasia", "rapat koordinasi", "notula", "praktik baik", "kepala", "balai", "aceh", "peserta",
    "program kerja", "tata tertib", "6281199", "1970", "08119998877", "dinas example",
    "pelapor@rahasiapelapor.example",
)  # fmt: skip


@pytest.fixture
def public_portal(aceh: Office) -> Office:
    """One of everything that the public may find, so that no query is answered from nothing."""
    make_term(make_post(office=aceh), name="Kepala Terbuka")
    make_published_practice(aceh, title="Praktik terbuka", topics=[make_topic(name="Terbuka")])
    publish_minutes(minutes=make_minutes(_held(title="Rakor terbuka")), by=None, at=NOW)
    return aceh


def _held(**fields: Any) -> Meeting:
    """A rakor that is over, so that its minutes can be published."""
    day = TODAY - timedelta(days=60)
    return make_meeting(**{"starts_on": day, "ends_on": day, **fields})


@pytest.fixture
def secrets(public_portal: Office, operator: User) -> None:
    _hide_rakor_and_minutes()
    _hide_articles(public_portal, operator)
    _hide_people(public_portal)
    _hide_what_was_sent(public_portal, operator)


def _hide_rakor_and_minutes() -> None:
    draft = _held(title="rahasiasidang", theme="rahasiatema")
    Official.objects.create(
        meeting=draft, person=Person.objects.create(name="rahasiapejabat"), position="Kepala",
        part="hadir",
    )  # fmt: skip
    publish_minutes(minutes=make_minutes(draft, discussion="rahasianotula"), by=None, at=NOW)
    Meeting.objects.filter(pk=draft.pk).update(published_at=None)
    shown = _held(title="Rakor terbuka kedua")
    make_agenda_item(shown, title="rahasiaacara", presenter="rahasiapembicara", is_public=False)
    release(shown)
    make_agenda_item(shown, title="rahasiarancangan", presenter="rahasiapengisi")
    minutes = make_minutes(shown, attendance="rahasiahadir")
    publish_minutes(minutes=minutes, by=None, at=NOW)
    Minutes.objects.filter(pk=minutes.pk).update(discussion="rahasianaskah")
    Decision.objects.create(minutes=minutes, text="rahasiakeputusan")
    Document.objects.create(meeting=shown, title="rahasiadokumen", visibility="secretariat")


def _hide_articles(office: Office, operator: User) -> None:
    make_practice(office, title="rahasiadraf", summary="rahasiaringkas")
    make_practice(office, title="rahasiakirim", submitted_at=NOW)
    gone = make_published_practice(office, title="rahasiatarik")
    gone.withdrawn_at, gone.withdraw_reason = NOW, "Keliru"
    gone.save()
    shown = make_published_practice(office, title="Artikel terbuka kedua")
    shown.title, shown.edited_at = "rahasiabaru", NOW + timedelta(days=1)
    shown.save()
    make_comment(shown, operator, text="rahasiakomentar")


def _hide_people(office: Office) -> None:
    Person.objects.create(name="rahasiaorang")
    known = Person.objects.create(
        name="Pejabat Kedua", nip="197001012000011001", note="rahasiacatatan"
    )
    term = Term(post=office.posts.get(), person=known, acting="plt", seen_on=NOW.date())
    term.decree.save("rahasiaberkas.pdf", ContentFile(b"rahasiaberkas"))


def _hide_what_was_sent(office: Office, operator: User) -> None:
    proposal = Proposal.objects.create(
        office=office, origin=Proposal.Origin.PUBLIC, sender_name="rahasiapelapor",
        sender_email="pelapor@rahasiapelapor.example", message="rahasiapesan", created_at=NOW,
    )  # fmt: skip
    ProposedChange.objects.create(proposal=proposal, field="address", old="", new="rahasiausul")
    meeting = make_meeting(title="Rakor terbuka ketiga")
    make_registration(
        meeting, office, full_name="rahasiapeserta", unit="rahasiaunit", mobile="+628119998877"
    )
    make_registration(meeting, office, full_name="rahasiabatal", withdrawn_at=NOW)
    Office.objects.filter(pk=office.pk).update(phone="+628119998877", email="a@rahasiaakun.example")
    User.objects.filter(pk=operator.pk).update(full_name="rahasiaakun")


def test_a_secret_finds_nothing(secrets: None):
    found = {}
    for typed in SECRETS:
        page = Client().get("/cari/", {"q": typed})
        suggested = Client().get("/cari/saran/", {"q": typed}).json()
        found[typed] = [*page.context["groups"], *suggested["suggestions"]]

    assert {typed: hits for typed, hits in found.items() if hits} == {}


def test_no_secret_shows_under_any_query(secrets: None, secretariat_client: Client):
    """Not to the secretariat either: what staff may see they find in the panel."""
    answers = []
    # Each once: a page that is kept has no context.
    for typed in dict.fromkeys((*BESIDE, *(word[:9] for word in SECRETS))):
        for client in (Client(), secretariat_client):
            for kind in ("", "balai", "orang", "rakor", "praktik-baik", "notula"):
                page = client.get("/cari/", {"q": typed, "jenis": kind})
                # What was typed stands in the box again; it is not what is asked here.
                shown = [hit for group in page.context["groups"] for hit in group.found.hits]
                answers.append((typed, kind, str(shown)))
            answers.append((typed, "saran", client.get("/cari/saran/", {"q": typed}).text))

    leaks = [
        (typed, kind, secret)
        for typed, kind, text in answers
        for secret in SECRETS
        if secret in text
    ]
    assert leaks == []
    # The queries did find what is public.
    assert all(
        any(public in text for _, _, text in answers)
        for public in ("terbuka", "Pejabat Kedua", "Kepala Terbuka", "Artikel terbuka kedua")
    )


def test_an_article_is_found_no_more_once_withdrawn(public_portal: Office):
    practice = public_portal.practices.get()
    before = Client().get("/cari/", {"q": "praktik terbuka"}).context["groups"][0].found.total
    practice.withdrawn_at, practice.withdraw_reason = NOW, "Keliru"
    practice.save()

    after = Client().get("/cari/", {"q": "praktik terbuka", "jenis": "praktik-baik"})

    assert before == 1
    assert "/praktik-baik/praktik-terbuka/" not in after.text
