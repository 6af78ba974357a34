"""What rating practice refuses, each with the sentence that helps."""

from __future__ import annotations

from xblocks.core.errors import Conflict, Invalid
from xblocks.core.text import gettext_noop


class NoSuchLevel(Invalid):
    """A level beyond 1 to 4."""

    code = "no_such_level"
    sentence = gettext_noop(
        "There are levels 1 to 4, and “not observable”. Please choose one of them."
    )


class NoSuchCriterion(Invalid):
    """The sheet has no such criterion."""

    code = "no_such_criterion"
    sentence = gettext_noop("The sheet has no such criterion any more. Please reload the page.")


class NotAllRated(Invalid):
    """Criteria were neither rated nor said to be not observable."""

    code = "not_all_rated"
    sentence = gettext_noop(
        "Still open: %(names)s. Choose a level, or “not observable”. Your ratings are kept."
    )


class SentencesOpen(Invalid):
    """Somebody has not rated themselves in every sentence."""

    code = "sentences_open"
    sentence = gettext_noop(
        "Still open: %(number)s of %(total)s sentences. Choose a level for each. Your ratings are"
        " kept."
    )


class OtherRating(Conflict):
    """The page shows another rating than the present one: another tab was faster."""

    code = "other_rating"
    sentence = gettext_noop(
        "You have gone on in another tab or on another device. This is how it stands now."
    )
