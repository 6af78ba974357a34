"""What LMS and grade book make of our blocks: points, ticks, events, and what they cannot do."""

from __future__ import annotations

import re

import pytest
from xblock.core import XBlock
from xblock.exceptions import InvalidScopeError, NoSuchServiceError

from tests.blocks.platform_cases import BLOCKS, DESK, MILESTONE, OVERVIEW, TALK, Enter
from tests.blocks.platform_runtime import PlatformRuntime, StudioEditor, done_by_score
from tests.blocks.platform_runtime import points as book
from tests.blocks.platform_store import Platform
from tests.unit import milestone_samples
from xblocks.core.events import EVENTS
from xblocks.exercises.records import Exercise

pytestmark = pytest.mark.django_db


def choice(html: str, text: str) -> str:
    """Return the opaque name of a statement."""
    found = re.search(rf'value="(\w+)"><q>{text}</q>', html)
    assert found, html
    return found[1]


def play(runtime: PlatformRuntime, *texts: str, attempt: int = 1) -> None:
    """Play a talk to its end."""
    html = runtime.post(TALK, "begin", {"attempt": attempt - 1}).text
    for turn, text in enumerate(texts):
        form = {"attempt": attempt, "turn": turn, "statement": choice(html, text)}
        response = runtime.post(TALK, "say", form)
        assert response.status_int == 200
        html = response.text


def test_a_talk_scores_and_ticks_the_caller_and_nobody_else(
    enter: Enter, platform: Platform
) -> None:
    here = enter("LMS", "trainee")
    play(here, "«text one a»", "«text two a»")
    me = here.visitor.user.pk
    assert platform.grades == {(me, TALK): (1.0, 1.0)}
    assert platform.ticks == {(me, TALK): 1.0}
    assert set(platform.states) == {(me, TALK, "talks")}
    assert [name for _user, name, _facts in platform.events] == [
        "wbm.role_play.started",
        "wbm.role_play.said",
        "wbm.role_play.said",
        "wbm.role_play.finished",
    ]
    for user, name, facts in platform.events:
        assert user == me
        assert set(facts) == set(EVENTS[name].facts)


def test_a_worse_attempt_costs_nothing(enter: Enter, platform: Platform) -> None:
    here = enter("LMS", "trainee")
    play(here, "«text one a»", "«text two a»")
    play(here, "«text one b»", "«text two b»", attempt=2)
    assert platform.grades == {(here.visitor.user.pk, TALK): (1.0, 1.0)}


def test_a_practice_talk_ticks_without_points(enter: Enter, platform: Platform) -> None:
    platform.authored[TALK, "definition"] = {
        **platform.authored[TALK, "definition"],
        "scored": False,
    }
    here = enter("LMS", "trainee")
    play(here, "«text one a»", "«text two a»")
    assert platform.grades == {}
    assert platform.ticks == {(here.visitor.user.pk, TALK): 1.0}
    assert book(here.at(TALK)) is None


def test_masquerading_leaves_nothing_of_the_learner(enter: Enter, platform: Platform) -> None:
    here = enter("LMS", "masquerading")
    assert here.post(TALK, "begin", {"attempt": 0}).status_int == 403
    assert (platform.states, platform.grades, platform.ticks, platform.events) == ({}, {}, {}, [])


@pytest.mark.parametrize(
    ("usage_key", "nothing", "own", "given"),
    [
        (TALK, (0.0, 10.0), (5.0, 10.0), (8, 10)),
        (MILESTONE, (0.0, 100.0), (50.0, 100.0), (80, 100)),
        (OVERVIEW, None, None, None),
    ],
)
def test_possible_points_are_the_same_wherever_a_score_comes_from(
    enter: Enter,
    usage_key: str,
    nothing: tuple[float, float] | None,
    own: tuple[float, float] | None,
    given: tuple[int, int] | None,
) -> None:
    block = enter("LMS", "trainee").at(usage_key)
    half = (block.max_score() / 2, block.max_score())
    assert (book(block), book(block, own=half), book(block, given=given)) == (nothing, own, given)


def test_asking_gives_no_points(enter: Enter) -> None:
    assert book(enter("LMS", "trainee").at(DESK)) is None


def test_without_weight_a_milestone_counts_the_points_of_its_rubric(
    enter: Enter, platform: Platform
) -> None:
    platform.authored[MILESTONE, "weight"] = None
    here = enter("LMS", "trainee")
    here.at(MILESTONE).render("student_view")
    assert book(here.at(MILESTONE)) == (0.0, 100.0)
    assert Exercise.objects.get(usage_key=MILESTONE).weight == 100.0


def test_a_voluntary_milestone_has_no_score_and_is_ticked_by_its_decision(
    enter: Enter, platform: Platform
) -> None:
    platform.authored[MILESTONE, "definition"] = milestone_samples.data(rubric=None)
    block = enter("LMS", "trainee").at(MILESTONE)
    assert book(block) is None
    assert block.has_custom_completion


@pytest.mark.parametrize("usage_key", sorted({*BLOCKS} - {DESK}))  # a desk never has a score
def test_no_score_alone_ticks_an_exercise_of_ours(enter: Enter, usage_key: str) -> None:
    assert not done_by_score(type(enter("LMS", "trainee").at(usage_key)))


def test_only_overview_and_desk_are_ticked_by_being_seen(enter: Enter) -> None:
    here = enter("LMS", "trainee")
    seen = [
        usage_key
        for usage_key in BLOCKS
        if not here.at(usage_key).has_custom_completion and not here.at(usage_key).has_score
    ]
    assert seen == [OVERVIEW, DESK]


@pytest.mark.parametrize("place", ["LMS", "Studio preview", "Studio editor"])
@pytest.mark.parametrize("usage_key", BLOCKS)
def test_our_blocks_need_nothing_that_may_be_missing(
    enter: Enter, place: str, usage_key: str
) -> None:
    runtime = enter(place, "trainee")
    block = runtime.at(usage_key)
    asked = {
        name: kind
        for found in type(block).__mro__
        for name, kind in getattr(found, "_services_requested", {}).items()
    }
    assert set(asked) == {"user", "studio_user_permissions", "field-data", "i18n"} & set(asked)
    for name, kind in asked.items():
        assert kind == "want" or name in runtime.SERVICES


def test_this_platform_refuses_what_the_real_one_refuses(enter: Enter, platform: Platform) -> None:
    @XBlock.needs("submissions")
    class Needy(XBlock):
        pass

    runtime = enter("LMS", "trainee")
    with pytest.raises(NoSuchServiceError):
        runtime.service(Needy(runtime, scope_ids=runtime.at(TALK).scope_ids), "submissions")
    with pytest.raises(NoSuchServiceError):
        runtime.service(runtime.at(TALK), "submissions")
    editor = StudioEditor(platform, runtime.visitor)
    talk = editor.at(TALK)
    talk.talks = []
    with pytest.raises(InvalidScopeError):
        talk.save()
    talk = runtime.at(TALK)
    talk.display_name = "Other"
    with pytest.raises(InvalidScopeError):
        talk.save()
