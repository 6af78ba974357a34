"""Files brought onto the list of a course."""

from pathlib import Path

import pytest

from opaque_keys.edx.keys import CourseKey
from xblocks.roster import service

pytestmark = pytest.mark.django_db
COURSE = CourseKey.from_string("course-v1:WBM+WBM1+2027")
DEMO = Path(__file__).parents[2] / "course_export" / "preview" / "demo_roster.csv"


def test_the_demo_list_is_taken_in_and_the_second_time_nothing_changes():
    first = service.import_roster(None, COURSE, DEMO.read_bytes())
    assert first.applied, first.problems
    assert first.plan.counts["create"] == 17
    second = service.import_roster(None, COURSE, DEMO.read_bytes())
    assert second.plan.is_empty
    assert len(service.people(COURSE)) == 17
