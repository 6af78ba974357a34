"""Matrices of teams, drawn by Hypothesis: everything a team can have typed."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from xblocks.core.errors import Invalid
from xblocks.core.wording import line
from xblocks.needs_analysis.domain.grid import (
    SOURCES,
    THIRDS,
    Grid,
    Rating,
    Skill,
    Target,
    Worker,
)

NASTY = (
    "=1+1",
    "+49",
    "-5",
    "@SUM(A1)",
    "'=x",
    "''=x",
    "'s",
    "\t=1",
    "＝1",
    "_x0041_",
    '"; ;"',
    "#",
)


def _kept(text: str) -> str:
    """A text as it is kept; nothing where it cannot be."""
    try:
        return line(text, 60)
    except Invalid:
        return ""


lines = st.one_of(st.text(max_size=40), st.sampled_from(NASTY)).map(_kept)
labels = lines.map(lambda text: text or "Skill")
codes = st.from_regex(r"\A[A-Z]{1,3}[0-9]{1,3}\Z")
ratings = st.builds(Rating, st.integers(0, 4), st.sampled_from(("", *SOURCES)))
thirds = st.sampled_from((None, *THIRDS))


@st.composite
def grids(draw: st.DrawFn, most_people: int = 6, most_skills: int = 5) -> Grid:
    """A matrix that a team could have filled in through its pages."""
    numbers = draw(st.lists(st.integers(1, 99), max_size=most_skills, unique=True))
    skills = tuple(
        Skill(f"k{number}", draw(labels), draw(thirds), draw(thirds), draw(st.booleans()))
        for number in numbers
    )
    names = [skill.id for skill in skills]
    targets = tuple(
        Target(f"p{number}", draw(labels), _levels(draw, names, st.integers(0, 4)))
        for number in draw(st.lists(st.integers(1, 99), max_size=4, unique=True))
    )
    profiles = st.sampled_from(["", *(target.id for target in targets)])
    people = tuple(
        Worker(code, draw(lines), draw(profiles), _levels(draw, names, ratings))
        for code in draw(st.lists(codes, max_size=most_people, unique=True))
    )
    return Grid(skills, targets, people)


def _levels(draw: st.DrawFn, names: list[str], values: st.SearchStrategy[Any]) -> dict[str, Any]:
    return {name: draw(values) for name in names if draw(st.booleans())}
