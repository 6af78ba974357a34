"""A small course and a talk in it, for the tests of blocks that need no other."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from course_export.preview import start
from course_export.preview.course import Course
from tests import sample_course
from tests.blocks.talk_cases import Talk
from tests.personas import be


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """The small course, loaded, with the demo people."""
    return start.open_course(sample_course.write(tmp_path))


@pytest.fixture
def talk(course: Course, client: Client) -> Talk:
    """The talk of a trainee who has not begun."""
    be(client, course, "trainee")
    return Talk(client)
