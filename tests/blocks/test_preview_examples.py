"""A fresh preview begins with examples on every desk of coaching; any other is left alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from course_export.build import build
from course_export.preview import examples, start
from course_export.preview.course import Course
from tests import sample_course
from tests.personas import be
from xblocks.coaching.domain.values import State
from xblocks.coaching.records import Booking, Entry, Request, RequestNote, Slot
from xblocks.notices.records import Notice

pytestmark = pytest.mark.django_db


def opened(folder: Path, language: str) -> Course:
    return start.open_course(build(language, folder).path)


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_desk_has_something_and_says_that_it_is_an_example(
    tmp_path: Path, language: str
) -> None:
    course = opened(tmp_path, language)
    assert examples.add(course, timezone.now())
    word = {"de": "Beispiel: ", "en": "Example: "}[language]
    assert sorted(Request.objects.values_list("state", flat=True)) == sorted(
        [State.CLOSED, State.WAITING_TRAINEE, State.ASSIGNED, State.NEW, State.NEW]
    )
    assert all(each.situation.startswith(word) for each in Request.objects.all())
    assert all(slot.place.startswith(word) for slot in Slot.objects.all())
    entry = Entry.objects.get()
    assert entry.state == "published"
    assert entry.title.startswith(word)
    assert RequestNote.objects.get().text.startswith(word)
    assert Booking.objects.count() == 1
    assert Notice.objects.filter(kind="request_unanswerable").exists()


def test_the_pages_of_everybody_show_them(tmp_path: Path, client: Client) -> None:
    course = opened(tmp_path, "en")
    assert examples.add(course, timezone.now())
    for who, path in (
        ("expert", "coaching/requests/"),
        ("coordinator", "coaching/oversight/"),
        ("expert", "coaching/slots/"),
    ):
        be(client, course, who)
        page = client.get(f"/wbm/{course.key}/{path}")
        assert page.status_code == 200
        assert b"wbm-empty" not in page.content


def test_a_course_without_a_desk_or_demo_people_gets_none(tmp_path: Path) -> None:
    course = start.open_course(sample_course.write(tmp_path))
    assert not examples.add(course, timezone.now())
    assert not Request.objects.exists()


def test_a_desk_that_refuses_leaves_nothing_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = opened(tmp_path, "en")
    monkeypatch.setattr("xblocks.coaching.drafting.OPEN_AT_ONCE", 0)
    assert not examples.add(course, timezone.now())
    assert not Request.objects.exists()
    assert not Slot.objects.exists()


def test_only_a_preview_without_a_database_is_fresh(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "preview.sqlite3"
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", database)
    assert examples.is_fresh()
    database.touch()
    assert not examples.is_fresh()
