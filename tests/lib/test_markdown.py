import pytest

from forum_portal.lib.markdown import to_html, to_tree


def plain(text: str, **marks) -> dict:
    return {"text": text, "strong": False, "emphasis": False, "link": None, **marks}


def test_html_of_the_whole_subset():
    source = (
        "# Pleno\n\nBaris satu\nbaris dua, **tebal _miring_**.\n\n3. tiga\n4. empat\n   - dalam\n\n"
        "> kutipan\n\n---\n[situs](https://a.example/?x=1&y=2)"
    )

    assert to_html(source) == (
        "<h3>Pleno</h3>\n<p>Baris satu<br>\n"
        "baris dua, <strong>tebal <em>miring</em></strong>.</p>\n"
        '<ol start="3">\n<li>tiga</li>\n<li>empat\n<ul>\n<li>dalam</li>\n</ul>\n</li>\n</ol>\n'
        "<blockquote>\n<p>kutipan</p>\n</blockquote>\n<hr>\n"
        '<p><a href="https://a.example/?x=1&amp;y=2" rel="noopener">situs</a></p>'
    )


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](data:text/html,boom)", "<p>[x](data:text/html,boom)</p>"),
        ("<javascript:alert(1)>", "<p>&lt;javascript:alert(1)&gt;</p>"),
        ("`kode`", "<p>`kode`</p>"),
        ("    menjorok", "<p>menjorok</p>"),
        ("[x]: https://a.example", "<p>[x]: https://a.example</p>"),
        ("[x](tel:1)", "<p>[x](tel:1)</p>"),
        ('[x](/rakor/ "judul")', '<p><a href="/rakor/" rel="noopener">x</a></p>'),
        ("", ""),
    ],
)
def test_what_is_not_in_the_subset_stays_text(source, html):
    assert to_html(source) == html


def test_headings_never_leave_a_step_out():
    source = "### Tiga\n\n# Satu\n\n### Tiga lagi\n\n###### Enam"

    assert [block["level"] for block in to_tree(source)] == [1, 1, 2, 3]
    assert to_html(source, heading_level=2) == (
        "<h2>Tiga</h2>\n<h2>Satu</h2>\n<h3>Tiga lagi</h3>\n<h4>Enam</h4>"
    )


def test_headings_without_words_are_left_out():
    assert to_html("#\n\n## \n\nIsi") == "<p>Isi</p>"
    assert [block["kind"] for block in to_tree("#\n\n# Judul\n\nIsi")] == ["heading", "paragraph"]


def test_tree_carries_marks_and_lists_as_data():
    tree = to_tree(
        "Baris *miring*\n**[tautan](https://a.example)** [dalam](/rakor/)\n\n2. dua\n\n- a\n"
    )

    assert tree == [
        {
            "kind": "paragraph",
            "spans": [
                plain("Baris "),
                plain("miring", emphasis=True),
                {"break": True},
                plain("tautan", strong=True, link="https://a.example"),
                plain(" "),
                plain("dalam"),
            ],
        },
        {"kind": "list", "start": 2, "items": [[{"kind": "paragraph", "spans": [plain("dua")]}]]},
        {"kind": "list", "start": None, "items": [[{"kind": "paragraph", "spans": [plain("a")]}]]},
    ]


def test_tree_of_a_quotation_a_rule_and_a_heading():
    assert to_tree("## Judul\n\n> kata\n\n***") == [
        {"kind": "heading", "level": 1, "spans": [plain("Judul")]},
        {"kind": "quote", "blocks": [{"kind": "paragraph", "spans": [plain("kata")]}]},
        {"kind": "rule"},
    ]


def test_tree_leaves_typst_markup_as_text():
    source = '#read("/etc/passwd") $x^2$ @label <label> \\\\ = bukan judul'

    assert to_tree(source) == [
        {
            "kind": "paragraph",
            "spans": [plain('#read("/etc/passwd") $x^2$ @label <label> \\ = bukan judul')],
        }
    ]
