"""What has to fit together across the whole course."""

from __future__ import annotations

from collections.abc import Iterator

from course_export.curriculum.blocks import Exercise, Question, Video
from course_export.curriculum.course import Course
from course_export.curriculum.defects import Where
from course_export.curriculum.sections import Day, Lessons, Milestone, Phase, Section
from xblocks.core.text import Message
from xblocks.core.text import gettext_noop as _

Broken = tuple[Where, Message]
"""Where a rule is broken, and the sentence about it."""


def broken_rules(course: Course) -> Iterator[Broken]:
    """Every place where pieces do not fit together."""
    yield from _ids(course)
    yield from _numbers(course)
    yield from _building_blocks(course)
    yield from _grading(course)
    yield from _order(course)
    yield from _weeks(course)
    yield from _assets(course)
    yield from _scripts(course)


def overview_ids(section: Section) -> tuple[str, ...]:
    """The ids of the unit and the page that are made from the data of `section`."""
    return () if isinstance(section, Lessons) else (f"{section.id}-overview", f"{section.id}-page")


def script_ids(section: Section) -> tuple[str, ...]:
    """The ids of the unit and the page with what trainers do on a seminar day."""
    if not isinstance(section, Day) or section.schedule is None:
        return ()
    return f"{section.id}-trainers", f"{section.id}-script"


def named(course: Course) -> Iterator[tuple[str, Where]]:
    """Every id of the course that becomes a url_name, with its place."""
    for p, part in enumerate(course.parts):
        yield part.id, ("parts", p, "id")
        for s, section in enumerate(part.sections):
            at: Where = ("parts", p, "sections", s)
            yield section.id, (*at, "id")
            for made in (*overview_ids(section), *script_ids(section)):
                yield made, (*at, "id")
            for u, unit in enumerate(section.units):
                yield unit.id, (*at, "units", u, "id")
                for b, block in enumerate(unit.blocks):
                    yield block.id, (*at, "units", u, "blocks", b)


def _sections(course: Course) -> Iterator[tuple[Section, Where]]:
    for p, part in enumerate(course.parts):
        for s, section in enumerate(part.sections):
            yield section, ("parts", p, "sections", s)


def _ids(course: Course) -> Iterator[Broken]:
    """The platform merges or drops blocks of the same name (`platform-facts 3`)."""
    seen: set[str] = set()
    for name, where in named(course):
        if name in seen:
            text = _("the id '%(id)s' is used twice; ids must differ in the whole course")
            yield where, Message(text, {"id": name})
        seen.add(name)


def _numbers(course: Course) -> Iterator[Broken]:
    seen: set[tuple[str, int]] = set()
    for section, where in _sections(course):
        if isinstance(section, Day | Phase | Milestone):
            number = (section.kind, section.number)
            if number in seen:
                text = _("there are two of %(kind)s %(number)s")
                params = {"kind": section.kind, "number": section.number}
                yield (*where, "number"), Message(text, params)
            seen.add(number)


def _building_blocks(course: Course) -> Iterator[Broken]:
    known = {block.id for block in course.building_blocks}
    for section, where in _sections(course):
        for index, use in enumerate(section.building_blocks if isinstance(section, Day) else []):
            if use.block not in known:
                at = (*where, "building_blocks", index, "block")
                yield at, Message(_("there is no building block '%(id)s'"), {"id": use.block})


def _grading(course: Course) -> Iterator[Broken]:
    known = {kind.id for kind in course.grading.types}
    used: set[str] = set()
    for section, where in _sections(course):
        scored = [
            block.id
            for unit in section.units
            for block in unit.blocks
            if isinstance(block, Exercise) and block.scored
        ]
        if section.grade is None:
            for block in scored:
                text = _("'%(id)s' gives points, so its section needs 'grade'")
                yield where, Message(text, {"id": block})
            continue
        used.add(section.grade)
        if section.grade not in known:
            text = _("there is no assignment type '%(id)s'")
            yield (*where, "grade"), Message(text, {"id": section.grade})
        if not scored and not any(
            isinstance(block, Question) for unit in section.units for block in unit.blocks
        ):
            yield (*where, "grade"), Message(_("nothing in this section gives points"))
    for index, kind in enumerate(course.grading.types):
        if kind.id not in used:
            text = _("no section has 'grade: %(id)s'")
            yield ("grading", "types", index), Message(text, {"id": kind.id})


def _order(course: Course) -> Iterator[Broken]:
    before: dict[str, Section] = {}
    for section, where in _sections(course):
        if section.requires:
            at = (*where, "requires", "section")
            needed = before.get(section.requires.section)
            if needed is None:
                text = _("'%(id)s' is no section before this one")
                yield at, Message(text, {"id": section.requires.section})
            elif section.requires.score and not needed.grade:
                text = _("'%(id)s' is not graded, so no score can be asked for")
                yield at, Message(text, {"id": needed.id})
        before[section.id] = section


def _weeks(course: Course) -> Iterator[Broken]:
    for section, where in _sections(course):
        last = section.until if isinstance(section, Phase) else section.week
        for week in (section.week, last):
            if week is not None and not course.opens <= week <= course.closes:
                text = _("in week %(week)s the course is not open")
                yield (*where, "week"), Message(text, {"week": week})
                break
        if not isinstance(section, Phase):
            continue
        for index, task in enumerate(section.tasks):
            if task.week is not None and not section.week <= task.week <= section.until:
                at = (*where, "tasks", index, "week")
                yield at, Message(_("this week is outside of the phase"))


def _scripts(course: Course) -> Iterator[Broken]:
    """What trainers say must not be shown to everybody."""
    for section, where in _sections(course):
        if script_ids(section) and course.districts.trainers is None:
            yield (*where, "schedule"), Message(_("a script needs the group of the trainers"))


def _assets(course: Course) -> Iterator[Broken]:
    if course.image not in course.assets:
        yield ("image",), _no_file(course.image)
    for name in course.assets:
        if not course.assets[name]:
            yield ("assets", name), Message(_("this file is empty"))
    for section, where in _sections(course):
        for u, unit in enumerate(section.units):
            for b, block in enumerate(unit.blocks):
                if isinstance(block, Video) and block.captions not in course.assets:
                    at = (*where, "units", u, "blocks", b)
                    yield at, _no_file(block.captions)


def _no_file(asset: str) -> Message:
    return Message(_("there is no file '%(file)s'"), {"file": f"assets/{asset}"})
