"""Self-tests as problems of the platform.

Texts are plain: between two inline elements the platform loses the space (`platform-facts 3`).
"""

from __future__ import annotations

import json

from lxml import etree

from course_export.curriculum.blocks import (
    Choice,
    ChoiceProblem,
    MultiProblem,
    NumericProblem,
    Question,
)
from course_export.olx.files import node


def element(question: Question) -> etree._Element:
    """The problem with question, answers, hints per answer and explanation.

    It can be tried without limit; the answer shows after the first try.
    """
    problem = node("problem", display_name=question.title, showanswer="attempted")
    response = _response(question, problem)
    _text(response, "label", _asked(question), at=0)
    if question.hint:
        _text(response, "description", question.hint, at=1)
    solution = etree.SubElement(etree.SubElement(response, "solution"), "div")
    solution.set("class", "detailed-solution")
    _text(solution, "p", question.explanation)
    return problem


def _asked(question: Question) -> str:
    if isinstance(question, NumericProblem) and question.unit:
        return f"{question.question} ({question.unit})"
    return question.question


def _response(question: Question, problem: etree._Element) -> etree._Element:
    if isinstance(question, ChoiceProblem):
        response = etree.SubElement(problem, "multiplechoiceresponse")
        group = etree.SubElement(response, "choicegroup")
        group.set("type", "MultipleChoice")
        for choice in question.choices:
            answer = _choice(group, choice)
            if choice.feedback:
                _text(answer, "choicehint", choice.feedback)
    elif isinstance(question, MultiProblem):
        response = etree.SubElement(problem, "choiceresponse")
        group = etree.SubElement(response, "checkboxgroup")
        for choice in question.choices:
            answer = _choice(group, choice)
            if choice.feedback:
                _text(answer, "choicehint", choice.feedback).set("selected", "true")
    elif isinstance(question, NumericProblem):
        response = etree.SubElement(problem, "numericalresponse")
        response.set("answer", json.dumps(question.answer))
        tolerance = etree.SubElement(response, "responseparam")
        tolerance.set("type", "tolerance")
        tolerance.set("default", json.dumps(question.tolerance))
        etree.SubElement(response, "formulaequationinput")
    else:
        raise TypeError(f"no problem for {type(question).__name__}")
    return response


def _choice(group: etree._Element, choice: Choice) -> etree._Element:
    answer = _text(group, "choice", choice.text)
    answer.set("correct", "true" if choice.correct else "false")
    return answer


def _text(parent: etree._Element, tag: str, text: str, *, at: int | None = None) -> etree._Element:
    child = node(tag)
    child.text = text
    if at is None:
        parent.append(child)
    else:
        parent.insert(at, child)
    return child
