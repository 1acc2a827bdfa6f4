"""The profile of an office: what is known, from when and whom, and what stays private."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from meetings.models import Official
from provinces.models import Office, OfficeAlias, OfficeName, Person
from tests.factories import (
    NOW,
    TODAY,
    make_meeting,
    make_post,
    make_registration,
    make_term,
)

NIP = "198001012005012001"


@pytest.fixture
def head_post(aceh):
    return make_post(office=aceh)


@pytest.fixture(autouse=True)
def _today(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)


def profile(client: Client, slug: str = "aceh"):
    return client.get(f"/provinsi/{slug}/")


def facts(response) -> dict[str, tuple]:
    return {
        fact["label"]: (fact["value"], fact.get("note", "")) for fact in response.context["facts"]
    }


def text_of(response) -> str:
    return unescape(" ".join(response.content.decode().split()))


def test_office_of_which_nothing_is_known_says_so(public_client, aceh):
    response = profile(public_client)

    assert facts(response) == {
        "Kepala": ("", ""),
        "Alamat": ("", ""),
        "Rakor": ("Belum ada catatan", ""),
        "Data balai": ("Belum dikonfirmasi", "Belum dikonfirmasi balai"),
    }
    text = text_of(response)
    assert text.count("Belum diketahui") == 8  # two facts, six contacts
    assert "Belum ada kepala yang tercatat" in text
    assert "Belum ada rakor yang tercatat" in text
    assert "Nama ini nama umum yang dipakai sampai Pusdatin" in text
    assert "Sumber belum tercatat." in text


def test_office_shows_names_contacts_and_how_sure_they_are(public_client, aceh):
    Office.objects.update(
        city="Banda Aceh",
        parent_agency="Dinas Pendidikan Aceh",
        address="Jl. Mawar No. 1",
        phone="+6265122620",
        email="balai@aceh.example",
        website="https://tekkomdik.aceh.example/",
        description="Melayani **guru**. <script>alert(1)</script>",
        verification="press",
        verification_source="kabarbireuen.com 2021",
        confirmed_on=date(2026, 5, 3),
    )
    OfficeAlias.objects.create(office=aceh, name="BTIKP Aceh")
    OfficeName.objects.create(
        office=aceh, name="Balai Lama", valid=(date(2009, 1, 1), date(2016, 1, 1)), source="SK"
    )

    response = profile(public_client)

    assert {item["label"]: item["value"] for item in response.context["contacts"]} == {
        "Alamat": "Jl. Mawar No. 1",
        "Kedudukan": "Banda Aceh",
        "Telepon": "(0651) 22620",
        "Surel": "balai@aceh.example",
        "Situs web": "tekkomdik.aceh.example",
        "Instansi induk": "Dinas Pendidikan Aceh",
    }
    text = text_of(response)
    for words in (
        "Di bawah Dinas Pendidikan Aceh, berkedudukan di Banda Aceh.",
        "Juga dikenal sebagai BTIKP Aceh.",
        "Balai Lama",
        "<strong>guru</strong>",
        "Nama ini dimuat media seperti tertulis di sini",
        "Sumber: kabarbireuen.com 2021.",
        "Dikonfirmasi balai pada 3 Mei 2026",
        'href="mailto:balai@aceh.example"',
    ):
        assert words in text
    assert "<script>alert" not in response.content.decode()


def test_head_who_was_only_seen_is_shown_with_the_year_and_never_as_certain(
    public_client, head_post
):
    make_term(
        head_post,
        name="Syahrul",
        period=None,
        seen_on=date(2025, 1, 1),
        seen_precision="year",
        source="potretonline.com",
    )

    response = profile(public_client)

    assert facts(response)["Kepala"] == ("Syahrul", "tercatat 2025")
    assert response.context["heads"] == [
        {
            "title": "Syahrul",
            "date": "2025",
            "note": "sumber potretonline.com",
            "state": "Tercatat",
            "tone": "blue",
        }
    ]
    text = text_of(response)
    assert "1 Januari 2025" not in text
    assert "Kepala saat ini" not in text


def test_heads_through_time_latest_first(public_client, head_post):
    make_term(head_post, name="Ana", period=None, seen_on=date(2018, 10, 1), seen_precision="month")
    make_term(
        head_post,
        name="Budi",
        period=(date(2020, 3, 2), date(2025, 1, 1)),
        until_precision="year",
        decree_number="821/12/2020",
        source="dinas",
    )
    make_term(head_post, name="Cut", acting="plt", period=(date(2025, 1, 1), None))
    make_term(head_post, name="Dewi", period=(date(2027, 1, 1), None))

    response = profile(public_client)

    assert facts(response)["Kepala"] == ("Cut", "Plt. kepala, sejak 1 Januari 2025")
    rows = [(row["title"], row["date"], row["state"]) for row in response.context["heads"]]
    assert rows == [
        ("Dewi", "sejak 1 Januari 2027", "Akan menjabat"),
        ("Cut", "sejak 1 Januari 2025", "Plt. Kepala saat ini"),
        ("Budi", "2 Maret 2020–2025", "Selesai"),
        ("Ana", "Oktober 2018", "Tercatat"),
    ]
    assert response.context["heads"][2]["note"] == "SK 821/12/2020 · sumber dinas"


def test_who_stands_in_is_told_beside_the_definitive_head(public_client, head_post):
    make_term(head_post, name="Budi", period=(date(2020, 1, 1), None))
    make_term(head_post, name="Cut", acting="plh", period=(date(2026, 1, 1), None))

    assert facts(profile(public_client))["Kepala"] == ("Budi", "sejak 1 Januari 2020 · Plh. Cut")


def test_former_names_are_dated_no_surer_than_known(public_client, aceh):
    OfficeName.objects.create(
        office=aceh, name="Lama", valid=(None, date(2025, 1, 1)), until_precision="year"
    )

    response = profile(public_client)

    assert response.context["former_names"] == [
        {"label": "sampai 2025", "value": "Lama", "note": ""}
    ]


def test_head_whose_term_ended_is_not_shown_as_head(public_client, head_post):
    make_term(head_post, name="Budi", period=(date(2020, 1, 1), TODAY))

    assert facts(profile(public_client))["Kepala"] == ("", "terakhir: Budi")


def test_nip_and_private_notes_are_on_no_page(public_client, head_post, aceh):
    person = Person.objects.create(name="Siti Aminah, M.Kom.", nip=NIP, note="catatan dalam")
    make_term(head_post, person=person)
    meeting = make_meeting(starts_on=date(2026, 5, 4), ends_on=None, registered_by="none")
    make_registration(meeting, aceh, full_name="Peserta Rahasia", nip=NIP, mobile="+6281277776666")

    text = text_of(profile(public_client))

    assert "Siti Aminah, M.Kom." in text
    for private in (NIP, "catatan dalam", "Peserta Rahasia", "81277776666", "@dinas.example"):
        assert private not in text


def test_term_that_the_forum_gave_is_shown_with_its_holder(public_client, aceh):
    make_term(
        make_post(),
        name="Firman Oktora",
        on_behalf_of=aceh,
        period=(date(2023, 1, 1), date(2025, 1, 1)),
        from_precision="year",
        until_precision="year",
    )

    assert profile(public_client).context["forum_terms"] == [
        {"title": "Ketua Forum", "date": "2023–2025", "note": "Firman Oktora"}
    ]


def test_rakor_hosted_and_attended_are_each_listed_once(public_client, aceh, bali):
    past = {"ends_on": None, "registered_by": "none", "city": "Banda Aceh"}
    hosted = make_meeting(
        title="Dituanrumahi", starts_on=date(2026, 5, 4), host_province=aceh.province, **past
    )
    spoke = make_meeting(
        title="Diikuti", starts_on=date(2023, 1, 1), date_precision="year", is_sample=True, **past
    )
    make_registration(hosted, aceh)
    make_registration(hosted, aceh)
    Official.objects.create(
        meeting=spoke,
        office=aceh,
        person=Person.objects.create(name="Ana"),
        position="",
        part="terpilih",
    )

    rows = profile(public_client).context["rakor"]

    assert [(row.title, row.date, row.note, row.is_sample) for row in rows] == [
        ("Dituanrumahi", "4 Mei 2026", "Banda Aceh · tuan rumah · mengirim delegasi", False),
        ("Diikuti", "2023", "Banda Aceh · Ana terpilih", True),
    ]
    assert profile(public_client, "bali").context["rakor"] == []


def test_drafts_plans_and_withdrawn_delegates_are_not_told(public_client, aceh):
    make_registration(make_meeting(title="Mendatang"), aceh)
    past = {"starts_on": TODAY - timedelta(days=9), "ends_on": None}
    make_registration(make_meeting(title="Ditarik", **past), aceh, withdrawn_at=NOW)
    make_registration(make_meeting(title="Draf", published_at=None, **past), aceh)
    batal = {"cancelled_at": NOW, "cancel_reason": "banjir"}
    make_meeting(title="Batal", host_province=aceh.province, **batal, **past)

    response = profile(public_client)

    assert response.context["rakor"] == []
    for title in ("Mendatang", "Ditarik", "Draf", "Batal"):
        assert title not in text_of(response)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/provinsi/atlantis/", "/provinsi/atlantis/gambar.webp"])
def test_unknown_office_is_not_found(public_client, path):
    assert public_client.get(path).status_code == 404


@pytest.mark.parametrize("more", [1, 3])
def test_statements_do_not_grow_with_rows(
    public_client: Client,
    aceh,
    head_post,
    more,
    django_assert_num_queries: DjangoAssertNumQueries,
):
    for number in range(more):
        year = 2000 + number
        make_term(head_post, period=(date(year, 1, 1), date(year + 1, 1, 1)))
        OfficeAlias.objects.create(office=aceh, name=f"Nama {number}")
        OfficeName.objects.create(
            office=aceh, name=f"Lama {number}", valid=(date(year, 1, 1), date(year + 1, 1, 1))
        )
        make_meeting(host_province=aceh.province)

    with django_assert_num_queries(8):
        profile(public_client)


def test_changed_office_shows_at_once_to_who_changed_it(secretariat_client, aceh):
    profile(secretariat_client)
    Office.objects.update(address="Jl. Melati No. 2")

    assert "Jl. Melati No. 2" in text_of(profile(secretariat_client))
