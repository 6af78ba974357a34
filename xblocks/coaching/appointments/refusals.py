"""What is refused about appointments, as typed errors."""

from __future__ import annotations

from xblocks.core.errors import Conflict, Invalid
from xblocks.core.text import Message, gettext_noop


class OfferedBefore(Invalid):
    """Other times come from a form that has published some already."""

    code = "offered_before"
    sentence = gettext_noop(
        "This form has published other times already; they stand below. Check these, then publish"
        " them."
    )


class SlotsOverlap(Invalid):
    """The expert already offers something then."""

    code = "slots_overlap"
    sentence = gettext_noop("You already offer an appointment then: %(when)s.")


class SlotChanged(Conflict):
    """The appointment is not what the page showed: moved, cancelled, or booked meanwhile."""

    code = "slot_changed"
    sentence = gettext_noop(
        "This appointment has changed meanwhile, or somebody booked it. Look at it and decide "
        "again."
    )


class SlotOver(Conflict):
    """The appointment has begun or is over."""

    code = "slot_over"
    sentence = gettext_noop("This appointment has begun or is over. It can no longer be changed.")


class NotBookable(Conflict):
    """An appointment somebody wanted and cannot have; `free` is the id of the next one.

    A subclass says why in `sentence`; what comes next is said after it.
    """

    code = "not_bookable"
    with_next = gettext_noop("%(why)s The next free appointment: %(when)s, %(name)s.")
    without_next = gettext_noop("%(why)s No other appointment is free at the moment.")

    def __init__(self, free: int | None = None, when: str = "", name: str = "") -> None:
        sentence = self.without_next if free is None else self.with_next
        super().__init__(sentence, why=Message(self.sentence), when=when, name=name)
        self.free = free


class SlotTaken(NotBookable):
    """Somebody else was faster."""

    code = "slot_taken"
    sentence = gettext_noop("This appointment has just been taken.")


class SlotCancelled(NotBookable):
    """The expert has cancelled it."""

    code = "slot_cancelled"
    sentence = gettext_noop("This appointment has been cancelled.")


class SlotPast(NotBookable):
    """It has begun."""

    code = "slot_past"
    sentence = gettext_noop("This appointment lies in the past.")


class SlotClosed(NotBookable):
    """The guard time runs: the expert could not prepare any more."""

    code = "slot_closed"
    sentence = gettext_noop("It is too late to book this appointment: it starts soon.")


class ExpertAway(NotBookable):
    """The expert has entered an absence over it."""

    code = "expert_away"
    sentence = gettext_noop("The expert is away on this day.")


class OwnAppointmentThen(Conflict):
    """One person in two places."""

    code = "own_appointment_then"
    sentence = gettext_noop("You already have an appointment then: %(when)s.")


class NoneLeft(Conflict):
    """The team has used what the curriculum gives."""

    code = "none_left"
    sentence = gettext_noop(
        "Your team has no appointment of this kind left. If your expert agrees, book it as an "
        "additional one."
    )


class TooManyComing(Conflict):
    """One person has as many appointments to come as they may have."""

    code = "too_many_coming"
    sentence = gettext_noop(
        "You have %(limit)s appointments to come already. Cancel one before you book another."
    )


class TooManyBooked(Conflict):
    """One person has booked as many appointments in a day as they may."""

    code = "too_many_booked"
    sentence = gettext_noop(
        "You have booked %(limit)s appointments within a day. Please go on tomorrow."
    )


class MovedTooOften(Conflict):
    """An appointment has been moved as often as it may be."""

    code = "moved_too_often"
    sentence = gettext_noop(
        "This appointment has been moved %(limit)s times. Keep it, or cancel it."
    )


class NoOccasion(Invalid):
    """Nobody said what the appointment is for."""

    code = "no_occasion"
    sentence = gettext_noop("Choose what the appointment is for.")


class NothingChosen(Invalid):
    """No slot was chosen."""

    code = "nothing_chosen"
    sentence = gettext_noop("Choose an appointment.")


class RequestOver(Conflict):
    """Appointments belong to requests that are sent and not closed."""

    code = "request_over"
    sentence = gettext_noop(
        "An appointment can be booked once the request is sent, and until it is closed."
    )
