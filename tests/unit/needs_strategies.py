"""What ties the fields of a needs analysis together, for drawing any definition there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from xblocks.needs_analysis.asked import (
    ChoiceQuestion,
    FundingQuestion,
    NumberQuestion,
    PeopleQuestion,
)
from xblocks.needs_analysis.definition import CaseStudy, LivingCase, OwnCompany
from xblocks.needs_analysis.figure_names import OF_COMPETENCE
from xblocks.needs_analysis.material import BAR, Section
from xblocks.needs_analysis.offers import Frame, Measure

Raw = dict[str, Any]

LEVELS = "0 1 2 3 4 4 3 2 1 0"
SUM = "84 - 12"


def named(entries: Sequence[Mapping[str, Any]], prefix: str) -> list[Raw]:
    """Return the entries with ids of their own."""
    return [{**each, "id": f"{prefix}{at}"} for at, each in enumerate(entries)]


def amount(text: str) -> str:
    """Return an amount made of any text."""
    return f"{len(text)}.{len(text) % 10}"


def with_amounts(*names: str) -> Callable[[Raw], Raw]:
    """Fields of these names hold amounts."""

    def whole(raw: Raw) -> Raw:
        return {
            name: amount(value) if name in names and value is not None else value
            for name, value in raw.items()
        }

    return whole


def section(raw: Raw) -> Raw:
    """As many cells in a row as headings; what is drawn is there."""
    rows = [f"{row.replace(BAR, ' ') or 'x'} {BAR} {at}" for at, row in enumerate(raw["rows"])]
    if not rows:
        return {"title": raw["title"], "text": raw.get("text")}
    drawn = [2] if raw.get("drawn") else []
    return {**raw, "head": f"x {BAR} y", "rows": rows, "drawn": drawn}


def number(raw: Raw) -> Raw:
    """A figure or a sum; a competence where the figure asks for one."""
    figure = raw.get("figure")
    found = {**raw, "sum": None if figure else SUM, "competence": None}
    if figure in OF_COMPETENCE:
        found["competence"] = "k0"
    return with_amounts("tolerance")(found)


def funding(raw: Raw) -> Raw:
    """A measure but for figures of the whole company."""
    measure = None if raw["figure"].startswith("qg_") else "m0"
    return with_amounts("tolerance")({**raw, "measure": measure})


def choice(raw: Raw) -> Raw:
    """Exactly the first is right."""
    options = named(raw["options"], "o")
    return {**raw, "options": [{**each, "right": not at} for at, each in enumerate(options)]}


def people(raw: Raw) -> Raw:
    """What the matrix tells, or people who are there."""
    right = [] if raw.get("figure") else ["a0"]
    competence = "k0" if raw.get("competence") else None
    return {**raw, "right": right, "also": ["a0"], "competence": competence}


def frame(raw: Raw) -> Raw:
    """No more people are affected than there are."""
    found = with_amounts("budget", "hours", "wage")(raw)
    return {**found, "affected": min(raw.get("affected", 0), raw["headcount"])}


def measure(raw: Raw) -> Raw:
    """Competences and people that are there."""
    found = with_amounts("hours", "cost")(raw)
    return {**found, "closes": ["k0"], "people": ["a0"], "rights": ["betrvg-96-1"]}


def case(raw: Raw) -> Raw:
    """Short names that fit, and a level for each competence."""
    levels = LEVELS[: 2 * len(raw["competences"]) - 1]
    everybody = [
        {**each, "profile": "p0", "also": [], "levels": levels}
        for each in named(raw["people"], "a")
    ]
    return {
        **raw,
        "competences": named(raw["competences"], "k"),
        "profiles": [{**each, "levels": levels} for each in named(raw["profiles"], "p")],
        "people": everybody,
        "questions": named(raw.get("questions", []), "q"),
    }


def case_study(raw: Raw) -> Raw:
    """Reasons and a rubric or neither; a frame and measures for what is asked about them."""
    found = case(raw)
    measures = named(raw.get("measures", []), "m")
    reasons = named(raw.get("reasons", []), "r")
    rubric = raw.get("rubric") if reasons else None
    weighed = [{**each, "competence": "k0"} for each in raw.get("priorities", [])][:1]
    questions = [
        each
        for each in found["questions"]
        if not (each["kind"] == "funding" and each["measure"] and not measures)
        and not (each.get("figure") == "points" and not weighed)
    ]
    return {
        **found,
        "questions": questions,
        "priorities": weighed,
        "frame": raw.get("frame") or {"headcount": 240},
        "measures": measures,
        "reasons": reasons if rubric else [],
        "rubric": rubric,
    }


def living_case(raw: Raw) -> Raw:
    """Questions open others; evidence is about who and what is there; nothing is weighed."""
    found = case(raw)
    everybody = []
    for at, one in enumerate(named(raw["interviewees"], "i")):
        inquiries = [
            {
                **each,
                "after": None,
                "evidence": [
                    {**piece, "person": "a0", "competence": "k0"}
                    for piece in each.get("evidence", [])
                ],
            }
            for each in named(one["inquiries"], f"i{at}q")
        ]
        everybody.append({**one, "inquiries": inquiries})
    questions = [each for each in found["questions"] if each.get("figure") != "points"]
    return {**found, "questions": questions, "interviewees": everybody}


def own_company(raw: Raw) -> Raw:
    """Profiles with a level for each competence."""
    competences = named(raw["competences"], "k")
    levels = LEVELS[: 2 * len(competences) - 1]
    profiles = [{**each, "levels": levels} for each in named(raw["profiles"], "p")]
    return {**raw, "competences": competences, "profiles": profiles if competences else []}


NEEDS: dict[type[BaseModel], Callable[[Raw], Raw]] = {
    Section: section,
    NumberQuestion: number,
    FundingQuestion: funding,
    ChoiceQuestion: choice,
    PeopleQuestion: people,
    Frame: frame,
    Measure: measure,
    CaseStudy: case_study,
    LivingCase: living_case,
    OwnCompany: own_company,
}
"""What is changed in a drawn model, so that its fields fit together."""
