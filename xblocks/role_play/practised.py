"""What trainers read of practice: the ways of their groups, and who practised how often (R11).

Both only of trainees of their own districts. Ways name nobody; how often tells nothing of results.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from django.db.models import Count, QuerySet

from xblocks.core.people import Actor, Role
from xblocks.core.permissions import Action, require
from xblocks.exercises.records import Exercise
from xblocks.role_play.definition import Dialogue
from xblocks.role_play.graph import Step
from xblocks.role_play.pathmap import PathMap, Walk, path_map
from xblocks.role_play.reach import BLOCK_TYPE, definition_of, find
from xblocks.role_play.records import PracticeRating, TalkPath, TriadRound
from xblocks.role_play.triad.rules import Part
from xblocks.roster.records import Person


class Which(StrEnum):
    """Which of somebody's finished attempts count."""

    FIRST = "first"
    BEST = "best"
    ALL = "all"


@dataclass(frozen=True)
class Practised:
    """How often somebody practised: finished dialogues, rounds of triads, sample talks.

    `rounds` are those with a talk they took part in as whatever, `advised` those of them they
    advised in.
    """

    company: str
    name: str
    dialogues: int
    rounds: int
    advised: int
    ratings: int

    @property
    def anything(self) -> bool:
        """Whether they practised at all."""
        return bool(self.dialogues + self.rounds + self.ratings)


@dataclass(frozen=True)
class GroupPaths:
    """The ways of a trainer's groups through one dialogue."""

    exercise: Exercise
    definition: Dialogue
    which: Which
    map: PathMap


def dialogues(actor: Actor) -> list[Exercise]:
    """Return the dialogues of the course, by title."""
    require(actor, Action.SEE_PRACTICE)
    found = Exercise.objects.filter(
        course_key=actor.course_key, block_type=BLOCK_TYPE, kind="dialogue"
    )
    return list(found.order_by("title", "usage_key"))


def group_paths(actor: Actor, usage_key: str, which: Which) -> GroupPaths:
    """Return the ways of all groups of the trainer together; raises `NotFound`.

    There is no choosing of one group: the difference of two answers would tell of the others. Who
    has left the course stays in the numbers, for the same reason.
    """
    require(actor, Action.SEE_PRACTICE)
    exercise = find(actor, usage_key)
    definition = definition_of(exercise, Dialogue)
    kept = TalkPath.objects.filter(usage_key=usage_key, person__in=_trainees(actor))
    by_person = groupby(kept.order_by("person_id", "attempt"), lambda path: path.person_id)
    walks = [[_walk(path) for path in _chosen(list(own), which)] for _person, own in by_person]
    return GroupPaths(exercise, definition, which, path_map(definition, walks))


def practised(actor: Actor) -> list[Practised]:
    """Return the trainees of the trainer's districts by company and name, never by numbers."""
    require(actor, Action.SEE_PRACTICE)
    people = _trainees(actor).filter(left_at=None).select_related("company")
    talks = _times(TalkPath.objects.filter(course_key=actor.course_key))
    of_oneself = Exercise.objects.filter(course_key=actor.course_key, kind="self_rating")
    rated = _times(
        PracticeRating.objects.filter(course_key=actor.course_key)
        .exclude(done_at=None)
        .exclude(usage_key__in=of_oneself.values("usage_key"))
    )
    played = _rounds(actor.course_key)
    rows = [
        Practised(
            each.company.name if each.company else "",
            each.name,
            talks[each.pk],
            sum(times[each.pk] for times in played.values()),
            played[Part.ADVISER][each.pk],
            rated[each.pk],
        )
        for each in people
    ]
    return sorted(rows, key=lambda row: (row.company.casefold(), row.name.casefold()))


def _trainees(actor: Actor) -> QuerySet[Person]:
    """Everybody who is or was a trainee in the trainer's districts."""
    return Person.objects.filter(
        course_key=actor.course_key,
        roles__role=Role.TRAINEE,
        company__district__in=actor.districts,
    )


def _rounds(course_key: str) -> dict[Part, Counter[int]]:
    """Return how often people had each part in a round that is over and in which they talked."""
    played = TriadRound.objects.filter(triad__course_key=course_key, talk_at__isnull=False)
    over = played.exclude(ended_at=None)
    return {part: _times(over, part) for part in Part}  # columns are called like the parts


def _times(records: QuerySet, who: str = "person") -> Counter[int]:
    counted = records.order_by().values_list(who).annotate(times=Count("pk"))
    return Counter(dict(counted))


def _chosen(own: Sequence[TalkPath], which: Which) -> Iterable[TalkPath]:
    """Of somebody's attempts in their order those that count; of equally good ones the first."""
    if which is Which.FIRST:
        return own[:1]
    return [max(own, key=lambda path: path.score)] if which is Which.BEST else own


def _walk(path: TalkPath) -> Walk:
    return [Step(scene, statement) for scene, statement in json.loads(path.turns)]
