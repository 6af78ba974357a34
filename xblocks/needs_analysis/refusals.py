"""What a needs analysis refuses, as typed errors."""

from __future__ import annotations

from typing import Any

from xblocks.core.errors import Conflict, NotFound
from xblocks.core.text import gettext_noop


class NoCompany(NotFound):
    """Somebody learns here and belongs to no company yet, so nobody would grade the work."""

    code = "no_company"
    sentence = gettext_noop(
        "You are not in a company team yet. Please ask your coordinator to add you to one."
    )


class NotWritable(Conflict):
    """The answer is handed in and stays as it is."""

    code = "not_writable"
    sentence = gettext_noop("This is handed in and stays as it is. Reload the page to see it.")


class AnswerConflict(Conflict):
    """The same person answered otherwise on another page: both answers.

    Saving again with `version` decides for one of them. Pages know the code of a conflict.
    """

    code = "field_conflict"
    sentence = gettext_noop(
        "You have answered this on another page, too. Look at both and choose one."
    )

    def __init__(self, mine: Any, theirs: Any, version: int) -> None:
        super().__init__()
        self.mine = mine
        self.theirs = theirs
        self.version = version


class ChangedMeanwhile(Conflict):
    """Something was written, or the exercise changed, after the summary was shown."""

    code = "changed_meanwhile"
    sentence = gettext_noop(
        "Something has changed since you saw this page. Look at it again, then hand in."
    )


class NotReady(Conflict):
    """Something that must be there is missing."""

    code = "not_ready"
    status = 422
    sentence = gettext_noop("This cannot be handed in yet. See below what is missing.")


class NotAnew(Conflict):
    """Nothing to begin anew: it is still open, or somebody grades it."""

    code = "not_anew"
    sentence = gettext_noop("This cannot be begun anew. Reload the page to see where it stands.")


class NotOpenYet(Conflict):
    """A question nobody has opened yet."""

    code = "not_open_yet"
    sentence = gettext_noop("You cannot ask this yet. Choose one of the questions shown.")


class NoTimeLeft(Conflict):
    """A question that takes longer than there is time."""

    code = "no_time_left"
    sentence = gettext_noop("There is no time left for this question. Choose a shorter one.")


class AskingOver(Conflict):
    """The asking is closed, or never begun."""

    code = "asking_over"
    sentence = gettext_noop("The asking is over. Look at the page again to see where you are.")


class OtherRound(Conflict):
    """The case was begun anew on another page."""

    code = "other_round"
    sentence = gettext_noop("You have begun anew on another page. This is where you are now.")


class NotAnswered(Conflict):
    """Questions of the case have no answer yet."""

    code = "not_answered"
    status = 422
    sentence = gettext_noop("Some questions have no answer yet. Please answer them all.")
