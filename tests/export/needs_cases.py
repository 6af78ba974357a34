"""Reads the needs analyses of the course as its loader does, for tests of facts and wording."""

from __future__ import annotations

from functools import cache

from course_export.curriculum.language import Language
from tests.export.milestone_cases import loaded
from xblocks.needs_analysis.asked import FundingQuestion, NumberQuestion
from xblocks.needs_analysis.definition import CaseStudy, LivingCase, OwnCompany, adapter
from xblocks.needs_analysis.domain.checking import Context, Verdict, judge
from xblocks.needs_analysis.domain.comparing import model_matrix, model_weights
from xblocks.needs_analysis.domain.funding_figures import funding_way
from xblocks.needs_analysis.domain.law import law

STUDIES = ("case-a", "case-b", "matrix-4x4")
FILES = (*STUDIES, "own-company")


@cache
def definition(name: str, language: Language) -> CaseStudy | LivingCase | OwnCompany:
    """The exercise of a file, in one language."""
    return adapter.validate_python(loaded(name, language)["definition"])


def study(name: str, language: Language) -> CaseStudy:
    """A case study."""
    found = definition(name, language)
    assert isinstance(found, CaseStudy)
    return found


def company(language: Language) -> OwnCompany:
    """The matrix of the own company."""
    found = definition("own-company", language)
    assert isinstance(found, OwnCompany)
    return found


def answered(name: str, language: Language, question: str, value: object) -> Verdict:
    """How an answer is judged by the matrix of the model answer."""
    case = study(name, language)
    (asked,) = [each for each in case.questions if each.id == question]
    context = Context(
        model_matrix(case), model_weights(case), lambda each: funding_way(each, case, law())
    )
    return judge(asked, value, context)


def figures(name: str, language: Language) -> list[NumberQuestion | FundingQuestion]:
    """All questions for a number."""
    found = study(name, language).questions
    return [each for each in found if isinstance(each, NumberQuestion | FundingQuestion)]
