"""An agenda's content as the rows that the templates set."""

from typing import Any

import pytest

from meetings.agenda.reading import agenda_days, first_days
from meetings.agenda.words import People
from tests.meetings.agenda_contents import DAYS, content, item, part

CHAIR, SECRETARY = "ketua", "sekretaris"


def row(number: int, **fields: Any) -> dict[str, Any]:
    defaults = {
        "number": number,
        "anchor": f"acara-{number}",
        "classes": "agenda-item",
        "time": "",
        "starts": "",
        "ends": "",
        "title": f"Acara {number}",
        "tag": "h3",
        "note": "",
        "parts": [],
        "description": "",
        "kind": "",
        "tone": "neutral",
        "is_pause": False,
        "is_internal": False,
        "is_parallel": False,
        "rows": [],
    }
    return {**defaults, **fields}


def test_a_day_has_its_date_and_its_items_their_hours_where_it_is_held():
    agenda = content(
        item(1, "08.00", minutes=90, kind="pleno", place="Aula", is_public=False),
        item(2, "09.30", minutes=None, kind="istirahat"),
    )

    assert agenda_days(agenda, level=2) == [
        {
            "label": "Selasa, 15 Desember 2026",
            "on": "2026-12-15",
            "anchor": "hari-1",
            "tag": "h2",
            "is_timed": True,
            "rows": [
                row(
                    1,
                    time="08.00–09.30",
                    starts="2026-12-15T08:00+08:00",
                    ends="2026-12-15T09:30+08:00",
                    note="Aula",
                    kind="Pleno",
                    tone="blue",
                    is_internal=True,
                ),
                row(
                    2,
                    time="09.30",
                    starts="2026-12-15T09:30+08:00",
                    classes="agenda-item agenda-item--pause",
                    is_pause=True,
                ),
            ],
        }
    ]


def test_people_stand_with_their_positions_and_parts():
    parts = [
        part("Siti Aminah", "Kepala Pusdatin"),
        part("Ani", role=SECRETARY),
        part("Budi", "Kepala Balai", role=CHAIR),
        part("Rina"),
    ]

    found = agenda_days(content(item(1, parts=parts, place="Aula")), level=2)[0]["rows"][0]

    assert found["note"] == "Siti Aminah, Kepala Pusdatin; Rina · Aula"
    assert found["parts"] == [People("Ketua", "Budi, Kepala Balai"), People("Sekretaris", "Ani")]


def test_commission_repeats_neither_kind_nor_time_of_its_block():
    inner = item(3, "08.20", minutes=40, kind="diskusi")
    commission = item(2, "08.00", inner, kind="komisi")
    block = item(1, "08.00", commission, kind="komisi", is_parallel=True)

    found = agenda_days(content(block), level=3)[0]["rows"][0]
    (within,) = found["rows"]
    (innermost,) = within["rows"]

    assert (found["kind"], found["time"], found["tag"]) == ("Sidang komisi", "08.00–09.00", "h4")
    assert (within["kind"], within["time"], within["tag"]) == ("", "", "h5")
    assert (innermost["kind"], innermost["time"], innermost["tag"]) == (
        "Diskusi",
        "08.20–09.00",
        "h6",
    )


def test_description_is_safe_html():
    (found,) = agenda_days(content(item(1, description="**Bahan** <script>x</script>")), level=2)

    assert found["rows"][0]["description"] == (
        "<p><strong>Bahan</strong> &lt;script&gt;x&lt;/script&gt;</p>"
    )


@pytest.mark.parametrize(
    ("day", "label", "anchor"),
    [
        ({"day": None, "on": None}, "", ""),
        ({"day": 2, "on": None}, "Hari ke-2", "hari-2"),
        ({"day": 0, "on": None}, "1 hari sebelum mulai", "hari-0"),
        ({"day": 0, "on": "2026-12-14"}, "Senin, 14 Desember 2026", "hari-0"),
    ],
)
def test_a_day_says_no_more_than_is_known(day, label, anchor):
    agenda = content(item(1))
    agenda["days"][0].update(day)

    (found,) = agenda_days(agenda, level=2)

    assert (found["label"], found["anchor"]) == (label, anchor)
    assert found["is_timed"] is False
    # Without a heading of the day those of the items take its place.
    assert found["rows"][0]["tag"] == ("h3" if label else "h2")


def test_nothing_is_released_yet():
    assert agenda_days(None, level=2) == []
    assert first_days(None, most=40) == (None, 0)


@pytest.mark.parametrize(
    ("most", "shown"),
    [(5, [1, 2, 3, 6]), (4, [1, 2, 3]), (3, [1, 2]), (1, [1])],
)
def test_long_agenda_is_cut_after_a_day_or_within_the_first(most, shown):
    agenda = content(item(1), item(2, "", item(5)), item(3), second=(item(6, on=DAYS[2]),))

    cut, length = first_days(agenda, most=most)

    assert length == 5
    assert [each["number"] for day in cut["days"] for each in day["items"]] == shown
