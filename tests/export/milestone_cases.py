"""Reads the milestones' files as the course does, for tests of their rules and their wording."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import course_export
from course_export.curriculum.defects import Place
from course_export.curriculum.language import LANGUAGES, Language
from course_export.curriculum.library import Library
from course_export.curriculum.source import read_yaml
from xblocks.transfer_project.definition import Milestone, Overview, adapter

CONTENT = Path(course_export.__file__).parent / "content" / "wbm"
MILESTONES = tuple(f"m{number}" for number in range(1, 9))
GRADED = MILESTONES[:7]
FILES = (*MILESTONES, "project")


def file_of(name: str) -> str:
    return f"exercises/{name}.yaml"


@cache
def loaded(name: str, language: Language) -> dict[str, Any]:
    """The file as the course's own loader reads it, which must find nothing wrong."""
    library = Library(CONTENT, language)
    data, _ = library.yaml(file_of(name), Place(file_of(name)), prose=True)
    assert library.defects == []
    return data


@cache
def definition(name: str, language: Language = "de") -> Milestone | Overview:
    return adapter.validate_python(loaded(name, language)["definition"])


def milestone(name: str, language: Language = "de") -> Milestone:
    found = definition(name, language)
    assert isinstance(found, Milestone)
    return found


def fields(name: str, language: Language = "de") -> dict[str, Any]:
    return {field.id: field for field in milestone(name, language).fields}


def pairs(name: str) -> Iterator[tuple[str, dict[str, str]]]:
    yield from _pairs(read_yaml(CONTENT / file_of(name), file_of(name)).data, name)


def _pairs(data: Any, place: str) -> Iterator[tuple[str, dict[str, str]]]:
    if isinstance(data, dict):
        if data.keys() == set(LANGUAGES):
            yield place, data
        else:
            for key, value in data.items():
                yield from _pairs(value, f"{place}/{key}")
    elif isinstance(data, list):
        for number, value in enumerate(data):
            at = value.get("id", number) if isinstance(value, dict) else number
            yield from _pairs(value, f"{place}/{at}")
