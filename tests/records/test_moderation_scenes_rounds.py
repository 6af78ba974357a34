"""Rounds through the disturbances: each choice is kept, counts once, and closes what it closes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.at_once import at_once, own_connections
from tests.records.moderation_scenes_stage import ALL, NOW, Stage
from tests.unit.moderation_scene_cases import data
from xblocks.core.errors import BadRequest, Masquerading, NotFound
from xblocks.moderation import dealing
from xblocks.moderation.dealing import Dealing
from xblocks.moderation.dealing import Stage as Standing
from xblocks.moderation.records import SceneRound
from xblocks.moderation.refusals import AlreadyChosen, OtherRound, RoundOpen


@pytest.fixture
def stage(db: None, plain_desk: None) -> Stage:
    return Stage()


@pytest.fixture
def ticked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[int], bool]]:
    """What the platform is told of who is done."""
    told: list[tuple[list[int], bool]] = []
    monkeypatch.setattr(
        dealing.completion,
        "publish_completion",
        lambda _key, users, *, done: told.append((list(users), done)),
    )
    return told


def test_looking_at_it_begins_nothing(stage: Stage) -> None:
    assert stage.now().stage is Standing.NEW
    assert not SceneRound.objects.exists()


def test_choices_are_kept_and_the_last_one_closes_the_round(
    stage: Stage, ticked: list[tuple[list[int], bool]]
) -> None:
    assert stage.begin().stage is Standing.OPEN
    here = stage.play(*ALL[:-1])
    assert here.stage is Standing.OPEN
    assert ticked == []
    here = stage.play(ALL[-1])
    assert here.stage is Standing.CLOSED
    assert here.best == Decimal("37.5")
    assert ticked == [([stage.ada.user_id], True)]
    assert SceneRound.objects.get().closed_at == NOW


def test_the_same_choice_twice_is_one(stage: Stage) -> None:
    stage.begin()
    first = stage.choose("talk", "first", "look")
    assert stage.choose("talk", "first", "look").round.passages == first.round.passages
    assert SceneRound.objects.get().version == 2


def test_a_choice_is_not_changed_in_its_round(stage: Stage) -> None:
    stage.begin()
    stage.choose("talk", "first", "look")
    with pytest.raises(AlreadyChosen):
        stage.choose("talk", "first", "thank")
    assert stage.now().round.passages["talk"].chosen == ("look",)


def test_a_closed_round_begins_anew_and_the_best_is_kept(stage: Stage) -> None:
    stage.begin()
    with pytest.raises(RoundOpen):
        stage.begin(seen=1)
    stage.play(("talk", "first", "thank"), ALL[-1])
    assert stage.now().best == 100
    again = stage.begin(seen=1)
    assert (again.number, again.stage, again.round.ended) == (2, Standing.OPEN, 0)
    assert stage.play().best == 100, "the worse round leaves the best as it is"


def test_a_round_without_points_is_kept_as_0(stage: Stage) -> None:
    stage.begin()
    stage.play(("talk", "first", "wait"), ("talk", "second", "shout"), ("quiet", "still", "press"))
    assert stage.now().best == 0
    stage.begin(seen=1)
    assert stage.play().best == Decimal("37.5")


def test_beginning_twice_is_one_beginning(stage: Stage) -> None:
    assert stage.begin().number == stage.begin().number == 1
    stage.play()
    assert stage.begin(seen=1).number == stage.begin(seen=1).number == 2
    with pytest.raises(BadRequest):
        stage.begin(seen=9)


def test_a_choice_of_another_round_is_refused(stage: Stage) -> None:
    with pytest.raises(NotFound):
        stage.choose("talk", "first", "look", seen=1)
    stage.begin()
    stage.play()
    stage.begin(seen=1)
    with pytest.raises(OtherRound):
        stage.choose("talk", "first", "look", seen=1)
    assert stage.now().round.ended == 0


@pytest.mark.parametrize(
    "there", [("no", "first", "look"), ("talk", "second", "ask"), ("talk", "first", "ask")]
)
def test_what_does_not_happen_does_not_exist(stage: Stage, there: tuple[str, str, str]) -> None:
    stage.begin()
    with pytest.raises(NotFound):
        stage.choose(*there)


def test_a_round_goes_on_as_it_began_when_authors_change_the_scenes(stage: Stage) -> None:
    stage.begin()
    stage.choose("talk", "first", "look")
    stage.change_scenes(scenes=data()["scenes"][1:])
    here = stage.now()
    assert here.outdated
    assert list(here.round.passages) == ["talk", "quiet"]
    assert stage.play(*ALL[1:]).stage is Standing.CLOSED
    anew = stage.begin(seen=1)
    assert list(anew.round.passages) == ["quiet"]
    assert not anew.outdated


def test_rounds_are_ones_own(stage: Stage) -> None:
    stage.begin()
    assert stage.now(stage.ben).stage is Standing.NEW
    assert stage.begin(actor=stage.tom).number == 1
    assert SceneRound.objects.count() == 2


def test_staff_look_and_do_not_play(stage: Stage) -> None:
    assert stage.now(stage.staff).stage is Standing.NEW
    with pytest.raises(NotFound):
        stage.begin(actor=stage.staff)
    with pytest.raises(Masquerading):
        stage.begin(actor=replace(stage.ada, masquerading=True))
    assert not SceneRound.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_choices_in_one_moment_one_is_kept(tmp_path: Path, plain_desk: None) -> None:
    stage = Stage()
    with own_connections(tmp_path):
        begun = at_once([stage.begin] * 4)
        assert {type(each) for each in begun} == {Dealing}, begun
        done = at_once(
            [
                lambda one=one: stage.choose("talk", "first", one, seen=1)
                for one in ("look", "thank", "rule", "wait")
            ]
        )
        (found,) = at_once([stage.now])
    kinds = sorted(type(each).__name__ for each in done)
    assert kinds == ["AlreadyChosen"] * 3 + ["Dealing"], done
    (kept,) = (each for each in done if isinstance(each, Dealing))
    assert isinstance(found, Dealing)
    assert found.round.passages == kept.round.passages


@pytest.mark.django_db(transaction=True)
def test_choices_in_two_scenes_at_once_are_both_kept(tmp_path: Path, plain_desk: None) -> None:
    stage = Stage()
    stage.begin()
    with own_connections(tmp_path):
        done = at_once(
            [
                lambda: stage.choose("talk", "first", "thank", seen=1),
                lambda: stage.choose("quiet", "still", "press", seen=1),
            ]
        )
        (found,) = at_once([stage.now])
    assert {type(each) for each in done} == {Dealing}, done
    assert isinstance(found, Dealing)
    assert found.stage is Standing.CLOSED
