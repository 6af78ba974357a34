"""Pointers, policies and pairs of files become one tree, whatever is broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from course_export.olx.nodes import ProblemKind
from course_export.olx.parsing import Unparsable, parse, parse_json
from course_export.olx.reader import CourseFiles
from course_export.olx.tree import Tree, build_tree
from tests.export.miniature import FOREIGN, course_files

COURSE = '<course url_name="R" org="O" course="C"/>'


def tree(**files: str | bytes) -> Tree:
    """The tree of a course; keys name files with ``__`` for a slash and without ``.xml``."""
    content = {"course": COURSE, **files}
    return build_tree(
        CourseFiles(
            {
                key.replace("__", "/") + ("" if "." in key else ".xml"): (
                    text.encode() if isinstance(text, str) else text
                )
                for key, text in content.items()
            }
        )
    )


def names(built: Tree) -> list[str]:
    """The blocks in course order."""
    return [node.name for node in built.nodes]


def kinds(built: Tree) -> list[tuple[ProblemKind, str, int, str]]:
    """The problems with their places."""
    return [(each.kind, each.file, each.line, each.block) for each in built.problems]


def test_pointers_lead_to_files_and_inline_blocks_stay_where_they_are() -> None:
    built = tree(
        course__R='<course display_name="A"><chapter url_name="c"/></course>',
        chapter__c='<chapter>\n<sequential url_name="s" format="HW">\n'
        '<vertical url_name="v"/></sequential></chapter>',
        vertical__v='<vertical>\n\n<problem url_name="p"><p>?</p></problem></vertical>',
    )

    assert names(built) == ["course/R", "chapter/c", "sequential/s", "vertical/v", "problem/p"]
    assert built.problems == []
    places = [(node.file, node.line, node.pointer_file, node.pointer_line) for node in built.nodes]
    assert places == [
        ("course/R.xml", 1, "course.xml", 1),
        ("chapter/c.xml", 1, "course/R.xml", 1),
        ("chapter/c.xml", 2, "chapter/c.xml", 2),
        ("vertical/v.xml", 1, "chapter/c.xml", 3),
        ("vertical/v.xml", 3, "vertical/v.xml", 3),
    ]
    assert [node.inline for node in built.nodes] == [False, False, True, False, True]
    assert built.root.attrib == {"display_name": "A", "url_name": "R"}
    problem = built.find("problem", "p")
    assert problem is not None
    assert problem.parent is built.find("vertical", "v")
    assert built.find("problem", "q") is None


def test_colons_in_names_lead_into_folders() -> None:
    built = tree(
        course__R='<course><chapter url_name="part:one"/></course>',
        chapter__part__one="<chapter><html url_name='deep:t' filename='t'/></chapter>",
        **{"html__deep__t.html": "Hello"},
    )

    assert built.problems == []
    assert [node.html for node in built.nodes] == [None, None, "html/deep/t.html"]


def test_html_pairs_are_found_beside_the_pointer_or_in_the_folder() -> None:
    built = tree(
        course__R='<course><html url_name="a"/><html url_name="b"/></course>',
        html__a='<html filename="a"/>',
        html__b='<html filename="gone"/>',
        **{"html__a.html": "A"},
    )

    assert [node.html for node in built.nodes[1:]] == ["html/a.html", "html/gone.html"]
    assert kinds(built) == [(ProblemKind.MISSING_FILE, "course/R.xml", 1, "html/b")]


def test_policy_beats_attributes_for_the_platforms_own_blocks_only() -> None:
    built = tree(
        course__R='<course><chapter url_name="c" display_name="X">'
        '<wbm_role_play url_name="r" display_name="Y"/></chapter></course>',
        **{
            "policies__R__policy.json": '{"course/R": {"display_name": "A"},'
            ' "chapter/c": {"display_name": "B"}, "wbm_role_play/r": {"display_name": "C"}}'
        },
    )

    assert [node.setting("display_name") for node in built.nodes] == ["A", "B", "Y"]
    assert built.policy_file == "policies/R/policy.json"
    assert built.root.setting("start") is None


@pytest.mark.parametrize(
    "policy", [b"{", b"[]", b"\xff", b"\xef\xbb\xbf{}", b"[" * 100_000, b" " * 10_000_001 + b"{}"]
)
def test_a_broken_policy_is_a_problem_and_no_crash(policy: bytes) -> None:
    built = tree(course__R="<course/>", **{"policies__R__policy.json": policy})

    assert [each.kind for each in built.problems] == [ProblemKind.POLICY]
    assert built.policy == {}


def test_a_block_that_contains_itself_ends() -> None:
    built = tree(
        course__R='<course><vertical url_name="a"/></course>',
        vertical__a='<vertical><vertical url_name="b"/></vertical>',
        vertical__b='<vertical><vertical url_name="a"/></vertical>',
    )

    assert names(built) == ["course/R", "vertical/a", "vertical/b", "vertical/a"]
    assert kinds(built) == [(ProblemKind.CYCLE, "vertical/b.xml", 1, "vertical/a")]
    assert not built.nodes[-1].resolved


def test_doubling_references_do_not_double_the_tree() -> None:
    twice = '<vertical><vertical url_name="{0}"/><vertical url_name="{0}"/></vertical>'
    levels = {f"vertical__v{level}": twice.format(f"v{level + 1}") for level in range(50)}

    built = tree(course__R='<course><vertical url_name="v0"/></course>', **levels)

    assert len(built.nodes) < 200


def test_a_chain_without_end_is_cut() -> None:
    chain = {
        f"vertical__v{level}": f'<vertical><vertical url_name="v{level + 1}"/></vertical>'
        for level in range(500)
    }

    built = tree(course__R='<course><vertical url_name="v0"/></course>', **chain)

    assert [each.kind for each in built.problems] == [ProblemKind.TOO_DEEP]
    assert len(built.nodes) < 100


def test_a_definition_that_only_repeats_its_name_is_an_empty_block() -> None:
    built = tree(
        course__R='<course><video url_name="v"/></course>', video__v='<video url_name="v"/>'
    )

    assert built.problems == []
    assert built.nodes[-1].resolved


def test_two_references_to_one_leaf_both_have_its_content() -> None:
    built = tree(
        course__R='<course><problem url_name="p"/><problem url_name="p"/></course>',
        problem__p='<problem display_name="P"/>',
    )

    assert [node.setting("display_name") for node in built.nodes[1:]] == ["P", "P"]
    assert all(node.resolved for node in built.nodes)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (None, ProblemKind.MISSING_FILE),
        ("<problem>", ProblemKind.UNPARSABLE),
        ("<html/>", ProblemKind.WRONG_TAG),
        ('<problem url_name="q"/>', ProblemKind.POINTER_CHAIN),
    ],
)
def test_what_a_pointer_can_meet(content: str | None, kind: ProblemKind) -> None:
    files = {} if content is None else {"problem__p": content}

    built = tree(course__R='<course><problem url_name="p"/></course>', **files)

    assert [each.kind for each in built.problems] == [kind]
    assert not built.nodes[-1].resolved
    assert built.nodes[-1].children == []


@pytest.mark.parametrize("content", ["<library/>", "<course", "", "\xff"])
def test_a_course_that_cannot_be_read_is_an_empty_tree(content: str) -> None:
    built = tree(course=content.encode("latin-1"))

    assert built.nodes == []
    assert len(built.problems) == 1
    assert not built.root.resolved


def test_settings_elements_are_no_blocks() -> None:
    built = tree(
        course__R='<course><wiki slug="w"/><!-- c --><?pi x?><chapter url_name="c">'
        '<x:y xmlns:x="urn:x"/></chapter></course>'
    )

    assert names(built) == ["course/R", "chapter/c"]


def test_drafts_are_kept_apart() -> None:
    built = build_tree(CourseFiles(dict(course_files(FOREIGN))))

    assert [node.file.split("/")[:2] for node in built.drafts] == [
        ["drafts", "vertical"],
        ["drafts", "html"],
    ]
    assert not set(built.drafts) & set(built.nodes)
    assert built.drafts[1].html in dict(course_files(FOREIGN))


def test_comments_and_entities_cannot_hide_a_document_type() -> None:
    for prolog in ("<?xml version='1.0'?>", "<!-- <a> -->", " \n", "\N{ZERO WIDTH NO-BREAK SPACE}"):
        parsed = parse(f"{prolog}<!DOCTYPE a SYSTEM 'http://example/x.dtd'><a/>".encode())
        assert isinstance(parsed, Unparsable)
        assert parsed.reason == "document-type"
    assert not isinstance(parse(b"<a><![CDATA[<!DOCTYPE html>]]></a>"), Unparsable)


def test_looking_for_a_document_type_takes_no_second_try() -> None:
    # With backtracking this would take longer than the universe lasts.
    blanks = b" " * 5000 + b"<!---->" * 500 + b"<?x?>" * 500
    parsed = parse(blanks + b"<a>" + b"<!DOCTYPE" * 10 + b"</a>")

    assert isinstance(parsed, Unparsable)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<a>&lol;</a>", "not-well-formed"),
        ("<?xml version='1.0' encoding='utf-7'?><a>+ADw-b/+AD4-</a>".encode("utf-16"), "not-utf8"),
        (b"<a>" * 10_000 + b"</a>" * 10_000, "too-deep"),
        (b"<a b='" + b"x" * 10_000_001 + b"'/>", "value-too-large"),
        (b"<a>" + b"x" * 10_000_001 + b"</a>", "value-too-large"),
        (b"<a b='1' b='2'/>", "not-well-formed"),
    ],
)
def test_hostile_xml_is_refused(data: bytes, reason: str) -> None:
    parsed = parse(data)

    assert isinstance(parsed, Unparsable)
    assert parsed.reason == reason


def test_a_declared_encoding_does_not_count() -> None:
    parsed = parse("<?xml version='1.0' encoding='latin-1'?><a>schön</a>".encode())

    assert not isinstance(parsed, Unparsable)
    assert parsed.text == "schön"


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_parsers(data: bytes) -> None:
    parsed = parse(data)
    assert isinstance(parsed, Unparsable | etree._Element)
    parse_json(data)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["course", "chapter", "vertical", "html", "problem", "poll"]),
            st.sampled_from("abc"),
            st.lists(
                st.tuples(st.sampled_from(["chapter", "vertical", "html"]), st.sampled_from("abc")),
                max_size=4,
            ),
        ),
        max_size=12,
    )
)
def test_any_web_of_pointers_becomes_a_finite_tree(
    blocks: list[tuple[str, str, list[tuple[str, str]]]],
) -> None:
    files = {"course.xml": b'<course url_name="a" org="O" course="C"/>'}
    for tag, name, children in blocks:
        inside = "".join(f'<{kind} url_name="{child}"/>' for kind, child in children)
        files[f"{tag}/{name}.xml"] = f"<{tag}>{inside}</{tag}>".encode()

    built = build_tree(CourseFiles(files))

    assert len(built.nodes) < 1000
    for node in built.nodes:
        assert all(child.parent is node for child in node.children)
