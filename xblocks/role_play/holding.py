"""What role-plays keep of people besides their talks, which the platform keeps."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from xblocks.core.holdings import Holding, Subject
from xblocks.core.text import gettext_noop
from xblocks.exercises.holding import PRACTICE
from xblocks.exercises.records import Exercise
from xblocks.host.course import of_ended_courses
from xblocks.role_play.records import PracticeRating, TalkPath


class RolePlayHolding(Holding):
    """Ways through dialogues, and ratings of sample talks."""

    ident = "role_play"
    title = gettext_noop("Role-plays")
    what = gettext_noop(
        "Which way you took through dialogues you finished, how far each criterion of the sheet "
        "went well in them, and how you rated sample talks."
    )
    why = gettext_noop(
        "So that you know what to practise next, and a group can talk about the ways it took."
    )
    readers = gettext_noop(
        "Your profile and ratings: only you. Trainers of your district see how often you "
        "practised, and the ways of the whole group without names, small numbers hidden."
    )
    leaving = gettext_noop("All of it is removed.")
    references = {"PracticeRating": frozenset({"person"}), "TalkPath": frozenset({"person"})}
    terms = (PRACTICE,)

    def export(self, who: Subject) -> Mapping[str, Any]:
        """Return the person's ways and ratings."""
        ways = TalkPath.objects.filter(person__in=who.people).order_by("pk")
        ratings = PracticeRating.objects.filter(person__in=who.people).order_by("pk")
        keys = {each.usage_key for each in (*ways, *ratings)}
        titles = dict(Exercise.objects.filter(usage_key__in=keys).values_list("usage_key", "title"))
        return {
            "dialogues": [
                {
                    "exercise": titles.get(each.usage_key, each.usage_key),
                    "attempt": each.attempt,
                    "way": json.loads(each.turns),
                    "criteria": json.loads(each.profile),
                    "ending": each.ending,
                    "finished_at": each.finished_at,
                }
                for each in ways
            ],
            "ratings": [
                {
                    "exercise": titles.get(each.usage_key, each.usage_key),
                    "number": each.number,
                    "levels": json.loads(each.levels),
                    "begun_at": each.begun_at,
                    "done_at": each.done_at,
                }
                for each in ratings
            ],
        }

    def erase(self, who: Subject, _now: datetime) -> None:
        """Forget the person's ways and ratings."""
        for model in (TalkPath, PracticeRating):
            model._default_manager.filter(person__in=who.people).delete()

    def expire(self, _term: str, before: datetime, *, dry_run: bool) -> int:
        """Forget ways and ratings of courses long over."""
        count = 0
        for model in (TalkPath, PracticeRating):
            rows = of_ended_courses(model._default_manager.all(), before)
            count += rows.count()
            if not dry_run:
                rows.delete()
        return count
