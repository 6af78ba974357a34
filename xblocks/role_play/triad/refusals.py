"""What a triad refuses, each with the sentence that helps."""

from __future__ import annotations

from xblocks.core.errors import Conflict, Invalid, NotAllowed, NotFound
from xblocks.core.text import gettext_noop


class CodeUnknown(NotFound):
    """No triad of the exercise has this code."""

    code = "code_unknown"
    sentence = gettext_noop("There is no triad with this code. Please look at the six letters.")


class CodeExpired(Invalid):
    """The code of an earlier day."""

    code = "code_expired"
    sentence = gettext_noop(
        "This code was for an earlier day. Open a new triad, or ask for the code of today."
    )


class TriadFull(Conflict):
    """A fourth person."""

    code = "triad_full"
    sentence = gettext_noop(
        "This triad has three people already. Join another one, or open a new one."
    )


class AlreadyBegun(Conflict):
    """A new person while a round is played."""

    code = "already_begun"
    sentence = gettext_noop(
        "This triad plays already. Whoever is new can join before the first round."
    )


class PlaysElsewhere(Conflict):
    """Somebody who plays in another triad of the exercise today."""

    code = "plays_elsewhere"
    sentence = gettext_noop(
        "%(name)s plays in another triad today. Leave that one first, then join here."
    )


class NotToBeTaken(Invalid):
    """Somebody who is no trainee of the own district."""

    code = "not_to_be_taken"
    sentence = gettext_noop("This person cannot be taken into the triad. Choose from the list.")


class TooMany(Invalid):
    """Somebody has opened more triads than anybody needs."""

    code = "too_many_triads"
    sentence = gettext_noop("You have opened %(most)s triads here. Please go on with one of them.")


class TooFew(Invalid):
    """A round needs two."""

    code = "too_few"
    sentence = gettext_noop("A round needs at least two people. Wait until somebody has joined.")


class GoneOn(Conflict):
    """The triad stands at another step than the page shows."""

    code = "gone_on"
    sentence = gettext_noop("Your triad has gone on in the meantime. This is how it stands now.")


class NotNow(Invalid):
    """Something that belongs to another step."""

    code = "not_now"
    sentence = gettext_noop("This does not belong to this step. Your text is kept on this page.")


class NotYourPart(NotAllowed):
    """Something that somebody else of the triad does."""

    code = "not_your_part"
    sentence = gettext_noop(
        "Somebody else of your triad does this. If they have no phone, say so below."
    )


class RatingTooEarly(Invalid):
    """Levels of a round in which the talk is not over, or has not begun."""

    code = "rating_too_early"
    sentence = gettext_noop("You can rate when the talk has begun, and yourself when it is over.")


class NotYourTurn(Conflict):
    """A word of feedback out of order."""

    code = "not_your_turn"
    sentence = gettext_noop(
        "Feedback has an order: experience, own rating, strength, suggestion. Please wait for it."
    )


class WishWithoutStrength(Invalid):
    """A suggestion before a strength."""

    code = "wish_without_strength"
    sentence = gettext_noop("Name a strength first. Then comes one suggestion.")


class NoSuchLevel(Invalid):
    """A level beyond 1 to 4."""

    code = "no_such_level"
    sentence = gettext_noop("There are levels 1 to 4. What could not be observed stays empty.")


class NoSuchCriterion(Invalid):
    """The sheet has no such criterion."""

    code = "no_such_criterion"
    sentence = gettext_noop("The sheet has no such criterion. Please reload the page.")


class TooMuchFocus(Invalid):
    """More criteria than one can watch."""

    code = "too_much_focus"
    sentence = gettext_noop("Choose two criteria at most: one cannot practise more at once.")


class NoSuchCase(Invalid):
    """A case the exercise does not have."""

    code = "no_such_case"
    sentence = gettext_noop("There is no such case. Please choose one from the list.")


class NoteNotKept(Invalid):
    """A note that is none: without an id, for another round, too long."""

    code = "note_not_kept"
    sentence = gettext_noop("This note could not be read. It stays on this phone.")


class NoSuchTrainer(Invalid):
    """Somebody who is no trainer of the adviser's district."""

    code = "no_such_trainer"
    sentence = gettext_noop("Choose a trainer of your district from the list.")


class RatedAlready(Conflict):
    """A second trainer for a round that one has rated."""

    code = "rated_already"
    sentence = gettext_noop("A trainer has rated this round. Invite another one to a later round.")
