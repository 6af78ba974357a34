"""Hands scores and ticks over to people who register after they were graded."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from xblocks.grading import scoring, telling
from xblocks.roster.matching import people_linked


def connect() -> None:
    """Listen for people who have got their account."""
    people_linked.connect(_people_linked, dispatch_uid="wbm.grading")


def _people_linked(person_ids: Collection[int], **_kwargs: Any) -> None:
    scoring.accounts_linked(person_ids)
    telling.accounts_linked(person_ids)
