"""What the dialogue refuses, each with the sentence that helps."""

from __future__ import annotations

from xblocks.core.errors import Conflict, Invalid
from xblocks.core.text import gettext_noop


class UnknownStatement(Invalid):
    """No scene of this talk has such a statement for this attempt."""

    code = "unknown_statement"
    sentence = gettext_noop("We do not know this answer. Please reload the page and choose again.")


class OtherScene(Conflict):
    """The statement exists, but the talk stands at another scene."""

    code = "other_scene"
    sentence = gettext_noop(
        "This answer belongs to another moment of the talk. "
        "Please reload the page and choose again."
    )


class MovedOn(Conflict):
    """The page has seen fewer moves than there are: another tab or another device was faster."""

    code = "moved_on"
    sentence = gettext_noop(
        "The talk has moved on, maybe in another tab. Please look at it and decide again."
    )


class UnknownTurn(Conflict):
    """The page claims to have seen moves that do not exist."""

    code = "unknown_turn"
    sentence = gettext_noop(
        "This page does not fit your talk any more. Please reload the page to see where you are."
    )


class TalkFinished(Conflict):
    """Nothing can be said after the end."""

    code = "talk_finished"
    sentence = gettext_noop(
        "This talk is over. You can take back your last answer or start a new attempt."
    )


class NothingToTakeBack(Conflict):
    """The talk stands at its beginning."""

    code = "nothing_to_take_back"
    sentence = gettext_noop("You are at the beginning. There is no answer to take back.")


class DefinitionChanged(Conflict):
    """The author changed the talk so that this attempt cannot be carried on."""

    code = "definition_changed"
    sentence = gettext_noop(
        "This exercise was changed while you were working on it. "
        "Your talk so far stays readable. Please start a new attempt."
    )


class TalkTooLong(Conflict):
    """More moves than one attempt may have."""

    code = "talk_too_long"
    sentence = gettext_noop(
        "This talk has reached %(limit)s moves. Please start a new attempt to go on."
    )


class BrokenScript(Invalid):
    """The definition leads nowhere at this point; `check` would have said so."""

    code = "broken_script"
    sentence = gettext_noop(
        "The script of this talk has a mistake at this point. "
        "Nothing is lost. Please tell your trainers."
    )
