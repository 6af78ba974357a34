"""The questions of a case in parts: one part at a time, and a list to go from one to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from xblocks.needs_analysis.asked import StudyQuestion
from xblocks.needs_analysis.desk.page import CasePage, render
from xblocks.needs_analysis.domain.names import Part, name_of


@dataclass(frozen=True)
class FigurePart:
    """Questions under one heading. `number` counts from 1 and stands in the address."""

    number: int
    heading: str
    questions: tuple[StudyQuestion, ...]

    def answered(self, page: CasePage) -> int:
        """Return how many of them have an answer."""
        return sum(page.answer(Part.QUESTION, each.id) is not None for each in self.questions)

    def holds(self, name: str) -> bool:
        """Return whether the answer of this name belongs here."""
        return any(name_of(Part.QUESTION, each.id) == name for each in self.questions)


def figure_parts(page: CasePage) -> list[FigurePart]:
    """Return the parts of a case; one without a heading where its author gives none."""
    groups: list[list[StudyQuestion]] = []
    for question in page.definition.questions:
        if question.part or not groups:
            groups.append([])
        groups[-1].append(question)
    return [
        FigurePart(number, str(group[0].part or ""), tuple(group))
        for number, group in enumerate(groups, 1)
    ]


def part_here(page: CasePage, parts: Sequence[FigurePart]) -> FigurePart:
    """Return the part to show: that of the answer in focus, the one asked for, the first open."""
    for each in parts:
        if page.at and each.holds(page.at):
            return each
    if 1 <= page.part <= len(parts):
        return parts[page.part - 1]
    return next((each for each in parts if each.answered(page) < len(each.questions)), parts[0])


def part_list_html(page: CasePage) -> SafeString:
    """Return where the person is, and the list of all parts; nothing where there is only one."""
    parts = figure_parts(page)
    if len(parts) < 2:
        return SafeString("")
    here = part_here(page, parts)
    rows = [
        {
            "part": each,
            "here": each is here,
            "answered": each.answered(page),
            "asked": len(each.questions),
            "done": each.answered(page) == len(each.questions),
            "url": page.part_url(each.number),
        }
        for each in parts
    ]
    context = {"rows": rows, "here": rows[here.number - 1], "count": len(parts)}
    return render("case_figure_parts", {**page.frame(), **context})


def neighbour(page: CasePage, offset: int) -> dict[str, str] | None:
    """Return the label and address of the part before (-1) or after (1) the one shown."""
    parts = figure_parts(page)
    number = part_here(page, parts).number + offset
    if not 1 <= number <= len(parts):
        return None
    heading = parts[number - 1].heading or gettext("First questions")
    label = heading if offset < 0 else gettext("Go on: %(part)s") % {"part": heading}
    return {"label": label, "url": page.part_url(number)}
