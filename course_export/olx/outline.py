"""The outline: course, chapters, sequentials and verticals, each in a file of its own."""

from __future__ import annotations

from datetime import UTC, datetime

from lxml import etree

from course_export.curriculum.blocks import Unit
from course_export.curriculum.course import Course, Part
from course_export.curriculum.rules import overview_ids, script_ids
from course_export.curriculum.sections import Day, Section
from course_export.olx import blocks, html
from course_export.olx.files import Files, node
from course_export.olx.pages import day, overview
from course_export.olx.pages.words import Words


def write(course: Course, files: Files) -> None:
    """Write the outline and everything in it."""
    run = course.run_in_language
    files.add_xml("course.xml", node("course", run, org=course.org, course=course.number))
    root = node("course")
    prerequisites = {
        section.requires.section for section in course.sections() if section.requires is not None
    }
    words = Words(course)
    for part in course.parts:
        _pointer(root, "chapter", part.id)
        _chapter(part, files)
        for section in part.sections:
            _sequential(course, section, files, is_prerequisite=section.id in prerequisites)
            _overview(words, section, files)
            _script(words, section, files)
            for unit in section.units:
                _vertical(words, unit, files)
    files.add_xml(f"course/{run}.xml", root)


def utc(moment: datetime) -> str:
    """The form in which the platform reads dates."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _pointer(parent: etree._Element, tag: str, url_name: str) -> None:
    etree.SubElement(parent, tag).set("url_name", url_name)


def _chapter(part: Part, files: Files) -> None:
    chapter = node("chapter", display_name=part.title)
    for section in part.sections:
        _pointer(chapter, "sequential", section.id)
    files.add_xml(f"chapter/{part.id}.xml", chapter)


def _sequential(course: Course, section: Section, files: Files, *, is_prerequisite: bool) -> None:
    """`format` must equal the type in the grading policy; conditions are read by newer releases."""
    due = course.due(section)
    titles = {kind.id: kind.title for kind in course.grading.types}
    sequential = node(
        "sequential",
        display_name=overview.title(section, course.labels),
        due=utc(due) if due else None,
        format=titles[section.grade] if section.grade else None,
        graded="true" if section.grade else None,
        is_prerequisite="true" if is_prerequisite else None,
    )
    if section.requires:
        sequential.set("required_prereq", section.requires.section)
        sequential.set("min_score", str(section.requires.score))
        sequential.set("min_completion", str(section.requires.completion))
    for unit in overview_ids(section)[:1]:
        _pointer(sequential, "vertical", unit)
    for unit in script_ids(section)[:1]:
        _pointer(sequential, "vertical", unit)
    for child in section.units:
        _pointer(sequential, "vertical", child.id)
    files.add_xml(f"sequential/{section.id}.xml", sequential)


def _overview(words: Words, section: Section, files: Files) -> None:
    """The unit made from the data of a section."""
    if not overview_ids(section):
        return
    unit, page = overview_ids(section)
    title = words.labels.overview
    vertical = node("vertical", display_name=title, discussion_enabled="false")
    _pointer(vertical, "html", page)
    files.add_xml(f"vertical/{unit}.xml", vertical)
    html.write(page, title, overview.render(section, words), files)


def _script(words: Words, section: Section, files: Files) -> None:
    """The unit of a seminar day for trainers alone."""
    trainers = words.course.districts.trainers
    if not isinstance(section, Day) or section.schedule is None or trainers is None:
        return
    unit, page = script_ids(section)
    title = words.labels.for_trainers
    access = words.course.districts.group_access(trainers.id)
    vertical = node("vertical", display_name=title, discussion_enabled="false", group_access=access)
    _pointer(vertical, "html", page)
    files.add_xml(f"vertical/{unit}.xml", vertical)
    html.write(page, title, day.render_script(section.schedule, words), files)


def _vertical(words: Words, unit: Unit, files: Files) -> None:
    vertical = node("vertical", display_name=unit.title, discussion_enabled="false")
    for block in unit.blocks:
        vertical.append(blocks.write(block, words, files))
    files.add_xml(f"vertical/{unit.id}.xml", vertical)
