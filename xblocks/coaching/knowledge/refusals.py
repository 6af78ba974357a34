"""What shared knowledge refuses, as typed errors."""

from __future__ import annotations

from typing import Any

from xblocks.core.errors import Conflict, Invalid
from xblocks.core.text import gettext_noop


class NotAnsweredYet(Conflict):
    """Knowledge is to be made of a request that has no answer."""

    code = "not_answered_yet"
    sentence = gettext_noop("This request has no answer yet. Answer it first.")


class ConsentTakenBack(Conflict):
    """The asker has taken the consent back: nothing can be made of the request any more."""

    code = "consent_taken_back"
    sentence = gettext_noop(
        "The asker has taken the consent back. Nothing can be published of this request."
    )


class NobodyToAsk(Conflict):
    """The asker is no longer there, so nobody can agree."""

    code = "nobody_to_ask"
    sentence = gettext_noop("The asker takes part no more, so nobody can agree to the publication.")


class EntryIncomplete(Invalid):
    """A title, a question or an answer is missing."""

    code = "entry_incomplete"
    sentence = gettext_noop("Title, question and answer are needed, each in your own words.")


class EntryChanged(Conflict):
    """Somebody changed the entry after it was shown. `mine` is the text that was not kept."""

    code = "entry_changed"
    sentence = gettext_noop(
        "This entry has changed in the meantime. Look at it below, then decide again."
    )

    def __init__(self, mine: Any = None) -> None:
        super().__init__()
        self.mine = mine


class SameTextAgain(Conflict):
    """The asker is to be asked about a text they have said no to."""

    code = "same_text_again"
    sentence = gettext_noop("The asker has said no to this very text. Change it first.")


class NotAtThisStage(Conflict):
    """The entry does not stand where this can be done."""

    code = "not_at_this_stage"
    sentence = gettext_noop("This cannot be done any more. Look at where the entry stands now.")


class NotChecked(Invalid):
    """The signature without the word that it was checked."""

    code = "not_checked"
    sentence = gettext_noop("Please confirm that you have checked the entry.")


class ReviewDayUnfit(Invalid):
    """A day of review in the past, or too far away."""

    code = "review_day_unfit"
    sentence = gettext_noop("Choose a day for the next look: after today, within a year.")
