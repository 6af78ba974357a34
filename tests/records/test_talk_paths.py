"""What is kept of finished dialogues, and what trainers read of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.records.grading_cases import course
from tests.records.talk_paths_hall import NOW, Hall, attempt, dialogue
from xblocks.core.errors import NotAllowed, NotFound
from xblocks.core.people import Role
from xblocks.role_play import paths
from xblocks.role_play.attempts import History
from xblocks.role_play.graph import Step
from xblocks.role_play.paths import WeakCriterion
from xblocks.role_play.practised import Which, dialogues, group_paths, practised
from xblocks.role_play.profile import Grade
from xblocks.role_play.records import PracticeRating, TalkPath
from xblocks.roster.records import Person

pytestmark = pytest.mark.django_db

GOOD, POOR = ("a", "a"), ("b", "b")


@pytest.fixture
def hall() -> Hall:
    return Hall()


def numbers(hall: Hall, which: Which = Which.FIRST) -> dict[str, int | None]:
    """How many said what, by scene and statement."""
    found = group_paths(hall.tom, hall.talk.usage_key, which).map
    return {f"{step.scene} {step.statement}": number for step, number in found.numbers.items()}


def test_a_finished_attempt_is_kept_with_its_way_and_its_profile(hall: Hall) -> None:
    ada = hall.where.trainee("Ada", hall.works)
    hall.talked(ada, ("c", *POOR))
    kept = TalkPath.objects.get()
    assert (kept.person_id, kept.course_key, kept.attempt) == (ada.person_id, hall.where.key, 1)
    assert json.loads(kept.turns) == [["one", "c"], ["one", "b"], ["two", "b"]]
    assert json.loads(kept.profile) == {"listening": [2, 1 / 3], "contact": [1, 0.0]}
    assert (kept.ending, kept.tone, kept.finished_at) == ("red", "negative", NOW)


def test_only_what_is_finished_is_kept_and_earlier_attempts_come_along(hall: Hall) -> None:
    ada = hall.where.trainee("Ada", hall.works)
    hall.talked(ada, GOOD, ("a",), POOR)
    assert list(TalkPath.objects.values_list("attempt", flat=True)) == [1, 3]


def test_who_ends_an_attempt_another_way_has_the_last_way_kept(hall: Hall) -> None:
    ada = hall.where.trainee("Ada", hall.works)
    hall.talked(ada, GOOD)
    later = NOW + timedelta(minutes=5)
    paths.keep(ada, hall.talk.usage_key, History((attempt(1, "a", "b"),)), later)
    assert json.loads(TalkPath.objects.get().turns) == [["one", "a"], ["two", "b"]]


def test_nothing_is_kept_of_who_is_not_on_the_list_or_only_looks(hall: Hall) -> None:
    ada = hall.where.trainee("Ada", hall.works)
    hall.talked(replace(ada, person_id=None), GOOD)
    hall.talked(replace(ada, masquerading=True), GOOD)
    assert not TalkPath.objects.exists()


def test_weak_is_what_was_not_helpful_in_the_newest_attempt(hall: Hall) -> None:
    ada = hall.where.trainee("Ada", hall.works)
    hall.talked(ada, POOR)
    assert paths.weak_criteria(ada.person_id, hall.where.key) == [
        WeakCriterion("contact", "«title»", Grade.HINDERING),
        WeakCriterion("listening", "«title»", Grade.PARTLY),
    ]
    hall.talked(ada, POOR, GOOD)
    assert paths.weak_criteria(ada.person_id, hall.where.key) == []


def test_weak_in_two_dialogues_is_named_once_with_the_weaker(hall: Hall) -> None:
    ada = hall.where.trainee("Ada", hall.works)
    other = dialogue(hall.where, title="Another talk")
    hall.talked(ada, ("c", "c", "b", "b"))
    hall.talked(ada, ("c", "b", "b"), at=other)
    weak = paths.weak_criteria(ada.person_id, hall.where.key)
    assert [(each.criterion, each.grade) for each in weak] == [
        ("contact", Grade.HINDERING),
        ("listening", Grade.HINDERING),
    ]
    assert weak[1].dialogue == "«title»"


def test_of_others_and_of_other_courses_nothing_is_weak(hall: Hall) -> None:
    ada = hall.where.trainee("Ada", hall.works)
    ben = hall.where.trainee("Ben", hall.works)
    hall.talked(ada, POOR)
    assert paths.weak_criteria(ben.person_id, hall.where.key) == []
    assert paths.weak_criteria(ada.person_id, course().key) == []


def test_the_map_counts_the_first_the_best_or_all_attempts(hall: Hall) -> None:
    hall.crowd(6, POOR, GOOD, POOR)
    assert numbers(hall) == {"one a": 0, "one b": 6, "one c": 0, "two a": 0, "two b": 6}
    assert numbers(hall, Which.BEST) == {"one a": 6, "one b": 0, "one c": 0, "two a": 6, "two b": 0}
    assert numbers(hall, Which.ALL) == {"one a": 6, "one b": 6, "one c": 0, "two a": 6, "two b": 6}


def test_small_numbers_are_held_back(hall: Hall) -> None:
    hall.crowd(8, GOOD)
    hall.crowd(6, ("b", "a"))
    hall.crowd(2, ("c", "a", "a"))
    assert numbers(hall) == {"one a": 10, "one b": 6, "one c": None, "two a": 16, "two b": 0}
    hall.crowd(3, ("a", "b"))
    assert numbers(hall) == {"one a": 13, "one b": 6, "one c": None, "two a": None, "two b": None}


def test_only_people_of_the_own_districts_are_counted(hall: Hall) -> None:
    south = hall.where.company("Southern", hall.where.south)
    hall.crowd(7, GOOD)
    hall.crowd(9, POOR, company=south)
    assert numbers(hall) == {"one a": 7, "one b": 0, "one c": 0, "two a": 7, "two b": 0}


def test_of_fewer_than_five_the_map_tells_nothing(hall: Hall) -> None:
    hall.crowd(4, GOOD)
    found = group_paths(hall.tom, hall.talk.usage_key, Which.FIRST).map
    assert (found.enough, found.people, found.numbers) == (False, None, {})


def test_trainers_alone_look_and_at_dialogues_of_the_course_alone(hall: Hall) -> None:
    ada = hall.where.trainee("Ada", hall.works)
    for look in (
        lambda who: group_paths(who, hall.talk.usage_key, Which.FIRST),
        practised,
        dialogues,
    ):
        for who in (ada, replace(ada, roles=frozenset({Role.COORDINATOR, Role.EXPERT}))):
            with pytest.raises(NotAllowed):
                look(who)
    foreign = dialogue(course())
    with pytest.raises(NotFound):
        group_paths(hall.tom, foreign.usage_key, Which.FIRST)
    assert dialogues(hall.tom) == [hall.talk]


def test_who_practised_how_often_stands_by_company_and_name(hall: Hall) -> None:
    zoe = hall.where.trainee("Zoe", hall.works)
    ada = hall.where.trainee("ada", hall.works)
    hall.where.trainee("Bea", hall.where.company("alpha"))
    hall.where.trainee("Eve", hall.where.company("Southern", hall.where.south))
    gone = hall.where.trainee("Gone", hall.works)
    Person.objects.filter(pk=gone.person_id).update(left_at=NOW)
    hall.talked(zoe, GOOD, POOR)
    for number, done in ((1, NOW), (2, None)):
        PracticeRating.objects.create(
            course_key=hall.where.key,
            usage_key="rating",
            person_id=ada.person_id,
            number=number,
            definition_hash="0",
            begun_at=NOW,
            done_at=done,
        )
    assert [
        (each.company, each.name, each.dialogues, each.ratings) for each in practised(hall.tom)
    ] == [("alpha", "Bea", 0, 0), ("Works", "ada", 0, 1), ("Works", "Zoe", 2, 0)]


def test_ways_are_told_by_the_statements_of_the_talk(hall: Hall) -> None:
    hall.crowd(5, GOOD)
    found = group_paths(hall.tom, hall.talk.usage_key, Which.FIRST)
    assert set(found.map.numbers) == {
        Step(scene.id, each.id) for scene in found.definition.scenes for each in scene.statements
    }
