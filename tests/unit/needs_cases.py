"""The two cases of the curriculum as plain numbers. Source: `curriculum-facts 4.9, 4.10`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from xblocks.needs_analysis.domain.matrix import Matrix, matrix_of


@dataclass(frozen=True)
class Told:
    """A row of the table of figures: of one competence."""

    gaps: int
    affected: int
    critical: int
    mean: str
    share: int
    urgency: int
    importance: int
    share_class: int
    points: int
    rank: str


@dataclass(frozen=True)
class PlainCase:
    """A case, and what the curriculum says about it."""

    competences: tuple[str, ...]
    profiles: dict[str, tuple[int, ...]]
    people: dict[str, tuple[str, tuple[int, ...]]]
    target: int
    met: int
    coverage: str
    gaps: int
    told: dict[str, Told]

    @property
    def matrix(self) -> Matrix:
        """The case as a matrix."""
        return matrix_of(
            self.competences,
            {code: levels for code, (_profile, levels) in self.people.items()},
            {code: self.profiles[profile] for code, (profile, _levels) in self.people.items()},
        )


def _levels(text: str) -> tuple[int, ...]:
    return tuple(int(each) for each in text)


def _people(text: str) -> dict[str, tuple[str, tuple[int, ...]]]:
    rows = [line.split() for line in text.strip().splitlines()]
    return {code: (profile, _levels(levels)) for code, profile, levels in rows}


def _told(text: str) -> dict[str, Told]:
    found = {}
    for line in text.strip().splitlines():
        code, gaps, affected, critical, mean, share, *weights, rank = line.split()
        numbers = [int(each) for each in (gaps, affected, critical)]
        found[code] = Told(*numbers, mean, int(share), *map(int, weights), rank)
    return found


CASE_A = PlainCase(
    competences=tuple(f"k{number}" for number in range(1, 9)),
    profiles={
        "p1": _levels("23322222"),
        "p2": _levels("32343323"),
        "p3": _levels("22213442"),
        "p4": _levels("11312112"),
    },
    people=_people(
        """
        a01 p1 00211323
        a02 p1 01200112
        a03 p1 01201111
        a04 p1 11312322
        a05 p1 00321324
        a06 p2 11321212
        a07 p2 32332312
        a08 p2 22333211
        a09 p3 00101322
        a10 p3 01112343
        a11 p4 12111101
        a12 p4 00101103
        """
    ),
    target=223,
    met=134,
    coverage="60.1",
    gaps=89,
    told=_told(
        """
        k1 17 10 7 1.42 83 3 3 3 27 high
        k2 17 9 6 1.42 75 3 3 3 27 high
        k4 12 9 3 1.00 75 2 3 3 18 high
        k5 13 10 3 1.08 83 2 2 3 12 middle
        k6 6 6 0 0.50 50 2 3 2 12 middle
        k3 9 7 2 0.75 58 2 2 2 8 low
        k7 9 8 1 0.75 67 1 2 3 6 low
        k8 6 5 1 0.50 42 1 2 2 4 low
        """
    ),
)

CASE_B = PlainCase(
    competences=tuple(f"v{number}" for number in range(1, 9)),
    profiles={
        "s1": _levels("33222231"),
        "s2": _levels("44333334"),
        "s3": _levels("33423221"),
        "s4": _levels("22122231"),
    },
    people=_people(
        """
        b01 s1 22101121
        b02 s1 21112131
        b03 s1 12201122
        b04 s1 22122231
        b05 s2 32222232
        b06 s2 33312322
        b07 s3 22303121
        b08 s3 22412220
        b09 s4 01001121
        b10 s4 11111132
        """
    ),
    target=196,
    met=129,
    coverage="65.8",
    gaps=67,
    told=_told(
        """
        v1 12 10 2 1.2 100 3 3 3 27 high
        v2 12 10 2 1.2 100 3 3 3 27 high
        v5 7 7 0 0.7 70 3 3 3 27 high
        v4 14 9 5 1.4 90 2 2 3 12 middle
        v6 7 7 0 0.7 70 2 2 3 12 middle
        v8 5 3 2 0.5 30 2 3 2 12 middle
        v3 6 6 0 0.6 60 1 2 2 4 low
        v7 4 4 0 0.4 40 1 2 2 4 low
        """
    ),
)

LEVEL = st.one_of(st.none(), st.integers(0, 4))


@st.composite
def matrices(draw: Any, level: Any = LEVEL) -> Matrix:
    """A matrix of any size, with holes."""
    width, height = draw(st.integers(1, 8)), draw(st.integers(1, 12))
    rows = st.lists(level, min_size=width, max_size=width)
    codes = [f"a{number}" for number in range(height)]
    return matrix_of(
        [f"k{number}" for number in range(width)],
        {code: draw(rows) for code in codes},
        {code: draw(rows) for code in codes},
    )
