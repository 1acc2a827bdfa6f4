"""The draft of an agenda as finished words for its editor's page."""

from datetime import date
from typing import Any

from meetings.admin.agenda_forms import QuickForm, place_code
from meetings.agenda.draft import Draft
from meetings.agenda.tree import MOST_LEVELS, AtEnd, Beside, Side, Step
from meetings.agenda.warnings import Warned
from meetings.agenda.words import KINDS, day_title, people, span_of_minutes, time_span
from meetings.models import AgendaItem

Row = dict[str, Any]

_TOOLS = (
    (Step.UP, "↑", "Naik", "Alt+ArrowUp"),
    (Step.DOWN, "↓", "Turun", "Alt+ArrowDown"),
    (Step.IN, "→", "Ke dalam yang di atasnya", "Alt+Shift+ArrowRight"),
    (Step.OUT, "←", "Keluar dari yang memuatnya", "Alt+Shift+ArrowLeft"),
)


class AgendaRows:
    """refused: the line in which something was typed that does not hold; open_in: the item whose
    line for what it holds stands open.
    """

    def __init__(
        self, draft: Draft, *, may_change: bool, open_in: str = "", refused: QuickForm | None = None
    ) -> None:
        self.draft, self.may_change = draft, may_change
        self.open_in, self.refused = open_in, refused
        self.warnings = draft.warnings()
        self._by_item: dict[int, list[Warned]] = {}
        for warned in self.warnings:
            self._by_item.setdefault(warned.number, []).append(warned)

    def days(self) -> list[Row]:
        return [self._day(day, on, items) for day, on, items in self.draft.days]

    def _day(self, day: int | None, on: date | None, items: list[AgendaItem]) -> Row:
        code = place_code(AtEnd(day))
        told = day_title({"day": day, "on": on and on.isoformat()})
        rows = [self._row(item, on, 1) for item in items]
        return {
            "key": code.replace(":", "-"),
            "code": code,
            "title": told or "Belum berhari",
            "number": "" if day is None or not on else f"Hari ke-{day}",
            "rows": rows,
            # The first begins at no known hour, and the others with it.
            "is_untimed": bool(on and rows and not rows[0]["time"]),
            "quick": self._quick(code) if self.may_change else None,
        }

    def _row(self, item: AgendaItem, on: date | None, level: int) -> Row:
        slot = self.draft.slots[item.pk]
        inner = self.draft.branches[item.pk]
        code = place_code(Beside(item.pk, Side.WITHIN))
        ends = slot.ends and slot.ends.isoformat()
        return {
            "number": item.pk,
            "title": item.title,
            "time": time_span({"starts": slot.starts and slot.starts.isoformat(), "ends": ends}),
            "is_fixed": item.starts_at is not None,
            "lasts": span_of_minutes(item.duration_minutes) if item.duration_minutes else "",
            "kind": self._kind(item),
            "place": item.place,
            "people": list(people({"parts": self._parts(item, on)})),
            "is_internal": not item.is_public,
            "is_parallel": item.is_parallel,
            "is_pause": item.kind == AgendaItem.Kind.BREAK,
            "warnings": self._by_item.get(item.pk, []),
            "heading": level + 2,
            "rows": [self._row(child, on, level + 1) for child in inner],
            "tools": self._tools(item.pk) if self.may_change else [],
            "may_hold": self.may_change and level < MOST_LEVELS,
            "quick": self._inner_quick(item, code, level),
        }

    def _kind(self, item: AgendaItem) -> str:
        """Empty where it would only repeat the title, or the kind of what holds the item."""
        above = self.draft.items.get(item.parent_id) if item.parent_id else None
        label = KINDS[item.kind]
        is_told = above is not None and above.kind == item.kind
        is_said = item.kind == AgendaItem.Kind.OTHER or label.casefold() == item.title.casefold()
        return "" if is_told or is_said else label

    def _tools(self, number: int) -> list[Row]:
        may = self.draft.arrangement.may
        return [
            {"step": step.value, "sign": sign, "words": words, "keys": keys,
             "may": may(number, step)}
            for step, sign, words, keys in _TOOLS
        ]  # fmt: skip

    def _parts(self, item: AgendaItem, on: date | None) -> list[Row]:
        return [
            {"role": part.role, "name": part.name, "position": self.draft.position(part, on)}
            for part in item.parts.all()
        ]

    def _inner_quick(self, item: AgendaItem, code: str, level: int) -> QuickForm | None:
        """At hand where something is held already or is about to be."""
        is_asked = str(item.pk) == self.open_in or self._is_refused(code)
        holds = self.draft.branches[item.pk] or item.is_parallel
        is_commission = item.kind == AgendaItem.Kind.COMMISSION
        if not self.may_change or level >= MOST_LEVELS:
            return None
        quick = self._quick(code) if is_asked or holds or is_commission else None
        if quick:
            quick.is_open = is_asked
        return quick

    def _quick(self, code: str) -> QuickForm:
        return self.refused if self.refused and self._is_refused(code) else QuickForm(code)

    def _is_refused(self, code: str) -> bool:
        return self.refused is not None and self.refused.code == code


def place_choices(draft: Draft, moving: int | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Where an item can be put, by day, each told by what stands there.

    moving: the item that is to be put there with all it holds, which cannot go into itself; a
    new one has none.
    """
    own = set(draft.arrangement.within(moving)) if moving is not None else set()
    levels = draft.arrangement.levels_of(moving) if moving is not None else 2
    choices = []
    for day, on, items in draft.days:
        title = day_title({"day": day, "on": on and on.isoformat()}) or "Belum berhari"
        inner = [(place_code(AtEnd(day)), "Di akhir hari ini" if day is not None else "Di akhir")]
        for item in items:
            inner += _beside(draft, item, own, levels, 1)
        choices.append((title, inner))
    return choices


def _beside(
    draft: Draft, item: AgendaItem, own: set[int], levels: int, level: int
) -> list[tuple[str, str]]:
    if item.pk in own:
        return []
    sides: list[tuple[Side, str]] = []
    if level + levels - 1 <= MOST_LEVELS:
        sides = [(Side.BEFORE, "Sebelum"), (Side.AFTER, "Sesudah")]
    if level + levels <= MOST_LEVELS:
        sides.append((Side.WITHIN, "Di dalam"))
    indent = "\u2003" * (level - 1)
    found = [
        (place_code(Beside(item.pk, side)), f"{indent}{word} “{item.title}”")
        for side, word in sides
    ]
    for child in draft.branches[item.pk]:
        found += _beside(draft, child, own, levels, level + 1)
    return found
