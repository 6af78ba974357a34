"""Authors are told what is wrong with a moderation exercise, and where."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.moderation_plans import FAULTY, MS1, MS1_SCENARIO, changed
from xblocks.exercises.editing.problems import check as checked
from xblocks.exercises.editing.tools import EditorTools
from xblocks.moderation.definition import CardBoard, Interventions, PlanExercise, adapter
from xblocks.moderation.domain.defects import WARNINGS, check
from xblocks.moderation.planned import Row

Place = tuple[str | int, ...]
FRAME = {"title": "Titel", "intro": "Worum es geht."}
MEASURE = {"what": "Schulung planen", "who": "Kim Muster", "sign": "Plan hängt", "days": 30}
RUBRIC = {
    "criteria": [{"id": "c1", "label": "Begründung", "weight": 100, "levels": ["nein", "ja"]}]
}
COLLECT = {"kind": "collect", "id": "s1", "title": "Sammeln", "task": "Was müssen wir können?"}
VOTE = {"kind": "vote", "id": "s2", "title": "Punkten", "task": "Wie geht es uns?"}


def found(definition: PlanExercise | CardBoard | Interventions) -> list[tuple[str, Place]]:
    return [(each.code, each.place) for each in check(definition)]


def plan(**changes: Any) -> PlanExercise:
    """The first model plan as an exercise."""
    known = {
        "kind": "plan",
        **FRAME,
        "scenario": MS1_SCENARIO.model_dump(),
        "model": dumped(MS1),
        "measures": [MEASURE],
        "why": "Wegen der Hierarchie im Raum.",
    }
    return PlanExercise.model_validate({**known, **changes})


def dumped(rows: tuple[Row, ...]) -> list[dict[str, Any]]:
    return [each.model_dump() for each in rows]


def meeting(**changes: Any) -> dict[str, Any]:
    return {**MS1_SCENARIO.model_dump(), **changes}


def board(*steps: dict[str, Any]) -> CardBoard:
    return CardBoard.model_validate({"kind": "card_board", **FRAME, "steps": list(steps)})


def act(name: str, points: int, rung: str | None = None, **more: Any) -> dict[str, Any]:
    said = {"id": name, "text": f"Ich tue {name}.", "feedback": "So wirkt es."}
    return {**said, "points": points, "rung": rung, **more}


def moment(name: str, *acts: dict[str, Any], fits: str = "name") -> dict[str, Any]:
    usual = (act("a", 0), act("b", 3, fits))
    return {"id": name, "happens": "Es geschieht.", "fits": fits, "interventions": acts or usual}


def scene(*moments: dict[str, Any], **changes: Any) -> dict[str, Any]:
    known = {
        "id": "sz1",
        "title": "Jemand redet viel",
        "disturbance": "talker",
        "situation": "Runde von zehn.",
        "closing": "Danken und weitergeben.",
    }
    return {**known, "moments": moments or [moment("m1")], **changes}


def scenes(*some: dict[str, Any]) -> Interventions:
    return Interventions.model_validate({"kind": "interventions", **FRAME, "scenes": some})


def test_definitions_without_faults_have_no_findings() -> None:
    vote = {**VOTE, "budget": 1, "cap": 1, "scale": ["gut", "schlecht"]}
    for definition in (plan(), plan(start=dumped(FAULTY)), board(COLLECT, vote), scenes(scene())):
        assert check(definition) == []


def test_model_plan_that_breaks_rules_is_told_at_its_rows_and_measures() -> None:
    broken = changed("r8", changed("r4", method=None), visual=False)
    both = plan(model=dumped(broken), measures=[MEASURE, {**MEASURE, "days": None}])
    assert found(both) == [
        ("model-breaks-rule", ("model", "r4", "method")),
        ("model-breaks-rule", ("measures", 1, "days")),
        ("model-breaks-rule", ("model", "r8", "visual")),
    ]
    message = str(check(both)[0].message)
    assert message.startswith("The model plan breaks rule R06. This row has no method. Choose")


def test_model_plan_without_measures_and_with_wrong_minutes_is_told_as_a_whole() -> None:
    assert found(plan(measures=[])) == [("model-breaks-rule", ("measures",))]
    longer = plan(scenario=meeting(minutes=121))
    assert ("model-breaks-rule", ("model",)) in found(longer)


def test_no_model_plan_and_no_reasons_are_told() -> None:
    assert found(plan(model=[])) == [("model-missing", ("model",))]
    assert found(plan(why=None)) == [("model-unexplained", ("why",))]


def test_plan_to_be_mended_that_keeps_all_rules_is_told() -> None:
    assert found(plan(start=dumped(MS1))) == [("nothing-to-mend", ("start",))]
    assert found(plan(start=dumped(changed("r8", visual=False)))) == []


def test_breaks_with_a_method_and_parts_of_nothing_are_told() -> None:
    assert found(plan(model=dumped(changed("r6", method="KGA")))) == [
        ("method-idle", ("model", "r6", "method"))
    ]
    assert found(plan(start=dumped(changed("f2", FAULTY, continues=True)))) == [
        ("goes-on-with-nothing", ("start", "f2", "continues"))
    ]
    assert found(plan(start=dumped(changed("f3", FAULTY, continues=True)))) == [
        ("goes-on-with-nothing", ("start", "f3", "continues"))
    ]


@pytest.mark.parametrize(("people", "places"), [(14, 0), (2, 6), (61, 2), (101, 4)])
def test_groups_no_method_suits_are_told(people: int, places: int) -> None:
    told = found(plan(model=[], scenario=meeting(participants=people)))
    place = ("scenario", "participants")
    assert told == [("nobody-fits", place)] * places + [("model-missing", ("model",))]


@pytest.mark.parametrize(("minutes", "told"), [(43, True), (44, False), (120, False)])
def test_meetings_too_short_for_all_phases_are_told(minutes: int, told: bool) -> None:
    short = plan(model=[], scenario=meeting(minutes=minutes, participants=8))
    assert (("time-too-short", ("scenario", "minutes")) in found(short)) is told


def test_rubric_that_counts_nothing_is_told() -> None:
    assert found(plan(rubric=RUBRIC, check_share=100)) == [("rubric-idle", ("check_share",))]
    assert found(plan(rubric=RUBRIC, check_share=99)) == []
    assert found(plan(check_share=100)) == []


def test_votes_whose_numbers_do_not_go_together_are_told() -> None:
    place = ("steps", "s2")
    assert found(board(COLLECT, {**VOTE, "budget": 1})) == [("cap-idle", (*place, "cap"))]
    assert found(board(COLLECT, {**VOTE, "budget": 2})) == []
    assert found(board(COLLECT, VOTE)) == []
    scale = {**VOTE, "scale": ["gut", "mittel", "Gut"], "budget": 7}
    assert found(board(scale)) == [
        ("field-twice", (*place, "scale", 2)),
        ("dots-left-over", (*place, "budget")),
    ]
    assert found(board({**VOTE, "scale": ["gut", "schlecht"]})) == [("cap-idle", (*place, "cap"))]


def test_anonymous_cards_everybody_sees_appear_are_told() -> None:
    for anonymity in ("anonymous", "chosen"):
        seen = {**COLLECT, "hidden": False, "anonymity": anonymity}
        assert found(board(seen)) == [("seen-at-once", ("steps", "s1", "hidden"))]
    assert found(board({**COLLECT, "hidden": False})) == []
    assert found(board({**COLLECT, "anonymity": "anonymous"})) == []


def test_steps_and_scenes_of_one_title_are_told() -> None:
    again = {**COLLECT, "id": "s9", "title": "sammeln"}
    assert found(board(COLLECT, again)) == [("title-twice", ("steps", "s9", "title"))]
    other = scene(id="sz2", title="JEMAND REDET VIEL")
    assert found(scenes(scene(), other)) == [("title-twice", ("scenes", "sz2", "title"))]


def test_moment_in_which_nothing_fits_is_an_error() -> None:
    wrong = scenes(scene(moment("m1", act("a", 0), act("b", 3, "agree"))))
    assert found(wrong) == [("nothing-fits", ("scenes", "sz1", "moments", "m1", "fits"))]
    assert "“name it”" in str(check(wrong)[0].message)
    assert "nothing-fits" not in WARNINGS


def test_moments_nobody_reaches_are_told() -> None:
    leading = moment("m1", act("a", 0, leads="m3"), act("b", 3, "name"))
    lost = moment("m2", act("a", 0, leads="m3"), act("b", 3, "name"))
    assert found(scenes(scene(leading, lost, moment("m3")))) == [
        ("moment-unreached", ("scenes", "sz1", "moments", "m2"))
    ]


def test_unfit_interventions_that_give_more_points_are_told() -> None:
    better = moment("m1", act("a", 2, "notice"), act("b", 1, "name"), act("c", 0))
    place = ("scenes", "sz1", "moments", "m1", "interventions", "a", "points")
    assert found(scenes(scene(better))) == [("unfit-worth-more", place)]


def test_interventions_that_are_alike_are_told() -> None:
    alike = moment("m1", act("a", 1), act("b", 1, "name", text="ICH TUE A."))
    place = ("scenes", "sz1", "moments", "m1", "interventions")
    assert found(scenes(scene(alike))) == [
        ("all-alike", place),
        ("said-twice", (*place, "b", "text")),
    ]


PROBLEMS = [
    (
        scenes(scene(moment("m1", act("a", 0), act("b", 3)))),
        (("scenes", 0, "moments", 0, "fits"), False),
    ),
    (plan(measures=[{**MEASURE, "who": "alle"}]), (("measures", 0, "who"), True)),
    (plan(model=dumped(changed("r8", visual=False))), (("model", 7, "visual"), True)),
    (board(COLLECT, {**VOTE, "budget": 1}), (("steps", 1, "cap"), True)),
]


@pytest.mark.parametrize(("definition", "problem"), PROBLEMS)
def test_the_editor_lets_warnings_pass_and_shows_them_at_their_field(
    definition: PlanExercise | CardBoard | Interventions, problem: tuple[Place, bool]
) -> None:
    tools = EditorTools(check=check, warnings=WARNINGS)
    head = {"display_name": "Eine Übung", "weight": 1.0}
    document = {**head, "definition": definition.model_dump(mode="json")}
    problems = [(each.path, each.warning) for each in checked(adapter, document, tools).problems]
    path, warning = problem
    assert problems == [(("definition", *path), warning)]
