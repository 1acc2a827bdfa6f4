"""After a proposed name is applied the panel leads to the page that says how sure it is."""

import pytest
from django.test import Client

from accounts.roles import SECRETARIAT
from provinces.models import Office
from tests.factories import NOW
from tests.provinces.proposals import PHONE, propose_values
from tests.provinces.test_proposal_panel import decisions, page_of, signed_in

pytestmark = pytest.mark.django_db
NAME = {"name": "Balai <Baru>", "short_name": "", "kind": "renamed", "since": None,
        "precision": "day", "source": "Pergub 1/2026"}  # fmt: skip


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def clerk(db: None) -> Client:
    return signed_in(SECRETARIAT)


def told_after(clerk: Client, office: Office, **chosen: str | tuple[str, str]) -> list[str]:
    proposal = propose_values(office, name=NAME, phone=PHONE)
    response = clerk.post(page_of(proposal), decisions(proposal, **chosen), follow=True)
    return [str(message) for message in response.context["messages"]]


def test_an_applied_name_leads_to_its_judgement(clerk, aceh):
    url = f"/admin/provinces/office/{aceh.pk}/kepastian/"
    assert told_after(clerk, aceh, name="terapkan") == [
        "1 perubahan diputus.",
        f"Kepastian nama tetap “{aceh.get_verification_display()}”. "
        f'<a href="{url}">Nilai kepastian nama Balai &lt;Baru&gt;</a>',
    ]
    assert clerk.get(url).status_code == 200


@pytest.mark.parametrize("chosen", [{"name": ("tolak", "Keliru.")}, {"phone": "terapkan"}])
def test_nothing_is_offered_where_the_name_stays(clerk, aceh, chosen):
    assert told_after(clerk, aceh, **chosen) == ["1 perubahan diputus."]
