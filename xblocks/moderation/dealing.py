"""Dealing with disturbances: begin a round, choose, begin anew.

Every choice is told at once and stays; a round closes by its last one. It gives no points in the
grade book, and ticks the exercise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from django.db import models, transaction
from pydantic import ValidationError

from xblocks.core.errors import BadRequest, NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.exercises import service as exercises
from xblocks.exercises.records import Exercise
from xblocks.host import completion
from xblocks.moderation.definition import Interventions, adapter
from xblocks.moderation.domain.dealing import Obstacle, Round, chosen_of
from xblocks.moderation.reach import interventions_of
from xblocks.moderation.records import SceneRound
from xblocks.moderation.refusals import AlreadyChosen, OtherRound, RoundOpen
from xblocks.moderation.reporting import report_round_begun, report_round_closed
from xblocks.roster.records import Person

PERCENT = Decimal("0.001")


class Stage(StrEnum):
    """Where somebody stands with the disturbances."""

    NEW = "new"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Dealing:
    """The disturbances as they stand for one person.

    `number` counts rounds, 0 before the first; `best` is the best share of any closed round, in
    percent. `outdated`: authors changed the scenes since this round began.
    """

    exercise: Exercise
    definition: Interventions
    stage: Stage
    number: int
    round: Round
    best: Decimal | None = None
    outdated: bool = False


def opened(actor: Actor, exercise: Exercise) -> Dealing:
    """Return the exercise as it stands for the person. Raises `NotAllowed`, `NotFound`."""
    require(actor, Action.PLAN_MEETING)
    return _standing(exercise, _rounds(actor, exercise).first() if actor.person_id else None)


@transaction.atomic
def begin(actor: Actor, exercise: Exercise, seen: int, now: datetime) -> Dealing:
    """Begin, or begin anew after a closed round. `seen` is the round the page shows, 0 for none.

    The same twice begins once. Raises `NotAllowed`, `Masquerading`, `NotFound`, `RoundOpen`.
    """
    _own(actor)
    interventions_of(exercise)
    # Of many who make the first one at once MariaDB would undo some: they queue up here.
    Person.objects.select_for_update().filter(pk=actor.person_id).values_list("pk").first()
    found = _rounds(actor, exercise).select_for_update().first()
    if seen > (found.number if found else 0):
        raise BadRequest
    if found is not None and found.number > seen:
        return _standing(exercise, found)
    if found is not None and found.closed_at is None:
        raise RoundOpen
    begun = found or SceneRound(
        course_key=exercise.course_key, usage_key=exercise.usage_key, person_id=actor.person_id
    )
    begun.number = seen + 1
    begun.chosen = "{}"
    begun.version += 1
    begun.started_at = now
    begun.closed_at = None
    begun.definition_hash = exercises.keep_version(exercise)
    begun.save()
    report_round_begun(actor, begun)
    return _standing(exercise, begun)


@transaction.atomic
def choose(
    actor: Actor,
    exercise: Exercise,
    seen: int,
    scene: str,
    moment: str,
    intervention: str,
    now: datetime,
) -> Dealing:
    """Intervene in a moment; the same again is once, the last one of all scenes closes the round.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `OtherRound`, `AlreadyChosen`.
    """
    _own(actor)
    found = _rounds(actor, exercise).select_for_update().first()
    if found is None:
        raise NotFound
    if found.number != seen:
        raise OtherRound
    here = _standing(exercise, found)
    obstacle = here.round.obstacle(scene, moment, intervention)
    if obstacle is Obstacle.SAME:
        return here
    if obstacle is Obstacle.OTHER:
        raise AlreadyChosen
    if obstacle:
        raise NotFound
    after = here.round.choose(scene, moment, intervention)
    found.chosen = after.text()
    found.version += 1
    if after.over:
        _close(actor, found, after, now)
    found.save()
    return _standing(exercise, found)


def _own(actor: Actor) -> None:
    require_own_hand(actor, Action.PLAN_MEETING)
    if actor.person_id is None:  # staff beside the list: they look, they do not play
        raise NotFound


def _rounds(actor: Actor, exercise: Exercise) -> models.QuerySet[SceneRound]:
    return SceneRound.objects.filter(person=actor.person_id, usage_key=exercise.usage_key)


def _close(actor: Actor, found: SceneRound, after: Round, now: datetime) -> None:
    share = after.profile().whole.share
    percent = share * 100
    reached = (Decimal(percent.numerator) / percent.denominator).quantize(PERCENT)
    found.best = max(reached, found.best or reached)
    found.closed_at = now
    report_round_closed(actor, found, share)
    completion.publish_completion(found.usage_key, [actor.user_id], done=True)


def _standing(exercise: Exercise, found: SceneRound | None) -> Dealing:
    if found is None:
        definition = interventions_of(exercise)
        return Dealing(exercise, definition, Stage.NEW, 0, Round(definition.scenes))
    definition = _begun_under(exercise, found)
    return Dealing(
        exercise,
        definition,
        Stage.CLOSED if found.closed_at else Stage.OPEN,
        found.number,
        Round(definition.scenes, chosen_of(found.chosen)),
        best=found.best,
        outdated=found.definition_hash != exercise.definition_hash,
    )


def _begun_under(exercise: Exercise, found: SceneRound) -> Interventions:
    """Return the scenes as they were when the round began; as they are where nobody reads those."""
    now = interventions_of(exercise)
    if found.definition_hash == exercise.definition_hash:
        return now
    try:
        kept = adapter.validate_python(exercises.version_of(found.definition_hash))
    except (NotFound, ValidationError):
        return now
    return kept if isinstance(kept, Interventions) else now
