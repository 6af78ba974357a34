"""A fresh preview begins with plans, rounds and boards midway, which say that they are examples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from course_export.build import build
from course_export.preview import example_boards, example_meetings, start
from tests import sample_course
from tests.personas import be
from xblocks.grading.records import Work
from xblocks.moderation.board import membership
from xblocks.moderation.records import Board, BoardMember, Card, Plan, SceneRound

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["de", "en"])
def test_plans_rounds_and_boards_stand_at_different_places(tmp_path: Path, language: str) -> None:
    course = start.open_course(build(language, tmp_path).path)  # type: ignore[arg-type]
    assert example_meetings.add(course, timezone.now())
    word = {"de": "Beispiel", "en": "Example"}[language]
    assert all(plan.title.startswith(word) for plan in Plan.objects.all())
    assert all(plan.reasons.startswith(word) for plan in Plan.objects.all())
    assert sorted(Plan.objects.exclude(points=None).values_list("points", flat=True)) == [24, 24]
    assert Plan.objects.filter(points=None).count() == 3
    assert list(Work.objects.values_list("status", flat=True)) == ["waiting"]
    assert sorted(each.closed_at is None for each in SceneRound.objects.all()) == [False, True]
    assert sorted(Board.objects.values_list("step", flat=True)) == ["arrange", "choose", "collect"]


def test_what_is_anonymous_names_nobody_and_hidden_cards_stay_hidden(tmp_path: Path) -> None:
    course = start.open_course(build("en", tmp_path).path)
    assert example_meetings.add(course, timezone.now())
    team = Board.objects.exclude(company=None).get()
    for card in Card.objects.all():
        assert (card.author_id is not None) == (card.board_id == team.pk)
    district = Board.objects.exclude(district=None).get()
    assert district.step == "collect"
    assert {each.state for each in district.steps.all()} == {"open"}
    seminar = Board.objects.exclude(code=None).get()
    assert BoardMember.objects.filter(board=seminar).count() == len(example_boards.SEMINAR)
    assert membership.members(seminar)


@pytest.mark.parametrize(("who", "sees"), [("trainer", True), ("trainee", False)])
def test_trainers_find_waiting_plans_where_they_are_handed_in(
    tmp_path: Path, client: Client, settings: Any, who: str, *, sees: bool
) -> None:
    course = start.open_course(build("en", tmp_path).path)
    assert example_meetings.add(course, timezone.now())
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    be(client, course, who)
    shown = client.get("/unit/unit-ms2/").content.decode()
    assert ("Try the exercise yourself" in shown) is sees
    assert "Try the exercise yourself" not in client.get("/unit/unit-ms1/").content.decode()


def test_a_course_without_meetings_gets_none(tmp_path: Path) -> None:
    sample = start.open_course(sample_course.write(tmp_path))
    assert example_meetings.add(sample, timezone.now())
    assert not Plan.objects.exists()
    assert not Board.objects.exists()
