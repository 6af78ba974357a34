"""A round as its reader may see it: levels side by side with the table, words, notes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from xblocks.core.people import Actor
from xblocks.exercises.records import Exercise
from xblocks.role_play.desk.triad_picture import Row, picture, sign
from xblocks.role_play.desk.triad_view import render
from xblocks.role_play.observing import PHASES
from xblocks.role_play.records import TriadGroup
from xblocks.role_play.triad import reading, releasing
from xblocks.role_play.triad.releasing import RoundAccess


def rater_names() -> dict[str, str]:
    """Return who rated, in the reader's language."""
    return {
        "self": gettext("Own rating"),
        "colleague": gettext("Colleague"),
        "observer": gettext("Observer"),
        "trainer": gettext("Trainer"),
    }


def result_html(here: RoundAccess, level: int = 4) -> SafeString:
    """Return all of a round that its reader may see; `level` is that of its heading."""
    found = reading.result_of(here)
    names = rater_names()
    rows = [
        Row(
            each.label,
            each.id in found.focus,
            {rater: levels[each.id] for rater, levels in found.levels.items() if each.id in levels},
        )
        for each in here.definition.criteria
    ]
    rows.sort(key=lambda row: not row.focus)
    seen = [row for row in rows if row.levels]
    context = {
        "level": level,
        "raters": [(rater, names[rater], sign(rater)) for rater in found.raters],
        "picture": picture(seen, found.raters, names, gettext("Levels side by side"))
        if seen
        else "",
        "rows": [(row, [row.levels.get(rater) for rater in found.raters]) for row in rows],
        "any": bool(seen),
        "words": spoken(found.words),
        "notes": _notes(here, found),
        "intention": found.intention,
    }
    return render("result", context)


def spoken(words: Iterable[reading.Words]) -> list[tuple[str, str, str]]:
    """Return what was said in feedback: who, what it is, the words."""
    names = rater_names()
    kinds = {
        "experience": gettext("How it was"),
        "strength": gettext("Strength"),
        "wish": gettext("Suggestion"),
    }
    return [(names[each.rater], kinds[each.kind], each.text) for each in words]


def rounds_list(
    actor: Actor, exercise: Exercise, group: TriadGroup | None = None
) -> list[dict[str, Any]]:
    """Return the rounds somebody may look at again, newest first; those of one triad if given."""
    return [
        {
            "url": releasing.round_path(row),
            "mine": row.adviser_id == actor.person_id,
            "name": row.adviser.name if row.adviser else "",
            "number": row.number,
            "at": row.begun_at,
            "released": row.to_triad,
        }
        for row in releasing.rounds_of(actor, exercise)
        if group is None or row.triad_id == group.pk
    ]


def _notes(here: RoundAccess, found: reading.Result) -> list[dict[str, str]]:
    labels = {each.id: each.label for each in here.definition.criteria}
    return [
        {
            "time": f"{each.at // 60}:{each.at % 60:02}",
            "phase": gettext(PHASES[each.phase]) if each.phase in PHASES else "",
            "about": labels.get(each.criterion, ""),
            "text": each.text,
        }
        for each in found.notes
    ]
