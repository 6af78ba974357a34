"""Role-play with people on the style page: clock, sheet, levels side by side, a marked passage.

Drawn by the templates the exercises draw with; nothing of it is kept and nothing can be pressed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from xblocks.role_play.desk.rating import talk_lines
from xblocks.role_play.desk.triad_parts import steps
from xblocks.role_play.desk.triad_picture import Row, picture, sign
from xblocks.role_play.desk.triad_result import rater_names
from xblocks.role_play.observing import (
    ObservedCriterion,
    Passage,
    RatingPractice,
    Reference,
    TalkLine,
)
from xblocks.role_play.triad.rules import Part, Step

FOLDER = "wbm/role_play/"
MINUTE = 60_000
"""Milliseconds."""

CRITERIA: Final = (
    ObservedCriterion(
        id="b1",
        label="Contact and setting",
        levels=["starts at once", "greets", "names time and topic", "makes the other feel safe"],
    ),
    ObservedCriterion(
        id="b4",
        label="Listening",
        levels=["often interrupts", "lets finish", "sums up", "bears pauses"],
    ),
)
FOCUS: Final = "b4"
LEVELS: Final[Mapping[str, Sequence[int | None]]] = {
    "self": (3, 2),
    "colleague": (3, 3),
    "observer": (3, 4),
    "trainer": (None, 4),
}
"""Levels of the criteria by who rated; None was not observed."""

TALK: Final = RatingPractice(
    kind="rating_practice",
    title="A talk",
    intro="A talk to read.",
    situation="Two in the break.",
    lines=[
        TalkLine(id="l1", who="colleague", phase="exploration", text="“I am not one for school.”"),
        TalkLine(id="l2", who="adviser", text="“You learn with your hands.”"),
        TalkLine(id="l3", text="A pause."),
        TalkLine(id="l4", who="colleague", text="“At the machine I see at once what is wrong.”"),
    ],
    passages=[Passage(id="p1", first="l2", last="l3", criteria=["b4"])],
    references=[Reference(criterion="b4", level=4, reason="Mirrors and waits.", passages=["p1"])],
    criteria=list(CRITERIA),
)


def drawn() -> dict[str, SafeString]:
    """Return the pieces by what is said of them."""
    return {
        "Clock of a triad – steps, time left, what anybody presses for all": _clock(stopped=False),
        "Clock of a triad, stopped – whoever needs a break stops it for all": _clock(stopped=True),
        "Sheet of a triad – one line with levels; a level is tapped, and tapped away": _sheet(),
        "Levels side by side – who is who is told by shape, not by colour alone": _side_by_side(),
        "Marked passage – a talk to rate; the line in the margin says how far it goes": _passage(),
    }


def _clock(*, stopped: bool) -> SafeString:
    """Return a clock that takes no press: there is no triad it would go to."""
    names = steps()
    at = list(names).index(Step.TALK)
    context = {
        "steps": [
            {"title": words.title, "here": number == at, "done": number < at}
            for number, words in enumerate(names.values())
        ],
        "words": names[Step.TALK],
        "step": Step.TALK,
        "number": 1,
        "clock": {
            "elapsed": 8 * MINUTE,
            "at": 0,
            "limit": 20 * MINUTE,
            "stopped": stopped,
            "text": "12:00 left",
        },
    }
    return format_html('<div class="wbm-stack" inert>{}</div>', _render("triad_clock", context))


def _sheet() -> SafeString:
    levels = [(each, list(enumerate(each.levels, 1)), 4) for each in CRITERIA if each.id == FOCUS]
    sheet = {
        "id": "piece-sheet",
        "part": Part.COLLEAGUE,
        "title": "How you saw the mentor",
        "levels": levels,
        "focus": (FOCUS,),
        "kept": {"levels": {FOCUS: 4}, "notes": []},
    }
    html = _render("triad_sheet", {"sheet": sheet, "number": 1, "step": Step.FEEDBACK})
    return format_html("<h3>Feedback</h3>\n{}", html)


def _side_by_side() -> SafeString:
    names = rater_names()
    rows = [
        Row(
            each.label,
            each.id == FOCUS,
            {rater: level for rater, given in LEVELS.items() if (level := given[number])},
        )
        for number, each in enumerate(CRITERIA)
    ]
    context = {
        "level": 4,
        "raters": [(rater, names[rater], sign(rater)) for rater in LEVELS],
        "picture": picture(rows, list(LEVELS), names, "Levels side by side"),
        "rows": [(row, [row.levels.get(rater) for rater in LEVELS]) for row in rows],
        "any": True,
        "words": [(names["observer"], "Strength", "You bore the pause.")],
        "intention": "I ask one question at a time.",
    }
    return format_html("<h3>A round</h3>\n{}", _render("triad_result", context))


def _passage() -> SafeString:
    return _render("rating_talk", {"prefix": "piece-talk", "lines": talk_lines(TALK)})


def _render(name: str, context: Mapping[str, Any]) -> SafeString:
    return render_to_string(f"{FOLDER}{name}.html", dict(context))
