"""A living case as parts of HTML; the block embeds the same parts.

Before the debriefing nothing of the truth stands in what a page is made from: `living_told` alone
reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from xblocks.core.errors import Refusal
from xblocks.core.people import Actor
from xblocks.exercises.records import Exercise
from xblocks.host.html import render_markdown
from xblocks.host.translation import translated
from xblocks.needs_analysis.conversation import Conversation, Stage
from xblocks.needs_analysis.definition import LivingCase
from xblocks.needs_analysis.desk import living_told
from xblocks.needs_analysis.desk.dossier import dossier_html
from xblocks.needs_analysis.desk.heat import Heat, Shows, matrix_html
from xblocks.needs_analysis.desk.living_frame import (
    anchor,
    field_name,
    frame,
    headings,
    render,
    said,
)
from xblocks.needs_analysis.desk.living_words import CONFIDENCES, MARKS, SIGNS, sign_of, source_name
from xblocks.needs_analysis.domain.interviewing import Field, Interview, Place
from xblocks.needs_analysis.interviews import Interviewee


def living_html(
    actor: Actor,
    here: Conversation,
    *,
    who: str = "",
    asked: str = "",
    weighed: Place | None = None,
    arrived: bool = False,
    refusal: Refusal | None = None,
) -> SafeString:
    """Return the page as it stands.

    `who` is the interviewee whose talk is open, `asked` the inquiry just answered, `weighed` the
    field just decided; `arrived`: the person comes from another step, the heading gets the focus.
    """
    looks_only = actor.person_id is None or actor.masquerading
    context = {
        **frame(here),
        "arrived": arrived,
        "notice": translated(refusal.message) if refusal else "",
        "looks_only": looks_only,
    }
    if here.stage is Stage.NEW or looks_only:
        return render("living_begin", {**context, **_begin(here)})
    if here.stage is Stage.ASKING:
        return render("living_asking", {**context, **_asking(here, who, asked, weighed)})
    if here.stage is Stage.ANSWERING:
        context |= _known(here, weighed) | _answering(here, missing=refusal is not None)
        context |= {"fold": True, "weighing": weighed is not None}
        return render("living_answering", context)
    return render("living_told", {**context, **living_told.context_of(here)})


def look_html(exercise: Exercise, case: LivingCase) -> SafeString:
    """Return what anybody reads before they begin, for who only looks."""
    here = Conversation(exercise, case, Stage.NEW, 0, Interview(case))
    return render("living_begin", {**frame(here), **_begin(here), "looks_only": True})


def closing_html(here: Conversation) -> SafeString:
    """Return the page before the asking is closed."""
    return render("living_closing", {**frame(here), **_counts(here.interview)})


def _begin(here: Conversation) -> dict[str, Any]:
    return {
        "intro": render_markdown(here.case.intro),
        "dossier": dossier_html(here.case) if here.case.dossier else "",
        "codes": [(each.code, each.activity) for each in here.case.people],
    }


def _counts(interview: Interview) -> dict[str, Any]:
    return {
        "left": interview.left,
        "budget": interview.case.minutes,
        "known": interview.known,
        "fields": len(interview.fields),
        "unknown": len(interview.fields) - interview.known,
        "critical": len(interview.critical),
        "undecided": sum(not each.decided for each in interview.contradictions),
        "share": round(100 * interview.left / interview.case.minutes),
    }


def _asking(here: Conversation, who: str, asked: str, weighed: Place | None) -> dict[str, Any]:
    interview = here.interview
    if asked in interview.inquiries:
        who = interview.inquiries[asked][0].id
    opened = interview.opened_by(asked) if asked else ()
    return {
        **_known(here, weighed),
        "people": [_card(here, one, asked, who) for one in here.case.interviewees],
        "exhausted": interview.exhausted,
        "said": _announcement(interview, asked),
        "opened": [(one, each) for one, each in opened],
        "intro": render_markdown(here.case.intro),
        "dossier": dossier_html(here.case) if here.case.dossier else "",
    }


def _card(here: Conversation, one: Interviewee, asked: str, who: str) -> dict[str, Any]:
    interview = here.interview
    fresh = {each.id for _one, each in interview.opened_by(asked)} if asked else set()
    to_ask = [
        {"inquiry": each, "affordable": each.minutes <= interview.left, "new": each.id in fresh}
        for each in interview.to_ask(one)
    ]
    return {
        "one": one,
        "initials": "".join(word[0] for word in one.name.split()[:2]).upper(),
        "open": one.id == who,
        "said": [
            {**said(here, each), "new": each.id == asked}
            for whose, each in interview.answered
            if whose.id == one.id
        ],
        "to_ask": to_ask,
        "left": len(to_ask),
        "new": any(each["new"] for each in to_ask),
    }


def _announcement(interview: Interview, asked: str) -> str:
    """Say what came of a question, for who does not see the page."""
    if asked not in interview.inquiries:
        return ""
    one, _inquiry = interview.inquiries[asked]
    left = interview.left
    spoken = ngettext(
        "Answer of %(name)s. %(left)s minute is left.",
        "Answer of %(name)s. %(left)s minutes are left.",
        left,
    ) % {"name": one.name, "left": left}
    opened = [name.name for name, _each in interview.opened_by(asked)]
    if not opened:
        return spoken
    more = gettext("You can ask more now: %(names)s.") % {"names": ", ".join(dict.fromkeys(opened))}
    return f"{spoken} {more}"


def _known(here: Conversation, weighed: Place | None) -> dict[str, Any]:
    """Return the matrix as far as it is known, and where answers contradict each other."""
    interview = here.interview
    signs = {place: sign_of(each) for place, each in interview.fields.items() if each.pieces}
    return {
        **_counts(interview),
        "matrix": known_matrix(here, signs) if interview.answered else "",
        "signs": [(words, source_name(source)) for source, words in SIGNS.items()],
        "marks": [(MARKS[each], CONFIDENCES[each]) for each in (3, 2, 1)],
        "contradictions": [_weighing(here, each, weighed) for each in interview.contradictions],
    }


def known_matrix(here: Conversation, signs: Mapping[Place, str]) -> SafeString:
    """Return the heat map of what is known."""
    return matrix_html(
        Heat(
            here.interview.matrix(),
            *headings(here),
            gettext("What you know so far"),
            name=f"{anchor(here.exercise)}-known",
            shows=Shows.LEVELS,
            sums=False,
            signs=signs,
        )
    )


def _weighing(here: Conversation, each: Field, weighed: Place | None) -> dict[str, Any]:
    """Return one contradiction: who told what, and who is believed."""
    labels = {competence.id: competence.label for competence in here.case.competences}
    counts = each.counts
    return {
        "field": each,
        "id": "-".join((anchor(here.exercise), *each.place)),
        "code": each.person.upper(),
        "competence": labels[each.competence],
        "levels": " / ".join(str(level) for level in sorted({p.level for p in each.pieces})),
        "pieces": [
            {
                "piece": piece,
                "name": here.interview.inquiries[piece.inquiry][0].name,
                "source": source_name(piece.source),
                "mark": MARKS[piece.confidence],
                "sure": CONFIDENCES[piece.confidence],
                "chosen": each.believed == piece.inquiry,
                "counts": counts is piece,
            }
            for piece in each.pieces
        ],
        "reason": here.reasons.get(each.place, ""),
        "kept": each.place == weighed,
    }


def _answering(here: Conversation, *, missing: bool) -> dict[str, Any]:
    args = [here.exercise.course_key, here.exercise.usage_key]
    return {
        "questions": [
            {
                "question": each,
                "id": f"{anchor(here.exercise)}-{field_name(each.id)}",
                "name": field_name(each.id),
                "save_url": reverse("wbm:needs_living_answer", args=[*args, each.id]),
                "value": here.answers.get(each.id, ""),
                "missing": missing and each.id in here.missing,
            }
            for each in here.case.questions
        ],
        "missing": [each for each in here.case.questions if missing and each.id in here.missing],
        "people": here.case.people,
        "said": [{"one": one, **said(here, each)} for one, each in here.interview.answered],
    }
