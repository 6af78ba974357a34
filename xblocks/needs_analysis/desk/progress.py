"""How far each step of a case is: what is answered of what is asked, never whether it is right."""

from __future__ import annotations

from dataclasses import dataclass

from xblocks.needs_analysis.desk.page import CasePage
from xblocks.needs_analysis.domain.names import WEIGHED, Part
from xblocks.needs_analysis.sheets import Stage


@dataclass(frozen=True)
class Progress:
    """`answered` of `asked`; where nothing is asked, `read` tells that somebody went on."""

    answered: int = 0
    asked: int = 0
    read: bool = False

    @property
    def done(self) -> bool:
        """Whether nothing is open."""
        return self.answered >= self.asked if self.asked else self.read

    @property
    def open(self) -> int:
        """How much is not answered."""
        return self.asked - self.answered


def of_reading(page: CasePage) -> Progress:
    """What is only read counts as done once something is answered."""
    return Progress(read=bool(page.answers) or page.closed)


def of_matrix(page: CasePage) -> Progress:
    """Target profiles that are set, gaps that are reckoned."""
    case = page.definition
    names: list[tuple[Part, *tuple[str, ...]]] = []
    if case.targets == "set":
        names += [(Part.PROFILE, each.id) for each in case.people]
    if case.gaps == "asked":
        names += [(Part.GAP, one.id, other.id) for one in case.people for other in case.competences]
    if not names:
        return of_reading(page)
    return Progress(sum(page.answer(*name) is not None for name in names), len(names))


def of_figures(page: CasePage) -> Progress:
    """Questions."""
    questions = page.definition.questions
    answered = sum(page.answer(Part.QUESTION, each.id) is not None for each in questions)
    return Progress(answered, len(questions))


def of_priorities(page: CasePage) -> Progress:
    """Competences of which urgency, importance, class and points are given."""
    asked = page.definition.priorities
    given = [page.answer(Part.WEIGHING, each.competence) or {} for each in asked]
    whole = [all(each.get(part) is not None for part in WEIGHED) for each in given]
    return Progress(sum(whole), len(asked))


def of_measures(page: CasePage) -> Progress:
    """At least one measure is chosen."""
    chosen = any(page.answer(Part.MEASURE, each.id) for each in page.definition.measures)
    return Progress(int(chosen), 1)


def of_reasons(page: CasePage) -> Progress:
    """Texts that are long enough."""
    reasons = page.opened.current.reasons
    long_enough = [each.is_long_enough(page.answer(Part.REASON, each.id) or "") for each in reasons]
    return Progress(sum(long_enough), len(reasons))


def of_summary(page: CasePage) -> Progress:
    """Handing in is done when it is done, and nothing came back."""
    return Progress(int(page.closed and page.stage is not Stage.RETURNED), 1)
