"""The grader's form, read: levels, comments, decision, points of single members."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from django.http import QueryDict

from xblocks.core.errors import BadRequest
from xblocks.core.numbers import whole
from xblocks.core.rubric import Given, Rubric, UnknownLevel
from xblocks.grading.points import KEPT, of_full, total_of
from xblocks.grading.refusals import NotAMember, PointsOutOfRange
from xblocks.grading.service import Decision, Deviation, Rating

MAX_VERSION = 10**9


def rating_of(data: QueryDict, rubric: Rubric | None, given: Given | None) -> Rating:
    """Read a rating; what the service refuses is left in for it to refuse.

    The decision that was suggested when the form was shown means “as the rule says”, so that it
    follows the rule when the levels change. Raises `UnknownLevel`, `PointsOutOfRange`,
    `NotAMember`, `BadRequest`.
    """
    decision = decision_of(data)
    return Rating(
        levels={name: _level(rubric, name, text) for name, text in _named(data, "level-")},
        comments={name: text for name, text in _named(data, "comment-") if text.strip()},
        summary=_text(data.get("summary", "")),
        decision=None if decision == data.get("suggested") else decision,
        reason=_text(data.get("reason", "")),
        deviations=dict(_deviations(data, total_of(rubric, given))),
    )


def decision_of(data: QueryDict) -> Decision | None:
    """Return the decision that is marked; raises `BadRequest` for one there is not."""
    text = data.get("decision", "")
    if not text:
        return None
    if text not in set(Decision):
        raise BadRequest
    return Decision(text)


def taken_away(data: QueryDict) -> frozenset[int]:
    """Return the files a new decision takes away from the team."""
    return frozenset(each for each in map(whole, data.getlist("without")) if each is not None)


def version_of(data: QueryDict, name: str = "version") -> int:
    """Return a number the form was shown with; 0 for none."""
    return min(whole(data.get(name)) or 0, MAX_VERSION)


def _named(data: QueryDict, prefix: str) -> Iterator[tuple[str, str]]:
    for key, text in data.items():
        if key.startswith(prefix):
            yield key.removeprefix(prefix), _text(text)


def _text(text: str) -> str:
    """Return a text as we keep it: browsers send lines with CR LF."""
    return text.replace("\r\n", "\n")


def _level(rubric: Rubric | None, name: str, text: str) -> int:
    level = whole(text, 3)
    if level is None:
        labels = {each.id: each.label for each in rubric.criteria} if rubric else {}
        raise UnknownLevel(criterion=labels.get(name, name), level=text[:20])
    return level


def _deviations(data: QueryDict, total: int) -> Iterator[tuple[int, Deviation]]:
    for name, text in _named(data, "points-"):
        if not text.strip():
            continue
        person = whole(name)
        if person is None:
            raise NotAMember
        yield person, Deviation(_points(text, total), _text(data.get(f"why-{name}", "")).strip())


def _points(text: str, total: int) -> Decimal:
    """Read points out of a total, with a comma or a point; return them of 100, as they are kept."""
    try:
        entered = Decimal(text.strip().replace(",", ".")).quantize(KEPT)
        return of_full(entered, total).normalize()
    except InvalidOperation:
        raise PointsOutOfRange from None
