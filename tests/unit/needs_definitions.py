"""Small definitions of needs analyses that have nothing wrong with them, for tests to spoil."""

from __future__ import annotations

from typing import Any

from xblocks.needs_analysis.definition import CaseStudy, LivingCase, OwnCompany, adapter

CASE: dict[str, Any] = {
    "kind": "case_study",
    "title": "A case",
    "intro": "A company.",
    "dossier": [],
    "competences": [{"id": "k1", "label": "Welding"}, {"id": "k2", "label": "Measuring"}],
    "profiles": [
        {"id": "p1", "label": "Welder", "levels": "3 1"},
        {"id": "p2", "label": "Tester", "levels": "1 3"},
    ],
    "people": [
        {"id": "a01", "activity": "Welder", "age": 50, "profile": "p1", "levels": "1 2"},
        {"id": "a02", "activity": "Helper", "age": 30, "profile": "p2", "levels": "1 1"},
    ],
    "questions": [],
}

FRAME: dict[str, Any] = {
    "budget": "1000",
    "hours": "300",
    "headcount": 100,
    "affected": 20,
    "wage": "30",
}

MEASURE: dict[str, Any] = {
    "id": "m1",
    "label": "A course",
    "form": "course",
    "closes": ["k1"],
    "hours": "150",
    "cost": "500",
    "approved": True,
    "rights": ["betrvg-98-1"],
    "people": ["a01"],
}

REASON: dict[str, Any] = {
    "id": "r1",
    "label": "Why?",
    "min_length": 5,
    "max_length": 50,
    "model": "Because it fits.",
}

RUBRIC: dict[str, Any] = {
    "criteria": [{"id": "c1", "label": "Reasons", "weight": 100, "levels": ["no", "yes"]}]
}

FULL: dict[str, Any] = {
    **CASE,
    "dossier": [
        {"title": "Age", "head": "Age | people", "rows": ["30 | 1", "50 | 1"], "draw": "bars"}
    ],
    "questions": [
        {"id": "q1", "kind": "number", "text": "?", "figure": "gaps", "competence": "k1"},
        {"id": "q2", "kind": "number", "text": "?", "sum": "3 - 1", "way": "Take one away."},
        {"id": "q3", "kind": "funding", "text": "?", "figure": "costs", "measure": "m1"},
        {"id": "q4", "kind": "people", "text": "?", "figure": "most_gaps"},
        {
            "id": "q5",
            "kind": "choice",
            "text": "?",
            "options": [{"id": "o1", "label": "A", "right": True}, {"id": "o2", "label": "B"}],
        },
    ],
    "priorities": [
        {"competence": "k1", "urgency": 3, "importance": 3, "safety": True},
        {"competence": "k2", "urgency": 1, "importance": 1, "also_urgency": [2]},
    ],
    "frame": FRAME,
    "measures": [MEASURE],
    "reasons": [REASON],
    "rubric": RUBRIC,
    "figures_share": 40,
}
"""A case study with something in every part."""

LIVING: dict[str, Any] = {
    **CASE,
    "kind": "living_case",
    "minutes": 30,
    "interviewees": [
        {
            "id": "i1",
            "name": "Ms Ott",
            "role": "Foreperson",
            "inquiries": [
                {
                    "id": "i1q1",
                    "text": "Who can weld?",
                    "minutes": 15,
                    "answer": "Both a little.",
                    "matters": "key",
                    "evidence": [
                        {
                            "person": "a01",
                            "competence": "k1",
                            "level": 1,
                            "source": "manager",
                            "confidence": 2,
                        }
                    ],
                },
                {"id": "i1q2", "text": "And now?", "minutes": 10, "answer": "…", "after": "i1q1"},
                {"id": "i1q3", "text": "And then?", "minutes": 10, "answer": "…"},
            ],
        }
    ],
}

OWN: dict[str, Any] = {
    "kind": "own_company",
    "title": "Our company",
    "intro": "No names.",
    "competences": [{"id": "k1", "label": "Welding"}],
    "profiles": [{"id": "p1", "label": "Welder", "levels": "3"}],
}


def case(**changes: Any) -> CaseStudy:
    """The case with some fields put in the place of its own."""
    found = adapter.validate_python({**CASE, **changes})
    assert isinstance(found, CaseStudy)
    return found


def living(**changes: Any) -> LivingCase:
    """The living case with some fields put in the place of its own."""
    found = adapter.validate_python({**LIVING, **changes})
    assert isinstance(found, LivingCase)
    return found


def own(**changes: Any) -> OwnCompany:
    """The empty matrix with some fields put in the place of its own."""
    found = adapter.validate_python({**OWN, **changes})
    assert isinstance(found, OwnCompany)
    return found


def inquiry(number: int, **changes: Any) -> dict[str, Any]:
    """An inquiry of the living case, changed."""
    return {**LIVING["interviewees"][0]["inquiries"][number], **changes}


def asked(*inquiries: dict[str, Any], **changes: Any) -> LivingCase:
    """The living case with these inquiries."""
    (one,) = LIVING["interviewees"]
    return living(interviewees=[{**one, "inquiries": list(inquiries)}], **changes)
