"""The permission table: every use case names its action, this table says who may.

What a use case narrows further (own company, own district, own topic) it checks itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from xblocks.core.errors import Masquerading, NotAllowed
from xblocks.core.people import Actor, Role


class Action(StrEnum):
    """Something a person does. One member per row of the table."""

    PRACTISE = "exercise.practise"
    SEE_SCRIPT = "exercise.see_script"
    SEE_PRIVACY = "privacy.see"
    SEE_INBOX = "notices.see_inbox"
    SEE_ROSTER = "roster.see"
    EDIT_ROSTER = "roster.edit"
    HAND_IN = "grading.hand_in"
    SEE_RESULTS = "grading.see_results"
    GRADE = "grading.grade"
    SIT_IN_JURY = "grading.sit_in_jury"
    SEE_GRADES = "grading.see_grades"
    WRITE_PROJECT = "project.write"
    READ_PROJECT = "project.read"
    EXTEND = "project.extend"
    SEE_DOSSIER = "dossier.see"
    NOTE_ATTENDANCE = "dossier.note_attendance"
    ASK = "coaching.ask"
    READ_REQUESTS = "coaching.read_requests"
    ANSWER = "coaching.answer"
    OVERSEE = "coaching.oversee"
    OFFER_TIMES = "coaching.offer_times"
    BOOK = "coaching.book"
    SEARCH_KNOWLEDGE = "coaching.search_knowledge"
    EDIT_KNOWLEDGE = "coaching.edit_knowledge"
    ANALYSE = "needs.analyse"
    KEEP_MATRIX = "needs.keep_matrix"
    PLAN_MEETING = "moderation.plan"
    SEE_BOARD = "moderation.see_board"
    WORK_ON_BOARD = "moderation.work_on_board"
    COMMENT_BOARD = "moderation.comment_board"
    PLAY_TRIAD = "role_play.play_triad"
    READ_ROUND = "role_play.read_round"
    RATE_ROUND = "role_play.rate_round"
    SEE_PRACTICE = "role_play.see_practice"


EVERYONE = frozenset(Role)

PERMISSIONS: Mapping[Action, frozenset[Role]] = {
    Action.PRACTISE: EVERYONE,
    Action.SEE_SCRIPT: frozenset({Role.AUTHOR, Role.TRAINER}),
    Action.SEE_PRIVACY: EVERYONE,
    Action.SEE_INBOX: EVERYONE,
    Action.SEE_ROSTER: frozenset({Role.COORDINATOR}),
    Action.EDIT_ROSTER: frozenset({Role.COORDINATOR}),
    Action.HAND_IN: frozenset({Role.TRAINEE}),
    Action.SEE_RESULTS: frozenset({Role.TRAINEE}),
    Action.GRADE: frozenset({Role.TRAINER}),
    # A guest of a jury is an expert whom a trainer gave a seat (`curriculum-facts 1.9`, M7).
    Action.SIT_IN_JURY: frozenset({Role.TRAINER, Role.EXPERT}),
    Action.SEE_GRADES: frozenset({Role.TRAINER, Role.COORDINATOR}),
    Action.WRITE_PROJECT: frozenset({Role.TRAINEE}),
    # What a team has handed in: its own, and those who grade it. An expert may sit in its jury.
    Action.READ_PROJECT: frozenset({Role.TRAINEE, Role.TRAINER, Role.EXPERT}),
    Action.EXTEND: frozenset({Role.TRAINER, Role.COORDINATOR}),
    # One's own evidence, nobody else's: what others read of it its owner releases by a link.
    Action.SEE_DOSSIER: frozenset({Role.TRAINEE}),
    Action.NOTE_ATTENDANCE: frozenset({Role.TRAINER, Role.COORDINATOR}),
    Action.ASK: frozenset({Role.TRAINEE}),
    # What goes with a request: who asked and their team, and who answers.
    Action.READ_REQUESTS: frozenset({Role.TRAINEE, Role.EXPERT}),
    # Requests of the own topics and districts alone; the content is read by nobody else.
    Action.ANSWER: frozenset({Role.EXPERT}),
    # How long what waits and with whom; never what somebody wrote.
    Action.OVERSEE: frozenset({Role.COORDINATOR}),
    Action.OFFER_TIMES: frozenset({Role.EXPERT}),
    Action.BOOK: frozenset({Role.TRAINEE}),
    Action.SEARCH_KNOWLEDGE: EVERYONE,
    Action.EDIT_KNOWLEDGE: frozenset({Role.EXPERT}),
    # One's own work on a case: nobody else reads it before it is handed in.
    Action.ANALYSE: EVERYONE,
    # The matrix of the own company belongs to its team alone (`features N9`).
    Action.KEEP_MATRIX: frozenset({Role.TRAINEE}),
    # One's own plans and rounds: nobody else reads a plan before it is handed in.
    Action.PLAN_MEETING: EVERYONE,
    # Those of the group, and trainers of their districts or who joined; hidden cards nobody.
    Action.SEE_BOARD: frozenset({Role.TRAINEE, Role.TRAINER}),
    Action.WORK_ON_BOARD: frozenset({Role.TRAINEE}),
    Action.COMMENT_BOARD: frozenset({Role.TRAINER}),
    # Who is in the triad; what was seen in a round belongs to who advised in it.
    Action.PLAY_TRIAD: frozenset({Role.TRAINEE}),
    # One's own round, one that was released to the triad, or one a trainer was invited to.
    Action.READ_ROUND: frozenset({Role.TRAINEE, Role.TRAINER}),
    # A round its adviser invited them to, and nothing else of it than what is released.
    Action.RATE_ROUND: frozenset({Role.TRAINER}),
    # Paths of the group, small numbers hidden, and who practised how often: own districts alone.
    Action.SEE_PRACTICE: frozenset({Role.TRAINER}),
}


def may(actor: Actor, action: Action) -> bool:
    """Whether one of the person's roles allows `action`."""
    return actor.has(*PERMISSIONS[action])


def require(actor: Actor, action: Action) -> None:
    """Raise `NotAllowed` unless the person may do `action`."""
    if not may(actor, action):
        raise NotAllowed


def require_own_hand(actor: Actor, action: Action) -> None:
    """As `require`, for use cases that write what several people share.

    Staff looking at the course as somebody else would write in that person's name
    (`platform-facts 1`): raises `Masquerading`.
    """
    require(actor, action)
    if actor.masquerading:
        raise Masquerading
