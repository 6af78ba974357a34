"""What a board refuses, as typed errors."""

from __future__ import annotations

from xblocks.core.errors import BadRequest, Conflict, Invalid, NotAllowed, NotFound
from xblocks.core.text import gettext_noop


class NoGroup(NotFound):
    """Somebody learns here and belongs to no company yet, so neither to its team or district."""

    code = "no_group"
    sentence = gettext_noop(
        "You are not in a company yet. Please ask your coordinator to add you to one."
    )


class CodeUnknown(NotFound):
    """No board has this code."""

    code = "code_unknown"
    sentence = gettext_noop("There is no board with this code. Please look at the six letters.")


class TooManyBoards(Invalid):
    """Somebody has opened more boards than anybody needs."""

    code = "too_many_boards"
    sentence = gettext_noop("You have opened %(most)s boards here. Please go on with one of them.")


class NotModerating(NotAllowed):
    """Something that the moderator alone does."""

    code = "not_moderating"
    sentence = gettext_noop("Only who moderates can do this. Take over the moderation, or ask.")


class ModerationTaken(Conflict):
    """Somebody else moderates already."""

    code = "moderation_taken"
    sentence = gettext_noop(
        "%(name)s is moderating already. Ask for the moderation to be handed on."
    )


class NotAMember(Invalid):
    """A person chosen who does not work on this board."""

    code = "not_a_member"
    sentence = gettext_noop("This person does not work on this board. Please choose somebody else.")


class NotForOthers(NotAllowed):
    """Somebody writes for a seat who is neither moderator nor proxy, or for a seat that is none."""

    code = "not_for_others"
    sentence = gettext_noop("Only who moderates, or was asked to, writes for somebody else.")


class TooManySeats(Invalid):
    """More people without a device than there is room for."""

    code = "too_many_seats"
    sentence = gettext_noop("There is room for %(most)s people without a device at most.")


class SeatInUse(Conflict):
    """A seat to be taken away that has written or voted already."""

    code = "seat_in_use"
    sentence = gettext_noop("Seat %(seat)s has written or voted already, so it stays.")


class StepClosed(Conflict):
    """The group is not, or no longer, at the step somebody writes in."""

    code = "step_closed"
    sentence = gettext_noop(
        "This step is not open any more. Your text is kept here: copy it, or ask who moderates to"
        " open the step again."
    )


class AnonymityOpen(Invalid):
    """Whether a step is anonymous must be chosen before it opens."""

    code = "anonymity_open"
    sentence = gettext_noop("Please choose first whether this step is anonymous.")


class CardNotYours(Conflict):
    """A card that another person, or another browser, has written."""

    code = "card_not_yours"
    sentence = gettext_noop(
        "This card was written on another device or by somebody else, so it stays as it is."
    )


class BadCardId(BadRequest):
    """A card's id that is no random one."""

    code = "bad_card_id"


class TooManyCards(Invalid):
    """More cards than a person has."""

    code = "too_many_cards"
    sentence = gettext_noop(
        "You have written %(most)s cards, that is all. Change one, or take one back."
    )


class BoardFull(Invalid):
    """More cards, groups or measures than a board holds."""

    code = "board_full"
    sentence = gettext_noop("The board is full: there is room for %(most)s at most.")


class CardGone(Conflict):
    """A card, group or measure that is no longer there."""

    code = "card_gone"
    sentence = gettext_noop("This is no longer on the board. We show you what is there now.")


class HeadingConflict(Conflict):
    """Somebody else wrote the same heading meanwhile; saving again with `theirs` seen decides."""

    code = "heading_conflict"
    sentence = gettext_noop(
        "Somebody has changed this heading at the same time. They wrote “%(theirs)s”, yours is"
        " “%(mine)s”. Save again to take yours."
    )

    def __init__(self, mine: str, theirs: str) -> None:
        super().__init__(mine=mine, theirs=theirs)
        self.mine = mine
        self.theirs = theirs


class MeasureConflict(Conflict):
    """Somebody else changed the measure meanwhile; saving again with `version` decides."""

    code = "measure_conflict"
    sentence = gettext_noop(
        "Somebody has changed this measure at the same time. Their words stand above the form,"
        " yours in it. Save again to take yours."
    )

    def __init__(self, version: int) -> None:
        super().__init__()
        self.version = version


class NothingToUndo(Conflict):
    """A move that fits no more, or none."""

    code = "nothing_to_undo"
    sentence = gettext_noop("This can no longer be undone. What stands here now stays.")


class BallotLost(Conflict):
    """Somebody has voted without a name, in another browser, or lost the cookie."""

    code = "ballot_lost"
    sentence = gettext_noop(
        "You have voted on another device or in another browser. This vote has no names, so only"
        " that one can change the dots."
    )


class OnePerson(Invalid):
    """A measure with two responsible people."""

    code = "one_person"
    sentence = gettext_noop("One person is responsible: choose a name or write one, not both.")


class DayPassed(Invalid):
    """A measure for a day that is over."""

    code = "day_passed"
    sentence = gettext_noop("Please choose a day from today on.")


class FeedbackConflict(Conflict):
    """The trainer changed it in another tab; saving again with `version` decides."""

    code = "feedback_conflict"
    sentence = gettext_noop(
        "You have changed this in another tab. There it says: “%(theirs)s”. Save again to take"
        " what stands here."
    )

    def __init__(self, theirs: str, version: int) -> None:
        super().__init__(theirs=theirs)
        self.version = version


class NotARating(Invalid):
    """Something else than 1 to 4, or a criterion that is none."""

    code = "not_a_rating"
    sentence = gettext_noop("Please rate from 1 to 4, or leave it open.")
