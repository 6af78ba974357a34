"""Playing a living case: begin, ask, weigh, close, answer, begin anew.

Time is never overdrawn: whoever writes holds the sheet alone, and what is paid is what was asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from django.db import transaction

from xblocks.core.errors import BadRequest, NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require_own_hand
from xblocks.exercises import service as exercises
from xblocks.exercises.records import Exercise
from xblocks.host import completion
from xblocks.needs_analysis.conversation import Conversation, Stage, conversation_of
from xblocks.needs_analysis.domain import answers as reading
from xblocks.needs_analysis.domain.interviewing import Obstacle, Place
from xblocks.needs_analysis.domain.names import Part, name_of
from xblocks.needs_analysis.keeping import locked_sheet, put, sheet_of
from xblocks.needs_analysis.reach import living_case_of
from xblocks.needs_analysis.records import Sheet, SheetEntry
from xblocks.needs_analysis.refusals import (
    AskingOver,
    NotAnew,
    NoTimeLeft,
    NotOpenYet,
    OtherRound,
)
from xblocks.needs_analysis.reporting import report_asked, report_debriefed, report_started

REASON_LENGTH = 300


@transaction.atomic
def begin(actor: Actor, exercise: Exercise, seen: int, now: datetime) -> Conversation:
    """Begin, or begin anew after the debriefing. `seen` is the round the page shows, 0 for none.

    The same twice begins once. Raises `NotAllowed`, `Masquerading`, `NotFound`, `NotAnew`.
    """
    _own(actor)
    living_case_of(exercise)
    begun = sheet_of(actor, exercise) is not None
    sheet = locked_sheet(actor, exercise, now)
    if seen > sheet.round:
        raise BadRequest
    if begun and seen == sheet.round:
        if sheet.closed_at is None:
            raise NotAnew
        earlier = name_of(Part.ROUND, "")
        SheetEntry.objects.filter(sheet=sheet).exclude(name__startswith=earlier).delete()
        sheet.round += 1
        sheet.closed_at = None
        begun = False
        report_started(actor, sheet)
    if not begun:
        sheet.definition_hash = exercises.keep_version(exercise)
        sheet.changed_at = now
        sheet.save()
    return conversation_of(exercise, sheet)


@transaction.atomic
def ask(actor: Actor, exercise: Exercise, seen: int, inquiry: str, now: datetime) -> Conversation:
    """Put a question and pay for it; asking it again costs nothing.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `OtherRound`, `AskingOver`, `NotOpenYet`,
    `NoTimeLeft`.
    """
    sheet, here = _locked(actor, exercise, seen)
    obstacle = here.interview.obstacle(inquiry)
    if obstacle is Obstacle.UNKNOWN:
        raise NotFound
    if obstacle is Obstacle.ASKED:
        return here
    if here.stage is not Stage.ASKING:
        raise AskingOver
    if obstacle is Obstacle.LOCKED:
        raise NotOpenYet
    if obstacle is Obstacle.NO_TIME:
        raise NoTimeLeft
    put(sheet, name_of(Part.ASKED, inquiry), True, now)  # noqa: FBT003 - the value of the answer
    after = conversation_of(exercise, sheet)
    report_asked(actor, sheet, after.interview.spent)
    return after


@transaction.atomic
def believe(
    actor: Actor,
    exercise: Exercise,
    seen: int,
    place: Place,
    inquiry: str,
    reason: str,
    now: datetime,
) -> Conversation:
    """Decide whom to believe about a contradictory field; without `inquiry` leave it open again.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `OtherRound`, `AskingOver`, `TextTooLong`,
    `NotReadable`.
    """
    sheet, here = _locked(actor, exercise, seen)
    found = here.interview.fields.get(place)
    if found is None or not found.contradictory:
        raise NotFound
    if here.stage not in {Stage.ASKING, Stage.ANSWERING}:
        raise AskingOver
    if inquiry and inquiry not in {each.inquiry for each in found.pieces}:
        raise NotFound
    text = " ".join(reading.clean(reason).split())
    if len(text) > REASON_LENGTH:
        raise reading.TextTooLong(limit=REASON_LENGTH)
    value = {"inquiry": inquiry, "reason": text} if inquiry else None
    put(sheet, name_of(Part.BELIEVED, *place), value, now)
    return conversation_of(exercise, sheet)


@transaction.atomic
def close(actor: Actor, exercise: Exercise, seen: int, now: datetime) -> Conversation:
    """End the asking of this round for good; the same twice is once.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `OtherRound`.
    """
    sheet, here = _locked(actor, exercise, seen)
    if here.stage is Stage.ASKING:
        put(sheet, name_of(Part.CLOSED), True, now)  # noqa: FBT003 - the value of the answer
    return conversation_of(exercise, sheet)


@transaction.atomic
def answer(
    actor: Actor,
    exercise: Exercise,
    seen: int,
    question: str,
    values: Sequence[str],
    now: datetime,
) -> Conversation:
    """Keep the answer to one question of the case; the newest counts.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `OtherRound`, `AskingOver`, and what
    `domain.answers` raises.
    """
    sheet, here = _locked(actor, exercise, seen)
    if here.stage is not Stage.ANSWERING:
        raise AskingOver
    _keep(sheet, here, question, values, now)
    return conversation_of(exercise, sheet)


@transaction.atomic
def finish(
    actor: Actor,
    exercise: Exercise,
    seen: int,
    values: Mapping[str, Sequence[str]],
    now: datetime,
) -> Conversation:
    """Keep the last answers and open the debriefing. It ticks the exercise, and gives no points.

    `values` are what the page holds by question. What is answered is kept even when something
    else is missing. Raises `NotAllowed`, `Masquerading`, `NotFound`, `OtherRound`, `AskingOver`,
    and what `domain.answers` raises; `missing` of what comes back says what has none.
    """
    sheet, here = _locked(actor, exercise, seen)
    if here.stage is Stage.TOLD:
        return here
    if here.stage is not Stage.ANSWERING:
        raise AskingOver
    for question, chosen in values.items():
        _keep(sheet, here, question, chosen, now)
    here = conversation_of(exercise, sheet)
    if here.missing:
        return here
    told = here.summary()
    put(sheet, name_of(Part.ROUND, str(sheet.round)), told, now)
    sheet.closed_at = now
    sheet.save(update_fields=["closed_at"])
    seen_through = Fraction(told["recognised"], told["critical"] or 1)
    report_debriefed(actor, sheet, told["minutes"], seen_through)
    completion.publish_completion(exercise.usage_key, [actor.user_id], done=True)
    return conversation_of(exercise, sheet)


def _own(actor: Actor) -> None:
    require_own_hand(actor, Action.ANALYSE)
    if actor.person_id is None:  # staff beside the list: they look, they do not play
        raise NotFound


def _locked(actor: Actor, exercise: Exercise, seen: int) -> tuple[Sheet, Conversation]:
    """Return the sheet for this transaction alone, and where it stands."""
    _own(actor)
    living_case_of(exercise)
    mine = Sheet.objects.filter(person=actor.person_id, usage_key=exercise.usage_key)
    sheet = mine.select_for_update().first()
    if sheet is None:
        raise AskingOver
    if sheet.round != seen:
        raise OtherRound
    return sheet, conversation_of(exercise, sheet)


def _keep(
    sheet: Sheet, here: Conversation, question: str, values: Sequence[str], now: datetime
) -> None:
    value = reading.question(here.case, [question], {"value": values})
    if value != here.answers.get(question):
        put(sheet, name_of(Part.QUESTION, question), value, now)
