"""Plans, boards and disturbances hold what `curriculum-facts 3.4–3.8` says, in both languages."""

from __future__ import annotations

import random
import re
from typing import get_args

import pytest

from course_export.build import CONTENT
from course_export.curriculum.language import LANGUAGES, Language
from course_export.curriculum.loader import load_course
from tests.export.moderation_content_cases import (
    BOARDS,
    FILES,
    PLANS,
    board,
    definition,
    disturbances,
    model_checked,
    planned,
    start_checked,
)
from xblocks.moderation.domain import defects
from xblocks.moderation.domain.catalogue import CATALOGUE, GUIDE
from xblocks.moderation.domain.dealing import Fit, Round, Tendency
from xblocks.moderation.scenes import Disturbance, Intervention, Moment, Rung

both = pytest.mark.parametrize("language", LANGUAGES)

ROWS = {
    "ms1": """
        P1 BEG 5
        P1 EIN 5
        P2 KAR 15
        P2 CLU 10
        P3 MPA 8
        break - 10
        P4 KGA 35
        P5 MAP 15
        P6 BLI 10
        buffer - 7
    """,
    "ms2": """
        P1 BEG 5
        P1 EIN 10
        P2 KAR 15
        P2 CLU 10
        P3 MPA 10
        P4 WCA 40
        break - 15
        P4 WCA 35
        P5 MAP 20
        P6 ZIE 10
        buffer - 10
    """,
}
FRAMES = {
    "ms1": (14, 120, "14:00", 60, 60, True, False),
    "ms2": (28, 180, "09:00", 120, 150, False, True),
    "faulty-plan": (28, 180, "09:00", 120, 150, False, True),
}
FAULTS = ("R01", "R03", "R06", "R07", "R10", "R11", "R12", "R13", "R14", "R15")


@both
@pytest.mark.parametrize("name", FILES)
def test_nothing_is_wrong_with_a_definition(name: str, language: Language) -> None:
    assert defects.check(definition(name, language)) == []


@both
@pytest.mark.parametrize("name", ROWS)
def test_model_plans_are_those_of_the_curriculum(name: str, language: Language) -> None:
    rows = [
        (row.phase, row.method or "-", str(row.minutes)) for row in planned(name, language).model
    ]
    assert rows == [tuple(line.split()) for line in ROWS[name].strip().splitlines()]


@both
@pytest.mark.parametrize("name", FRAMES)
def test_scenarios_are_those_of_the_curriculum(name: str, language: Language) -> None:
    it = planned(name, language).scenario
    assert FRAMES[name] == (
        *(it.participants, it.minutes, it.begins, it.cards, it.dots, it.hierarchy, it.sensitive),
    )


@both
@pytest.mark.parametrize("name", PLANS)
def test_model_plans_have_all_points(name: str, language: Language) -> None:
    checked = model_checked(name, language)
    assert checked.findings == ()
    assert (checked.points, checked.passed) == (30, True)


@both
def test_the_faulty_plan_breaks_exactly_the_rules_of_the_curriculum(language: Language) -> None:
    checked = start_checked("faulty-plan", language)
    assert checked.rules == FAULTS
    assert not checked.passed
    assert sum(row.minutes for row in planned("faulty-plan", language).start) == 160
    assert re.search(
        rf"\b{checked.points}\s+(Punkten|points)", planned("faulty-plan", language).intro
    )


@both
def test_own_plans_begin_empty_and_ask_for_reasons_and_a_plan_b(language: Language) -> None:
    for name in ("ms1", "ms2"):
        found = planned(name, language)
        assert found.start == []
        assert found.reasons
        assert found.plan_b
    assert (planned("ms1", language).rubric, planned("faulty-plan", language).rubric) == (
        None,
        None,
    )


@both
def test_trainers_rate_the_second_plan_beside_the_rules(language: Language) -> None:
    found = planned("ms2", language)
    assert found.rubric is not None
    assert sum(each.weight for each in found.rubric.criteria) == 100
    assert f"{found.check_share}" in found.intro
    assert f"{found.revision_days}" in found.intro


@both
@pytest.mark.parametrize("name", PLANS)
def test_visible_methods_are_made_visible_in_model_plans(name: str, language: Language) -> None:
    for row in planned(name, language).model:
        if row.method:
            assert row.visual == (CATALOGUE[row.method].visible == "yes"), row.id


@both
@pytest.mark.parametrize("name", BOARDS)
def test_boards_follow_the_cycle_and_keep_cards_hidden(name: str, language: Language) -> None:
    steps = board(name, language).steps
    kinds = [each.kind for each in steps if not getattr(each, "scale", None)]
    assert kinds == ["collect", "arrange", "vote", "plan"]
    for step in steps:
        if step.kind == "collect":
            assert step.hidden
        if step.kind == "vote" and not step.scale:
            assert (step.budget, step.cap) == (None, 2)
        if step.kind == "vote" and step.scale:
            assert (step.budget, step.cap) == (1, 1)


@both
def test_each_board_is_for_its_group(language: Language) -> None:
    assert {name: board(name, language).group for name in BOARDS} == {
        "team-board": "team",
        "seminar-board": "seminar",
        "district-board": "district",
    }


@both
def test_all_disturbances_of_the_curriculum_are_dealt_with_once(language: Language) -> None:
    scenes = disturbances(language).scenes
    assert sorted(each.disturbance for each in scenes) == sorted(get_args(Disturbance))
    for scene in scenes:
        assert 2 <= len(scene.moments) <= 4, scene.id
        assert scene.causes, scene.id


def moments() -> list[tuple[str, Moment]]:
    return [(scene.id, each) for scene in disturbances("de").scenes for each in scene.moments]


@pytest.mark.parametrize(("scene", "moment"), moments(), ids=lambda it: getattr(it, "id", it))
def test_the_best_intervention_is_one_and_fits(scene: str, moment: Moment) -> None:
    best = [each for each in moment.interventions if each.points == 3]
    assert len(best) == 1
    assert best[0].rung == moment.fits
    for each in moment.interventions:
        assert (each.rung is None) <= (each.points == 0), each.id
        assert len(each.feedback) > 40, each.id


def test_every_rung_is_what_fits_somewhere() -> None:
    assert {each.fits for _scene, each in moments()} == set(get_args(Rung))


def test_the_best_answer_is_not_told_by_its_length() -> None:
    longest = [
        max(each.interventions, key=lambda it: len(it.text)).points == 3
        for _scene, each in moments()
    ]
    assert sum(longest) <= len(longest) / 3


def played(pick: object) -> Round:
    at = Round(disturbances("de").scenes)
    while (passage := at.following()) is not None:
        assert passage.moment is not None
        assert callable(pick)
        at = at.choose(passage.scene.id, passage.moment.id, pick(passage.moment).id)
    return at


def test_choosing_best_gets_all_points_and_a_fitting_profile() -> None:
    best = played(lambda it: max(it.interventions, key=lambda each: each.points)).profile()
    assert best.whole.share == 1
    assert best.tendency is Tendency.FITTING
    assert set(best.whole.fits) == {Fit.FITTING}


def test_choosing_worst_gets_none() -> None:
    worst = played(lambda it: min(it.interventions, key=lambda each: each.points)).profile()
    assert worst.whole.share < 0.1


def test_choosing_at_random_is_far_from_good() -> None:
    chance = random.Random(2027)

    def anything(moment: Moment) -> Intervention:
        return chance.choice(moment.interventions)

    shares = [float(played(anything).profile().whole.share) for _round in range(200)]
    assert 0.25 <= sum(shares) / len(shares) <= 0.55


@both
def test_it_stands_where_the_curriculum_puts_it(language: Language) -> None:
    """The lesson, the faulty plan and the draft of MS1 before day 4; MS2 and teams after it."""
    course = load_course(CONTENT, language).course
    sections = list(course.sections())
    places = {
        block.id: section
        for section in sections
        for unit in section.units
        for block in unit.blocks
        if block.id in FILES
    }
    assert {name: (each.id, each.week, each.grade) for name, each in places.items()} == {
        "faulty-plan": ("plan-training", 9, "training"),
        "ms1": ("plan-1", 11, "plan"),
        "seminar-board": ("day-4", 10, None),
        "disturbances": ("disturbances-training", 10, None),
        "team-board": ("team-topics", 12, None),
        "ms2": ("plan-2", 15, "plan"),
        "district-board": ("district-topics", 19, None),
    }
    order = [section.id for section in sections]
    wanted = ["o1", "plan-training", "plan-1", "day-4", "disturbances-training", "o2", "plan-2"]
    assert [each for each in order if each in wanted] == wanted
    (online,) = [section for section in sections if section.id == "o1"]
    units = [unit.id for unit in online.units]
    assert {"lesson-cycle", "lesson-methods", "lesson-visual"} <= set(units)


@both
def test_a_plan_weighs_as_much_as_a_talk(language: Language) -> None:
    course = load_course(CONTENT, language).course
    works = [section.grade for section in course.sections() if section.grade]
    share = {kind.id: kind.share / works.count(kind.id) for kind in course.grading.types}
    assert share["plan"] == pytest.approx(share["talk"])
    assert share["training"] <= 0.05


@both
def test_the_lesson_holds_the_whole_catalogue_and_the_guide_of_the_phases(
    language: Language,
) -> None:
    methods = (CONTENT / f"pages/lessons/methods.{language}.md").read_text("utf-8")
    for code, method in CATALOGUE.items():
        (line,) = [each for each in methods.splitlines() if each.startswith(f"| **{code}**")]
        cells = [each.strip() for each in line.strip("|").split("|")]
        assert cells[1] == ", ".join(method.phases), code
        assert cells[2].startswith(f"{method.smallest}–{method.largest}"), code
        low, high = (f"{float(each):g}" for each in (method.shortest, method.longest))
        assert cells[3].replace(",", ".").startswith(f"{low}–{high}"), code
    cycle = (CONTENT / f"pages/lessons/cycle.{language}.md").read_text("utf-8")
    for phase, (least, most) in GUIDE.items():
        (line,) = [each for each in cycle.splitlines() if each.startswith(f"| **{phase} ")]
        assert f"{least}–{most}" in line, phase
