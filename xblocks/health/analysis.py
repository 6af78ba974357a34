"""What needs analysis depends on: rules of law somebody has to read again, and milestones."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.utils import timezone

from xblocks.core.text import gettext_noop as _
from xblocks.exercises.records import Exercise
from xblocks.health.result import Check, Level, Result, either
from xblocks.host.dates import day_of
from xblocks.needs_analysis.domain.law import law
from xblocks.needs_analysis.reach import BLOCK_TYPE

MOST_NAMED = 5


def law_read() -> Iterator[Result]:
    """No rule of law has passed the day on which it has to be read again."""
    found = law()
    today = day_of(timezone.now())
    norms = [*found.rules.values(), *found.rights.values()]
    old = [each.paragraph for each in norms if each.outdated(today)]
    named = ", ".join(old[:MOST_NAMED]) + (" …" if len(old) > MOST_NAMED else "")
    yield either(
        _("Rules of law: %(count)s, none is due to be read again."),
        _(
            "Rules of law that were due to be read again: %(old)s of %(count)s (%(named)s). Pages"
            " say so. Compare needs_analysis/law/rules.yaml with the law, or update the suite."
        ),
        Level.WARN,
        sound=not old,
        count=len(norms),
        old=len(old),
        named=named,
    )


def milestones_there() -> Iterator[Result]:
    """Every matrix of an own company leads to a milestone of its course."""
    matrices = Exercise.objects.filter(block_type=BLOCK_TYPE, kind="own_company")
    for each in matrices.order_by("course_key", "pk"):
        wanted = json.loads(each.definition).get("milestone")
        if wanted:
            yield either(
                _("%(course)s: “%(title)s” leads to milestone %(milestone)s."),
                _(
                    "%(course)s: “%(title)s” leads to milestone %(milestone)s, which the course"
                    " does not have. Change it in Studio, or publish the milestone."
                ),
                Level.WARN,
                sound=wanted in _milestones(each.course_key),
                course=each.course_key,
                title=each.title,
                milestone=wanted,
            )


def _milestones(course_key: str) -> set[str]:
    found = Exercise.objects.filter(course_key=course_key, kind="milestone")
    texts = found.values_list("definition", flat=True)
    return {json.loads(text).get("milestone", "") for text in texts}


CHECKS: dict[str, Check] = {"law": law_read, "milestones": milestones_there}
