"""The pages of disturbances: what they show and what they keep to themselves."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.records.moderation_scenes_stage import Stage
from tests.unit.moderation_scene_cases import data


@pytest.fixture
def stage(db: None, plain_desk: None) -> Stage:
    return Stage()


def words(html: str) -> str:
    """Return what people read, without markup."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def assert_secret(page: str, *chosen: str, moments: tuple[str, ...] = ()) -> None:
    """No feedback of what was not chosen, no moment that has not come, no end of a scene."""
    shown = unescape(page)
    for scene in data()["scenes"]:
        for moment in scene["moments"]:
            assert (moment["happens"] in shown) == (moment["id"] in moments), moment["id"]
            for each in moment["interventions"]:
                assert (each["feedback"] in shown) == (each["id"] in chosen), each["id"]
    assert "breath" not in shown.replace("breathe", "")


def test_the_first_page_tells_what_may_happen_and_no_more(stage: Stage) -> None:
    page = stage.page()
    assert "Somebody talks a lot" in page
    assert "<strong>moderate</strong>" in page
    assert_secret(page)


def test_who_has_begun_finds_all_scenes_and_the_next_one(stage: Stage) -> None:
    page = stage.post("begin", round="0").content.decode()
    assert "0 of 2 scenes done" in page
    assert "Go on: Scene talk" in page
    assert_secret(page)
    stage.play(("talk", "first", "thank"))
    told = words(stage.page())
    assert "1 of 2 scenes done" in told
    assert "Go on: Scene quiet" in told
    assert "Scene talk Somebody talks a lot done" in told


def test_a_scene_shows_its_moment_and_keeps_back_what_the_choices_do(stage: Stage) -> None:
    stage.begin()
    page = stage.page("talk")
    assert "Situation of talk." in page
    assert "Cause of talk" in page
    for name in ("look", "thank", "rule", "wait"):
        assert f"You do {name}." in page
    assert "fits now" not in page
    assert_secret(page, moments=("first",))


def test_a_choice_is_told_at_once_and_leads_on(stage: Stage) -> None:
    stage.begin()
    response = stage.post("choose", "talk", moment="first", intervention="look")
    page = response.content.decode()
    told = words(page)
    assert response.status_code == 200
    assert "too soft 1 of 3 points Feedback on look." in told
    assert "notice it ● you" in told
    assert "name it ✓ fits now" in told
    assert "You do thank." not in told, "what else there was stays untold in an open round"
    assert_secret(page, "look", moments=("first", "second"))
    page = stage.post("choose", "talk", moment="second", intervention="ask").content.decode()
    assert "Closing of talk." in page
    assert "Next scene: Scene quiet" in page


def test_after_the_last_scene_the_profile_tells_how_far_one_went(stage: Stage) -> None:
    stage.begin()
    stage.play(("talk", "first", "look"), ("talk", "second", "shout"))
    page = stage.post("choose", "quiet", moment="still", intervention="breathe").content.decode()
    assert "See your profile" in page
    page = stage.page()
    told = words(page)
    assert "38 % 3 of 8 points 1 too soft 1 fitting 0 too strong 1 no intervention" in told
    assert "Somebody talks a lot Scene talk 1 of 6 points Silence Scene quiet 2 of 2 points" in told
    assert re.search(r"<th scope=\"row\">clarify it</th><td[^>]*>0</td><td[^>]*>0</td>", page)
    assert "Take a <strong>breath</strong>." in page
    assert "Your best round reached" not in page


def test_a_closed_round_tells_what_else_could_have_been_done(stage: Stage) -> None:
    stage.begin()
    stage.play()
    told = words(stage.page("talk"))
    assert "What else you could have done" in told
    assert "You do thank. fitting Feedback on thank." in told
    assert "Back to your profile" in told


def test_a_second_round_names_the_best_one(stage: Stage) -> None:
    stage.begin()
    stage.play(("talk", "first", "thank"), ("quiet", "still", "breathe"))
    assert "Scene talk" in stage.post("begin").content.decode()
    stage.play()
    assert "This was round 2. Your best round reached 100 %." in words(stage.page())


def test_another_tab_gets_the_scene_as_it_is_now(stage: Stage) -> None:
    stage.begin()
    stage.choose("talk", "first", "look")
    late = stage.post("choose", "talk", moment="first", intervention="thank")
    assert (late.status_code, late["X-WBM-Refusal"]) == (409, "already_chosen")
    page = late.content.decode()
    assert "In a new round you can choose again." in page
    assert_secret(page, "look", moments=("first", "second"))
    stage.play(("talk", "second", "ask"), ("quiet", "still", "breathe"))
    stage.begin(seen=1)
    late = stage.post("choose", "talk", round="1", moment="first", intervention="look")
    assert (late.status_code, late["X-WBM-Refusal"]) == (409, "other_round")
    early = stage.post("begin", round="2")
    assert (early.status_code, early["X-WBM-Refusal"]) == (409, "round_open")
    assert "0 of 2 scenes done" in early.content.decode()


def test_without_scripts_every_step_leads_back_to_a_page(stage: Stage) -> None:
    assert stage.post("begin", round="0", htmx=False)["Location"] == stage.url()
    form = {"moment": "first", "intervention": "look"}
    chosen = stage.post("choose", "talk", htmx=False, **form)
    assert chosen["Location"].startswith(f"{stage.url('scene', 'talk')}#")
    anchor = chosen["Location"].partition("#")[2]
    page = stage.browser(htmx=False).get(chosen["Location"]).content.decode()
    assert f'id="{anchor}"' in page
    assert "<html" in page


def test_forms_that_make_no_sense_are_refused(stage: Stage) -> None:
    stage.begin()
    form = {"moment": "first", "intervention": "look"}
    for number in ("", "x", "-1", "²", "9" * 12):
        assert stage.post("choose", "talk", round=number, **form).status_code == 400
    assert stage.post("choose", "nowhere", **form).status_code == 404
    assert stage.post("choose", "talk", moment="first").status_code == 404
    assert stage.browser().get(stage.url("choose", "talk")).status_code == 405
    assert stage.browser().get(stage.url("scene", "nowhere")).status_code == 404
    assert stage.now().round.passages["talk"].chosen == ()


def test_a_scene_before_the_beginning_leads_to_the_beginning(stage: Stage) -> None:
    assert stage.browser().get(stage.url("scene", "talk"))["Location"] == stage.url()


def test_scenes_of_another_course_do_not_exist(stage: Stage) -> None:
    other = Stage()
    assert other.browser().get(stage.url()).status_code == 403
    crossed = stage.url().replace(stage.scenes.usage_key, other.scenes.usage_key)
    assert stage.browser().get(crossed).status_code == 404


def test_everybody_sees_their_own_round_alone(stage: Stage) -> None:
    stage.begin()
    stage.play()
    for actor in (stage.ben, stage.tom):
        assert_secret(stage.page(actor=actor))


def test_pages_take_few_statements(stage: Stage, django_assert_max_num_queries: object) -> None:
    stage.begin()
    browser = stage.browser()
    browser.get(stage.url())
    for url in (stage.url(), stage.url("scene", "talk")):
        with django_assert_max_num_queries(9):  # type: ignore[operator]
            assert browser.get(url).status_code == 200
