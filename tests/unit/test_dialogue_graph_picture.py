"""The picture of a talk: everything has its place, nothing lies on anything else."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.definition_strategies import of_model
from tests.unit.dialogue_cases import Raw, dialogues, good, parsed, scene, statement
from xblocks.role_play.definition import END, Dialogue
from xblocks.role_play.geometry import settled
from xblocks.role_play.graph import reachable
from xblocks.role_play.layering import layered
from xblocks.role_play.layout import Layout, laid_out
from xblocks.role_play.picture import editor_picture, picture
from xblocks.role_play.wrapping import fitted, width_of, wrapped

NUMBERS = st.floats(-1000, 1000)


def winding() -> Raw:
    """A talk that leads back, to itself, to nowhere and past a layer, with a lost scene."""
    raw = good()
    raw["scenes"] = [
        scene("one", statement("one", "a", "two"), statement("one", "b", "three")),
        scene("two", statement("two", "a", "three"), statement("two", "b", "one")),
        scene("three", statement("three", "a", "end"), statement("three", "b", "three")),
        scene("lost", statement("lost", "a", "one"), statement("lost", "b", "nowhere")),
    ]
    raw["scenes"][0]["statements"].append(statement("one", "c", "nowhere"))
    return raw


def ends(path: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """The first and the last point of a path."""
    numbers = [float(each) for each in re.findall(r"-?\d+(?:\.\d+)?", path)]
    return (numbers[0], numbers[1]), (numbers[-2], numbers[-1])


@given(dialogues())
def test_answers_lead_down_but_those_that_lead_back(definition: Dialogue) -> None:
    found = layered(definition)
    depth = {name: at for at, _place, name in found.scenes()}
    assert set(depth) == {*reachable(definition), END}
    for here in definition.scenes:
        for each in here.statements:
            link = (here.id, each.next)
            if here.id in depth:
                assert (link in found.back) == (depth[each.next] <= depth[here.id])


@given(dialogues(max_scenes=7))
def test_cards_lie_apart_and_within_the_picture(definition: Dialogue) -> None:
    layout = laid_out(definition)
    boxes = [*layout.cards.values(), *([layout.end] if layout.end else [])]
    for one, other in combinations(boxes, 2):
        beside = one.x + one.width <= other.x or other.x + other.width <= one.x
        assert beside or one.bottom <= other.y or other.bottom <= one.y
    assert all(box.x >= 0 and box.x + box.width <= layout.width for box in boxes)
    assert all(box.y >= 0 and box.bottom <= layout.height for box in boxes)


@given(dialogues(max_scenes=6))
def test_every_answer_has_a_line_from_its_card_to_its_target(definition: Dialogue) -> None:
    layout = laid_out(definition)
    assert layout.end
    lines = {(line.scene, line.statement): line for line in layout.lines}
    for here in definition.scenes:
        card = layout.cards[here.id]
        for at, each in enumerate(here.statements):
            (x, y), (to_x, to_y) = ends(lines[here.id, at].path)
            target = layout.end if each.next == END else layout.cards[each.next]
            assert card.x < x < card.x + card.width
            assert abs(y - card.bottom) < 1
            assert target.x < to_x < target.x + target.width + 10
            assert target.y - 10 < to_y < target.bottom


def lined(layout: Layout, kind: str) -> set[tuple[str, int]]:
    return {(line.scene, line.statement) for line in layout.lines if getattr(line, kind)}


def test_loops_missing_scenes_and_lost_scenes_are_told_apart() -> None:
    layout = laid_out(parsed(winding()))
    assert lined(layout, "back") == {("two", 1), ("three", 1)}
    assert lined(layout, "nowhere") == {("one", 2)}
    assert layout.apart == ("lost",)
    others = [box.bottom for name, box in layout.cards.items() if name != "lost"]
    assert layout.cards["lost"].y > max(others)


@settings(max_examples=30)
@given(of_model(Dialogue))
def test_every_dialogue_the_schema_allows_has_a_picture(raw: Raw) -> None:
    definition = parsed(raw)
    for html in (picture(definition), editor_picture(definition)):
        assert html.count("<svg") == html.count("</svg>")


def test_the_picture_says_all_in_words() -> None:
    raw = winding()
    raw["scenes"][0]["statements"][0] |= {
        "effects": {"trust": -2},
        "reveals": [{"hidden": "worry", "at_least": {"trust": 6}}],
    }
    with override("en"):
        html = editor_picture(parsed(raw))
    assert "Scene one · «phase one»" in html
    assert (
        "a, in sum −2, leads to two, brings something to light if the values are high enough"
        in html
    )
    assert "c, in sum ±0, leads to no scene" in html
    assert "a, in sum ±0, closes the talk" in html
    assert "No way leads here" in html
    assert "«indicator trust» at most 3" in html
    assert "never comes" in html


def test_scenes_lead_to_their_form_in_the_editor_and_else_down_the_page() -> None:
    definition = parsed()
    html = editor_picture(definition)
    assert 'data-ed-place="[&quot;definition&quot;, &quot;scenes&quot;, 1]"' in html
    assert "<a " not in html
    assert re.search(r'<a href="#scene-[0-9a-f]{16}-two"', picture(definition))


def test_what_authors_write_stays_text() -> None:
    raw = good()
    raw["scenes"][0]["phase"] = raw["endings"][0]["title"] = "<script>x</script>"
    assert "<script" not in editor_picture(parsed(raw))


@given(st.lists(st.tuples(NUMBERS, st.sampled_from([1.0, 4.0]), st.floats(1, 300)), min_size=1))
def test_neighbours_keep_their_distance_and_their_order(
    wanted: list[tuple[float, float, float]],
) -> None:
    widths = [width for _place, _weight, width in wanted]
    places = settled([(place, weight) for place, weight, _width in wanted], widths, 10)
    for (left, one), (right, other) in pairwise(zip(places, widths, strict=True)):
        assert right - left >= (one + other) / 2 + 10 - 1e-6


def test_what_has_room_lies_where_it_is_wanted() -> None:
    assert settled([(0, 1), (500, 1)], [100, 100], 10) == [0, 500]


@given(st.text(max_size=80), st.floats(20, 300), st.integers(1, 3))
def test_lines_are_never_wider_than_their_room(text: str, width: float, most: int) -> None:
    lines = wrapped(text, width, 13, most)
    assert len(lines) <= most
    assert all(width_of(line, 13) <= width for line in lines)
    assert width_of(fitted(text, width, 13), 13) <= width
