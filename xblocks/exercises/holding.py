"""What exercises keep of one person alone: the state of our blocks in the runtime."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from xblocks.core.holdings import Holding, Subject, Term
from xblocks.core.text import gettext_noop
from xblocks.exercises.records import Exercise
from xblocks.host.block_state import states
from xblocks.host.course import ended_courses

PRACTICE = Term(
    "exercises",
    1095,
    gettext_noop("What you did in exercises"),
    gettext_noop("after the end of the course"),
)


HIDDEN_KEY = "seed"
"""What shuffles an exercise and hides its names: random, and nobody's to know."""


class ExercisesHolding(Holding):
    """Talks and other exercises one does alone."""

    ident = "exercises"
    title = gettext_noop("Exercises you do alone")
    what = gettext_noop(
        "Every attempt with what you chose, what was said and how it ended. No times, no clicks."
    )
    why = gettext_noop("So that you can go on, look back and try again.")
    readers = gettext_noop("Only you. Your best result alone goes to the grade book.")
    leaving = gettext_noop("All attempts are removed.")
    terms = (PRACTICE,)

    def export(self, who: Subject) -> Mapping[str, Any]:
        """Return what the person's blocks remember."""
        found = list(states().of(who.user_id)) if who.user_id else []
        keys = [usage_key for usage_key, _state in found]
        titles = dict(Exercise.objects.filter(usage_key__in=keys).values_list("usage_key", "title"))
        return {
            "exercises": [
                {"exercise": titles.get(key, ""), "usage_key": key, "state": _told(state)}
                for key, state in found
            ]
        }

    def erase(self, who: Subject, _now: datetime) -> None:
        """Forget all attempts."""
        if who.user_id:
            states().erase(who.user_id)

    def expire(self, _term: str, before: datetime, *, dry_run: bool) -> int:
        """Forget the attempts of everybody in courses long over."""
        courses = Exercise.objects.order_by().values_list("course_key", flat=True).distinct()
        kept = states()
        return sum(
            kept.expire(course_key, dry_run=dry_run)
            for course_key in ended_courses(courses, before)
        )


def _told(value: Any) -> Any:
    """Return a state without what is secret in it."""
    if isinstance(value, dict):
        return {key: _told(each) for key, each in value.items() if key != HIDDEN_KEY}
    return [_told(each) for each in value] if isinstance(value, list) else value
