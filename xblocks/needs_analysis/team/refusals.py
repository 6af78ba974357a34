"""What the matrix of a team refuses, as typed errors."""

from __future__ import annotations

from xblocks.core.errors import Conflict, Invalid, NotFound
from xblocks.core.text import gettext_noop


class NoTeam(NotFound):
    """Somebody learns here and belongs to no company yet."""

    code = "no_team"
    sentence = gettext_noop(
        "You are not in a company team yet. Please ask your coordinator to add you to one."
    )


class ValueConflict(Conflict):
    """Somebody else changed the same value meanwhile; texts as pages send them.

    Saving again with `theirs` as the value seen decides for `mine`.
    """

    code = "value_conflict"
    sentence = gettext_noop("%(name)s has changed this at the same time. Look at both and decide.")

    def __init__(self, mine: str, theirs: str, name: str) -> None:
        super().__init__(name=name)
        self.mine = mine
        self.theirs = theirs


class RowGone(Conflict):
    """A person, competence or profile that somebody has removed meanwhile."""

    code = "row_gone"
    sentence = gettext_noop("Somebody in your team has removed this. Please reload the page.")


class CodeTaken(Invalid):
    """A pseudonym that stands for somebody else."""

    code = "code_taken"
    sentence = gettext_noop("The code %(code)s stands for somebody already. Choose another one.")


class TooMany(Invalid):
    """More rows or columns than a matrix holds."""

    code = "too_many"
    sentence = gettext_noop("There is room for %(most)s at most.")


class NotALevel(Invalid):
    """Something else than 0 to 4."""

    code = "not_a_level"
    sentence = gettext_noop("Choose a level from 0 to 4, or leave it open.")


class NothingToUndo(Conflict):
    """The step cannot be taken back: too much time has passed, or it fits no more."""

    code = "nothing_to_undo"
    sentence = gettext_noop("This can no longer be undone. What stands here now stays.")


class ImportOutdated(Conflict):
    """Somebody changed the matrix after a file was checked against it."""

    code = "import_outdated"
    sentence = gettext_noop(
        "The matrix has changed since the file was checked. Please choose the file again."
    )
