"""What people write into a plan: rows and measures, read from JSON and written as JSON.

What is merely unwise is kept, for the rules tell it; what no plan can mean is refused, with the
row and the field that are meant.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Final

from pydantic import ValidationError

from xblocks.core.errors import Invalid
from xblocks.core.text import Message, gettext_noop
from xblocks.moderation import planned
from xblocks.moderation.planned import MOST_MEASURES, MOST_MINUTES, MOST_ROWS, Row

MOST_WORDS: Final = 200
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FIELDS: Final = {
    "what": planned.Measure.model_fields["what"].title or "",
    "who": planned.Measure.model_fields["who"].title or "",
    "sign": planned.Measure.model_fields["sign"].title or "",
    "by": planned.Measure.model_fields["days"].title or "",
}
_EMPTY_IS_NONE: Final = ("method", "dots")


@dataclass(frozen=True)
class Measure:
    """What a group is to agree on, as somebody writes it. `by` is a date, or not set yet."""

    what: str = ""
    who: str = ""
    by: date | None = None
    sign: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing is written."""
        return self == NOTHING


NOTHING: Final = Measure()


class UnfitPlan(Invalid):
    """Something no plan can hold.

    `row` is the id of the row as far as it is known, `number` its place from 1, `measure` that of a
    measure, `field` the name of the field; None where the plan as a whole is meant.
    """

    code = "unfit_plan"
    sentence = gettext_noop("We could not read this plan. Please reload the page and try again.")

    def __init__(
        self,
        sentence: str | None = None,
        *,
        row: str | None = None,
        number: int | None = None,
        measure: int | None = None,
        field: str | None = None,
        **params: Any,
    ) -> None:
        super().__init__(sentence, number=number or measure, **params)
        self.row = row
        self.number = number
        self.measure = measure
        self.field = field


class TooManyRows(UnfitPlan):
    """More rows than a plan may have."""

    code = "too_many_rows"
    sentence = gettext_noop("A plan has at most %(most)s rows. Please put some of them together.")


class TooManyMeasures(UnfitPlan):
    """More measures than a plan may have."""

    code = "too_many_measures"
    sentence = gettext_noop("A plan has at most %(most)s measures. Please agree on fewer.")


class UnfitRow(UnfitPlan):
    """A value in a row that it cannot have."""

    code = "unfit_row"


class UnfitMeasure(UnfitPlan):
    """A value in a measure that it cannot have."""

    code = "unfit_measure"


def rows_json(rows: Sequence[Row]) -> str:
    """Return rows as the JSON text that `Plan.rows` keeps."""
    return _text([row.model_dump(mode="json") for row in rows])


def measures_json(measures: Sequence[Measure]) -> str:
    """Return measures as the JSON text that `Plan.measures` keeps; dates as ``2026-11-23``."""
    return _text(
        [{**asdict(each), "by": each.by.isoformat() if each.by else None} for each in measures]
    )


def read_rows(text: str) -> tuple[Row, ...]:
    """Return the rows of a JSON text, as a page sends it or the record keeps it.

    Numbers may stand as text; empty minutes are 0, an empty method or number of dots is none.
    Raises `UnfitPlan`, `TooManyRows`, `UnfitRow`.
    """
    entries = _entries(text)
    if len(entries) > MOST_ROWS:
        raise TooManyRows(most=MOST_ROWS)
    rows = tuple(_row(entry, number) for number, entry in enumerate(entries, 1))
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        if row.id in seen:
            raise UnfitRow(row=row.id, number=number, field="id")
        seen.add(row.id)
    return rows


def read_measures(text: str) -> tuple[Measure, ...]:
    """Return the measures of a JSON text; those in which nothing is written are left out.

    Raises `UnfitPlan`, `TooManyMeasures`, `UnfitMeasure`.
    """
    entries = _entries(text)
    if len(entries) > MOST_MEASURES:
        raise TooManyMeasures(most=MOST_MEASURES)
    found = (_measure(entry, number) for number, entry in enumerate(entries, 1))
    return tuple(each for each in found if not each.empty)


def dated(measures: Iterable[planned.Measure], today: date) -> tuple[Measure, ...]:
    """Return what authors wrote, with days counted from today as dates."""
    return tuple(
        Measure(
            each.what, each.who, today + timedelta(days=each.days) if each.days else None, each.sign
        )
        for each in measures
    )


def _text(entries: list[dict[str, Any]]) -> str:
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":"))


def _entries(text: str) -> list[dict[str, Any]]:
    try:
        found = json.loads(text)
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise UnfitPlan from None
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise UnfitPlan
    return found


def _row(entry: Mapping[str, Any], number: int) -> Row:
    values = {name: _clean(value) for name, value in entry.items()}
    for name in _EMPTY_IS_NONE:
        if values.get(name) == "":
            values[name] = None
    if values.get("minutes") in ("", None):
        values["minutes"] = 0
    try:
        return Row.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=True)[0]
    field = str(first["loc"][0]) if first["loc"] else None
    id_ = values.get("id")
    row = id_ if isinstance(id_, str) else None
    said, params = _wrong(field, first)
    raise UnfitRow(said, row=row, number=number, field=field, **params)


def _wrong(field: str | None, error: Mapping[str, Any]) -> tuple[str | None, dict[str, Any]]:
    """Return the sentence for what pydantic found, and what fills its places."""
    if error["type"] == "string_too_long":
        limit = error["ctx"]["max_length"]
        said = gettext_noop(
            "Row %(number)s: “%(name)s” is too long. Please shorten it to %(limit)s characters."
        )
        return said, {"name": _label(field), "limit": limit}
    if field == "minutes":
        said = gettext_noop("Row %(number)s: minutes are a whole number from 0 to %(most)s.")
        return said, {"most": MOST_MINUTES}
    if field == "dots":
        return gettext_noop("Row %(number)s: each person gets 1 to 20 dots."), {}
    if field in ("phase", "method", "form"):
        said = gettext_noop("Row %(number)s: “%(name)s” has a value that we do not know.")
        return said, {"name": _label(field)}
    return None, {}


def _label(field: str | None) -> Message:
    known = Row.model_fields.get(field or "")
    return Message((known.title if known else None) or "")


def _measure(entry: Mapping[str, Any], number: int) -> Measure:
    if not set(entry) <= set(_FIELDS):
        raise UnfitMeasure(measure=number)
    words = {name: _few(entry.get(name), name, number) for name in ("what", "who", "sign")}
    return Measure(by=_date(entry.get("by"), number), **words)


def _few(value: Any, name: str, number: int) -> str:
    if not isinstance(value, str | None):
        raise UnfitMeasure(measure=number, field=name)
    words: str = _clean(value or "").strip()
    if len(words) > MOST_WORDS:
        said = gettext_noop(
            "Measure %(number)s: “%(name)s” is too long. Please shorten it to %(limit)s characters."
        )
        label = Message(_FIELDS[name])
        raise UnfitMeasure(said, measure=number, field=name, name=label, limit=MOST_WORDS)
    return words


def _date(value: Any, number: int) -> date | None:
    if value in ("", None):
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise UnfitMeasure(
            gettext_noop("Measure %(number)s: this is no date. Please write it like 2026-12-31."),
            measure=number,
            field="by",
        ) from None


def _clean(value: Any) -> Any:
    """Return text without characters nobody sees, anything else as it is."""
    return _UNSEEN.sub("", value.replace("\r\n", "\n")) if isinstance(value, str) else value
