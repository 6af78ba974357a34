"""Rating a sample talk, or oneself: begin, save as one goes, compare, begin anew.

The way through it: read the talk with its marked passages; choose a level for each criterion, or
say that it could not be observed; what is chosen is kept at once. Then compare with the reference
and its reasons; it ticks the exercise and gives no points. Begin anew, earlier ratings stay.
Who rates themselves has no reference; at the end of the series the first rating of the start stands
beside it, for them alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
from xblocks.role_play.observing import ObservedCriterion, RatingPractice
from xblocks.role_play.rating.comparing import Comparison, Levels, compared, missing
from xblocks.role_play.rating.refusals import (
    NoSuchCriterion,
    NoSuchLevel,
    NotAllRated,
    OtherRating,
    SentencesOpen,
)
from xblocks.role_play.reach import parsed
from xblocks.role_play.records import PracticeRating
from xblocks.role_play.self_rating import SelfItem, SelfRating
from xblocks.roster.records import Person

Rated = RatingPractice | SelfRating
"""What can be rated by levels."""


@dataclass(frozen=True)
class Standing:
    """A rating as it stands for one person.

    `number` counts ratings from 1; `comparison` is there once that of a talk is done. `earlier` are
    the comparisons of those before it, the newest first. Nothing of the reference is in it before.
    `at_start` is how somebody rated themselves in the exercise that a self-rating is compared with.
    """

    exercise: Exercise
    definition: Rated
    number: int
    levels: Levels
    done: bool = False
    comparison: Comparison | None = None
    earlier: tuple[tuple[int, Comparison], ...] = ()
    at_start: Levels | None = None


def opened(actor: Actor, exercise: Exercise) -> Standing:
    """Return the exercise as it stands for the person. Raises `NotAllowed`, `NotFound`."""
    require(actor, Action.PRACTISE)
    here = _standing(exercise, list(_ratings(actor, exercise)) if actor.person_id else [])
    if not here.done or not isinstance(here.definition, SelfRating) or not here.definition.compares:
        return here
    return replace(here, at_start=_at_start(actor, exercise, here.definition.compares))


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
    """Raise `NotAllRated` or `SentencesOpen` when a rating that was to be done lacks levels."""
    left = missing(here.definition, here.levels)
    if left and not here.done and isinstance(here.definition, SelfRating):
        raise SentencesOpen(number=len(left), total=len(here.definition.items))
    if left and not here.done:
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


def _at_start(actor: Actor, exercise: Exercise, name: str) -> Levels | None:
    """Return the first whole rating of oneself in the other exercise of the course."""
    other = f"{exercise.usage_key.rpartition('@')[0]}@{name}"
    ratings = PracticeRating.objects.filter(person=actor.person_id, usage_key=other)
    first = ratings.exclude(done_at=None).order_by("number").first()
    return _levels(first) if first else None


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
    definition = _rated_under(exercise, found)
    known = {each.id for each in _lines(definition)}
    for name, level in levels.items():
        if name not in known:
            raise NoSuchCriterion
        if not (1 <= level <= 4 if level is not None else isinstance(definition, RatingPractice)):
            raise NoSuchLevel
    found.levels = json.dumps({**_levels(found), **levels}, sort_keys=True)
    found.version += 1
    found.save(update_fields=["levels", "version"])
    return found


def _present(actor: Actor, exercise: Exercise) -> PracticeRating | None:
    """Return the newest rating, for this transaction alone."""
    require_own_hand(actor, Action.PRACTISE)
    rated_in(exercise)
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


def rated_in(exercise: Exercise) -> Rated:
    """Return what is rated in an exercise; raises `NotFound` for one in which nothing is."""
    definition = parsed(exercise.definition)
    if not isinstance(definition, RatingPractice | SelfRating):
        raise NotFound
    return definition


def _lines(definition: Rated) -> Sequence[ObservedCriterion | SelfItem]:
    return definition.items if isinstance(definition, SelfRating) else definition.criteria


def _standing(exercise: Exercise, ratings: list[PracticeRating]) -> Standing:
    if not ratings:
        return Standing(exercise, rated_in(exercise), 1, {})
    present, *before = ratings
    comparisons = [(each.number, _comparison(exercise, each)) for each in before]
    return Standing(
        exercise,
        _rated_under(exercise, present),
        present.number,
        _levels(present),
        present.done_at is not None,
        _comparison(exercise, present),
        tuple((number, comparison) for number, comparison in comparisons if comparison),
    )


def _comparison(exercise: Exercise, found: PracticeRating) -> Comparison | None:
    definition = _rated_under(exercise, found)
    if found.done_at is None or isinstance(definition, SelfRating):
        return None
    return compared(definition, _levels(found))


def _rated_under(exercise: Exercise, found: PracticeRating) -> Rated:
    """Return what is rated as it was when that began; as it is where nobody reads that."""
    now = rated_in(exercise)
    if found.definition_hash == exercise.definition_hash:
        return now
    try:
        kept = adapter.validate_python(exercises.version_of(found.definition_hash))
    except (NotFound, ValidationError):
        return now
    return kept if isinstance(kept, RatingPractice | SelfRating) else now
