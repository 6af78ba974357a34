"""Puts pages, exercises, problems and sheets in where parts name them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from course_export.curriculum.defects import Defect, Places, Where, spell
from course_export.curriculum.failures import as_defects
from course_export.curriculum.language import Translated
from course_export.curriculum.library import Library
from course_export.curriculum.pieces import Piece
from course_export.curriculum.registry import EXERCISE_TYPES, ExerciseType

_REFERENCES = ("page", "exercise", "problem", "video", "sheet", "generated")
_NAME = re.compile(r"[a-z0-9][a-z0-9_/-]*")
_UNKNOWN = Translated("?")


class Joiner:
    """Replaces references in the data of parts. Places of what is put in are grafted."""

    def __init__(self, library: Library, places: Places) -> None:
        self._library = library
        self._places = places

    def join(self, parts: list[Any], where: Where) -> None:
        """Replace all references below `parts`, which stands at `where`, in place."""
        for unit, at in _units(parts, where):
            blocks = unit.get("blocks")
            if isinstance(blocks, list):
                for index, block in enumerate(blocks):
                    if isinstance(block, dict):
                        blocks[index] = self._block(block, (*at, "blocks", index), unit)

    def _block(self, block: dict[str, Any], where: Where, unit: dict[str, Any]) -> dict[str, Any]:
        kinds = [kind for kind in _REFERENCES if kind in block]
        title = block.get("title", unit.get("title"))
        broken = {"kind": "page", "id": f"broken{len(self._places)}", "title": _UNKNOWN, "html": ""}
        if len(kinds) != 1:
            self._report(where, f"a block is one of: {', '.join(_REFERENCES)}")
            return broken
        kind = kinds[0]
        rest = {key: value for key, value in block.items() if key not in (kind, "title")}
        if kind == "video":
            video = block[kind] if isinstance(block[kind], dict) else {}
            return {"kind": "video", "title": title, **video, **rest}
        name = block[kind]
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            self._report((*where, kind), "must be the name of a file, without its ending")
            return broken
        found = {"id": name.replace("/", "-"), "title": title, **rest}
        at = self._places.find((*where, kind))
        if kind == "page":
            return {"kind": kind, **found, "html": self._library.page(name, at)}
        if kind == "generated":
            return {"kind": kind, "what": name, **found}
        return self._from_file(kind, name, found, where) or broken

    def _from_file(
        self, kind: str, name: str, found: dict[str, Any], where: Where
    ) -> dict[str, Any] | None:
        at = self._places.find((*where, kind))
        data, places = self._library.yaml(f"{kind}s/{name}.yaml", at, prose=kind != "problem")
        if data is None:
            return None
        if not isinstance(data, dict):
            self._library.defects.append(Defect(places.find(()), "This file must be a mapping."))
            return None
        self._places.graft(where, places)
        if kind == "sheet":
            return {"kind": kind, **data, "id": found["id"]}
        if kind == "problem":
            return {**data, "id": found["id"]}
        return self._exercise(found, data, where)

    def _exercise(
        self, found: dict[str, Any], data: dict[str, Any], where: Where
    ) -> dict[str, Any]:
        joined = {"kind": "exercise", "definition": Piece(), **found, "title": "?"}
        joined |= {key: value for key, value in data.items() if key != "definition"}
        known = EXERCISE_TYPES.get(str(data.get("type")))
        at = (*where, "definition")
        if known is None:
            self._report((*where, "type"), f"must be one of: {', '.join(EXERCISE_TYPES)}")
        elif "definition" not in data:
            self._report(where, "'definition' is missing")
        else:
            definition = self._definition(known, self._with_sheet(data["definition"], at), at)
            if definition is not None:
                joined["definition"] = definition
                joined["title"] = str(getattr(definition, "title", found["id"]))
                joined["scored"] = known.scored(definition)
        return joined

    def _with_sheet(self, definition: Any, where: Where) -> Any:
        """`criteria: {sheet: b10}` stands for the criteria of that sheet, without its levels."""
        criteria = definition.get("criteria") if isinstance(definition, dict) else None
        if not isinstance(criteria, dict) or criteria.keys() != {"sheet"}:
            return definition
        at = (*where, "criteria")
        data, places = self._library.yaml(
            f"sheets/{criteria['sheet']}.yaml", self._places.find(at), prose=True
        )
        lines = data.get("criteria") if isinstance(data, dict) else None
        self._places.graft(at, places, ("criteria",))
        if isinstance(lines, list):
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
            place = self._places.find((*where, *_in_lists(finding.place, data)))
            message = f"{spell(finding.place)}: {finding.message}"
            self._library.defects.append(Defect(place, message))
        return definition

    def _report(self, where: Where, message: str) -> None:
        self._library.defects.append(Defect(self._places.find(where), f"{spell(where)}: {message}"))


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
