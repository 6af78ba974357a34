"""Two members of a team at the same field in the same moment, in processes of their own."""

from __future__ import annotations

from tests.records import matrix_rounds


def test_one_level_is_kept_and_the_other_member_is_told_of_it() -> None:
    """What ``scripts/load matrix`` proves with 200 rounds."""
    found = matrix_rounds.prove(12)
    assert (found.one_winner, found.lost, found.errors) == (12, 0, 0), found
