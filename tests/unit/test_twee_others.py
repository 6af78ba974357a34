"""Files of Twine authors come in as drafts that say what is missing; no text does harm."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.dialogue_cases import good, parsed
from xblocks.core.errors import Refusal
from xblocks.exercises.editing.document import form_of
from xblocks.role_play.definition import adapter
from xblocks.role_play.twee import from_twee, to_twee
from xblocks.role_play.twee.findings import (
    LARGEST,
    NotTwee,
    TooManyLinks,
    TooManyPassages,
    TweeTooLarge,
)

PLAIN = """:: StoryTitle
In the workshop

:: StoryData
{"ifid": "D674C58C-DEFA-4F70-B7A2-27742230C0FC", "start": "Der Anfang"}

:: Der Anfang {"position":"100,100"}
Uwe looks up from the machine.
[[Do you have a minute?->Die Größe]]
[[Schluss<-I come back later.]]
[[Nothing|Der Anfang]]

:: Die Größe [tag]
He nods and says [[go on->Schluss]].
[[Schluss]]

:: Schluss
The bell rings.
"""


def codes(text: str) -> list[str]:
    return [each.code for each in from_twee(text)[1]]


def told(text: str, code: str) -> list[str]:
    return [str(each.message) for each in from_twee(text)[1] if each.code == code]


def test_scenes_answers_and_endings_are_drafted_from_plain_passages() -> None:
    raw, _findings = from_twee(PLAIN)
    assert (raw["title"], raw["start"]) == ("In the workshop", "der-anfang")
    assert [
        (scene["id"], scene["says"], [(each["text"], each["next"]) for each in scene["statements"]])
        for scene in raw["scenes"]
    ] == [
        (
            "der-anfang",
            "Uwe looks up from the machine.",
            [
                ("Do you have a minute?", "die-groesse"),
                ("I come back later.", "end"),
                ("Nothing", "der-anfang"),
            ],
        ),
        ("die-groesse", "He nods and says go on.", [("go on", "end"), ("Schluss", "end")]),
    ]
    assert [(each["id"], each["title"], each["text"]) for each in raw["endings"]] == [
        ("schluss", "Schluss", "The bell rings.")
    ]


def test_findings_name_passage_line_and_what_is_missing() -> None:
    _raw, findings = from_twee(PLAIN)
    found = {(each.code, each.place): str(each.message) for each in findings}
    place = ("scenes", 0, "statements", 1)
    assert found["without_effects", (*place, "effects")] == (
        "Passage “Der Anfang”, line 10: This answer changes nothing yet. Please set its effects."
    )
    for missing in ("criteria", "reply", "feedback"):
        assert "Passage “Der Anfang”, line 10" in found[f"without_{missing}", (*place, missing)]
    assert found["ending_drafted", ("endings", 0)].startswith("Passage “Schluss”, line 17: ")
    assert ("without_frame", ("persona",)) in found


def test_a_draft_opens_in_the_form_and_is_finished_there() -> None:
    raw, _findings = from_twee(PLAIN)
    assert form_of(adapter, {"display_name": "", "weight": 1, "definition": raw})
    frame: Any = {name: good()[name] for name in ("briefing", "debriefing", "persona", "criteria")}
    raw |= frame | {"indicators": good()["indicators"]}
    for scene in raw["scenes"]:
        for statement in scene["statements"]:
            statement |= {"reply": "r", "feedback": "f", "criteria": ["contact"]}
    assert adapter.validate_python(raw)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("hello\n:: A\n[[x->A]]", "before_first"),
        (":: A {broken\n[[x->A]]", "bad_header"),
        (":: A [tag\n[[x->A]]", "few_links"),
        ("::\n[[x->A]]", "no_name"),
        (":: StoryData\n{]\n:: A\n[[x->A]]", "bad_story_data"),
        (":: StoryData\n" + "[" * 100_000 + "\n:: A\n[[x->A]]", "bad_story_data"),
        (':: StoryData\n{"start": "B"}\n:: A\n[[x->A]]', "unknown_start"),
        (":: A\n[[x->A]]\n:: A\n[[y->A]]", "duplicate_passage"),
        (":: StoryTitle\na\n:: StoryTitle\nb\n:: A\n[[x->A]]", "second_special"),
        (":: A\n[[x->B]]", "unknown_target"),
        (":: A\n[[->A]]", "empty_link"),
        (":: A\n[[x->A][$a to 1]]", "setter"),
        (":: A\n<<set $a to 1>>\n[[x->A]]", "commands"),
        (":: A\n(set: $a to 1)\n[[x->A]]", "commands"),
        (":: A [script]\nalert(1)\n:: B\n[[x->B]]", "not_part"),
        (":: StoryInit\nx\n:: B\n[[x->B]]", "not_part"),
        (":: A\n[[x->A]]", "no_title"),
    ],
)
def test_what_does_not_fit_is_named_and_the_rest_is_read(text: str, code: str) -> None:
    assert code in codes(text)
    assert from_twee(text)[0]["scenes"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("@effects trust two", "@effects trust +2, clarity -1"),
        ("@criteria B1!", "@criteria b1, b2"),
        ("@reveals worry when trust", "@reveals h1 if trust >= 7"),
        ("@id Two Words", "@id a1"),
    ],
)
def test_a_fact_in_another_way_is_named_with_the_way_to_write_it(line: str, said: str) -> None:
    lines = to_twee(parsed()).split("\n")
    at = next(at for at, each in enumerate(lines) if each.startswith(line.split()[0] + " "))
    lines[at] = line
    (sentence,) = told("\n".join(lines), "unreadable")
    assert f"line {at + 1}: " in sentence
    assert sentence.endswith(said)


def test_a_word_that_is_not_known_stays_in_the_text() -> None:
    text = to_twee(parsed()).replace("@says «says one»", "@says «says one»\n@sayz more")
    raw, findings = from_twee(text)
    assert raw["scenes"][0]["says"] == "«says one»\n@sayz more"
    assert [each.code for each in findings] == ["unknown_word"]


def test_a_byte_order_mark_and_line_ends_of_other_machines_do_no_harm() -> None:
    for text in ("\ufeff" + PLAIN, PLAIN.replace("\n", "\r\n"), PLAIN.replace("\n", "\r")):
        assert from_twee(text) == from_twee(PLAIN)


def test_names_with_special_characters_are_found_by_their_links() -> None:
    text = ":: A \\[1\\] \\{x\\} \\\\ [t]\n[[x->A [1] {x} \\]]\n[[y->::B]]\n:: ::B\n[[z->::B]]"
    raw, _findings = from_twee(text)
    first, second = raw["scenes"]
    assert [each["next"] for each in first["statements"]] == [first["id"], second["id"]]


def test_the_last_arrow_to_the_right_counts_then_the_first_to_the_left_then_the_last_bar() -> None:
    text = ":: A\n[[a->b->A]]\n[[A<-b<-c]]\n[[a|b|A]]\n[[a<-b->A]]"
    said = [each["text"] for each in from_twee(text)[0]["scenes"][0]["statements"]]
    assert said == ["a->b", "b<-c", "a|b", "a<-b"]


def test_what_is_no_twee_is_refused_with_a_reason() -> None:
    for text in ("", "hello", "<html>", "kind: dialogue\n", " :: A"):
        with pytest.raises(NotTwee):
            from_twee(text)
    with pytest.raises(TooManyPassages):
        from_twee(":: A\n" * 100_000)
    with pytest.raises(TooManyLinks):
        from_twee(":: A\n" + "[[a->b]]" * 400_000)
    with pytest.raises(TooManyLinks):
        from_twee(":: A\n" + "[[a->b]]\n" * 400_000)
    with pytest.raises(TweeTooLarge):
        from_twee(":: A\n" + "x" * LARGEST)


@pytest.mark.parametrize("piece", ["[[", "[[x->", "@says ", "\\", "]]", "a\n", "{"])
def test_four_megabytes_of_anything_are_read_in_one_go(piece: str) -> None:
    text = ":: A {" + piece.replace("\n", " ") + "}\n" + piece * ((LARGEST - 100) // len(piece))
    raw, findings = from_twee(text)
    assert len(findings) <= 101
    json.dumps(raw)


PIECES = (
    *":[]{}|<->\\@\n\r\t\ufeff ä1",
    *("::", "\n:: ", "[[", "]]", "->", "<-", "StoryData", "wbm-frame", "wbm-endings"),
    *("[wbm-frame]", "[wbm-endings]", "\n@", "says", "effects", "id", "ending", "end"),
    *("@ending a mixed b\n", "@when sum >= 1\n", "@indicator v 5 x\n", "@hint"),
)
MARKS = st.sampled_from(PIECES)


@given(st.lists(MARKS | st.characters(), max_size=60).map("".join))
def test_whatever_is_read_opens_in_the_form_and_can_be_written(text: str) -> None:
    try:
        raw, findings = from_twee(":: " + text)
    except Refusal:
        return
    json.dumps(raw)
    assert all(str(each.message) for each in findings)
    assert form_of(adapter, {"display_name": "", "weight": 1, "definition": raw})
