"""Plans, meetings and measures of every kind, wise and unwise."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from tests.unit.moderation_plans import TODAY, scenario
from xblocks.moderation.definition import Scenario
from xblocks.moderation.domain.written import Measure
from xblocks.moderation.planned import FORMS, METHODS, PLACES, Row

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=30)
contents = st.one_of(words, st.sampled_from(["Ziel, Ablauf, Zeit, Regeln", "goal and time", ""]))


def scenarios() -> st.SearchStrategy[Scenario]:
    return st.builds(
        scenario,
        participants=st.integers(2, 200),
        minutes=st.integers(15, 600),
        cards=st.integers(0, 200),
        dots=st.integers(0, 300),
        hierarchy=st.booleans(),
        sensitive=st.booleans(),
    )


def rows(*, parts: bool = True) -> st.SearchStrategy[Row]:
    """One row; without `parts` none goes on with another one."""
    return st.builds(
        Row,
        id=st.just("x"),
        phase=st.sampled_from(list(PLACES)),
        method=st.sampled_from([None, *METHODS]),
        minutes=st.one_of(st.integers(0, 60), st.integers(0, 600)),
        content=contents.map(str.strip),
        goal=words.map(str.strip),
        form=st.sampled_from(list(FORMS)),
        visual=st.booleans(),
        dots=st.one_of(st.none(), st.integers(1, 20)),
        continues=st.booleans() if parts else st.just(value=False),
    )


def plans(*, parts: bool = True, most: int = 14) -> st.SearchStrategy[tuple[Row, ...]]:
    """Rows with ids of their own."""
    return st.lists(rows(parts=parts), max_size=most).map(
        lambda found: tuple(
            each.model_copy(update={"id": f"r{number}"}) for number, each in enumerate(found)
        )
    )


def measures() -> st.SearchStrategy[tuple[Measure, ...]]:
    few = st.sampled_from(["", "Kim", "Kim und Alex", "alle", "Plan hängt"])
    days = st.integers(-3, 3).map(lambda number: TODAY + timedelta(days=number))
    one = st.builds(Measure, what=few, who=few, by=st.one_of(st.none(), days), sign=few)
    return st.lists(one, max_size=4).map(tuple)


def any_json() -> st.SearchStrategy[Any]:
    """What somebody may send instead of rows or measures."""
    leaves = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20))
    names = st.one_of(st.sampled_from([*Row.model_fields, "what", "who", "by", "sign"]), st.text())
    return st.recursive(
        leaves,
        lambda inner: st.one_of(st.lists(inner), st.dictionaries(names, inner)),
        max_leaves=12,
    )
