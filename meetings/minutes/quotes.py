"""A remark as the minutes quote it: Markdown, with the office's name and what it was about."""

import re

from meetings.agenda.content import Content
from meetings.agenda.discussion import item_of, speaker
from meetings.models import AgendaRemark

# What Markdown would take for more than a letter.
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&])")
# What it would take for the beginning of a list or a rule.
_STARTS = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)


def quote_of(remark: AgendaRemark, public_agenda: Content | None) -> str:
    """A block quote. public_agenda: only a public item is named, because minutes are public."""
    item = item_of(public_agenda, remark.item_number)
    about = f" tentang “{plain(item['title'])}”" if item else ""
    lines = [f"**{plain(speaker(remark))}**{about}:", "", *plain(remark.text).splitlines()]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def with_quote(discussion: str, quote: str) -> str:
    """What was written stays as it is; the quote follows as a paragraph of its own."""
    written = discussion.rstrip()
    return f"{written}\n\n{quote}\n" if written else f"{quote}\n"


def holds_quote(discussion: str, quote: str) -> bool:
    return quote in discussion.replace("\r\n", "\n")


def plain(text: str) -> str:
    """`text` that Markdown shows letter by letter."""
    escaped = _SIGNS.sub(r"\\\1", text.replace("\r\n", "\n").strip())
    return _STARTS.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", escaped)
