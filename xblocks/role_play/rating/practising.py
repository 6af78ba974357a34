"""Rating a sample talk: begin, save as one goes, compare, begin anew.

The way through it: read the talk with its marked passages; choose a level for each criterion, or
say that it could not be observed; what is chosen is kept at once. Then compare with the reference
and its reasons; it ticks the exercise and gives no points. Begin anew, earlier ratings stay.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from pydantic import ValidationError

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.exercises import service as exercises
from xblocks.exercises.records import Exercise
from xblocks.host import completion
from xblocks.role_play import reporting
from xblocks.role_play.definition import adapter
from xblocks.role_play.observing import RatingPractice
from xblocks.role_play.rating.comparing import Comparison, Levels, compared, missing
from xblocks.role_play.rating.refusals import (
    NoSuchCriterion,
    NoSuchLevel,
    NotAllRated,
    OtherRating,
)
from xblocks.role_play.reach import definition_of
from xblocks.role_play.records import PracticeRating
from xblocks.roster.records import Person


@dataclass(frozen=True)
class Standing:
    """A sample talk as it stands for one person.

    `number` counts ratings from 1; `comparison` is there once this one is done. `earlier` are the
    comparisons of those before it, the newest first. Nothing of the reference is in it before.
    """

    exercise: Exercise
    definition: RatingPractice
    number: int
    levels: Levels
    comparison: Comparison | None = None
    earlier: tuple[tuple[int, Comparison], ...] = ()


def opened(actor: Actor, exercise: Exercise) -> Standing:
    """Return the exercise as it stands for the person. Raises `NotAllowed`, `NotFound`."""
    require(actor, Action.PRACTISE)
    return _standing(exercise, list(_ratings(actor, exercise)) if actor.person_id else [])


@transaction.atomic
def save(
    actor: Actor, exercise: Exercise, number: int, levels: Mapping[str, int | None], now: datetime
) -> Standing:
    """Keep the levels chosen so far in the rating the page shows; those left out stay as they are.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `OtherRating`, `NoSuchLevel`,
    `NoSuchCriterion`.
    """
    _keep(actor, exercise, number, levels, now)
    return opened(actor, exercise)


@transaction.atomic
def finish(
    actor: Actor, exercise: Exercise, number: int, levels: Mapping[str, int | None], now: datetime
) -> Standing:
    """Keep the levels and compare with the reference; the same twice is once.

    Raises what `save` raises.
    """
    found = _keep(actor, exercise, number, levels, now)
    if found.done_at is None and not missing(_rated_under(exercise, found), _levels(found)):
        found.done_at = now
        found.save(update_fields=["done_at"])
        reporting.report_rated(actor, found)
        completion.publish_completion(exercise.usage_key, [actor.user_id], done=True)
    return opened(actor, exercise)


def require_whole(here: Standing) -> None:
    """Raise `NotAllRated` when a rating that was to be compared still lacks criteria."""
    left = missing(here.definition, here.levels)
    if left and here.comparison is None:
        raise NotAllRated(names=", ".join(each.label for each in left))


@transaction.atomic
def begin_anew(actor: Actor, exercise: Exercise, number: int, now: datetime) -> Standing:
    """Begin another rating after the one the page shows; the same twice begins once.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `OtherRating`.
    """
    found = _present(actor, exercise)
    if found is not None and found.number == number and found.done_at is not None:
        _begun(actor, exercise, number + 1, now)
    elif found is None or found.number != number + 1:
        raise OtherRating
    return opened(actor, exercise)


def _keep(
    actor: Actor, exercise: Exercise, number: int, levels: Mapping[str, int | None], now: datetime
) -> PracticeRating:
    found = _present(actor, exercise)
    if found is None and number == 1:
        found = _begun(actor, exercise, 1, now)
    if found is None or found.number != number:
        raise OtherRating
    if found.done_at is not None:
        return found
    known = {each.id for each in _rated_under(exercise, found).criteria}
    for name, level in levels.items():
        if name not in known:
            raise NoSuchCriterion
        if level is not None and not 1 <= level <= 4:
            raise NoSuchLevel
    found.levels = json.dumps({**_levels(found), **levels}, sort_keys=True)
    found.version += 1
    found.save(update_fields=["levels", "version"])
    return found


def _present(actor: Actor, exercise: Exercise) -> PracticeRating | None:
    """Return the newest rating, for this transaction alone."""
    require_own_hand(actor, Action.PRACTISE)
    definition_of(exercise, RatingPractice)
    if actor.person_id is None:  # staff beside the list: they look, they do not rate
        raise NotFound
    # Of many who make the first one at once MariaDB would undo some: they queue up here.
    Person.objects.select_for_update().filter(pk=actor.person_id).values_list("pk").first()
    return _ratings(actor, exercise).select_for_update().first()


def _begun(actor: Actor, exercise: Exercise, number: int, now: datetime) -> PracticeRating:
    begun = PracticeRating.objects.create(
        course_key=exercise.course_key,
        usage_key=exercise.usage_key,
        person_id=actor.person_id,
        number=number,
        definition_hash=exercises.keep_version(exercise),
        begun_at=now,
    )
    reporting.report_rating_begun(actor, begun)
    return begun


def _ratings(actor: Actor, exercise: Exercise) -> QuerySet[PracticeRating]:
    mine = PracticeRating.objects.filter(person=actor.person_id, usage_key=exercise.usage_key)
    return mine.order_by("-number")


def _levels(found: PracticeRating) -> dict[str, int | None]:
    levels: dict[str, int | None] = json.loads(found.levels)
    return levels


def _standing(exercise: Exercise, ratings: list[PracticeRating]) -> Standing:
    if not ratings:
        return Standing(exercise, definition_of(exercise, RatingPractice), 1, {})
    present, *before = ratings
    definition = _rated_under(exercise, present)
    return Standing(
        exercise,
        definition,
        present.number,
        _levels(present),
        compared(definition, _levels(present)) if present.done_at else None,
        tuple(
            (each.number, compared(_rated_under(exercise, each), _levels(each)))
            for each in before
            if each.done_at
        ),
    )


def _rated_under(exercise: Exercise, found: PracticeRating) -> RatingPractice:
    """Return the talk as it was when the rating began; as it is where nobody reads that."""
    now = definition_of(exercise, RatingPractice)
    if found.definition_hash == exercise.definition_hash:
        return now
    try:
        kept = adapter.validate_python(exercises.version_of(found.definition_hash))
    except (NotFound, ValidationError):
        return now
    return kept if isinstance(kept, RatingPractice) else now
