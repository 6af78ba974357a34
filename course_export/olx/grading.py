"""The grading policy: assignment types with their share of the grade."""

from __future__ import annotations

from collections import Counter

from course_export.curriculum.course import Course
from course_export.olx.files import Files


def write(course: Course, files: Files) -> None:
    """Write grading_policy.json. `type` equals the `format` of the sequentials that count."""
    works = Counter(section.grade for section in course.sections())
    policy = {
        "GRADER": [
            {
                "drop_count": kind.drop,
                "min_count": works[kind.id],
                "short_label": kind.short,
                "type": kind.title,
                "weight": kind.share,
            }
            for kind in course.grading.types
        ],
        "GRADE_CUTOFFS": {"Pass": course.grading.passing},
    }
    files.add_json(f"policies/{course.run_in_language}/grading_policy.json", policy)
