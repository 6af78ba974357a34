"""A case that was handed in, as a grader reads it: reasons first, then what was reckoned."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from xblocks.core.people import Actor
from xblocks.exercises.records import Exercise
from xblocks.grading.records import Work
from xblocks.host.html import render_markdown
from xblocks.needs_analysis.definition import CaseStudy
from xblocks.needs_analysis.desk import result
from xblocks.needs_analysis.desk.measures_told import measure_lines
from xblocks.needs_analysis.desk.page import CasePage, render
from xblocks.needs_analysis.desk.ways import told
from xblocks.needs_analysis.keeping import Entry
from xblocks.needs_analysis.sheets import Opened, Stage


def work_html(work: Work, definition: CaseStudy, actor: Actor) -> SafeString:
    """Return the work beside the rubric, with the model answer of every text."""
    page = page_of(work, definition, actor)
    context = {
        **page.frame(),
        **result.sections(page),
        **result.score_context(page),
        "reasons": result.reason_rows(page, decided=True),
        "intro": render_markdown(definition.intro),
    }
    return render("case_work", context)


def page_of(work: Work, definition: CaseStudy, actor: Actor) -> CasePage:
    """Return the page of a work as it was handed in."""
    exercise = Exercise(
        course_key=work.course_key,
        usage_key=work.usage_key,
        block_type=work.block_type,
        title=work.title,
        definition_hash=work.definition_hash,
    )
    answers = json.loads(work.content)["answers"]
    opened = Opened(
        exercise,
        definition,
        definition,
        stage=Stage.IN_REVIEW,
        entries={name: Entry(value) for name, value in answers.items()},
        work=work,
    )
    return CasePage(
        actor, opened, work.handed_in_at, looks=True, step="result", suffix=f"-w{work.pk}"
    )


def work_lines(work: Work, definition: CaseStudy) -> list[str]:
    """Return the work as plain lines, for files to take home."""
    nobody = Actor(0, work.course_key, "", frozenset())
    page = page_of(work, definition, nobody)
    return [
        *_reasons(page),
        *_figures(page),
        *_profiles(page),
        *_priorities(page),
        *_measures(page),
    ]


def _headed(heading: str, lines: list[str]) -> list[str]:
    return [heading, *(f"  {line}" for line in lines), ""] if lines else []


def _reasons(page: CasePage) -> Iterator[str]:
    for row in result.reason_rows(page, decided=False):
        yield from _headed(row["reason"].label, (row["own"] or "–").splitlines())


def _figures(page: CasePage) -> list[str]:
    lines = [
        f"{row['question'].text} {row['own'] or '–'} ({_right(right=bool(row.get('right')))})"
        for row in result.figure_rows(page)
    ]
    for row in result.gap_rows(page):
        lines.append(f"{row['person']}, {row['competence']}: {told(row['way'])}")
    return _headed(gettext("Figures"), lines)


def _profiles(page: CasePage) -> list[str]:
    lines = [
        f"{row['person'].code}: {row['own'].code if row['own'] else '–'} "
        f"({_right(right=row['right'])})"
        for row in result.profile_rows(page)
    ]
    return _headed(gettext("Target profiles"), lines)


def _priorities(page: CasePage) -> list[str]:
    lines = []
    for row in result.priority_rows(page):
        pair = row["pair"]
        given = (pair.urgency, pair.importance, pair.given_share, pair.given_points)
        said = " · ".join("–" if each is None else str(each) for each in given)
        right = all(pair.parts.values())
        lines.append(f"{row['competence'].code}: {said} ({_right(right=right)})")
    return _headed(gettext("Priorities"), lines)


def _measures(page: CasePage) -> list[str]:
    return _headed(gettext("Measures"), measure_lines(page))


def _right(*, right: bool) -> str:
    return gettext("right") if right else gettext("not right")
