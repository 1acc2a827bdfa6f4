"""The rows of a list of the panel, which a phone shows as blocks: each cell with its name."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst

register = template.Library()
_CELL = "<td class="
_CHOICE = '<td class="action-checkbox"'


@register.filter
def named(cells: Sequence[str], headers: Sequence[dict[str, Any]]) -> list[str]:
    """The cells of a row as Django writes them, each but the row's own name with its column's."""
    return [_with_name(cell, header["text"]) for cell, header in zip(cells, headers, strict=True)]


def _with_name(cell: str, name: str) -> str:
    if not cell.startswith(_CELL) or cell.startswith(_CHOICE):
        return cell
    written = mark_safe(cell.removeprefix("<td"))  # noqa: S308  Django wrote and escaped it
    return format_html('<td data-label="{}"{}', capfirst(name), written)
