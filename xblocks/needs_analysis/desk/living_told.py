"""The debriefing of a living case: the truth beside what somebody knew."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from xblocks.host.html import render_markdown
from xblocks.host.translation import translated
from xblocks.needs_analysis.asked import NumberQuestion
from xblocks.needs_analysis.conversation import Conversation
from xblocks.needs_analysis.desk.heat import Heat, Shows, matrix_html
from xblocks.needs_analysis.desk.living_frame import anchor, headings, said
from xblocks.needs_analysis.desk.living_words import CONFIDENCES, MARKS, source_name
from xblocks.needs_analysis.domain.debriefing import Debriefing, Found, Held


def context_of(here: Conversation) -> dict[str, Any]:
    """Return what the debriefing shows."""
    told = Debriefing(here.interview)
    spent = here.interview.spent
    verdicts = here.verdicts()
    return {
        "told": told,
        "spent": spent,
        "tone": _tone(len(told.recognised), len(told.critical)),
        "recognised": len(told.recognised),
        "critical": len(told.critical),
        "right": told.count(Found.RIGHT),
        "wrong": told.count(Found.WRONG),
        "unknown": told.count(Found.UNKNOWN),
        "right_answers": sum(each.right for each in verdicts.values()),
        "matrix": _matrix(here, told),
        "missed": [_missed(here, told, each) for each in told.missed],
        "alarms": [_named(here, each) for each in told.false_alarms],
        "questions": [
            _question(here, each, verdicts[each.id])
            for each in here.case.questions
            if each.id in verdicts
        ],
        "contradictions": [_weighed(here, each) for each in told.contradictions],
        "calibration": [
            {"mark": MARKS[each.confidence], "sure": CONFIDENCES[each.confidence], "line": each}
            for each in told.calibration
        ],
        "sure_and_wrong": [_named(here, each) for each in told.sure_and_wrong],
        "minutes": [
            {
                "source": source_name(source),
                "minutes": minutes,
                "share": round(100 * minutes / spent) if spent else 0,
            }
            for source, minutes in told.minutes.items()
        ],
        "potentials": [_named(here, each) for each in told.held if each.cell.surplus > 1],
        "said": [{"one": one, **said(here, each)} for one, each in here.interview.answered],
        "closing": render_markdown(here.case.closing) if here.case.closing else "",
        "earlier": sorted(here.rounds.items(), reverse=True),
    }


def _tone(recognised: int, critical: int) -> str:
    """Return how much of what matters was found: most, part, little."""
    share = recognised / critical if critical else 1
    if share >= 0.8:
        return "most"
    return "part" if share >= 0.4 else "little"


def _matrix(here: Conversation, told: Debriefing) -> str:
    """Return the true matrix; each field says what was known of it."""
    signs = {}
    for each in told.held:
        if each.found is Found.RIGHT:
            signs[each.field.place] = "✓"
        elif each.found is Found.WRONG:
            signs[each.field.place] = f"✗ {each.field.level}"
        else:
            signs[each.field.place] = "–"
    return matrix_html(
        Heat(
            told.truth(),
            *headings(here),
            gettext("What people really can do"),
            name=f"{anchor(here.exercise)}-truth",
            shows=Shows.LEVELS,
            sums=False,
            signs=signs,
        )
    )


def _named(here: Conversation, held: Held) -> dict[str, Any]:
    labels = {each.id: each.label for each in here.case.competences}
    counts = held.field.counts
    return {
        "held": held,
        "code": held.field.person.upper(),
        "competence": labels[held.field.competence],
        "level": held.field.level,
        "truth": held.truth,
        "target": held.field.target,
        "name": here.interview.inquiries[counts.inquiry][0].name if counts else "",
        "source": source_name(counts.source) if counts else "",
    }


def _missed(here: Conversation, told: Debriefing, held: Held) -> dict[str, Any]:
    clues = [(one.name, inquiry.text) for one, inquiry in told.clues(held)]
    return {**_named(here, held), "clues": clues}


def _weighed(here: Conversation, held: Held) -> dict[str, Any]:
    """Return a contradiction: who told what, who counted, and whether that was right."""
    counts = held.field.counts
    pieces = []
    for piece in held.field.pieces:
        one, inquiry = here.interview.inquiries[piece.inquiry]
        pieces.append(
            {
                "piece": piece,
                "name": one.name,
                "source": source_name(piece.source),
                "mark": MARKS[piece.confidence],
                "sure": CONFIDENCES[piece.confidence],
                "right": piece.level == held.truth,
                "counts": piece is counts,
                "why": inquiry.why or "",
            }
        )
    return {
        **_named(here, held),
        "pieces": pieces,
        "right": held.found is Found.RIGHT,
        "decided": held.field.decided,
        "reason": here.reasons.get(held.field.place, ""),
    }


def _question(here: Conversation, question: Any, verdict: Any) -> dict[str, Any]:
    """Return a question with the answer given and the right one, each in words."""
    value = here.answers.get(question.id, "")
    given = [value] if isinstance(value, str) else value
    if isinstance(question, NumberQuestion):
        names: dict[str, str] = {}
        right = [str(verdict.expected)]
    else:
        names = (
            {each.id: each.label for each in question.options}
            if question.kind == "choice"
            else {each.id: f"{each.code} · {each.activity}" for each in here.case.people}
        )
        right = [names[each] for each in verdict.expected]
    whys = (
        [(each.label, each.right, each.why) for each in question.options if each.why]
        if question.kind == "choice"
        else []
    )
    return {
        "question": question,
        "ok": verdict.right,
        "said": translated(verdict.said),
        "given": [names.get(each, each) for each in given],
        "expected": right,
        "whys": whys,
        "way": render_markdown(question.way) if question.way else "",
    }
