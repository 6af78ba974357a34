"""What is kept of finished dialogues: the way somebody took, and what is still weak (R9)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Max

from xblocks.core.people import Actor
from xblocks.exercises.records import Exercise
from xblocks.role_play.attempts import Attempt, History
from xblocks.role_play.profile import Grade, grade
from xblocks.role_play.records import TalkPath


class WeakCriterion(NamedTuple):
    """A criterion that was not yet helpful, the title of the dialogue it showed in, and how far."""

    criterion: str
    dialogue: str
    grade: Grade


def keep(actor: Actor, usage_key: str, history: History, now: datetime) -> None:
    """Keep the ways of all finished attempts; the newest as it ended this time.

    Nothing is kept of who is not on the list, and of staff looking at the course as somebody else.
    Attempts of earlier days that were not kept yet are taken over with the time of today.
    """
    if actor.person_id is None or actor.masquerading:
        return
    known = TalkPath.objects.filter(person=actor.person_id, usage_key=usage_key)
    numbers = set(known.values_list("attempt", flat=True))
    for attempt in history.attempts:
        if not attempt.finished or (attempt.number in numbers and attempt is not history.current):
            continue
        TalkPath.objects.update_or_create(
            person_id=actor.person_id,
            usage_key=usage_key,
            attempt=attempt.number,
            defaults={
                "course_key": actor.course_key,
                "turns": json.dumps([[turn.scene, turn.statement] for turn in attempt.path]),
                "profile": json.dumps(_profile(attempt), sort_keys=True),
                "ending": attempt.results[-1].ending,
                "tone": attempt.results[-1].tone.value,
                "score": attempt.results[-1].score,
                "finished_at": now,
            },
        )


def weak_criteria(person_id: int, course_key: str) -> list[WeakCriterion]:
    """Return the criteria that were partly helpful or hindering, the weakest first, each once.

    Of each dialogue the newest finished attempt counts; a criterion weak in several is named with
    the dialogue it was weakest in. `focus` takes at most two (`curriculum-facts 2.11`).
    """
    titles = dict(
        Exercise.objects.filter(course_key=course_key, kind="dialogue").values_list(
            "usage_key", "title"
        )
    )
    kept = TalkPath.objects.filter(person=person_id, course_key=course_key, usage_key__in=titles)
    newest = dict(
        kept.order_by()
        .values("usage_key")
        .annotate(last=Max("attempt"))
        .values_list("usage_key", "last")
    )
    found = sorted(
        (total / times, titles[path.usage_key], criterion)
        for path in kept
        if path.attempt == newest[path.usage_key]
        for criterion, (times, total) in json.loads(path.profile).items()
    )
    return _once(
        WeakCriterion(criterion, title, grade(average)) for average, title, criterion in found
    )


def _once(found: Iterable[WeakCriterion]) -> list[WeakCriterion]:
    weak: dict[str, WeakCriterion] = {}
    for each in found:
        if each.grade is not Grade.HELPFUL:
            weak.setdefault(each.criterion, each)
    return list(weak.values())


def _profile(attempt: Attempt) -> dict[str, tuple[int, float]]:
    """Per criterion how often statements touched it, and the sum of their qualities."""
    touched: dict[str, list[float]] = {}
    for turn in attempt.path:
        for criterion in turn.criteria:
            touched.setdefault(criterion.id, []).append(turn.quality)
    return {name: (len(each), sum(each)) for name, each in touched.items()}
