"""Pages that are drawn once, with places for what differs from one reader to the next.

A page for who signed in says the same to many but for a few texts: the reader's name, the token
against forged forms. Drawn with places in their stead it can be kept for all of them.
"""

import re
import secrets
from collections.abc import Mapping

from django.utils.html import escape

# No text that anybody stores or types has it: a new one in each process, never sent.
_MARK = f"place{secrets.token_hex(12)}"
_PLACE = re.compile(rf"{_MARK}([a-z_]+)9")


def place(name: str) -> str:
    """Stands for the text `name` while a page is drawn; no filter or escape changes it.

    name: of small letters and underscores.
    """
    return f"{_MARK}{name}9"


class DrawnPage:
    def __init__(self, html: str) -> None:
        self._parts = _PLACE.split(html)

    def filled(self, texts: Mapping[str, str]) -> str:
        """The page with `texts`, escaped here, in their places. Raises KeyError without one."""
        parts = self._parts.copy()
        # Between every two parts of the page stands the name of a place.
        parts[1::2] = [escape(texts[name]) for name in parts[1::2]]
        return "".join(parts)
