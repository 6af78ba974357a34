"""Fixtures several files share: pages by themselves, people before them, a queue, a storage."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from tests.records.decision_cases import Scene
from tests.records.desk_cases import Desk
from tests.records.grading_cases import (
    Course,
    course,
)
from tests.records.roster_page_cases import sign_in
from tests.records.roster_people import (
    fill,
)
from xblocks.files import service


@pytest.fixture
def plain_desk(settings, tmp_path: Path) -> None:
    """Let the pages stand alone, in English, with a storage of their own."""
    settings.WBM_DESK_BASE_TEMPLATE = "wbm/desk/base.html"
    settings.LANGUAGES = [("en", "English")]
    settings.LANGUAGE_CODE = "en"
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def desk(db: None, plain_desk: None) -> Desk:
    """Return teams and trainers in front of their pages."""
    return Desk(course())


@pytest.fixture
def scene(db: None) -> Scene:
    """Return a work to decide about."""
    return Scene()


@pytest.fixture
def made(db: None) -> Course:
    """Return a course with two districts and nobody in it."""
    return course()


@pytest.fixture
def kim(client: Client, plain_desk: None) -> Client:
    """A coordinator's browser."""
    fill()
    return sign_in(client, "kim@example.org")


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    """Keep files in a folder of this test."""
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def small_parts(monkeypatch) -> None:
    """Send files in parts of ten bytes."""
    monkeypatch.setattr(service, "PART_SIZE", 10)
