"""Elections in the panel: an acclamation is recorded, its result rehearsed and published."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from elections.models import Acclamation, Election, Result
from meetings.models import Meeting
from provinces.models import Office, Person, Post, Term
from tests.factories import make_meeting, make_post, make_term
from tests.panel.forms import errors_of, save, sent_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(db: None) -> Meeting:
    return make_meeting(
        title="Rakor Makassar", starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 3)
    )


@pytest.fixture
def chair(db: None) -> Post:
    post = make_post()
    make_term(post, name="Ketua Lama", period=(date(2024, 1, 1), None))
    return post


@pytest.fixture
def election(meeting: Meeting, chair: Post, aceh: Office, bali: Office) -> Election:
    election = Election.objects.create(
        slug="ketua-2026", meeting=meeting, post=chair, quorum_offices=2
    )
    Acclamation.objects.create(
        election=election,
        candidate=Person.objects.create(name="Calon Baru"),
        office=bali,
        offices_present=2,
        proposed_by="Kepala Balai Aceh",
        witnesses="Saksi Satu\nSaksi Dua",
        acclaimed_at=datetime(2026, 3, 3, 2, 0, tzinfo=UTC),
    )
    return election


def address_of(election: Election) -> str:
    return reverse("admin:elections_election_change", args=[election.pk])


def publish_at(election: Election) -> str:
    return f"/admin/elections/election/{election.pk}/terbitkan/"


def terms() -> list[tuple[str, date, date | None]]:
    return [
        (t.person.name, t.period.lower, t.period.upper)
        for t in Term.objects.select_related("person").order_by("period")
    ]


def test_acclamation_is_recorded_on_the_clock_of_the_rakor(
    secretary_client: Client, meeting: Meeting, chair: Post, bali: Office
):
    candidate = Person.objects.create(name="Calon Baru")
    address = reverse("admin:elections_election_add")
    data: dict[str, Any] = {
        **sent_back(secretary_client, address),
        "meeting": meeting.pk,
        "post": chair.pk,
        "slug": "ketua-2026",
        "quorum_offices": 12,
        "acclamation-0-candidate": candidate.pk,
        "acclamation-0-office": bali.pk,
        "acclamation-0-acclaimed_at": "2026-03-03T10:00",
        "acclamation-0-offices_present": 18,
        "acclamation-0-proposed_by": "Aceh",
        "acclamation-0-witnesses": "Satu\nDua",
    }
    response = secretary_client.post(address, data)
    assert response.status_code == 302, errors_of(response)
    acclamation = Acclamation.objects.get()
    # 10.00 WITA: the rakor is held in Makassar, the server thinks in Jakarta.
    assert acclamation.acclaimed_at == datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
    page = secretary_client.get(address_of(acclamation.election))
    form = page.context["inline_admin_formsets"][0].formset.forms[0]
    assert 'value="2026-03-03T10:00"' in str(form["acclaimed_at"])


def test_result_is_rehearsed_then_published(secretary_client: Client, election: Election):
    page = secretary_client.get(publish_at(election))
    assert page.context["effects"] == [
        "Masa jabatan Ketua Lama sebagai Ketua Forum berakhir 3 Maret 2026.",
        "Calon Baru menjabat Ketua Forum sejak 3 Maret 2026.",
    ]
    assert not Result.objects.exists()
    assert secretary_client.post(publish_at(election)).url == address_of(election)
    assert terms() == [
        ("Ketua Lama", date(2024, 1, 1), date(2026, 3, 3)),
        ("Calon Baru", date(2026, 3, 3), None),
    ]


def test_below_quorum_is_refused_with_the_figures(secretary_client: Client, election: Election):
    election.quorum_offices = 12
    election.save()
    sentence = "Kuorum 12 balai, hadir 2. Hasil pemilihan di bawah kuorum tidak dapat diterbitkan."
    page = secretary_client.get(publish_at(election))
    assert page.context["obstacles"] == [sentence]
    assert 'value="Terbitkan hasil"' not in page.text
    page = secretary_client.post(publish_at(election))
    assert page.context["form"].non_field_errors() == [sentence]
    assert not Result.objects.exists()


def test_colliding_term_is_refused_before_the_button(
    secretary_client: Client, election: Election, chair: Post
):
    Term.objects.all().delete()
    make_term(chair, name="Terlanjur", period=(date(2026, 4, 1), None))
    (obstacle,) = secretary_client.get(publish_at(election)).context["obstacles"]
    assert obstacle.startswith("Terlanjur sudah tercatat sebagai Ketua Forum")


def test_published_result_is_history(secretary_client: Client, election: Election):
    secretary_client.post(publish_at(election))
    page = secretary_client.get(address_of(election))
    assert (page.status_code, page.context["steps"]) == (200, [])
    assert secretary_client.post(address_of(election), {"slug": "lain"}).status_code == 403
    secretary_client.post(publish_at(election))
    assert Result.objects.count() == 1


def test_election_twice_at_one_rakor_is_refused(
    secretary_client: Client, election: Election, meeting: Meeting
):
    post = make_post(title="Sekretaris", slug="sekretaris")
    other = Election.objects.create(slug="sekretaris-2026", meeting=meeting, post=post)
    Acclamation.objects.create(election=other, candidate=election.acclamation.candidate)
    response = save(secretary_client, address_of(other), post=election.post.pk)
    assert errors_of(response) == ["Pemilihan jabatan ini pada rakor ini sudah tercatat."]


def test_note_taker_neither_sees_nor_publishes(note_taker_client: Client, election: Election):
    assert note_taker_client.get(address_of(election)).status_code == 403
    assert note_taker_client.post(publish_at(election)).status_code == 403
    assert not Result.objects.exists()
