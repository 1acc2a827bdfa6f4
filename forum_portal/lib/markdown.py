"""What staff write in Markdown: safe HTML for pages, a tree of data for papers.

The subset is paragraphs, headings, lists, quotations, rules, bold, italics and links. HTML,
pictures and code are not in it: they stay the characters that were typed. A single newline
stays a newline, because minutes are written in lines.
"""

import re
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

LINK_SCHEMES = {"http", "https", "mailto"}
# Quotations within quotations beyond this are no text any more; fourteen of them within an item
# of an agenda are more than typst sets.
DEEPEST = 12

_TAGS = {"p", "br", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "hr"}
_TAGS |= {"strong", "em", "a"}
_LEFT_OUT = ["code", "fence", "html_block", "html_inline", "image", "backticks", "lheading"]
_LEFT_OUT += ["reference"]

Block = dict[str, Any]
Span = dict[str, Any]


def to_html(source: str, *, heading_level: int = 3) -> SafeString:
    """HTML of the subset; the highest headings are of `heading_level`."""
    tokens = _parse(source)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(token.meta['level'] + heading_level - 1, 6)}"
    html = _parser.renderer.render(tokens, _parser.options, {})
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}, "*": set()},
        url_schemes=LINK_SCHEMES,
        link_rel="noopener",
    )
    return mark_safe(clean.strip())  # noqa: S308 - just cleaned


def to_tree(source: str) -> list[Block]:
    """The same as data that holds text only, for a paper's template to set.

    Blocks: {"kind": "paragraph" | "heading", "level", "spans"}, {"kind": "list", "start"
    (None when unordered), "items": [[Block]]}, {"kind": "quote", "blocks"}, {"kind": "rule"}.
    Spans: {"text", "strong", "emphasis", "link" (None or an absolute address)}, {"break"}.
    """
    return _blocks(iter(_parse(source)), until="")


def _parse(source: str) -> list[Token]:
    """Tokens that pages and tagged papers can take, whatever was typed.

    Headings carry their level as meta, from 1 and without a step left out; empty ones go.
    """
    tokens = _without_empty_headings(_parser.parse(source))
    opened = [token for token in tokens if token.type == "heading_open"]
    closed = [token for token in tokens if token.type == "heading_close"]
    used = sorted({len(token.markup) for token in opened})
    before = 0
    for opening, closing in zip(opened, closed, strict=True):
        before = min(used.index(len(opening.markup)) + 1, before + 1)
        opening.meta = closing.meta = {"level": before}
    return tokens


def _without_empty_headings(tokens: list[Token]) -> list[Token]:
    kept: list[Token] = []
    for token in tokens:
        if token.type == "heading_close" and not kept[-1].content.strip():
            del kept[-2:]
        else:
            kept.append(token)
    return kept


def _blocks(tokens: Any, until: str) -> list[Block]:
    blocks: list[Block] = []
    for token in tokens:
        if token.type == until:
            break
        if token.type in ("paragraph_open", "heading_open"):
            block: Block = {"kind": token.type.removesuffix("_open")}
            if block["kind"] == "heading":
                block["level"] = token.meta["level"]
            blocks.append({**block, "spans": _spans(next(tokens).children or [])})
            next(tokens)
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            blocks.append(_list(token, tokens))
        elif token.type == "blockquote_open":
            blocks.append({"kind": "quote", "blocks": _blocks(tokens, "blockquote_close")})
        elif token.type == "hr":
            blocks.append({"kind": "rule"})
    return blocks


def _list(opening: Token, tokens: Any) -> Block:
    is_ordered = opening.type == "ordered_list_open"
    start = int(opening.attrs.get("start", 1)) if is_ordered else None
    items = []
    for token in tokens:
        if token.type == opening.type.replace("_open", "_close"):
            break
        items.append(_blocks(tokens, "list_item_close"))
    return {"kind": "list", "start": start, "items": items}


def _spans(tokens: list[Token]) -> list[Span]:
    spans: list[Span] = []
    strong = emphasis = 0
    link = None
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            spans.append({"break": True})
        elif token.type in ("strong_open", "strong_close"):
            strong += token.nesting
        elif token.type in ("em_open", "em_close"):
            emphasis += token.nesting
        elif token.type in ("link_open", "link_close"):
            link = _absolute(str(token.attrs.get("href", "")))
        elif token.content:
            spans.append(
                {
                    "text": token.content,
                    "strong": strong > 0,
                    "emphasis": emphasis > 0,
                    "link": link,
                }
            )
    return spans


def _absolute(address: str) -> str | None:
    return address if _scheme(address) else None


def _scheme(address: str) -> str | None:
    match = re.match(r"\s*([a-z][a-z0-9+.-]*):", address, re.IGNORECASE)
    return match[1].lower() if match else None


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        scheme = _scheme(url)
        return scheme is None or scheme in LINK_SCHEMES


_parser = _Parser("commonmark", {"html": False, "breaks": True, "maxNesting": DEEPEST}).disable(
    _LEFT_OUT
)
