"""Disturbances: what was done is played again, judged by rungs, and told as a profile."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.moderation_scene_cases import data, definition
from xblocks.moderation.domain.dealing import (
    Fit,
    Obstacle,
    Round,
    Tendency,
    chosen_of,
    fit_of,
    offered,
    play,
)
from xblocks.moderation.scenes import RUNGS, Intervention, Moment, Scene

TALK, QUIET = definition().scenes
RUNG = st.sampled_from([*RUNGS])


def played(*chosen: tuple[str, str, str], scenes: list[Scene] | None = None) -> Round:
    here = Round(scenes or definition().scenes)
    for each in chosen:
        here = here.choose(*each)
    return here


@st.composite
def scenes(draw: st.DrawFn) -> list[Scene]:
    """Scenes with one to four moments; interventions lead to any later moment or end the scene."""
    found = []
    for number in range(draw(st.integers(1, 4))):
        count = draw(st.integers(1, 4))
        moments = []
        for place in range(count):
            later = [None, *(f"m{each}" for each in range(place + 1, count))]
            some = [
                Intervention(
                    id=f"i{each}",
                    text="Do",
                    rung=draw(st.none() | RUNG),
                    points=draw(st.integers(0, 3)),
                    feedback="So",
                    leads=draw(st.sampled_from(later)),
                )
                for each in range(draw(st.integers(2, 4)))
            ]
            moments.append(
                Moment(id=f"m{place}", happens="It", fits=draw(RUNG), interventions=some)
            )
        disturbance = draw(st.sampled_from(["talker", "silence", "drift"]))
        found.append(
            Scene(
                id=f"s{number}",
                title="Scene",
                disturbance=disturbance,
                situation="There",
                moments=moments,
                closing="So it is",
            )
        )
    return found


@st.composite
def rounds(draw: st.DrawFn) -> Round:
    """Rounds played to some point, scene by scene in any order."""
    here = Round(draw(scenes()))
    for _step in range(draw(st.integers(0, 16))):
        open_ones = [each for each in here.passages.values() if each.moment]
        if not open_ones:
            break
        passage = draw(st.sampled_from(open_ones))
        assert passage.moment is not None
        one = draw(st.sampled_from(passage.moment.interventions))
        here = here.choose(passage.scene.id, passage.moment.id, one.id)
    return here


@pytest.mark.parametrize(
    ("rung", "fit"),
    [
        ("notice", Fit.SOFT),
        ("name", Fit.FITTING),
        ("clarify", Fit.STRONG),
        ("agree", Fit.STRONG),
        (None, Fit.NONE),
    ],
)
def test_a_rung_below_is_too_soft_and_one_above_too_strong(rung: str | None, fit: Fit) -> None:
    moment = TALK.moments[0]
    one = moment.interventions[0].model_copy(update={"rung": rung})
    assert fit_of(moment, one) is fit


def test_an_intervention_leads_on_or_ends_the_scene() -> None:
    assert play(TALK).moment == TALK.moments[0]
    later = play(TALK, ["look"])
    assert later.moment == TALK.moments[1]
    assert not later.ended
    assert play(TALK, ["look", "ask"]).ended
    assert play(TALK, ["thank"]).ended


def test_what_belongs_to_no_moment_is_left_out_with_what_follows() -> None:
    assert play(TALK, ["ask", "look"]).chosen == ()
    assert play(TALK, ["look", "thank", "ask"]).chosen == ("look",)
    assert play(TALK, ["thank", "ask"]).chosen == ("thank",)


def test_each_moment_is_decided_once() -> None:
    here = played(("talk", "first", "look"))
    assert here.obstacle("talk", "first", "look") is Obstacle.SAME
    assert here.obstacle("talk", "first", "thank") is Obstacle.OTHER
    assert here.obstacle("talk", "second", "ask") is None
    with pytest.raises(ValueError, match="other"):
        here.choose("talk", "first", "thank")


@pytest.mark.parametrize(
    "there",
    [
        ("nowhere", "first", "look"),
        ("talk", "second", "ask"),
        ("talk", "first", "ask"),
        ("talk", "", ""),
        ("quiet", "first", "look"),
    ],
)
def test_what_does_not_happen_now_cannot_be_chosen(there: tuple[str, str, str]) -> None:
    assert Round(definition().scenes).obstacle(*there) is Obstacle.UNKNOWN


def test_the_next_scene_is_looked_for_after_the_present_one_and_then_from_the_first() -> None:
    here = Round(definition().scenes)
    assert here.following() == here.passages["talk"]
    assert here.following("talk") == here.passages["quiet"]
    assert here.following("quiet") == here.passages["talk"]
    here = played(("talk", "first", "thank"), ("quiet", "still", "press"))
    assert here.following() is None
    assert here.over


def test_the_profile_counts_by_what_would_have_fitted_and_by_disturbance() -> None:
    here = played(
        ("talk", "first", "rule"), ("talk", "second", "shout"), ("quiet", "still", "breathe")
    )
    told = here.profile()
    assert list(told.rungs) == ["notice", "name", "clarify"], "in the order of the ladder"
    assert told.rungs["name"].fits == {Fit.STRONG: 1}
    assert told.rungs["clarify"].fits == {Fit.NONE: 1}
    assert told.rungs["notice"].fits == {Fit.FITTING: 1}
    talker, silence = told.disturbances["talker"], told.disturbances["silence"]
    assert (talker.points, talker.attainable) == (1, 6)
    assert (silence.points, silence.attainable) == (2, 2)
    assert told.whole.share == Fraction(3, 8)


@pytest.mark.parametrize(
    ("chosen", "tendency"),
    [
        ([("talk", "first", "thank"), ("quiet", "still", "breathe")], Tendency.FITTING),
        ([("talk", "first", "look"), ("talk", "second", "ask")], Tendency.SOFT),
        ([("talk", "first", "rule"), ("quiet", "still", "press")], Tendency.STRONG),
        ([("talk", "first", "wait"), ("talk", "second", "shout")], Tendency.NONE),
        ([("talk", "first", "look"), ("quiet", "still", "press")], Tendency.MIXED),
        (
            [("talk", "first", "look"), ("talk", "second", "ask"), ("quiet", "still", "breathe")],
            Tendency.FITTING,
        ),
    ],
)
def test_the_tendency_is_what_most_misses_have_in_common(
    chosen: list[tuple[str, str, str]], tendency: Tendency
) -> None:
    assert played(*chosen).profile().tendency is tendency


@given(rounds())
def test_the_text_of_a_round_gives_the_same_round(here: Round) -> None:
    again = Round(here.scenes, chosen_of(here.text()))
    assert again.passages == here.passages


@given(rounds())
def test_a_profile_counts_every_deed_once_and_shares_lie_between_0_and_1(here: Round) -> None:
    told = here.profile()
    deeds = sum(len(each.deeds) for each in here.passages.values())
    assert told.whole.deeds == deeds
    for lines in (told.rungs.values(), told.disturbances.values()):
        assert sum(each.deeds for each in lines) == deeds
        assert sum(each.points for each in lines) == told.whole.points
    assert 0 <= told.whole.share <= 1


@given(scenes())
def test_whoever_takes_the_best_each_time_gets_all_there_is(some: list[Scene]) -> None:
    here = Round(some)
    while (passage := here.following()) and passage.moment:
        best = max(passage.moment.interventions, key=lambda each: each.points)
        here = here.choose(passage.scene.id, passage.moment.id, best.id)
    whole = here.profile().whole
    assert whole.points == whole.attainable
    assert here.over


@given(rounds(), st.randoms())
def test_the_order_in_which_scenes_are_played_does_not_matter(here: Round, chance: object) -> None:
    names = list(here.chosen)
    chance.shuffle(names)  # type: ignore[attr-defined]
    again = Round(here.scenes, {name: here.chosen[name] for name in names})
    assert again.profile() == here.profile()


@given(scenes(), st.integers(1, 50))
def test_every_round_offers_the_same_in_an_order_of_its_own(some: list[Scene], number: int) -> None:
    for each in some[0].moments:
        ids = [one.id for one in offered(each, number)]
        assert sorted(ids) == sorted(one.id for one in each.interventions)
        assert ids == [one.id for one in offered(each, number)]


def test_the_place_among_the_interventions_does_not_tell_the_best() -> None:
    moment = TALK.moments[0]
    places = {[each.id for each in offered(moment, n)].index("thank") for n in range(1, 40)}
    assert places == {0, 1, 2, 3}


def test_the_other_interventions_of_a_deed_come_best_first() -> None:
    deed = play(TALK, ["wait"]).deeds[0]
    assert [each.id for each in deed.others] == ["thank", "look", "rule"]


def test_the_small_case_is_a_sound_definition() -> None:
    assert definition(**data()) == definition()
