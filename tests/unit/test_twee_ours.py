"""What we write as Twee 3 comes back exactly, also after Twine had it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings

from tests.export.test_dialogue_cases import CASES, LANGUAGES, dialogue
from tests.unit.definition_strategies import of_model
from tests.unit.dialogue_cases import Raw, dialogues, good, parsed
from xblocks.role_play.definition import Dialogue
from xblocks.role_play.twee import from_twee, to_twee


def through_twine(text: str) -> str:
    """What Twine makes of a file: it keeps names, tags, places and texts of passages.

    It takes the backslash from colons at the beginning of a line and puts it there again.
    """
    kept = []
    for passage in re.split(r"^(?=::)", text, flags=re.MULTILINE)[1:]:
        header, body = passage.split("\n", 1)
        body = re.sub(r"^\\:", ":", body.strip(), flags=re.MULTILINE)
        if header == ":: StoryData":
            data = json.loads(body)
            del data["tag-colors"]
            body = json.dumps(data)
        kept.append(header + "\n" + re.sub(r"^::", r"\\::", body, flags=re.MULTILINE) + "\n\n")
    return "".join(kept).replace("\n", "\r\n")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_the_cases_come_back_exactly_and_without_findings(case: str, language: str) -> None:
    definition = dialogue(case, language)
    text = to_twee(definition)
    for each in (text, through_twine(text)):
        assert from_twee(each) == (definition.model_dump(mode="json"), [])


@settings(max_examples=150)
@given(of_model(Dialogue))
def test_every_dialogue_the_schema_allows_comes_back_exactly(raw: Raw) -> None:
    definition = parsed(raw)
    text = to_twee(definition)
    text.encode()
    for each in (text, through_twine(text)):
        assert from_twee(each)[0] == definition.model_dump(mode="json")


@given(dialogues())
def test_a_dialogue_without_defects_brings_no_findings(definition: Dialogue) -> None:
    assert from_twee(to_twee(definition))[1] == []


def test_twine_finds_title_start_format_and_a_name_that_stays() -> None:
    text = to_twee(parsed())
    assert text.startswith(":: StoryTitle\n«title»\n\n:: StoryData\n")
    data = json.loads(text.split(":: StoryData\n")[1].split("\n\n")[0])
    assert re.fullmatch(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", data["ifid"])
    assert (data["start"], data["format"]) == ("one", "Harlowe")
    changed = good() | {"briefing": "«another»"}
    assert data["ifid"] in to_twee(parsed(changed))
    assert data["ifid"] not in to_twee(parsed(good() | {"title": "«other»"}))


def test_passages_are_scenes_and_links_are_answers() -> None:
    text = to_twee(parsed())
    scenes = re.findall(r"^:: ([a-z]+) \{", text, re.MULTILINE)
    assert scenes == ["one", "two"]
    assert "\n[[«text one a»->two]]\n@id a\n@effects trust +2, clarity +1\n" in text
    assert "\n@reveals worry if trust >= 6\n" in text


def test_passages_lie_apart_on_the_map_and_follow_the_talk() -> None:
    text = to_twee(dialogue("r1"))
    places = [
        (int(left), int(top))
        for left, top in re.findall(r'"position":"(\d+),(\d+)","size":"100,100"', text)
    ]
    assert len(set(places)) == len(places) == 7
    scenes = places[1:]
    assert [top for _left, top in scenes] == sorted({top for _left, top in scenes})


@pytest.mark.parametrize(
    "says",
    [
        ":: no header",
        "first\n:: no header",
        "@reply is no word of ours here",
        "a link [[to->two]] that is none",
        "back\\slash \\n \\\\",
        "[[[three]]]",
        "a\r\nb\rc",
        "a\u2028b\x00c\ufeff",
        "-> <- | ]] [[",
    ],
)
def test_text_that_looks_like_markup_stays_text(says: str) -> None:
    raw: Raw = good()
    raw["scenes"][0]["says"] = says
    raw["scenes"][0]["statements"][0]["text"] = says
    raw["title"] = raw["briefing"] = raw["criteria"][0]["label"] = says
    definition = parsed(raw)
    text = to_twee(definition)
    assert from_twee(text) == (definition.model_dump(mode="json"), [])
    assert len(re.findall(r"^::", text, re.MULTILINE)) == 6


def test_an_author_edits_text_in_twine_and_imports_again() -> None:
    text = to_twee(parsed()).replace("@says «says one»", "@says Good morning.\n\nSit down.")
    text = text.replace("[[«text one a»->two]]", "[[two<-Thank you.]]")
    raw: Any = good()
    raw["scenes"][0]["says"] = "Good morning.\n\nSit down."
    raw["scenes"][0]["statements"][0]["text"] = "Thank you."
    assert from_twee(text) == (parsed(raw).model_dump(mode="json"), [])


def test_a_scene_added_in_twine_is_a_draft_with_findings() -> None:
    text = to_twee(parsed()) + '\n:: A walk {"position":"1,2"}\nLet us go out.\n[[Yes.->one]]\n'
    raw, findings = from_twee(text)
    scene = raw["scenes"][-1]
    assert (scene["id"], scene["says"]) == ("a-walk", "Let us go out.")
    assert [(each["id"], each["text"], each["next"]) for each in scene["statements"]] == [
        ("a", "Yes.", "one")
    ]
    assert [each.code for each in findings] == [
        "few_links",
        "without_effects",
        "without_criteria",
        "without_reply",
        "without_feedback",
    ]
    assert {each.place[:2] for each in findings} == {("scenes", 2)}
