"""A definition that is written, packed and read back is the same definition."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pydantic import BaseModel, JsonValue

from course_export.curriculum.blocks import Exercise
from course_export.olx import exercise
from course_export.olx.archive import pack
from course_export.olx.reader import read_archive
from course_export.olx.writer import write_course
from tests.export.synthetic import dialogue, synthetic_course
from xblocks.role_play import definition as role_play


class Anything(BaseModel):
    """A definition of any shape."""

    value: JsonValue


CHARACTERS = st.characters(codec="utf-8", exclude_characters="\ufffe\uffff")
TEXTS = st.text(CHARACTERS, max_size=40) | st.sampled_from(
    ["👩‍🏭 „ja“", "a\r\nb\r\n", "\ta\tb", "]]>&<\"'", " ", "", "\x00\x07\x1f", "1e-05", "null"]
)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers() | st.just(1e-05)
DEFINITIONS = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


def written_and_read(block: Exercise) -> etree._Element:
    return etree.fromstring(etree.tostring(exercise.element(block), encoding="utf-8"))


@given(DEFINITIONS)
def test_any_definition_survives_xml(value: JsonValue) -> None:
    block = Exercise(id="x", title="x", type="wbm_role_play", definition=Anything(value=value))
    element = written_and_read(block)
    read = json.loads(element.get("definition", ""))["value"]
    assert read == value
    assert repr(read) == repr(value) or isinstance(value, dict | list)


@given(text=TEXTS.filter(str.strip), weight=st.floats(min_value=1e-9, max_value=1000))
def test_dialogue_with_any_text_and_weight_survives_xml(text: str, weight: float) -> None:
    talk = dialogue(1)
    data = talk.model_dump()
    data["scenes"][0]["says"] = data["endings"][0]["text"] = text
    talk = role_play.adapter.validate_python(data)
    element = written_and_read(
        Exercise(id="x", title=talk.title, type="wbm_role_play", weight=weight, definition=talk)
    )
    assert role_play.adapter.validate_json(element.get("definition", "")) == talk
    assert float(element.get("weight", "")) == weight


def test_weight_is_left_out_when_the_block_decides() -> None:
    block = Exercise(id="x", title="x", type="wbm_role_play", definition=dialogue(1))
    assert exercise.element(block).get("weight") is None


@pytest.mark.parametrize("components", [1, 23])
def test_whole_course_reads_back_from_the_archive(tmp_path: Path, components: int) -> None:
    course = synthetic_course(components)
    files = write_course(course)
    pack(files, tmp_path / "course.tar.gz")
    read = read_archive(tmp_path / "course.tar.gz")
    assert dict(read.files) == dict(files)
    assert read.root == "course"
    talks = [block for block in course.blocks() if isinstance(block, Exercise)]
    texts = [
        element.get("definition", "")
        for name in sorted(files)
        if name.startswith("vertical/")
        for element in etree.fromstring(read.files[name]).iter("wbm_role_play")
    ]
    found = [role_play.adapter.validate_json(text).title for text in texts]
    assert sorted(found) == sorted(talk.definition.title for talk in talks)  # type: ignore[attr-defined]
