"""Quoting what was asked about the agenda in the minutes: appended, as it was written."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from forum_portal.lib.markdown import to_html
from meetings.minutes.quotes import quote_of, with_quote
from meetings.models import Meeting, Minutes
from provinces.models import Office
from tests.factories import (
    NOW,
    make_agenda_item,
    make_meeting,
    make_minutes,
    make_remark,
    release,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def minutes(db) -> Minutes:
    return make_minutes(make_meeting(title="Rakor Makassar"), discussion="Sudah dicatat.")


@pytest.fixture
def number(minutes: Minutes) -> int:
    item = make_agenda_item(minutes.meeting, title="Pleno")
    release(minutes.meeting)
    return item.pk


def page_of(minutes: Minutes) -> str:
    return reverse("admin:meetings_minutes_quoting", args=[minutes.pk])


def test_quote_is_appended_once_and_nothing_is_lost(
    note_taker_client: Client, minutes, number, aceh: Office
):
    remark = make_remark(minutes.meeting, number, office=aceh, text="Siapa?\nKapan?")
    for _ in range(2):
        assert note_taker_client.post(page_of(minutes), {"remark": remark.pk}).status_code == 302
    minutes.refresh_from_db()
    assert minutes.discussion == (
        f"Sudah dicatat.\n\n> **{aceh.name}** tentang “Pleno”:\n>\n> Siapa?\n> Kapan?\n"
    )
    row = note_taker_client.get(page_of(minutes)).context["threads"][0]["rows"][0]
    assert row["is_quoted"]
    assert AuditEvent.objects.filter(action="minutes.quoted").count() == 1


def test_threads_stand_in_the_order_of_the_agenda(note_taker_client: Client, minutes, number, aceh):
    meeting: Meeting = minutes.meeting
    make_remark(meeting, 999_999, text="Acara lama")
    make_remark(meeting, number, text="Pertanyaan")
    make_remark(meeting, number, text="Kasar", hidden_at=NOW, hide_reason="Tidak sopan")
    make_remark(make_meeting(), number, text="Rakor lain")
    threads = note_taker_client.get(page_of(minutes)).context["threads"]
    assert [(thread["title"], [row["text"] for row in thread["rows"]]) for thread in threads] == [
        ("Pleno", ["Pertanyaan"]),
        ("Acara yang tidak lagi di susunan acara", ["Acara lama"]),
    ]


def test_hidden_and_foreign_remarks_are_not_quoted(note_taker_client: Client, minutes, number):
    hidden = make_remark(minutes.meeting, number, hidden_at=NOW, hide_reason="x")
    foreign = make_remark(make_meeting(), number)
    for key in (hidden.pk, foreign.pk, "", "x", "9" * 30):
        assert note_taker_client.post(page_of(minutes), {"remark": key}).status_code == 404
    minutes.refresh_from_db()
    assert minutes.discussion == "Sudah dicatat."


def test_internal_item_is_not_named_in_minutes_that_the_public_reads(minutes):
    item = make_agenda_item(minutes.meeting, title="Rapat tertutup", is_public=False)
    make_agenda_item(minutes.meeting)
    public = release(minutes.meeting).public
    quote = quote_of(make_remark(minutes.meeting, item.pk, text="Apa?"), public)
    assert quote == "> **Sekretariat**:\n>\n> Apa?"


@pytest.mark.parametrize(
    "text",
    [
        "# Judul", "1. satu", "- butir", "> kutip", "*tebal* _miring_ `kode`", "<b>html</b>",
        "[tautan](https://a.example)", "![gambar](x.png)", "---", "a & b &amp; c", "\\*",
        "| a | b |",
    ],
)  # fmt: skip
def test_markdown_in_a_remark_stays_as_it_was_typed(minutes, text):
    quote = quote_of(make_remark(minutes.meeting, 1, text=text), None)
    html = str(to_html(with_quote("", quote)))
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert html.count("<p>") == 2
    assert f"<p>{escaped}</p>" in html


def test_account_without_minutes_quotes_nothing(operator_client: Client, minutes, number):
    assert operator_client.get(page_of(minutes)).status_code == 403
