"""Building, packing and checking archives, against plain lxml with tar and against olxcleaner."""

from __future__ import annotations

import io
import logging
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lxml import etree
from olxcleaner import validate

from course_export.checks.run import check_archive
from course_export.curriculum.course import Course
from course_export.olx.archive import pack
from course_export.olx.writer import write_course
from tests.bench.measure import Line, milliseconds
from tests.export.synthetic import synthetic_course

SIZES = {300: {"build": 150, "check": 100}, 5_000: {"build": 600, "check": 1_000}}
OLXCLEANER_STEPS = 8


def measure_archives() -> list[Line]:
    """All figures about archives."""
    logging.disable(logging.WARNING)
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for components, goals in SIZES.items():
            lines += _of_size(Path(folder), components, goals)
    logging.disable(logging.NOTSET)
    return lines


def _of_size(folder: Path, components: int, goals: Mapping[str, int]) -> list[Line]:
    course = synthetic_course(components)
    archive = folder / f"{components}.tar.gz"
    build = milliseconds(lambda: pack(write_course(course), archive))
    plain = milliseconds(lambda: _plain(course))
    check = milliseconds(lambda: _checked(archive))
    unpacked = folder / str(components)
    with tarfile.open(archive) as tar:
        tar.extractall(unpacked, filter="data")
    cleaner = milliseconds(lambda: _olxcleaner(unpacked / "course" / "course.xml"), rounds=3)
    return [
        Line(
            f"build and pack {components:,} components",
            build,
            goal=goals["build"],
            reference=plain,
            reference_name="plain lxml and tar",
        ),
        Line(
            f"check {components:,} components",
            check,
            goal=goals["check"],
            reference=cleaner,
            reference_name="olxcleaner",
        ),
    ]


def _checked(archive: Path) -> None:
    report = check_archive(archive)
    errors = [finding for finding in report.findings if finding.severity == "error"]
    assert not errors, errors[:3]


def _olxcleaner(course: Path) -> Any:
    return validate(str(course), steps=OLXCLEANER_STEPS)


def _plain(course: Course) -> bytes:
    """The least that writes as many files: one element each, no rules, the tar module."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz", compresslevel=6) as tar:
        for part in course.parts:
            for section in part.sections:
                for unit in section.units:
                    vertical = etree.Element("vertical", display_name=unit.title)
                    for block in unit.blocks:
                        etree.SubElement(vertical, block.kind, url_name=block.id)
                        page = etree.Element(block.kind, display_name=block.title)
                        page.text = getattr(block, "html", None) or block.title
                        _add(tar, f"course/{block.kind}/{block.id}.xml", page)
                    _add(tar, f"course/vertical/{unit.id}.xml", vertical)
                sequential = etree.Element("sequential", display_name=section.title)
                _add(tar, f"course/sequential/{section.id}.xml", sequential)
            _add(tar, f"course/chapter/{part.id}.xml", etree.Element("chapter"))
    return target.getvalue()


def _add(tar: tarfile.TarFile, name: str, element: etree._Element) -> None:
    data = etree.tostring(element, encoding="utf-8", pretty_print=True)
    member = tarfile.TarInfo(name)
    member.size = len(data)
    tar.addfile(member, io.BytesIO(data))
