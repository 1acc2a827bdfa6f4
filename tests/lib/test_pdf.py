import hashlib
import io
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum_portal.lib import pdf
from forum_portal.lib.markdown import to_tree

AT = datetime(2026, 11, 24, 3, 0, 7, 123456, tzinfo=UTC)

TEMPLATE = """\
#import "_paper.typ": *
#let data = json(bytes(sys.inputs.data))
#show: paper.with(title: data.title, head: ("", ""), foot: (data.title,))
#heading(level: 1, text(data.title))
#heading(level: 2)[Isi]
#tree(data.blocks)
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory, request):
    folder = tmp_path_factory.mktemp("papers")
    shared = request.config.rootpath / "templates" / "meetings" / "papers" / "_paper.typ"
    (folder / "_paper.typ").write_text(shared.read_text())
    (folder / "page.typ").write_text(TEMPLATE)
    return folder / "page.typ"


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_paper_is_tagged_in_indonesian_with_its_fonts_inside(template):
    content = pdf.typeset(
        template, {"title": "Judul", "blocks": to_tree("**a** *b* c")}, created_at=AT
    )

    reader = pypdf.PdfReader(io.BytesIO(content))
    root = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("id-ID", True)
    assert root["/StructTreeRoot"]["/K"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712 - a PDF boolean
    assert reader.metadata.title == "Judul"
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    described = [font.get_object()["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts]
    assert sorted(font["/FontName"].split("+")[1] for font in described) == [
        "Arimo-Bold",
        "Arimo-Italic",
        "Arimo-Regular",
    ]
    assert all("/FontFile2" in font for font in described)
    declared = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2<" in declared
    assert "<pdfaid:conformance>A<" in declared
    assert "<pdfuaid:part>1<" in declared


def test_same_data_give_the_same_bytes_in_every_thread(template):
    data = {"title": "Judul", "blocks": to_tree("isi " * 200)}

    with ThreadPoolExecutor(4) as pool:
        papers = set(pool.map(lambda _: pdf.typeset(template, data, created_at=AT), range(8)))

    assert len(papers) == 1


def test_markup_and_commands_stay_text(template):
    typed = '#read("page.typ") $x^2$ @lain <label> = judul // komentar \\ ~ `kode` #panic()'
    data = {"title": typed, "blocks": [{"kind": "paragraph", "spans": [span(typed)]}]}

    content = pdf.typeset(template, data, created_at=AT)

    assert "".join(text_of(content).split()).count("".join(typed.split())) == 3


def test_all_kinds_of_blocks_are_set(template):
    source = (
        "# Satu\n\n### Dua\n\n###### Tiga\n\n3. tiga\n   - dalam\n\n"
        "> kutip\n> - butir\n\n---\n- # Akhir\n\n# \u200d"
    )
    data = {"title": "Judul", "blocks": to_tree(source)}

    words = " ".join(text_of(pdf.typeset(template, data, created_at=AT)).split())

    assert words == (
        "Judul Isi Satu Dua Tiga 3. tiga • dalam kutip • butir • Akhir Judul Halaman 1 dari 1"
    )


def test_long_words_stay_on_the_page(template):
    address = "https://contoh.example/" + "a" * 400
    data = {"title": "Judul", "blocks": to_tree(f"<{address}>")}

    content = pdf.typeset(template, data, created_at=AT)

    assert address in text_of(content).replace("\n", "").replace("\u200b", "")


@settings(max_examples=40)
@given(typed=st.text(max_size=200))
def test_whatever_was_typed_makes_a_paper(template, typed):
    data = {"title": f"Judul {typed}", "blocks": to_tree(typed)}

    assert pdf.typeset(template, data, created_at=AT).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Rp5.000 – “kutip” é", "Rp5.000 – “kutip” é"),
        ("e\u0301", "é"),
        ("bagus \U0001f600", "bagus \u25a1"),
        ("a\u200db\x07c", "abc"),
        ("dua\nbaris\tdan", "dua\nbaris\tdan"),
    ],
)
def test_characters_that_the_font_lacks_are_replaced(typed, printed):
    assert pdf.printable({"a": [typed, 1, None]}) == {"a": [printed, 1, None]}


def test_edition_changes_with_the_template(tmp_path):
    (tmp_path / "page.typ").write_text("a")
    (tmp_path / "_part.typ").write_text("b")
    before = pdf.edition(tmp_path / "page.typ")
    (tmp_path / "_part.typ").write_text("c")

    assert pdf.edition(tmp_path / "page.typ") != before


def test_fonts_are_those_of_the_lock():
    lock = json.loads((pdf.FONT_DIRECTORY / "lock.json").read_text())

    assert pdf.FONT_DIRECTORY.name == f"arimo-{lock['version']}"
    assert {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in pdf.FONT_DIRECTORY.iterdir()
        if path.suffix in (".ttf", ".txt") and path.name != "coverage.txt"
    } == {name: entry["sha256"] for name, entry in lock["files"].items()}


def span(text: str) -> dict:
    return {"text": text, "strong": False, "emphasis": False, "link": None}
