"""What the transfer project refuses, as typed errors."""

from __future__ import annotations

from typing import Any

from xblocks.core.errors import Conflict, Invalid, NotFound
from xblocks.core.text import gettext_noop
from xblocks.transfer_project.domain import Readiness


class NoTeam(NotFound):
    """Somebody learns here and belongs to no company yet."""

    code = "no_team"
    sentence = gettext_noop(
        "You are not in a company team yet. Please ask your coordinator to add you to one."
    )


class FieldConflict(Conflict):
    """Somebody else wrote the same field meanwhile: both texts, and whose the stored one is.

    Saving again with `version` decides for one of them.
    """

    code = "field_conflict"
    sentence = gettext_noop(
        "%(name)s has written here at the same time. Look at both texts and decide."
    )

    def __init__(self, mine: Any, theirs: Any, version: int, name: str) -> None:
        super().__init__(name=name)
        self.mine = mine
        self.theirs = theirs
        self.version = version


class NotWritable(Conflict):
    """The milestone is handed in or decided."""

    code = "not_writable"
    sentence = gettext_noop(
        "Your team has handed this in. Nothing can be changed until it comes back or you take"
        " it back."
    )


class NotReady(Invalid):
    """Something is missing; `readiness` tells what."""

    code = "not_ready"
    sentence = gettext_noop("This cannot be handed in yet. See below what is missing.")

    def __init__(self, readiness: Readiness) -> None:
        super().__init__()
        self.readiness = readiness


class DeadlinePassed(Conflict):
    """The definition accepts nothing after the deadline."""

    code = "deadline_passed"
    sentence = gettext_noop(
        "The deadline has passed. Please ask your trainer for more time. Your text is kept."
    )


class ChangedMeanwhile(Conflict):
    """Somebody wrote after the summary was shown."""

    code = "changed_meanwhile"
    sentence = gettext_noop(
        "Somebody in your team has changed something in the meantime. Look at the summary again,"
        " then hand in."
    )


class NotLater(Invalid):
    """An extension that is none."""

    code = "not_later"
    sentence = gettext_noop("Choose a day after the present deadline, and after today.")


class NoReason(Invalid):
    """An extension without reason."""

    code = "no_reason"
    sentence = gettext_noop("Please give the reason in a few words, 500 characters at most.")


class NoDeadline(Invalid):
    """There is nothing to extend."""

    code = "no_deadline"
    sentence = gettext_noop("This milestone has no deadline, so there is nothing to extend.")
