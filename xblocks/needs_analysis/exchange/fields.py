"""Reads one table of a file, field by field: every fault is told with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from typing import Any

from xblocks.core.errors import Invalid
from xblocks.core.numbers import whole
from xblocks.core.text import Message, gettext_noop
from xblocks.core.wording import line
from xblocks.needs_analysis.domain.grid import THIRDS, next_id
from xblocks.needs_analysis.domain.matrix import HIGHEST
from xblocks.needs_analysis.exchange.tables import BEFORE_LEVELS, Problem, Table

_ID = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_SHOWN = 40

FORMULA = gettext_noop("A formula stands here. Write the number or the text itself.")
NO_LEVEL = gettext_noop("“%(text)s” is no level. Levels go from 0 to 4; empty is not known.")
NO_THIRD = gettext_noop("“%(text)s” does not fit. Write 1, 2 or 3, or leave it empty.")
NO_CROSS = gettext_noop("“%(text)s” does not fit. Write x or leave it empty.")
NO_ID = gettext_noop("“%(text)s” is no code. Write for example K1 or P1.")
TWICE = gettext_noop("“%(text)s” stands here twice.")
UNKNOWN_SKILL = gettext_noop("“%(text)s” stands in no row of the table of competences.")
BEYOND = gettext_noop("Something stands here without a heading above it.")
TOO_MANY = gettext_noop("There are too many rows: at most %(most)s are possible.")
NO_HEADINGS = gettext_noop("The row of headings is missing.")


class Reader:
    """Reads a table and collects what is wrong in `problems`. Rows count from 0, the headings."""

    def __init__(self, table: Table, problems: list[Problem]) -> None:
        self.table = table
        self.problems = problems
        for row, column in sorted(table.formulas):
            self.tell(row, column, FORMULA)

    def tell(self, row: int, column: int, sentence: str, /, **params: Any) -> None:
        """Add a problem with a cell."""
        message = Message(sentence, params)
        self.problems.append(Problem(message, self.table.name, self.table.cell(row, column)))

    def check(self, row: int, column: int, rule: Callable[[str], str]) -> str | None:
        """Return what a rule makes of a text; None where it refuses, which is told."""
        try:
            return rule(self.text(row, column))
        except Invalid as refusal:
            self.tell(row, column, refusal.message.text, **refusal.message.params)
            return None

    def value(self, row: int, column: int) -> Any:
        """Return what stands in a cell."""
        fields = self.table.rows[row] if row < len(self.table.rows) else ()
        return fields[column] if column < len(fields) else None

    def text(self, row: int, column: int) -> str:
        """Return what stands in a cell as a text of one line."""
        return _text(self.value(row, column))

    @cached_property
    def rows(self) -> list[int]:
        """The rows below the headings in which something stands."""
        return [
            number
            for number, fields in enumerate(self.table.rows)
            if number and (any(map(_text, fields)) or self._has_formula(number))
        ]

    def _has_formula(self, row: int) -> bool:
        return any(each == row for each, _column in self.table.formulas)

    def check_size(self, most: int) -> None:
        """Tell that there are more than `most` rows."""
        if len(self.rows) > most:
            self.tell(self.rows[most], 0, TOO_MANY, most=most)

    def once(self, row: int, name: str, seen: set[str]) -> None:
        """Tell that a name stands in the table twice."""
        if name in seen:
            self.tell(row, 0, TWICE, text=name.upper()[:_SHOWN])
        seen.add(name)

    def named(self, letter: str, length: int) -> Iterator[tuple[int, str, str]]:
        """Yield rows with their short name and label; without a code the next free one."""
        codes = {self.text(row, 0).lower() for row in self.rows}
        seen: set[str] = set()
        for row in self.rows:
            text = self.text(row, 0)
            name = text.lower() or next_id(letter, codes | seen)
            if not _ID.fullmatch(name):
                self.tell(row, 0, NO_ID, text=text[:_SHOWN])
            self.once(row, name, seen)
            yield row, name, self.label(row, 1, length, needed=True)

    def label(self, row: int, column: int, length: int, *, needed: bool = False) -> str:
        """Return a text of one line."""
        return self.check(row, column, lambda text: line(text, length, needed=needed)) or ""

    def third(self, row: int, column: int) -> int | None:
        """Return 1, 2 or 3, or None where nothing stands."""
        number = _whole(self.value(row, column))
        if number in THIRDS or not self.text(row, column):
            return number
        self.tell(row, column, NO_THIRD, text=self.text(row, column)[:_SHOWN])
        return None

    def cross(self, row: int, column: int) -> bool:
        """Whether an x stands there."""
        text = self.text(row, column)
        if text.casefold() not in {"", "x"}:
            self.tell(row, column, NO_CROSS, text=text[:_SHOWN])
        return bool(text)

    def columns(self, skills: Collection[str]) -> dict[int, str]:
        """Return which column is of which competence, as the headings say."""
        before = BEFORE_LEVELS[self.table.part]
        heads = [_text(each) for each in self.table.rows[0]] if self.table.rows else []
        if not any(heads):
            self.tell(0, 0, NO_HEADINGS)
            return {}
        found: dict[int, str] = {}
        for column, text in enumerate(heads):
            # A heading may say more than the code: “K1 Operate robots”.
            name = text.split()[0].lower() if text and column >= before else ""
            if name and name not in skills:
                self.tell(0, column, UNKNOWN_SKILL, text=text[:_SHOWN])
            elif name in found.values():
                self.tell(0, column, TWICE, text=text[:_SHOWN])
            elif name:
                found[column] = name
        for row in self.rows:
            for column, value in enumerate(self.table.rows[row]):
                if column >= before and _text(value) and not "".join(heads[column : column + 1]):
                    self.tell(row, column, BEYOND)
        return found

    def levels(self, row: int, columns: Mapping[int, str]) -> dict[str, int]:
        """Return the levels of a row by competence; not known are empty ones and “?”."""
        found = {}
        for column, name in columns.items():
            text = self.text(row, column)
            if text in {"", "?"}:
                continue
            level = _whole(self.value(row, column))
            if level is None or level > HIGHEST:
                self.tell(row, column, NO_LEVEL, text=text[:_SHOWN])
                level = 0  # so that its source is no second problem
            found[name] = level
        return found

    def word_of(
        self, row: int, column: int, words: Collection[str], unknown: str, **params: Any
    ) -> str:
        """Return a word in small letters that must be one of `words`, or empty."""
        text = self.text(row, column)
        if not text or text.lower() in words:
            return text.lower()
        self.tell(row, column, unknown, text=text[:_SHOWN], **params)
        return ""


def _text(value: Any) -> str:
    """What stands in a cell, as text; a number that is whole without its point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def _whole(value: Any) -> int | None:
    """The whole number in a cell, if it is one and not negative."""
    return None if isinstance(value, bool) else whole(_text(value), 3)
