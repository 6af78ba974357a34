"""The policy: settings of the course that the platform reads before everything else."""

from __future__ import annotations

from typing import Any

from course_export.curriculum import weeks
from course_export.curriculum.course import Course, Districts
from course_export.olx.files import Files
from course_export.olx.outline import utc


def write(course: Course, files: Files) -> None:
    """Write policy.json; a wrong key or folder would leave a course named "Empty"."""
    run = course.run_in_language
    files.add_json(f"policies/{run}/policy.json", {f"course/{run}": settings(course)})


def settings(course: Course) -> dict[str, Any]:
    """The settings. Discussions stay closed: the suite has its own places to talk."""
    return {
        "advanced_modules": course.exercise_types(),
        "cohort_config": {"auto_cohort_groups": [], "cohorted": True},
        "course_image": course.image,
        "discussions_settings": {
            "enable_graded_units": False,
            "enable_in_context": False,
            "unit_level_visibility": True,
        },
        "display_name": course.title,
        "enable_subsection_gating": any(section.requires for section in course.sections()),
        "end": utc(weeks.end_of_week(course.start, course.closes, course.timezone)),
        "invitation_only": True,
        "language": course.language,
        "self_paced": False,
        "start": utc(weeks.start_of_week(course.start, course.opens, course.timezone)),
        "tabs": _tabs(),
        "user_partitions": [_partition(course.districts)],
    }


def _tabs() -> list[dict[str, Any]]:
    """The first must be courseware, otherwise the import fails (`platform-facts 3`)."""
    return [
        {"type": "courseware", "name": "Course"},
        {"type": "progress", "name": "Progress"},
        {"type": "dates", "name": "Dates"},
        {"type": "discussion", "name": "Discussion", "is_hidden": True},
        {"type": "wiki", "name": "Wiki", "is_hidden": True},
    ]


def _partition(districts: Districts) -> dict[str, Any]:
    return {
        "active": True,
        "description": districts.description,
        "groups": [
            {"id": ident, "name": name, "version": 1} for ident, name in districts.all_groups
        ],
        "id": districts.id,
        "name": districts.name,
        "parameters": {},
        "scheme": "cohort",
        "version": 3,
    }
