"""What counts as the same, and what does not, when a course is read back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from course_export.publish.values import plain, plain_html, plain_value, plain_xml, same

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), max_size=12)
DATA = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)
TAGS = st.sampled_from(["p", "choice", "label", "b"])


@st.composite
def elements(draw: st.DrawFn, depth: int = 3) -> etree._Element:
    """Small XML with text that never is blank alone."""
    element = etree.Element(draw(TAGS))
    for name in draw(st.sets(st.sampled_from(["id", "type", "correct"]))):
        element.set(name, draw(WORDS))
    text = st.sampled_from(["", "Hören", " a ", "1 < 2"])
    element.text = draw(text)
    for _ in range(draw(st.integers(0, 2)) if depth else 0):
        child = draw(elements(depth=depth - 1))
        child.tail = draw(text)
        element.append(child)
    return element


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("true", "True"),
        ("1", "1.0"),
        ("1e2", "100"),
        ("0.50", "0.5"),
        ("-0", "0"),
        ("2027-02-12T17:00:00Z", '"2027-02-12T17:00:00Z"'),
        ("2027-02-12T17:00:00Z", "2027-02-12T18:00:00+01:00"),
        ("2027-02-12T17:00:00Z", "2027-02-12T17:00:00"),
        ('["a","b"]', '[ "a", "b" ]'),
        ('{"b":1,"a":2.0}', '{"a": 2, "b": 1}'),
        ("", None),
        ("false", None),
        ("[]", ""),
        (" Titel ", "Titel"),
    ],
)
def test_other_spellings_of_a_value_are_the_same(one: str, other: str | None) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("true", "false"),
        ("true", None),
        ("1", "2"),
        ("1", "true"),
        ("1", "1x"),
        ("2027-02-12T17:00:00Z", "2027-02-12T17:00:01Z"),
        ("2027-02-30T17:00:00Z", "2027-03-02T17:00:00Z"),
        ('["a","b"]', '["b","a"]'),
        ('{"a":1}', '{"a":2}'),
        ('["1"]', "[1]"),
        ("A", "a"),
        ("a  b", "a b"),
        ("NaN", "Infinity"),
    ],
)
def test_other_values_are_not(one: str, other: str | None) -> None:
    assert not same(one, other)
    assert not same(other, one)


@given(st.text())
def test_every_text_is_the_same_as_itself(text: str) -> None:
    assert same(text, text)
    assert plain(text) == plain(f" \n{text}\t")


@given(DATA)
def test_json_is_the_same_in_every_way_of_writing_it(data: Any) -> None:
    compact = json.dumps(data, separators=(",", ":"), ensure_ascii=False, sort_keys=True)
    spaced = json.dumps(data, indent=3)
    assert plain(compact) == plain(spaced)


@given(st.lists(st.integers()), st.lists(st.integers()))
def test_lists_are_the_same_only_when_they_are_equal(one: list[int], other: list[int]) -> None:
    assert (plain(json.dumps(one)) == plain(json.dumps(other))) == (one == other)


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_number_stays_the_same_with_zeros_behind_it(number: Any) -> None:
    written = f"{number:f}"
    longer = written + ("00" if "." in written else ".00")
    assert plain(written) == plain(longer)


@given(st.integers(), st.integers())
def test_whole_numbers_are_told_apart(one: int, other: int) -> None:
    assert (plain(str(one)) == plain(str(other))) == (one == other)


@pytest.mark.parametrize("text", ["[" * 100_000, "9" * 10_000, "1e999999999999999999999", "\ud800"])
def test_monstrous_values_are_just_texts_or_numbers(text: str) -> None:
    assert same(text, text)
    assert not same(text, "1")


def test_values_out_of_json_are_compared_with_attributes() -> None:
    assert plain_value(value=True) == plain_value("true")
    assert plain_value({"100": [1]}) == plain_value('{"100":[1]}')
    assert plain_value(None) == plain("null")


@given(elements())
def test_indentation_comments_and_the_order_of_attributes_do_not_count(
    element: etree._Element,
) -> None:
    parser = etree.XMLParser(remove_blank_text=True)
    again = etree.fromstring(etree.tostring(element), parser)
    shown = etree.fromstring(etree.tostring(again, pretty_print=True))
    for each in list(shown.iter()):
        kept = sorted(each.attrib.items(), reverse=True)
        each.attrib.clear()
        each.attrib.update(dict(kept))
    shown.append(etree.Comment("told by the platform"))

    assert plain_xml(shown) == plain_xml(element)


@given(elements(), st.data())
def test_every_other_change_of_xml_is_seen(element: etree._Element, data: st.DataObject) -> None:
    changed = etree.fromstring(etree.tostring(element))
    each = data.draw(st.sampled_from(list(changed.iter())))
    change = data.draw(st.sampled_from(["text", "attribute", "tag", "child"]))
    if change == "text":
        each.text = f"{each.text or ''}!"
    elif change == "attribute":
        each.set("id", f"{each.get('id') or ''}!")
    elif change == "tag":
        each.tag = "other"
    else:
        etree.SubElement(each, "p")

    assert plain_xml(changed) != plain_xml(element)


def test_a_text_that_a_comment_divides_is_one_text() -> None:
    one = etree.fromstring("<p>Hallo <!-- ? -->Welt</p>")
    other = etree.fromstring("<p>Hallo Welt</p>")
    assert plain_xml(one) == plain_xml(other)


@given(st.text())
def test_line_ends_of_a_page_do_not_count(text: str) -> None:
    unix = plain_html(text)
    assert plain_html(unix.replace("\n", "\r\n")) == unix
    assert plain_html(f"{text}\n") == unix


def test_blanks_inside_a_page_do_count() -> None:
    assert plain_html("<b>a</b> <i>b</i>") != plain_html("<b>a</b><i>b</i>")
