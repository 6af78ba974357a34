"""What can be done with a request in which state, and the state it leads to (`features C4`)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from xblocks.coaching.domain.values import State


class Deed(StrEnum):
    """Something done with a request.

    `HAND_OVER` gives it to another expert, `GIVE_BACK` to all of its topic. `SAVE`, `DISCARD`
    and `NOTE` change nothing of the state.
    """

    SAVE = "save"
    DISCARD = "discard"
    SEND = "send"
    CLAIM = "claim"
    HAND_OVER = "hand_over"
    GIVE_BACK = "give_back"
    REPLY = "reply"
    ASK_BACK = "ask_back"
    NOTE = "note"
    WRITE = "write"
    CLOSE = "close"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


_ANSWERING = (State.ASSIGNED, State.WAITING_EXPERT, State.WAITING_TRAINEE)

_TABLE: Mapping[Deed, Mapping[State, State]] = {
    Deed.SAVE: {State.DRAFT: State.DRAFT},
    Deed.DISCARD: {State.DRAFT: State.DRAFT},
    Deed.SEND: {State.DRAFT: State.NEW},
    Deed.CLAIM: {State.NEW: State.ASSIGNED},
    # What waits for the trainee goes on waiting, and the clock rests, whoever answers in the end.
    Deed.HAND_OVER: {
        State.NEW: State.ASSIGNED,
        State.ASSIGNED: State.ASSIGNED,
        State.WAITING_EXPERT: State.ASSIGNED,
        State.WAITING_TRAINEE: State.WAITING_TRAINEE,
        State.ANSWERED: State.ANSWERED,
    },
    Deed.GIVE_BACK: {State.ASSIGNED: State.NEW, State.WAITING_EXPERT: State.NEW},
    Deed.REPLY: dict.fromkeys((*_ANSWERING, State.ANSWERED), State.ANSWERED),
    Deed.ASK_BACK: dict.fromkeys(_ANSWERING, State.WAITING_TRAINEE),
    Deed.NOTE: {state: state for state in State if state is not State.DRAFT},
    Deed.WRITE: {
        State.NEW: State.NEW,
        State.ASSIGNED: State.ASSIGNED,
        State.WAITING_EXPERT: State.WAITING_EXPERT,
        State.WAITING_TRAINEE: State.WAITING_EXPERT,
    },
    Deed.CLOSE: {State.ANSWERED: State.CLOSED},
    Deed.REOPEN: dict.fromkeys((State.ANSWERED, State.CLOSED), State.WAITING_EXPERT),
    Deed.WITHDRAW: dict.fromkeys((State.NEW, *_ANSWERING), State.CLOSED),
}

OF_ASKER = frozenset(
    {Deed.SAVE, Deed.DISCARD, Deed.SEND, Deed.WRITE, Deed.CLOSE, Deed.REOPEN, Deed.WITHDRAW}
)
OF_TEAM = frozenset({Deed.WRITE, Deed.CLOSE, Deed.REOPEN})
"""What team mates of the asker may do where the request is the team's."""

OF_HOLDER = frozenset({Deed.HAND_OVER, Deed.GIVE_BACK, Deed.REPLY, Deed.ASK_BACK, Deed.NOTE})


def following(state: str, deed: Deed) -> State | None:
    """Return the state a deed leads to; None where it cannot be done."""
    return _TABLE[deed].get(State(state))
