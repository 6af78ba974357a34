"""What coaching refuses, as typed errors."""

from __future__ import annotations

from collections.abc import Sequence

from xblocks.coaching.domain.checking import Problem
from xblocks.core.errors import Conflict, Invalid
from xblocks.core.text import gettext_noop


class NotReady(Invalid):
    """Something is missing in a request; `problems` tells what, field by field."""

    code = "request_not_ready"
    sentence = gettext_noop("This cannot be sent yet. See below what is missing.")

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


class TextTooLong(Invalid):
    """More text than is taken. `limit` in characters."""

    code = "text_too_long"
    sentence = gettext_noop(
        "This text is too long: at most %(limit)s characters. Please shorten it."
    )


class TextMissing(Invalid):
    """Nothing was written."""

    code = "text_missing"
    sentence = gettext_noop("Please write something first.")


class ReasonMissing(Invalid):
    """A request was passed on without saying why."""

    code = "reason_missing"
    sentence = gettext_noop("Please say in a few words why you pass this on.")


class NoSuchChoice(Invalid):
    """A choice that is not offered."""

    code = "no_such_choice"
    sentence = gettext_noop("This choice does not exist. Please choose one of those shown.")


class DeskClosed(Conflict):
    """The desk takes no new requests; `day` is its last one, in words."""

    code = "desk_closed"
    sentence = gettext_noop(
        "This desk has taken no new requests since %(day)s. Your draft is kept. Please ask your"
        " coordinator."
    )

    def __init__(self, day: str) -> None:
        super().__init__(day=day)


class TooManyOpen(Conflict):
    """One person has as many open requests as they may have."""

    code = "too_many_open"
    sentence = gettext_noop(
        "You have %(limit)s open requests already. Wait for an answer or take one back. Your draft"
        " is kept."
    )


class TooManyToday(Conflict):
    """One person has sent as many requests today as they may."""

    code = "too_many_today"
    sentence = gettext_noop(
        "You have sent %(limit)s requests today. Please go on tomorrow. Your draft is kept."
    )


class TooManyMessages(Conflict):
    """One person has written as many messages to a request in an hour as they may."""

    code = "too_many_messages"
    sentence = gettext_noop(
        "You have written %(limit)s messages here within an hour. Please wait a little, or put"
        " them into one."
    )


class RequestChanged(Conflict):
    """Somebody changed the request after it was shown. `mine` is the text that was not sent."""

    code = "request_changed"
    sentence = gettext_noop(
        "Something has happened here in the meantime. Read it, then send your text again."
    )

    def __init__(self, mine: str = "", version: int = 0) -> None:
        super().__init__()
        self.mine = mine
        self.version = version


class NotNow(Conflict):
    """The request is not in a state for this."""

    code = "not_now"
    sentence = gettext_noop("This cannot be done any more. Look at where the request stands now.")


class AlreadyAnswered(NotNow):
    """A trainee writes on in a request that has its answer."""

    code = "already_answered"
    sentence = gettext_noop(
        "You have an answer to this request. Choose “Not solved” to ask on, or close it."
    )


class NotClaimed(NotNow):
    """Somebody wants to answer what nobody has taken."""

    code = "not_claimed"
    sentence = gettext_noop("Take the request first. Then everybody sees that you answer it.")


class WaitsForTrainee(NotNow):
    """A request that waits for the trainee is to be given back to all."""

    code = "waits_for_trainee"
    sentence = gettext_noop(
        "This waits for the trainee. Hand it to a certain person, or wait for the answer."
    )


class TooLateToReopen(NotNow):
    """A request was closed too long ago, or never answered. `days` is the limit."""

    code = "too_late_to_reopen"
    sentence = gettext_noop(
        "A closed request can be opened again for %(days)s days. Please write a new one."
    )


class HasOther(Conflict):
    """Another expert answers it. `name` is theirs."""

    code = "has_other"
    sentence = gettext_noop(
        "%(name)s answers this request now. Nothing has been sent. Ask them if you want to add"
        " something."
    )


class NotAnExpert(Invalid):
    """Who is named cannot answer: no expert of this course, the asker, or the same person."""

    code = "not_an_expert"
    sentence = gettext_noop("Choose another expert of this course.")


class WrongDays(Invalid):
    """An absence that ends before it begins, is over already, or lasts too long."""

    code = "wrong_days"
    sentence = gettext_noop(
        "Choose a first and a last day: the last one not before the first, not in the past, and at"
        " most a year later."
    )


class AwayAlready(Conflict):
    """Two absences of one person have a day in common."""

    code = "away_already"
    sentence = gettext_noop(
        "You have entered these days as an absence already. Please remove that one first."
    )


class SubstituteAway(Invalid):
    """Who is to stand in is away too."""

    code = "substitute_away"
    sentence = gettext_noop("This person is away too at that time. Choose somebody else.")


class NothingChosen(Invalid):
    """Passages of a milestone are to go along, and none was chosen."""

    code = "nothing_chosen"
    sentence = gettext_noop("Choose at least one passage, or go on without your milestone.")


class PassagesChanged(Conflict):
    """The team wrote on in its milestone after the passages were shown."""

    code = "passages_changed"
    sentence = gettext_noop(
        "Your team has changed these passages in the meantime. Read them again, then choose."
    )


class AttachmentsClosed(Conflict):
    """A file for a request that is answered or closed."""

    code = "attachments_closed"
    sentence = gettext_noop(
        "This request takes no files any more. Choose “Not solved” first if you need an answer."
    )
