"""What somebody looks for: groups of terms, one for each word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xblocks.coaching.domain.stemming import (
    bare,
    concepts,
    is_known,
    longest_spelling,
    meaningful,
    parts,
    stem,
    stems,
)

QUERY_LENGTH = 300
MOST_GROUPS = 8
SHORTEST_BEGINNING = 3


@dataclass(frozen=True)
class Group:
    """One word or phrase: any of its terms will do.

    `own` are the stems as typed, `others` what means the same, `beginning` what a word may begin
    with that is not typed to its end. All without the letter of their place.
    """

    own: tuple[str, ...]
    others: tuple[str, ...] = ()
    beginning: str = ""

    def anywhere(self) -> list[str]:
        """Return the terms, a beginning with ``*`` behind it."""
        return self._placed("a")

    def in_title(self) -> list[str]:
        """Return the terms for titles."""
        return self._placed("t")

    def as_typed(self) -> list[str]:
        """Return the terms of the very word."""
        return ["a" + each for each in self.own]

    def _placed(self, place: str) -> list[str]:
        found = [place + each for each in (*self.own, *self.others)]
        return [*found, f"{place}x{self.beginning}*"] if self.beginning else found


def groups(query: str, *, typing: bool = True) -> list[Group]:
    """Return what is looked for, in the order typed; empty when no word says anything.

    With `typing` the last word may go on. Phrases of the glossary are one group; a long word that
    nobody knows is asked for by its parts. At most `MOST_GROUPS`, the most telling.
    """
    query = query[:QUERY_LENGTH]
    row = meaningful(query)
    goes_on = typing and query[-1:].isalnum()
    found: list[Group] = []
    while row:
        length = _phrase(row)
        taken, row = row[:length], row[length:]
        if length > 1:
            found.append(Group((), tuple("k" + each for each in _concepts_of(taken))))
        else:
            found += _of_word(taken[0], goes_on=goes_on and not row)
    return most_telling(list(dict.fromkeys(found)), MOST_GROUPS)


def _phrase(row: Sequence[str]) -> int:
    """Return how many words from the first on are one spelling of a concept; else 1."""
    for length in range(min(longest_spelling(), len(row)), 1, -1):
        if _concepts_of(row[:length]):
            return length
    return 1


def _concepts_of(row: Sequence[str]) -> list[str]:
    return sorted(concepts(map(stem, row)))


def _of_word(word: str, *, goes_on: bool) -> list[Group]:
    own = tuple("x" + each for each in stems(word))
    same = tuple("k" + each for each in _concepts_of([word]))
    # What begins with a known word is a compound, and found by its parts.
    beginning = _beginning(word) if goes_on and not is_known(word) else ""
    pieces = () if same or is_known(word) else parts(word)
    if not pieces:
        return [Group(own, same, beginning)]
    return [
        Group(
            own,
            ("x" + stem(piece), *("k" + each for each in _concepts_of([piece]))),
            beginning,
        )
        for piece in pieces
    ]


def _beginning(word: str) -> str:
    """Return what stems of words begin with that begin with `word`; nothing when it is short."""
    plain = bare(word)
    return plain if len(plain) >= SHORTEST_BEGINNING else ""


def most_telling(found: Sequence[Group], most: int) -> list[Group]:
    """Return at most so many groups in their order: words of the glossary and long ones first."""
    best = sorted(found, key=lambda each: (not _is_concept(each), -_length(each)))[:most]
    return [each for each in found if each in best]


def _is_concept(group: Group) -> bool:
    return any(each.startswith("k") for each in group.others)


def _length(group: Group) -> int:
    return max(map(len, (*group.own, *group.others)))


def rank(asked: Sequence[Group], held: str) -> tuple[int, int, int]:
    """Return how well an entry with the terms `held`, as stored, answers; to be sorted by.

    First how many groups it holds something of, then how many in the title, then how many as typed.
    """
    return (
        sum(_holds(held, group.anywhere()) for group in asked),
        sum(_holds(held, group.in_title()) for group in asked),
        sum(_holds(held, group.as_typed()) for group in asked),
    )


def _holds(held: str, terms: Sequence[str]) -> bool:
    return any(
        f" {each[:-1]}" in held if each.endswith("*") else f" {each} " in held for each in terms
    )
