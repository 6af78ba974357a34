"""How a component tells grading what it needs to know of its exercises.

Grading knows no component: each registers a presenter for its block type when the app starts.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from xblocks.core.people import Actor
from xblocks.core.rubric import Given, Rubric
from xblocks.exercises.service import version_of
from xblocks.files.records import StoredFile
from xblocks.grading.domain import Terms
from xblocks.grading.records import Review, Work


class WorkFile(NamedTuple):
    """A file that belongs to a work: what is kept, and its name to show."""

    stored: StoredFile
    name: str


class Presenter(Protocol):
    """What a component knows of the works handed in to its exercises.

    `definition` is always the one the work was written under.
    """

    def collects(self, definition: dict[str, Any]) -> bool:
        """Return whether anything is handed in to graders; other kinds are done without them."""
        ...

    def rubric(self, definition: dict[str, Any]) -> Rubric | None:
        """Return what is rated; None for a work without grade."""
        ...

    def revisions(self, definition: dict[str, Any]) -> tuple[int, int]:
        """Return how often a work may come back, and within how many days."""
        ...

    def jury(self, definition: dict[str, Any]) -> int:
        """Return how many rate it blind; 0 for a single grader."""
        ...

    def given(self, work: Work, definition: dict[str, Any]) -> Given | None:
        """Return what was reckoned and counts beside the rubric; None where all is rated.

        The same for ever for one work: it is asked again whenever points are told or changed.
        """
        ...

    def html(self, work: Work, definition: dict[str, Any], actor: Actor) -> str:
        """Return the work as a grader sees it, as safe HTML."""
        ...

    def text_lines(self, work: Work, definition: dict[str, Any]) -> list[str]:
        """Return the work as plain lines for exports."""
        ...

    def files(self, work: Work) -> list[WorkFile]:
        """Return the files that belong to the work, for downloads of many works."""
        ...

    def decided(self, work: Work, review: Review) -> None:
        """Take note of a final review, inside its transaction: deadline, activity, notices."""
        ...


_presenters: dict[str, Presenter] = {}


def register(block_type: str, presenter: Presenter) -> None:
    """Name the presenter of a block type; the last one counts."""
    _presenters[block_type] = presenter
    definition_of.cache_clear()
    rubric_of.cache_clear()


def presenter_of(block_type: str) -> Presenter:
    """Return the presenter of a block type; KeyError when its component registered none."""
    return _presenters[block_type]


@lru_cache(maxsize=128)
def definition_of(definition_hash: str) -> dict[str, Any]:
    """Return a kept definition. It never changes: neither does who reads it change it."""
    return version_of(definition_hash)


@lru_cache(maxsize=128)
def rubric_of(block_type: str, definition_hash: str) -> Rubric | None:
    """Return the rubric works under this definition are rated by."""
    return presenter_of(block_type).rubric(definition_of(definition_hash))


def given_of(work: Work) -> Given | None:
    """Return what was reckoned of a work; told in the language of now. Never without a rubric."""
    if rubric_of(work.block_type, work.definition_hash) is None:
        return None
    return presenter_of(work.block_type).given(work, definition_of(work.definition_hash))


def terms_of(work: Work) -> Terms:
    """Return what a work is judged by."""
    count, _days = presenter_of(work.block_type).revisions(definition_of(work.definition_hash))
    rubric = rubric_of(work.block_type, work.definition_hash)
    return Terms(rubric, revisions=count, returned=work.returns, given=given_of(work))


def days_to_revise(work: Work) -> int:
    """Return how many days a team has for a work that comes back."""
    return presenter_of(work.block_type).revisions(definition_of(work.definition_hash))[1]
