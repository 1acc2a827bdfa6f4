"""data/map.json stands for every province once, and stays light."""

import gzip
import json
from collections import Counter
from pathlib import Path

from django.template.loader import render_to_string

ROOT = Path(__file__).parent.parent
MAP = json.loads((ROOT / "data/map.json").read_text())


def test_every_province_stands_in_one_shape():
    rows = (ROOT / "data/provinces.csv").read_text().splitlines()[1:]
    codes = Counter(code for shape in MAP["shapes"] for code in shape["provinces"])
    assert codes == Counter(row.split(",")[0] for row in rows)


def test_map_as_shown_stays_within_25_kib(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    shapes = [
        {**shape, "href": "/provinsi/nama-provinsi/", "label": "Nama balai", "state": "member"}
        for shape in MAP["shapes"]
    ]
    drawn = {"view_box": MAP["viewBox"], "shapes": shapes, "borders": MAP["borders"]}
    html = render_to_string("provinces/_map.html", {"map": drawn})
    assert len(gzip.compress(html.encode())) < 25 * 1024
