"""Questions nobody can answer, and answers everybody has."""

from __future__ import annotations

from collections.abc import Iterator

from xblocks.core.definitions import Finding
from xblocks.core.text import Message, gettext_noop
from xblocks.needs_analysis.asked import (
    ChoiceQuestion,
    FundingQuestion,
    NumberQuestion,
    PeopleQuestion,
)
from xblocks.needs_analysis.definition import Case, CaseStudy
from xblocks.needs_analysis.domain import people, sums
from xblocks.needs_analysis.domain.comparing import model_matrix
from xblocks.needs_analysis.domain.funding_figures import funding_way
from xblocks.needs_analysis.domain.law import law
from xblocks.needs_analysis.domain.matrix import Matrix

EVERYTHING = 100


def found(case: Case) -> Iterator[Finding]:
    """Yield what is wrong with questions, reasons and what they count."""
    matrix = model_matrix(case)
    for question in case.questions:
        if isinstance(question, NumberQuestion):
            yield from _sum(question)
        elif isinstance(question, ChoiceQuestion):
            yield from _options(question)
        elif isinstance(question, PeopleQuestion):
            yield from _people(question, matrix)
        elif isinstance(case, CaseStudy):
            yield from _funding(question, case)
    if isinstance(case, CaseStudy):
        yield from _reasons(case)
        yield from _share(case)


def _sum(question: NumberQuestion) -> Iterator[Finding]:
    if question.sum is None:
        return
    try:
        sums.total(question.sum)
    except sums.SumError as error:
        yield Finding("bad-sum", ("questions", question.id, "sum"), error.message)


def _options(question: ChoiceQuestion) -> Iterator[Finding]:
    if all(each.right for each in question.options):
        said = gettext_noop("All answers are right. Add one that is not.")
        yield Finding("all-right", ("questions", question.id, "options"), Message(said))


def _people(question: PeopleQuestion, matrix: Matrix) -> Iterator[Finding]:
    if question.figure and not people.people(question.figure, matrix, question.competence):
        said = gettext_noop("In the model answer this is nobody, so nobody could be chosen.")
        yield Finding("nobody", ("questions", question.id, "figure"), Message(said))


def _funding(question: FundingQuestion, case: CaseStudy) -> Iterator[Finding]:
    if funding_way(question, case, law()) is None:
        said = gettext_noop(
            "This cannot be reckoned yet. The measure needs people in the model answer, the frame "
            "needs its figures."
        )
        yield Finding("no-figure", ("questions", question.id, "figure"), Message(said))


def _reasons(case: CaseStudy) -> Iterator[Finding]:
    for reason in case.reasons:
        place = ("reasons", reason.id)
        if reason.min_length > reason.max_length:
            said = gettext_noop("More characters are asked for than are possible.")
            yield Finding("lengths", (*place, "min_length"), Message(said))
        elif not reason.min_length <= len(reason.model) <= reason.max_length:
            said = gettext_noop(
                "The model answer has %(length)s characters, %(least)s to %(most)s are asked for."
            )
            params = {
                "length": len(reason.model),
                "least": reason.min_length,
                "most": reason.max_length,
            }
            yield Finding("model-length", (*place, "model"), Message(said, params))


def _share(case: CaseStudy) -> Iterator[Finding]:
    if case.rubric is None:
        return
    figures = bool(case.questions or case.priorities or case.gaps == "asked")
    if case.figures_share and not figures:
        said = gettext_noop("The figures count, but no figures are asked for.")
    elif case.figures_share == EVERYTHING:
        said = gettext_noop("The figures count all, so the grades of the reasons count nothing.")
    else:
        return
    yield Finding("share-of-nothing", ("figures_share",), Message(said))
