"""The pages of an agenda: what the public reads, what staff read, and what nobody else does."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import AgendaItem, AgendaPart, Meeting, MeetingMove
from tests.factories import NOW, make_agenda_item, make_meeting, make_user, release

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_postgres,
    pytest.mark.usefixtures("standing_clock"),
]

URL = "/rakor/rakor-uji/agenda/"


@pytest.fixture
def rakor(db) -> Meeting:
    return make_meeting(slug="rakor-uji", title="Rakor Uji", starts_at=time(8, 0))


def text(client: Client, url: str = URL) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def titles(html: str) -> list[str]:
    """Of the items, in the order of reading."""
    return [part.split(">")[1].split("<")[0] for part in html.split("agenda-item__title")[1:]]


def commissions(meeting: Meeting) -> None:
    block = make_agenda_item(meeting, title="Sidang komisi", kind="komisi", is_parallel=True)
    for name in ("Komisi A", "Komisi B"):
        commission = make_agenda_item(meeting, parent=block, title=name, kind="komisi", place=name)
        AgendaPart.objects.create(item=commission, role="ketua", name="Siti", position="Kepala")
        make_agenda_item(meeting, parent=commission, title=f"Bahan {name}", duration_minutes=30)


def test_page_shows_days_times_and_commissions_side_by_side(public_client, rakor):
    make_agenda_item(rakor, title="Pembukaan", duration_minutes=45, presenter="Kepala BLPT")
    commissions(rakor)
    make_agenda_item(rakor, title="Penutupan", day=2)
    release(rakor)

    html = text(public_client)

    assert titles(html) == [
        "Pembukaan", "Sidang komisi", "Komisi A", "Bahan Komisi A", "Komisi B", "Bahan Komisi B",
        "Penutupan",
    ]  # fmt: skip
    for shown in (
        '<time datetime="2026-12-15">Selasa, 15 Desember 2026</time>',
        '<time datetime="2026-12-15T08:00+08:00" data-until="2026-12-15T08:45+08:00" '
        'data-behaviour="local-time">08.00–08.45</time>',
        "agenda-item__inner--parallel",
        "<dt>Ketua</dt><dd>Siti, Kepala</dd>",
        "mulai 08.00 WITA",
    ):
        assert shown in html


def test_draft_and_internal_items_are_in_no_page_of_the_public(
    public_client, operator_client, rakor
):
    make_agenda_item(rakor, title="Pleno terbuka")
    block = make_agenda_item(rakor, title="Rapat tertutup", is_public=False)
    make_agenda_item(rakor, title="Bahan tertutup", parent=block)
    release(rakor)
    AgendaItem.objects.filter(title="Pleno terbuka").update(title="Pleno diubah")
    make_agenda_item(rakor, title="Acara rancangan")

    for client in (public_client, operator_client):
        for url in (URL, f"{URL}v1/", f"{URL}beda/", "/rakor/rakor-uji/"):
            html = text(client, url)
            for kept in ("tertutup", "Pleno diubah", "rancangan"):
                assert kept not in html
        assert titles(text(client)) == ["Pleno terbuka"]


def test_staff_see_internal_items_marked_and_the_way_to_the_draft(secretariat_client, rakor):
    make_agenda_item(rakor, title="Pleno")
    make_agenda_item(rakor, title="Rapat tertutup", is_public=False)
    release(rakor)

    html = text(secretariat_client)

    assert titles(html) == ["Pleno", "Rapat tertutup"]
    assert html.count('<span class="badge badge--amber">Internal</span>') == 1
    assert f'href="{URL}draf/"' in html
    assert 'href="/rakor/rakor-uji/agenda.pdf?lengkap"' in html


def test_unreleased_agenda_says_so(public_client, rakor):
    make_agenda_item(rakor, title="Acara rancangan")

    html = text(public_client)

    assert "Susunan acara belum dirilis" in html
    assert "rancangan" not in html


def test_release_of_internal_items_alone_says_so(public_client, rakor):
    make_agenda_item(rakor, title="Rapat tertutup", is_public=False)
    release(rakor)

    html = text(public_client)

    assert "Belum ada acara untuk umum" in html
    assert "tertutup" not in html


def test_each_version_stays_and_says_which_is_the_latest(public_client, rakor):
    made = make_agenda_item(rakor, title="Pleno")
    release(rakor, comment="Versi awal.")
    AgendaItem.objects.filter(pk=made.pk).update(title="Pleno besar")
    release(rakor, comment="Judul diperjelas.", at=NOW + timedelta(minutes=1))

    old, latest, page = (text(public_client, f"{URL}{path}") for path in ("v1/", "v2/", ""))

    assert [titles(html) for html in (old, latest, page)] == [
        ["Pleno"], ["Pleno besar"], ["Pleno besar"],
    ]  # fmt: skip
    assert ["Ini bukan versi terbaru" in html for html in (old, latest, page)] == [
        True, False, False,
    ]  # fmt: skip
    assert f'href="{URL}beda/?dari=1&amp;ke=2"' in old
    for comment in ("Versi awal.", "Judul diperjelas."):
        assert comment in page


@pytest.mark.parametrize("path", ["v2/", "v0/", "v2.pdf", "beda/?dari=9&ke=1", "beda/?ke=x"])
def test_unknown_version_is_not_found(public_client, rakor, path):
    make_agenda_item(rakor)
    release(rakor)

    assert public_client.get(f"{URL}{path}").status_code == 404


def test_nothing_to_compare_before_a_first_release(public_client, rakor):
    assert public_client.get(f"{URL}beda/").status_code == 404


def test_differences_of_any_two_versions(public_client, rakor):
    pleno = make_agenda_item(rakor, title="Pleno", place="Aula")
    release(rakor)
    AgendaItem.objects.filter(pk=pleno.pk).update(place="Melati")
    release(rakor)
    make_agenda_item(rakor, title="Penutupan")
    release(rakor)

    whole, last = text(public_client, f"{URL}beda/?dari=1&ke=3"), text(public_client, f"{URL}beda/")

    assert "Versi 1 ke versi 3" in whole
    assert ["Pindah waktu atau ruang" in html for html in (whole, last)] == [True, False]
    assert "Versi 2 ke versi 3" in last
    assert '<p class="difference__title">Penutupan</p>' in last
    assert '<option value="2" selected>' in last


def test_differences_of_internal_items_are_for_staff_alone(
    public_client, secretariat_client, rakor
):
    make_agenda_item(rakor, title="Pleno")
    release(rakor)
    make_agenda_item(rakor, title="Rapat tertutup", is_public=False)
    release(rakor)

    public, staff = (text(client, f"{URL}beda/") for client in (public_client, secretariat_client))

    assert "Tidak ada perbedaan" in public
    assert "tertutup" not in public
    assert "Rapat tertutup" in staff


def test_one_version_has_nothing_to_compare(public_client, rakor):
    make_agenda_item(rakor)
    release(rakor)

    assert "Baru ada satu versi" in text(public_client, f"{URL}beda/")


def test_draft_is_marked_and_tells_what_it_would_change(secretariat_client, rakor):
    make_agenda_item(rakor, title="Pleno")
    before = text(secretariat_client, f"{URL}draf/")
    release(rakor)
    same = text(secretariat_client, f"{URL}draf/")
    make_agenda_item(rakor, title="Penutupan")
    changed = text(secretariat_client, f"{URL}draf/")

    assert "Belum ada versi yang dirilis" in before
    assert "Draf sama dengan versi 1." in same
    assert '<p class="difference__title">Penutupan</p>' in changed
    assert titles(changed) == ["Pleno", "Penutupan"]


def test_empty_draft_leads_to_the_panel(secretariat_client, rakor):
    assert "Draf masih kosong" in text(secretariat_client, f"{URL}draf/")


def test_who_may_not_release_is_not_led_there(client, secretariat_client, rakor):
    client.force_login(make_user(is_staff=True))
    address = reverse("admin:meetings_meeting_agenda_releases", args=[rakor.pk])

    pages = [text(each, f"{URL}draf/") for each in (client, secretariat_client)]

    assert [f'href="{address}"' in html for html in pages] == [False, True]


def test_cancelled_rakor_keeps_its_agenda_and_names_the_reason(public_client, rakor):
    make_agenda_item(rakor, title="Pleno")
    release(rakor)
    Meeting.objects.update(cancelled_at=NOW, cancel_reason="Gedung terendam banjir.")

    html = text(public_client)

    assert titles(html) == ["Pleno"]
    assert "Rakor ini dibatalkan" in html
    assert "Gedung terendam banjir." in html


@pytest.mark.parametrize("url", [URL, "/rakor/rakor-uji/"])
def test_moved_rakor_keeps_its_agenda_and_names_the_reason(public_client, rakor, url):
    make_agenda_item(rakor, title="Pleno")
    release(rakor)
    MeetingMove.objects.create(
        meeting=rakor,
        starts_on=date(2026, 12, 1),
        starts_at=time(9, 0),
        zone="Asia/Jakarta",
        place="Hotel Lama, Bandung",
        reason="Bandara ditutup.",
        moved_at=datetime(2026, 11, 20, tzinfo=UTC),
    )

    html = text(public_client, url)

    assert titles(html) == ["Pleno"]
    was = "Semula 1 Desember 2026, mulai 09.00 WIB, di Hotel Lama, Bandung."
    assert f"{was} Alasannya: Bandara ditutup." in html


def test_rakor_page_leads_to_a_long_agenda(public_client, rakor):
    for day, count in ((1, 30), (2, 20)):
        for number in range(count):
            make_agenda_item(rakor, day=day, title=f"Hari {day} acara {number}")
    release(rakor)

    html = text(public_client, "/rakor/rakor-uji/")

    assert titles(html) == [f"Hari 1 acara {number}" for number in range(30)]
    assert f'href="{URL}">Baca seluruh 50 acara' in html
    assert len(titles(text(public_client))) == 50


def test_what_staff_typed_is_shown_as_it_was_typed(public_client, rakor):
    make_agenda_item(rakor, title="<b>Pleno</b>", place="<i>Aula</i>", presenter="<u>Siti</u>")
    release(rakor)

    html = text(public_client)

    assert "&lt;b&gt;Pleno&lt;/b&gt;" in html
    for typed in ("<b>Pleno", "<i>Aula", "<u>Siti"):
        assert typed not in html


@pytest.mark.parametrize("count", [1, 3])
def test_agenda_takes_four_statements_then_three(
    public_client, django_assert_num_queries, rakor, count
):
    for _ in range(count):
        make_agenda_item(rakor, presenter="Siti")
        release(rakor)
        commissions(rakor)
    release(rakor)

    for expected in (4, 3):
        with django_assert_num_queries(expected):
            public_client.get(f"{URL}?x={expected}")


@pytest.mark.parametrize("count", [1, 3])
def test_comparison_takes_four_statements(public_client, django_assert_num_queries, rakor, count):
    for _ in range(count + 1):
        make_agenda_item(rakor, presenter="Siti")
        release(rakor)

    with django_assert_num_queries(4):
        public_client.get(f"{URL}beda/")


@pytest.mark.parametrize("count", [1, 3])
def test_draft_takes_the_same_statements(
    secretariat_client, django_assert_num_queries, rakor, count
):
    for _ in range(count):
        make_agenda_item(rakor, presenter="Siti")
        commissions(rakor)
    release(rakor)
    secretariat_client.get(URL)

    with django_assert_num_queries(6):
        secretariat_client.get(f"{URL}draf/")
