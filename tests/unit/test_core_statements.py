"""Our events as xAPI statements: what the standard (1.0.3) asks of verbs, objects and results."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xblocks.core.events import EVENTS, Kind
from xblocks.core.statements import EXTENSIONS, SENTENCES, kind_of, result_of

VALUES = {
    Kind.COUNT: st.integers(0, 10**6),
    Kind.SHARE: st.floats(0, 1),
    Kind.YES_NO: st.booleans(),
}


def is_iri(text: str) -> bool:
    """Whether a text is an absolute IRI, as every identifier of a statement must be."""
    parts = urlsplit(text)
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and " " not in text


def check_result(result: dict[str, Any]) -> None:
    """The rules of section 2.4.5 on results."""
    assert set(result) <= {"score", "success", "completion", "extensions"}
    for name in ("success", "completion"):
        assert type(result.get(name, True)) is bool
    if "score" in result:
        assert set(result["score"]) == {"scaled"}
        assert -1 <= result["score"]["scaled"] <= 1
    for iri in result.get("extensions", {}):
        assert is_iri(iri)


def test_every_event_somebody_learns_by_is_told() -> None:
    assert set(EVENTS) - set(SENTENCES) == {
        "wbm.transfer_project.extended",
        "wbm.coaching.asked_back",
        "wbm.coaching.answered",
    }
    assert set(SENTENCES) <= set(EVENTS)


@pytest.mark.parametrize("name", SENTENCES)
def test_verbs_are_iris_with_a_word_and_never_void_anything(name: str) -> None:
    sentence = SENTENCES[name]
    assert is_iri(sentence.verb)
    assert not sentence.verb.endswith("/voided")
    assert sentence.word


@given(st.sampled_from(sorted(SENTENCES)), st.data())
def test_results_keep_the_standard_whatever_the_facts(name: str, data: st.DataObject) -> None:
    facts = {
        fact: data.draw(
            st.sampled_from(declared.words) if declared.words else VALUES[declared.kind]
        )
        for fact, declared in EVENTS[name].facts.items()
        if declared.always or data.draw(st.booleans())
    }
    result = result_of(name, facts)
    check_result(result)
    assert ("score" in result) == ("score" in facts)
    told = set(result.get("extensions", {}).values())
    assert told == {facts[fact] for fact in EXTENSIONS if fact in facts}


@pytest.mark.parametrize(
    ("name", "facts", "expected"),
    [
        ("wbm.role_play.started", {"attempt": 1}, {"extensions": {EXTENSIONS["attempt"]: 1}}),
        (
            "wbm.grading.passed",
            {"version": 2, "again": False, "score": 0.8},
            {
                "success": True,
                "completion": True,
                "score": {"scaled": 0.8},
                "extensions": {EXTENSIONS["version"]: 2},
            },
        ),
        (
            "wbm.grading.returned",
            {"version": 1, "again": True},
            {"success": False, "completion": False, "extensions": {EXTENSIONS["version"]: 1}},
        ),
    ],
)
def test_results_say_what_happened(
    name: str, facts: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert result_of(name, facts) == expected


@pytest.mark.parametrize(
    ("usage_key", "kind"),
    [
        ("block-v1:W+W+1+type@wbm_role_play+block@r1", "simulation"),
        ("block-v1:W+W+1+type@wbm_transfer_project+block@m1", "assessment"),
        ("anything", "assessment"),
    ],
)
def test_an_exercise_is_one_kind_of_activity(usage_key: str, kind: str) -> None:
    assert kind_of(usage_key) == f"http://adlnet.gov/expapi/activities/{kind}"
