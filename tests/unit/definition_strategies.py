"""Every definition the schemas allow: strategies made from the models themselves.

A new field is drawn without a word here. Only rules that tie several fields together are told.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import EnumMeta
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le, MaxLen, MinLen
from hypothesis import strategies as st
from pydantic import BaseModel, StringConstraints
from pydantic.fields import FieldInfo

from tests.unit.moderation_definition_strategies import MODERATION
from tests.unit.needs_strategies import NEEDS
from xblocks.coaching.definition import Desk, Knowledge
from xblocks.core.definitions import IDENTIFIER
from xblocks.core.rubric import Rubric
from xblocks.moderation.definition import CardBoard, Interventions, PlanExercise
from xblocks.needs_analysis.definition import CaseStudy, LivingCase, OwnCompany
from xblocks.role_play.definition import Dialogue
from xblocks.role_play.observing import RatingPractice
from xblocks.role_play.playing import Triad
from xblocks.transfer_project.definition import Milestone, Overview
from xblocks.transfer_project.fields import Column

Strategy = st.SearchStrategy[Any]

TEXTS = st.text(
    st.characters(codec="utf-8")
    | st.sampled_from("\n\r\t\\\"'<>&[]{}|:@-*„“🙂ß\x00\x1f\u2028\ufffe"),
    max_size=24,
)
IDS = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,5}", fullmatch=True) | st.sampled_from(
    ["a", "b", "end", "sum", "none", "if", "start", "0-0", "a" * 40]
)
SIMPLE: dict[Any, Strategy] = {
    NoneType: st.none(),
    bool: st.booleans(),
    date: st.dates(date(2000, 1, 1), date(2100, 1, 1)).map(date.isoformat),
}
KINDS = (
    Dialogue,
    Milestone,
    Overview,
    Desk,
    CaseStudy,
    LivingCase,
    OwnCompany,
    PlanExercise,
    CardBoard,
    Interventions,
    RatingPractice,
    Triad,
)
TOGETHER = {**NEEDS, **MODERATION}
"""What is told of models whose fields hang together."""
MANY = 3
"""Entries of a list at most, where the schema allows more."""


def definitions() -> Strategy:
    """Definitions of every kind, as plain JSON; what has a default may be left out."""
    return st.one_of([of_model(kind) for kind in KINDS])


@cache
def of_model(model: type[BaseModel]) -> Strategy:
    """Plain JSON for a model."""
    required: dict[str, Strategy] = {}
    optional: dict[str, Strategy] = {}
    for name, info in model.model_fields.items():
        (required if info.is_required() else optional)[name] = of_field(info)
    if model in TOGETHER:
        return st.fixed_dictionaries({**required, **optional}).map(TOGETHER[model])
    made = st.fixed_dictionaries(required, optional=optional)
    return RULES[model](made) if model in RULES else made


def of_field(info: FieldInfo) -> Strategy:
    return of_type(info.annotation, tuple(info.metadata))


def of_type(kind: Any, limits: tuple[Any, ...] = ()) -> Strategy:
    """Values of a type within its limits."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        found = [*inner[1:], *limits]
        nested = [each for one in found if isinstance(one, FieldInfo) for each in one.metadata]
        return of_type(inner[0], (*found, *nested))
    if origin in {Union, UnionType}:
        return st.one_of([of_type(each, limits) for each in inner])
    if origin is Literal:
        return st.sampled_from(inner)
    if origin is list:
        least, most = limit(MinLen, limits, 0), limit(MaxLen, limits, MANY)
        return st.lists(of_type(inner[0]), min_size=least, max_size=min(most, max(least, MANY)))
    if origin is dict:
        return st.dictionaries(of_type(inner[0]), of_type(inner[1]), max_size=MANY)
    return of_plain(kind, limits)


def of_plain(kind: Any, limits: tuple[Any, ...]) -> Strategy:
    """Values of a type without parts."""
    if kind in SIMPLE:
        return SIMPLE[kind]
    if kind is int:
        return st.integers(limit(Ge, limits, -(2**63)), limit(Le, limits, 2**63 - 1))
    if kind is str:
        return of_text(limits)
    if isinstance(kind, EnumMeta):
        return st.sampled_from([each.value for each in kind])
    return of_model(kind)


def of_text(limits: tuple[Any, ...]) -> Strategy:
    rule = next((each for each in limits if isinstance(each, StringConstraints)), None)
    if rule and rule.pattern == IDENTIFIER:
        return IDS
    return TEXTS.map(lambda text: text.strip() or "x")


def limit(kind: Any, limits: tuple[Any, ...], otherwise: int) -> int:
    """A bound among the limits of a type."""
    name = {Ge: "ge", Le: "le", MinLen: "min_length", MaxLen: "max_length"}[kind]
    return next((getattr(each, name) for each in limits if isinstance(each, kind)), otherwise)


def column(made: Strategy) -> Strategy:
    """Options belong to a choice, and only there."""

    def whole(raw: dict[str, Any]) -> dict[str, Any]:
        if raw.get("kind") == "choice":
            return {**raw, "options": raw.get("options") or ["x"]}
        return {**raw, "options": []}

    return made.map(whole)


def rubric(made: Strategy) -> Strategy:
    """Ids differ, the weights sum up to the total."""

    def whole(raw: dict[str, Any]) -> dict[str, Any]:
        criteria = raw["criteria"]
        total = max(raw.get("total", 100), len(criteria))
        weights = [*([1] * (len(criteria) - 1)), total + 1 - len(criteria)]
        named = [
            {**each, "id": f"c{at}", "weight": weight}
            for at, (each, weight) in enumerate(zip(criteria, weights, strict=True))
        ]
        return {**raw, "criteria": named, "total": total}

    return made.map(whole)


def milestone(made: Strategy) -> Strategy:
    """Ids of fields differ, anchors name some of them, a jury has a rubric."""

    def whole(raw: dict[str, Any]) -> dict[str, Any]:
        fields = [{**each, "id": f"f{at}"} for at, each in enumerate(raw["fields"])]
        anchors = [{**each, "fields": [fields[0]["id"]]} for each in raw.get("anchors", [])]
        jury = raw.get("jury", 0) if raw.get("rubric") else 0
        return {**raw, "fields": fields, "anchors": anchors, "jury": jury}

    return made.map(whole)


def desk(made: Strategy) -> Strategy:
    """A topic stands once on the list, ids of knowledge differ."""

    def whole(raw: dict[str, Any]) -> dict[str, Any]:
        topics = {each["topic"]: each for each in raw["topics"]}
        known = [{**each, "id": f"k{at}"} for at, each in enumerate(raw.get("knowledge", []))]
        return {**raw, "topics": list(topics.values()), "knowledge": known}

    return made.map(whole)


def knowledge(made: Strategy) -> Strategy:
    """It is looked at again after it was checked."""

    def whole(raw: dict[str, Any]) -> dict[str, Any]:
        after = date.fromisoformat(raw["checked"]) + timedelta(days=90)
        return {**raw, "review": after.isoformat()}

    return made.map(whole)


RULES: dict[type[BaseModel], Any] = {
    Column: column,
    Rubric: rubric,
    Milestone: milestone,
    Desk: desk,
    Knowledge: knowledge,
}
