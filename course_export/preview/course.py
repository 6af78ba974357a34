"""A course in memory: its blocks, their order and what they say; the same for all people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from opaque_keys.edx.keys import CourseKey, UsageKey
from xblock.core import XBlock
from xblock.fields import Date

from course_export.olx.nodes import Node
from course_export.olx.tree import CONTAINERS
from course_export.preview.inherited import json_value

if TYPE_CHECKING:
    from course_export.preview.rules import Gate, Partition, Rule


@dataclass(eq=False, repr=False)
class Entry:
    """One block of the course. `inherited` are JSON values of settings from above."""

    key: UsageKey
    node: Node
    parent: Entry | None
    inherited: Mapping[str, Any]
    children: list[Entry] = field(default_factory=list)
    block_class: type[XBlock] | None = None
    fields: Mapping[str, Any] | None = None
    """Content and settings as JSON values; None until somebody first looks at the block."""
    points: float | None = None
    """Most points the block gives; None until somebody asks."""

    @property
    def tag(self) -> str:
        """The block type."""
        return self.key.block_type

    @property
    def name(self) -> str:
        """The name inside the course, as in addresses."""
        return self.key.block_id

    @property
    def title(self) -> str:
        """What readers see."""
        return str(self.setting("display_name") or self.name.replace("_", " "))

    def setting(self, name: str) -> Any:
        """Return the block's own or inherited setting as a JSON value or text."""
        own = self.node.setting(name)
        return self.inherited.get(name) if own is None else own

    def date(self, name: str) -> datetime | None:
        """Return a setting that is a date; None when there is none or it cannot be read."""
        value = self.setting(name)
        try:
            return DATE.from_json(json_value(DATE, value)) if value else None
        except (TypeError, ValueError):
            return None

    def is_true(self, name: str) -> bool:
        """Return a setting that is yes or no."""
        return str(self.setting(name)).lower() == "true"

    def walk(self) -> Iterator[Entry]:
        """Yield the block and everything below it, in course order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def ancestors(self) -> Iterator[Entry]:
        """Yield the blocks above, nearest first."""
        above = self.parent
        while above:
            yield above
            above = above.parent


DATE = Date()


@dataclass(eq=False, repr=False)
class Unit:
    """A page of the course: a vertical, or a block that stands alone where one is expected."""

    entry: Entry
    section: Section
    blocks: list[Entry]
    before: Unit | None = None
    after: Unit | None = None


@dataclass(eq=False, repr=False)
class Section:
    """What has a due date and counts for a grade; `format` names the kind in the policy."""

    entry: Entry
    part: Part
    units: list[Unit] = field(default_factory=list)

    @property
    def format(self) -> str:
        """The kind of assignment, empty when ungraded."""
        return str(self.entry.setting("format") or "")

    @property
    def graded(self) -> bool:
        """Whether the section counts."""
        return self.entry.is_true("graded")


@dataclass(eq=False, repr=False)
class Part:
    """The largest piece of a course; `number` counts from 1."""

    entry: Entry
    number: int
    sections: list[Section] = field(default_factory=list)


@dataclass(eq=False, repr=False)
class Course:
    """A loaded archive. `left_out` names blocks the platform would not take either."""

    key: CourseKey
    root: Entry
    files: Mapping[str, bytes]
    entries: dict[str, Entry] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    units: dict[str, Unit] = field(default_factory=dict)
    unit_of: dict[str, Unit] = field(default_factory=dict)
    grading: Mapping[str, Any] = field(default_factory=dict)
    partitions: Mapping[int, Partition] = field(default_factory=dict)
    rules: Mapping[Entry, Rule] = field(default_factory=dict)
    gates: Mapping[Entry, Gate] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The name of the course."""
        return self.root.title

    @property
    def language(self) -> str:
        """Two letters; German when the course does not say."""
        return str(self.root.setting("language") or "de")[:2]

    def by_name(self, name: str) -> Entry | None:
        """Return the first block of that url_name."""
        return next((entry for entry in self.entries.values() if entry.name == name), None)

    def is_limited(self, entry: Entry) -> bool:
        """Whether the block is not there for everybody from the start."""
        above = (entry, *entry.ancestors())
        return any(each in self.rules or each in self.gates for each in above)

    def sections(self) -> Iterator[Section]:
        """Yield all sections in order."""
        for part in self.parts:
            yield from part.sections

    def arrange(self) -> None:
        """Find parts, sections and units in the tree, and the order of the units."""
        last: Unit | None = None
        for number, part_entry in enumerate(_level(self.root), 1):
            part = Part(part_entry, number)
            self.parts.append(part)
            for section_entry in _level(part_entry):
                section = Section(section_entry, part)
                part.sections.append(section)
                for unit_entry in _level(section_entry):
                    last = self._add_unit(Unit(unit_entry, section, _leaves(unit_entry)), last)

    def _add_unit(self, unit: Unit, last: Unit | None) -> Unit:
        unit.section.units.append(unit)
        unit.before = last
        if last:
            last.after = unit
        self.units[unit.entry.name] = unit
        for entry in unit.entry.walk():
            self.unit_of[str(entry.key)] = unit
        return unit


def _level(entry: Entry) -> list[Entry]:
    """The level below; a block that holds no others stands for itself."""
    return entry.children if entry.tag in CONTAINERS else [entry]


def _leaves(entry: Entry) -> list[Entry]:
    """Blocks with content of their own, also out of containers inside a unit."""
    return [each for each in entry.walk() if each.tag not in CONTAINERS]
