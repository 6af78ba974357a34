"""Answers as they come from a page: read by their name, refused where nobody can mean them.

What is merely wrong or not finished is kept: somebody in the middle of a word is not refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NoReturn

from xblocks.core.errors import Invalid, NotFound
from xblocks.core.text import gettext_noop
from xblocks.needs_analysis.definition import CaseStudy, LivingCase
from xblocks.needs_analysis.domain.matrix import HIGHEST
from xblocks.needs_analysis.domain.names import Part, parts_of

NUMBER_LENGTH: Final = 40
RIGHT_LENGTH: Final = 40
MOST_POINTS: Final = 999
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

Form = Mapping[str, Sequence[str]]


class TextTooLong(Invalid):
    """More characters than the text may have."""

    code = "text_too_long"
    sentence = gettext_noop(
        "Not saved – this text is too long. Please shorten it to %(limit)s characters."
    )


class NotAnAnswer(Invalid):
    """A choice the exercise does not offer, or no longer."""

    code = "not_an_answer"
    sentence = gettext_noop("This choice does not exist. Please choose one of those shown.")


class NotReadable(Invalid):
    """Characters that are none."""

    code = "not_readable"
    sentence = gettext_noop("We cannot keep some of these characters. Please type them again.")


def read(definition: CaseStudy, name: str, form: Form) -> Any:
    """Return what a form says to a part of a case; None for nothing.

    The form holds ``value``, once or several times; for a weighing ``urgency``, ``importance``,
    ``class`` and ``points``; for a measure ``chosen``, ``people`` and ``right``. Raises
    `NotFound` for a name the case has no part of, `TextTooLong`, `NotAnAnswer`, `NotReadable`.
    """
    try:
        part, ids = parts_of(name)
    except ValueError:
        raise NotFound from None
    reader = READERS.get(part)
    if reader is None or len(ids) != (2 if part is Part.GAP else 1):
        raise NotFound
    return reader(definition, ids, form)


def clean(text: str) -> str:
    """Return text without characters nobody sees; raises `NotReadable`."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise NotReadable from None
    return _UNSEEN.sub("", text.replace("\r\n", "\n"))


def _one(form: Form, name: str = "value") -> str:
    return clean((form.get(name) or [""])[-1]).strip()


def _among(known: Sequence[str], chosen: Sequence[str]) -> list[str]:
    """Return what is chosen, in the order it is offered."""
    wanted = {clean(each).strip() for each in chosen} - {""}
    if not wanted <= set(known):
        raise NotAnAnswer
    return [each for each in known if each in wanted]


def _whole(text: str, least: int, most: int) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 4 and least <= int(text) <= most):
        raise NotAnAnswer
    return int(text)


def _profile(definition: CaseStudy, ids: Sequence[str], form: Form) -> str | None:
    _must_have(ids[0], definition.people if definition.targets == "set" else ())
    found = _among([each.id for each in definition.profiles], [_one(form)])
    return found[0] if found else None


def _gap(definition: CaseStudy, ids: Sequence[str], form: Form) -> int | None:
    _must_have(ids[0], definition.people if definition.gaps == "asked" else ())
    _must_have(ids[1], definition.competences)
    return _whole(_one(form), 0, HIGHEST)


def question(definition: CaseStudy | LivingCase, ids: Sequence[str], form: Form) -> Any:
    """Return what a form says to a question; None for nothing. Raises what `read` does."""
    asked = next((each for each in definition.questions if each.id == ids[0]), None)
    if asked is None:
        _unknown()
    if asked.kind == "choice":
        chosen = _among([each.id for each in asked.options], form.get("value", ()))
        if asked.several:
            return chosen or None
        return chosen[-1] if chosen else None
    if asked.kind == "people":
        return _among([each.id for each in definition.people], form.get("value", ())) or None
    return _short(_one(form), NUMBER_LENGTH) or None


def _weighing(definition: CaseStudy, ids: Sequence[str], form: Form) -> dict[str, Any] | None:
    if ids[0] not in {each.competence for each in definition.priorities}:
        _unknown()
    found: dict[str, Any] = {
        "urgency": _whole(_one(form, "urgency"), 1, 3),
        "importance": _whole(_one(form, "importance"), 1, 3),
        "class": _whole(_one(form, "class"), 1, 3),
        "points": _whole(_one(form, "points"), 0, MOST_POINTS),
    }
    return found if any(value is not None for value in found.values()) else None


def _measure(definition: CaseStudy, ids: Sequence[str], form: Form) -> dict[str, Any] | None:
    _must_have(ids[0], definition.measures)
    if not _one(form, "chosen"):
        return None
    people = _among([each.id for each in definition.people], form.get("people", ()))
    return {"people": people, "right": _short(_one(form, "right"), RIGHT_LENGTH)}


def _reason(definition: CaseStudy, ids: Sequence[str], form: Form) -> str | None:
    reason = next((each for each in definition.reasons if each.id == ids[0]), None)
    if reason is None:
        _unknown()
    text = clean((form.get("value") or [""])[-1])
    return _short(text, reason.max_length) if text.strip() else None


def _short(text: str, limit: int) -> str:
    if len(text.strip()) > limit:
        raise TextTooLong(limit=limit)
    return text


def _must_have(name: str, parts: Sequence[Any]) -> None:
    if name not in {each.id for each in parts}:
        _unknown()


def _unknown() -> NoReturn:
    raise NotFound


READERS: Final[Mapping[Part, Callable[[CaseStudy, Sequence[str], Form], Any]]] = {
    Part.PROFILE: _profile,
    Part.GAP: _gap,
    Part.QUESTION: question,
    Part.WEIGHING: _weighing,
    Part.MEASURE: _measure,
    Part.REASON: _reason,
}
