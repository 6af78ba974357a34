"""What grading refuses, as typed errors."""

from __future__ import annotations

from typing import Any

from xblocks.core.errors import Conflict, Invalid, NotAllowed
from xblocks.core.text import gettext_noop


class WorkWaits(Conflict):
    """The team has handed in already and the work is not reviewed yet."""

    code = "work_waits"
    sentence = gettext_noop("This is handed in already. Please wait for the review.")


class WorkClosed(Conflict):
    """The work has been passed or failed: nothing more can be handed in."""

    code = "work_closed"
    sentence = gettext_noop("This is decided already. Nothing more can be handed in.")


class DefinitionChanged(Conflict):
    """The author changed the exercise while the team was at work."""

    code = "definition_changed"
    sentence = gettext_noop(
        "This exercise has changed in the meantime. Reload the page, check your text and hand in."
    )


class NotWaiting(Conflict):
    """The work is decided or withdrawn."""

    code = "not_waiting"
    sentence = gettext_noop("This work no longer waits for a review. Please reload the page.")


class InReview(Conflict):
    """A team wants back what somebody is reviewing."""

    code = "in_review"
    sentence = gettext_noop("Somebody is reviewing this already. It can no longer be taken back.")


class OwnWork(NotAllowed):
    """Nobody grades the work of their own team."""

    code = "own_work"
    sentence = gettext_noop("This is the work of your own team. Somebody else has to grade it.")


class ClaimHeld(Conflict):
    """Somebody else is grading this version. `holder` is their name."""

    code = "claim_held"
    sentence = gettext_noop("%(holder)s is grading this work.")

    def __init__(self, holder: str) -> None:
        super().__init__(holder=holder)


class ClaimStale(ClaimHeld):
    """Somebody claimed this version and let the time run out; `holder_id` can be replaced."""

    code = "claim_stale"
    sentence = gettext_noop(
        "%(holder)s began to grade this work and has not come back. You can take it over."
    )

    def __init__(self, holder: str, holder_id: int) -> None:
        super().__init__(holder)
        self.holder_id = holder_id


class ClaimLost(Conflict):
    """The caller does not hold the work (any more)."""

    code = "claim_lost"
    sentence = gettext_noop("You do not hold this work any more. Claim it again to go on.")


class DraftConflict(Conflict):
    """The draft was saved from elsewhere; `mine` is the text refused, `stored` what is kept.

    Both are `grading.domain.Rating`; saving again with `version` decides for one of them.
    """

    code = "draft_conflict"
    sentence = gettext_noop(
        "This draft was changed in another window. Look at both versions and decide."
    )

    def __init__(self, mine: Any, stored: Any, version: int) -> None:
        super().__init__()
        self.mine = mine
        self.stored = stored
        self.version = version


class RatingIncomplete(Invalid):
    """Criteria without a level; `criteria` holds their ids."""

    code = "rating_incomplete"
    sentence = gettext_noop("Choose a level for: %(labels)s.")

    def __init__(self, criteria: tuple[str, ...], labels: str) -> None:
        super().__init__(labels=labels)
        self.criteria = criteria


class UnknownComment(Invalid):
    """A comment names a criterion the rubric does not have."""

    code = "unknown_comment"
    sentence = gettext_noop("This rubric has no criterion “%(criterion)s”. Please reload the page.")


class ReasonMissing(Invalid):
    """A decision other than the rule's, or a later change, is not explained."""

    code = "reason_missing"
    sentence = gettext_noop("This differs from the rule. Please give your reason.")


class SuggestionChanged(Conflict):
    """The levels come to another decision than the one that was marked by the rule before."""

    code = "suggestion_changed"
    sentence = gettext_noop(
        "By the levels you chose, the rule now says something else. "
        "Look at the decision and confirm it."
    )


class DeviationWithoutReason(Invalid):
    """Points for one member differ from the team's and nobody says why."""

    code = "deviation_without_reason"
    sentence = gettext_noop("Please say why this person gets other points than the team.")


class PointsOutOfRange(Invalid):
    """Points below 0 or above 100."""

    code = "points_out_of_range"
    sentence = gettext_noop("Please enter a number of points from 0 to the highest possible.")


class NoPoints(Invalid):
    """Points for a work that is not rated with points."""

    code = "no_points"
    sentence = gettext_noop("This work is not rated with points.")


class NotAMember(Invalid):
    """Somebody is named who does not belong to the team of this work."""

    code = "not_a_member"
    sentence = gettext_noop("This person does not belong to the team of this work.")


class TextTooLong(Invalid):
    """A text longer than it may be; `limit` in characters."""

    code = "text_too_long"
    sentence = gettext_noop("This text is too long: at most %(limit)s characters.")


class TextUnreadable(Invalid):
    """A text with characters that are none."""

    code = "text_unreadable"
    sentence = gettext_noop("This text contains characters we cannot keep. Please type them again.")


class TextMissing(Invalid):
    """An empty text."""

    code = "text_missing"
    sentence = gettext_noop("Please write something first.")


class ReviewedMeanwhile(Conflict):
    """Somebody reviewed the work again since the caller looked."""

    code = "reviewed_meanwhile"
    sentence = gettext_noop("Somebody else has reviewed this again. Look at that review first.")


class NewerVersion(Conflict):
    """The team has handed in again: only the newest version can be decided."""

    code = "newer_version"
    sentence = gettext_noop("The team has handed in a newer version. Please review that one.")


class ForAJury(Conflict):
    """The work is rated by a jury: take a seat instead of claiming it."""

    code = "for_a_jury"
    sentence = gettext_noop("A jury rates this work. Take a seat to take part.")


class NoJury(Conflict):
    """The work is graded by one person."""

    code = "no_jury"
    sentence = gettext_noop("No jury rates this work. Claim it to grade it.")


class JuryFull(Conflict):
    """All seats are taken."""

    code = "jury_full"
    sentence = gettext_noop("All seats of this jury are taken.")


class NoSeat(NotAllowed):
    """The caller has no seat in this jury."""

    code = "no_seat"
    sentence = gettext_noop("You have no seat in this jury.")


class SeatSubmitted(Conflict):
    """A rating handed to the jury cannot be changed any more."""

    code = "seat_submitted"
    sentence = gettext_noop("You have submitted your rating. It can no longer be changed.")


class JuryOpen(Conflict):
    """Not every seat has been submitted."""

    code = "jury_open"
    sentence = gettext_noop("Not everybody in the jury has rated yet. Please wait for them.")


class ForTheChair(NotAllowed):
    """Only the chair of the jury decides."""

    code = "for_the_chair"
    sentence = gettext_noop("The chair of the jury decides.")


class NotForAnExpert(Invalid):
    """The chair is to go to somebody who is no trainer: only trainers decide."""

    code = "not_for_an_expert"
    sentence = gettext_noop("Only a trainer can have the chair, because the chair decides.")


class NotAGuest(Invalid):
    """A person who cannot sit in this jury."""

    code = "not_a_guest"
    sentence = gettext_noop(
        "This person cannot sit in the jury. Choose a trainer or an expert with an account."
    )
