"""The timeline of an office: every kind of entry in its order, and nothing that is not public."""

from datetime import date
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from meetings.actions.minutes import publish_minutes
from meetings.models import ActionItem, Decision, Meeting, Official
from provinces.actions.membership import join_forum, pause_membership
from provinces.actions.names import rename_office
from provinces.models import Office, Person
from tests.factories import (
    NOW,
    make_meeting,
    make_minutes,
    make_office,
    make_post,
    make_province,
    make_registration,
    make_term,
)

URL = "/provinsi/aceh/riwayat/"


@pytest.fixture(autouse=True)
def _today(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)


def rows(client: Client, query: str = "") -> list[dict]:
    groups = client.get(f"{URL}{query}").context["years"]
    return [row for group in groups for row in group["rows"]]


def told(client: Client, query: str = "") -> list[tuple[str, str, str, str]]:
    return [(row["kind"], row["when"], row["title"], row["note"]) for row in rows(client, query)]


def past_meeting(day: date, **fields) -> Meeting:
    return make_meeting(starts_on=day, ends_on=day, title=f"Rakor {day.year}", **fields)


def minutes_of(meeting: Meeting, secretariat, *, decisions=(), tasks=(), publish=True):
    minutes = make_minutes(meeting)
    for order, text in enumerate(decisions, 1):
        Decision.objects.create(minutes=minutes, order=order, text=text)
    for order, (task, responsible) in enumerate(tasks, 1):
        ActionItem.objects.create(minutes=minutes, order=order, task=task, responsible=responsible)
    return publish_minutes(minutes=minutes, by=secretariat, at=NOW) if publish else None


def test_names_heads_posts_and_membership_stand_newest_first(public_client, aceh):
    head = make_post(office=aceh)
    make_term(head, name="Rahmi", period=(date(2023, 1, 1), date(2025, 3, 1)), source="Antara",
              from_precision="year", decree_number="821/1")  # fmt: skip
    make_term(head, name="Yusuf", period=(date(2025, 3, 1), None))
    make_term(head, name="Lela", period=None, seen_on=date(2018, 5, 1), seen_precision="month")
    make_term(
        make_post(), name="Rahmi", on_behalf_of=aceh, period=(date(2023, 10, 30), date(2025, 1, 1)),
        until_precision="year",
    )  # fmt: skip
    rename_office(
        office=aceh, name="Tekkom Aceh", since=date(2024, 6, 2), source="Pergub 1", by=None, at=NOW
    )
    pause_membership(office=aceh, on=date(2026, 1, 1), reason="Penataan", by=None, at=NOW)
    join_forum(office=aceh, on=date(2026, 2, 1), by=None, at=NOW)

    old = "waktu itu: UPTD Balai Tekkomdik Aceh"
    assert told(public_client) == [
        ("Keanggotaan", "1 Februari 2026", "Bergabung lagi dengan forum", ""),
        ("Keanggotaan", "1 Januari 2026", "Keanggotaan dijeda", "Penataan"),
        ("Kepala", "1 Maret 2025", "Yusuf menjadi Kepala", ""),
        ("Jabatan forum", "2025", "Rahmi selesai sebagai Ketua Forum", ""),
        ("Nama", "2 Juni 2024", "Berganti nama menjadi Tekkom Aceh",
         "sebelumnya UPTD Balai Tekkomdik Aceh · sumber Pergub 1"),
        ("Jabatan forum", "30 Oktober 2023", "Rahmi menjadi Ketua Forum", old),
        ("Kepala", "2023", "Rahmi menjadi Kepala", f"SK 821/1 · {old} · sumber Antara"),
        ("Kepala", "Mei 2018", "Lela tercatat sebagai Kepala", old),
    ]  # fmt: skip


def test_bounds_that_nobody_knows_are_no_events(public_client, aceh):
    make_term(
        make_post(office=aceh), name="Rahmi", period=(date(2023, 1, 1), date(2024, 1, 1)),
        from_precision="unknown", until_precision="unknown",
    )  # fmt: skip

    assert told(public_client) == []
    assert "Belum ada peristiwa yang tercatat" in public_client.get(URL).content.decode()


def test_rakor_hosted_and_attended_with_the_cancelled_ones_marked(public_client, aceh):
    hosted = past_meeting(date(2023, 5, 1), host_province=aceh.province, city="Banda Aceh")
    make_registration(hosted, aceh)
    attended = past_meeting(date(2024, 5, 1), city="Bali")
    Official.objects.create(
        meeting=attended, office=aceh, person=Person.objects.create(name="Rahmi"),
        position="Kepala", part="narasumber",
    )  # fmt: skip
    past_meeting(
        date(2025, 5, 1), host_province=aceh.province, cancelled_at=NOW, cancel_reason="Banjir"
    )
    past_meeting(date(2026, 12, 1), host_province=aceh.province)

    assert [(r["title"], r["note"], r["state"]) for r in rows(public_client, "?jenis=rakor")] == [
        ("Rakor 2026", "Menjadi tuan rumah · Makassar", "Akan datang"),
        ("Rakor 2025", "Menjadi tuan rumah · Makassar", "Dibatalkan"),
        ("Rakor 2024", "Rahmi: narasumber · Bali", ""),
        ("Rakor 2023", "Mengirim delegasi · Menjadi tuan rumah · Banda Aceh", ""),
    ]


def test_decisions_that_name_the_office_or_bind_every_member(public_client, aceh, secretariat):
    meeting = past_meeting(date(2024, 5, 1))
    minutes_of(
        meeting,
        secretariat,
        decisions=[
            "Balai Tekkomdik Papua menyusun modul.",
            "Setiap balai melapor.",
            "UPTD Balai Tekkomdik Aceh menjadi percontohan.",
            "Delegasi paling banyak tiga orang tiap balai.",
        ],
        tasks=[
            ("Mendata studio", "BLPT bersama Balai Aceh"),
            ("Mengumpulkan laporan dari semua balai", "Sekretariat"),
            ("Mengisi borang", "Semua balai"),
            ("Melatih guru", "Balai Aceh Tenggara"),
        ],
    )

    shown = rows(public_client)

    assert [(row["title"], row["note"]) for row in shown] == [
        ("Keputusan 2: Setiap balai melapor.", "sumber notula Rakor 2024"),
        (
            "Keputusan 3: UPTD Balai Tekkomdik Aceh menjadi percontohan.",
            "sumber notula Rakor 2024",
        ),
        (
            "Tindak lanjut 1: Mendata studio",
            "Penanggung jawab: BLPT bersama Balai Aceh · sumber notula Rakor 2024",
        ),
        (
            "Tindak lanjut 3: Mengisi borang",
            "Penanggung jawab: Semua balai · sumber notula Rakor 2024",
        ),
    ]
    assert {row["url"] for row in shown} == {
        f"/rakor/{meeting.slug}/notula/#keputusan",
        f"/rakor/{meeting.slug}/notula/#tindak-lanjut",
    }


def test_what_binds_every_member_does_not_bind_who_was_none_then(public_client, aceh, secretariat):
    minutes_of(past_meeting(date(2024, 5, 1)), secretariat, decisions=["Setiap balai melapor."])
    aceh.memberships.update(period=(date(2025, 1, 1), None), from_precision="unknown")

    assert told(public_client) == []


def test_nothing_of_drafts_or_of_what_was_replaced_is_told(public_client, aceh, secretariat):
    name = aceh.name
    drafted = past_meeting(date(2021, 5, 1))
    minutes_of(drafted, secretariat, decisions=[f"RAHASIA-A {name}"], publish=False)
    unpublished = past_meeting(
        date(2022, 5, 1), host_province=aceh.province, published_at=None, venue="RAHASIA-B"
    )
    make_registration(unpublished, aceh, full_name="RAHASIA-C")
    Official.objects.create(meeting=unpublished, office=aceh, position="RAHASIA-D", part="x")
    corrected = past_meeting(date(2023, 5, 1))
    minutes_of(corrected, secretariat, decisions=[f"RAHASIA-E {name}"])
    corrected.minutes.decisions.update(text=f"Terbit {name}")
    publish_minutes(
        minutes=corrected.minutes, by=secretariat, at=NOW, correction_note="Salah catat"
    )
    corrected.minutes.decisions.update(text=f"RAHASIA-F {name}")
    withdrawn = past_meeting(date(2020, 5, 1))
    make_registration(withdrawn, aceh, full_name="RAHASIA-G", withdrawn_at=NOW)
    planned = past_meeting(date(2026, 12, 5))
    make_registration(planned, aceh, full_name="RAHASIA-H")

    html = unescape(public_client.get(URL).content.decode())

    assert [row["title"] for row in rows(public_client, "?x")] == [f"Keputusan 1: Terbit {name}"]
    assert "RAHASIA" not in html


def test_minutes_of_a_rakor_that_was_withdrawn_from_the_public_are_not_told(
    public_client, aceh, secretariat
):
    meeting = past_meeting(date(2023, 5, 1))
    minutes_of(meeting, secretariat, decisions=[f"RAHASIA {aceh.name}"])
    Meeting.objects.update(published_at=None)

    assert told(public_client) == []


def test_kinds_are_counted_and_chosen(public_client, aceh):
    past_meeting(date(2023, 5, 1), host_province=aceh.province)
    pause_membership(office=aceh, on=date(2024, 1, 1), by=None, at=NOW)

    choices = public_client.get(f"{URL}?jenis=rakor").context["choices"]

    assert [(c["label"], c["count"], c["url"], c["is_chosen"]) for c in choices] == [
        ("Semua", 2, URL, False),
        ("Keanggotaan", 1, f"{URL}?jenis=keanggotaan", False),
        ("Rakor", 1, f"{URL}?jenis=rakor", True),
    ]
    assert len(rows(public_client, "?jenis=ngawur")) == 2


def test_long_history_goes_on_over_pages_and_keeps_the_kind(public_client, aceh):
    for year in range(1990, 2020):
        past_meeting(date(year, 5, 1), host_province=aceh.province)

    assert [row["title"] for row in rows(public_client, "?jenis=rakor&page=2")] == [
        f"Rakor {year}" for year in range(1994, 1989, -1)
    ]
    assert "jenis=rakor&amp;page=2" in public_client.get(f"{URL}?jenis=rakor").content.decode()


@pytest.mark.django_db
def test_unknown_office_has_no_history(public_client):
    assert public_client.get("/provinsi/atlantis/riwayat/").status_code == 404


@pytest.mark.parametrize("more", [1, 3])
def test_statements_do_not_grow_with_the_history(
    public_client: Client,
    aceh: Office,
    secretariat,
    more: int,
    django_assert_num_queries: DjangoAssertNumQueries,
):
    head = make_post(office=aceh)
    for number in range(more):
        year = 2010 + number
        make_term(head, period=(date(year, 1, 1), date(year + 1, 1, 1)))
        rename_office(office=aceh, name=f"N {year}", since=date(year, 1, 1), by=None, at=NOW)
        meeting = past_meeting(date(year, 5, 1), host_province=aceh.province)
        minutes_of(meeting, secretariat, decisions=["Setiap balai melapor."])
        make_office(province=make_province())

    with django_assert_num_queries(7):
        public_client.get(URL)
