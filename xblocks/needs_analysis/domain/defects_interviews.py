"""Questions of a living case that nobody can ever ask, and time that forces no choice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from xblocks.core.definitions import Finding
from xblocks.core.text import Message, gettext_noop
from xblocks.needs_analysis.definition import LivingCase
from xblocks.needs_analysis.interviews import Inquiry, Interviewee

Place = tuple[str | int, ...]


def found(case: LivingCase) -> Iterator[Finding]:
    """Yield what keeps people from asking, and what tells them nothing."""
    inquiries = {each.id: each for one in case.interviewees for each in one.inquiries}
    for one in case.interviewees:
        for each in one.inquiries:
            yield from _reach(case, one, each, inquiries)
            yield from _evidence(one, each)
    yield from _time(case, inquiries)
    yield from _untold(case, inquiries)


def chain(inquiry: str, inquiries: Mapping[str, Inquiry]) -> tuple[str, ...] | None:
    """Return all that must be asked for a question, itself first; None where it leads in a ring."""
    path: list[str] = []
    name: str | None = inquiry
    while name is not None:
        if name in path:
            return None
        path.append(name)
        name = inquiries[name].after
    return tuple(path)


def _minutes(names: Collection[str], inquiries: Mapping[str, Inquiry]) -> int:
    return sum(inquiries[name].minutes for name in names)


def _at(one: Interviewee, inquiry: Inquiry, field: str) -> Place:
    return ("interviewees", one.id, "inquiries", inquiry.id, field)


def _reach(
    case: LivingCase, one: Interviewee, inquiry: Inquiry, inquiries: Mapping[str, Inquiry]
) -> Iterator[Finding]:
    path = chain(inquiry.id, inquiries)
    if path is None:
        said = gettext_noop("It waits for a question that waits for it. It can never be asked.")
        yield Finding("never-open", _at(one, inquiry, "after"), Message(said))
    elif _minutes(path, inquiries) > case.minutes:
        said = gettext_noop(
            "With all that comes before it takes %(needed)s minutes, there are %(minutes)s."
        )
        params = {"needed": _minutes(path, inquiries), "minutes": case.minutes}
        yield Finding("never-time", _at(one, inquiry, "minutes"), Message(said, params))


def _evidence(one: Interviewee, inquiry: Inquiry) -> Iterator[Finding]:
    told = Counter((each.person, each.competence) for each in inquiry.evidence)
    for number, each in enumerate(inquiry.evidence):
        if told[each.person, each.competence] > 1:
            said = gettext_noop("One answer tells of %(person)s and %(competence)s twice.")
            params = {"person": each.person.upper(), "competence": each.competence.upper()}
            place = (*_at(one, inquiry, "evidence"), number)
            yield Finding("evidence-twice", place, Message(said, params))


def _time(case: LivingCase, inquiries: Mapping[str, Inquiry]) -> Iterator[Finding]:
    if _minutes(inquiries, inquiries) <= case.minutes:
        said = gettext_noop("There is time for all questions, so nobody has to choose.")
        yield Finding("no-choice", ("minutes",), Message(said))
    key = [name for name, each in inquiries.items() if each.matters == "key"]
    if not key:
        said = gettext_noop("No question is marked as one that should be asked.")
        yield Finding("no-key", ("interviewees",), Message(said))
    needed = {each for name in key for each in chain(name, inquiries) or ()}
    if _minutes(needed, inquiries) > case.minutes:
        said = gettext_noop(
            "The questions one should ask take %(needed)s minutes, there are %(minutes)s."
        )
        params = {"needed": _minutes(needed, inquiries), "minutes": case.minutes}
        yield Finding("key-too-long", ("minutes",), Message(said, params))


def _untold(case: LivingCase, inquiries: Mapping[str, Inquiry]) -> Iterator[Finding]:
    told = {piece.competence for each in inquiries.values() for piece in each.evidence}
    for question in case.questions:
        if question.kind != "choice" and question.competence and question.competence not in told:
            said = gettext_noop("No answer tells anything about %(competence)s.")
            params = {"competence": question.competence.upper()}
            yield Finding("untold", ("questions", question.id, "competence"), Message(said, params))
