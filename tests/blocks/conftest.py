"""A small course and a talk in it, for the tests of blocks that need no other; a platform."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from course_export.preview import start
from course_export.preview.course import Course
from tests import sample_course
from tests.blocks.platform_cases import Enter, a_course, visitor
from tests.blocks.platform_process import become_lms, become_studio
from tests.blocks.platform_runtime import (
    Dates,
    Lms,
    PlatformRuntime,
    Store,
    StudioEditor,
    StudioPreview,
)
from tests.blocks.platform_store import Platform
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


@pytest.fixture
def platform() -> Platform:
    """What a platform keeps: a course with a block of each kind, and nothing done in it."""
    return a_course()


@pytest.fixture
def enter(
    course: Course, platform: Platform, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> Enter:
    """Let somebody come by: ``LMS``, ``Studio preview`` or ``Studio editor``, in English."""
    settings.LANGUAGE_CODE = "en"

    def entered(place: str, who: str) -> PlatformRuntime:
        here = visitor(course, who)
        if place == "LMS":
            become_lms(monkeypatch, here, Store(platform, here), Dates(platform))
            return Lms(platform, here)
        become_studio(monkeypatch, settings)
        studio = {"Studio editor": StudioEditor, "Studio preview": StudioPreview}
        return studio[place](platform, here)

    return entered
