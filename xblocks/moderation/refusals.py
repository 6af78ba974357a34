"""What moderation refuses, as typed errors."""

from __future__ import annotations

from typing import Any

from xblocks.core.errors import Conflict, Invalid, NotFound
from xblocks.core.text import Message, gettext_noop


class RoundOpen(Conflict):
    """A round is begun anew while the present one is still open."""

    code = "round_open"
    sentence = gettext_noop("This round is still open. Finish it first, then you can begin anew.")


class OtherRound(Conflict):
    """The scenes were begun anew on another page."""

    code = "other_round"
    sentence = gettext_noop("You have begun anew on another page. This is where you are now.")


class AlreadyChosen(Conflict):
    """Something else was chosen in this moment."""

    code = "already_chosen"
    sentence = gettext_noop(
        "You have already decided what to do in this moment. In a new round you can choose again."
    )


class NothingToRun(Conflict):
    """The clock is started for a plan without rows."""

    code = "nothing_to_run"
    status = 422
    sentence = gettext_noop("This plan has no rows yet. Add some, then start the clock.")


class OtherPress(Conflict):
    """A button of the clock was pressed on another device meanwhile."""

    code = "other_press"
    sentence = gettext_noop(
        "A button was pressed on another device meanwhile. This is where the clock is now."
    )


class NoSuchPress(Conflict):
    """A button of the clock that does nothing where the clock is."""

    code = "no_such_press"
    sentence = gettext_noop("The clock has moved on. This is where it is now.")


class PlanConflict(Conflict):
    """The same person wrote otherwise on another page: both plans.

    `mine` is what was sent, `theirs` what is kept under `version`. Saving again with that version
    decides for one of them. Pages know the code of a conflict.
    """

    code = "field_conflict"
    sentence = gettext_noop(
        "You have changed this plan on another page, too. Look at both and choose one."
    )

    def __init__(self, mine: Any, theirs: Any, version: int) -> None:
        super().__init__()
        self.mine = mine
        self.theirs = theirs
        self.version = version


class PlanStays(Conflict):
    """A plan that is handed in is neither changed nor removed."""

    code = "plan_stays"
    sentence = gettext_noop(
        "This plan is handed in and stays as it is. Make a copy to work on it further."
    )


class PlanGone(Conflict):
    """A plan that was removed on another page."""

    code = "plan_gone"
    sentence = gettext_noop(
        "This plan was removed on another page. What you typed is kept on this device."
    )


class TooManyPlans(Conflict):
    """As many plans as there may be."""

    code = "too_many_plans"
    sentence = gettext_noop("You have %(most)s plans already. Please remove one first.")


class TextTooLong(Invalid):
    """More characters than a text of a plan may have. `field` names it."""

    code = "plan_text_too_long"
    sentence = gettext_noop("“%(name)s” is too long. Please shorten it to %(limit)s characters.")

    def __init__(self, field: str, name: Message, limit: int) -> None:
        super().__init__(name=name, limit=limit)
        self.field = field


class ChangedMeanwhile(Conflict):
    """The plan or the exercise changed after the page was shown that asks for handing in."""

    code = "changed_meanwhile"
    sentence = gettext_noop(
        "Something has changed since you saw this page. Look at it again, then hand in."
    )


class TextsMissing(Conflict):
    """Trainers rate texts that are not written yet."""

    code = "texts_missing"
    status = 422
    sentence = gettext_noop("This cannot be handed in yet. See below what is missing.")


class NoCompany(NotFound):
    """Somebody learns here and belongs to no company yet, so nobody would grade the work."""

    code = "no_company"
    sentence = gettext_noop(
        "You are not in a company team yet. Please ask your coordinator to add you to one."
    )
