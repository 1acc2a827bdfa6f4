"""The parts of the form about the head, and the panel's page of a proposed correction."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import SECRETARIAT
from provinces.models import Person, Proposal, Term
from tests.factories import make_post, make_term
from tests.provinces.campaigns import request_of, started
from tests.provinces.proposals import change_of, pdf_file, sent
from tests.provinces.test_proposal_heads import propose_correction
from tests.provinces.test_proposal_panel import decisions, page_of, signed_in, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]
ADD = "/provinsi/aceh/usulkan/"
CORRECTION = "Perbaikan data kepala yang sekarang"


@pytest.fixture
def clerk(db: None) -> Client:
    return signed_in(SECRETARIAT)


@pytest.fixture
def seen_head(aceh) -> Term:
    return make_term(
        make_post(office=aceh), name="Syahrul", period=None, seen_on=date(2023, 1, 1),
        seen_precision="year",
    )  # fmt: skip


def errors_of(response) -> list[str]:
    return [text for _, text in response.context["form"].error_list]


def test_where_no_head_is_known_only_a_new_one_is_asked(operator_client, aceh):
    text = text_of(operator_client.get(ADD))
    assert "Kepala baru</legend>" in text
    assert CORRECTION not in text


def test_what_is_known_of_the_head_is_prefilled(operator_client, aceh):
    make_term(make_post(office=aceh), name="Syahrul, S.Kom.", acting="plt", decree_number="1/25")
    form = operator_client.get(ADD).context["form"].heads.correction
    prefilled = {bound.name: bound.value() for bound in form if bound.name != "term"}
    assert prefilled == {
        "name": "Syahrul, S.Kom.", "acting": "plt", "from_day": "2025-01-01",
        "from_precision": "day", "decree_number": "1/25", "decree": None,
    }  # fmt: skip


def test_since_when_and_the_decree_are_proposed_of_the_same_person(
    operator_client, aceh, seen_head
):
    data = sent(aceh, **{"kepala-from_day": "2022-01-03", "kepala-decree": pdf_file()})

    response = operator_client.post(ADD, data)

    proposal = Proposal.objects.get()
    assert (response.status_code, bool(proposal.decree)) == (302, True)
    change = change_of(proposal, "head")
    assert change.old["term"] == seen_head.pk
    assert change.new == {
        "kind": "correction", "term": seen_head.pk, "name": "Syahrul", "acting": "",
        "when": "tercatat 2023", "from_day": "2022-01-03", "precision": "day",
        "decree_number": "", "decree": True,
    }  # fmt: skip


def test_what_the_secretariat_changed_meanwhile_is_not_proposed_back(
    operator_client, aceh, seen_head
):
    data = sent(aceh, **{"kepala-name": "Syahrul,  M.Pd."})
    Term.objects.update(decree_number="821/3")

    operator_client.post(ADD, data)

    new = change_of(Proposal.objects.get(), "head").new
    assert (new["name"], new["decree_number"]) == ("Syahrul, M.Pd.", "821/3")


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"kepala-name": ""}, f"{CORRECTION}, Nama dan gelar: Isi nama kepala yang sekarang."),
        (
            {"kepala-from_precision": "year"},
            f"{CORRECTION}, Mulai menjabat: Isi sejak kapan ia menjabat.",
        ),
        (
            {"kepala-name": "Syahrul, M.Pd.", "head": "Cut Contoh", "from_day": "2026-10-01"},
            "Kepala baru, Nama kepala baru: Isi salah satu saja: perbaikan data kepala yang "
            "sekarang, atau kepala baru. Usulkan yang lain sesudah yang pertama diputus.",
        ),
    ],
)
def test_wrong_entries_are_refused_by_name(operator_client, aceh, seen_head, typed, error):
    response = operator_client.post(ADD, sent(aceh, **typed))
    assert errors_of(response) == [error]
    opened = [group.key for group in response.context["form"].groups if group.is_open]
    assert opened == ["kepala"]


def test_a_known_beginning_is_not_emptied(operator_client, aceh):
    make_term(make_post(office=aceh))
    response = operator_client.post(ADD, sent(aceh, **{"kepala-from_day": ""}))
    assert errors_of(response) == [
        f"{CORRECTION}, Mulai menjabat: Isi sejak kapan ia menjabat. Yang tercatat: sejak 1 "
        "Januari 2025."
    ]


@pytest.mark.parametrize("is_followed", [True, False])
def test_a_head_who_is_another_by_now_is_told(operator_client, aceh, seen_head, is_followed):
    data = sent(aceh, **{"kepala-name": "Syahrul, M.Pd."})
    Term.objects.all().delete()
    if is_followed:
        make_term(seen_head.post, name="Cut Contoh")

    (error,) = errors_of(operator_client.post(ADD, data))

    assert error.startswith(f"{CORRECTION}, Nama dan gelar: Kepala yang tercatat sudah berganti")
    assert not Proposal.objects.exists()


def test_an_untouched_head_is_no_obstacle_when_it_changed(operator_client, aceh, seen_head):
    data = sent(aceh, city="Sabang")
    Term.objects.all().delete()
    operator_client.post(ADD, data)
    assert [change.field for change in Proposal.objects.get().changes.all()] == ["city"]


def test_the_mailed_link_puts_the_head_right_too(public_client, aceh, seen_head, secretariat):
    aceh.email = "kantor@aceh.example"
    aceh.save()
    started(secretariat)
    address = reverse("provinces:confirm_propose", args=[request_of(aceh).token])
    assert CORRECTION in text_of(public_client.get(address))

    who = {"answered_by": "Ani Lestari", "answered_as": "Pranata Komputer"}
    public_client.post(address, sent(aceh, **who, **{"kepala-from_day": "2022-01-03"}))

    assert change_of(Proposal.objects.get(), "head").new["from_day"] == "2022-01-03"


def test_the_panel_tells_what_will_change_and_does_it(clerk, aceh, seen_head):
    name = "Syahrul, M.Pd."
    Person.objects.create(name=name)
    proposal = propose_correction(aceh, name=name, from_day="2022-01-03", decree=True).proposal

    effects = clerk.get(page_of(proposal)).context["rows"][0].effects

    assert effects == [
        "Masa jabatan Syahrul, M.Pd. sebagai Kepala UPTD Balai Tekkomdik Aceh berubah: semula "
        "tercatat 2023, menjadi sejak 3 Januari 2022.",
        "Penulisan nama: semula Syahrul, menjadi Syahrul, M.Pd.",
        "Sumber: semula kosong, menjadi Usulan balai, 24-11-2026.",
        "Syahrul ditulis Syahrul, M.Pd. di semua halaman yang menyebutnya.",
        "Syahrul, M.Pd. juga nama orang lain yang tercatat; gabungkan bila orangnya sama.",
        "Berkas SK disimpan pada masa jabatan ini.",
    ]
    seen_head.refresh_from_db()
    assert (seen_head.person.name, seen_head.period) == ("Syahrul", None)

    clerk.post(page_of(proposal), decisions(proposal, head="terapkan"))

    seen_head.refresh_from_db()
    assert (seen_head.person.name, seen_head.when) == (name, "sejak 3 Januari 2022")


def test_a_collision_stands_beside_the_change_and_three_values_are_shown(clerk, aceh, seen_head):
    proposal = propose_correction(aceh, from_day="2022-01-03").proposal
    make_term(seen_head.post, name="Cut Contoh", period=(date(2026, 10, 1), None))

    text = text_of(clerk.get(page_of(proposal)))

    assert "Sekarang, sudah berubah" in text
    assert "Cut Contoh sudah tercatat sebagai Kepala UPTD Balai Tekkomdik Aceh" in text


def test_a_term_that_is_gone_is_told_beforehand(clerk, aceh, seen_head):
    proposal = propose_correction(aceh, name="Syahrul, M.Pd.").proposal
    Term.objects.all().delete()
    assert "Catatan Syahrul sebagai kepala sudah dihapus" in text_of(clerk.get(page_of(proposal)))
