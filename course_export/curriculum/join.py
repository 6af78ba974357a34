"""Puts pages, exercises, problems and sheets in where parts name them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from pydantic import ValidationError

from course_export.curriculum.defects import Defect, Places, Where
from course_export.curriculum.failures import as_defects
from course_export.curriculum.language import Translated
from course_export.curriculum.library import NO_MAPPING, Library
from course_export.curriculum.pieces import Piece
from course_export.curriculum.registry import EXERCISE_TYPES, ExerciseType
from xblocks.core.text import Message
from xblocks.core.text import gettext_noop as _

_REFERENCES = frozenset(("page", "exercise", "problem", "video", "sheet", "generated", "law"))
_NAME = re.compile(r"[a-z0-9][a-z0-9_/-]*")
_UNKNOWN = Translated("?")


class Joiner:
    """Replaces references in the data of parts. Places of what is put in are grafted."""

    def __init__(self, library: Library, places: Places) -> None:
        self._library = library
        self._places = places

    def join(self, parts: list[Any], where: Where) -> None:
        """Replace all references below `parts`, which stands at `where`, in place."""
        for part, part_at in _items({"parts": parts}, "parts", where[:-1]):
            for section, section_at in _items(part, "sections", part_at):
                self._schedule(section, section_at)
        for unit, at in _units(parts, where):
            blocks = unit.get("blocks")
            if isinstance(blocks, list):
                for index, block in enumerate(blocks):
                    if isinstance(block, dict):
                        blocks[index] = self._block(block, (*at, "blocks", index), unit)

    def _schedule(self, section: dict[str, Any], where: Where) -> None:
        """`schedule: day-1` of a seminar day stands for the file `days/day-1.yaml`."""
        name = section.get("schedule")
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            return
        at = (*where, "schedule")
        data, places = self._library.yaml(f"days/{name}.yaml", self._places.find(at))
        self._places.graft(at, places)
        section["schedule"] = data

    def _block(self, block: dict[str, Any], where: Where, unit: dict[str, Any]) -> dict[str, Any]:
        broken = {"kind": "page", "id": f"broken{len(self._places)}", "title": _UNKNOWN, "html": ""}
        kinds = block.keys() & _REFERENCES
        if len(kinds) != 1 or block.keys() - kinds - {"title"}:
            known = ", ".join(sorted(_REFERENCES))
            text = _("a block has one of the keys %(keys)s, and perhaps 'title'")
            self._report(where, Message(text, {"keys": known}))
            return broken
        kind = kinds.pop()
        name = block[kind]
        found = {"kind": kind, "title": block.get("title", unit.get("title"))}
        if kind == "video":
            self._places.graft(where, self._places, (*where, kind))
            return {**found, **(name if isinstance(name, dict) else {})}
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            text = _("must be the name of a file, without its ending")
            self._report((*where, kind), Message(text))
            return broken
        if kind == "page":
            html = self._library.page(name, self._places.find((*where, kind)))
            return {**found, "id": "page-" + name.replace("/", "-"), "html": html}
        if kind == "generated":
            return {**found, "id": name, "what": name}
        made = self._law if kind == "law" else partial(self._from_file, kind, found)
        return made(name, where) or broken

    def _law(self, name: str, where: Where) -> dict[str, Any] | None:
        """The statements of one page of the book of law."""
        book = self._library.law(self._places.find((*where, "law")))
        if book is None:
            return None
        page = next((page for page in book.pages if page.id == name), None)
        if page is None:
            text = _("there is no page '%(id)s' in law.yaml")
            self._report((*where, "law"), Message(text, {"id": name}))
            return None
        statements = [
            each for wanted in page.statements for each in book.statements if each.id == wanted
        ]
        wanted = {each.source for each in statements}
        sources = [source for source in book.sources if source.id in wanted]
        return {
            "kind": "law",
            "id": f"law-{name}",
            "title": Translated(page.title),
            "statements": statements,
            "sources": sources,
        }

    def _from_file(
        self, kind: str, found: dict[str, Any], name: str, where: Where
    ) -> dict[str, Any] | None:
        at = self._places.find((*where, kind))
        data, places = self._library.yaml(f"{kind}s/{name}.yaml", at, prose=kind != "problem")
        if data is None:
            return None
        if not isinstance(data, dict):
            self._library.defects.append(Defect(places.find(()), NO_MAPPING))
            return None
        if data.setdefault("id", name) != name:
            message = Message(_("must be '%(name)s', as the file"), {"name": name})
            self._library.defects.append(places.defect(("id",), message))
        self._places.graft(where, places)
        if kind == "sheet":
            return {**found, **data}
        if kind == "problem":
            return data
        return self._exercise(found, data, where)

    def _exercise(
        self, found: dict[str, Any], data: dict[str, Any], where: Where
    ) -> dict[str, Any]:
        """An exercise whose definition is broken goes on without it, to find more defects."""
        joined = {**found, "definition": Piece(), "title": "?"}
        joined |= {key: value for key, value in data.items() if key != "definition"}
        known = EXERCISE_TYPES.get(str(data.get("type")))
        at = (*where, "definition")
        if known is None:
            message = Message(
                _("must be one of: %(expected)s"), {"expected": ", ".join(EXERCISE_TYPES)}
            )
            self._report((*where, "type"), message)
        elif "definition" not in data:
            self._report(where, Message(_("'definition' is missing")))
        else:
            definition = self._definition(known, self._with_sheet(data["definition"], at), at)
            if definition is not None:
                joined["definition"] = definition
                joined["title"] = str(getattr(definition, "title", data["id"]))
                joined["scored"] = known.scored(definition)
        return joined

    def _with_sheet(self, definition: Any, where: Where) -> Any:
        """`criteria: {sheet: b10}` stands for the criteria of that sheet, `only: [b1]` for some.

        Dialogues do without its levels: nobody rates by them.
        """
        criteria = definition.get("criteria") if isinstance(definition, dict) else None
        if not isinstance(criteria, dict) or criteria.keys() - {"only"} != {"sheet"}:
            return definition
        at = (*where, "criteria")
        data, places = self._library.yaml(
            f"sheets/{criteria['sheet']}.yaml", self._places.find(at), prose=True
        )
        lines = data.get("criteria") if isinstance(data, dict) else None
        self._places.graft(at, places, ("criteria",))
        if isinstance(lines, list) and "only" in criteria:
            lines = [
                line
                for line in lines
                if isinstance(line, dict) and line.get("id") in criteria["only"]
            ]
        if isinstance(lines, list) and definition.get("kind") == "dialogue":
            keep = ("id", "label", "hint")
            lines = [
                {key: line[key] for key in keep if key in line} if isinstance(line, dict) else line
                for line in lines
            ]
        return {**definition, "criteria": lines or []}

    def _definition(self, known: ExerciseType, data: Any, where: Where) -> Any:
        try:
            definition = known.adapter.validate_python(data)
        except ValidationError as error:
            self._library.defects.extend(as_defects(error, data, self._places, where))
            return None
        for finding in known.check(definition):
            at = (*where, *_in_lists(finding.place, data))
            self._report(at, finding.message)
        return definition

    def _report(self, where: Where, message: Message) -> None:
        self._library.defects.append(self._places.defect(where, message))


def _units(parts: list[Any], where: Where) -> Iterator[tuple[dict[str, Any], Where]]:
    """All units that have the shape of one; what has not is found when the data is validated."""
    for part, part_at in _items({"parts": parts}, "parts", where[:-1]):
        for section, section_at in _items(part, "sections", part_at):
            yield from _items(section, "units", section_at)


def _items(data: dict[str, Any], key: str, where: Where) -> Iterator[tuple[dict[str, Any], Where]]:
    items = data.get(key)
    for index, item in enumerate(items if isinstance(items, list) else []):
        if isinstance(item, dict):
            yield item, (*where, key, index)


def _in_lists(place: tuple[str | int, ...], data: Any) -> Where:
    """A place that names the items of lists by id, as a path with their numbers."""
    where: list[str | int] = []
    for name in place:
        step = name
        if isinstance(data, list) and isinstance(name, str):
            ids = [item.get("id") if isinstance(item, dict) else item for item in data]
            if name not in ids:
                break
            step = ids.index(name)
        where.append(step)
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            break
    return tuple(where)
