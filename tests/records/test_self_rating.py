"""Rating oneself at the start and at the end of the series.

The way: read twelve sentences, choose a level for each, kept at once; finish. Weeks later the same
sentences once more; then both stand beside each other with what became higher. Nobody else reads
them: no trainer, no overview, no event tells more than that somebody rated.
"""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.records.rating_hall import NOW, Hall
from xblocks.core.definitions import canonical, fingerprint
from xblocks.core.people import Actor
from xblocks.exercises.records import Exercise
from xblocks.exercises.service import Snapshot, record
from xblocks.role_play.defects_all import check
from xblocks.role_play.definition import adapter
from xblocks.role_play.practised import practised
from xblocks.role_play.rating import practising
from xblocks.role_play.rating.refusals import NoSuchLevel
from xblocks.role_play.reach import BLOCK_TYPE

_courses = itertools.count(1)
ITEMS = [{"id": "listen", "label": "I listen."}, {"id": "ask", "label": "I ask."}]


def definition(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "self_rating",
        "title": "Where are you?",
        "intro": "Two sentences.",
        "scale": ["not yet", "with help", "mostly", "sure"],
        "items": ITEMS,
        **changes,
    }


def registered(hall: Hall, run: int, name: str, **changes: Any) -> Exercise:
    parsed = adapter.validate_python(definition(**changes))
    key = f"block-v1:wbm+self+{run}+type@{BLOCK_TYPE}+block@{name}"
    record(
        Snapshot(
            course_key=hall.where.key,
            usage_key=key,
            block_type=BLOCK_TYPE,
            kind=parsed.kind,
            title=parsed.title,
            definition=canonical(parsed),
            definition_hash=fingerprint(parsed),
        )
    )
    return Exercise.objects.get(usage_key=key)


class Survey:
    """The survey at the start and the one at the end."""

    def __init__(self) -> None:
        self.hall = Hall()
        run = next(_courses)
        self.start = registered(self.hall, run, "start")
        self.end = registered(self.hall, run, "end", compares="start")

    def post(self, exercise: Exercise, name: str, who: Actor, **levels: str) -> HttpResponse:
        client = self.hall.client(who)
        address = reverse(f"wbm:rating_{name}", args=[self.hall.where.key, exercise.usage_key])
        form = {f"level-{item}": level for item, level in levels.items()}
        return client.post(address, {"number": "1", **form}, headers={"HX-Request": "true"})

    def page(self, exercise: Exercise, who: Actor) -> str:
        client: Client = self.hall.client(who)
        address = reverse("wbm:rating", args=[self.hall.where.key, exercise.usage_key])
        return client.get(address).content.decode()


@pytest.fixture
def survey(db: None, plain_desk: None) -> Survey:
    return Survey()


def test_both_ratings_stand_beside_each_other_at_the_end(survey: Survey) -> None:
    ada = survey.hall.ada
    survey.post(survey.start, "finish", ada, listen="2", ask="3")
    assert "At the end of the series you see both" in survey.page(survey.start, ada)
    said = survey.post(survey.end, "finish", ada, listen="4", ask="3").content.decode()
    assert "higher in 1 of 2 sentences" in said
    here = practising.opened(ada, survey.end)
    assert here.at_start == {"listen": 2, "ask": 3}
    assert here.levels == {"listen": 4, "ask": 3}


def test_the_start_is_not_shown_before_the_end_is_rated(survey: Survey) -> None:
    ada = survey.hall.ada
    survey.post(survey.start, "finish", ada, listen="2", ask="3")
    assert practising.opened(ada, survey.end).at_start is None
    survey.post(survey.end, "save", ada, listen="1")
    assert practising.opened(ada, survey.end).at_start is None


def test_who_did_not_rate_at_the_start_is_told_so(survey: Survey) -> None:
    said = survey.post(survey.end, "finish", survey.hall.ada, listen="4", ask="3")
    assert "nothing to compare with" in said.content.decode()


def test_the_first_whole_rating_counts_as_the_start(survey: Survey) -> None:
    ada = survey.hall.ada
    survey.post(survey.start, "finish", ada, listen="1", ask="1")
    practising.begin_anew(ada, survey.start, 1, NOW)
    practising.finish(ada, survey.start, 2, {"listen": 4, "ask": 4}, NOW)
    survey.post(survey.end, "finish", ada, listen="2", ask="2")
    assert practising.opened(ada, survey.end).at_start == {"listen": 1, "ask": 1}


def test_what_is_open_is_counted_and_what_was_chosen_stays(survey: Survey) -> None:
    answer = survey.post(survey.start, "finish", survey.hall.ada, listen="3")
    assert answer.status_code == 422
    assert "Still open: 1 of 2 sentences" in answer.content.decode()
    assert practising.opened(survey.hall.ada, survey.start).levels == {"listen": 3}


@pytest.mark.parametrize("level", ["5", "0", "-", "many"])
def test_levels_are_one_to_four(survey: Survey, level: str) -> None:
    answer = survey.post(survey.start, "save", survey.hall.ada, listen=level)
    assert answer.status_code == 422
    assert practising.opened(survey.hall.ada, survey.start).levels == {}


def test_not_observable_is_no_level_of_oneself(survey: Survey) -> None:
    with pytest.raises(NoSuchLevel):
        practising.save(survey.hall.ada, survey.start, 1, {"listen": None}, NOW)


def test_nobody_else_reads_it(survey: Survey) -> None:
    survey.post(survey.start, "finish", survey.hall.ada, listen="2", ask="3")
    for other in (survey.hall.ben, survey.hall.tom):
        assert practising.opened(other, survey.start).levels == {}
        assert "checked" not in survey.page(survey.start, other)
    assert {each.ratings for each in practised(survey.hall.tom)} == {0}, "it is no practice"


def test_a_sentence_twice_is_a_defect() -> None:
    twice = adapter.validate_python(definition(items=[ITEMS[0], ITEMS[0]]))
    assert [finding.code for finding in check(twice)] == ["said_twice"]
