"""What the guides call a page, a button or a field is what the portal calls it."""

import re

import pytest

from tests.test_architecture import ROOT

APPS = ("accounts", "provinces", "practices", "meetings", "elections", "forum_portal", "templates")


@pytest.fixture(scope="module")
def words_on_pages() -> str:
    """The text of all templates and modules."""
    files = [
        path for app in APPS for kind in ("*.html", "*.py") for path in (ROOT / app).rglob(kind)
    ]
    return "\n".join(path.read_text() for path in files)


@pytest.mark.parametrize("guide", sorted((ROOT / "docs" / "panduan").glob("*.md")), ids=str)
def test_named_words_are_on_pages(guide, words_on_pages):
    named = {
        " ".join(found.split()) for found in re.findall(r"\*\*(.+?)\*\*", guide.read_text(), re.S)
    }
    assert len(named) > 50
    assert [word for word in sorted(named) if not _is_written(word, words_on_pages)] == []


def _is_written(word: str, pages: str) -> bool:
    """As the beginning of a label: what follows may count or name something."""
    first, rest = re.escape(word[0]), re.escape(word[1:])
    pattern = rf"""["'>}}“(](?i:{first}){rest}(?=["'<”(:.,… {{])"""
    return re.search(pattern, pages) is not None
