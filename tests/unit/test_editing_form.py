"""A form shows a definition in full and gives back the same; steps can be taken back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.dialogue_cases import good
from tests.unit.editing_forms import nodes, pairs_of, unfolded
from tests.unit.editing_strategies import values
from xblocks.core.errors import BadRequest
from xblocks.exercises.editing.document import forms
from xblocks.exercises.editing.form import build
from xblocks.exercises.editing.posted import clean, read
from xblocks.exercises.editing.shapes import Group
from xblocks.exercises.editing.steps import Taken, take
from xblocks.role_play import definition as role_play
from xblocks.transfer_project import definition as transfer_project

FORMS = {**forms(role_play.adapter), **forms(transfer_project.adapter)}


@st.composite
def documents(draw: st.DrawFn) -> tuple[Group, Any]:
    """A form with a document that fits it."""
    form = FORMS[draw(st.sampled_from(sorted(FORMS)))]
    return form, draw(values(form))


@given(documents(), st.data())
def test_what_a_form_shows_is_what_it_posts(made: tuple[Group, Any], data: st.DataObject) -> None:
    form, document = made
    opened = data.draw(st.sets(st.sampled_from([*sorted(unfolded(form, document), key=str), ()])))
    posted = read(form, pairs_of(build(form, document, opened, {})))
    assert posted.value == document
    assert posted.opened <= opened


@given(documents(), st.data())
def test_every_step_can_be_taken_back_and_taken_again(
    made: tuple[Group, Any], data: st.DataObject
) -> None:
    form, document = made
    taken = Taken(document, frozenset())
    history = []
    for _number in range(data.draw(st.integers(1, 6))):
        step = data.draw(steps_in(form, taken.value))
        before = taken
        taken = take(form, before.value, before.opened, step)
        assert form.fits(taken.value)
        history.append((before, taken))
    for before, after in reversed(history):
        assert after.back is not None
        undone = take(form, taken.value, taken.opened, after.back)
        assert undone.value == before.value
        assert undone.back is not None
        assert take(form, undone.value, undone.opened, undone.back).value == taken.value
        taken = undone


def steps_in(form: Group, value: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Steps that make sense in a document."""
    tree = nodes(build(form, value, unfolded(form, value), {}))
    lists = [node for node in tree if node.kind == "several"]
    found = [st.sampled_from(lists).flatmap(_in_list)] if lists else []
    items = [node for node in tree if node.kind == "item"]
    if items:
        found.append(st.sampled_from(items).flatmap(_of_item))
    names = [node for node in tree if node.kind == "text" and node.path[-1] == "id"]
    if names:
        found.append(st.builds(_rename, st.sampled_from(names), st.sampled_from(["a", "b", "new"])))
    title = {"do": "replace", "path": ["definition", "title"], "value": "New"}
    return st.one_of(st.just(title), *found)


def _rename(node: Any, now: str) -> dict[str, Any]:
    return {"do": "rename", "path": list(node.path), "was": node.text, "now": now}


def _in_list(node: Any) -> st.SearchStrategy[dict[str, Any]]:
    step = {"do": "insert", "path": list(node.path)}
    if node.options:
        return st.sampled_from([{**step, "kind": each.value} for each in node.options])
    return st.integers(0, node.count).map(lambda at: {**step, "at": at})


def _of_item(node: Any) -> st.SearchStrategy[dict[str, Any]]:
    step = {"path": list(node.path[:-1]), "at": node.path[-1]}
    moves = [{**step, "do": "move", "to": to} for to in range(node.count)]
    return st.sampled_from([{**step, "do": "copy"}, {**step, "do": "remove"}, *moves])


def a_dialogue() -> tuple[Group, Any]:
    """The good dialogue as a document."""
    form = FORMS["dialogue"]
    return form, form.complete({"display_name": "", "weight": 1, "definition": good()})


def test_references_follow_when_an_entry_gets_another_name() -> None:
    form, document = a_dialogue()
    scene = document["definition"]["scenes"][0]["id"]
    assert document["definition"]["start"] == scene
    path = ["definition", "scenes", 0, "id"]
    taken = take(
        form, document, frozenset(), {"do": "rename", "path": path, "was": scene, "now": "new"}
    )
    assert taken.value["definition"]["start"] == "new"


def test_references_stay_when_the_new_name_is_taken() -> None:
    form, document = a_dialogue()
    first, second = (document["definition"]["scenes"][index]["id"] for index in (0, 1))
    path = ["definition", "scenes", 0, "id"]
    taken = take(
        form, document, frozenset(), {"do": "rename", "path": path, "was": first, "now": second}
    )
    assert taken.value["definition"]["start"] == first


def test_undo_keeps_what_was_typed_elsewhere_in_the_meantime() -> None:
    form, document = a_dialogue()
    path = ["definition", "scenes", 0, "statements"]
    taken = take(form, document, frozenset(), {"do": "remove", "path": path, "at": 0})
    taken.value["definition"]["title"] = "Typed later"
    assert taken.back
    undone = take(form, taken.value, taken.opened, taken.back)
    assert undone.value == {
        **document,
        "definition": {**document["definition"], "title": "Typed later"},
    }


@pytest.mark.parametrize(
    ("step", "after"),
    [
        ({"do": "move", "at": 0, "to": 2}, {0}),
        ({"do": "move", "at": 2, "to": 0}, {2}),
        ({"do": "move", "at": 1, "to": 2}, {2}),
        ({"do": "insert", "at": 0}, {0, 2}),
        ({"do": "insert", "at": 1}, {1, 2}),
        ({"do": "insert", "at": 2}, {1, 2}),
        ({"do": "insert"}, {1, 3}),
        ({"do": "copy", "at": 0}, {1, 2}),
        ({"do": "remove", "at": 0}, {0}),
        ({"do": "remove", "at": 1}, set()),
        ({"do": "remove", "at": 2}, {1}),
    ],
)
def test_the_open_entry_stays_open_wherever_it_gets(step: dict[str, Any], after: set[int]) -> None:
    form, document = a_dialogue()
    path = ("definition", "scenes", 0, "statements")
    outside = ("definition", "scenes", 0)
    opened = frozenset({outside, (*path, 1), (*path, 1, "reveals", 0)})
    taken = take(form, document, opened, {**step, "path": list(path)})
    found = {each[-1] for each in taken.opened if each[:-1] == path}
    assert found == after
    assert outside in taken.opened
    inside = {each[4] for each in taken.opened if each[5:] == ("reveals", 0)}
    assert inside <= found
    assert bool(inside) is (step != {"do": "remove", "at": 1})


@pytest.mark.parametrize(("at", "to"), [(0, 2), (2, 0), (0, 1), (2, 1)])
def test_a_move_over_several_entries_is_taken_back(at: int, to: int) -> None:
    form, document = a_dialogue()
    path = ["definition", "scenes", 0, "statements"]
    taken = take(form, document, frozenset(), {"do": "move", "path": path, "at": at, "to": to})
    moved = taken.value["definition"]["scenes"][0]["statements"]
    assert [each["id"] for each in moved] != ["a", "b", "c"]
    assert moved[to]["id"] == "abc"[at]
    assert taken.back
    assert take(form, taken.value, taken.opened, taken.back).value == document


def test_a_field_keeps_what_it_has_when_it_becomes_another_kind() -> None:
    form = FORMS["milestone"]
    document = form.new()
    step = {"do": "insert", "path": ["definition", "fields"], "kind": "text"}
    taken = take(form, document, frozenset(), step)
    taken.value["definition"]["fields"][1]["label"] = "What for?"
    recast = {"do": "recast", "path": ["definition", "fields", 1], "kind": "table"}
    field = take(form, taken.value, taken.opened, recast).value["definition"]["fields"][1]
    assert (field["kind"], field["label"], len(field["columns"])) == ("table", "What for?", 1)


@pytest.mark.parametrize(
    "step",
    [
        {},
        {"do": "explode", "path": []},
        {"do": "insert", "path": ["definition"]},
        {"do": "insert", "path": ["definition", "scenes"], "at": 99},
        {"do": "insert", "path": ["definition", "scenes"], "value": {"id": 1}},
        {"do": "insert", "path": ["nowhere"]},
        {"do": "move", "path": ["definition", "scenes"], "at": 0, "to": -1},
        {"do": "remove", "path": ["definition", "scenes"], "at": True},
        {"do": "replace", "path": ["definition"], "value": {"kind": "overview"}},
        {"do": "rename", "path": ["definition", "scenes", 7, "id"], "was": "a", "now": "b"},
        {"do": "unfold", "path": ["definition", "scenes", 99]},
        {"do": "recast", "path": ["definition", "scenes", 0], "kind": "text"},
    ],
)
def test_a_step_that_does_not_fit_is_refused(step: dict[str, Any]) -> None:
    form, document = a_dialogue()
    with pytest.raises(BadRequest):
        take(form, document, frozenset(), step)


@pytest.mark.parametrize("lost", ["v/definition/title", "v/definition/scenes#", "v/weight"])
def test_a_form_that_arrives_in_part_is_refused(lost: str) -> None:
    form, document = a_dialogue()
    pairs = [pair for pair in pairs_of(build(form, document, (), {})) if pair[0] != lost]
    with pytest.raises(BadRequest):
        read(form, pairs)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+2", 2),
        ("−3", -3),
        ("2,5", 2.5),
        (" 4 ", 4),
        ("", None),
        ("viel", "viel"),
        ("1e99", "1e99"),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, kept: Any) -> None:
    form, document = a_dialogue()
    pairs = pairs_of(build(form, document, (), {}))
    posted = read(form, [(name, typed if name == "v/weight" else text) for name, text in pairs])
    assert posted.value["weight"] == kept


def test_what_word_processors_leave_in_texts_becomes_a_line_break() -> None:
    assert clean("one\x0btwo\r\nthree\x00") == "one\ntwo\nthree"
