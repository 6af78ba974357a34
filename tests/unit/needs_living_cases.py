"""Living cases to play with: a small one by hand, and any number of drawn ones."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from xblocks.needs_analysis.definition import LivingCase, adapter

SOURCES = ("self", "manager", "document", "observation", "workshop", "colleague")


def evidence(person: str, competence: str, level: int, source: str, sure: int) -> dict[str, Any]:
    return {
        "person": person,
        "competence": competence,
        "level": level,
        "source": source,
        "confidence": sure,
    }


def inquiry(
    name: str, minutes: int, *told: dict[str, Any], matters: str = "useful", after: str = ""
) -> dict[str, Any]:
    """Return a question; its texts begin with words that stand nowhere else."""
    found = {
        "id": name,
        "text": f"Question {name}?",
        "minutes": minutes,
        "answer": f"Answer of {name}.",
        "evidence": list(told),
        "matters": matters,
        "why": f"Because of {name}.",
    }
    return found | ({"after": after} if after else {})


def option(name: str, *, right: bool = False) -> dict[str, Any]:
    return {"id": name, "label": f"Option {name}", "right": right, "why": f"Reason of {name}."}


def data(**changes: Any) -> dict[str, Any]:
    """Return a case of 20 minutes with two people, two competences and questions for 32 minutes.

    Ann says she can do both; the fault list says she cannot, and opens a look at her work.
    """
    return {
        "kind": "living_case",
        "title": "A small hall",
        "intro": "Find out who can do what.",
        "minutes": 20,
        "competences": [{"id": "k1", "label": "Booking"}, {"id": "k2", "label": "Loading"}],
        "profiles": [{"id": "p1", "label": "Hall", "levels": "3 2"}],
        "people": [
            {"id": "a1", "activity": "packs", "profile": "p1", "levels": "1 2"},
            {"id": "a2", "activity": "drives", "profile": "p1", "levels": "3 0"},
        ],
        "interviewees": [
            {
                "id": "ann",
                "name": "Ann Lee",
                "role": "packs, A1",
                "inquiries": [
                    inquiry("ann-self", 5, evidence("a1", "k1", 3, "self", 2)),
                    inquiry(
                        "ann-watch",
                        8,
                        evidence("a1", "k1", 1, "observation", 3),
                        evidence("a1", "k2", 2, "observation", 3),
                        matters="key",
                        after="list-faults",
                    ),
                    inquiry("ann-past", 9, matters="detour"),
                ],
            },
            {
                "id": "list",
                "name": "Fault list",
                "role": "document",
                "inquiries": [
                    inquiry(
                        "list-faults",
                        6,
                        evidence("a1", "k1", 2, "document", 2),
                        evidence("a2", "k2", 0, "document", 3),
                        matters="key",
                    ),
                    inquiry("list-old", 4, evidence("a2", "k1", 1, "document", 3)),
                ],
            },
        ],
        "questions": [
            {
                "id": "q1",
                "kind": "choice",
                "text": "What comes first?",
                "options": [option("o1", right=True), option("o2")],
            },
            {"id": "q2", "kind": "people", "text": "Who first?", "right": ["a1", "a2"]},
            {"id": "q3", "kind": "number", "text": "How many gaps?", "figure": "sum_gaps"},
        ],
        "closing": "Take along: ask for examples.",
        **changes,
    }


def small(**changes: Any) -> LivingCase:
    """Return the small case."""
    found = adapter.validate_python(data(**changes))
    assert isinstance(found, LivingCase)
    return found


@st.composite
def cases(draw: st.DrawFn) -> LivingCase:
    """Return a case of up to 3 people, 3 competences and 8 questions that open each other."""
    people = [f"a{number}" for number in range(draw(st.integers(1, 3)))]
    competences = [f"k{number}" for number in range(draw(st.integers(1, 3)))]
    levels = st.lists(st.integers(0, 4), min_size=len(competences), max_size=len(competences)).map(
        lambda found: " ".join(map(str, found))
    )
    told = st.lists(
        st.builds(
            evidence,
            st.sampled_from(people),
            st.sampled_from(competences),
            st.integers(0, 4),
            st.sampled_from(SOURCES),
            st.integers(1, 3),
        ),
        max_size=4,
    )
    names = [f"q{number}" for number in range(draw(st.integers(1, 8)))]
    inquiries = [
        inquiry(
            name,
            draw(st.integers(1, 12)),
            *draw(told),
            matters=draw(st.sampled_from(["key", "useful", "detour"])),
            after=draw(st.sampled_from(["", *(each for each in names if each != name)])),
        )
        for name in names
    ]
    cut = draw(st.integers(1, len(inquiries)))
    groups = [group for group in (inquiries[:cut], inquiries[cut:]) if group]
    return small(
        minutes=draw(st.integers(5, 40)),
        competences=[{"id": each, "label": each} for each in competences],
        profiles=[{"id": "p1", "label": "P", "levels": draw(levels)}],
        people=[
            {"id": each, "activity": each, "profile": "p1", "levels": draw(levels)}
            for each in people
        ],
        interviewees=[
            {"id": f"i{number}", "name": f"I{number}", "role": "r", "inquiries": group}
            for number, group in enumerate(groups)
        ],
        questions=[],
    )
